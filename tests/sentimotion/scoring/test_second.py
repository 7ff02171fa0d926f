"""A second detector: any transformers text classifier, held to what transformers itself says."""

import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from sentimotion.errors import CheckpointError
from sentimotion.scoring.second import load_second
from tests.checkpoints import SENTENCES, change_config, change_tensors, copied
from tests.sentimotion.scoring.classifiers import LABELS, write_classifier

TEXTS = [*SENTENCES, "আজ", " ".join(SENTENCES), "খুব " * 2000]


@pytest.fixture(scope="module")
def detector(classifier_folder):
    return load_second(classifier_folder, device="cpu")


def expected(folder, text, activation):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModelForSequenceClassification.from_pretrained(folder)
    encoded = tokenizer(text, return_tensors="pt", truncation=True, max_length=510)
    with torch.inference_mode():
        logits = network(input_ids=encoded["input_ids"], attention_mask=encoded["attention_mask"]).logits[0]
    return activation(logits.double())


def test_labels_and_scores(detector, classifier_folder):
    assert detector.labels == LABELS
    assert detector.source == str(classifier_folder)
    opinions = detector.classify(TEXTS)
    assert len({opinion.label for opinion in opinions}) > 1
    for text, opinion in zip(TEXTS, opinions, strict=True):
        probabilities = expected(classifier_folder, text, lambda logits: logits.softmax(-1))
        assert opinion.label == LABELS[int(probabilities.argmax())]
        assert opinion.score == pytest.approx(float(probabilities.max()), abs=1e-6)


def test_no_texts(detector):
    assert detector.classify([]) == []


@pytest.mark.parametrize(
    ("labels", "settings"),
    [(LABELS, {"problem_type": "multi_label_classification"}), (("abuse",), {})],
)
def test_labels_that_do_not_exclude_each_other(tmp_path, labels, settings):
    folder = write_classifier(tmp_path / "many", labels, **settings)
    for text, opinion in zip(TEXTS, load_second(folder, device="cpu").classify(TEXTS), strict=True):
        probabilities = expected(folder, text, torch.sigmoid)
        assert opinion.score == pytest.approx(float(probabilities.max()), abs=1e-6)


def test_it_loads_in_silence(classifier_folder, capfd):
    load_second(classifier_folder, device="cpu")
    assert capfd.readouterr() == ("", "")


def damaged(tmp_path, classifier_folder, kind):
    folder = copied(classifier_folder, tmp_path / kind)
    match kind:
        case "pickled":
            (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
        case "no weights":
            (folder / "model.safetensors").unlink()
        case "no head":
            change_tensors(folder, lambda tensors: tensors.pop("classifier.weight"))
        case "code":
            change_config(
                folder,
                model_type="stranger",
                auto_map={"AutoModelForSequenceClassification": "modeling.Stranger"},
            )
            (folder / "modeling.py").write_text("raise SystemExit('code was run')", encoding="utf-8")
        case "regression":
            change_config(folder, problem_type="regression")
        case "garbage":
            (folder / "model.safetensors").write_bytes(b"garbage" * 100)
        case "nan":
            change_tensors(folder, lambda tensors: tensors["classifier.bias"].fill_(float("nan")))
    return folder


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("pickled", "pickled weights are refused"),
        ("no weights", "no model.safetensors there"),
        ("no head", "its weights lack classifier.weight"),
        ("code", "cannot be opened as a text-classification checkpoint"),
        ("regression", "a regression's, not labels"),
        ("garbage", "cannot be opened as a text-classification checkpoint"),
        ("nan", "not finite numbers"),
    ],
)
def test_checkpoints_that_are_refused(tmp_path, classifier_folder, kind, message):
    folder = damaged(tmp_path, classifier_folder, kind)
    with pytest.raises(CheckpointError, match=message):
        load_second(folder, device="cpu").classify(["আজ"])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("no/where/there", "no such folder"),
        ("", "no such folder"),
        ("nobody/nothing", "cannot be had from the hub"),
    ],
)
def test_sources_that_are_not_there(source, message):
    with pytest.raises(CheckpointError, match=message):
        load_second(source)
