"""The Analyze tab drawn from its state: one function for each component."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from explain import ChanceRank
from sentimotion.errors import SentimotionError, TooManyWords
from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.i18n.messages import Language, count, percent, say
from sentimotion.inference.decisions import decide
from sentimotion.labels import HEADS, Head
from sentimotion.web.analyze.answer_changes import render_changes
from sentimotion.web.analyze.chance import render_rank, render_tests
from sentimotion.web.analyze.disagreement import render_disagree_button
from sentimotion.web.analyze.doubts import Doubt, Measured
from sentimotion.web.analyze.overview import render_overview
from sentimotion.web.analyze.stability import render_comparison
from sentimotion.web.analyze.words_together import render_together
from sentimotion.web.components.charts import probability_chart
from sentimotion.web.components.decision import (
    render_decision,
    render_early_bars,
    render_error,
    render_notice,
    render_waiting,
)
from sentimotion.web.components.explanation import (
    render_explanation,
    render_unexplained,
)
from sentimotion.web.components.progress_bar import render_meter
from sentimotion.web.session.analysis import Analysis


def _of_turn(turn: str, html: Markup) -> Markup:
    """Mark HTML with the answer that it belongs to.

    From a click on, the browser hides the previous answer (assets/js/old_answer.js). The mark makes the next
    one differ from it even if both say the same; otherwise Gradio would not draw it again.
    """
    return Markup('<div data-turn="{}">{}</div>').format(turn, html)


def show_overview(
    language: Language,
    turn: str,
    analysis: Analysis | None,
    thresholds: Mapping[Head, float],
    explanations: Mapping[Head, Explanation],
    deletion: Deletion | None,
) -> Markup:
    """The sentence with the marks of both heads, and both decisions."""
    if analysis is None:
        return Markup()
    probabilities = (deletion or analysis.prediction).probabilities
    decisions = {head: decide(head, probabilities.of(head), thresholds[head]) for head in HEADS}
    removed = () if deletion is None else deletion.words
    return _of_turn(turn, render_overview(analysis.encoded, decisions, explanations, removed, language))


Shares = Sequence[float] | None


def show_decision(
    head: Head, language: Language, turn: str, threshold: float, shares: Shares, _: Shares = None
) -> Markup:
    """A head's decision for a threshold and probabilities."""
    if shares is None:
        return _of_turn(turn, render_waiting(head, language))
    html = render_decision(head, decide(head, shares, threshold), shares, language)
    return _of_turn(turn, html + render_early_bars(head, shares, threshold, language))


def show_chart(
    head: Head, language: Language, turn: str, threshold: float, shares: Shares, whole: Shares = None
) -> Any:
    """A head's probabilities and threshold; those before words were removed, ``whole``, are marked."""
    return probability_chart(head, shares, threshold, language, whole, turn=turn)


def show_explanation(
    language: Language,
    turn: str,
    analysis: Analysis | None,
    explanation: Explanation | None,
    deletion: Deletion | None,
    *progress: Any,
) -> Markup:
    """A head's explanation; or its progress, its error, or that it was stopped.

    :param progress: The fraction done, whether the visitor stopped it, and its error.
    """
    if analysis is None:
        return Markup()
    if explanation is not None:
        html = render_explanation(explanation, language, deletion, analysis.prediction.probabilities)
    else:
        html = render_unexplained(analysis.encoded.text, language, *progress)
    return _of_turn(turn, html)


def show_rank(language: Language, turn: str, rank: ChanceRank | None) -> Markup:
    """Whether a head's explanation is better than chance, above its colors."""
    return _of_turn(turn, render_rank(rank, language))


# How what is measured of each doubt is drawn, and the message key of its progress.
_DOUBTS: Final[Mapping[Doubt, tuple[Callable[..., Markup], str]]] = {
    "chance": (render_tests, "chance_testing"),
    "stability": (render_comparison, "checking"),
    "together": (render_together, "pairs_measuring"),
    "changes": (render_changes, "change_searching"),
}


def show_doubt(doubt: Doubt, language: Language, measured: Measured) -> Markup:
    """What is measured of a doubt, as far as it is; its progress, or why there is nothing."""
    found, done = measured.found, measured.done
    if isinstance(done, TooManyWords):
        numbers = {name: count(number, language) for name, number in done.details.items()}
        return render_notice("error_too_many_words", language, **numbers)
    if isinstance(done, SentimotionError):
        return render_error(done, language)
    render, progress = _DOUBTS[doubt]
    options = {"is_growing": True} if doubt == "stability" and done is not None else {}
    html = render(found, language, **options) if found else Markup()
    if done is not None:
        html += render_meter(say(progress, language, percent=percent(done, language)), done, language)
    return html


def show_disagree_button(
    language: Language,
    turn: str,
    analysis: Analysis | None,
    thresholds: Mapping[Head, float],
) -> Markup:
    """The button for who disagrees."""
    if analysis is None:
        return Markup()
    return _of_turn(turn, render_disagree_button(analysis, thresholds, language))
