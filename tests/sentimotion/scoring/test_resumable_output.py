"""The folder of an unfinished run: pinned, locked, and whole whatever moment the run dies at."""

import json
from pathlib import Path

import pytest

from sentimotion.errors import ScoringError
from sentimotion.scoring.resumable_output import WorkFolder


@pytest.fixture
def output(tmp_path):
    return tmp_path / "out.csv"


def joined(parts, write):
    for part in parts:
        write(part)


def test_parts_are_joined_in_order_and_nothing_is_left(output):
    with WorkFolder(output) as folder:
        folder.begin({"input": 1})
        for index in range(12):
            folder.add(b"%d,\n" % index, {"failed": index % 3})
        assert (folder.n_parts, folder.counts) == (12, {"failed": 12})
        assert not output.exists()
        folder.finish(joined)
    assert output.read_bytes() == b"".join(b"%d,\n" % index for index in range(12))
    assert list(output.parent.iterdir()) == [output]


def test_the_same_run_goes_on(output):
    with WorkFolder(output) as folder:
        folder.begin({"input": 1, "options": {"a": (1, 2)}})
        folder.add(b"a\n", {"failed": 1, "মোট": 5})
    with WorkFolder(output) as folder:
        folder.begin({"input": 1, "options": {"a": [1, 2]}})
        assert (folder.n_parts, folder.counts) == (1, {"failed": 1, "মোট": 5})
        folder.add(b"b", {"failed": 2, "new": 1})
        assert folder.counts == {"failed": 3, "মোট": 5, "new": 1}
        folder.finish(joined)
    assert output.read_bytes() == b"a\nb"


def test_a_part_after_a_gap_is_written_again(output):
    with WorkFolder(output) as folder:
        folder.begin({})
        for index in range(3):
            folder.add(b"%d" % index, {})
        (folder.path / "part-00000001").unlink()
    with WorkFolder(output) as folder:
        folder.begin({})
        assert folder.n_parts == 1
        folder.add(b"x", {})
        folder.add(b"y", {})
        folder.finish(joined)
    assert output.read_bytes() == b"0xy"


def test_another_run_is_refused_and_named(output):
    with WorkFolder(output) as folder:
        folder.begin({"input": 1, "checkpoint": 1})
        folder.add(b"a", {})
    with WorkFolder(output) as folder:
        with pytest.raises(ScoringError, match="another input and another checkpoint exists.*--restart"):
            folder.begin({"input": 2, "checkpoint": 2})
        folder.begin({"input": 1, "checkpoint": 1})
        assert folder.n_parts == 1
        folder.clear()
        folder.begin({"input": 2})
        assert (folder.n_parts, folder.counts) == (0, {})


def test_a_damaged_manifest_is_named(output):
    with WorkFolder(output) as folder:
        folder.begin({"input": 1})
        folder.add(b"a", {})
    (folder.path / "manifest.json").write_text("[", encoding="utf-8")
    with WorkFolder(output) as folder, pytest.raises(ScoringError, match=r"manifest\.json: is damaged"):
        folder.begin({"input": 1})


def test_two_processes_cannot_write_one_output(output):
    with WorkFolder(output) as folder:
        folder.begin({})
        with pytest.raises(ScoringError, match="another process is writing it"), WorkFolder(output):
            pass
        assert folder.path.is_dir()


def test_the_lock_is_free_when_the_run_has_ended(output):
    for _ in range(2):
        with WorkFolder(output) as folder:
            folder.begin({})
            folder.add(b"a", {})


def test_a_lock_that_cannot_be_taken_is_told(output):
    (output.with_name("out.csv.partial") / "lock").mkdir(parents=True)
    with pytest.raises(ScoringError, match="cannot be locked"), WorkFolder(output):
        pass


def test_what_is_not_ours_is_left_alone(output):
    folder = output.with_name("out.csv.partial")
    folder.mkdir()
    (folder / "thesis.docx").write_text("years of work", encoding="utf-8")
    with pytest.raises(ScoringError, match=r"holds thesis\.docx"), WorkFolder(output):
        pass
    assert (folder / "thesis.docx").exists()


def test_a_folder_that_cannot_be_made(output, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ScoringError, match=r"cannot be created \(Permission denied\)"), WorkFolder(output):
        pass


def test_a_file_in_the_place_of_the_folder(output):
    output.with_name("out.csv.partial").write_text("x", encoding="utf-8")
    with pytest.raises(ScoringError, match="is a file, but a folder is needed"), WorkFolder(output):
        pass


@pytest.mark.parametrize("begins", [False, True])
def test_a_run_that_did_nothing_leaves_nothing(output, begins):
    with WorkFolder(output) as folder:
        if begins:
            folder.begin({"input": 1})
    assert list(output.parent.iterdir()) == []


def test_the_manifest_can_be_read_by_people(output):
    with WorkFolder(output) as folder:
        folder.begin({"input": {"name": "মতামত.csv"}})
        folder.add(b"a", {})
    text = (folder.path / "manifest.json").read_text(encoding="utf-8")
    assert "মতামত.csv" in text
    assert json.loads(text) == {"input": {"name": "মতামত.csv"}}


def test_parts_of_an_older_version_are_discarded(output):
    with WorkFolder(output) as folder:
        folder.begin({"columns": 1})
        folder.add(b"a", {})
    (folder.path / "part-00000000").rename(folder.path / "part-00000000-2")
    with WorkFolder(output) as folder:
        with pytest.raises(ScoringError, match="another columns exists"):
            folder.begin({"columns": 2})
        folder.clear()
        folder.begin({"columns": 2})
        assert folder.n_parts == 0
