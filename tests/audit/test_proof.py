# SPDX-License-Identifier: Apache-2.0
"""A finished run can be proven, by its owner and by a committee; whatever was changed is named."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from blindscan.audit.ledger import write_ledger
from blindscan.audit.proof import prove_output, prove_release
from blindscan.audit.reports import ApplicantSummary, RunSummary, write_blind
from blindscan.audit.sign import load_key, make_keys
from blindscan.model.errors import UsageError
from blindscan.model.record import PageRecord


@pytest.fixture
def key(tmp_path: Path) -> Path:
    make_keys(tmp_path / "key")
    return tmp_path / "key"


@pytest.fixture
def out(tmp_path: Path, key: Path) -> Path:
    """Three pages of one applicant: two released, one held; and one that could not be opened."""
    out, inputs = tmp_path / "out", tmp_path / "in"
    records = []
    for n, folder in enumerate(("release", "release", "private/review"), start=1):
        name = f"0001/{n:04d}.jpg"
        jpeg, scan = out / folder / name, inputs / f"{n}.jpg"
        for path, content in ((jpeg, b"masked %d" % n), (scan, b"scan %d" % n)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        released = folder == "release"
        records.append(
            PageRecord(
                file=scan.name,
                page=0,
                applicant_id="S1",
                status="masked" if released else "review",
                output=name if released else None,
                held=None if released else f"review/{name}",
                sha256_in=hashlib.sha256(scan.read_bytes()).hexdigest(),
                sha256_out=hashlib.sha256(jpeg.read_bytes()).hexdigest(),
            )
        )
    records.append(PageRecord(file="broken.jpg", page=0, applicant_id="S1", status="error"))
    head = write_ledger(out / "private" / "audit.jsonl", records)
    applicant = ApplicantSummary("S1", "0001", (), (), "roster")
    run = RunSummary((applicant,), tuple(records), "1", head)
    write_blind(out, run, "en", load_key(key))
    return out


def broken(out: Path, key: Path | None = None) -> str | None:
    """The code of the first break that the owner is told."""
    proof = prove_output(out, out.parent / "in", key)
    return proof.broken.code if proof.broken else None


def test_what_nobody_changed_is_whole(out: Path, key: Path) -> None:
    public = key.with_name("key.pub")
    proof = prove_output(out, out.parent / "in", public)
    assert (proof.records, proof.inputs, proof.pages) == (4, 3, 2)
    assert (proof.signed, proof.broken) == (True, None)
    assert prove_output(out, out.parent / "in", None).signed is None
    proof = prove_release(out / "release", public)
    assert (proof.pages, proof.signed, proof.broken) == (2, True, None)


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def without_last_line(text: str) -> str:
    return "\n".join(text.splitlines()[:-1]) + "\n"


@pytest.mark.parametrize(
    ("file", "change", "code", "committee"),
    [
        ("private/audit.jsonl", lambda t: t.replace("masked", "clean", 1), "audit.break_record", None),
        ("private/audit.jsonl", lambda t: "x" + t, "audit.break_record", None),
        ("private/audit.jsonl", lambda _: "[" * 90_000 + "\n", "audit.break_record", None),
        ("private/audit.jsonl", without_last_line, "audit.break_head", None),
        ("private/review/0001/0003.jpg", str.upper, "audit.break_output", None),
        ("../in/2.jpg", str.upper, "audit.break_input", None),
        ("release/0001/0002.jpg", str.upper, "audit.break_output", "audit.break_page"),
        ("release/report.html", str.upper, "audit.break_page", "audit.break_page"),
        ("release/manifest.json", lambda t: t[:-9], "audit.break_manifest", "audit.break_signature"),
        (
            "release/manifest.json",
            lambda t: t.replace('"missing": 2', '"missing": 0'),
            "audit.break_signature",
            "audit.break_signature",
        ),
        (
            "release/manifest.json",
            lambda t: t.replace("0001/0002.jpg", "../../etc/passwd"),
            "audit.break_manifest",
            "audit.break_signature",
        ),
        ("release/manifest.sig", str.swapcase, "audit.break_signature", "audit.break_signature"),
        ("release/manifest.sig", lambda _: "~", "audit.break_signature", "audit.break_signature"),
    ],
)
def test_every_change_is_named(
    out: Path, key: Path, file: str, change: Callable[[str], str], code: str, committee: str | None
) -> None:
    rewrite(out / file, change)
    assert broken(out, key.with_name("key.pub")) == code
    proof = prove_release(out / "release", key.with_name("key.pub"))
    assert (proof.broken.code if proof.broken else None) == committee


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("../in/1.jpg", "audit.break_input"),
        ("release/0001/0001.jpg", "audit.break_output"),
        ("private/review/0001/0003.jpg", "audit.break_output"),
        ("release/manifest.json", "audit.break_manifest"),
        ("release/manifest.sig", "audit.break_signature"),
        ("release/report.html", "audit.break_page"),
    ],
)
def test_what_is_missing_is_named(out: Path, key: Path, file: str, code: str) -> None:
    (out / file).unlink()
    assert broken(out, key.with_name("key.pub")) == code


def test_what_was_added_is_named(out: Path) -> None:
    (out / "release" / "0001" / "0003.jpg").write_bytes(b"a page that nobody proved")
    assert broken(out) == "audit.break_extra"
    (out / "release" / "0001" / "0003.jpg").unlink()
    (out / "release" / "0002").symlink_to("/etc")
    assert broken(out) == "audit.break_extra"


def test_the_place_is_told_by_number(out: Path) -> None:
    rewrite(out / "private/audit.jsonl", lambda text: text.replace("review/0001", "review/0002"))
    told = prove_output(out, out.parent / "in", None).broken
    assert told is not None
    assert dict(told.values) == {"line": 3}


def test_a_whole_chain_forged_anew_does_not_fit_the_signature(out: Path, key: Path) -> None:
    """Who rewrites every record and the manifest still lacks the key."""
    ledger, manifest = out / "private" / "audit.jsonl", out / "release" / "manifest.json"
    head = write_ledger(ledger, [])
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["ledger"] = {"records": 0, "head": head}
    told["applicants"] = []
    manifest.write_text(json.dumps(told), encoding="utf-8")
    for page in (out / "release" / "0001").iterdir():
        page.unlink()
    assert broken(out) is None, "a chain alone proves order, not origin"
    assert broken(out, key.with_name("key.pub")) == "audit.break_signature"


def test_keys(tmp_path: Path, key: Path) -> None:
    assert key.stat().st_mode & 0o077 == 0
    with pytest.raises(UsageError) as caught:
        make_keys(key)
    assert caught.value.remark.code == "audit.key_exists"
    for bad in (key.with_name("key.pub"), tmp_path / "nowhere", tmp_path):
        with pytest.raises(UsageError) as caught:
            load_key(bad)
        assert caught.value.remark.code == "audit.key_bad"


def test_a_wrong_public_key(out: Path, key: Path, tmp_path: Path) -> None:
    make_keys(tmp_path / "other")
    assert broken(out, tmp_path / "other.pub") == "audit.break_signature"
    for bad in (key, tmp_path / "nowhere"):
        with pytest.raises(UsageError) as caught:
            broken(out, bad)
        assert caught.value.remark.code == "audit.public_key_bad"


def test_no_run_at_all(tmp_path: Path) -> None:
    for prove in (
        lambda: prove_output(tmp_path, tmp_path, None),
        lambda: prove_release(tmp_path, None),
    ):
        with pytest.raises(UsageError) as caught:
            prove()
        assert caught.value.remark.code == "audit.no_ledger"
