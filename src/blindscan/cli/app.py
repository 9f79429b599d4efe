# SPDX-License-Identifier: Apache-2.0
"""The command line. Nothing heavy is imported here: `--help` answers at once."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from blindscan import __version__
from blindscan.cli.language import choose_lang, told
from blindscan.model.errors import BlindscanError
from blindscan.model.words import Lang, phrase

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help=told("cli.help"),
    epilog=told("cli.exit_codes"),
)


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
    output: Annotated[Path, typer.Option("-o", "--output", help=told("cli.help_output"))] = Path(
        "blindscan-out"
    ),
    name: Annotated[str | None, typer.Option(help=told("cli.help_name"))] = None,
    unit: Annotated[str | None, typer.Option(help=told("cli.help_unit"))] = None,
    alias: Annotated[list[str] | None, typer.Option(help=told("cli.help_alias"))] = None,
    roster: Annotated[Path | None, typer.Option(help=told("cli.help_roster"))] = None,
    style: Annotated[
        Literal["black", "white", "label"], typer.Option(help=told("cli.help_style"))
    ] = "black",
    quality: Annotated[int, typer.Option(min=50, max=95, help=told("cli.help_quality"))] = 88,
    max_bytes: Annotated[int | None, typer.Option(min=20_000, help=told("cli.help_max_bytes"))] = None,
    codes: Annotated[Literal["own", "all", "none"], typer.Option(help=told("cli.help_codes"))] = "own",
    jobs: Annotated[int | None, typer.Option(min=1, max=256, help=told("cli.help_jobs"))] = None,
    runtime: Annotated[
        Literal["auto", "openvino", "onnxruntime"], typer.Option(help=told("cli.help_runtime"))
    ] = "auto",
    force: Annotated[bool, typer.Option("--force", help=told("cli.help_force"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=told("cli.help_dry_run"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=told("cli.help_json"))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=told("cli.help_quiet"))] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=told("cli.help_verbose"))] = False,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help=told("cli.help_lang"))] = None,
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
    title_from: Annotated[
        Literal["auto", "local", "elsewhere"], typer.Option(help=told("cli.help_title_from"))
    ] = "auto",
    name: Annotated[str | None, typer.Option(help=told("cli.help_name"))] = None,
    unit: Annotated[str | None, typer.Option(help=told("cli.help_unit"))] = None,
    roster: Annotated[Path | None, typer.Option(help=told("cli.help_roster"))] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=told("cli.help_check_output"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=told("cli.help_json"))] = False,
    jobs: Annotated[int | None, typer.Option(min=1, max=256, help=told("cli.help_jobs"))] = None,
    runtime: Annotated[
        Literal["auto", "openvino", "onnxruntime"], typer.Option(help=told("cli.help_runtime"))
    ] = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=told("cli.help_quiet"))] = False,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help=told("cli.help_lang"))] = None,
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


def _end(work: Callable[[], int], spoken: Lang) -> NoReturn:
    """Carry the call out and end with its exit code; errors become one sentence."""
    try:
        code = work()
    except BlindscanError as error:
        typer.echo(phrase("cli.error", spoken, sentence=error.remark.say(spoken)), err=True)
        code = error.exit_code
    except KeyboardInterrupt:
        typer.echo(phrase("cli.interrupted", spoken), err=True)
        code = 130
    raise typer.Exit(code)


def main() -> None:
    """The console script's entry point."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    app()
