"""Names that are paths, files that are no tables or too large: refused, and nothing is left of them."""

import tempfile
import time
from pathlib import Path

import pytest

from sentimotion.errors import SentimotionError
from sentimotion.web.score.upload import read_upload

TABLE = "text\nভালো\n".encode()
NAMES = [
    "../../evil.csv",
    "/etc/cron.d/evil.csv",
    "C:\\evil.csv",
    "a\0.csv",
    "\u202evsc.csv",
    "x" * 5000 + ".csv",
    ".csv",
]
ENDINGS = [
    "a.pdf",
    "a.exe",
    "a.csv.html",
    "a",
    "",
    "a.xls",
    "a.zip",
    "a.csv\0.pdf",
    "../../etc/passwd",
    "a.parquet/",
]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder for temporary files, and as the current one; nothing may be left in it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert [*tmp_path.rglob("*")] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_path(folder, name):
    """The file is read or refused; its name leads nowhere."""
    try:
        rows = read_upload(name, TABLE).n_rows
    except SentimotionError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - either is right
    else:
        assert rows == 1
    assert not Path("/etc/cron.d/evil.csv").exists()
    assert not (folder.parent.parent / "evil.csv").exists()


@pytest.mark.parametrize("name", ENDINGS)
def test_other_endings_are_refused_with_a_reason(name):
    with pytest.raises(SentimotionError) as raised:
        read_upload(name, TABLE)
    assert ".csv" in str(raised.value)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx"])
@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"PK\3\4" + b"\0" * 100, bytes(range(255, 99, -1))])
def test_other_content_is_refused_with_a_reason(ending, content):
    try:
        read_upload(f"a.{ending}", content)
    except SentimotionError as error:
        assert str(error)  # noqa: PT017 - some of it is a table of a column and no row
    else:
        assert ending in ("csv", "jsonl")


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx"])
def test_a_hundred_megabytes_are_refused_at_once(ending):
    start = time.process_time()
    with pytest.raises(SentimotionError, match="100") as raised:
        read_upload(f"a.{ending}", b"x" * (100 * 1024**2))
    assert raised.value.code == "file_too_large"
    assert time.process_time() - start < 1
