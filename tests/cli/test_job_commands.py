# SPDX-License-Identifier: Apache-2.0
"""What surrounds a run: status, kept readings, signature, proof; and names that stay in private."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest
from PIL import Image
from tests.drawn import body, draw

from blindscan.batch.output import READINGS

NAME, ALIAS, UNIT = "陆砚秋", "陆小舟", "浙江临岚技师学院"
SECRETS = [s.encode(e) for s in (NAME, ALIAS, UNIT) for e in ("utf-8", "gb18030", "utf-16-le")]
SECRETS += [json.dumps(s)[1:-1].encode() for s in (NAME, ALIAS, UNIT)]


def blindscan(*options: str | Path, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    """(exit code, what it said, what it complained of)."""
    command = [sys.executable, "-m", "blindscan", *map(str, options)]
    ran = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | (env or {}), check=False
    )
    return ran.returncode, ran.stdout, ran.stderr


def options(uploads: Path, out: Path, *more: str | Path) -> Sequence[str | Path]:
    who = ("--name", NAME, "--unit", UNIT, "--jobs", "1", "--quiet", "--verbose")
    return ("mask", uploads, "-o", out, *who, *more)


Signed = tuple[Path, Path, str]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    """A signed run that keeps its readings, in a house of its own: (root, output, what it said)."""
    root = tmp_path_factory.mktemp("house")
    uploads = root / "in" / f"{NAME}的材料"
    uploads.mkdir(parents=True)
    for n, name in enumerate((NAME, ALIAS)):
        texts = (*body(60), (120, 250, f"{name}同志获得第{n + 1}名"))
        page = Image.fromarray(draw(*texts, size=(1240, 340)).pixels)
        page.save(uploads / f"{NAME}{n}.jpg", quality=90, comment=NAME.encode())
    (uploads / f"{NAME}坏.jpg").write_bytes(b"\xff\xd8\xff" + NAME.encode())
    for folder in ("home", "tmp", "cache"):
        (root / folder).mkdir()
    home = {"HOME": str(root / "home"), "TMPDIR": str(root / "tmp")}
    home |= {"BLINDSCAN_CACHE": str(root / "cache"), "XDG_CACHE_HOME": str(root / "home/.cache")}
    assert blindscan("audit", "keygen", root / "key")[0] == 0
    code, said, complained = blindscan(
        *options(uploads, root / "out", "--sign", root / "key", "--keep-lattices"), env=home
    )
    assert code == 3, complained
    return root, root / "out", said + complained


def test_names_stay_in_private(signed: Signed) -> None:
    root, out, said = signed
    written = [path for path in root.rglob("*") if root / "in" not in path.parents]
    outside = [path for path in written if out / "private" not in path.parents]
    assert {"home", "tmp", "cache", "release"} <= {path.name for path in outside}
    for path in (path for path in outside if path != root / "in"):
        assert not any(secret in os.fsencode(path.name) for secret in SECRETS)
        assert path.is_dir() or not any(secret in path.read_bytes() for secret in SECRETS)
    assert not any(secret in said.encode() for secret in SECRETS)
    assert not list((root / "tmp").iterdir()), "no temporary file survives"


def test_private_files_are_the_owners_alone(signed: Signed) -> None:
    _, out, _ = signed
    files = [path for path in (out / "private").rglob("*") if path.is_file()]
    assert {"audit.jsonl", "job.sqlite", "report.html", "lock"} <= {path.name for path in files}
    endings = sorted(path.suffix for path in (out / READINGS).iterdir())
    assert endings == ["", "", ".basis", ".basis"]
    assert not [path for path in files if path.stat().st_mode & 0o077]


def test_it_says_that_it_is_finished(signed: Signed) -> None:
    _, out, _ = signed
    _, said, _ = blindscan("status", out, "--json")
    status = json.loads(said)
    assert (status["state"], status["total"], status["error"]) == ("finished", 3, 1)
    code, _, complained = blindscan("status", out / "release", "--lang", "en")
    assert code == 2
    assert "no job ledger" in complained


def test_owner_and_committee_can_verify_it(signed: Signed) -> None:
    root, out, _ = signed
    code, said, _ = blindscan("audit", "verify", out, "--key", root / "key.pub", "--lang", "en")
    assert (code, "2 input files" in said, "signature is valid" in said) == (0, True, True)
    release = root / "post"
    release.symlink_to(out / "release")
    assert blindscan("audit", "verify", release, "--key", root / "key.pub")[0] == 0
    manifest = out / "release" / "manifest.json"
    kept = manifest.read_bytes()
    manifest.write_bytes(kept.replace(b'"missing"', b'"missin"'))
    code, said, _ = blindscan("audit", "verify", release, "--key", root / "key.pub", "--lang", "en")
    manifest.write_bytes(kept)
    release.unlink()
    assert code == 1
    assert "signature" in said
    code, _, complained = blindscan("audit", "keygen", root / "key", "--lang", "en")
    assert (code, "exists already" in complained) == (2, True)


def test_a_new_alias_reads_no_page_again(tmp_path: Path, signed: Signed) -> None:
    """Readings are neither made nor touched; what they bear of the alias is masked now, and a page
    that does not bear it is not even masked anew. The outcome is that of a fresh run."""
    root, out, _ = signed
    before = {path: path.stat().st_mtime_ns for path in (out / READINGS).iterdir()}
    assert blindscan("audit", "verify", out)[0] == 0
    uploads = next((root / "in").iterdir())
    more = ("--alias", ALIAS, "--keep-lattices", "--force", "--sign", root / "key")
    assert blindscan(*options(uploads, out, *more))[0] == 3
    rewritten = [path for path, time in before.items() if path.stat().st_mtime_ns != time]
    assert [path.suffix for path in rewritten] == [".basis"]
    lines = (out / "private/audit.jsonl").read_text(encoding="utf-8").splitlines()
    masks = {record["file"]: len(record["masks"]) for record in map(json.loads, lines)}
    assert masks == {f"{NAME}0.jpg": 1, f"{NAME}1.jpg": 1, f"{NAME}坏.jpg": 0}
    assert blindscan("audit", "verify", out)[0] == 0
    fresh = tmp_path / "fresh"
    assert blindscan(*options(uploads, fresh, *more))[0] == 3
    assert published(fresh) == published(out)


def published(out: Path) -> dict[str, bytes]:
    files = [path for path in (out / "release").rglob("*") if path.is_file()]
    files.append(out / "private/audit.jsonl")
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def test_other_users_do_not_see_what_was_typed(tmp_path: Path, signed: Signed) -> None:
    root, _, _ = signed
    command = [sys.executable, "-m", "blindscan"]
    run = subprocess.Popen([*command, *map(str, options(root / "in", tmp_path / "out"))])
    while run.poll() is None and not (tmp_path / "out" / "private").exists():
        time.sleep(0.01)
    seen = psutil.Process(run.pid)
    lines = [" ".join(process.cmdline()) for process in (seen, *seen.children(recursive=True))]
    run.kill()
    run.wait()
    assert lines[0].strip() == "blindscan"
    assert not any(name in line for line in lines for name in (NAME, UNIT))
