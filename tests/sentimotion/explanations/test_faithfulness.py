"""Whether an explanation is better than chance, for a model and a text."""

import json
import math

import pytest

import sentimotion
from sentimotion.errors import ExplanationError, InvalidRequest
from tests.checkpoints import SENTENCES

TEXT = SENTENCES[1]


def test_the_strongest_words_are_taken_out_and_measured(model):
    found = model.faithfulness(TEXT, "emotion")
    words = found.explanation.words
    strongest = sorted(range(len(words)), key=lambda index: -words[index].attribution)
    assert found.rank.words == tuple(strongest[: math.ceil(len(words) / 5)])
    assert found.curve.order == tuple(strongest)
    assert found.eraser == found.explanation.baseline == model.default_baseline
    without = model.delete_words(TEXT, found.rank.words, {"emotion": found.explanation})
    assert found.rank.drop == pytest.approx(without.changes["emotion"].measured, abs=1e-4)
    assert found.curve.scores[0] == pytest.approx(found.explanation.score, abs=1e-4)
    assert found.curve.scores[len(found.rank.words)] == pytest.approx(
        found.explanation.score - found.rank.drop, abs=1e-4
    )


def test_the_same_every_time_and_json(bert_model):
    found = bert_model.faithfulness(TEXT, "sentiment", "negative", contrast="positive", eraser="cut")
    again = bert_model.faithfulness(TEXT, "sentiment", "negative", contrast="positive", eraser="cut")
    assert found == again
    values = json.loads(json.dumps(found.to_dict()))
    assert (values["label"], values["contrast"], values["eraser"]) == ("negative", "positive", "cut")
    assert values["n_sets"] == found.rank.n_sets
    assert len(values["random_scores"]) == 20
    assert values["better_than_chance"] in (True, False, None)


def test_cut_words_are_gone_as_if_never_typed(bert_model):
    """By hand: the text without the word."""
    text = "মন ভালো নেই"
    found = bert_model.faithfulness(text, "sentiment", "positive", eraser="cut")
    assert len(found.curve.order) == 3
    first = found.explanation.words[found.curve.order[0]].text
    shorter = " ".join(word for word in text.split() if word != first)
    again = bert_model.explain(shorter, "sentiment", "positive", n_steps=1)
    assert found.curve.scores[1] == pytest.approx(again.score, abs=1e-4)
    assert found.rank.is_too_short
    assert found.to_dict()["better_than_chance"] is None


def test_what_cannot_be_measured(bert_model):
    with pytest.raises(InvalidRequest, match="no words"):
        bert_model.faithfulness("!!!")
    encoded = bert_model.encode(TEXT)
    other = bert_model.explain("অন্য কথা", n_steps=1)
    with pytest.raises(InvalidRequest, match="another text"):
        list(bert_model.chance_ranks(encoded, {"sentiment": other}))
    with pytest.raises(InvalidRequest, match="another text"):
        list(bert_model.chance_ranks(encoded, {}))


def test_a_broken_checkpoint_says_so(bert_folder):
    broken = sentimotion.load(bert_folder, device="cpu")
    shown = broken.explain(TEXT, n_steps=1)
    broken.network.sentiment_head.weight.data.fill_(math.nan)
    with pytest.raises(ExplanationError, match="damaged"):
        list(broken.chance_ranks(broken.encode(TEXT), {"sentiment": shown}))
