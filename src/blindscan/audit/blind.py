# SPDX-License-Identifier: Apache-2.0
"""The committee's report and manifest: numbers and hashes, nothing that tells whose pages they are."""

import json
from typing import TYPE_CHECKING

from blindscan.audit.page import environment
from blindscan.model.words import Lang

if TYPE_CHECKING:
    from blindscan.audit.views import BlindView


def blind_html(view: "BlindView", lang: Lang) -> str:
    """The blind report's HTML."""
    return environment().get_template("blind.html").render(view=view, lang=lang)


def manifest_json(view: "BlindView", report_sha256: str) -> bytes:
    """The release's manifest: every file's hash, how many pages are missing, and the hash that stands
    for the owner's ledger."""
    manifest = {
        "tool": f"blindscan {view.version}",
        "complete": view.missing == 0,
        "missing": view.missing,
        "report": report_sha256,
        "ledger": {"records": view.records, "head": view.ledger_head},
        "applicants": [
            {
                "number": applicant.number,
                "missing": applicant.missing,
                "pages": [
                    {"file": page.output, "sha256": page.sha256, "masks": dict(page.kinds)}
                    for page in applicant.pages
                ],
            }
            for applicant in view.applicants
        ],
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
