"""The command line, in this process but for one test: JSON on stdout, errors as one line on stderr."""

import csv
import json
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
import torch
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score

import sentimotion
from sentimotion.checkpoints import sources
from sentimotion.cli import main
from sentimotion.labels import HEADS, LABELS
from sentimotion.settings import Settings
from sentimotion.training import pipeline as training_run
from sentimotion.training.data import dataset
from sentimotion.training.fit.recipe import RECIPE
from sentimotion.training.report import dev_metrics
from tests.checkpoints import SENTENCES

ROOT = Path(__file__).parents[2]
TEXT = SENTENCES[0]


@pytest.fixture
def run(capsys, bert_folder):
    """Run a command on the tiny model: what it printed, as JSON if it is."""

    def run(command, *arguments, model=bert_folder):
        source = [] if model is None else ["--model", str(model)]
        assert main([command, *map(str, arguments), *source]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return json.loads(printed.out) if printed.out.startswith("{") else printed.out

    return run


@pytest.fixture
def fail(capsys):
    """Run a command that fails: its one line on stderr."""

    def fail(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit_:
            code = exit_.code
        printed = capsys.readouterr()
        assert code == 2
        assert printed.out == ""
        assert re.fullmatch(r"error: [^\n]+\n", printed.err)
        return printed.err

    return fail


def test_predict(run, bert_model):
    assert run("predict", TEXT) == bert_model.predict(TEXT).to_dict()
    fallback = run("predict", TEXT, "--sent-threshold", "1", "--emo-threshold", "1.0")
    assert (fallback["sentiment"], fallback["emotion"]) == ("neutral", "neutral")
    top = run("predict", TEXT, "--sent-threshold", "0", "--emo-threshold", "0")
    assert top == bert_model.predict(TEXT, 0, 0).to_dict()
    assert run("predict", TEXT * 9, "--max-length", "8")["truncated"] is True
    assert run("predict", "দু:খ পেলাম৷")["text_warnings"] == ["danda_lookalike", "colon_for_visarga"]


def test_repair(run, bert_model):
    assert run("predict", "দু:খ পেলাম৷", "--repair") == bert_model.predict("দু:খ পেলাম৷", repair=True).to_dict()
    assert run("predict", TEXT, "--repair") == bert_model.predict(TEXT).to_dict()
    explanations = run("explain", "দু:খ পেলাম৷", "--repair")
    assert [explanations[head]["repaired_text"] for head in HEADS] == ["দুঃখ পেলাম।"] * 2


def test_predict_prints_bangla_as_it_is(bert_folder, capsys):
    main(["explain", TEXT, "--head", "emotion", "--model", str(bert_folder)])
    assert "বৃষ্টি" in capsys.readouterr().out


def test_bangla_goes_through_a_pipe_of_any_encoding(bert_folder, monkeypatch):
    written = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(written, encoding="latin-1"))
    assert main(["predict", SENTENCES[0], "--model", str(bert_folder)]) == 0
    sys.stdout.flush()
    assert json.loads(written.getvalue().decode())["checkpoint"] == str(bert_folder)
    assert main(["explain", SENTENCES[0], "--head", "emotion", "--model", str(bert_folder)]) == 0
    sys.stdout.flush()
    assert SENTENCES[0].split()[0] in written.getvalue().decode()


class Closed(TextIOWrapper):
    """A pipe whose reader has gone."""

    def write(self, _):
        raise BrokenPipeError


def test_a_reader_that_has_seen_enough(bert_folder, monkeypatch, tmp_path, capsys):
    with Closed((tmp_path / "pipe").open("wb")) as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert main(["inspect", str(bert_folder)]) == 0
    assert capsys.readouterr().err == ""


def test_ctrl_c_is_no_traceback(bert_folder, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("sentimotion.model.SentimotionModel.predict", interrupted)
    assert main(["predict", SENTENCES[0], "--model", str(bert_folder)]) == 130
    assert capsys.readouterr() == ("", "")


def test_explain(run, bert_model):
    both = {head: explanation.to_dict() for head, explanation in bert_model.explain_heads(TEXT).items()}
    assert run("explain", TEXT) == run("explain", TEXT, "--head", "both") == both
    for head in HEADS:
        assert run("explain", TEXT, "--head", head) == bert_model.explain(TEXT, head).to_dict()
    labeled = run("explain", TEXT, "--head", "emotion", "--label", "fear", "--max-length", "16")
    assert labeled == bert_model.explain(TEXT, "emotion", "fear", max_length=16).to_dict()
    decomposed = run("explain", TEXT, "--head", "emotion", "--method", "decomposition")
    assert decomposed == bert_model.explain(TEXT, "emotion", method="decomposition").to_dict()


def test_inspect(run, bert_folder):
    assert run("inspect", bert_folder, model=None) == sentimotion.inspect(bert_folder).to_dict()


def test_the_embedded_checkpoint_is_the_default(run, bert_folder, monkeypatch):
    monkeypatch.setattr(sources, "EMBEDDED_FOLDER", bert_folder)
    assert run("predict", TEXT, model=None)["checkpoint"] == "embedded"
    assert run("inspect", "embedded", model=None)["source"] == "embedded"


ROWS = [
    (SENTENCES[0], "positive", "happy"),
    (SENTENCES[1], "negative", ""),
    (SENTENCES[2], "", "anger_disgust"),
    (SENTENCES[3], "negative", "fear"),
    (SENTENCES[4], "neutral", "surprise"),
    (SENTENCES[5], "", ""),
    (SENTENCES[6], "positive", "happy"),
]


@pytest.fixture
def labeled(tmp_path):
    path = tmp_path / "labeled.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("text", "sentiment", "emotion"), *ROWS])
    return path


@pytest.mark.parametrize("under_thresholds", [False, True])
def test_evaluate(run, labeled, bert_model, under_thresholds):
    options = ["--thresholds"] if under_thresholds else []
    found = run("evaluate", labeled, "--json", *options)
    assert list(found) == list(HEADS)
    for column, head in enumerate(HEADS, start=1):
        pairs = []
        for row in ROWS:
            if row[0] and row[column]:
                decision = bert_model.predict(row[0]).decision(head)
                pairs.append((row[column], decision.label if under_thresholds else decision.top_label))
        truth, said = zip(*pairs, strict=True)
        tables = found[head]
        assert tables["n_texts"] == len(pairs) == 5
        assert tables["accuracy"] == pytest.approx(accuracy_score(truth, said))
        occurring = sorted({*truth, *said})
        for average in ("macro", "weighted"):
            expected = f1_score(truth, said, average=average, labels=occurring, zero_division=0)
            assert tables[f"{average}_f1"] == pytest.approx(expected)
        assert tables["confusion"] == confusion_matrix(truth, said, labels=LABELS[head]).tolist()
        assert f"## {head} (5 texts)" in run("evaluate", labeled, *options)


def test_evaluate_beside_tfidf(run, labeled, tmp_path, monkeypatch):
    def write(path, rows):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("text", "sentiment", "emotion"), *rows])

    rows = [(f"খুব ভালো দিন {index}", "positive", "happy") for index in range(3)]
    rows += [(f"একদম বাজে খবর {index}", "negative", "fear") for index in range(3)]
    # The evaluated texts themselves, with other labels: TF-IDF must not learn from them.
    rows += [(text, "neutral", "neutral") for text, _, _ in ROWS if text]
    write(tmp_path / "data" / "train" / "toy.csv", [("ভোটের দিন", "neutral", "")])
    write(tmp_path / "data" / "guideline" / "train_comments.csv", rows)
    write(tmp_path / "written.csv", [("সুখবর", "positive", "happy")])
    monkeypatch.setattr(dataset, "WRITTEN_FILE", tmp_path / "written.csv")
    plain = run("evaluate", labeled, "--json")
    beside = run("evaluate", labeled, "--json", "--tfidf", tmp_path / "data")
    for head in HEADS:
        tfidf = beside[head].pop("tfidf")
        assert beside[head] == plain[head]
        assert tfidf["n_texts"] == plain[head]["n_texts"]
        neutral = tfidf["labels"].index("neutral")
        assert sum(row[neutral] for row in tfidf["confusion"]) == 0
        assert f"## {head}, TF-IDF (5 texts)" in run("evaluate", labeled, "--tfidf", tmp_path / "data")


def test_probe(run, tmp_path, monkeypatch):
    monkeypatch.setattr(dev_metrics, "MIN_ROWS", 4)
    rows = [(f"খুব ভালো দিন {index}", "positive") for index in range(4)]
    rows += [(f"একদম বাজে খবর {index}", "negative") for index in range(4)]
    for part, some in (("train", rows), ("dev", rows[::2]), ("test", rows[1::2])):
        (tmp_path / part).mkdir()
        lines = "".join(f"{text} {part},{label},\n" for text, label in some)
        (tmp_path / part / "toy.csv").write_text("text,sentiment,emotion\n" + lines, encoding="utf-8")
    assert run("probe", "--data", tmp_path).count("| toy | sentiment | 4 |") == 1
    assert run("probe", "--data", tmp_path, "--tests").count("| toy | sentiment | 4 |") == 2


def test_probe_without_public_sets(fail, bert_folder, tmp_path):
    assert "no set has train rows" in fail("probe", "--data", tmp_path, "--model", bert_folder)


def test_evaluate_reports_rows_that_it_leaves_out(bert_folder, tmp_path, capsys):
    path = tmp_path / "texts.csv"
    path.write_text(
        f"text;gold;mood\n{SENTENCES[0]};5;\n\u200d;5;\nএক;দুই;তিন;চার\n;1;\n{SENTENCES[1]};1;\n",
        encoding="utf-8",
    )
    columns = ["--sentiment-column", "gold", "--emotion-column", "mood"]
    label_map = ["--label-map", "5=positive", "--label-map", "1=negative"]
    assert main(["evaluate", str(path), *columns, *label_map, "--model", str(bert_folder), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["sentiment"]["n_texts"] == 2
    assert re.fullmatch(
        "3 rows left out: row 3: the text contains only .*; row 4: the row has 4 fields, .*; row 5: .*\n",
        printed.err,
    )


def test_evaluate_with_one_head_labeled(run, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text(f"text,sentiment,emotion\n{SENTENCES[2]},positive,\n", encoding="utf-8")
    assert list(run("evaluate", path, "--json")) == ["sentiment"]
    assert "emotion" not in run("evaluate", path)


@pytest.mark.parametrize(
    ("name", "content", "head", "missing"),
    [
        ("a.csv", "text,sentiment\nঠিক আছে,positive\n", "sentiment", "emotion"),
        ("a.csv", "emotion;text\nhappy;ঠিক আছে\n", "emotion", "sentiment"),
        ("a.tsv", "text\tid\temotion\nঠিক আছে\t1\tfear\n", "emotion", "sentiment"),
        ("a.jsonl", '{"text": "ঠিক আছে", "sentiment": "নেতিবাচক"}\n', "sentiment", "emotion"),
        ("a.jsonl", '{"text": "এক"}\n{"text": "ঠিক আছে", "emotion": "sadness"}\n', "emotion", "sentiment"),
    ],
)
def test_evaluate_with_one_column_of_labels(bert_folder, tmp_path, capsys, name, content, head, missing):
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert main(["evaluate", str(tmp_path / name), "--json", "--model", str(bert_folder)]) == 0
    printed = capsys.readouterr()
    evaluations = json.loads(printed.out)
    assert (list(evaluations), evaluations[head]["n_texts"]) == ([head], 1)
    assert printed.err == (
        f"no column {missing}: this head is not evaluated; --{missing}-column names another\n"
    )


def test_evaluate_needs_a_column_that_is_asked_for(fail, bert_folder, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,sentiment\nঠিক আছে,positive\n", encoding="utf-8")
    message = fail("evaluate", path, "--emotion-column", "mood", "--model", bert_folder)
    assert "no column mood; its columns are text, sentiment; choose one with --emotion-column" in message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text,label\nক,positive\n", "no column sentiment or emotion; its columns are text, label; name one"),
        (
            "text,sentiment,emotion\nক,good,\n",
            "column sentiment: found 'good' (row 2), expected negative, neutral, positive or nothing; ",
        ),
        ("text,sentiment,emotion\nক,,\n", "no row has a text and a label"),
        ("text,sentiment,emotion\n\u200d,positive,\n", "no row has a text and a label"),
    ],
)
def test_evaluate_says_what_is_wrong_with_the_file(fail, bert_folder, tmp_path, content, message):
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    for options in ([], ["--json"]):
        assert message in fail("evaluate", path, "--model", bert_folder, *options)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "COMMAND"),
        (["sing"], "invalid choice: 'sing'"),
        (["predict"], "TEXT"),
        (["predict", TEXT, "--loud"], "unrecognized arguments: --loud"),
        (
            ["predict", TEXT, "--sent-threshold", "half"],
            "argument --sent-threshold: invalid float value: 'half'",
        ),
        (
            ["predict", TEXT, "--sent-threshold", "1.5"],
            "the sentiment threshold is 1.5, expected a number from 0 to 1",
        ),
        (["predict", TEXT, "--emo-threshold", "nan"], "the emotion threshold is nan"),
        (["predict", TEXT, "--max-length", "7"], "max_length is 7, expected a whole number from 8 to 512"),
        (["predict", TEXT, "--max-length", "8.5"], "invalid int value"),
        (["predict", " "], "the text is empty"),
        (["predict", "\ud800"], "not valid Unicode"),
        (["explain", TEXT, "--head", "mood"], "invalid choice: 'mood'"),
        (["explain", TEXT, "--label", "happy"], "--label goes with one head"),
        (["explain", TEXT, "--method", "magic"], "the method 'magic' does not exist"),
        (["explain", TEXT, "--head", "both", "--label", "happy"], "--label goes with one head"),
        (
            ["explain", TEXT, "--head", "sentiment", "--label", "happy"],
            "'happy' is not a label of the sentiment head",
        ),
        (["evaluate", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["inspect"], "SRC"),
        (["train", "--data", "x"], "-o/--output"),
    ],
    ids=lambda value: " ".join(map(ascii, value))[:50] if isinstance(value, list) else "",
)
def test_errors_are_one_line(fail, bert_folder, monkeypatch, arguments, message):
    monkeypatch.setattr(sources, "EMBEDDED_FOLDER", bert_folder)
    assert message in fail(*arguments)


def test_every_command_names_a_checkpoint_that_is_not_there(fail, labeled):
    for command in (["predict", TEXT], ["explain", TEXT], ["evaluate", labeled]):
        assert "no/where/there: no such folder" in fail(*command, "--model", "no/where/there")
    assert "no/where/there: no such folder" in fail("inspect", "no/where/there")
    assert "cannot be downloaded from the hub" in fail(
        "predict", TEXT, "--model", "nobody/nothing", "--revision", "v2"
    )


def test_train_without_data_is_one_line_and_writes_nothing(fail, tmp_path):
    message = fail("train", "--data", tmp_path / "nowhere", "-o", tmp_path / "out")
    assert f"{tmp_path / 'nowhere' / 'train'}: no CSV file found" in message
    assert list(tmp_path.iterdir()) == []


def test_train_passes_its_options_on(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(training_run, "train", lambda *positional, **named: asked.append((positional, named)))
    options = ["--device", "cpu", "--start", "embedded", "--tests", "--seed", "5", "--version-name", "new-1"]
    assert main(["train", "--data", str(tmp_path), "-o", "out", *options]) == 0
    assert main(["train", "--data", str(tmp_path), "-o", "out", "--device", "cpu"]) == 0
    cpu = torch.device("cpu")
    assert asked == [
        (
            (tmp_path, Path("out"), replace(RECIPE, seed=5)),
            {"device": cpu, "with_tests": True, "start": "embedded", "version_name": "new-1"},
        ),
        (
            (tmp_path, Path("out"), RECIPE),
            {"device": cpu, "with_tests": False, "start": None, "version_name": "unnamed"},
        ),
    ]


def test_train_without_its_packages_says_which_to_install(fail, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentimotion.training.pipeline", None)
    message = fail("train", "--data", tmp_path, "-o", tmp_path / "out")
    assert "pip install -r sentimotion/training/requirements.txt" in message


@pytest.mark.parametrize(
    "command", [[], ["predict"], ["explain"], ["evaluate"], ["inspect"], ["serve"], ["train"]]
)
def test_help(command, capsys):
    with pytest.raises(SystemExit) as exit_:
        main([*command, "--help"])
    assert exit_.value.code == 0
    assert "usage: python -m sentimotion" in capsys.readouterr().out


def test_serve_takes_the_options_before_the_environment(monkeypatch):
    asked = []
    monkeypatch.setattr("sentimotion.web.serve.serve", asked.append)
    for name in ("MODEL", "DEVICE", "REVISION", "DTYPE", "LAYOUT", "REVIEW"):
        monkeypatch.delenv(f"SENTIMOTION_{name}", raising=False)
    monkeypatch.setenv("SENTIMOTION_MODEL", "owner/name")
    monkeypatch.setenv("SENTIMOTION_DEVICE", "cpu")
    assert main(["serve"]) == 0
    assert main(["serve", "--model", "other/name", "--revision", "v1"]) == 0
    assert asked == [
        Settings(model="owner/name", device="cpu"),
        Settings(model="other/name", device="cpu", revision="v1"),
    ]


@pytest.mark.slow
def test_as_a_process(tmp_path):
    """What the shell sees of a command that imports torch; test_cli_bytes.py has those that do not."""
    failed = subprocess.run(
        [sys.executable, "-m", "sentimotion", "predict", TEXT, "--model", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (failed.returncode, failed.stdout) == (2, "")
    assert (
        failed.stderr
        == f"error: {tmp_path}: no model.safetensors in the folder; a checkpoint must contain it\n"
    )


def test_the_names_of_the_package():
    for name in sentimotion.__all__:
        assert getattr(sentimotion, name).__name__ == name
    assert set(sentimotion._HOMES) | {"SentimotionError"} == set(sentimotion.__all__)
    with pytest.raises(AttributeError, match="module 'sentimotion' has no attribute 'lode'"):
        _ = sentimotion.lode
