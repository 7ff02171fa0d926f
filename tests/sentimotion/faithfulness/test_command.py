"""``sentimotion faithfulness``: texts in, tables out, and an interrupted run that goes on."""

import json
import re

import pytest

from sentimotion.cli import main
from sentimotion.faithfulness import measurement
from sentimotion.faithfulness.table import mean_with_interval, render_tables
from sentimotion.faithfulness.trial import RANDOM, Trial
from sentimotion.labels import HEADS
from tests.checkpoints import SENTENCES


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "texts.csv"
    rows = "".join(f'"{text}",x\n' for text in [*SENTENCES[:4], SENTENCES[0], "ভালো", "", "!"])
    path.write_text("text,other\n" + rows, encoding="utf-8")
    return path


@pytest.fixture
def run(capsys, bert_folder, texts, tmp_path):
    def run(*more):
        command = [
            "faithfulness",
            str(bert_folder),
            "--texts",
            str(texts),
            "-o",
            str(tmp_path / "records.jsonl"),
        ]
        code = main([*command, "--n-short", "1", *more])
        return code, capsys.readouterr()

    return run


def test_tables(run, tmp_path):
    code, printed = run()
    assert (code, printed.err) == (0, "")
    for eraser in ("mask", "pad", "cut"):
        assert f"Words taken out by: {eraser}. 4 texts" in printed.out
    rows = [
        line.strip("| ").split(" | ") for line in printed.out.splitlines() if line.startswith("| sentiment ")
    ]
    methods = [(row[1], row[2]) for row in rows[:12]]
    assert methods[:4] == [("integrated_gradients", name) for name in ("pad", "mask", "zero", "expected")]
    assert methods[-1] == (RANDOM, "")
    assert re.search(r"1 text of at most 10 words", printed.out)
    assert "another baseline than mask" in printed.out
    # Nothing of a text is kept.
    records = (tmp_path / "records.jsonl").read_text(encoding="utf-8")
    assert not re.search(r"[\u0980-\u09ff]|\\u09", records)


def test_an_interrupted_run_goes_on(run, tmp_path, monkeypatch):
    _, whole = run()
    path = tmp_path / "records.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    # Killed in the midst of a line.
    path.write_text("".join(lines[:3]) + lines[3][:20], encoding="utf-8")
    asked = []
    measure = measurement.measure_text
    monkeypatch.setattr(
        measurement, "measure_text", lambda *args, **options: asked.append(1) or measure(*args, **options)
    )
    code, again = run()
    assert (code, again.out) == (0, whole.out)
    assert len(asked) == len(lines) - 3
    assert path.read_text(encoding="utf-8").splitlines() == [line.rstrip() for line in lines]


def test_more_texts_go_on_from_the_first(run, tmp_path):
    run("--n", "2")
    first = (tmp_path / "records.jsonl").read_text(encoding="utf-8")
    _, printed = run()
    assert "4 texts" in printed.out
    records = (tmp_path / "records.jsonl").read_text(encoding="utf-8")
    assert records.startswith(first)
    assert len(records) > len(first)


def test_records_of_another_run_stay(run, tmp_path):
    run()
    before = (tmp_path / "records.jsonl").read_bytes()
    code, printed = run("--seed", "1")
    assert code == 2
    assert "holds another run" in printed.err
    assert (tmp_path / "records.jsonl").read_bytes() == before


@pytest.mark.parametrize("content", ["", "no JSON\n", "[1]\n", json.dumps({"run": 1}) + "\n"])
def test_what_is_no_file_of_records(run, tmp_path, content):
    (tmp_path / "records.jsonl").write_text(content, encoding="utf-8")
    code, printed = run()
    assert code == (0 if not content else 2)
    assert printed.err.count("\n") == (1 if content else 0)
    assert content == "" or (tmp_path / "records.jsonl").read_text(encoding="utf-8") == content


def test_fewer_texts(run):
    _, printed = run("--n", "2")
    assert "2 texts" in printed.out


def test_no_text_of_two_words(run, texts):
    texts.write_text("text\nভালো\n", encoding="utf-8")
    code, printed = run()
    assert (code, printed.out) == (2, "")
    assert "no text has two words or more" in printed.err


def trials(baseline, comprehensiveness, falls=1.0, method="integrated_gradients", score=None):
    """The same for both heads."""
    return [Trial(head, method, baseline, "mask", comprehensiveness, 0.25, falls, score) for head in HEADS]


def test_the_table_by_hand():
    texts = [
        [*trials("mask", 0.5), *trials("pad", 0.25, 0.0), *trials("", 0.1, 0.5, RANDOM, score=0.5)],
        [*trials("mask", 0.5), *trials("pad", 0.25, 0.0), *trials("", 0.1, 0.5, RANDOM)],
    ]
    rows = render_tables(texts, "mask").splitlines()
    same = "{0:.3f} ({0:.3f} to {0:.3f})".format
    of_integrated_gradients = "| sentiment | integrated_gradients |"
    assert f"{of_integrated_gradients} mask | {same(0.5)} | {same(0.25)} | 100 (100 to 100) |" in rows
    assert f"{of_integrated_gradients} pad | {same(0.25)} | {same(0.25)} | 0 (0 to 0) |" in rows
    assert f"| sentiment | random order |  | {same(0.1)} | {same(0.25)} | 50 (50 to 50) |" in rows
    assert f"| sentiment | random order |  | {same(0.5)} |" in rows
    assert f"| sentiment | pad | {same(-0.25)} |" in rows


def test_an_interval_is_that_of_means():
    values = [0.0, 1.0] * 50
    mean, low, high = map(float, re.findall(r"[\d.]+", mean_with_interval(values)))
    # A binomial share of 0.5 of 100: a standard error of 0.05.
    assert mean == 0.5
    assert (low, high) == pytest.approx((0.4, 0.6), abs=0.02)
