"""What would change a decision, for a model and a text."""

import json

import pytest

from sentimotion.errors import InvalidRequest, InvalidThreshold, UnknownHead
from sentimotion.explanations.results import Request
from sentimotion.inference.decisions import decide
from sentimotion.labels import HEADS
from tests.checkpoints import SENTENCES

TEXT = "আজ সকালে বৃষ্টি থেমে গেছে, তাই মনটা ভালো।"
LISTS = (("ভালো", "খারাপ", "বৃষ্টি"), ("কেউ", "না"))


def unsure(model):
    """Texts and heads whose answer is not neutral, and its probability."""
    for text in (TEXT, *SENTENCES):
        for head in HEADS:
            probabilities = model.predict(text).probabilities
            if probabilities.top_label(head) != "neutral":
                yield text, head, max(probabilities.of(head))


def test_without_these_words_and_no_fewer_the_decision_is_another(model):
    """The threshold is just below the highest probability: little has to change."""
    n_found = 0
    for text, head, probability in unsure(model):
        threshold = probability - 1e-3
        found = model.counterfactual(text, head, threshold=threshold)
        assert found.decision.label == model.predict(text).probabilities.top_label(head)
        if found.removal is None:
            continue
        n_found += 1

        def label_without(words, text=text, head=head, threshold=threshold):
            """As the page takes words out."""
            probabilities = model.delete_words(text, words).probabilities.of(head)
            return decide(head, probabilities, threshold).label

        words = found.removal.words
        assert label_without(words) == found.removal.decision.label != found.decision.label
        for back in words if len(words) > 1 else ():
            assert label_without([word for word in words if word != back]) == found.decision.label
    assert n_found > 0


def test_a_decision_that_fell_back_changes_once_a_label_reaches_the_threshold(model):
    """Just above the highest probability the head says neutral; a little more and it says the label."""
    text, head, probability = next(unsure(model))
    found = model.counterfactual(text, head, threshold=probability + 1e-4)
    assert (found.decision.label, found.decision.fell_back) == ("neutral", True)
    assert found.removal.decision.label != "neutral"
    assert found.removal.decision.confidence >= probability + 1e-4


def test_where_nothing_can_change_it(bert_model):
    """No probability reaches 1: the decision is neutral, whatever is taken out or swapped."""
    found = bert_model.counterfactual(TEXT, "emotion", threshold=1.0, swap_lists=LISTS)
    assert (found.decision.label, found.removal, found.share) == ("neutral", None, 1.0)
    assert found.max_words == 7  # of eight words
    assert found.swap.decision.label == "neutral"
    alone = bert_model.counterfactual("ভালো", "sentiment", swap_lists=())
    assert (alone.removal, alone.max_words, alone.swap) == (None, 0, None)


def test_the_swap_that_moves_it_most(bert_model):
    """Against all swaps, one by one."""
    found = bert_model.counterfactual(TEXT, "sentiment", swap_lists=LISTS)
    label = found.decision.top_label

    def probability(text):
        return bert_model.predict(text).probabilities.scores("sentiment")[label]

    swapped = {
        (old, new): probability(TEXT.replace(old, new))
        for old, new in [("বৃষ্টি", "ভালো"), ("বৃষ্টি", "খারাপ"), ("ভালো", "খারাপ"), ("ভালো", "বৃষ্টি")]
    }
    (old, new), after = max(swapped.items(), key=lambda item: abs(item[1] - probability(TEXT)))
    swap = found.swap
    assert found.n_swaps == 4
    assert (TEXT[slice(*swap.replacement.span)], swap.replacement.word) == (old, new)
    assert swap.before == pytest.approx(probability(TEXT), abs=1e-5)
    assert swap.after == pytest.approx(after, abs=1e-5)
    prediction = bert_model.predict(TEXT.replace(old, new))
    assert swap.decision.label == prediction.sentiment.label


def test_the_lists_of_the_page_are_taken_by_default(bert_model):
    found = bert_model.counterfactual(TEXT)
    assert found.n_swaps == 6  # ভালো by the other six of its list
    assert bert_model.counterfactual("আমরা কাল আসব।").swap is None


def test_an_explanation_that_is_known_is_used(bert_model, monkeypatch):
    encoded, head = bert_model.encode(TEXT), "emotion"
    label = bert_model.predict(TEXT).probabilities.top_label(head)
    shown = bert_model.explain(encoded, head, label)
    asked = []
    monkeypatch.setattr(bert_model, "explain", lambda *given: asked.append(given) or shown, raising=True)
    *_, known = bert_model.counterfactuals(encoded, {head: 0.0}, {head: shown})
    assert asked == []
    assert shown.request == Request(head, label)
    *_, anew = bert_model.counterfactuals(encoded, {head: 0.0}, {})
    assert asked == [(encoded, head, label)]
    assert known == anew


def test_it_grows_and_is_json(bert_model):
    steps = list(bert_model.counterfactuals(bert_model.encode(TEXT), dict.fromkeys(HEADS, 0.5), {}))
    assert list(steps[0]) == ["sentiment"]
    shares = [step["sentiment"].share for step in steps]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1], steps[-1]["emotion"].share) == (0.0, 1.0, 1.0)
    text, head, probability = next(unsure(bert_model))
    found = bert_model.counterfactual(text, head, threshold=probability - 1e-3, swap_lists=[text.split()])
    values = json.loads(json.dumps(found.to_dict()))
    assert values["decision"] == {"label": found.decision.label, "confidence": found.decision.confidence}
    words = values["removal"]["words"]
    assert [word["text"] for word in words] == [text[word["start"] : word["end"]] for word in words]
    assert [word["index"] for word in words] == list(found.removal.words)
    assert values["swap"]["text"] in text.split()
    assert values["swap"]["label"] == found.decision.top_label
    nothing = bert_model.counterfactual("আমরা কাল আসব।", "sentiment", threshold=1.0).to_dict()
    assert (nothing["removal"], nothing["swap"], nothing["threshold"]) == (None, None, 1.0)


def test_what_is_refused(bert_model):
    with pytest.raises(InvalidThreshold):
        bert_model.counterfactual(TEXT, threshold=2.0)
    with pytest.raises(UnknownHead):
        bert_model.counterfactual(TEXT, "mood")
    with pytest.raises(InvalidRequest, match="max_words is 0"):
        bert_model.counterfactual(TEXT, max_words=0)
    with pytest.raises(InvalidRequest, match="no words"):
        bert_model.counterfactual("!!!")
