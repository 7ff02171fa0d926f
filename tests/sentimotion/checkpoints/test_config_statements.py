"""What a config says of the answers: honored, refused, or named among the decisions."""

import json

import pytest

import sentimotion
from sentimotion.checkpoints.config_statements import check_outputs, read_head_input, unused_keys
from sentimotion.checkpoints.layout_settings import LayoutSettings
from sentimotion.errors import CheckpointError
from tests import synthetic
from tests.checkpoints import SENTENCES, change_config, copied


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"problem_type": "multi_label_classification"},
            'problem_type in config.json is "multi_label_classification"; this model has one softmax',
        ),
        ({"problem_type": "regression"}, 'problem_type in config.json is "regression"'),
        (
            {"heads": {"emotion": {"problem_type": "multi_label_classification"}}},
            "heads.emotion.problem_type in",
        ),
        ({"emotion_problem_type": "multi_label_classification"}, "emotion_problem_type in config.json is"),
        ({"multi_label": True}, "multi_label in config.json is true; this model has one softmax"),
        ({"emotion_multilabel": True}, "emotion_multilabel in config.json is true"),
        ({"function_to_apply": "sigmoid"}, 'function_to_apply in config.json is "sigmoid"'),
        ({"position_embedding_type": "relative_key"}, 'is "relative_key"; this model has absolute position'),
        ({"position_embedding_type": "rotary"}, "this model has absolute position embeddings"),
    ],
    ids=str,
)
def test_what_this_model_does_not_compute_is_refused(values, expected, bert_folder, tmp_path):
    with pytest.raises(CheckpointError) as caught:
        check_outputs(values)
    assert expected in str(caught.value)
    folder = copied(bert_folder, tmp_path / "checkpoint")
    change_config(folder, **values)
    for call in (sentimotion.load, sentimotion.inspect):
        with pytest.raises(CheckpointError) as caught:
            call(folder)
        assert str(caught.value).startswith(f"{folder}: ")
        assert expected in str(caught.value)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"problem_type": None},
        {"problem_type": "single_label_classification"},
        {"multi_label": False},
        {"position_embedding_type": "absolute"},
        {"function_to_apply": "softmax"},
        {"sentimotion": {"training": {"problem_type": "regression"}}},
    ],
    ids=str,
)
def test_a_softmax_over_absolute_positions(values, bert_folder, tmp_path):
    check_outputs(values)
    folder = copied(bert_folder, tmp_path / "checkpoint")
    change_config(folder, **values)
    assert sentimotion.load(folder)


def head_input(values, **settings):
    found, _keys = read_head_input(values, LayoutSettings.of(settings))
    return found and (found.value, found.reason)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"pooling": "cls"}, "cls"),
        ({"pooling": "[CLS]"}, "cls"),
        ({"pooling_strategy": "first_token"}, "cls"),
        ({"classifier_pooling": "cls"}, "cls"),
        ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, "cls"),
        ({"use_pooler": False}, "cls"),
        ({"sentimotion": {"head_input": "cls"}}, "cls"),
        ({"pooling": "pooler"}, "pooler"),
        ({"model": {"pooling_type": "pooler_output"}}, "pooler"),
        ({"use_pooler_output": True}, "pooler"),
        ({"sentimotion": {"head_input": "pooler"}}, "pooler"),
    ],
    ids=str,
)
def test_what_the_heads_read_by_the_config(values, expected):
    assert head_input(values) == (expected, "config")


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"summary_type": "first"},  # of every ELECTRA config
        {"pooler_fc_size": 768, "pooler_num_attention_heads": 12, "pooler_type": "first_token_transform"},
        {"add_pooling_layer": True},
        {"pooling": None, "use_mean_pooling": False},
        {"pooler_hidden_act": "tanh"},
    ],
    ids=str,
)
def test_a_config_that_does_not_say_what_the_heads_read(values):
    assert head_input(values) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"pooling": "mean"}, 'pooling in config.json is "mean"'),
        ({"pooling_mode": "mean_max"}, 'pooling_mode in config.json is "mean_max"'),
        ({"classifier_pooling": "mean"}, 'classifier_pooling in config.json is "mean"'),
        ({"use_mean_pooling": True}, "use_mean_pooling in config.json is true"),
        ({"pooling_mode_mean_tokens": True}, "pooling_mode_mean_tokens in config.json is true"),
        ({"head": {"pooling": "attention"}}, 'head.pooling in config.json is "attention"'),
        ({"pooling": "cls_mean_concat"}, 'pooling in config.json is "cls_mean_concat"'),
        ({"pooling": ["mean", "max"]}, 'pooling in config.json is ["mean", "max"]'),
        ({"summary_type": "mean"}, 'summary_type in config.json is "mean"'),
        ({"pooler_hidden_act": "gelu"}, 'pooler_hidden_act in config.json is "gelu"'),
        ({"sentimotion": {"head_input": "mean"}}, 'sentimotion.head_input in config.json is "mean"'),
    ],
    ids=str,
)
def test_an_input_that_this_model_does_not_have_is_refused(values, expected):
    with pytest.raises(CheckpointError) as caught:
        head_input(values)
    assert f"{expected}, but this model's heads read the [CLS] state or the pooler" in str(caught.value)
    assert "--layout head_input=cls" in str(caught.value)
    assert head_input(values, head_input="cls") == ("cls", "setting")


def test_two_inputs_that_contradict_each_other():
    with pytest.raises(CheckpointError) as caught:
        head_input({"pooling": "cls", "use_pooler": True})
    assert (
        "the heads read cls by pooling in config.json, but pooler by use_pooler in config.json: look at"
    ) in str(caught.value)


@pytest.mark.parametrize("stated", ["cls", "pooler"])
def test_the_config_answers_what_a_saved_pooler_asks(tmp_path, stated):
    folder = synthetic.write_foreign(tmp_path / "foreign", "pooled")
    with pytest.raises(CheckpointError, match="the file holds a pooler"):
        sentimotion.load(folder)
    expected = sentimotion.load(folder, layout={"head_input": stated}, device="cpu").predict(SENTENCES[0])
    for values in ({"sentimotion": {"head_input": stated}}, {"sentimotion": None, "pooling": stated}):
        change_config(folder, **values)
        model = sentimotion.load(folder, device="cpu")
        assert model.predict(SENTENCES[0]).probabilities == expected.probabilities
        assert {d.subject: d.reason for d in model.info.decisions}["head_input"] == "config"


def test_the_card_answers_for_the_published_model(tmp_path, monkeypatch):
    folder = synthetic.write_foreign(tmp_path / "foreign", "pooled")
    monkeypatch.setattr("sentimotion.checkpoints.hub.snapshot_download", lambda *_a, **_k: str(folder))
    with pytest.raises(CheckpointError, match="the file holds a pooler"):
        sentimotion.load("someone/their-model")
    said = {d.subject: d.reason for d in sentimotion.load("arafatfahim/sentimotion").info.decisions}
    assert (said["head_input"], said["pooler"]) == ("card", "card")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"temperature": 1.7}, {"temperature": "1.7"}),
        ({"threshold": 0.4, "emotion_threshold": 0.3}, {"threshold": "0.4", "emotion_threshold": "0.3"}),
        ({"max_seq_length": 64, "do_lower_case": True}, {"max_seq_length": "64", "do_lower_case": "true"}),
        ({"auto_map": {"AutoModel": "modeling.M"}}, {"auto_map": '{"AutoModel": "modeling.M"}'}),
        (
            {"heads": {"pooling": "cls", "temperature": {"emotion": 2}}},
            {"heads.temperature": '{"emotion": 2}'},
        ),
        ({"sentimotion": {"temperature": 2, "baseline": "pad"}}, {"sentimotion.temperature": "2"}),
        ({"sentimotion": {"thresholds": {"emotion": 0.3}}}, {"sentimotion.thresholds": '{"emotion": 0.3}'}),
        ({"normalizer": "x" * 200}, {"normalizer": '"' + "x" * 79 + "…"}),
        ({"_name_or_path": "x", "torch_dtype": "float32", "num_labels": 3, "a": None, "b": {}}, {}),
        ({"sentimotion": {"thresholds": {"emotion": 0.6, "sentiment": 0.55}}}, {}),
    ],
    ids=lambda values: json.dumps(values)[:50],
)
def test_what_nothing_uses_is_named(values, expected):
    _found, used = read_head_input(values, LayoutSettings())
    assert unused_keys(values, {*used, ("_name_or_path",)}) == expected


def test_unused_keys_are_among_the_decisions(bert_folder, tmp_path):
    folder = copied(bert_folder, tmp_path / "checkpoint")
    subjects = [d.subject for d in sentimotion.inspect(folder).decisions]
    assert not [subject for subject in subjects if subject.startswith("config.")]
    change_config(folder, temperature=1.7, sentiment_labels=["neg", "neu", "pos"], pooling="cls")
    said = {(d.subject, d.value, d.reason) for d in sentimotion.load(folder).info.decisions}
    unused = {decision for decision in said if decision[0].startswith("config.")}
    assert unused == {("config.temperature", "1.7, not used", "config")}


def test_the_embedded_checkpoint_has_nothing_that_is_not_used():
    decisions = sentimotion.inspect().decisions
    assert not [d for d in decisions if d.subject.startswith("config.")]
    assert {d.subject: d.reason for d in decisions}["sentiment_head.labels"] == "config"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"num_attention_heads": 4}, "config.json has num_attention_heads 4 and names no encoder type"),
        ({"hidden_act": "relu"}, "config.json has hidden_act 'relu' and names no encoder type"),
        ({"layer_norm_eps": 1e-5}, "has layer_norm_eps 1e-05 and names"),
        ({"hidden_size": 768, "model_type": "joint"}, "has hidden_size 768 and names"),
        ({"vocab_size": 32000}, "has vocab_size 32000 and names"),
    ],
    ids=str,
)
def test_a_config_without_encoder_type_is_not_silently_replaced(
    electra_folder, tmp_path, monkeypatch, values, expected
):
    monkeypatch.setattr("sentimotion.checkpoints.sources.BASE", str(electra_folder))
    folder = copied(electra_folder, tmp_path / "own")
    (folder / "config.json").write_text(json.dumps({"hidden_size": 16} | values))
    with pytest.raises(CheckpointError) as caught:
        sentimotion.load(folder)
    assert expected in str(caught.value)
    assert "set model_type to one of ['bert', 'electra']" in str(caught.value)
    (folder / "config.json").write_text(json.dumps({"hidden_size": 16, "num_attention_heads": 2}))
    assert sentimotion.load(folder).predict(SENTENCES[0])
