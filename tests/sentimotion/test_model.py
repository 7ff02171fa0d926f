"""The model as its users hold it: arguments, devices, the network's contract, threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from transformers import AutoModel

import sentimotion
from sentimotion.errors import (
    BlankText,
    InvalidMaxLength,
    InvalidRequest,
    InvalidText,
    InvalidThreshold,
    SentimotionError,
    UnknownHead,
    UnknownLabel,
)
from sentimotion.labels import LABELS
from tests.checkpoints import SENTENCES

TEXT = SENTENCES[0]
BAD_LENGTHS = [7, 513, True, "128", None, 128.0]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200d", "\ufeff"])
def test_blank_text(bert_model, text):
    for call in (bert_model.predict, bert_model.explain, bert_model.explain_heads, bert_model.encode):
        with pytest.raises(BlankText):
            call(text)


@pytest.mark.parametrize("max_length", BAD_LENGTHS)
def test_max_length(bert_model, max_length):
    for call in (bert_model.predict, bert_model.explain, bert_model.explain_heads):
        with pytest.raises(InvalidMaxLength, match=repr(max_length)):
            call(TEXT, max_length=max_length)
    for texts in ([], [TEXT]):  # a wrong length is not a fault of a text, so no index is named
        with pytest.raises(InvalidMaxLength, match="^max_length"):
            bert_model.predict_batch(texts, max_length=max_length)


@pytest.mark.parametrize("max_length", [8, 512])
def test_the_ends_of_max_length_are_in(bert_model, max_length):
    assert bert_model.predict(TEXT, max_length=max_length)
    assert bert_model.explain(TEXT, max_length=max_length, n_steps=1)


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan"), None, "0.5", True])
def test_thresholds_are_checked_each(bert_model, threshold):
    for call, value in (
        (bert_model.predict, TEXT),
        (bert_model.predict_batch, []),
        (bert_model.predict_batch, [TEXT]),
    ):
        with pytest.raises(InvalidThreshold, match="the sentiment threshold"):
            call(value, sent_threshold=threshold)
        with pytest.raises(InvalidThreshold, match="the emotion threshold"):
            call(value, emo_threshold=threshold)


def test_thresholds_reach_their_own_head(bert_model):
    low, high = bert_model.predict(TEXT, 0, 0), bert_model.predict(TEXT, 1, 1)
    assert [low.sentiment.fell_back, low.emotion.fell_back] == [False, False]
    assert [high.sentiment.fell_back, high.emotion.fell_back] == [True, True]
    mixed = bert_model.predict(TEXT, 0, 1)
    assert (mixed.sentiment, mixed.emotion) == (low.sentiment, high.emotion)
    defaults = bert_model.predict(TEXT)
    assert (defaults.sentiment.threshold, defaults.emotion.threshold) == (0.55, 0.60)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", BlankText),
        (" \n", BlankText),
        ("\u200d", BlankText),
        (None, InvalidText),
        ("\ud800", InvalidText),
    ],
)
def test_a_batch_names_the_index(bert_model, text, kind):
    with pytest.raises(kind, match=r"^text 2: the text ") as caught:
        bert_model.predict_batch([TEXT, TEXT, text, TEXT])
    assert type(caught.value) is kind
    assert caught.value.__cause__ is None


def test_one_text_is_no_batch(bert_model):
    with pytest.raises(InvalidRequest, match="list of texts"):
        bert_model.predict_batch(TEXT)


@pytest.mark.parametrize("head", ["Sentiment", "", None, 0, ["sentiment"], "both"])
def test_unknown_head(bert_model, head):
    with pytest.raises(UnknownHead, match="expected one of sentiment, emotion"):
        bert_model.explain(TEXT, head)
    with pytest.raises(UnknownHead):
        bert_model.explain_heads(TEXT, heads=[head])
    with pytest.raises(UnknownHead):
        bert_model.explain_heads(TEXT, labels={"happiness": "happy"})


@pytest.mark.parametrize("label", ["happy", "Positive", "", 2, True, "fear\n"])
def test_unknown_label(bert_model, label):
    with pytest.raises(
        UnknownLabel, match="not a label of the sentiment head; expected one of negative, neutral, positive"
    ):
        bert_model.explain(TEXT, "sentiment", label)
    with pytest.raises(UnknownLabel, match="the contrast"):
        bert_model.explain(TEXT, "sentiment", "positive", contrast=label)


def test_the_contrast_is_another_label(bert_model):
    with pytest.raises(UnknownLabel, match="is the label itself"):
        bert_model.explain(TEXT, "emotion", "fear", contrast="fear")


@pytest.mark.parametrize(
    "option",
    [
        *({"target": value} for value in ("logits", "", None, 0, ["logit"])),
        *({"baseline": value} for value in ("cls", "", 0, ["pad"])),
        *({"method": value} for value in ("saliency", "", None, ["integrated_gradients"])),
        *({"n_steps": value} for value in (0, -1, 1001, 2.0, "32", True, 10**400)),
    ],
    ids=lambda option: repr(option)[:40],
)
def test_options_of_explain(bert_model, option):
    (name,) = option
    with pytest.raises(InvalidRequest, match=f"{name}.*expected"):
        bert_model.explain(TEXT, **option)
    with pytest.raises(InvalidRequest, match=f"{name}.*expected"):
        bert_model.explain_heads(TEXT, **option)


@pytest.mark.parametrize("device", ["banana", "cuda:99", "", 1.5, []])
def test_a_device_that_is_not_there(bert_folder, device):
    with pytest.raises(InvalidRequest, match="the device .* cannot be used") as caught:
        sentimotion.load(bert_folder, device=device)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("dtype", ["float64", "int8", torch.int8, 16, "", "Float32"])
def test_a_dtype_that_does_not_go(bert_folder, dtype):
    with pytest.raises(InvalidRequest, match="expected one of float32, bfloat16, float16"):
        sentimotion.load(bert_folder, dtype=dtype)


@pytest.mark.parametrize("dtype", ["bfloat16", torch.bfloat16, "torch.float16"])
def test_precision_is_of_predictions_only(bert_folder, bert_model, dtype):
    model = sentimotion.load(bert_folder, device="cpu", dtype=dtype)
    assert {parameter.dtype for parameter in model.network.parameters()} == {torch.float32}
    exact, rough = (m.predict(TEXT).probabilities.sentiment for m in (bert_model, model))
    assert rough != exact
    assert rough == pytest.approx(exact, abs=0.05)
    assert sum(rough) == pytest.approx(1, abs=1e-12)
    assert (
        model.explain(TEXT, "sentiment", "positive").words
        == bert_model.explain(TEXT, "sentiment", "positive").words
    )


def test_devices_may_be_given_either_way(bert_folder):
    for device in ("cpu", torch.device("cpu")):
        assert sentimotion.load(bert_folder, device=device).device == torch.device("cpu")
    assert sentimotion.load(bert_folder).dtype is torch.float32
    assert sentimotion.load(str(bert_folder)).describe() == {
        "source": str(bert_folder),
        "checkpoint_version": None,
        "n_parameters": sentimotion.inspect(bert_folder).n_parameters,
        "device": str(sentimotion.load(bert_folder).device),
        "dtype": "float32",
        "gradient_dtype": "float32",
    }


@pytest.mark.parametrize(
    "text", ["no Bangla at all", "12345", "!?", "😂👍🏽", "你好", "<b>&amp;</b>", "নববর্ষ" * 400]
)
def test_any_text_gets_an_answer(model, text):
    assert sum(model.predict(text).probabilities.emotion) == pytest.approx(1)
    explanation = model.explain(text, n_steps=2, max_length=32)
    assert [word.text for word in explanation.words] == [
        text[word.start : word.end] for word in explanation.words
    ]


def test_network_contract(model):
    batch = model.tokenizer(list(SENTENCES), padding=True, return_tensors="pt")
    ids, attention_mask = batch["input_ids"], batch["attention_mask"]
    with torch.no_grad():
        outputs = model.network(input_ids=ids, attention_mask=attention_mask)
        embeddings = model.network.get_input_embeddings()
        from_embeds = model.network(inputs_embeds=embeddings(ids), attention_mask=attention_mask)
        alone = model.network(input_ids=ids[:1, : attention_mask[0].sum()])
    sentiment, emotion = outputs
    assert sentiment.shape == (len(SENTENCES), len(LABELS["sentiment"]))
    assert emotion.shape == (len(SENTENCES), len(LABELS["emotion"]))
    for one, other in zip(outputs, from_embeds, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-6)
    for one, other in zip(outputs, alone, strict=True):  # padding is not seen; no mask means no padding
        torch.testing.assert_close(one[:1], other, rtol=0, atol=1e-5)
    assert isinstance(embeddings, torch.nn.Embedding)
    assert embeddings is model.network.encoder.embeddings.word_embeddings
    assert embeddings.num_embeddings == model.info.vocab_size


def test_the_heads_read_the_first_state_of_transformers_own_encoder(model):
    """As the model card has it: last hidden state at [CLS], two linear layers side by side."""
    weights = model.network.state_dict()
    encoder = AutoModel.from_config(model.network.config, dtype=torch.float32).eval()
    loaded = encoder.load_state_dict(
        {name.removeprefix("encoder."): w for name, w in weights.items() if name.startswith("encoder.")},
        strict=False,
    )
    assert loaded.unexpected_keys == []
    assert all(name.startswith("pooler.") for name in loaded.missing_keys)  # BERT's, which nothing reads
    ids = torch.tensor([model.encode(TEXT).input_ids])
    with torch.no_grad():
        state = encoder(input_ids=ids).last_hidden_state[:, 0]
        outputs = model.network(input_ids=ids)
    for head, logits in zip(LABELS, outputs, strict=True):
        expected = state @ weights[f"{head}_head.weight"].T + weights[f"{head}_head.bias"]
        torch.testing.assert_close(logits, expected, rtol=0, atol=1e-5)


def state_of(model):
    modules = list(model.network.named_modules())
    return {
        "weights": {name: tensor.clone() for name, tensor in model.network.state_dict().items()},
        "requires_grad": {name for name, p in model.network.named_parameters() if p.requires_grad},
        "has_grad": {name for name, p in model.network.named_parameters() if p.grad is not None},
        "training": {name for name, module in modules if module.training},
        "hooks": [
            len(m._forward_hooks) + len(m._forward_pre_hooks) + len(m._backward_hooks) for _, m in modules
        ],
        "tokenizer": (model.tokenizer.backend_tokenizer.to_str(), model.tokenizer.padding_side),
        "grad_mode": (torch.is_grad_enabled(), torch.is_inference_mode_enabled()),
        "attributes": dict(vars(model)),
    }


@pytest.mark.parametrize("method", ["integrated_gradients", "captum_integrated_gradients"])
def test_nothing_changes_by_being_used(model, method):
    before = state_of(model)
    model.predict("আজ " * 50, 0.1, 0.9, max_length=16)
    model.predict_batch(SENTENCES)
    model.explain_heads(TEXT, method=method, n_steps=4)
    with pytest.raises(SentimotionError):
        model.predict("")
    after = state_of(model)
    torch.testing.assert_close(after.pop("weights"), before.pop("weights"), rtol=0, atol=0)
    assert after == before
    assert before["requires_grad"] == before["has_grad"] == before["training"] == set()


def test_an_explanation_given_up_changes_nothing(bert_model):
    before = state_of(bert_model)

    def give_up(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bert_model.explain(TEXT, on_progress=give_up)
    after = state_of(bert_model)
    assert before.pop("weights").keys() == after.pop("weights").keys()
    assert after == before


def test_threads_give_bit_for_bit_what_they_give_alone(model):
    texts = [*SENTENCES[:4], "আজ " * 40, SENTENCES[4] * 2, "darun", "না"]

    def answer(text):
        return model.predict(text, max_length=32), model.explain_heads(text, n_steps=4, max_length=32)

    alone = [answer(text) for text in texts]
    barrier = threading.Barrier(len(texts))

    def answer_often(text):
        barrier.wait()
        return [answer(text) for _ in range(3)]

    with ThreadPoolExecutor(len(texts)) as pool:
        for expected, answers in zip(alone, pool.map(answer_often, texts), strict=True):
            assert answers == [expected] * 3
