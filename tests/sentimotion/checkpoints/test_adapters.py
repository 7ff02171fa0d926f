"""Adapters that are not merged, and copies of modules that PEFT trained."""

import json

import pytest
import torch

import sentimotion
from sentimotion.checkpoints.adapters import check_not_adapted, untrained_copies
from sentimotion.errors import CheckpointError
from tests.checkpoints import SENTENCES, change_tensors, copied

LAYER = "base_model.model.bert.encoder.layer.0"
MERGE = "merge it into the model first (merge_and_unload)"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (f"{LAYER}.attention.self.query.lora_A.default.weight", "a LoRA adapter"),
        (f"{LAYER}.attention.self.query.lora_B.weight", "a LoRA adapter"),
        ("bert.embeddings.word_embeddings.lora_embedding_A.default", "a LoRA adapter"),
        (f"{LAYER}.attention.self.query.lora_magnitude_vector.default.weight", "a LoRA adapter"),
        ("encoder.layer.1.attention.self.value.loras.sentiment.lora_A", "a LoRA adapter"),
        (f"{LAYER}.output.dense.ia3_l.default", "an IA3 adapter"),
        (f"{LAYER}.attention.self.query.hada_w1_a.default", "a LoHa, LoKr or OFT adapter"),
        (f"{LAYER}.attention.self.query.lokr_w1.default", "a LoHa, LoKr or OFT adapter"),
        (f"{LAYER}.attention.self.query.oft_R.default.weight", "a LoHa, LoKr or OFT adapter"),
        (f"{LAYER}.attention.self.query.base_layer.weight", "a PEFT adapter"),
    ],
)
def test_an_adapter_that_can_be_merged(name, kind):
    with pytest.raises(CheckpointError) as caught:
        check_not_adapted([name, "sentiment_head.weight"])
    assert str(caught.value).startswith(f"the file holds {kind} ({name}): {MERGE}")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("prompt_encoder.default.embedding.weight", "prompt or prefix tuning"),
        ("prompt_embeddings", "prompt or prefix tuning"),
        ("bert.prefix_encoder.embedding.weight", "prompt or prefix tuning"),
        ("encoder.layer.0.attention.self.prefix_tuning.x", "prompt or prefix tuning"),
        ("encoder.layer.0.output.adapters.sentiment.adapter_down.0.weight", "bottleneck adapters"),
        ("bert.encoder.layer.11.attention.output.adapter.down_project.weight", "bottleneck adapters"),
        ("invertible_adapters.sentiment.F.0.weight", "bottleneck adapters"),
    ],
)
def test_an_adapter_that_this_model_has_no_place_for(name, kind):
    with pytest.raises(CheckpointError) as caught:
        check_not_adapted(["encoder.embeddings.word_embeddings.weight", name])
    assert f"the file holds {kind} ({name}): it cannot be merged" in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "sentiment_head.weight",
        "encoder.layer.0.attention.self.query.weight",
        "explora.weight",
        "domain_adapter.sentiment_head.weight",
        "bert.encoder.layer.0.output.LayerNorm.weight",
    ],
)
def test_what_is_no_adapter(name):
    check_not_adapted([name])


def adapted(folder, extra):
    change_tensors(folder, lambda tensors: tensors.update(extra))
    return folder


def test_a_file_with_an_adapter_is_refused_by_that_name(bert_folder, tmp_path):
    """Whatever else is wrong with it: PEFT's own file holds no encoder."""
    folder = copied(bert_folder, tmp_path / "checkpoint")
    query = "encoder.encoder.layer.0.attention.self.query"
    lora = {
        f"{query}.lora_A.default.weight": torch.zeros(4, 16),
        f"{query}.lora_B.default.weight": torch.zeros(16, 4),
    }
    adapted(folder, lora)
    with pytest.raises(CheckpointError) as caught:
        sentimotion.load(folder, layout="sentiment_head=sentiment_head emotion_head=emotion_head")
    assert f"{folder}: the file holds a LoRA adapter ({query}.lora_A.default.weight, {query}" in str(
        caught.value
    )
    change_tensors(folder, lambda tensors: [tensors.pop(name) for name in [*tensors] if "lora" not in name])
    assert "the file holds a LoRA adapter" in sentimotion.inspect(folder).problem


def renamed_heads(tensors, how):
    for name in [name for name in tensors if "_head" in name]:
        head, _, parameter = name.partition(".")
        tensors |= how(head, parameter, tensors.pop(name))


def copies(head, parameter, tensor):
    return {
        f"{head}.original_module.{parameter}": torch.full_like(tensor, 3.0),
        f"{head}.modules_to_save.default.{parameter}": tensor,
    }


def test_the_trained_copy_of_a_head_is_used(bert_folder, bert_model, tmp_path):
    folder = copied(bert_folder, tmp_path / "checkpoint")
    change_tensors(folder, lambda tensors: renamed_heads(tensors, copies))
    model = sentimotion.load(folder, device="cpu")
    for text in SENTENCES:
        assert model.predict(text).probabilities == bert_model.predict(text).probabilities
    said = {(d.subject, d.value) for d in model.info.decisions}
    assert ("sentiment_head", "sentiment_head.modules_to_save.default: 16 -> linear 3") in said
    assert ("passed_over", "emotion_head.original_module.weight") in said
    assert model.info.n_parameters == bert_model.info.n_parameters


def test_only_one_of_the_heads_has_copies(bert_folder, bert_model, tmp_path):
    folder = copied(bert_folder, tmp_path / "checkpoint")

    def how(head, parameter, tensor):
        return copies(head, parameter, tensor) if head == "emotion_head" else {f"{head}.{parameter}": tensor}

    change_tensors(folder, lambda tensors: renamed_heads(tensors, how))
    expected = bert_model.predict(SENTENCES[0]).probabilities
    assert sentimotion.load(folder, device="cpu").predict(SENTENCES[0]).probabilities == expected


def test_two_trained_copies_are_asked_for(bert_folder, tmp_path):
    folder = copied(bert_folder, tmp_path / "checkpoint")

    def how(head, parameter, tensor):
        return copies(head, parameter, tensor) | {f"{head}.modules_to_save.second.{parameter}": tensor + 1}

    change_tensors(folder, lambda tensors: renamed_heads(tensors, how))
    with pytest.raises(CheckpointError) as caught:
        sentimotion.load(folder)
    found = "(sentiment_head.modules_to_save.default, sentiment_head.modules_to_save.second)"
    assert f"2 layers can be the sentiment head {found}" in str(caught.value)


def test_a_copy_from_before_the_training_alone_is_refused(bert_folder, tmp_path):
    folder = copied(bert_folder, tmp_path / "checkpoint")
    change_tensors(
        folder,
        lambda tensors: renamed_heads(tensors, lambda h, p, t: {f"{h}.original_module.{p}": t}),
    )
    for layout in (None, "sentiment_head=sentiment_head.original_module"):
        with pytest.raises(
            CheckpointError, match="modules from before the training without the trained ones"
        ):
            sentimotion.load(folder, layout=layout)


def test_copies_of_encoder_modules_are_refused():
    names = [
        "bert.embeddings.word_embeddings.modules_to_save.default.weight",
        "bert.encoder.layer.3.output.LayerNorm.original_module.weight",
    ]
    for name in names:
        with pytest.raises(
            CheckpointError, match="copies of encoder modules that PEFT trained .*: merge it into"
        ):
            check_not_adapted([name])


def test_untrained_copies():
    names = ["a.original_module.weight", "a.modules_to_save.default.weight", "b.weight"]
    assert untrained_copies(names) == {"a.original_module.weight"}
    assert untrained_copies(["b.weight"]) == frozenset()


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (
            {"peft_type": "LORA"},
            f"a LoRA adapter without its model (adapter_config.json, adapter_m): {MERGE}",
        ),
        ({"peft_type": "ADALORA"}, "a LoRA adapter without"),
        ({"peft_type": "IA3"}, f"an IA3 adapter without its model (adapter_config.json, adapter_m): {MERGE}"),
        ({"peft_type": "LOHA"}, "a LoHa, LoKr or OFT adapter without"),
        ({"peft_type": "PREFIX_TUNING"}, "prompt or prefix tuning without its model"),
        ({"peft_type": "PROMPT_TUNING"}, "this model has no place for it"),
        ({"peft_type": "P_TUNING"}, "prompt or prefix tuning without its model"),
        ({"config": {"architecture": None, "reduction_factor": 16}}, "bottleneck adapters without its model"),
        ({"config": {"architecture": "lora"}}, "a LoRA adapter without"),
        ({"peft_type": "SOMETHING_NEW"}, "a PEFT adapter without its model"),
        ([], "a PEFT adapter without its model"),
    ],
    ids=str,
)
def test_a_folder_with_an_adapter_alone(tmp_path, config, expected):
    (tmp_path / "adapter_config.json").write_text(json.dumps(config))
    (tmp_path / "adapter_model.safetensors").write_bytes(b"x")
    for call in (sentimotion.load, sentimotion.inspect):
        with pytest.raises(CheckpointError) as caught:
            call(tmp_path)
        message = str(caught.value).replace("adapter_model.safetensors", "adapter_m")
        assert f"{tmp_path}: the folder holds {expected}" in message or expected in message


@pytest.mark.parametrize("content", ["", "{", "\ud800", "[" * 100_000])
def test_an_adapter_whose_config_cannot_be_read(tmp_path, content):
    (tmp_path / "adapter_config.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    (tmp_path / "adapter_model.bin").write_bytes(b"x")
    with pytest.raises(CheckpointError, match="the folder holds a PEFT adapter without its model"):
        sentimotion.load(tmp_path)


def test_an_adapter_beside_a_whole_model_is_named(bert_folder, tmp_path):
    folder = copied(bert_folder, tmp_path / "checkpoint")
    (folder / "adapter_config.json").write_text('{"peft_type": "LORA"}')
    (folder / "adapter_model.safetensors").write_bytes(b"x")
    said = {d.subject: d.value for d in sentimotion.load(folder).info.decisions}
    assert said["adapter"] == "adapter_config.json and its weights are not used"
