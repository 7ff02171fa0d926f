"""Layers between encoder and heads are named, and a file is never opened without them."""

import time

import pytest
import torch

import sentimotion
from sentimotion.checkpoints.head_detection import find_heads, head_in_name
from sentimotion.checkpoints.layout import read_layout
from sentimotion.checkpoints.layout_settings import LayoutSettings
from sentimotion.errors import CheckpointError
from sentimotion.inference.head_layer import HeadLayer
from tests.checkpoints import change_tensors, copied

WIDTH = 16
BOTH = {"sentiment_head": "sentiment_head", "emotion_head": "emotion_head"}
BOTH_HEADS = {"sentiment_head": (3, WIDTH), "emotion_head": (6, WIDTH)}
ANSWERS = [
    {},
    BOTH,
    BOTH | {"head_activation": "relu"},
    BOTH | {"head_activation": "none", "head_input": "cls"},
    {"head_activation": "gelu", "head_order": "fc_shared,activation,sentiment_head"},
]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("sent_fc", "sentiment"),
        ("polarityHead", "sentiment"),
        ("emotions", "emotion"),
        ("sentimotion", None),
        ("SentimentEmotionModel", None),
        ("present", None),
        ("remote", None),
    ],
)
def test_the_head_that_a_name_contains(name, head):
    assert head_in_name(name) == head


def linear(n_out, n_in):
    return {"weight": torch.zeros(n_out, n_in), "bias": torch.zeros(n_out)}


def named(path, tensors):
    return {f"{path}.{name}": tensor for name, tensor in tensors.items()}


NORM = {"weight": torch.ones(WIDTH), "bias": torch.zeros(WIDTH)}
# Tensors beside the two heads of a checkpoint; what the message names.
AS_WIDE = [
    (named("fc_shared", linear(WIDTH, WIDTH)), "fc_shared (16 to 16): a layer between"),
    (named("projection", linear(WIDTH, WIDTH)), "projection (16 to 16): a layer between"),
    (named("encoder.shared_dense", linear(WIDTH, WIDTH)), "encoder.shared_dense (16 to 16): a layer between"),
    ({"intermediate_shared.weight": torch.zeros(WIDTH, WIDTH)}, "intermediate_shared (16 to 16): a layer"),
    (named("LayerNorm", NORM), "LayerNorm (16 to 16): a layer between"),
    (named("post_encoder.norm", NORM), "post_encoder.norm (16 to 16): a layer between"),
    (
        named("shared.0", linear(32, WIDTH)) | named("shared.3", linear(WIDTH, 32)),
        "shared.0 (16 to 32), shared.3 (32 to 16): layers between",
    ),
    (
        named("down", linear(8, WIDTH)) | named("mid", linear(8, 8)) | named("up", linear(WIDTH, 8)),
        "down (16 to 8), mid (8 to 8), up (8 to 16): layers between",
    ),
    (named("attention", linear(1, WIDTH)), "attention (16 to 1): a layer between"),
    (named("token_score", linear(1, WIDTH)), "token_score (16 to 1): a layer between"),
    (named("attention_pool", linear(4, WIDTH)), "attention_pool (16 to 4): a layer between"),
    (named("sent_emo_fc", linear(WIDTH, WIDTH)), "sent_emo_fc (16 to 16): a layer between"),
    (
        {"lstm.weight_ih_l0": torch.zeros(32, WIDTH), "lstm.bias_ih_l0": torch.zeros(32)},
        "lstm: a layer between encoder and heads",
    ),
    ({"cls_projection": torch.zeros(WIDTH, WIDTH)}, "cls_projection: a layer between encoder and heads"),
    ({"conv.weight": torch.zeros(WIDTH, WIDTH, 3)}, "conv: a layer between encoder and heads"),
]


@pytest.mark.parametrize(("extra", "expected"), AS_WIDE, ids=lambda value: str(value)[:20])
def test_a_layer_as_wide_as_the_encoder_is_never_left_out(bert_folder, tmp_path, extra, expected):
    folder = copied(bert_folder, tmp_path / "checkpoint")
    change_tensors(folder, lambda tensors: tensors.update(extra))
    for layout in ANSWERS:
        with pytest.raises(CheckpointError) as caught:
            sentimotion.load(folder, layout=layout)
        assert f"{folder}: {expected}" in str(caught.value)
        assert "which this model does not have" in str(caught.value)
        assert "sentiment_head=" not in str(caught.value)  # no setting helps
        assert sentimotion.inspect(folder, layout=layout).problem == str(caught.value)


@pytest.mark.parametrize("width", [8, 32])
@pytest.mark.parametrize("name", ["fc_shared", "dense", "model.projection", "shared.0", "bottleneck"])
def test_a_layer_of_another_width_is_named_before_anything_is_asked(bert_folder, tmp_path, width, name):
    def change(tensors):
        tensors |= named(name, linear(width, WIDTH))
        for head, n_labels in (("sentiment", 3), ("emotion", 6)):
            tensors |= named(f"{head}_head", linear(n_labels, width))

    folder = copied(bert_folder, tmp_path / "checkpoint")
    change_tensors(folder, change)
    for layout in ANSWERS:
        with pytest.raises(
            CheckpointError, match=rf"{name} \(16 to {width}\): a layer between encoder and heads"
        ):
            sentimotion.load(folder, layout=layout)


def layout_of(paths, **settings):
    shapes = {"encoder.embeddings.word_embeddings.weight": (100, WIDTH)}
    shapes |= {f"{path}.weight": shape for path, shape in paths.items()}
    return read_layout(shapes, LayoutSettings.of(settings))


@pytest.mark.parametrize(
    ("paths", "shared"),
    [
        ({"m.fc": (16, 16), "m.sentiment_head": (3, 16), "m.emotion_head": (6, 16)}, "m.fc"),
        # A name of both heads around them names neither.
        (
            {"sentimotion.fc": (16, 16), "sentimotion.sentiment": (3, 16), "sentimotion.emotion": (6, 16)},
            "sentim",
        ),
        (
            {
                "emotion_model.fc": (16, 16),
                "emotion_model.sentiment": (3, 16),
                "emotion_model.emotion": (6, 16),
            },
            "em",
        ),
        (
            {"emotion_model.fc": (16, 16), "emotion_model.sentiment": (3, 16), "emotion_model.out": (6, 16)},
            "emo",
        ),
        (
            {"classifier.shared": (16, 16), "classifier.0": (3, 16), "classifier.1": (6, 16)},
            "classifier.shared",
        ),
        ({"head.shared": (16, 16), "head.out": (3, 16), "emotion": (6, 16)}, "head.shared"),
        ({"dense": (16, 16), "out1": (3, 16), "out2": (6, 16)}, "dense"),
    ],
)
def test_a_shared_layer_is_not_part_of_one_head(paths, shared):
    layout = layout_of(paths, head_activation="relu")
    (between,) = layout.between
    assert between.startswith(shared)
    assert [len(layers) for layers in layout.heads.values()] == [1, 1]


@pytest.mark.parametrize(
    "other",
    [
        {"stance_head": (4, 16)},
        {"stance_head.0": (16, 16), "stance_head.3": (4, 16)},
        {"stance.dense": (16, 16), "stance.out_proj": (2, 16)},
        {"topic": (20, 16)},
        {"topic": (20, 16), "stance": (5, 16)},
    ],
)
def test_heads_of_other_tasks_are_left_out_once_both_heads_are_named(other):
    layout = layout_of(BOTH_HEADS | other)
    assert {layout.uses[f"{name}.weight"] for name in other} == {"unknown"}
    layout = layout_of(BOTH_HEADS | other, **BOTH)
    assert {layout.uses[f"{name}.weight"] for name in other} == {"passed_over"}
    assert layout.between == ()


def test_naming_both_heads_says_nothing_of_other_tensors(bert_folder, tmp_path):
    for name, tensor in {
        "surplus": torch.zeros(2),
        "sentiment_head_scale": torch.zeros(1),
        "crf.transitions": torch.zeros(3, 3),
        "mix.scalars": torch.zeros(13),
        "attention_vector": torch.zeros(WIDTH),
    }.items():
        folder = copied(bert_folder, tmp_path / name)
        change_tensors(folder, lambda tensors, name=name, tensor=tensor: tensors.update({name: tensor}))
        for layout in (None, BOTH):
            with pytest.raises(CheckpointError) as caught:
                sentimotion.load(folder, layout=layout)
            assert f"unexpected: {name}" in str(caught.value)
            assert "if it holds more heads" not in str(caught.value)  # it would not help


@pytest.mark.parametrize("name", ["m{}.out", "a.b{}.sentiment", "sentiment_{}", "layers.{}.x.y.z"])
def test_thousands_of_candidates_are_refused_soon(name):
    layers = {
        (path := name.format(number)): HeadLayer("linear", path, WIDTH, 3 if number % 2 else 6)
        for number in range(4000)
    }
    begun = time.process_time()
    with pytest.raises(CheckpointError, match="4000 layers outside the encoder, expected at most 1000"):
        find_heads(layers, LayoutSettings())
    with pytest.raises(CheckpointError):
        find_heads(dict([*layers.items()][:1000]), LayoutSettings())
    assert time.process_time() - begun < 5.0
