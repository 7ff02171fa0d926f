"""Ray: what is handed over and taken back; Ray itself where it is installed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sentimotion.errors import ScoringError
from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.ray_engine import (
    ModelSource,
    Worker,
    cause_of,
    processors_each,
    ray_engine,
    windowed,
)
from sentimotion.scoring.scorer import score_rows
from tests.checkpoints import SENTENCES
from tests.sentimotion.scoring.stub_engine import stub_engine

ROOT = Path(__file__).parents[3]


def stub_window(sizes):
    """Rows as Ray gives them back, from the stub; notes how many chunks came at once."""

    def run(window):
        sizes.append(len(window))
        for number, texts in window:
            yield {"chunk": number, "scores": json.dumps(next(stub_engine([texts])))}

    return run


def test_windows_give_what_the_stub_gives_in_order():
    chunks = [[f"ক{index}", None] for index in range(10)]
    sizes = []
    assert list(windowed(stub_window(sizes), size=4)(chunks)) == list(stub_engine(chunks))
    assert sizes == [4, 4, 2]
    assert list(windowed(stub_window([]), size=4)([])) == []


def test_a_window_is_taken_when_the_one_before_is_done():
    taken = []

    def chunks():
        for index in range(10):
            taken.append(index)
            yield [f"ক{index}"]

    results = windowed(stub_window([]), size=4)(chunks())
    next(results)
    assert taken == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda rows: rows[:-1], "returned 2 of 3 chunks"),
        (lambda rows: rows[::-1], "returned chunk 2 with 1 rows instead of chunk 0 with"),
        (
            lambda rows: [rows[0] | {"scores": "[]"}, *rows[1:]],
            "returned chunk 0 with 0 rows instead of chunk 0 with",
        ),
    ],
)
def test_what_does_not_fit_is_an_error_rather_than_a_shifted_row(spoil, message):
    def run(window):
        return iter(spoil(list(stub_window([])(window))))

    with pytest.raises(ScoringError, match=message):
        list(windowed(run)([["ক"], ["খ"], ["গ"]]))


def test_a_worker_keeps_every_digit(bert_folder, bert_model, classifier_folder):
    options = ScoreOptions(emo_threshold=0.2)
    worker = Worker(ModelSource(str(bert_folder), second=str(classifier_folder)), options)
    texts = [SENTENCES[0], None, "\u200d", SENTENCES[1]]
    block = worker({"chunk": [4, 5], "texts": [texts, SENTENCES[2:]]})
    assert block["chunk"] == [4, 5]
    first, second = map(json.loads, block["scores"])
    for scores, given in ((first, texts), (second, SENTENCES[2:])):
        for row, expected in zip(scores, score_rows(given, bert_model, options), strict=True):
            kept = row and {name: row[name] for name in row if not name.startswith("second_")}
            wanted = expected and {name: expected[name] for name in expected}
            assert kept == wanted
    assert first[0]["second_label"] is not None


@pytest.mark.parametrize(
    ("traceback", "cause"),
    [
        (
            "Traceback\n  File x\nsentimotion.errors.CheckpointError: the scores are no numbers\n\nTo retry:",
            "the scores are no numbers",
        ),
        (
            "Traceback\nray.exceptions.OutOfMemoryError: killed\nmore about it",
            "ray.exceptions.OutOfMemoryError: killed",
        ),
        ("Lost connection", "Lost connection"),
        ("", "no reason given"),
    ],
)
def test_the_cause_in_a_workers_traceback(traceback, cause):
    assert cause_of(traceback) == cause


@pytest.mark.parametrize(
    ("machines", "n_workers", "each"),
    [
        ([{"CPU": 8}], 1, 8),
        ([{"CPU": 8}], 2, 4),
        ([{"CPU": 8}], 3, 2),
        ([{"CPU": 2}], 4, 0.5),
        # A share of all would be 24, 12 and 6: no machine has so many, or room for so many actors.
        ([{"CPU": 8}] * 3, 1, 8),
        ([{"CPU": 8}] * 3, 2, 8),
        ([{"CPU": 8}] * 3, 4, 4),
        ([{"CPU": 2}, {"CPU": 64}], 2, 32),
        # An actor stands where a GPU is.
        ([{"CPU": 16, "GPU": 2}, {"CPU": 64}], 2, 8),
        ([{"CPU": 1, "GPU": 2}, {"CPU": 64}], 2, 0.5),
    ],
)
def test_every_actor_has_a_machine_that_is_large_enough(machines, n_workers, each):
    assert processors_each(machines, n_workers) == each


def test_without_ray_the_line_to_install_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ScoringError, match=r"pip install -r sentimotion/scoring/requirements\.txt"):
        ray_engine(ModelSource(), ScoreOptions())


@pytest.mark.slow
def test_two_workers_of_ray_write_what_this_process_writes(tmp_path, bert_folder):
    pytest.importorskip("ray", reason="ray is optional: pip install -r sentimotion/scoring/requirements.txt")
    texts = [f"{SENTENCES[index % len(SENTENCES)]} {index}" for index in range(10_000)]
    source = tmp_path / "in.jsonl"
    source.write_text(
        "".join(json.dumps({"id": index, "text": text}) + "\n" for index, text in enumerate(texts)),
        encoding="utf-8",
    )
    for name, options in (("local", []), ("ray", ["--engine", "ray", "--workers", "2"])):
        done = subprocess.run(
            [sys.executable, "-m", "sentimotion", "score", str(source), "-o", str(tmp_path / f"{name}.csv")]
            + ["--model", str(bert_folder), *options],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, "")
        assert "10000 rows, 0 with an error" in done.stderr
    assert (tmp_path / "ray.csv").read_bytes() == (tmp_path / "local.csv").read_bytes()
