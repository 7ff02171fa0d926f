"""Bytes that are not UTF-8, wherever a shell passes them: an exit code of 0 or 2, and no traceback."""

import json
import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from sentimotion import commands
from sentimotion.checkpoints.safetensors_header import read_header
from sentimotion.cli import main
from sentimotion.errors import CheckpointError, ReviewDatabaseError
from sentimotion.review.exchange.exporting import read_export
from sentimotion.review.store.store import Store
from sentimotion.scoring.fingerprint import fingerprint_of_folder
from sentimotion.scoring.resumable_output import WorkFolder
from tests.checkpoints import SENTENCES, copied

ROOT = Path(__file__).parents[2]
SENTENCE = next(sentence for sentence in SENTENCES if "," not in sentence)
# A name with a byte that is not UTF-8, as Python has it.
ODD = os.fsdecode(b"caf\xe9")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, with a file and a database of such names."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SENTIMOTION_REVIEW", raising=False)
    Path(f"{ODD}.csv").write_text(f"text,gold\n{SENTENCE},positive\n", encoding="utf-8")
    Store.open(f"{ODD}.db").close()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        pytest.param(
            [b"predict", b"\xe9", b"--model", b"MODEL"],
            2,
            "error: the text is not valid Unicode",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            [b"score", b"caf\xe9.csv", b"-o", b"\xe9.csv", b"--model", b"MODEL"],
            0,
            "\\udce9.csv: 1 rows, 0 with an error",
            marks=pytest.mark.slow,
        ),
        (
            [b"review", b"import", b"caf\xe9.csv", b"--project", b"\xe9"],
            2,
            "error: the project's name contains an invalid character",
        ),
        (
            [b"review", b"figures", b"--project", b"\xe9", b"--database", b"caf\xe9.db"],
            2,
            "error: no project is called '\\udce9'; there is none yet",
        ),
        ([b"review", b"list", b"--database", b"caf\xe9.db"], 0, "no project yet"),
        ([b"review", b"list", b"--database", b"\xe9.db"], 2, "error: \\udce9.db: no such database"),
        (
            [b"evaluate", b"caf\xe9.csv", b"--text-column", b"\xe9"],
            2,
            "error: caf\\udce9.csv: no column \\xe9; its columns are text, gold; choose one with",
        ),
        pytest.param([b"inspect", b"\xe9"], 2, "error: \\udce9: no such folder", marks=pytest.mark.slow),
        ([b"\xe9"], 2, "error: argument COMMAND: invalid choice: '\\udce9'"),
    ],
)
def test_one_line_and_no_traceback(folder, bert_folder, arguments, code, line):
    given = [os.fsencode(bert_folder) if one == b"MODEL" else one for one in arguments]
    ended = subprocess.run(
        [sys.executable, "-m", "sentimotion", *given],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=300,
        check=False,
    )
    printed = (ended.stdout + ended.stderr).decode("utf-8")
    assert (ended.returncode, printed.count("\n")) == (code, 1)
    assert printed.startswith(line)


def test_an_import_from_such_a_file(folder, bert_folder, capsys):
    options = ["--sentiment-column", "gold", "--model", str(bert_folder), "--database", f"{ODD}.db"]
    assert main(["review", "import", f"{ODD}.csv", "--project", "p", *options]) == 0
    # In the database and in what is printed of it, the byte is an escape.
    assert capsys.readouterr().out.startswith("caf\\xe9.csv: 1 rows, 1 imported\n")
    assert main(["review", "export", "--project", "p", "-o", f"{ODD}.jsonl", *options[-2:]]) == 0
    assert [row["text"] for row in read_export(folder / f"{ODD}.jsonl")] == [SENTENCE]


def test_json_with_half_a_pair_is_still_json(monkeypatch):
    written = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(written, encoding="ascii"))
    with pytest.raises(SystemExit):
        main(["--help"])  # sets the streams up
    sys.stdout.flush()
    n_before = len(written.getvalue())
    commands._print_json({"text": "ভালো \ud800 \udce9"})
    sys.stdout.flush()
    assert json.loads(written.getvalue()[n_before:].decode("utf-8")) == {"text": "ভালো \ud800 \udce9"}


def test_a_run_is_resumed_for_a_checkpoint_of_such_a_name(folder):
    with WorkFolder(folder / "out.csv") as work:
        work.begin({"checkpoint": {"source": ODD}})
    with WorkFolder(folder / "out.csv") as work:
        work.begin({"checkpoint": {"source": ODD}})


def test_a_checkpoint_in_such_a_folder_names_the_path(folder, bert_folder):
    model = copied(bert_folder, folder / ODD)
    with pytest.raises(
        CheckpointError, match="the path .* holds a byte that is not UTF-8; rename the folder"
    ):
        read_header(model, "mine")


def test_a_file_of_such_a_name_in_a_checkpoint_has_a_fingerprint(folder, bert_folder):
    model = copied(bert_folder, folder / "model")
    before = fingerprint_of_folder(model)
    (model / f"{ODD}.safetensors").write_bytes(b"x")
    assert fingerprint_of_folder(model) != before


def test_a_url_with_such_a_byte_is_refused_in_one_line():
    with pytest.raises(ReviewDatabaseError):
        Store.open(f"mysql://{ODD}@host/x")
