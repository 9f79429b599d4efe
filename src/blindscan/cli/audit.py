# SPDX-License-Identifier: Apache-2.0
"""`blindscan audit`: recompute what a run says of itself, and make keys to sign it."""

from pathlib import Path

from blindscan.audit.proof import Proof, prove_output, prove_release
from blindscan.audit.sign import make_keys
from blindscan.batch.job_ledger import input_root
from blindscan.batch.output import JOB_LEDGER, LEDGER
from blindscan.model.errors import UsageError
from blindscan.model.words import Lang, phrase


def verify_output(path: Path, inputs: Path | None, key: Path | None, lang: Lang) -> int:
    """Verify an output folder, or a release folder alone; 0 when everything fits, else 1.

    Raises UsageError when the folder is neither.
    """
    whole = (path / LEDGER).is_file()
    if whole:
        root = inputs or input_root(path / JOB_LEDGER)
        if root is None:
            raise UsageError("audit.no_inputs")
        proof = prove_output(path, root, key)
    else:
        proof = prove_release(path, key)
    for line in _lines(proof, whole, lang):
        print(line)  # noqa: T201 - the output
    return 1 if proof.broken else 0


def _lines(proof: Proof, whole: bool, lang: Lang) -> list[str]:
    if proof.broken:
        return [phrase("cli.audit_broken", lang, place=proof.broken.say(lang))]
    code = "cli.audit_whole" if whole else "cli.audit_release"
    lines = [phrase(code, lang, records=proof.records, inputs=proof.inputs, pages=proof.pages)]
    signed = {True: "cli.audit_signed", None: "cli.audit_unsigned"}
    return [*lines, phrase(signed[proof.signed or None], lang)]


def make_key_pair(path: Path, lang: Lang) -> int:
    """Write a pair of keys and say what each is for. Raises UsageError."""
    public = make_keys(path)
    print(phrase("cli.keys_made", lang, private=str(path), public=str(public)))  # noqa: T201
    return 0
