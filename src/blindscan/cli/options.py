# SPDX-License-Identifier: Apache-2.0
"""Options of the command line that choose among a few words."""

from typing import Annotated, Literal

import typer

from blindscan.cli.language import told

StyleOption = Annotated[Literal["black", "white", "label"], typer.Option(help=told("cli.help_style"))]
RuntimeOption = Annotated[
    Literal["auto", "openvino", "onnxruntime"], typer.Option(help=told("cli.help_runtime"))
]
EngineOption = Annotated[
    Literal["ppocr", "paddleocr", "tesseract"], typer.Option(help=told("cli.help_engine"))
]
SecondOpinionOption = Annotated[
    Literal["ppocr", "paddleocr", "tesseract"] | None,
    typer.Option(help=told("cli.help_second_opinion")),
]
SealScopeOption = Annotated[Literal["whole", "text"], typer.Option(help=told("cli.help_seal_scope"))]
TitleFromOption = Annotated[
    Literal["auto", "local", "elsewhere"], typer.Option(help=told("cli.help_title_from"))
]
