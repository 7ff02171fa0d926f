"""Opening and inspecting checkpoints; each error is one line."""

import json
import pickle
import shutil
import time

import httpx2
import pytest
import torch
from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError
from safetensors import safe_open
from safetensors.torch import load_file, save_file

import sentimotion
from sentimotion.checkpoints import hub, sources, weights
from sentimotion.checkpoints import safetensors_header as header
from sentimotion.errors import CheckpointError, InvalidRequest, SentimotionError
from sentimotion.inference.network import JointClassifier
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS
from tests import synthetic
from tests.checkpoints import MAKERS, SENTENCES, change_config, change_tensors, copied, write_json

WEIGHTS = "model.safetensors"
TOKENIZERS = ("tokenizer.json", "tokenizer_config.json", "vocab.txt")


def refused(source, *, inspect=True, **options):
    """The error of a checkpoint that cannot be opened."""
    calls = [sentimotion.load, sentimotion.inspect] if inspect else [sentimotion.load]
    messages = set()
    for call in calls:
        with pytest.raises(CheckpointError) as caught:
            call(source, **options)
        messages.add(str(caught.value))
    (message,) = messages
    assert message.splitlines() == [message]
    assert 20 < len(message) < 800
    return message


@pytest.fixture
def folder(bert_folder, tmp_path):
    """A copy that a test may change."""
    return copied(bert_folder, tmp_path / "checkpoint")


@pytest.mark.parametrize("kind", MAKERS)
def test_round_trip(kind, tmp_path):
    folder = MAKERS[kind](tmp_path / kind)
    model = sentimotion.load(folder, device="cpu")
    stored = load_file(folder / WEIGHTS)
    state = model.network.state_dict()
    assert state.keys() == stored.keys()
    for name, tensor in stored.items():
        torch.testing.assert_close(state[name], tensor.float(), rtol=0, atol=0)
    assert not model.network.training
    assert not any(module.training for module in model.network.modules())
    for tensor in (*model.network.parameters(), *model.network.buffers()):
        assert not tensor.is_meta
        assert not tensor.requires_grad
    assert {parameter.dtype for parameter in model.network.parameters()} == {torch.float32}


def test_nothing_is_initialized(bert_folder, monkeypatch):
    """Initial weights of the published model would take seconds and 1.3 GB, and be replaced at once."""
    devices = []

    def build(*arguments):
        network = JointClassifier(*arguments)
        devices.append({tensor.device.type for tensor in (*network.parameters(), *network.buffers())})
        return network

    monkeypatch.setattr(weights, "JointClassifier", build)
    assert sentimotion.load(bert_folder, device="cpu").predict("আজ")
    assert devices == [{"meta"}]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_weights_of_any_precision(folder, bert_model, dtype):
    change_tensors(folder, lambda tensors: tensors.update({k: t.to(dtype) for k, t in tensors.items()}))
    model = sentimotion.load(folder, device="cpu")
    assert {parameter.dtype for parameter in model.network.parameters()} == {torch.float32}
    for one, other in zip(model.network.parameters(), bert_model.network.parameters(), strict=True):
        torch.testing.assert_close(one, other, rtol=0.01 if dtype is torch.bfloat16 else 0, atol=0)
    assert sentimotion.inspect(folder).dtypes == (
        {torch.float16: "F16", torch.bfloat16: "BF16", torch.float32: "F32", torch.float64: "F64"}[dtype],
    )


BIAS, QUERY = "sentiment_head.bias", "encoder.encoder.layer.1.attention.self.query.weight"


def test_a_missing_tensor_is_named(folder):
    change_tensors(folder, lambda tensors: tensors.pop(QUERY))
    assert f"missing: {QUERY})" in refused(folder, inspect=False)


def test_a_misshapen_tensor_is_named_with_both_shapes(folder):
    change_tensors(folder, lambda tensors: tensors.update({BIAS: torch.zeros(4)}))
    assert f"misshapen: {BIAS} (4,) instead of (3,)" in refused(folder, inspect=False)


def test_an_extra_tensor_is_named(folder):
    change_tensors(folder, lambda tensors: tensors.update(surplus=torch.zeros(2)))
    assert "unexpected: surplus" in refused(folder, inspect=False)


def test_all_problems_are_in_one_error_and_long_lists_are_cut(folder):
    def change(tensors):
        for name in [name for name in tensors if ".layer.1." in name]:
            del tensors[name]
        tensors[BIAS] = torch.zeros(1)
        tensors["surplus"] = torch.zeros(1)

    change_tensors(folder, change)
    message = refused(folder, inspect=False)
    assert "missing: encoder.encoder.layer.1." in message
    assert " and 11 more" in message
    assert "unexpected: surplus" in message
    assert f"misshapen: {BIAS}" in message


@pytest.mark.parametrize(
    "name", ["encoder.embeddings.position_ids", "position_ids", "encoder.embeddings.token_type_ids"]
)
def test_buffers_of_old_files_are_ignored(folder, bert_folder, name):
    change_tensors(folder, lambda tensors: tensors.update({name: torch.arange(512).unsqueeze(0)}))
    assert (
        sentimotion.load(folder).predict("আজ").probabilities
        == sentimotion.load(bert_folder).predict("আজ").probabilities
    )
    assert sentimotion.inspect(folder).n_parameters == sentimotion.inspect(bert_folder).n_parameters


def test_a_third_head_is_named_with_the_settings_that_leave_it_out(folder):
    change_tensors(folder, lambda tensors: tensors.update({"stance_head.weight": torch.zeros(4, 16)}))
    message = refused(folder, inspect=False)
    assert "unexpected: stance_head.weight)" in message
    assert "if it holds more heads, name the two by the settings sentiment_head and emotion_head" in message
    model = sentimotion.load(folder, layout="sentiment_head=sentiment_head emotion_head=emotion_head")
    assert ("passed_over", "stance_head.weight") in {(d.subject, d.value) for d in model.info.decisions}


def test_a_missing_head(folder):
    change_tensors(folder, lambda tensors: tensors.pop("emotion_head.weight"))
    message = refused(folder, inspect=False)
    assert (
        "the file has no emotion head: no layer beside the encoder gives 6 values (sentiment_head 16 to 3)"
        in message
    )


def test_inspect_says_why_a_checkpoint_cannot_be_opened(folder):
    change_tensors(folder, lambda tensors: tensors.pop(QUERY))
    assert sentimotion.inspect(folder).problem == refused(folder, inspect=False)
    change_tensors(folder, lambda tensors: tensors.pop("emotion_head.weight"))
    info = sentimotion.inspect(folder)
    assert info.problem == refused(folder, inspect=False)
    assert {group.use for group in info.groups} == {"encoder", "unknown"}
    assert info.decisions == ()


def test_weights_that_are_integers_are_named(folder):
    change_tensors(folder, lambda tensors: tensors.update({BIAS: torch.zeros(3, dtype=torch.int8)}))
    assert f"tensor {BIAS} holds I8, expected one of F64, F32, F16, BF16" in refused(folder, inspect=False)


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.001, 0.05, 0.2, 0.5, 0.9, 0.9999])
def test_a_truncated_weights_file(folder, share):
    data = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(data[: int(share * len(data))])
    message = refused(folder)
    assert f"{folder}: {WEIGHTS} is incomplete or not a safetensors file" in message
    assert "copy it again" in message


def test_one_byte_too_few_or_too_many(folder):
    data = (folder / WEIGHTS).read_bytes()
    for damaged in (data[:-1], data + b"\0"):
        (folder / WEIGHTS).write_bytes(damaged)
        assert "is incomplete or not a safetensors file" in refused(folder)


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"{}" * 50, b"\xff" * 64, b"<html>404</html>"])
def test_a_weights_file_of_another_format(folder, content):
    (folder / WEIGHTS).write_bytes(content)
    assert "not a safetensors file" in refused(folder)


def test_a_git_lfs_pointer(folder):
    (folder / WEIGHTS).write_text("version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 1\n")
    assert "only a Git LFS pointer; fetch the file itself (git lfs pull)" in refused(folder)


class Bomb:
    def __reduce__(self):
        return (pytest.fail, ("a pickle was opened",))


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "weights.pkl", "best.ckpt"])
def test_a_pickle_is_refused_by_name(folder, name):
    (folder / WEIGHTS).unlink()
    (folder / name).write_bytes(pickle.dumps(Bomb()))
    assert f"{name}: pickled weights are rejected" in refused(folder)
    assert f"{name}: pickled weights are rejected" in refused(folder / name)


def test_a_pickle_under_the_name_of_safetensors_is_not_opened(folder):
    (folder / WEIGHTS).write_bytes(pickle.dumps(Bomb()))
    assert "not a safetensors file" in refused(folder)
    torch.save({"a": torch.zeros(3)}, folder / WEIGHTS)
    assert "not a safetensors file" in refused(folder)


def test_a_pickle_beside_the_weights_is_ignored(folder):
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Bomb()))
    assert sentimotion.load(folder)


def test_wrong_folders(tmp_path, folder):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert f"{empty}: no {WEIGHTS} in the folder" in refused(empty)
    assert "no such folder, and not a hub id" in refused(tmp_path / "nowhere")
    assert "this is a file; give the folder" in refused(folder / "config.json")
    assert "this is a file; give the folder" in refused(folder / WEIGHTS)
    (folder / WEIGHTS).unlink()
    (folder / WEIGHTS).mkdir()
    assert f"no {WEIGHTS} in the folder" in refused(folder)


@pytest.mark.parametrize(
    "source",
    [
        "nowhere",
        "a/b/c",
        "../x",
        "./x/y",
        "~nobody-there/x",
        "x" * 300,
        "line\nbreak",
        "nul\0",
        " ",
        "https://hub/a/b",
    ],
    ids=lambda source: repr(source)[:20],
)
def test_invalid_sources(source):
    assert refused(source)


def test_a_folder_may_be_given_as_text_or_path(bert_folder, monkeypatch):
    monkeypatch.chdir(bert_folder.parent)
    for source in (bert_folder, str(bert_folder), bert_folder.name, f"./{bert_folder.name}"):
        assert sentimotion.load(source).info.source == str(source)


@pytest.mark.parametrize("source", [None, "embedded", ""])
def test_the_embedded_checkpoint_is_the_default(source, bert_folder, monkeypatch):
    monkeypatch.setattr(sources, "EMBEDDED_FOLDER", bert_folder)
    info = sentimotion.load(source).info
    assert info.source == "embedded"
    assert info.is_embedded
    assert not sentimotion.inspect(bert_folder).is_embedded


@pytest.mark.parametrize(
    "content",
    ["", "{", "nonsense", "[" * 100_000, b"\xff\xfe", '{"x": NaN}', '{"x": ' + "9" * 5000 + "}"],
    ids=lambda c: repr(c[:9]),
)
def test_a_config_that_is_not_json(folder, content):
    (folder / "config.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert f"{folder}: config.json is not valid JSON (" in refused(folder)


@pytest.mark.parametrize("content", ["[]", "null", "5", '"bert"'])
def test_a_config_that_is_not_an_object(folder, content):
    (folder / "config.json").write_text(content)
    assert "config.json does not contain a JSON object" in refused(folder)


@pytest.mark.parametrize("model_type", ["roberta", "", 5, [], {"a": 1}, True])
def test_an_unknown_encoder(folder, model_type):
    change_config(folder, model_type=model_type)
    message = refused(folder)
    assert f"asks for the encoder {model_type!r}; expected one of ['bert', 'electra']" in message


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (
            {"labels": {"sentiment": ["bad", "good"]}},
            "sentiment head has the labels ['bad', 'good']; expected neg",
        ),
        (
            {"labels": {"sentiment": ["positive", "neutral", "positive"]}},
            "expected negative, neutral, positive",
        ),
        ({"labels": {"emotion": [1, 2]}}, "the emotion head has the labels [1, 2]; expected neutral, happy"),
        ({"labels": {"emotion": {}}}, "the emotion head has the labels {}"),
        ({"labels": 5}, "sentimotion.labels in config.json is not a JSON object"),
        ({"thresholds": [0.5]}, "sentimotion.thresholds in config.json is not a JSON object"),
        ({"training": "x"}, "sentimotion.training in config.json is not a JSON object"),
        (
            {"baseline": "Mask"},
            "sentimotion.baseline in config.json is 'Mask'; expected one of pad, mask, zero",
        ),
        ({"baseline": None}, "sentimotion.baseline in config.json is None; expected one of pad, mask, zero"),
        (
            {"baseline": ["pad"]},
            "sentimotion.baseline in config.json is ['pad']; expected one of pad, mask, zero",
        ),
        (
            {"version": 5},
            "sentimotion.version in config.json is not a valid version name: it is neither a string",
        ),
        ({"version": "<b>x</b>"}, "is not a valid version name: it begins with neither a letter nor a digit"),
        ({"version": {"name": "x", "date": "soon"}}, "its date is not in the form 2026-11-26"),
        ("x", "sentimotion in config.json is not a JSON object"),
        ([1], "sentimotion in config.json is not a JSON object"),
    ],
)
def test_an_invalid_section_of_the_config(folder, section, expected):
    change_config(folder, sentimotion=section)
    assert expected in refused(folder)


@pytest.mark.parametrize("threshold", ["0.5", None, 2, True])
def test_invalid_thresholds(folder, threshold):
    change_config(folder, sentimotion={"thresholds": {"emotion": threshold}})
    assert f"the emotion threshold is {threshold!r}" in refused(folder)


def test_the_section_of_the_config_is_optional(folder):
    change_config(folder, sentimotion=None)
    info = sentimotion.load(folder).info
    assert info.labels == LABELS
    assert info.thresholds == DEFAULT_THRESHOLDS
    assert info.training == {}
    assert info.checkpoint_version is None


def test_the_version_is_in_every_result(folder):
    change_config(folder, sentimotion={"version": {"name": "প্রথম", "date": "2026-11-26"}})
    model, version = sentimotion.load(folder), "প্রথম (2026-11-26)"
    answers = [
        model.predict(SENTENCES[0]),
        *model.predict_batch(SENTENCES[:2]),
        model.explain(SENTENCES[0]),
        model.walk(SENTENCES[0]).explanation,
        sentimotion.inspect(folder),
    ]
    assert [answer.to_dict()["checkpoint_version"] for answer in answers] == [version] * len(answers)
    assert model.predict(SENTENCES[0]).to_dict()["checkpoint"] == str(folder)


def test_the_embedded_checkpoint_has_a_version():
    info = sentimotion.inspect()
    assert (info.source, info.checkpoint_version) == ("embedded", "everyday-2 (2026-11-26)")


@pytest.mark.parametrize("baseline", ["pad", "mask", "zero", "expected"])
def test_the_config_names_the_default_baseline(folder, baseline):
    change_config(folder, sentimotion={"baseline": baseline})
    assert sentimotion.load(folder).default_baseline == baseline


def test_the_default_baseline_is_padding(folder):
    for section in ({"thresholds": {}}, None):
        change_config(folder, sentimotion=section)
        assert sentimotion.load(folder).default_baseline == "pad"


def test_the_baseline_is_padding_without_a_mask_token(folder):
    values = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    del values["mask_token"]
    write_json(folder / "tokenizer_config.json", values)
    model = sentimotion.load(folder)
    assert model.tokenizer.mask_token_id is None
    assert (model.default_baseline, model.other_baselines) == ("pad", ("zero",))
    assert model.explain(SENTENCES[0], n_steps=1).baseline == "pad"


@pytest.mark.parametrize("values", [{"is_decoder": True}, {"add_cross_attention": True, "is_decoder": True}])
def test_a_config_of_a_decoder(folder, values):
    change_config(folder, **values)
    assert "describes a decoder; expected an encoder" in refused(folder)


def test_the_config_does_not_change_the_outputs_of_a_forward_pass(folder, bert_model):
    change_config(folder, return_dict=False, output_hidden_states=True, output_attentions=True)
    found = sentimotion.load(folder)
    assert found.predict(SENTENCES[0]).probabilities == bert_model.predict(SENTENCES[0]).probabilities


def test_what_a_config_says_beside_the_encoder_is_not_built(folder, bert_model):
    """Labels without number, and where to fetch code for attention from."""
    change_config(
        folder,
        num_labels=10**9,
        attn_implementation="evil-org/kernel",
        _attn_implementation="evil-org/kernel",
        attn_implementation_internal="evil-org/kernel",
        use_kernels=True,
    )
    begun = time.process_time()
    assert sentimotion.inspect(folder).problem is None
    found = sentimotion.load(folder, device="cpu")
    assert time.process_time() - begun < 5.0
    assert found.predict(SENTENCES[0]).probabilities == bert_model.predict(SENTENCES[0]).probabilities


def test_too_many_layers_are_refused_before_they_are_built(folder):
    change_config(folder, num_hidden_layers=10**8)
    assert "asks for 100000000 layers, the file has" in refused(folder, inspect=False)
    assert "asks for 100000000 layers" in sentimotion.inspect(folder).problem


@pytest.mark.parametrize("number", ["99999999999", "9" * 5000])
def test_a_head_with_too_large_a_layer_number_is_refused(folder, number):
    def rename(tensors):
        for name in [name for name in tensors if name.startswith("sentiment_head.")]:
            tensors[f"sentiment_head.{number}.{name.rpartition('.')[2]}"] = tensors.pop(name)

    change_tensors(folder, rename)
    assert "no head has so many" in refused(folder, inspect=False)
    assert "no head has so many" in sentimotion.inspect(folder).problem


@pytest.mark.parametrize("values", [{"hidden_size": "x"}, {"layer_norm_eps": []}, {"num_hidden_layers": 1.5}])
def test_a_config_with_values_of_the_wrong_kind(folder, values):
    change_config(folder, **values)
    (name,) = values
    assert f"config.json is not a valid bert config (Validation error for field '{name}'" in refused(folder)


@pytest.mark.parametrize(
    "values",
    [{"hidden_size": 17}, {"num_attention_heads": 0}, {"vocab_size": -1}, {"hidden_act": "nope"}],
    ids=str,
)
def test_a_config_of_an_impossible_encoder(folder, values):
    change_config(folder, pad_token_id=0, **values)
    assert "no encoder can be built from its config.json (" in refused(folder, inspect=False)


@pytest.mark.parametrize("values", [{"hidden_size": 32}, {"num_hidden_layers": 3}, {"vocab_size": 400}])
def test_a_config_of_another_size(folder, values):
    change_config(folder, **values)
    assert f"{WEIGHTS} does not fit the model (" in refused(folder, inspect=False)


def test_without_a_config_that_of_the_base_is_used(
    folder, bert_folder, electra_folder, tmp_path, monkeypatch
):
    (folder / "config.json").unlink()
    message = refused(folder)  # offline, so that it cannot be downloaded
    assert (
        f"no config.json or tokenizer of its own; {sources.BASE}: cannot be downloaded from the hub ("
        in message
    )
    nameless = copied(bert_folder, tmp_path / "nameless")
    change_config(nameless, model_type=None)
    assert sources.BASE in refused(nameless)

    monkeypatch.setattr(sources, "BASE", str(electra_folder))
    whole = sentimotion.load(electra_folder)
    bare = tmp_path / "bare"
    bare.mkdir()
    shutil.copy(electra_folder / WEIGHTS, bare)
    model = sentimotion.load(bare)
    assert (model.info.config_from, model.info.tokenizer_from) == (str(electra_folder),) * 2
    assert model.predict(SENTENCES[0]).probabilities == whole.predict(SENTENCES[0]).probabilities
    assert (whole.info.config_from, whole.info.tokenizer_from) == (str(electra_folder),) * 2
    # The section of this project applies, whatever kind of model the config names.
    write_json(bare / "config.json", {"model_type": "their_own", "sentimotion": {"baseline": "mask"}})
    model = sentimotion.load(bare)
    assert (model.info.config_from, model.default_baseline) == (str(electra_folder), "mask")


def test_without_a_tokenizer_the_base_is_named(folder):
    for name in TOKENIZERS:
        (folder / name).unlink(missing_ok=True)
    message = refused(folder, inspect=False)
    assert (
        f"no config.json or tokenizer of its own; {sources.BASE}: cannot be downloaded from the hub ("
        in message
    )
    assert sentimotion.inspect(folder).tokenizer_from == sources.BASE


@pytest.mark.parametrize(
    "content", ["", "{", "{}", "[]", "5", '{"version": "1.0", "model": {}, "added_tokens": []}']
)
def test_a_damaged_tokenizer(folder, content):
    (folder / "tokenizer.json").write_text(content)
    assert f"{folder}: its tokenizer cannot be opened (" in refused(folder, inspect=False)


@pytest.mark.parametrize(
    "settings",
    [{"do_lower_case": True}, {"do_lower_case": True, "strip_accents": True}, {"strip_accents": True}],
)
def test_a_tokenizer_that_deletes_vowel_signs(electra_folder, tmp_path, settings):
    folder = copied(electra_folder, tmp_path / "checkpoint")
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "ElectraTokenizer", **settings})
    assert "its tokenizer deletes Bangla vowel signs" in refused(folder, inspect=False)


def test_a_tokenizer_much_smaller_than_the_embeddings(folder, bert_model):
    name = "encoder.embeddings.word_embeddings.weight"
    change_tensors(folder, lambda tensors: tensors.update({name: torch.zeros(1000, 16)}))
    change_config(folder, vocab_size=1000)
    n_pieces = len(bert_model.tokenizer)
    assert f"the tokenizer has {n_pieces} pieces, the model 1000 embeddings" in refused(folder, inspect=False)


def test_a_tokenizer_of_another_model(folder, bert_model):
    name = "encoder.embeddings.word_embeddings.weight"
    change_tensors(folder, lambda tensors: tensors.update({name: tensors[name][:100].clone()}))
    change_config(folder, vocab_size=100)
    n_pieces = len(bert_model.tokenizer)
    message = refused(folder, inspect=False)
    assert f"the tokenizer has {n_pieces} pieces, the model 100 embeddings; they do" in message


@pytest.mark.parametrize("kind", MAKERS)
def test_inspect(kind, tmp_path):
    folder = MAKERS[kind](tmp_path / kind)
    model, info = sentimotion.load(folder), sentimotion.inspect(folder)
    assert info == model.info
    config = model.network.config
    assert info.encoder_type == config.model_type == kind.split("_")[0]
    assert (info.hidden_size, info.n_layers, info.vocab_size) == (16, 2, config.vocab_size)
    assert info.n_parameters == sum(parameter.numel() for parameter in model.network.parameters())
    assert info.size_bytes == (folder / WEIGHTS).stat().st_size
    assert info.shapes == {name: tuple(t.shape) for name, t in load_file(folder / WEIGHTS).items()}
    assert info.dtypes == ("F16",) if kind == "bert" else ("F32",)
    assert info.labels == {head: LABELS[head] for head in HEADS}
    assert info.thresholds == DEFAULT_THRESHOLDS
    values = json.loads(json.dumps(info.to_dict(), allow_nan=False))
    assert values["tensors"]["emotion_head.bias"] == [6]
    assert values["training"] == ({"seed": 0} if kind == "bert" else {})
    assert set(values) == {field for field in info.__slots__ if field != "shapes"} | {"tensors"}


def test_inspect_reads_no_weights(bert_folder, monkeypatch):
    class Header:
        """The part of an open file that may be used without reading a tensor."""

        def __init__(self, *arguments, **options):
            self._file = safe_open(*arguments, **options)

        def __enter__(self):
            self._opened = self._file.__enter__()
            return self

        def __exit__(self, *error):
            return self._file.__exit__(*error)

        def offset_keys(self):
            return self._opened.offset_keys()

        def get_slice(self, name):
            part = self._opened.get_slice(name)
            return type("Slice", (), {"get_shape": part.get_shape, "get_dtype": part.get_dtype})

    expected = sentimotion.inspect(bert_folder)
    monkeypatch.setattr(header, "safe_open", Header)
    assert sentimotion.inspect(bert_folder) == expected
    with pytest.raises(AttributeError, match="get_tensor"):
        sentimotion.load(bert_folder)


@pytest.mark.parametrize("revision", [None, "v2"])
def test_hub_ids_use_the_same_code(bert_folder, bert_model, monkeypatch, revision):
    asked = []

    def download(repo_id, *, revision, allow_patterns, **_options):
        asked.append((repo_id, revision, WEIGHTS in allow_patterns))
        assert not any(pattern.endswith((".bin", ".pt")) or pattern == "*" for pattern in allow_patterns)
        return str(bert_folder)

    monkeypatch.setattr(hub, "snapshot_download", download)
    model = sentimotion.load("someone/their-model", revision=revision)
    assert sentimotion.inspect("someone/their-model", revision=revision) == model.info
    assert asked == [("someone/their-model", revision, True), ("someone/their-model", revision, False)]
    assert model.info.source == model.predict("আজ").checkpoint == "someone/their-model"
    assert model.predict("আজ").probabilities == bert_model.predict("আজ").probabilities


def hub_error():
    response = httpx2.Response(404, request=httpx2.Request("GET", "https://hub.invalid/x"))
    return RepositoryNotFoundError("404 Client Error\n\nRepository Not Found", response=response)


@pytest.mark.parametrize(
    "error",
    [
        hub_error(),
        LocalEntryNotFoundError("not in the cache\nand offline"),
        ConnectionError("reset"),
        TimeoutError(),
        OSError(28, "No space left on device"),
        RuntimeError("the data did not match\nits hash"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_download_that_fails(monkeypatch, error):
    def fail(*_arguments, **_options):
        raise error

    monkeypatch.setattr(hub, "snapshot_download", fail)
    monkeypatch.setattr(hub.constants, "HF_HUB_OFFLINE", False)
    message = refused("someone/their-model", revision="v2")
    assert "someone/their-model: cannot be downloaded from the hub (" in message
    assert "or use the embedded checkpoint" in message


def test_offline_a_hub_id_is_one_line():
    assert "nobody/nothing: cannot be downloaded from the hub (" in refused("nobody/nothing")


def test_a_folder_without_read_permission(folder, monkeypatch):
    def denied(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(type(folder), "iterdir", denied)
        assert "cannot be read (" in (message := refused(folder))
        assert "check its permissions" in message
    with monkeypatch.context() as patched:
        patched.setattr(header, "safe_open", denied)
        assert refused(folder) == f"{folder}: {WEIGHTS} cannot be read; check its permissions"
    with monkeypatch.context() as patched:
        patched.setattr(type(folder), "read_text", denied)
        assert "config.json cannot be read (" in refused(folder)


@pytest.mark.parametrize("model_type", ["sentimotion", "joint-bangla"])
def test_a_model_type_of_the_authors_own_uses_the_config_of_the_base(
    electra_folder, tmp_path, monkeypatch, model_type
):
    monkeypatch.setattr(sources, "BASE", str(electra_folder))
    folder = copied(electra_folder, tmp_path / "own")
    write_json(folder / "config.json", {"model_type": model_type, "base_model": "x"})
    model = sentimotion.load(folder)
    assert model.info.config_from == str(electra_folder)
    assert model.info.tokenizer_from == str(folder)


@pytest.fixture(params=synthetic.LAYOUTS)
def foreign(request, tmp_path):
    """A file written by a third-party module, the settings that it needs, and the module."""
    layout = synthetic.LAYOUTS[request.param]
    folder = synthetic.write_foreign(tmp_path / "foreign", request.param)
    module = synthetic.ForeignModel(synthetic.config_of("tiny"), layout).requires_grad_(False)
    return folder, layout.layout, module.load_file(folder / WEIGHTS)


def test_foreign_layouts_compute_what_their_own_module_computes(foreign):
    folder, layout, module = foreign
    model = sentimotion.load(folder, layout=layout, device="cpu")
    batch = model.tokenizer(list(SENTENCES), return_tensors="pt", padding=True)
    options = {"input_ids": batch.input_ids, "attention_mask": batch.attention_mask}
    with torch.inference_mode():
        for logits, expected in zip(model.network(**options), module(**options), strict=True):
            assert expected.std(0).min() > 0.01  # the sentences have different logits
            torch.testing.assert_close(logits, expected, rtol=1e-5, atol=1e-6)
    info = sentimotion.inspect(folder, layout=layout)
    assert info == model.info
    assert info.problem is None
    assert info.n_parameters == sum(parameter.numel() for parameter in model.network.parameters())
    assert {group.use for group in info.groups} >= {"encoder", "sentiment", "emotion"}
    assert json.loads(json.dumps(info.to_dict()))["decisions"][0]["subject"] == "encoder"
    explanation = model.explain(SENTENCES[0], head="emotion")
    assert explanation.converged


def test_what_a_file_cannot_tell_needs_a_setting(foreign):
    folder, layout, _module = foreign
    if layout:
        message = refused(folder, inspect=False)
        assert sentimotion.inspect(folder).problem == message
        assert "look at the code that trained it, then set it by layout={" in message
    else:
        assert sentimotion.inspect(folder).problem is None


def test_unknown_settings(folder):
    for call in (sentimotion.load, sentimotion.inspect):
        with pytest.raises(InvalidRequest, match="there is no layout setting 'activation'"):
            call(folder, layout="activation=gelu")


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("n_files", [1, 3])
def test_parts_and_half_precision(tmp_path, dtype, n_files):
    whole = synthetic.write_foreign(tmp_path / "whole", "deep", dtype=dtype)
    parts = synthetic.write_foreign(tmp_path / "parts", "deep", dtype=dtype, n_files=n_files)
    files = sorted(parts.glob("*.safetensors"))
    assert len(files) == n_files
    one, other = (sentimotion.load(folder, layout="head_activation=gelu") for folder in (whole, parts))
    assert one.network.state_dict().keys() == other.network.state_dict().keys()
    stored = {name: tensor for file in files for name, tensor in load_file(file).items()}
    for name, tensor in other.network.named_parameters():
        torch.testing.assert_close(
            tensor,
            stored[
                name.replace("encoder.", "bert.", 1)
                if "head" not in name
                else name.replace("head.0", "head.1").replace("head.2", "head.4")
            ].float(),
            rtol=0,
            atol=0,
        )
    info = sentimotion.inspect(parts, layout="head_activation=gelu")
    assert info == other.info
    assert info.size_bytes == sum(file.stat().st_size for file in files)
    assert info.dtypes == ({torch.float16: "F16", torch.bfloat16: "BF16"}[dtype],)


@pytest.fixture
def parts(tmp_path):
    return synthetic.write_foreign(tmp_path / "parts", n_files=2)


INDEX, PART = "model.safetensors.index.json", "model-00002-of-00002.safetensors"


def test_a_part_that_is_missing_or_cut(parts):
    data = (parts / PART).read_bytes()
    (parts / PART).write_bytes(data[: len(data) // 2])
    assert f"{PART} is incomplete or not a safetensors file" in refused(parts)
    (parts / PART).unlink()
    assert f"1 of the files listed in {INDEX} are missing ({PART}); download" in refused(parts)


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ("{", "is not valid JSON"),
        ("[]", "has no weight_map"),
        ('{"weight_map": {}}', "has no weight_map"),
        ('{"weight_map": {"a": 5}}', "has no weight_map"),
        ('{"weight_map": {"a": "../x.safetensors"}}', "names '../x.safetensors'; expected safetensors files"),
        ('{"weight_map": {"a": "/etc/passwd"}}', "names '/etc/passwd'; expected safetensors files beside it"),
        ('{"weight_map": {"a": "weights.bin"}}', "names 'weights.bin'; expected safetensors files beside it"),
    ],
)
def test_an_invalid_index(parts, index, expected):
    (parts / INDEX).write_text(index)
    message = refused(parts)
    assert f"{INDEX} " in message
    assert expected in message


def test_a_tensor_in_two_parts(parts):
    shutil.copy(parts / PART, parts / "model-00001-of-00002.safetensors")
    assert f" and in {PART}; expected once" in refused(parts)


def test_the_full_size_is_that_of_the_card():
    with torch.device("meta"):
        model = synthetic.ForeignModel(synthetic.config_of("full"), synthetic.LAYOUTS["bert"])
    n_parameters = sum(parameter.numel() for parameter in model.parameters())
    assert 335e6 < n_parameters < 336e6


def test_errors_are_one_line_even_if_they_quote_line_breaks():
    error = SentimotionError("a\nb\r\nc")
    assert str(error) == "a b c"
    assert str(error.at(3)) == "text 3: a b c"
    assert type(CheckpointError("x").at(0)) is CheckpointError


def test_other_files_are_ignored(folder):
    write_json(folder / "generation_config.json", {})
    (folder / "notes").mkdir()
    save_file({"x": torch.zeros(1)}, folder / "other.safetensors")
    assert sentimotion.load(folder)
