"""The whole way from a folder of data to a checkpoint, with a tiny encoder."""

import json
import re
import shutil
from dataclasses import replace
from hashlib import sha256

import pytest
import torch
from safetensors.torch import load_file
from transformers import BertConfig

import sentimotion
from sentimotion.errors import DataError, InvalidRequest
from sentimotion.labels import HEADS
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.training import pipeline as running
from sentimotion.training.fit import stages
from sentimotion.training.fit.base_encoder import SHA256
from sentimotion.training.fit.initialization import open_start
from sentimotion.training.fit.recipe import Recipe, Stage
from sentimotion.training.pipeline import train
from sentimotion.training.report import dev_metrics as measuring
from sentimotion.training.report.export import write_checkpoint
from tests.checkpoints import SENTENCES, SIZES, seeded_network, unigram_tokenizer
from tests.sentimotion.training.conftest import write_rows

CPU = torch.device("cpu")
LABELED = [
    *((f"{SENTENCES[0]} {index}", "positive", "happy", "neutral") for index in range(4)),
    *((f"{SENTENCES[1]} {index}", "negative", "anger_disgust") for index in range(4)),
    *((f"{SENTENCES[2]} {index}", "neutral", "neutral") for index in range(4)),
]
DEV = [(f"আজ {text}", *labels[:2]) for text, *labels in LABELED]
WRITTEN = [("লেখা ভালো", "positive", "happy"), ("লেখা বাজে", "negative", "fear")]


@pytest.fixture
def data(tmp_path, shipped):
    """Public sets, and the labels of all comments in a folder beside them."""
    shipped(WRITTEN, [("লেখা আজ", "neutral", "neutral")])
    folder = tmp_path / "data"
    public = [(text, "neutral", "") for text, *_ in LABELED]
    write_rows(folder / "train" / "sentnob.csv", *public, ("ভোটের দিন", "neutral", ""))
    write_rows(folder / "dev" / "sentnob.csv", *((text, sentiment, "") for text, sentiment, _ in DEV))
    write_rows(folder / "test" / "sentnob.csv", *((f"কাল {text}", *labels) for text, *labels in LABELED))
    write_rows(folder / "guideline" / "train_comments.csv", *LABELED)
    write_rows(folder / "guideline" / "dev_comments.csv", *DEV)
    (folder / "unlabelled").mkdir()
    (folder / "unlabelled" / "comments.txt").write_text("\n".join(SENTENCES), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def tiny(monkeypatch):
    def build_network(_texts, device):
        tokenizer = unigram_tokenizer()
        config = BertConfig(**SIZES, vocab_size=tokenizer.get_vocab_size(), pad_token_id=1)
        return seeded_network(config).to(device), tokenizer

    monkeypatch.setattr(running, "build_network", build_network)
    monkeypatch.setattr(measuring, "MIN_ROWS", 1)


STAGE = Stage(epochs=1, batch_size=4, learning_rate=3e-3)
RECIPE = Recipe(folds=2, teacher=STAGE, student=STAGE, finish=replace(STAGE, epochs=2), second_student=STAGE)


def recorded(output):
    return json.loads((output / "config.json").read_text(encoding="utf-8"))["sentimotion"]["training"]


@pytest.mark.filterwarnings("ignore:The least populated class:UserWarning")
def test_from_data_to_checkpoint(data, tmp_path, capsys):
    output = tmp_path / "checkpoint"
    train(data, output, RECIPE, device=CPU, version_name="tiny-1")
    printed = capsys.readouterr().out
    assert "14 labeled rows, 8 other texts" in printed
    assert "| dev_comments | sentiment | 12 |" in printed

    model = sentimotion.load(output, device="cpu")
    assert re.fullmatch(r"tiny-1 \(\d{4}-\d\d-\d\d\)", model.info.checkpoint_version)
    training = recorded(output)
    assert training["rows"] == {"train_comments": 12, "written": 2, "others": 8}
    assert training["label_rows"]["emotion"] == {
        **{"neutral": 4, "happy": 5, "anger_disgust": 4, "sadness": 0, "surprise": 0, "fear": 1}
    }
    assert training["starting_encoder"]["sha256"] == SHA256
    assert training["recipe"]["finish"]["epochs"] == 2
    assert training["machine"].startswith(f"{torch.get_num_threads()} CPU threads (")
    assert [(score["dataset"], score["head"]) for score in training["public_dev_scores"]] == [
        ("sentnob", "sentiment")
    ]
    assert len(training["tfidf_scores"]) == len(training["dev_scores"]) == 2
    assert training["test_scores"] == []
    # Two teachers on 7 rows each, the student on 22 texts, 14 rows twice, the 22 again; batches of 4.
    work, steps = tmp_path / "checkpoint.training", {}
    for name in ("teacher-1", "teacher-2", "student", "finish", "second-student"):
        steps[name] = len((work / f"losses-{name}.csv").read_text().splitlines()) - 1
    assert steps == {"teacher-1": 2, "teacher-2": 2, "student": 6, "finish": 8, "second-student": 6}
    assert training["steps"] == 24
    entries = [json.loads(line) for line in (work / "epochs.jsonl").read_text().splitlines()]
    assert [(entry["stage"], entry["epoch"]) for entry in entries] == [
        *(("teacher-1", 1), ("teacher-2", 1), ("student", 1), ("finish", 1), ("finish", 2)),
        ("second-student", 1),
    ]
    # What the card and the config say is what the file does.
    for score in training["dev_scores"]:
        pairs = [
            (dict(zip(HEADS, labels, strict=True))[score["head"]], model.predict(text))
            for text, *labels in DEV
        ]
        right = [label == found.decision(score["head"]).top_label for label, found in pairs]
        assert score["rows"] == 12
        assert score["micro_f1"] == pytest.approx(sum(right) / 12)
    for head in HEADS:
        assert (output / f"reliability-{head}.svg").is_file()
    card = (output / "README.md").read_text(encoding="utf-8")
    assert "No test set was evaluated." in card
    assert "-o assets/checkpoint --tests\n" in card


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The least populated class:UserWarning")
def test_the_same_from_the_public_sets_alone(data, tmp_path, shipped, monkeypatch):
    """Labels by hash, in the place of the labeled comments themselves."""
    monkeypatch.setattr(running, "finish_checkpoint", lambda *arguments: found.append(arguments))
    found = []
    train(data, tmp_path / "one", RECIPE, device=CPU)
    comments = [
        *(
            ("train", LabeledRow(text, *labels, "", *more))
            for text, *(*labels, more) in with_alternatives(LABELED)
        ),
        *(("dev", LabeledRow(text, *labels, "")) for text, *labels in DEV),
    ]
    for path in (data / "guideline").iterdir():
        path.unlink()
    shipped(WRITTEN, [("লেখা আজ", "neutral", "neutral")], comments)
    train(data, tmp_path / "other", RECIPE, device=CPU)
    (run_of_one, one, *_), (run_of_other, other, *_) = found
    data_of_one, data_of_other = run_of_one.data, run_of_other.data
    assert data_of_one.labeled == data_of_other.labeled
    assert data_of_one.others == data_of_other.others
    assert data_of_other.development == {
        **data_of_one.development,
        "dev_written": [LabeledRow("লেখা আজ", "neutral", "neutral", "dev_written")],
    }
    for (name, tensor), expected in zip(one.state_dict().items(), other.state_dict().values(), strict=True):
        assert torch.equal(tensor, expected), name


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The least populated class:UserWarning")
def test_without_other_texts(data, tmp_path):
    """Labeled rows are enough: the second student has no others to choose from, and nothing is probed."""
    for part in ("dev", "test", "unlabelled"):
        shutil.rmtree(data / part)
    write_rows(data / "train" / "sentnob.csv", *((text, "neutral", "") for text, *_ in LABELED))
    train(data, tmp_path / "checkpoint", RECIPE, device=CPU)
    training = recorded(tmp_path / "checkpoint")
    assert training["rows"]["others"] == 0
    assert training["public_dev_scores"] == training["probe_dev_scores"] == []


def with_alternatives(rows):
    """Rows of text, both labels, and a tuple of the alternatives."""
    return [(text, sentiment, emotion, more) for text, sentiment, emotion, *more in rows]


def test_a_name_that_is_none_is_refused_before_any_work(data, tmp_path):
    with pytest.raises(InvalidRequest, match=r"the version name '=1\+1' is invalid: it begins with neither"):
        train(data, tmp_path / "checkpoint", RECIPE, device=CPU, version_name="=1+1")
    assert not (tmp_path / "checkpoint.training").exists()


@pytest.mark.filterwarnings("ignore:The least populated class:UserWarning")
def test_a_finished_run_is_written_again_without_training(data, tmp_path, monkeypatch):
    output = tmp_path / "checkpoint"
    train(data, output, RECIPE, device=CPU)
    first = load_file(output / "model.safetensors")
    # Neither network nor TF-IDF is trained again, and no soft labels are predicted.
    monkeypatch.setattr(torch.optim.AdamW, "step", pytest.fail)
    monkeypatch.setattr(stages, "out_of_fold", pytest.fail)
    monkeypatch.setattr(stages, "_predict_soft_labels", pytest.fail)
    monkeypatch.setattr(running, "tfidf_predictor", pytest.fail)
    train(data, output, RECIPE, device=CPU)
    again = load_file(output / "model.safetensors")
    assert all(torch.equal(tensor, again[name]) for name, tensor in first.items())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The least populated class:UserWarning")
def test_tests_are_reported_when_asked_for(data, tmp_path):
    output = tmp_path / "checkpoint"
    train(data, output, RECIPE, device=CPU, with_tests=True)
    for scores in ("test_scores", "test_tfidf_scores"):
        assert [score["dataset"] for score in recorded(output)[scores]] == ["sentnob", "sentnob"]
    assert "### Public test sets" in (output / "README.md").read_text(encoding="utf-8")


def test_what_is_missing_is_said_before_training(data, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "train_stages", pytest.fail)
    (data / "test" / "sentnob.csv").unlink()
    with pytest.raises(DataError, match="leave out --tests"):
        train(data, tmp_path / "checkpoint", RECIPE, device=CPU, with_tests=True)
    dev = data / "guideline" / "dev_comments.csv"
    write_rows(dev, ("ভালো", "positive", ""))
    with pytest.raises(DataError, match="no dev row with a label for emotion"):
        train(data, tmp_path / "checkpoint", RECIPE, device=CPU)
    dev.unlink()
    with pytest.raises(DataError, match="no dev row with a label for sentiment"):
        train(data, tmp_path / "checkpoint", RECIPE, device=CPU)


@pytest.fixture
def first(tmp_path):
    """A checkpoint as this repository's training once wrote it: calibrated, neutral emotion lowered."""
    tokenizer = unigram_tokenizer()
    network = seeded_network(BertConfig(**SIZES, vocab_size=tokenizer.get_vocab_size(), pad_token_id=1))
    training = {
        "temperatures": {"sentiment": 2.0, "emotion": 0.5},
        "recipe": {"served_neutral_shift": -0.75},
    }
    write_checkpoint(tmp_path / "first", network, tokenizer, training, "# First\n")
    return tmp_path / "first"


def test_what_was_folded_in_for_users_is_taken_out(first):
    network, tokenizer = open_start(str(first), CPU)
    served = sentimotion.load(first, device="cpu").network
    assert torch.allclose(network.sentiment_head.bias, served.sentiment_head.bias * 2.0)
    assert torch.allclose(network.emotion_head.weight, served.emotion_head.weight * 0.5)
    assert torch.allclose(network.emotion_head.bias[1:], served.emotion_head.bias[1:] * 0.5)
    assert network.emotion_head.bias[0].item() == pytest.approx(served.emotion_head.bias[0].item() / 2 + 0.75)
    assert all(parameter.requires_grad for parameter in network.parameters())
    assert tokenizer.get_vocab() == unigram_tokenizer().get_vocab()


def test_a_checkpoint_that_nothing_was_folded_into_starts_as_it_is(bert_folder):
    network, _ = open_start(str(bert_folder), CPU)
    served = sentimotion.load(bert_folder, device="cpu").network
    for (name, tensor), expected in zip(
        network.state_dict().items(), served.state_dict().values(), strict=True
    ):
        assert torch.equal(tensor, expected), name


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The least populated class:UserWarning")
def test_a_run_says_which_checkpoint_it_started_from(data, tmp_path, monkeypatch, first):
    monkeypatch.setattr(running, "build_network", pytest.fail)
    train(data, tmp_path / "second", RECIPE, device=CPU, start=str(first))
    digest = sha256((first / "model.safetensors").read_bytes()).hexdigest()
    assert recorded(tmp_path / "second")["starting_encoder"] == {
        "name": "checkpoint of unknown commit",
        "sha256": digest,
    }
    card = (tmp_path / "second" / "README.md").read_text(encoding="utf-8")
    assert f"checkpoint of unknown commit (SHA-256 `{digest}`)" in card
    monkeypatch.setitem(running.COMMITS, digest, "embedded at commit 1234567")
    train(data, tmp_path / "second", RECIPE, device=CPU, start=str(first))
    assert recorded(tmp_path / "second")["starting_encoder"]["name"] == (
        "checkpoint embedded at commit 1234567"
    )
