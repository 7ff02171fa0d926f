"""Sizes in which config and file differ: each is named by the config's key, with both values."""

import pytest
import torch

import sentimotion
from sentimotion.errors import CheckpointError
from tests.checkpoints import change_config, change_tensors, copied

LAYER = "encoder.encoder.layer"


@pytest.fixture
def folder(bert_folder, tmp_path):
    return copied(bert_folder, tmp_path / "checkpoint")


def problem(folder):
    with pytest.raises(CheckpointError) as caught:
        sentimotion.load(folder)
    assert sentimotion.inspect(folder).problem == str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"vocab_size": 400}, "vocab_size is 400 in config.json and 370 in the file)"),
        (
            {"max_position_embeddings": 128},
            "max_position_embeddings is 128 in config.json and 512 in the file)",
        ),
        ({"type_vocab_size": 1}, "type_vocab_size is 1 in config.json and 2 in the file)"),
        ({"intermediate_size": 64}, "intermediate_size is 64 in config.json and 32 in the file)"),
        ({"num_hidden_layers": 1}, "num_hidden_layers is 1 in config.json and 2 in the file; unexpected: "),
        ({"num_hidden_layers": 3}, "num_hidden_layers is 3 in config.json and 2 in the file; missing: "),
        ({"hidden_size": 32}, "hidden_size is 32 in config.json and 16 in the file)"),
        (
            {"vocab_size": 30522, "hidden_size": 768, "num_attention_heads": 12},
            "vocab_size is 30522 in config.json and 370 in the file; hidden_size is 768 in config.json and",
        ),
    ],
    ids=str,
)
def test_a_size_of_the_config_that_is_not_the_files(folder, bert_model, values, expected):
    expected = expected.replace("370", str(len(bert_model.tokenizer)))
    change_config(folder, **values)
    message = problem(folder)
    assert f"{folder}: model.safetensors does not fit the model ({expected}" in message
    assert "misshapen" not in message
    assert message.endswith("use the config.json that was saved with these weights")


@pytest.mark.parametrize(
    ("tensor", "shape", "expected"),
    [
        ("embeddings.word_embeddings.weight", (371, 16), "vocab_size is "),
        ("embeddings.word_embeddings.weight", (7, 16), "vocab_size is "),
        ("embeddings.position_embeddings.weight", (514, 16), "max_position_embeddings is 512"),
        ("embeddings.token_type_embeddings.weight", (1, 16), "type_vocab_size is 2 in config.json and 1 in"),
        ("encoder.layer.0.intermediate.dense.bias", (64,), "intermediate_size is 32 in config.json and 64"),
        ("encoder.layer.0.output.dense.bias", (24,), "hidden_size is 16 in config.json and 24 in the file"),
    ],
)
def test_a_tensor_of_another_size(folder, tensor, shape, expected):
    def change(tensors):
        tensors[f"encoder.{tensor}"] = torch.zeros(shape)
        if shape == (24,):  # the heads follow the encoder's width
            tensors["sentiment_head.weight"], tensors["emotion_head.weight"] = (
                torch.zeros(3, 24),
                torch.zeros(6, 24),
            )

    change_tensors(folder, change)
    assert f"model.safetensors does not fit the model ({expected}" in problem(folder)


@pytest.mark.parametrize("values", [{"embedding_size": 16}, {"embedding_size": 4}])
def test_embeddings_narrower_than_the_states(electra_folder, tmp_path, values):
    folder = copied(electra_folder, tmp_path / "checkpoint")
    change_config(folder, **values)
    assert f"embedding_size is {values['embedding_size']} in config.json and 8 in the file" in problem(folder)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"hidden_size": 17}, "; hidden_size is 17 in config.json and 16 in the file)"),
        ({"vocab_size": -1}, "; vocab_size is -1 in config.json and "),
    ],
    ids=str,
)
def test_a_size_that_no_encoder_can_have(folder, values, expected):
    change_config(folder, pad_token_id=0, **values)
    message = problem(folder)
    assert "no encoder can be built from its config.json (" in message
    assert expected in message


def test_the_config_of_the_base_is_named(electra_folder, bert_folder, tmp_path, monkeypatch):
    monkeypatch.setattr("sentimotion.checkpoints.sources.BASE", str(electra_folder))
    folder = copied(bert_folder, tmp_path / "checkpoint")
    (folder / "config.json").unlink()
    stated = f"{electra_folder}'s config.json"
    assert f"is 8 in {stated} and 16 in the file" in problem(folder)


def test_one_tensor_alone_is_misshapen(folder):
    name = f"{LAYER}.1.attention.self.query.weight"
    change_tensors(folder, lambda tensors: tensors.update({name: torch.zeros(16, 8)}))
    message = problem(folder)
    assert f"misshapen: {name} (16, 8) instead of (16, 16)" in message
    assert "config.json and" not in message
