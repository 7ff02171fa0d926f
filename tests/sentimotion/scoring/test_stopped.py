"""Runs that are stopped, and killed at every step on the disk, with a stub for the model."""

import os
from pathlib import Path

import pytest

from sentimotion.errors import DataError, ScoringError
from sentimotion.scoring import score_file as run
from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.resumable_output import WorkFolder
from sentimotion.tables import chunks as table
from sentimotion.tables.columns import added_columns
from tests.sentimotion.scoring.files import TEXTS, read, score, write
from tests.sentimotion.scoring.stub_engine import stub_engine


@pytest.mark.usefixtures("small_chunks")
def test_a_stopped_run_goes_on_where_it_was(tmp_path):
    rows = [(str(index), text) for index, text in enumerate(TEXTS)]
    source, output = write(tmp_path / "in.csv", rows), tmp_path / "out.csv"
    score(source, tmp_path / "whole.csv")

    def stopping(done, _):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score(source, output, on_progress=stopping)
    assert not output.exists()
    given = []

    def watched(chunks):
        for texts in chunks:
            given.extend(texts)
            yield from stub_engine([texts])

    done = score(source, output, engine=lambda: watched)
    assert done.n_resumed == 4
    assert len(given) == 5
    assert output.read_bytes() == (tmp_path / "whole.csv").read_bytes()


@pytest.mark.usefixtures("small_chunks")
def test_another_input_or_setting_is_refused_until_restart(tmp_path, monkeypatch):
    source, output = write(tmp_path / "in.csv", [("1", "ক"), ("2", "খ"), ("3", "গ")]), tmp_path / "out.csv"

    def stopping(done, _):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score(source, output, on_progress=stopping)
    for message, arguments in [
        ("another set of options exists", {"options": ScoreOptions(sent_threshold=0.9)}),
        ("another checkpoint exists", {"checkpoint": {"source": "other"}}),
        ("another second classifier exists", {"second": {"source": "other"}}),
    ]:
        with pytest.raises(ScoringError, match=message):
            score(source, output, **arguments)
    with monkeypatch.context() as older:
        # An unfinished run of a program that added fewer columns.
        older.setattr(run, "added_columns", lambda *which: added_columns(*which)[1:])
        with pytest.raises(ScoringError, match="another set of options exists"):
            score(source, output)
    os.utime(source, (1, 1))  # the same content is the same input
    write(source, [("1", "ক"), ("2", "খ"), ("3", "ঘ")])
    with pytest.raises(ScoringError, match="another input exists"):
        score(source, output)
    assert score(source, output, restart=True).n_resumed == 0
    assert [row["text"] for row in read(output)] == ["ক", "খ", "ঘ"]


@pytest.mark.usefixtures("small_chunks")
def test_an_input_that_changes_meanwhile_is_seen(tmp_path):
    source, output = write(tmp_path / "in.csv", [("1", "ক"), ("2", "খ"), ("3", "গ")]), tmp_path / "out.csv"

    def changing(done, _):
        if done == 2:
            with source.open("a", encoding="utf-8") as file:
                file.write("4,ঘ\n")

    with pytest.raises(DataError, match="changed while it was scored"):
        score(source, output, on_progress=changing)
    assert not output.exists()


@pytest.mark.parametrize(("step", "n_resumed"), [("part-00000001", 2), ("joined", 3)])
@pytest.mark.usefixtures("small_chunks")
def test_a_full_disk_is_one_line_and_the_run_goes_on_later(tmp_path, monkeypatch, step, n_resumed):
    source, output = write(tmp_path / "in.csv", [("1", "ক"), ("2", "খ"), ("3", "গ")]), tmp_path / "out.csv"
    whole = os.replace

    def full(old, new):
        if step in str(new):
            raise OSError(28, "No space left on device")
        whole(old, new)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ScoringError, match=r"No space left on device; run the same command again"):
        score(source, output)
    monkeypatch.undo()
    monkeypatch.setattr(table, "CHUNK_ROWS", 2)
    assert score(source, output).n_resumed == n_resumed


class KilledError(BaseException):
    """The process is no more."""


class Executioner:
    """Lets so many steps on the disk happen, and none after them."""

    def __init__(self, monkeypatch):
        self._monkeypatch = monkeypatch
        self.n_left = 0

    def arm(self, n_steps):
        self.n_left = n_steps
        for owner, name in [
            *((os, name) for name in ("replace", "fsync", "unlink", "mkdir", "rmdir")),
            *((Path, name) for name in ("unlink", "mkdir", "rmdir")),
        ]:
            self._monkeypatch.setattr(owner, name, self._mortal(getattr(owner, name)))

    def _mortal(self, step):
        def mortal(*arguments, **options):
            if self.n_left == 0:
                raise KilledError
            self.n_left -= 1
            return step(*arguments, **options)

        return mortal


@pytest.mark.parametrize(
    ("form", "replaced"),
    [
        (".csv", True),
        (".parquet", False),
        pytest.param(".csv", False, marks=pytest.mark.slow),
        pytest.param(".parquet", True, marks=pytest.mark.slow),
    ],
)
@pytest.mark.usefixtures("small_chunks")
def test_killed_at_every_step_on_the_disk(tmp_path, form, replaced):
    """However far the run came, the same command brings the same file, and until then no other."""
    source = write(tmp_path / f"in{form}", [(str(index), text) for index, text in enumerate(TEXTS)])
    whole = score(source, tmp_path / f"whole{form}").path.read_bytes()
    n_steps, ended = 0, False
    while not ended:
        output = tmp_path / f"out-{n_steps}{form}"
        if replaced:
            output.write_bytes(b"older")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(table, "CHUNK_ROWS", 2)
            Executioner(patch).arm(n_steps)
            try:
                score(source, output, overwrite=replaced)
                ended = True
            except KilledError:
                pass
        # Whole, or what was there before.
        content = output.read_bytes() if output.exists() else None
        assert content in ((b"older", whole) if replaced else (None, whole))
        if not ended:
            score(source, output, overwrite=replaced)
        assert output.read_bytes() == whole
        assert not output.with_name(output.name + ".partial").exists()
        n_steps += 1
    assert n_steps > 30


def test_an_older_output_is_not_taken_for_what_a_killed_run_has_finished(tmp_path, monkeypatch):
    source, output = write(tmp_path / "in.csv", [("1", "ক")]), tmp_path / "out.csv"
    output.write_bytes(b"older")
    with monkeypatch.context() as patch:
        # Killed while the input is read for its fingerprint: the last moment before there is a manifest.
        def killed(_):
            raise KilledError

        patch.setattr("sentimotion.scoring.score_file.fingerprint_of_file", killed)
        patch.setattr(WorkFolder, "__exit__", lambda folder, *_: folder._lock.release())
        with pytest.raises(KilledError):
            score(source, output, overwrite=True)
    assert (tmp_path / "out.csv.partial").exists()
    with pytest.raises(ScoringError, match="already exists"):
        score(source, output)
    assert score(source, output, overwrite=True).n_rows == 1


@pytest.mark.usefixtures("small_chunks")
def test_a_run_that_died_tidying_up_is_told_as_done(tmp_path):
    source, output = write(tmp_path / "in.csv", [("1", "ক")]), tmp_path / "out.csv"
    score(source, output)
    folder = tmp_path / "out.csv.partial"
    folder.mkdir()
    (folder / "finished").touch()
    assert score(source, output) is None
    assert not folder.exists()
