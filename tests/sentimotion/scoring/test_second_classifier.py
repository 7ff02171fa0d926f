"""A second classifier: any transformers text classifier, held to what transformers itself says."""

import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from sentimotion.errors import CheckpointError
from sentimotion.scoring import second_classifier as second_module
from sentimotion.scoring.second_classifier import load_second_classifier
from tests.checkpoints import SENTENCES, change_config, change_tensors, copied
from tests.sentimotion.scoring.classifiers import LABELS, write_classifier, write_other_classifier

TEXTS = [*SENTENCES, "আজ", " ".join(SENTENCES), "খুব " * 2000]


@pytest.fixture(scope="module")
def classifier(classifier_folder):
    return load_second_classifier(classifier_folder, device="cpu")


def expected(folder, text, activation, max_length=510):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModelForSequenceClassification.from_pretrained(folder)
    encoded = tokenizer(text, return_tensors="pt", truncation=True, max_length=max_length)
    with torch.inference_mode():
        logits = network(input_ids=encoded["input_ids"], attention_mask=encoded["attention_mask"]).logits[0]
    return activation(logits.double())


def test_labels_and_scores(classifier, classifier_folder):
    assert classifier.labels == LABELS
    assert classifier.source == str(classifier_folder)
    opinions = classifier.classify(TEXTS)
    assert len({opinion.label for opinion in opinions}) > 1
    for text, opinion in zip(TEXTS, opinions, strict=True):
        probabilities = expected(classifier_folder, text, lambda logits: logits.softmax(-1))
        assert opinion.label == LABELS[int(probabilities.argmax())]
        assert opinion.score == pytest.approx(float(probabilities.max()), abs=1e-6)


def test_no_texts(classifier):
    assert classifier.classify([]) == []


@pytest.mark.parametrize(
    ("labels", "settings"),
    [(LABELS, {"problem_type": "multi_label_classification"}), (("abuse",), {})],
)
def test_labels_that_do_not_exclude_each_other(tmp_path, labels, settings):
    folder = write_classifier(tmp_path / "many", labels, **settings)
    for text, opinion in zip(
        TEXTS, load_second_classifier(folder, device="cpu").classify(TEXTS), strict=True
    ):
        probabilities = expected(folder, text, torch.sigmoid)
        assert opinion.score == pytest.approx(float(probabilities.max()), abs=1e-6)


def test_it_loads_in_silence(classifier_folder, capfd):
    load_second_classifier(classifier_folder, device="cpu")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", ["encoder and decoder", "decoder"])
def test_other_architectures(tmp_path, kind, monkeypatch):
    # Several passes, the last one with room: these find the end of a text by its tokens, not by the mask.
    monkeypatch.setattr(second_module, "_PASS", 64)
    folder = write_other_classifier(tmp_path / "other", kind)
    classifier = load_second_classifier(folder, device="cpu")
    texts = [*SENTENCES, "আজ", " ".join(SENTENCES[:2])] * 3
    for text, opinion in zip(texts, classifier.classify(texts), strict=True):
        probabilities = expected(folder, text, lambda logits: logits.softmax(-1), max_length=60)
        assert opinion.score == pytest.approx(float(probabilities.max()), abs=1e-5)


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
        ("pickled", "pickled weights are rejected"),
        ("no weights", "no model.safetensors in the folder"),
        ("no head", "its weights lack classifier.weight"),
        ("code", "cannot be opened as a text-classification checkpoint"),
        ("regression", "it is a regression model"),
        ("garbage", "cannot be opened as a text-classification checkpoint"),
        ("nan", "not finite numbers"),
    ],
)
def test_checkpoints_that_are_refused(tmp_path, classifier_folder, kind, message):
    folder = damaged(tmp_path, classifier_folder, kind)
    with pytest.raises(CheckpointError, match=message):
        load_second_classifier(folder, device="cpu").classify(["আজ"])


def test_without_a_pad_token_texts_cannot_share_a_pass(tmp_path):
    folder = write_other_classifier(tmp_path / "other", "decoder", pad_token=None)
    with pytest.raises(CheckpointError, match="has no pad token"):
        load_second_classifier(folder, device="cpu")


def test_a_network_that_fails_is_found_out_when_it_is_loaded(tmp_path, classifier_folder):
    folder = copied(classifier_folder, tmp_path / "short")
    name = "bert.embeddings.position_embeddings.weight"
    change_tensors(folder, lambda tensors: tensors.update({name: tensors[name][:3].contiguous()}))
    change_config(folder, max_position_embeddings=3)
    with pytest.raises(CheckpointError, match="cannot classify texts"):
        load_second_classifier(folder, device="cpu")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("no/where/there", "no such folder"),
        ("", "no such folder"),
        ("nobody/nothing", "cannot be downloaded from the hub"),
    ],
)
def test_sources_that_are_not_there(source, message):
    with pytest.raises(CheckpointError, match=message):
        load_second_classifier(source)
