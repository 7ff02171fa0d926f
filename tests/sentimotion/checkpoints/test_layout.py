"""Layouts of third-party files, from names and shapes alone."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.checkpoints.config_statements import HeadInput
from sentimotion.checkpoints.layout import Layout, read_layout
from sentimotion.checkpoints.layout_settings import ACTIVATION_NAMES, LayoutSettings
from sentimotion.checkpoints.tensor_roles import group_tensors
from sentimotion.errors import CheckpointError, InvalidRequest
from sentimotion.inference.network import ACTIVATIONS

WIDTH = 16
ENCODER = {
    "embeddings.word_embeddings.weight": (100, WIDTH),
    "embeddings.LayerNorm.weight": (WIDTH,),
    "encoder.layer.0.output.dense.weight": (WIDTH, 32),
    "encoder.layer.0.output.dense.bias": (WIDTH,),
}
SOFT = {"sentiment_head": (3, WIDTH), "emotion_head": (6, WIDTH)}


def tensors(heads, prefix="encoder."):
    """Shapes of a file: an encoder, and layers by path; a bias each, and a norm where the size is single."""
    shapes = {prefix + name: shape for name, shape in ENCODER.items()}
    for path, shape in heads.items():
        shapes |= {f"{path}.weight": shape, f"{path}.bias": shape[:1]}
    return shapes


def read(heads, prefix="encoder.", **settings) -> Layout:
    return read_layout(tensors(heads, prefix), LayoutSettings.of(settings))


def order(layout, head):
    return [layer.name for layer in layout.heads[head]]


def refused(heads, prefix="encoder.", **settings):
    with pytest.raises(CheckpointError) as caught:
        read(heads, prefix, **settings)
    message = str(caught.value)
    assert message.splitlines() == [message]
    return message


PREFIXES = [
    "", "encoder.", "bert.", "electra.", "backbone.", "model.encoder.", "module.", "_orig_mod.",
    "module._orig_mod.model.bert.",
]  # fmt: skip


@pytest.mark.parametrize("prefix", PREFIXES)
def test_any_prefix(prefix):
    layout = read(SOFT, prefix)
    assert layout.prefix == prefix
    for name in ENCODER:
        assert layout.file_name("encoder." + name) == prefix + name
        assert layout.uses[prefix + name] == "encoder"
    assert layout.file_name("sentiment_head.weight") == "sentiment_head.weight"
    assert "unknown" not in layout.uses.values()


@given(st.lists(st.from_regex(r"[a-z_]{1,12}|[0-9]{1,3}", fullmatch=True), max_size=5))
def test_any_prefix_of_any_parts(parts):
    prefix = "".join(part + "." for part in parts)
    if "pooler" not in parts:
        assert read({"a.sentiment": (3, WIDTH), "a.emotion": (6, WIDTH)}, prefix).prefix == prefix


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_.0-9]{0,30}", fullmatch=True),
        st.lists(st.integers(0, 40), max_size=4).map(tuple),
        max_size=8,
    )
)
def test_any_names_give_a_layout_or_an_error(shapes):
    for found in (shapes, tensors({}) | shapes, tensors(SOFT) | shapes):
        assert sum(group.n_tensors for group in group_tensors(found)) == len(found)
        with contextlib.suppress(CheckpointError):
            layout = read_layout(found, LayoutSettings())
            assert layout.uses.keys() == found.keys()
            assert sum(group.n_tensors for group in layout.groups) == len(found)


NAMES = [
    ("sentiment_head", "emotion_head"),
    ("sent_head", "emo_head"),
    ("fc_sent", "fc_emo"),
    ("fcSentiment", "fcEmotion"),
    ("SentimentHead", "EmotionHead"),
    ("heads.sentiment", "heads.emotion"),
    ("model.emotion_model.sentiment", "model.emotion_model.emotion"),
    ("module.polarity_classifier", "module.emotions"),
]


@pytest.mark.parametrize("names", NAMES, ids=lambda names: names[0])
def test_heads_by_name(names):
    layout = read({names[0]: (3, WIDTH), names[1]: (6, WIDTH), "x_loss": (3,)})
    assert (order(layout, "sentiment"), order(layout, "emotion")) == ([names[0]], [names[1]])
    reasons = {d.subject: d.reason for d in layout.decisions}
    assert (reasons["sentiment_head"], reasons["emotion_head"]) == ("names", "names")


@pytest.mark.parametrize("names", [("heads.0", "heads.1"), ("classifier_a", "classifier_b"), ("x", "y.z")])
def test_heads_by_size(names):
    layout = read({names[0]: (3, WIDTH), names[1]: (6, WIDTH)})
    assert (order(layout, "sentiment"), order(layout, "emotion")) == ([names[0]], [names[1]])
    assert {d.reason for d in layout.decisions if d.subject.endswith("_head")} == {"sizes"}


def test_a_word_inside_another_word_names_no_head():
    """``presented`` and ``sentence`` contain sent, ``remote`` contains emo."""
    layout = read({"presented": (6, WIDTH), "sentence.remote": (3, WIDTH)})
    assert order(layout, "sentiment") == ["sentence.remote"]
    assert order(layout, "emotion") == ["presented"]


def test_two_heads_of_one_size_need_a_setting():
    heads = {"head_a": (3, WIDTH), "head_b": (3, WIDTH), "head_c": (6, WIDTH)}
    message = refused(heads)
    assert "2 layers can be the sentiment head (head_a, head_b)" in message
    assert 'set it by layout={"sentiment_head": "head_a"}, --layout sentiment_head=head_a' in message
    assert "SENTIMOTION_LAYOUT=sentiment_head=head_a" in message
    layout = read(heads, sentiment_head="head_b")
    assert order(layout, "sentiment") == ["head_b"]
    assert layout.uses["head_a.weight"] == "unknown"  # not known whether it is needed
    layout = read(heads, sentiment_head="head_b", emotion_head="head_c")
    assert layout.uses["head_a.weight"] == "passed_over"
    assert ("passed_over", "head_a.weight", "names") not in layout.decisions
    assert [d.value for d in layout.decisions if d.subject == "passed_over"] == [
        "head_a.bias",
        "head_a.weight",
    ][::-1]


def test_two_heads_that_share_a_name_need_a_setting():
    heads = SOFT | {"sentiment_aux": (3, WIDTH)}
    assert "2 layers can be the sentiment head (sentiment_head, sentiment_aux)" in refused(heads)
    assert order(read(heads, sentiment_head="sentiment_aux"), "sentiment") == ["sentiment_aux"]


def test_a_third_head_is_not_left_out():
    layout = read(SOFT | {"stance_head": (4, WIDTH)})
    assert layout.uses["stance_head.weight"] == layout.uses["stance_head.bias"] == "unknown"


def test_heads_that_are_missing():
    assert "the file has no sentiment head: no layer beside the encoder gives 3 values" in refused(
        {"emotion_head": (6, WIDTH)}
    )
    assert "the file has no emotion head" in refused({"sentiment_head": (3, WIDTH), "x": (7, WIDTH)})
    message = refused({"sentiment_head": (2, WIDTH), "emotion_head": (6, WIDTH)})
    assert "sentiment_head: by name the sentiment head, but no layer of it gives 3 values" in message
    message = refused(SOFT, sentiment_head="nowhere")
    assert "the layout setting sentiment_head is 'nowhere', and no layer has that path" in message


def test_a_head_of_another_input_width():
    message = refused(SOFT | {"sentiment_head": (3, 20)})
    assert "the layers of sentiment_head do not map 16 to 3 values: sentiment_head 20 to 3" in message


def test_no_encoder_and_two():
    with pytest.raises(CheckpointError, match="the file has no encoder: no tensor's name ends in embeddings"):
        read_layout({"a.weight": (3, 4)}, LayoutSettings())
    with pytest.raises(CheckpointError, match=r"the file has no encoder.*\(it is empty\)"):
        read_layout({}, LayoutSettings())
    with pytest.raises(CheckpointError, match="the file has 2 encoders, expected one: a.embeddings"):
        read_layout(tensors(SOFT, "a.") | tensors({}, "b."), LayoutSettings())


def deep(*parts):
    """Both heads with the same layers before the last, given as (relative path, shape)."""
    return {
        f"{head}.{path}": (n_labels, *shape[1:]) if shape[0] == 0 else shape
        for head, n_labels in (("sentiment", 3), ("emotion", 6))
        for path, shape in parts
    }


TWO = deep(("1", (8, WIDTH)), ("4", (0, 8)))


def test_the_activation_needs_a_setting():
    message = refused(TWO)
    assert (
        "sentiment has more than one linear layer, and no file states the activation between them" in message
    )
    assert "--layout head_activation=NAME" in message
    for name in ACTIVATION_NAMES:
        assert name in message
    layout = read(TWO, head_activation="tanh")
    assert order(layout, "emotion") == ["emotion.1", "tanh", "emotion.4"]
    assert layout.file_name("emotion_head.2.bias") == "emotion.4.bias"
    assert ("sentiment_head.activation", "tanh", "setting") in {
        (d.subject, d.value, d.reason) for d in layout.decisions
    }
    assert order(read(TWO, head_activation="none"), "emotion") == ["emotion.1", "emotion.4"]


def test_every_activation_can_be_built():
    assert {*ACTIVATIONS, "none"} == set(ACTIVATION_NAMES)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # Missing numbers in a Sequential are modules without weights.
        ([("0", (8, WIDTH)), ("1", (8,)), ("3", (0, 8))], "0 1 relu 3"),
        ([("0", (8, WIDTH)), ("2", (8,)), ("3", (0, 8))], "0 relu 2 3"),
        ([("0", (WIDTH,)), ("1", (8, WIDTH)), ("3", (0, 8))], "0 1 relu 3"),
        ([("0", (8, WIDTH)), ("2", (9, 8)), ("4", (0, 9))], "0 relu 2 relu 4"),
        ([("0", (8, WIDTH)), ("1", (0, 8))], "0 relu 1"),
        # The order of the sizes, whatever that of the names.
        ([("out", (0, 8)), ("dense", (8, WIDTH))], "dense relu out"),
        ([("out", (0, WIDTH)), ("a", (WIDTH, WIDTH))], "a relu out"),
        ([("c", (0, 9)), ("b", (8, WIDTH)), ("a", (9, 8))], "b relu a relu c"),
        ([("ln", (WIDTH,)), ("b", (8, WIDTH)), ("a", (0, 8))], "ln b relu a"),
    ],
)
def test_the_order_of_layers(parts, expected):
    layout = read(deep(*parts), head_activation="relu")
    assert [name.rpartition(".")[2] for name in order(layout, "sentiment")] == expected.split()


@pytest.mark.parametrize(
    "parts",
    [
        [("0", (8, WIDTH)), ("2", (8,)), ("4", (0, 8))],  # activation before or after the norm
        [("0", (8, WIDTH)), ("1", (8,)), ("2", (0, 8))],  # a plain list of layers
        [("dense", (8, WIDTH)), ("norm", (8,)), ("out", (0, 8))],
        [("dense", (WIDTH, WIDTH)), ("norm", (WIDTH,)), ("out", (0, WIDTH))],
        [("a", (WIDTH, WIDTH)), ("b", (WIDTH, WIDTH)), ("out", (0, WIDTH))],
    ],
)
def test_an_ambiguous_order_needs_a_setting(parts):
    heads = deep(*parts)
    message = refused(heads, head_activation="relu")
    assert "the order of the layers of sentiment cannot be told from the file" in message
    wanted = [parts[0][0], "activation", *(path for path, _ in parts[1:])]
    assert f"head_order={','.join(wanted)}" in message
    layout = read(heads, head_activation="relu", head_order=",".join(wanted))
    assert [name.rpartition(".")[2] for name in order(layout, "emotion")] == [
        "relu" if name == "activation" else name for name in wanted
    ]
    assert "head_activation does not say which" in refused(heads, head_order=",".join(wanted))


def test_a_setting_of_an_order_that_does_not_fit():
    heads = deep(("a", (8, WIDTH)), ("b", (8,)), ("c", (0, 8)))
    assert "sentiment has a, b, c" in refused(heads, head_activation="relu", head_order="a,c")
    message = refused(heads, head_activation="relu", head_order="b,a,activation,c")
    assert "in the order b,a,activation,c the layers of sentiment do not map 16 to 3" in message


def test_layers_that_are_attributes_of_one_module():
    heads = {
        "sentiment_fc1": (8, WIDTH), "sentiment_norm": (8,), "sentiment_fc2": (3, 8),
        "emotion_fc1": (8, WIDTH), "emotion_norm": (8,), "emotion_fc2": (6, 8),
    }  # fmt: skip
    assert "the order of the layers of sentiment cannot be told" in refused(heads, head_activation="gelu")
    head_order = "|".join(f"{h}_fc1,{h}_norm,activation,{h}_fc2" for h in ("sentiment", "emotion"))
    layout = read(heads, head_activation="gelu", head_order=head_order)
    assert order(layout, "emotion") == ["emotion_fc1", "emotion_norm", "gelu", "emotion_fc2"]


def test_modules_before_the_first_layer_are_among_the_decisions():
    layout = read({"sentiment.2": (3, WIDTH), "emotion.0": (6, WIDTH)})
    said = [(d.subject, d.value, d.reason) for d in layout.decisions if "dropout" in d.subject]
    assert said == [
        ("sentiment_head.dropout", "sentiment.0 holds no weights", "convention"),
        ("sentiment_head.dropout", "sentiment.1 holds no weights", "convention"),
    ]


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("encoder.embeddings.position_ids", (1, 512)),
        ("position_ids", (1, 512)),
        ("encoder.embeddings.token_type_ids", (1, 512)),
        ("sentiment_loss.weight", (3,)),
        ("criterion_emotion.weight", (6,)),
        ("class_weights", (3,)),
        ("log_vars", (2,)),
        ("discriminator_predictions.dense.weight", (WIDTH, WIDTH)),
        ("cls.predictions.bias", (100,)),
    ],
)
def test_tensors_that_predictions_do_not_need(name, shape):
    layout = read_layout(tensors(SOFT) | {name: shape}, LayoutSettings())
    assert layout.uses[name] == "passed_over"
    assert name in [d.value for d in layout.decisions if d.subject == "passed_over"]


@pytest.mark.parametrize("name", ["encoder.pooler.dense", "pooler.dense", "module.pooler"])
def test_a_pooler(name):
    heads = SOFT | {name: (WIDTH, WIDTH)}
    layout = read(heads, head_input="cls")
    assert layout.pooler is None
    assert layout.uses[f"{name}.weight"] == "unused_pooler"
    said = {d.subject: (d.value, d.reason) for d in layout.decisions}
    assert said["pooler"] == ("saved, not used", "setting")
    assert said["head_input"] == ("[CLS] state", "setting")
    layout = read(heads, head_input="pooler")
    assert layout.pooler == name
    assert layout.file_name("pooler.weight") == f"{name}.weight"
    assert "head_input is pooler, and the file holds 0 of them" in refused(SOFT, head_input="pooler")


@pytest.mark.parametrize(
    "name",
    [
        "pooler",
        "bert.pooler.dense",
        "module.model.pooler.dense",
        "encoder.pooler",
        "m.pooler.modules_to_save.x.dense",
    ],
)
def test_a_saved_pooler_needs_a_setting(name):
    message = refused(SOFT | {name: (WIDTH, WIDTH)})
    assert message.startswith(f"the file holds a pooler ({name}), and nothing states whether the heads read")
    assert 'set it by layout={"head_input": "pooler"}, --layout head_input=pooler' in message


def test_what_the_heads_read_by_the_card():
    layout = read_layout(
        tensors(SOFT | {"pooler": (WIDTH, WIDTH)}), LayoutSettings(), HeadInput("cls", "card")
    )
    said = {d.subject: (d.value, d.reason) for d in layout.decisions}
    assert said["pooler"] == ("saved, not used", "card")
    assert said["head_input"] == ("[CLS] state", "card")
    assert {d.subject: d.reason for d in read(SOFT).decisions}["head_input"] == "card"


def test_groups():
    groups = {group.name: group for group in read(SOFT | {"x": (WIDTH, WIDTH)}, "bert.").groups}
    assert {name: group.use for name, group in groups.items()} == {
        "bert.embeddings": "encoder", "bert.encoder.layer": "encoder", "sentiment_head": "sentiment",
        "emotion_head": "emotion", "x": "unknown",
    }  # fmt: skip
    assert groups["emotion_head"].n_parameters == 6 * WIDTH + 6
    assert groups["bert.embeddings"].n_tensors == 2


def test_settings_as_text_and_as_mapping():
    settings = LayoutSettings.of("head_activation=gelu  sentiment_head=a.b")
    assert settings == LayoutSettings.of({"head_activation": "gelu", "sentiment_head": "a.b"})
    assert settings == LayoutSettings(head_activation="gelu", sentiment_head="a.b")
    assert LayoutSettings.of(settings) == settings
    assert LayoutSettings.of(None) == LayoutSettings.of("") == LayoutSettings.of({}) == LayoutSettings()
    assert replace(settings, head_activation=None).head_name("sentiment") == "a.b"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("gelu", "the layout setting 'gelu' has no value; expected name=value"),
        ("activation=gelu", "there is no layout setting 'activation'; expected head_activation, head_order"),
        ("head_activation=swoosh", "head_activation is 'swoosh'; expected relu, gelu"),
        ("head_activation=", "the layout setting head_activation is ''; expected text"),
        ({"head_activation": 5}, "the layout setting head_activation is 5; expected text"),
        ({"head_input": "mean"}, "the layout setting head_input is 'mean'; expected cls, pooler"),
    ],
)
def test_invalid_settings(values, expected):
    with pytest.raises(InvalidRequest) as caught:
        LayoutSettings.of(values)
    assert expected in str(caught.value)
