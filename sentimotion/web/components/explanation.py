"""Render a head's explanation as HTML: highlighted text, legend, removed words, waterfall."""

from collections.abc import Mapping
from html import escape
from math import fsum

from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.i18n.messages import Language, count, decimal, label_name, percent, say, signed, term
from sentimotion.inference.predictor import Probabilities
from sentimotion.labels import HEADS, Head
from sentimotion.web.components.highlight import render_highlight, render_plain
from sentimotion.web.components.waterfall import render_waterfall


def render_pending(text: str, done: float, language: Language) -> str:
    """Render the placeholder of an explanation while it is computed: the sentence and the progress."""
    label = say("explaining", language, percent=percent(done, language))
    return (
        f'<div class="explanation" lang="{language}" aria-busy="true">{render_plain(text)}'
        f'<div class="meter"><progress max="1" value="{done:.3f}" aria-label="{escape(label)}"></progress>'
        f"<span>{escape(label)}</span>"
        f'<button type="button" class="quiet-button" data-stop>{escape(say("stop", language))}</button>'
        "</div></div>"
    )


def render_stopped(text: str, language: Language) -> str:
    """Render the placeholder of an explanation that the visitor stopped."""
    return (
        f'<div class="explanation" lang="{language}">{render_plain(text)}'
        f'<p class="stopped" role="status">{escape(say("stopped", language))}</p></div>'
    )


def render_explanation(
    explanation: Explanation,
    language: Language,
    without: Deletion | None = None,
    before: Probabilities | None = None,
) -> str:
    """Render the highlighted sentence, its legend and its waterfall.

    :param explanation: The explanation to render.
    :param language: Language of the page.
    :param without: Result with some words removed; None if no word is removed.
    :param before: Probabilities of the whole text. If given, each word is a button that removes it.
    """
    warning = (
        ""
        if explanation.converged
        else f'<p class="warning" role="status">{escape(say("not_converged", language))}</p>'
    )
    removed_words = render_removed_words(explanation, without, before, language) if without and before else ""
    removed = None if before is None else without.words if without else ()
    return (
        f'<div class="explanation" lang="{language}" data-label="{explanation.label}"'
        f' data-contrast="{explanation.contrast or ""}"'
        f' data-converged="{str(explanation.converged).lower()}">'
        f"{render_highlight(explanation, language, removed)}{removed_words}"
        f"{_legend(explanation, language)}"
        f'<details data-keep="receipt-{explanation.head}"><summary class="receipt">'
        f"{escape(_receipt_line(explanation, language))}<br>"
        f"<small>{escape(_unit(explanation, language))}</small></summary>"
        f"{render_waterfall(explanation, language)}</details>"
        f"{_pictures(language) if before else ''}{warning}</div>"
    )


def _pictures(language: Language) -> str:
    """Render the buttons that save a card as an image (handled by assets/page.js)."""
    buttons = "".join(
        f'<button type="button" class="quiet-button" data-save="{kind}">'
        f"{escape(say('picture_' + kind.replace('-', '_'), language))}</button>"
        for kind in ("chart-svg", "chart-png", "sentence-svg", "sentence-png")
    )
    name = escape(say("save_picture", language))
    return (
        f'<details data-keep="pictures"><summary><small>{name}</small></summary>'
        f'<div class="buttons">{buttons}</div></details>'
    )


def render_removed_words(
    explanation: Explanation, without: Deletion, before: Probabilities, language: Language
) -> str:
    """Render the change of the score with words removed, next to the sum of their attributions."""
    words = ", ".join(f"“{explanation.words[index].text}”" for index in without.words)
    change = without.changes.get(explanation.head)
    message = ""
    if change is not None:
        message = say(
            "without_change",
            language,
            label=label_name(explanation.label, language),
            before=percent(before.scores(explanation.head)[explanation.label], language),
            after=percent(without.probabilities.scores(explanation.head)[explanation.label], language),
            measured=signed(-change.measured, language),
            attributed=signed(-change.attributed, language),
        )
    return (
        f'<p class="taken-out" role="status">{escape(say("without", language, words=words))} '
        f'{escape(message)} <button type="button" class="quiet-button" data-put-back>'
        f"{escape(say('put_all_back', language))}</button></p>"
    )


def _legend(explanation: Explanation, language: Language) -> str:
    toward = say("toward", language, label=label_name(explanation.label, language))
    away = (
        say("away", language)
        if explanation.contrast is None
        else say("against", language, label=label_name(explanation.contrast, language))
    )
    return (
        f'<p class="legend"><span class="key toward">{escape(toward)}</span>'
        f'<span class="key away">{escape(away)}</span></p>'
    )


def _receipt_line(explanation: Explanation, language: Language) -> str:
    words = fsum(word.attribution for word in explanation.words)
    return say(
        "receipt",
        language,
        blank=decimal(explanation.baseline_score, language),
        words=term(words, language),
        other=term(explanation.other, language),
        total=decimal(fsum([explanation.baseline_score, words, explanation.other]), language),
        score=decimal(explanation.score, language),
    )


def _unit(explanation: Explanation, language: Language) -> str:
    steps, label = count(explanation.n_steps, language), label_name(explanation.label, language)
    if explanation.contrast is None:
        return say("receipt_unit", language, label=label, steps=steps)
    contrast = label_name(explanation.contrast, language)
    return say("contrast_unit", language, label=label, contrast=contrast, steps=steps)


def render_opposed_words(explanations: Mapping[Head, Explanation | None], language: Language) -> str:
    """Render the words that push the two heads in opposite directions; empty if there are none."""
    one, other = (explanations[head] for head in HEADS)
    if one is None or other is None or one.text != other.text:
        return ""
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
        return ""
    line = say("pulls_apart", language, cases="; ".join(cases))
    return f'<p class="notice" lang="{language}" data-pulls-apart>{escape(line)}</p>'


# Minimum strength of a word in both heads, relative to the strongest word of each.
_STRONG = 0.25


def opposed_words(one: Explanation, other: Explanation) -> list[int]:
    """Indexes of words with strong attributions of opposite sign in both explanations."""
    shares = []
    for explanation in (one, other):
        strongest = max((abs(word.attribution) for word in explanation.words), default=0.0) or 1.0
        shares.append([word.attribution / strongest for word in explanation.words])
    return [
        index
        for index, (mine, theirs) in enumerate(zip(*shares, strict=True))
        if mine * theirs < 0 and min(abs(mine), abs(theirs)) >= _STRONG
    ]
