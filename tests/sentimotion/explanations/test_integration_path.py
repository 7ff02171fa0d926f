"""The way from the blank text to the text, word by word."""

import pytest

from sentimotion.errors import InvalidRequest, UnknownHead, UnknownLabel
from tests.checkpoints import SENTENCES

TEXT = SENTENCES[1]


def test_every_point_adds_up_and_the_last_is_the_explanation(bert_model):
    walk = bert_model.walk(TEXT, "emotion", "sadness", points=[0, 0.3, 0.35, 1])
    explanation = walk.explanation
    assert (explanation.text, explanation.head, explanation.label) == (TEXT, "emotion", "sadness")
    assert walk.points == (0, 0.3, 0.35, 1)
    assert set(walk.words[0]) == {0.0}
    assert walk.words[-1] == pytest.approx([word.attribution for word in explanation.words])
    assert walk.other[-1] == pytest.approx(explanation.other)
    assert (walk.scores[0], walk.scores[-1]) == (explanation.baseline_score, explanation.score)
    change = max(0.1, abs(explanation.score - explanation.baseline_score))
    for score, words, other in zip(walk.scores, walk.words, walk.other, strict=True):
        assert explanation.baseline_score + sum(words) + other == pytest.approx(score, abs=0.02 * change)


def test_it_is_what_explain_says(bert_model):
    explanation = bert_model.explain(TEXT, contrast="positive", label="negative")
    walk = bert_model.walk(TEXT, contrast="positive", label="negative")
    change = max(0.1, abs(explanation.score - explanation.baseline_score))
    assert walk.explanation.contrast == "positive"
    for one, other in zip(walk.explanation.words, explanation.words, strict=True):
        assert one.attribution == pytest.approx(other.attribution, abs=0.03 * change)


def test_the_most_probable_label_by_itself(bert_model):
    assert bert_model.walk(TEXT).explanation.label == bert_model.predict(TEXT).sentiment.top_label


def test_what_cannot_be_walked(bert_model):
    with pytest.raises(InvalidRequest, match="increasing from 0 to 1"):
        bert_model.walk(TEXT, points=[0, 0.5])
    with pytest.raises(UnknownHead):
        bert_model.walk(TEXT, "mood")
    with pytest.raises(UnknownLabel):
        bert_model.walk(TEXT, "emotion", "positive")
