"""A head's card, drawn from its parts of the state."""

import pytest

from sentimotion.errors import ExplanationError
from sentimotion.i18n.messages import signed
from sentimotion.web.analyze.views import show_chart, show_decision, show_explanation
from sentimotion.web.session.analysis import analyze
from tests.sentimotion.web import Shown, explanation_of

TEXT = "আজ সকালে বৃষ্টি থেমে গেছে, তাই মনটা ভালো।"


@pytest.fixture(scope="module")
def analysis(bert_model):
    return analyze(bert_model, TEXT)


@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_a_moved_threshold_redoes_the_decision(analysis, threshold):
    shares = analysis.prediction.probabilities.sentiment
    html = show_decision("sentiment", "en", "1", threshold, shares)
    (attributes,) = Shown(html).with_attribute("data-decision")
    assert attributes["data-fell-back"] == str(threshold == 1.0).lower()
    assert show_chart("sentiment", "en", "1", threshold, shares).layout.shapes[0].x0 == threshold


def test_a_card_from_nothing_to_explained(analysis):
    assert show_explanation("en", "1", None, None, None, 0.0, False, None) == ""
    assert 'aria-busy="true"' in show_explanation("en", "1", analysis, None, None, 0.5, False, None)
    assert "Stopped" in show_explanation("en", "1", analysis, None, None, 0.5, True, None)
    failed = show_explanation("en", "1", analysis, None, None, 0.5, False, ExplanationError("not finite"))
    assert 'data-error="explanation"' in failed
    explanation = explanation_of(TEXT, label="negative")
    assert 'data-label="negative"' in show_explanation("en", "1", analysis, explanation, None)


def test_without_some_words_the_card_shows_what_is_left(bert_model, analysis):
    explanation = bert_model.explain(TEXT)
    without = bert_model.delete_words(TEXT, [0, 2], {"sentiment": explanation})
    shares = analysis.prediction.probabilities.sentiment
    figure = show_chart("sentiment", "en", "1", 0.0, without.probabilities.sentiment, shares)
    assert list(figure.data[0].x) == pytest.approx(without.probabilities.sentiment)
    # Beside the threshold's line, a mark for what each probability was.
    assert [shape.x0 for shape in figure.layout.shapes[1:]] == pytest.approx(
        analysis.prediction.probabilities.sentiment
    )
    assert len(show_chart("sentiment", "en", "1", 0.0, shares).layout.shapes) == 1
    shown = Shown(show_explanation("en", "1", analysis, explanation, without))
    pressed = [word["aria-pressed"] for word in shown.with_attribute("data-word")]
    assert pressed == ["true" if index in (0, 2) else "false" for index in range(len(explanation.words))]
    (line,) = shown.texts_of("taken-out")
    assert line.startswith("Without “আজ”, “বৃষ্টি”:")
    change = without.changes["sentiment"]
    assert signed(-change.measured, "en") in line


def test_the_bars_are_there_before_plotly_is(analysis):
    shares = analysis.prediction.probabilities.sentiment
    shown = Shown(show_decision("sentiment", "en", "1", 0.55, shares))
    bars = [found for found in shown.with_attribute("style") if "--share" in found["style"]]
    assert [bar["style"].split(";")[0] for bar in bars] == [f"--share:{share:.4f}" for share in shares]
    assert len(shown.texts_of("early-bars")) == 1
