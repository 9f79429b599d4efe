# SPDX-License-Identifier: Apache-2.0
"""The command line. Nothing heavy is imported here: `--help` answers at once."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from blindscan import __version__
from blindscan.cli.discretion import hide_arguments
from blindscan.cli.language import choose_lang, told
from blindscan.cli.options import (
    EngineOption,
    RuntimeOption,
    SealScopeOption,
    SecondOpinionOption,
    StyleOption,
    TitleFromOption,
)
from blindscan.model.errors import BlindscanError, where
from blindscan.model.words import Lang, phrase

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help=told("cli.help"),
    epilog=told("cli.exit_codes"),
)

OUT = Path("blindscan-out")
OutputFolder = Annotated[Path, typer.Option("-o", "--output", help=told("cli.help_output"))]
CheckOutput = Annotated[Path | None, typer.Option("-o", "--output", help=told("cli.help_check_output"))]
UNEXPECTED = 70
"""EX_SOFTWARE of sysexits.h: a fault of ours."""
UniformWidth = Annotated[bool, typer.Option("--uniform-width", help=told("cli.help_uniform_width"))]
KeepLattices = Annotated[bool, typer.Option("--keep-lattices", help=told("cli.help_keep_lattices"))]
AsJson = Annotated[bool, typer.Option("--json", help=told("cli.help_json"))]
Spoken = Annotated[Literal["zh", "en"] | None, typer.Option(help=told("cli.help_lang"))]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"blindscan {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help=told("cli.help_version")),
    ] = False,
) -> None:
    pass


@app.command(help=told("cli.help_mask"), epilog=told("cli.exit_codes"))
def mask(
    uploads: Annotated[Path, typer.Argument(help=told("cli.help_uploads"), show_default=False)],
    output: OutputFolder = OUT,
    name: Annotated[str | None, typer.Option(help=told("cli.help_name"))] = None,
    unit: Annotated[str | None, typer.Option(help=told("cli.help_unit"))] = None,
    alias: Annotated[list[str] | None, typer.Option(help=told("cli.help_alias"))] = None,
    roster: Annotated[Path | None, typer.Option(help=told("cli.help_roster"))] = None,
    style: StyleOption = "black",
    quality: Annotated[int, typer.Option(min=50, max=95, help=told("cli.help_quality"))] = 88,
    max_bytes: Annotated[int | None, typer.Option(min=20_000, help=told("cli.help_max_bytes"))] = None,
    codes: Annotated[Literal["own", "all", "none"], typer.Option(help=told("cli.help_codes"))] = "own",
    jobs: Annotated[int | None, typer.Option(min=1, max=256, help=told("cli.help_jobs"))] = None,
    runtime: RuntimeOption = "auto",
    engine: EngineOption = "ppocr",
    second_opinion: SecondOpinionOption = None,
    seal_scope: SealScopeOption = "whole",
    page_limit: Annotated[float, typer.Option(min=1, help=told("cli.help_page_limit"))] = 300,
    keep_lattices: KeepLattices = False,
    uniform_width: UniformWidth = False,
    deskew: Annotated[bool, typer.Option("--deskew", help=told("cli.help_deskew"))] = False,
    dewarp: Annotated[bool, typer.Option("--dewarp", help=told("cli.help_dewarp"))] = False,
    enhance: Annotated[bool, typer.Option("--enhance", help=told("cli.help_enhance"))] = False,
    sign: Annotated[Path | None, typer.Option(help=told("cli.help_sign"))] = None,
    force: Annotated[bool, typer.Option("--force", help=told("cli.help_force"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=told("cli.help_dry_run"))] = False,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=told("cli.help_quiet"))] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=told("cli.help_verbose"))] = False,
    lang: Spoken = None,
) -> None:
    """Mask a folder of scans."""
    from blindscan.cli.mask import MaskCall, run_mask

    spoken = choose_lang(lang)
    call = MaskCall(
        uploads=uploads,
        out=output,
        name=name,
        unit=unit,
        aliases=tuple(alias or ()),
        roster=roster,
        style=style,
        quality=quality,
        max_bytes=max_bytes,
        codes=codes,
        jobs=jobs,
        runtime=runtime,
        engine=engine,
        second_opinion=second_opinion,
        seal_scope=seal_scope,
        page_limit=page_limit,
        keep_lattices=keep_lattices,
        uniform_width=uniform_width,
        deskew=deskew,
        dewarp=dewarp,
        enhance=enhance,
        sign=sign,
        force=force,
        dry_run=dry_run,
        as_json=as_json,
        quiet=quiet,
        verbose=verbose,
        lang=spoken,
    )
    _end(lambda: run_mask(call), spoken)


@app.command(help=told("cli.help_check"), epilog=told("cli.check_exit_codes"))
def check(
    uploads: Annotated[Path, typer.Argument(help=told("cli.help_uploads"), show_default=False)],
    profile: Annotated[str, typer.Option(help=told("cli.help_profile"))] = "xinjiang-bazhou-2024",
    level: Annotated[str, typer.Option(help=told("cli.help_level"))] = "中级",
    as_of: Annotated[str | None, typer.Option(help=told("cli.help_as_of"))] = None,
    title_from: TitleFromOption = "auto",
    name: Annotated[str | None, typer.Option(help=told("cli.help_name"))] = None,
    unit: Annotated[str | None, typer.Option(help=told("cli.help_unit"))] = None,
    roster: Annotated[Path | None, typer.Option(help=told("cli.help_roster"))] = None,
    output: CheckOutput = None,
    jobs: Annotated[int | None, typer.Option(min=1, max=256, help=told("cli.help_jobs"))] = None,
    runtime: RuntimeOption = "auto",
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=told("cli.help_quiet"))] = False,
    lang: Spoken = None,
) -> None:
    """Check a folder of attachments against a notice's list."""
    from blindscan.cli.check import CheckCall, run_check

    spoken = choose_lang(lang)
    call = CheckCall(
        uploads=uploads,
        profile=profile,
        level=level,
        as_of=as_of,
        title_from=title_from,
        name=name,
        unit=unit,
        roster=roster,
        out=output,
        as_json=as_json,
        jobs=jobs,
        runtime=runtime,
        quiet=quiet,
        lang=spoken,
    )
    _end(lambda: run_check(call), spoken)


@app.command(help=told("cli.help_status"))
def status(
    output: Annotated[Path, typer.Argument(help=told("cli.help_status_output"))] = OUT,
    as_json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Say where a run stands."""
    from blindscan.cli.status import show_status

    spoken = choose_lang(lang)
    _end(lambda: show_status(output, as_json, spoken), spoken)


audit = typer.Typer(no_args_is_help=True, help=told("cli.help_audit"))
app.add_typer(audit, name="audit")


@audit.command(help=told("cli.help_verify"))
def verify(
    output: Annotated[Path, typer.Argument(help=told("cli.help_verify_output"))] = Path(
        "blindscan-out"
    ),
    inputs: Annotated[Path | None, typer.Option(help=told("cli.help_verify_inputs"))] = None,
    key: Annotated[Path | None, typer.Option(help=told("cli.help_verify_key"))] = None,
    lang: Spoken = None,
) -> None:
    """Recompute every hash."""
    from blindscan.cli.audit import verify_output

    spoken = choose_lang(lang)
    _end(lambda: verify_output(output, inputs, key, spoken), spoken)


@audit.command(help=told("cli.help_keygen"))
def keygen(
    path: Annotated[Path, typer.Argument(help=told("cli.help_keygen_path"))],
    lang: Spoken = None,
) -> None:
    """Make a pair of keys."""
    from blindscan.cli.audit import make_key_pair

    spoken = choose_lang(lang)
    _end(lambda: make_key_pair(path, spoken), spoken)


def _end(carried_out: Callable[[], int], spoken: Lang) -> None:
    """Carry a command out; errors become a sentence and an exit code here and nowhere else."""
    try:
        code = carried_out()
    except BlindscanError as error:
        typer.echo(phrase("cli.error", spoken, sentence=error.remark.say(spoken)), err=True)
        code = error.exit_code
    except Exception as error:  # noqa: BLE001 - its message, or a traceback's, might quote a name
        kind, place = type(error).__name__, where(error)
        typer.echo(phrase("cli.unexpected", spoken, kind=kind, place=place), err=True)
        code = UNEXPECTED
    except KeyboardInterrupt:
        typer.echo(phrase("cli.interrupted", spoken), err=True)
        code = 130
    raise typer.Exit(code)


def main() -> None:
    """The console script's entry point."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    hide_arguments()
    app()
