"""The whole way from a folder of data to a checkpoint, with a tiny encoder."""

import csv
import json
import re
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file
from transformers import BertConfig

import sentimotion
from sentimotion.errors import DataError, InvalidRequest
from sentimotion.labels import HEADS
from sentimotion.training import measure as measuring
from sentimotion.training import passes
from sentimotion.training import run as running
from sentimotion.training.recipe import Recipe
from sentimotion.training.run import train
from sentimotion.training.start import open_start
from tests.checkpoints import SENTENCES, SIZES, seeded_network, unigram_tokenizer

LABELLED = [
    *((f"{SENTENCES[0]} {index}", "positive", "happy") for index in range(4)),
    *((f"{SENTENCES[1]} {index}", "negative", "anger_disgust") for index in range(4)),
    *((f"{SENTENCES[2]} {index}", "neutral", "") for index in range(4)),
]


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "sentiment", "emotion"), *rows])


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    write(folder / "train" / "sentnob.csv", LABELLED)
    write(folder / "dev" / "sentnob.csv", [(f"আজ {text}", *labels) for text, *labels in LABELLED])
    write(folder / "test" / "sentnob.csv", [(f"কাল {text}", *labels) for text, *labels in LABELLED])
    (folder / "unlabelled").mkdir()
    (folder / "unlabelled" / "comments.txt").write_text("\n".join(SENTENCES), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def tiny(monkeypatch):
    def build_network(_texts):
        tokenizer = unigram_tokenizer()
        config = BertConfig(**SIZES, vocab_size=tokenizer.get_vocab_size(), pad_token_id=1)
        return seeded_network(config), tokenizer

    monkeypatch.setattr(running, "build_network", build_network)
    monkeypatch.setattr(measuring, "MIN_ROWS", 1)


RECIPE = Recipe(
    epochs=2,
    batch_size=4,
    learning_rate=3e-3,
    teacher_folds=2,
    mask_shares=(0.2, 0.0),
    source_weights={},
    last_epoch_weights={},
)


def test_from_data_to_checkpoint(data, tmp_path, capsys):
    output = tmp_path / "checkpoint"
    train(data, output, [RECIPE], version_name="tiny-1")
    printed = capsys.readouterr().out
    assert "12 labelled rows, 7 others" in printed
    assert "| sentnob | sentiment | 12 |" in printed

    model = sentimotion.load(output, device="cpu")
    assert re.fullmatch(r"tiny-1 \(\d{4}-\d\d-\d\d\)", model.info.checkpoint_version)
    training = json.loads((output / "config.json").read_text(encoding="utf-8"))["sentimotion"]["training"]
    assert training["rows"] == {"sentnob": 12, "unlabelled": 7}
    assert training["rows_taken_for_neutral_emotion"] == 4
    assert training["label_rows"]["emotion"]["neutral"] == 0
    assert training["test_scores"] == []
    losses = (tmp_path / "checkpoint.training" / "losses-1.csv").read_text().splitlines()
    assert len(losses) - 1 == training["steps"] == 5 + 3  # 19 rows, then the 12 that have labels
    # What the card and the config say is what the file does.
    for score in training["dev_scores"]:
        head = score["head"]
        truth = {text: dict(zip(HEADS, labels, strict=True))[head] for text, *labels in LABELLED}
        pairs = [
            (label, model.predict(f"আজ {text}").decision(head).top_label)
            for text, label in truth.items()
            if label
        ]
        assert score["rows"] == len(pairs)
        assert score["micro_f1"] == pytest.approx(sum(one == other for one, other in pairs) / len(pairs))
    for head in HEADS:
        assert (output / f"reliability-{head}.svg").is_file()
    card = (output / "README.md").read_text(encoding="utf-8")
    assert "No test set was looked at." in card
    assert "second pass" not in card
    assert "-o assets/checkpoint\n" in card
    assert "4 rows of\nneutral sentiment" in card or "4 rows of neutral sentiment" in card.replace("\n", " ")


def test_a_name_that_is_none_is_refused_before_any_work(data, tmp_path):
    with pytest.raises(
        InvalidRequest, match=r"the version name '=1\+1' cannot be kept: it begins with neither"
    ):
        train(data, tmp_path / "checkpoint", [RECIPE], version_name="=1+1")
    assert not (tmp_path / "checkpoint.training").exists()


def test_a_finished_run_is_written_again_without_training(data, tmp_path, monkeypatch):
    output = tmp_path / "checkpoint"
    train(data, output, [RECIPE])
    first = load_file(output / "model.safetensors")
    # Neither teacher nor floor is trained again.
    monkeypatch.setattr(passes, "out_of_fold", pytest.fail)
    monkeypatch.setattr(running, "floor_predictor", pytest.fail)
    train(data, output, [RECIPE])
    again = load_file(output / "model.safetensors")
    assert all(torch.equal(tensor, again[name]) for name, tensor in first.items())


def test_tests_are_reported_when_asked_for(data, tmp_path):
    output = tmp_path / "checkpoint"
    train(data, output, [RECIPE], with_tests=True)
    training = json.loads((output / "config.json").read_text(encoding="utf-8"))["sentimotion"]["training"]
    assert [score["dataset"] for score in training["test_scores"]] == ["sentnob", "sentnob"]
    assert "### Test sets" in (output / "README.md").read_text(encoding="utf-8")


def test_what_is_missing_is_said_before_training(data, tmp_path, monkeypatch):
    monkeypatch.setattr(passes, "fit", pytest.fail)
    (data / "test" / "sentnob.csv").unlink()
    with pytest.raises(DataError, match="leave out --tests"):
        train(data, tmp_path / "checkpoint", [RECIPE], with_tests=True)
    write(data / "dev" / "sentnob.csv", [("ভালো", "positive", "")])
    with pytest.raises(DataError, match="no row with a label for emotion"):
        train(data, tmp_path / "checkpoint", [RECIPE])
    (data / "dev" / "sentnob.csv").unlink()
    with pytest.raises(DataError, match="no row with a label for sentiment"):
        train(data, tmp_path / "checkpoint", [RECIPE])


SECOND = replace(RECIPE, epochs=1, average_decay=0.5, layer_decay=0.8, doubted_below=0.3)


def recorded(output):
    return json.loads((output / "config.json").read_text(encoding="utf-8"))["sentimotion"]["training"]


def test_two_passes(data, tmp_path):
    output = tmp_path / "checkpoint"
    train(data, output, [RECIPE, SECOND])
    work = tmp_path / "checkpoint.training"
    steps = [len((work / f"losses-{number}.csv").read_text().splitlines()) - 1 for number in (1, 2)]
    assert steps == [5 + 3, 5]
    entries = [json.loads(line) for line in (work / "epochs.jsonl").read_text().splitlines()]
    assert [(entry["pass"], entry["epoch"]) for entry in entries] == [(1, 1), (1, 2), (2, 1)]
    assert [one["epochs"] for one in recorded(output)["earlier_passes"]] == [2]
    card = (output / "README.md").read_text(encoding="utf-8")
    assert "All this was a second pass. The first had 2 epochs" in card
    assert "-o assets/checkpoint --passes 2" in card
    # Once more from what is kept: the same file.
    first = load_file(output / "model.safetensors")
    train(data, output, [RECIPE, SECOND])
    again = load_file(output / "model.safetensors")
    assert all(torch.equal(tensor, again[name]) for name, tensor in first.items())


def test_the_second_pass_alone_starts_from_the_first_ones_checkpoint(data, tmp_path, monkeypatch):
    start = tmp_path / "first"
    train(data, start, [RECIPE])
    monkeypatch.setattr(running, "build_network", pytest.fail)
    train(data, tmp_path / "second", [RECIPE, SECOND], start=str(start))
    assert not (tmp_path / "second.training" / "state-1.pt").exists()
    assert recorded(tmp_path / "second")["steps"] == 5

    # What was folded in for users is taken out again.
    network, _ = open_start(str(start))
    served, training = sentimotion.load(start, device="cpu").network, recorded(start)
    temperatures = training["temperatures"]
    assert torch.allclose(network.sentiment_head.bias, served.sentiment_head.bias * temperatures["sentiment"])
    neutral = served.emotion_head.bias[0] * temperatures["emotion"] - RECIPE.served_neutral_shift
    assert network.emotion_head.bias[0].item() == pytest.approx(neutral.item(), abs=1e-5)
    assert all(parameter.requires_grad for parameter in network.parameters())


def test_a_checkpoint_of_unknown_training_is_no_start(data, tmp_path):
    start = tmp_path / "first"
    train(data, start, [RECIPE])
    config = json.loads((start / "config.json").read_text(encoding="utf-8"))
    del config["sentimotion"]["training"]["temperatures"]
    (start / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(DataError, match="does not say how it was trained"):
        train(data, tmp_path / "second", [RECIPE, SECOND], start=str(start))
