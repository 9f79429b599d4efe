# SPDX-License-Identifier: Apache-2.0
"""The private report as one HTML file, in both languages at once."""

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from blindscan.model.words import Lang, Remark

if TYPE_CHECKING:
    from blindscan.audit.views import PrivateView


def private_html(view: "PrivateView", lang: Lang) -> str:
    """The report's HTML. It needs no server and no network."""
    return environment().get_template("private.html").render(view=view, lang=lang)


@cache
def environment() -> Environment:
    """Templates, everything escaped that is not our own markup."""
    made = Environment(
        loader=PackageLoader("blindscan.audit"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(told=told, said=said, printable=printable)
    return made


def told(code: str, **values: str | int | float) -> Markup:
    """A catalogue label in both languages; the page shows the chosen one."""
    return said(Remark.of(code, **values))


def said(remark: Remark) -> Markup:
    """A remark in both languages."""
    spoken: tuple[Lang, ...] = ("zh", "en")
    span = Markup('<span lang="{}">{}</span>')
    return Markup("").join(span.format(lang, escape(remark.say(lang))) for lang in spoken)


def printable(text: str) -> str:
    """A file name with control and direction characters made visible."""
    return "".join(c if c.isprintable() else f"⟨U+{ord(c):04X}⟩" for c in text)
