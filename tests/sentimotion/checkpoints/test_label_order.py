"""Label orders that a config states, and outputs put in this model's order."""

import json

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import sentimotion
from sentimotion.checkpoints.label_order import read_label_orders
from sentimotion.checkpoints.layout_settings import LayoutSettings
from sentimotion.errors import CheckpointError, InvalidRequest
from sentimotion.labels import LABELS
from tests import synthetic
from tests.checkpoints import SENTENCES, change_config, copied

REVERSED = ("positive", "neutral", "negative")
EMOTIONS = ("fear", "happy", "anger_disgust", "sadness", "surprise", "neutral")
# Labels of the card and their index in EMOTIONS, worked out by hand.
EMOTION_ROWS = (5, 1, 2, 3, 4, 0)


def orders(values, **settings):
    found, _keys = read_label_orders(values, LayoutSettings.of(settings))
    return found


def stated(values, **settings):
    return {
        head: order.labels for head, order in orders(values, **settings).items() if order.reason != "card"
    }


def refused(values, **settings):
    with pytest.raises(CheckpointError) as caught:
        orders(values, **settings)
    message = str(caught.value)
    assert message.splitlines() == [message]
    assert len(message) < 700
    return message


def numbered(labels):
    return {str(index): label for index, label in enumerate(labels)}


def indexed(labels):
    return {label: index for index, label in enumerate(labels)}


SENTIMENT_STATEMENTS = [
    {"id2label": numbered(REVERSED)},
    {"id2label": {"2": "negative", "1": "Neutral", "0": "POSITIVE"}},
    {"label2id": indexed(REVERSED)},
    {"label2id": {"pos": "0", "neu": "1", "neg": "2"}},
    {"id2label": numbered(REVERSED), "label2id": indexed(REVERSED)},
    {"sentiment_labels": list(REVERSED)},
    {"sentiment_labels": "Positive, Neutral, Negative"},
    {"sentimentLabels": list(REVERSED)},
    {"labels_sentiment": list(REVERSED)},
    {"sentiments": ["ইতিবাচক", "নিরপেক্ষ", "নেতিবাচক"]},
    {"id2sentiment": numbered(REVERSED)},
    {"sentiment2id": indexed(REVERSED)},
    {"sentiment_id2label": numbered(REVERSED)},
    {"labels": list(REVERSED)},
    {"labels": {"sentiment": list(REVERSED)}},
    {"id2label": {"sentiment": numbered(REVERSED)}},
    {"id2label": {"task_1": numbered(REVERSED)}},
    {"heads": [{"name": "sentiment", "labels": list(REVERSED)}]},
    {"label_map": {"LABEL_0": "positive", "LABEL_1": "neutral", "LABEL_2": "negative"}},
    {
        "class_names": [
            {"id": 2, "name": "negative"},
            {"id": 0, "name": "positive"},
            {"id": 1, "name": "neutral"},
        ]
    },
    {"classes": [["negative", 2], ["positive", 0], ["neutral", 1]]},
    {"sentiment_labels": [1, 0, -1]},
    {"model": {"decoder": {"words_of_no_meaning": list(REVERSED)}}},
    {"sentimotion": {"labels": {"sentiment": list(REVERSED)}}},
]


@pytest.mark.parametrize("values", SENTIMENT_STATEMENTS, ids=lambda values: json.dumps(values)[:60])
def test_an_order_of_sentiment_wherever_it_is_stated(values):
    assert stated(values) == {"sentiment": REVERSED}
    assert orders(values)["sentiment"].rows("sentiment") == (2, 1, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"id2label": numbered(EMOTIONS)},
        {"emotion_labels": ["Fear", "Joy", "Anger/Disgust", "Sad", "Surprised", "Neutral"]},
        {"labels": {"emotion": ["ভয়", "আনন্দ", "রাগ/ঘৃণা", "দুঃখ", "বিস্ময়", "নিরপেক্ষ"]}},
        {"emo_label2id": indexed(EMOTIONS)},
        {"id2label": {"emotion": numbered(EMOTIONS), "sentiment": numbered(LABELS["sentiment"])}},
        {"sentimotion": {"labels": {"emotion": list(EMOTIONS)}}},
    ],
    ids=lambda values: json.dumps(values)[:60],
)
def test_an_order_of_emotion_wherever_it_is_stated(values):
    assert stated(values)["emotion"] == EMOTIONS
    assert orders(values)["emotion"].rows("emotion") == EMOTION_ROWS


@given(st.sampled_from(["sentiment", "emotion"]).flatmap(lambda head: st.permutations(LABELS[head])))
def test_rows_give_each_label_its_output(labels):
    head = "sentiment" if len(labels) == 3 else "emotion"
    rows = orders({"id2label": numbered(labels)})[head].rows(head)
    assert [labels[row] for row in rows] == list(LABELS[head])


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"id2label": {"0": "LABEL_0", "1": "LABEL_1"}, "label2id": {"LABEL_0": 0, "LABEL_1": 1}},
        {"id2label": numbered(["0", "1", "2"])},
        {"id2label": None, "labels": []},
        {"label_columns": ["sentiment", "emotion"]},
        {"labels": {"sentiment": 3, "emotion": 6}},
        {"num_labels": 3, "label_smoothing": 0.1, "class_weights": [1, 2, 3]},
        {"label_counts": {"negative": 1200, "neutral": 3, "positive": 2}},
        {"sentiment_head": {"hidden_sizes": [256, 128], "layers": ["dense", "out"]}},
        {"sentimotion": {"training": {"id2label": numbered(["x", "y"])}}},
        {"architectures": ["BertModel"], "keys": ["neutral"]},
    ],
    ids=str,
)
def test_what_states_no_order(values):
    assert stated(values) == {}
    assert orders(values)["sentiment"].labels == ("negative", "neutral", "positive")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"sentiment_id2label": numbered(["bad", "ok", "good"])},
            "in sentiment_id2label in config.json the sentiment head has the labels"
            " {'0': 'bad', '1': 'ok', '2': 'good'}; expected negative, neutral, positive, in the order of its"
            " outputs ('bad' is not a known label): correct it, or set it by"
            ' layout={"sentiment_labels": "negative,neutral,positive"}',
        ),
        ({"id2label": numbered(["negative", "positive"])}, "(neutral is missing)"),
        ({"sentiment_labels": ["positive", "neutral", "Neutral"]}, "(neutral occurs twice)"),
        ({"sentiment_labels": [*REVERSED, "mixed"]}, "('mixed' is not a known label)"),
        ({"sentiment_labels": ["positive", "neutral", "LABEL_2"]}, "('LABEL_2' is not a known label)"),
        ({"emotion_labels": list(EMOTIONS[:5])}, "(neutral is missing)"),
        (
            {"emotion_labels": ["neutral", "joy", "anger", "sad", "surprise", "fear"]},
            "'anger' is not a known",
        ),
        ({"emotion_labels": list(REVERSED)}, "the emotion head has the labels ['positive', 'neutral', 'neg"),
        (
            {"id2label": {"0": "negative", "1": "neutral", "3": "positive"}},
            "(the outputs are not numbered from 0",
        ),
        ({"label2id": {"negative": 0, "neutral": 0, "positive": 1}}, "(the outputs are not numbered from 0"),
        ({"label2id": {"negative": -1, "neutral": 0, "positive": 1}}, "(the outputs are not numbered from 0"),
        (
            {"id2label": numbered(["joy", "love", "anger"])},
            "expected those of one head, for sentiment, negative",
        ),
        ({"id2label": {"task_1": numbered(["a", "b"])}}, "id2label.task_1 in config.json has the labels"),
        ({"id2label": numbered([*LABELS["sentiment"], *EMOTIONS])}, "expected those of one head"),
        ({"label_order": [2, 1, 0]}, "label_order in config.json has the labels [2, 1, 0]"),
        ({"sentimotion": {"labels": {"emotion": {}}}}, "the emotion head has the labels {}"),
        ({"sentimotion": {"labels": {"emotion": 5}}}, "the emotion head has the labels 5"),
    ],
)
def test_what_cannot_be_mapped_is_refused(values, expected):
    assert expected in refused(values)


@pytest.mark.parametrize(
    "values",
    [
        {"id2label": numbered(REVERSED), "label2id": indexed(LABELS["sentiment"])},
        {"id2label": numbered(REVERSED), "sentimotion": {"labels": {"sentiment": list(LABELS["sentiment"])}}},
        {"sentiment_labels": list(REVERSED), "labels": {"sentiment": ["neg", "neu", "pos"]}},
        {"sentiments": list(REVERSED), "a": {"b": ["negative", "neutral", "positive"]}},
        {"id2label": {"x": numbered(REVERSED), "y": numbered(LABELS["sentiment"])}},
    ],
    ids=lambda values: json.dumps(values)[:60],
)
def test_statements_that_contradict_each_other_are_refused(values):
    message = refused(values)
    assert "has the labels positive, neutral, negative for the sentiment head, but" in message
    assert "has negative, neutral, positive: correct one of them, or set it by" in message


def test_a_setting_overrides_the_config():
    values = {"id2label": numbered(["bad", "ok", "good"])}
    assert "correct it, or set both sentiment_labels and emotion_labels" in refused(values)
    settings = {"sentiment_labels": ",".join(REVERSED), "emotion_labels": ",".join(EMOTIONS)}
    assert stated(values, **settings) == {"sentiment": REVERSED, "emotion": EMOTIONS}
    contradictory = {"sentiment_labels": ["bad"], "emotion_labels": list(EMOTIONS)}
    found = orders(contradictory, sentiment_labels="positive,neutral,negative")
    assert (found["sentiment"].reason, found["emotion"].reason) == ("setting", "config")


@pytest.mark.parametrize(
    "value",
    ["negative", "positive,neutral", "negative,neutral,good", "negative,neutral,positive,positive", ","],
)
def test_a_setting_that_is_no_order(value):
    with pytest.raises(
        InvalidRequest, match="the layout setting sentiment_labels is .* expected negative,neutral"
    ):
        LayoutSettings.of({"sentiment_labels": value})


DEEP = {"head_activation": "gelu"}


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize(("n_files", "layout"), [(1, "bert"), (1, "deep"), (3, "deep"), (2, "backbone")])
def test_probabilities_are_those_of_the_right_label(tmp_path, n_files, layout, dtype):
    """One linear layer, several, without bias; in one file and in parts."""
    folder = synthetic.write_foreign(tmp_path / "foreign", layout, n_files=n_files)
    options = {"layout": DEEP if layout == "deep" else None, "device": "cpu", "dtype": dtype}
    without = [
        answer.probabilities for answer in sentimotion.load(folder, **options).predict_batch(SENTENCES)
    ]
    change_config(folder, sentiment_labels=list(REVERSED), id2label=numbered(EMOTIONS))
    model = sentimotion.load(folder, **options)
    assert (model.dtype is torch.bfloat16) == (dtype == "bfloat16")
    for answer, raw in zip(model.predict_batch(SENTENCES), without, strict=True):
        negative, neutral, positive = raw.sentiment
        assert answer.probabilities.sentiment == pytest.approx((positive, neutral, negative), abs=1e-6)
        fear, happy, anger, sadness, surprise, neutral = raw.emotion
        expected = (neutral, happy, anger, sadness, surprise, fear)
        assert answer.probabilities.emotion == pytest.approx(expected, abs=1e-6)
        assert len({round(p, 3) for p in raw.sentiment}) == 3  # so that the order can be seen


def test_explanations_are_of_the_right_label(bert_folder, bert_model, tmp_path):
    folder = copied(bert_folder, tmp_path / "checkpoint")
    change_config(folder, sentimotion=None, id2label=numbered(REVERSED))
    model = sentimotion.load(folder, device="cpu")
    expected = bert_model.explain(SENTENCES[0], label="positive", target="logit", baseline="pad")
    found = model.explain(SENTENCES[0], label="negative", target="logit", baseline="pad")
    assert [word.attribution for word in found.words] == pytest.approx(
        [word.attribution for word in expected.words], abs=1e-5
    )


def test_the_order_is_among_the_decisions(bert_folder, tmp_path):
    folder = copied(bert_folder, tmp_path / "checkpoint")
    said = {d.subject: (d.value, d.reason) for d in sentimotion.inspect(folder).decisions}
    assert said["sentiment_head.labels"] == (
        "negative, neutral, positive (sentimotion.labels.sentiment in config.json)",
        "config",
    )
    change_config(folder, sentimotion=None, id2label=numbered(REVERSED))
    info = sentimotion.inspect(folder)
    said = {d.subject: (d.value, d.reason) for d in info.decisions}
    assert said["sentiment_head.labels"] == (
        "positive, neutral, negative (id2label in config.json); outputs are put in the order of the card",
        "config",
    )
    assert said["emotion_head.labels"] == (
        "neutral, happy, anger_disgust, sadness, surprise, fear",
        "card",
    )
    assert info.labels["sentiment"] == ("negative", "neutral", "positive")
    info = sentimotion.inspect(folder, layout="sentiment_labels=neutral,positive,negative")
    said = {d.subject: (d.value, d.reason) for d in info.decisions}
    assert said["sentiment_head.labels"][1] == "setting"


def test_labels_of_a_config_that_names_no_encoder_count(electra_folder, tmp_path, monkeypatch):
    monkeypatch.setattr("sentimotion.checkpoints.sources.BASE", str(electra_folder))
    folder = copied(electra_folder, tmp_path / "own")
    (folder / "config.json").write_text(
        json.dumps({"model_type": "joint", "sentiment_labels": list(REVERSED)})
    )
    expected = sentimotion.load(electra_folder).predict(SENTENCES[1]).probabilities.sentiment
    assert sentimotion.load(folder).predict(SENTENCES[1]).probabilities.sentiment == pytest.approx(
        expected[::-1]
    )
