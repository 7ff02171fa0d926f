"""Integrated gradients of the joint model, summed to the words of the text as typed."""

import itertools
import json
import math
import unicodedata

import pytest
import torch
from captum.attr import LayerIntegratedGradients

from explain import Canceled
from sentimotion import load
from sentimotion.errors import ExplanationError, InvalidRequest
from sentimotion.labels import HEADS, LABELS
from sentimotion.text.words import word_spans
from tests.checkpoints import SENTENCES, change_tensors, copied

KEYS = [
    *("head", "label", "contrast", "target", "score", "baseline_score", "words", "tokens", "other"),
    *("convergence_delta", "n_steps", "converged", "method", "baseline", "truncated_at", "text_warnings"),
    *("checkpoint", "checkpoint_version"),
]
METHODS = ["integrated_gradients", "captum_integrated_gradients"]
HARD_TEXTS = [
    "র\u200d্যাব এল, উদ\u09cd\u200cঘাটন হল",
    "আজ 👩\u200d👩\u200d👧 ভালো 👍🏽 🇧🇩 3\ufe0f\u20e3!",
    "ব\u09dc বড\u09bc হ\u09df",
    unicodedata.normalize("NFD", "কোথায় গেলো মৌমাছি"),
    "\ufeff আজ\u200b\nভালো\t\t।",
    "৩.৫ কেজি, ক'দিন, মা-বাবা",
    "[SEP] আজ </s> ভালো <pad>",
    "ﷺ ½ ﬁ",
]


def log_odds(probability):
    return math.log(probability / (1 - probability))


@pytest.mark.parametrize("contrast", [None, "neutral"])
def test_json(model, contrast):
    explanation = model.explain(SENTENCES[0], "sentiment", "positive", contrast=contrast)
    values = json.loads(json.dumps(explanation.to_dict(), allow_nan=False))
    assert list(values) == KEYS
    assert [values[key] for key in KEYS[:4]] == ["sentiment", "positive", contrast, "log_odds"]
    assert all(list(word) == ["text", "start", "end", "attribution"] for word in values["words"])
    assert all(
        list(token) == ["text", "start", "end", "attribution", "special", "word"]
        for token in values["tokens"]
    )
    assert (values["method"], values["baseline"]) == ("integrated_gradients", model.default_baseline)
    assert values["truncated_at"] is None
    assert (values["checkpoint"], values["checkpoint_version"]) == (model.info.source, None)
    assert type(values["converged"]) is bool


def test_warnings_about_the_text(bert_model):
    explanation = bert_model.explain("দু:খ পেলাম৷", n_steps=2)
    assert explanation.to_dict()["text_warnings"] == ["danda_lookalike", "colon_for_visarga"]
    assert bert_model.explain("আজ ভালো", n_steps=2).text_warnings == ()


def test_positions_in_a_repaired_text(bert_model):
    explanation = bert_model.explain("<br>দু:খ পেলাম৷কাল", n_steps=2, repair=True)
    assert explanation.typed_text == "<br>দু:খ পেলাম৷কাল"
    values = explanation.to_dict()
    assert values["repaired_text"] == "দুঃখ পেলাম।কাল"
    assert values["text_warnings"] == ["markup", "danda_lookalike", "colon_for_visarga"]
    assert [(word["text"], word["start"]) for word in values["words"]] == [
        ("দুঃখ", 0),
        ("পেলাম", 5),
        ("কাল", 11),
    ]
    typed = bert_model.explain("দুঃখ পেলাম।কাল", n_steps=2)
    assert explanation.words == typed.words
    assert list(typed.to_dict()) == KEYS
    assert list(bert_model.explain("দু:খ", n_steps=2).to_dict()) == KEYS
    assert bert_model.explain_heads("আজ ভালো", n_steps=2, repair=True)["emotion"].typed_text is None


def test_markup_is_no_word(bert_model):
    explanation = bert_model.explain("আজ&quot;ভালো&quot;<br>না", n_steps=2)
    assert [word.text for word in explanation.words] == ["আজ", "ভালো", "না"]
    assert_adds_up(explanation)


def assert_adds_up(explanation):
    words = [word.attribution for word in explanation.words]
    tokens = [token.attribution for token in explanation.tokens]
    assert math.fsum(words) + explanation.other == pytest.approx(math.fsum(tokens), abs=1e-9)
    change = explanation.score - explanation.baseline_score
    assert math.fsum(tokens) == pytest.approx(change + explanation.convergence_delta, abs=1e-9)


@pytest.mark.parametrize("target", ["log_odds", "logit", "probability"])
@pytest.mark.parametrize("method", METHODS)
def test_everything_adds_up(model, method, target):
    for text in SENTENCES:
        for explanation in model.explain_heads(text, method=method, target=target).values():
            assert_adds_up(explanation)
            assert explanation.converged
            share = max(abs(explanation.score - explanation.baseline_score), 0.1)
            assert abs(explanation.convergence_delta) <= 0.01 * share
            assert (explanation.method, explanation.target) == (method, target)


def test_too_few_steps_are_told_not_hidden(bert_model):
    explanation = bert_model.explain(SENTENCES[0], "emotion", n_steps=1)
    assert explanation.n_steps == 1
    assert not explanation.converged
    assert abs(explanation.convergence_delta) > 0.001
    assert_adds_up(explanation)


@pytest.mark.parametrize("text", HARD_TEXTS, ids=ascii)
def test_words_are_those_of_the_text_as_typed(model, text):
    explanation = model.explain(text, n_steps=2)
    assert [(word.start, word.end) for word in explanation.words] == word_spans(text)
    assert all(word.text == text[word.start : word.end] for word in explanation.words)
    assert_adds_up(explanation)
    for token in explanation.tokens:
        if token.word is not None:
            word = explanation.words[token.word]
            assert token.start < word.end
            assert word.start < token.end
    by_word = [0.0] * len(explanation.words)
    for token in explanation.tokens:
        if token.word is not None:
            by_word[token.word] += token.attribution
    assert by_word == pytest.approx([word.attribution for word in explanation.words], abs=1e-12)


def test_special_tokens_are_marked_and_get_nothing(model):
    for text in (*SENTENCES, "[CLS] <s> আজ"):
        tokens = model.explain(text, n_steps=2).tokens
        assert [token.special for token in tokens] == [True, *[False] * (len(tokens) - 2), True]
        for token in (tokens[0], tokens[-1]):
            assert (token.start, token.end, token.word, token.attribution) == (None, None, None, 0.0)
        assert all(token.start < token.end for token in tokens[1:-1])


def test_punctuation_lies_in_no_word_and_is_counted_as_other(electra_model):
    explanation = electra_model.explain("আজ ! ভালো ।", n_steps=4)
    assert [word.text for word in explanation.words] == ["আজ", "ভালো"]
    outside = [token for token in explanation.tokens if token.word is None and not token.special]
    assert [token.text for token in outside] == ["!", "।"]
    assert explanation.other == pytest.approx(sum(token.attribution for token in outside), abs=1e-12)
    assert abs(explanation.other) > 1e-4


def test_a_text_without_words_has_all_in_other(electra_model):
    explanation = electra_model.explain("!?", n_steps=4)
    assert explanation.words == ()
    assert explanation.other == pytest.approx(sum(t.attribution for t in explanation.tokens), abs=1e-12)


def test_the_default_label_is_the_most_probable_before_thresholds(model):
    for text in SENTENCES:
        prediction = model.predict(text, 1.0, 1.0)  # both heads fall back to neutral
        for head, explanation in model.explain_heads(text, n_steps=1).items():
            assert explanation.label == prediction.decision(head).top_label
            assert explanation.label == model.explain(text, head, n_steps=1).label


def test_the_score_is_what_the_network_says(model):
    text = SENTENCES[1]
    scores = model.predict(text).to_dict()
    ids = torch.tensor([model.encode(text).input_ids])
    with torch.no_grad():
        logits = dict(zip(HEADS, model.network(input_ids=ids), strict=True))
    for head in HEADS:
        for index, label in enumerate(LABELS[head]):
            probability, logit = scores[f"{head}_scores"][label], logits[head][0, index].item()
            options = {"n_steps": 1}
            assert model.explain(text, head, label, **options).score == pytest.approx(
                log_odds(probability), abs=1e-4
            )
            explanation = model.explain(text, head, label, target="logit", **options)
            assert explanation.score == pytest.approx(logit, abs=1e-5)
            explanation = model.explain(text, head, label, target="probability", **options)
            assert explanation.score == pytest.approx(probability, abs=1e-6)
            assert 0 <= explanation.baseline_score <= 1
            other = LABELS[head][index - 1]
            explanation = model.explain(text, head, label, contrast=other, **options)
            assert explanation.score == pytest.approx(logit - logits[head][0, index - 1].item(), abs=1e-5)


def test_the_baseline_score_is_that_of_the_text_with_its_tokens_replaced(model):
    text, head, label = SENTENCES[1], "emotion", "fear"
    ids = torch.tensor([model.encode(text).input_ids])
    embeds = model.network.get_input_embeddings()(ids)
    special = torch.zeros_like(ids, dtype=torch.bool)
    special[0, [0, -1]] = True
    found = {}
    for baseline, fill_id in (
        ("pad", model.tokenizer.pad_token_id),
        ("mask", model.tokenizer.mask_token_id),
        ("zero", None),
    ):
        if fill_id is None:
            filled = {"inputs_embeds": torch.where(special.unsqueeze(-1), embeds, 0.0)}
        else:
            filled = {"input_ids": torch.where(special, ids, fill_id)}
        with torch.no_grad():
            logit = model.network(**filled).emotion[0, LABELS[head].index(label)].item()
        explanation = model.explain(text, head, label, target="logit", baseline=baseline)
        assert explanation.baseline_score == pytest.approx(logit, abs=1e-5)
        assert explanation.baseline == baseline
        assert_adds_up(explanation)
        found[baseline] = tuple(word.attribution for word in explanation.words)
    # The embedding of <pad> is zeros where the encoder was made with a padding index.
    assert found["mask"] != found["zero"]
    assert len({explanation_words[0] for explanation_words in found.values()}) >= 2


def test_the_default_baseline_is_the_one_that_the_config_names(bert_model, electra_model):
    assert (bert_model.default_baseline, bert_model.other_baselines) == ("mask", ("pad", "zero"))
    # Nothing of ours stands in its config.
    assert (electra_model.default_baseline, electra_model.other_baselines) == ("pad", ("mask", "zero"))
    for model, baseline in ((bert_model, "mask"), (electra_model, "pad")):
        named = model.explain(SENTENCES[0], "emotion", baseline=baseline)
        assert model.explain(SENTENCES[0], "emotion") == named
        assert model.explain(SENTENCES[0], "emotion", baseline=None) == named
        assert model.explain_heads(SENTENCES[0])["emotion"].baseline == baseline
        assert model.walk(SENTENCES[0], "emotion").explanation.baseline == baseline
        for method in METHODS:
            if method != "shapley_sampling":
                assert model.explain(SENTENCES[0], method=method).baseline == baseline


def test_a_tokenizer_without_a_mask_cannot_be_the_baseline(bert_folder):
    model = load(bert_folder)
    model.explained_model.fill_ids["mask"] = None
    with pytest.raises(InvalidRequest, match="no mask token; choose another baseline"):
        model.explain("আজ", baseline="mask")


@pytest.mark.parametrize("method", METHODS)
def test_one_head_is_what_both_heads_say(model, method):
    both = model.explain_heads(SENTENCES[3], method=method, n_steps=8)
    assert list(both) == list(HEADS)
    for head in HEADS:
        alone = model.explain(SENTENCES[3], head, method=method, n_steps=8)
        assert (alone.label, alone.score, alone.baseline_score) == (
            both[head].label,
            both[head].score,
            both[head].baseline_score,
        )
        assert [word.attribution for word in alone.words] == pytest.approx(
            [word.attribution for word in both[head].words], abs=1e-9
        )


def test_heads_take_labels_and_contrasts_of_their_own(bert_model):
    explanations = bert_model.explain_heads(
        SENTENCES[0], labels={"emotion": "fear"}, contrasts={"emotion": "happy"}, n_steps=2
    )
    assert (explanations["emotion"].label, explanations["emotion"].contrast) == ("fear", "happy")
    assert explanations["sentiment"] == bert_model.explain(SENTENCES[0], n_steps=2)
    assert list(bert_model.explain_heads(SENTENCES[0], heads=("emotion",), n_steps=1)) == ["emotion"]


@pytest.mark.parametrize(
    ("head", "label", "contrast", "target"),
    [
        ("sentiment", "positive", None, "log_odds"),
        ("sentiment", "neutral", "negative", "log_odds"),
        ("emotion", "sadness", None, "log_odds"),
        ("emotion", "fear", None, "logit"),
        ("emotion", "happy", None, "probability"),
        ("emotion", "surprise", "anger_disgust", "logit"),
    ],
)
def test_equals_captums_layer_integrated_gradients(model, head, label, contrast, target):
    text = SENTENCES[2]
    ids = torch.tensor([model.encode(text).input_ids])
    special = torch.zeros_like(ids, dtype=torch.bool)
    special[0, [0, -1]] = True
    index = LABELS[head].index(label)

    def score(input_ids):
        logits = getattr(model.network(input_ids=input_ids), head)
        if contrast is not None:
            return logits[:, index] - logits[:, LABELS[head].index(contrast)]
        probabilities = logits.softmax(-1)[:, index]
        return {"logit": logits[:, index], "probability": probabilities, "log_odds": probabilities.logit()}[
            target
        ]

    layer = LayerIntegratedGradients(score, model.network.get_input_embeddings())
    reference = layer.attribute(
        ids,
        baselines=torch.where(special, ids, model.explained_model.fill_ids[model.default_baseline]),
        n_steps=30,
        method="gausslegendre",
    )
    expected = reference[0].sum(-1).tolist()
    assert max(map(abs, expected)) > 0.003  # or equality would mean little
    for method in METHODS:
        explanation = model.explain(
            text, head, label, contrast=contrast, target=target, n_steps=30, method=method
        )
        found = [token.attribution for token in explanation.tokens]
        assert found == pytest.approx(expected, abs=1e-5)


def test_a_contrast_turned_round_changes_every_sign(model):
    for one, other in itertools.combinations(LABELS["sentiment"], 2):
        there = model.explain(SENTENCES[0], "sentiment", one, contrast=other, n_steps=16)
        back = model.explain(SENTENCES[0], "sentiment", other, contrast=one, n_steps=16)
        assert there.score == pytest.approx(-back.score, abs=1e-6)
        assert [w.attribution for w in there.words] == pytest.approx(
            [-w.attribution for w in back.words], abs=1e-6
        )


def test_what_raises_one_probability_lowers_the_others(model):
    """Probabilities always add up to 1, so over the labels each word's attributions add up to 0."""
    explanations = [
        model.explain(SENTENCES[0], "emotion", label, target="probability", n_steps=32)
        for label in LABELS["emotion"]
    ]
    for values in zip(*([w.attribution for w in e.words] for e in explanations), strict=True):
        assert math.fsum(values) == pytest.approx(0, abs=1e-5)
    assert sum(e.score for e in explanations) == pytest.approx(1, abs=1e-5)


def test_words_past_the_cut_are_absent(model):
    text = " ".join(SENTENCES)
    explanation = model.explain(text, n_steps=2, max_length=12)
    cut = explanation.truncated_at
    assert 0 < cut < len(text)
    assert [(w.start, w.end) for w in explanation.words] == [
        (start, end) for start, end in word_spans(text) if start < cut
    ]
    assert len(explanation.words) < len(word_spans(text))
    assert len(explanation.tokens) == 12
    assert max(token.end for token in explanation.tokens if not token.special) == cut
    assert_adds_up(explanation)


@pytest.mark.parametrize("method", METHODS)
def test_progress(bert_model, method):
    calls = []
    bert_model.explain_heads(
        SENTENCES[0], method=method, n_steps=40, on_progress=lambda done, total: calls.append((done, total))
    )
    assert calls[-1] == (40, 40)
    assert {total for _, total in calls} == {40}
    assert [done for done, _ in calls] == sorted({done for done, _ in calls})
    assert len(calls) > 1


def test_progress_can_cancel(bert_model):
    def cancel(_done, _total):
        raise Canceled("enough")

    with pytest.raises(Canceled, match="enough"):
        bert_model.explain(SENTENCES[0], on_progress=cancel)


def test_a_damaged_checkpoint_is_an_error_of_its_own(bert_folder, tmp_path):
    folder = copied(bert_folder, tmp_path / "nan")
    change_tensors(folder, lambda tensors: tensors["sentiment_head.weight"].fill_(float("inf")))
    with pytest.raises(ExplanationError, match="not finite; the checkpoint may be damaged"):
        load(folder).explain("আজ", "sentiment", "positive")
