"""How the words of a text work together, by a model."""

import json
import math
from itertools import combinations

import pytest

import sentimotion
from sentimotion.errors import ExplanationError, InvalidRequest, TooManyWords
from sentimotion.explanations.results import Request
from sentimotion.text.words import word_spans
from tests.checkpoints import SENTENCES

TEXT = "আজ মনটা খুব ভালো!"


def test_the_four_scores_of_a_pair(model):
    """Each of them by taking out the other words, as the page does it."""
    found = model.interactions(TEXT, "emotion", "fear")
    shown = model.explain(TEXT, "emotion", "fear", n_steps=1)

    def score(*kept):
        others = [word for word in range(4) if word not in kept]
        return shown.score - model.delete_words(TEXT, others, {"emotion": shown}).changes["emotion"].measured

    pairs = {pair.words: pair.interaction for pair in found.pairs}
    assert sorted(pairs) == list(combinations(range(4), 2))
    assert found.empty_score == pytest.approx(score(), abs=1e-4)
    for word in range(4):
        assert found.scores[word] == pytest.approx(score(word), abs=1e-4)
    for (one, other), value in pairs.items():
        expected = score(one, other) - score(one) - score(other) + score()
        assert value == pytest.approx(expected, abs=3e-4)
    strengths = [abs(pair.interaction) for pair in found.pairs]
    assert strengths == sorted(strengths, reverse=True)


def test_both_heads_in_the_same_passes_and_json(bert_model):
    encoded = bert_model.encode(TEXT)
    requests = {
        "sentiment": Request("sentiment", "negative", "positive"),
        "emotion": Request("emotion", "fear"),
    }
    *_, both = bert_model.pair_interactions(encoded, requests, "cut")
    alone = bert_model.interactions(TEXT, "sentiment", "negative", contrast="positive", eraser="cut")
    assert [pair.words for pair in both["sentiment"].pairs] == [pair.words for pair in alone.pairs]
    assert both["sentiment"].scores == pytest.approx(alone.scores, abs=1e-5)
    values = json.loads(json.dumps(alone.to_dict()))
    assert (values["label"], values["contrast"], values["eraser"]) == ("negative", "positive", "cut")
    assert [(word["start"], word["end"]) for word in values["words"]] == [*map(tuple, word_spans(TEXT))]
    assert values["words"][3]["text"] == "ভালো"
    assert len(values["pairs"]) == 6
    assert values["pairs"][0]["words"] == list(alone.pairs[0].words)


def test_the_default_is_the_most_probable_label(bert_model):
    found = bert_model.interactions(TEXT, "emotion")
    assert found.request.label == bert_model.predict(TEXT).probabilities.top_label("emotion")
    assert found.eraser == bert_model.default_baseline


def test_only_short_texts(bert_model):
    text = "মন " * 17
    with pytest.raises(TooManyWords, match="has 17 words") as error:
        bert_model.interactions(text)
    assert error.value.details == {"words": 17, "limit": 16}
    assert len(bert_model.interactions("মন " * 16).pairs) == 120
    assert bert_model.interactions("মন").pairs == ()
    with pytest.raises(InvalidRequest, match="no words"):
        bert_model.interactions("!!!")


def test_a_broken_checkpoint_says_so(bert_folder):
    broken = sentimotion.load(bert_folder, device="cpu")
    broken.network.sentiment_head.weight.data.fill_(math.nan)
    with pytest.raises(ExplanationError, match="damaged"):
        broken.interactions(SENTENCES[1], "sentiment", "negative")
