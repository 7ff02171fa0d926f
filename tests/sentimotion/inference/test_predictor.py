"""Probabilities of many texts: batches, padding, precision, and what the model card's JSON says of them."""

import json
import random

import pytest
import torch

from sentimotion import load
from sentimotion.errors import CheckpointError
from sentimotion.inference.predictor import pad, predict_probabilities
from sentimotion.labels import HEADS, LABELS
from sentimotion.text.limits import DEFAULT_LENGTH
from tests.checkpoints import SENTENCES, change_config, change_tensors, copied

TEXTS = [*SENTENCES, "আজ", " ".join(SENTENCES), "no Bangla at all, 123!", "😂"]


def all_scores(prediction):
    return [*prediction.probabilities.sentiment, *prediction.probabilities.emotion]


def test_json_is_the_model_cards(model):
    prediction = model.predict(SENTENCES[0])
    values = json.loads(json.dumps(prediction.to_dict(), allow_nan=False))
    assert list(values) == [
        *("sentiment", "sentiment_confidence", "emotion", "emotion_confidence"),
        *("sentiment_scores", "emotion_scores", "truncated", "text_warnings"),
        *("checkpoint", "checkpoint_version"),
    ]
    for head in HEADS:
        scores = values[f"{head}_scores"]
        assert list(scores) == list(LABELS[head])
        assert all(type(score) is float and 0 < score < 1 for score in scores.values())
        assert sum(scores.values()) == pytest.approx(1, abs=1e-12)
        assert values[head] in LABELS[head]
        assert values[f"{head}_confidence"] == round(scores[values[head]], 6)
    assert (values["truncated"], values["text_warnings"]) == (False, [])
    assert (values["checkpoint"], values["checkpoint_version"]) == (model.info.source, None)


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("সেবা ভালো ছিল", ()),
        ("à¦†à¦®à¦¿ à¦\u00adà¦¾à¦²à§‹", ("mojibake",)),
        ("Avwg fvjevwm †Zvgv‡K", ("bijoy",)),
        ("ami tomake khub valobashi", ("romanized",)),
        ("গল্পটা ভালো৷অভিনয় দুর্বল৷", ("danda_lookalike",)),
        ("ভালো<br>অামি ভ\ufffdল", ("damaged", "markup", "split_letter")),
    ],
)
def test_warnings_about_the_text(bert_model, text, warnings):
    prediction = bert_model.predict(text)
    assert prediction.text_warnings == warnings
    assert prediction.to_dict()["text_warnings"] == list(warnings)
    assert bert_model.predict_batch(["আজ", text])[1].text_warnings == warnings


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("দু:খ পেলাম", "দুঃখ পেলাম"),
        ("গল্পটা ভালো৷অভিনয় দুর্বল৷", "গল্পটা ভালো।অভিনয় দুর্বল।"),
        ("à¦†à¦®à¦¿ à¦\u00adà¦¾à¦²à§‹", "আমি ভালো"),
        ("একাডেমি&nbsp;খোলা<br/>", "একাডেমি খোলা"),
        ("অামি যাব", "আমি যাব"),
    ],
)
def test_a_repaired_text_is_scored_as_if_it_was_typed(bert_model, text, repaired):
    prediction = bert_model.predict(text, repair=True)
    assert (prediction.text, prediction.repaired_text) == (text, repaired)
    assert prediction.text_warnings == bert_model.predict(text).text_warnings != ()
    assert prediction.probabilities == bert_model.predict(repaired).probabilities
    assert prediction.to_dict()["repaired_text"] == repaired
    assert bert_model.predict_batch(["আজ", text], repair=True)[1].repaired_text == repaired


@pytest.mark.parametrize(
    "text", ["সেবা ভালো ছিল", "Avwg fvjevwm †Zvgv‡K", "ভ\ufffdল", "😂", "khub bhalo laglo"]
)
def test_without_a_certain_correction_the_text_is_scored_as_it_is(bert_model, text):
    prediction = bert_model.predict(text, repair=True)
    assert prediction == bert_model.predict(text)
    assert "repaired_text" not in prediction.to_dict()


def test_probabilities_are_the_softmax_of_the_network(model):
    for text in TEXTS:
        reference = model.tokenizer(text, return_tensors="pt", truncation=True, max_length=DEFAULT_LENGTH)
        with torch.inference_mode():
            logits = model.network(
                input_ids=reference["input_ids"], attention_mask=reference["attention_mask"]
            )
        prediction = model.predict(text)
        for head, expected in zip(HEADS, logits, strict=True):
            assert prediction.probabilities.of(head) == pytest.approx(
                expected[0].softmax(-1).tolist(), abs=1e-6
            )


def test_tiny_models_tell_texts_apart(model):
    """Or the tests that compare probabilities would compare nothing."""
    for head in HEADS:
        tops = [model.predict(text).probabilities.of(head) for text in TEXTS]
        assert max(max(values) - min(values) for values in zip(*tops, strict=True)) > 0.05
        assert max(map(max, tops)) > 1.5 / len(LABELS[head])


def test_batches_give_what_single_texts_give_in_any_order(model):
    alone = {text: all_scores(model.predict(text)) for text in TEXTS}
    shuffled = TEXTS * 4  # more than one batch
    random.Random(5).shuffle(shuffled)
    for text, prediction in zip(shuffled, model.predict_batch(shuffled), strict=True):
        assert prediction.text == text
        assert all_scores(prediction) == pytest.approx(alone[text], abs=1e-5)


@pytest.mark.parametrize("most_tokens", [1, 30, 100])
def test_the_size_of_a_batch_changes_nothing(model, most_tokens):
    encoded = [model.encode(text) for text in TEXTS]
    expected = predict_probabilities(model.network, encoded, torch.float32)
    found = predict_probabilities(model.network, encoded, torch.float32, most_tokens)
    for one, other in zip(found, expected, strict=True):
        assert one.sentiment == pytest.approx(other.sentiment, abs=1e-5)
        assert one.emotion == pytest.approx(other.emotion, abs=1e-5)


def test_no_texts_no_predictions(model):
    assert model.predict_batch([]) == []


def test_batches_are_sorted_by_length(bert_model, monkeypatch):
    shapes = []
    forward = bert_model.network.forward

    def spy(**arguments):
        shapes.append(tuple(arguments["input_ids"].shape))
        return forward(**arguments)

    monkeypatch.setattr(bert_model.network, "forward", spy)
    bert_model.predict_batch(["আজ " * (1 + 13 * i % 64) for i in range(64)])
    assert len(shapes) == 2
    assert sum(rows for rows, _ in shapes) >= 64
    assert shapes[1][1] <= 40 < shapes[0][1]
    assert all(rows * longest <= 2048 for rows, longest in shapes)


def test_pad():
    input_ids, attention_mask = pad([[5], [6, 7, 8], []], pad_token_id=9)
    assert input_ids.tolist() == [[5, 9, 9], [6, 7, 8], [9, 9, 9]]
    assert attention_mask.tolist() == [[1, 0, 0], [1, 1, 1], [1, 0, 0]]
    assert input_ids.dtype == attention_mask.dtype == torch.long


def test_pad_to_a_shape():
    input_ids, attention_mask = pad([[5], [6, 7]], pad_token_id=9, n_tokens=3)
    assert input_ids.tolist() == [[5, 9, 9], [6, 7, 9]]
    assert attention_mask.tolist() == [[1, 0, 0], [1, 1, 0]]


def test_a_config_without_a_pad_token_can_still_pad(bert_folder, bert_model, tmp_path):
    folder = copied(bert_folder, tmp_path / "no_pad")
    path = folder / "config.json"
    path.write_text(path.read_text().replace('"pad_token_id": 1', '"pad_token_id": null'))
    assert json.loads(path.read_text())["pad_token_id"] is None
    texts = ["আজ", SENTENCES[0]]
    for one, other in zip(load(folder).predict_batch(texts), bert_model.predict_batch(texts), strict=True):
        assert all_scores(one) == pytest.approx(all_scores(other), abs=1e-5)


def test_scores_that_are_no_numbers_are_an_error(bert_folder, tmp_path):
    folder = copied(bert_folder, tmp_path / "nan")
    change_tensors(folder, lambda tensors: tensors["emotion_head.bias"].fill_(float("nan")))
    with pytest.raises(CheckpointError, match="scores are not finite"):
        load(folder).predict("আজ")


def test_truncation_is_told(model):
    long = "আজ ভালো " * 100
    prediction = model.predict(long, max_length=16)
    assert prediction.to_dict()["truncated"] is True
    assert 0 < prediction.truncated_at < len(long)
    # What lies past the cut was not read.
    assert all_scores(prediction) == all_scores(model.predict(long + "নষ্ট", max_length=16))
    assert all_scores(prediction) != all_scores(model.predict("নষ্ট" + long, max_length=16))


def test_fewer_positions_than_asked_for_are_no_error(bert_folder, tmp_path):
    folder = copied(bert_folder, tmp_path / "short")
    change_config(folder, max_position_embeddings=20)
    name = "encoder.embeddings.position_embeddings.weight"
    change_tensors(folder, lambda tensors: tensors.update({name: tensors[name][:20].clone()}))
    assert load(folder).predict("আজ " * 100, max_length=512).to_dict()["truncated"] is True


@pytest.fixture
def small_device(bert_model, monkeypatch):
    """The network on a device with memory for so many tokens; the shapes of its passes."""
    forward, shapes = bert_model.network.forward, []

    def with_memory_for(most_tokens):
        def limited(**arguments):
            shapes.append(tuple(arguments["input_ids"].shape))
            if arguments["input_ids"].numel() > most_tokens:
                raise torch.OutOfMemoryError("out of memory")
            return forward(**arguments)

        monkeypatch.setattr(bert_model.network, "forward", limited)
        return shapes

    return with_memory_for


@pytest.mark.parametrize("most_tokens", [100, 128, 500, 1024, 2000])
def test_a_device_without_memory_gets_smaller_passes(bert_model, small_device, most_tokens):
    texts = ["আজ " * (1 + 13 * i % 64) for i in range(40)]
    expected = bert_model.predict_batch(texts)
    shapes = small_device(most_tokens)
    for one, other in zip(bert_model.predict_batch(texts), expected, strict=True):
        assert all_scores(one) == pytest.approx(all_scores(other), abs=1e-5)
    assert any(rows * length > most_tokens for rows, length in shapes)


def test_a_device_without_memory_for_one_text_is_an_error(bert_model, small_device):
    shapes = small_device(10)
    with pytest.raises(torch.OutOfMemoryError):
        bert_model.predict_batch(["আজ " * 30, "আজ"])
    assert len(shapes) < 10
