# SPDX-License-Identifier: Apache-2.0
"""The command line. Nothing heavy is imported here: `--help` answers at once."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from blindscan import __version__
from blindscan.cli.language import choose_lang, told
from blindscan.cli.options import (
    EngineOption,
    RuntimeOption,
    SealScopeOption,
    SecondOpinionOption,
    StyleOption,
)
from blindscan.model.errors import BlindscanError
from blindscan.model.words import phrase

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
    style: StyleOption = "black",
    quality: Annotated[int, typer.Option(min=50, max=95, help=told("cli.help_quality"))] = 88,
    max_bytes: Annotated[int | None, typer.Option(min=20_000, help=told("cli.help_max_bytes"))] = None,
    codes: Annotated[Literal["own", "all", "none"], typer.Option(help=told("cli.help_codes"))] = "own",
    jobs: Annotated[int | None, typer.Option(min=1, max=256, help=told("cli.help_jobs"))] = None,
    runtime: RuntimeOption = "auto",
    engine: EngineOption = "ppocr",
    second_opinion: SecondOpinionOption = None,
    seal_scope: SealScopeOption = "whole",
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
        engine=engine,
        second_opinion=second_opinion,
        seal_scope=seal_scope,
        force=force,
        dry_run=dry_run,
        as_json=as_json,
        quiet=quiet,
        verbose=verbose,
        lang=spoken,
    )
    try:
        code = run_mask(call)
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
