# SPDX-License-Identifier: Apache-2.0
"""Whatever somebody made of a ledger, a manifest or a kept reading: it proves nothing."""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["blindscan", "json"]):
    from blindscan.audit.ledger import write_ledger
    from blindscan.audit.proof import prove_output, prove_release
    from blindscan.audit.reports import ApplicantSummary, RunSummary, write_blind
    from blindscan.audit.sign import make_keys
    from blindscan.batch.codec import MAGIC, pack, unpack
    from blindscan.batch.readings import CLASSES
    from blindscan.model.record import PageRecord
    from blindscan.model.words import Remark

OUT = Path(tempfile.mkdtemp(prefix="blindscan-fuzz-"))
PLACES = ("private/audit.jsonl", "release/manifest.json", "release/manifest.sig")


def whole_output() -> None:
    """An output that proves, with one page that could not be opened."""
    record = PageRecord(
        file="1.jpg", page=0, applicant_id="S", status="error", reasons=(Remark.of("intake.empty"),)
    )
    head = write_ledger(OUT / PLACES[0], [record])
    run = RunSummary((ApplicantSummary("S", "0001", (), (), "roster"),), (record,), "1", head)
    write_blind(OUT, run, "en")
    (OUT / PLACES[2]).write_bytes(b"A" * 86 + b"==\n")


def one_forgery(content: bytes) -> None:
    """The first byte chooses what is replaced."""
    which, rest = content[:1], content[1:]
    if which and which[0] % 4 == 3:
        try:
            unpack(rest if rest.startswith(MAGIC) else MAGIC + rest, CLASSES)
        except ValueError:
            return
        return
    path = OUT / PLACES[which[0] % 4 if which else 0]
    kept = path.read_bytes()
    path.write_bytes(rest)
    proof = prove_output(OUT, OUT, OUT / "key.pub")
    prove_release(OUT / "release", OUT / "key.pub")
    path.write_bytes(kept)
    if proof.broken is None:
        raise AssertionError("a forgery was proven")


def seeds(folder: Path) -> None:
    """The whole files, to be changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, place in enumerate(PLACES):
        (folder / str(number)).write_bytes(bytes([number]) + (OUT / place).read_bytes())
    (folder / "3").write_bytes(b"\3" + pack(Remark.of("check.turned", degrees=90)))


if __name__ == "__main__":
    whole_output()
    make_keys(OUT / "key")
    seeds(OUT / "seeds")
    atheris.Setup([*sys.argv, str(OUT / "seeds")], one_forgery)
    atheris.Fuzz()
