"""Render a head's explanation as HTML: highlighted text, legend, removed words, waterfall."""

from collections.abc import Mapping
from math import fsum

from markupsafe import Markup

from sentimotion.errors import SentimotionError
from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.i18n.messages import Language, label_name, percent, say, signed
from sentimotion.inference.predictor import Probabilities
from sentimotion.labels import HEADS, Head
from sentimotion.templating import render_template
from sentimotion.web.components.attribution_sum import shares
from sentimotion.web.components.decision import render_error
from sentimotion.web.components.highlight import render_highlight, render_plain
from sentimotion.web.components.progress_bar import render_halted, render_meter
from sentimotion.web.components.waterfall import render_waterfall


def render_unexplained(
    text: str,
    language: Language,
    done: float,
    is_stopped: bool = False,
    error: SentimotionError | None = None,
    *,
    stopped: str = "stopped",
    css_class: str = "explanation",
) -> Markup:
    """Render what stands in the place of an explanation: the sentence with the progress, or what ended it.

    :param done: Fraction done, 0 to 1.
    :param is_stopped: Whether the visitor stopped it.
    :param error: Why it failed.
    :param stopped: Message key of the notice that it was stopped.
    :param css_class: Class of the element.
    """
    if error is not None:
        return render_error(error, language)
    if is_stopped:
        state, busy = render_halted(stopped, language), Markup()
    else:
        sentence = say("explaining", language, percent=percent(done, language))
        state, busy = render_meter(sentence, done, language), Markup(' aria-busy="true"')
    return Markup('<div class="{}" lang="{}"{}>{}{}</div>').format(
        css_class, language, busy, render_plain(text), state
    )


def render_explanation(
    explanation: Explanation,
    language: Language,
    without: Deletion | None = None,
    before: Probabilities | None = None,
) -> Markup:
    """Render the highlighted sentence, its legend and its waterfall.

    :param explanation: The explanation to render.
    :param language: Language of the page.
    :param without: Result with some words removed; None if no word is removed.
    :param before: Probabilities of the whole text. If given, each word is a button that removes it.
    """
    removed = () if before is None or without is None else without.words
    words = fsum(word.attribution for word in explanation.words)
    return render_template(
        "web/components/explanation.html",
        language=language,
        explanation=explanation,
        highlight=render_highlight(explanation, language, None if before is None else removed),
        removed_words=", ".join(f"“{explanation.words[index].text}”" for index in removed),
        change=_change(explanation, without, before, language) if without and before else "",
        words=words,
        total=fsum([explanation.baseline_score, words, explanation.other]),
        waterfall=render_waterfall(explanation, language),
        is_interactive=before is not None,
    )


def _change(explanation: Explanation, without: Deletion, before: Probabilities, language: Language) -> str:
    """The change of the score with words removed, next to the sum of their attributions."""
    head, label = explanation.head, explanation.label
    if (change := without.changes.get(head)) is None:
        return ""
    return say(
        "without_change",
        language,
        label=label_name(label, language),
        before=percent(before.scores(head)[label], language),
        after=percent(without.probabilities.scores(head)[label], language),
        measured=signed(-change.measured, language),
        attributed=signed(-change.attributed, language),
    )


def render_opposed_words(explanations: Mapping[Head, Explanation | None], language: Language) -> Markup:
    """Render the words that push the two heads in opposite directions; empty if there are none."""
    one, other = (explanations[head] for head in HEADS)
    if one is None or other is None or one.text != other.text:
        return Markup()
    cases = []
    for favored, opposed in ((one, other), (other, one)):
        words = [
            f"“{one.words[index].text}”"
            for index in opposed_words(one, other)
            if favored.words[index].attribution > 0
        ]
        if words:
            labels = (label_name(explanation.label, language) for explanation in (favored, opposed))
            names = dict(zip(("one", "other"), labels, strict=True))
            cases.append(say("for_and_against", language, words=", ".join(words), **names))
    if not cases:
        return Markup()
    return Markup('<p class="notice" lang="{}" data-pulls-apart>{}</p>').format(
        language, say("pulls_apart", language, cases="; ".join(cases))
    )


# Minimum strength of a word in both heads, relative to the strongest word of each.
_STRONG = 0.25


def opposed_words(one: Explanation, other: Explanation) -> list[int]:
    """Indexes of words with strong attributions of opposite sign in both explanations."""
    return [
        index
        for index, (mine, theirs) in enumerate(zip(shares(one), shares(other), strict=True))
        if mine * theirs < 0 and min(abs(mine), abs(theirs)) >= _STRONG
    ]
