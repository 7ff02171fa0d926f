"""Render probability changes as HTML tables. Pure; does not import gradio."""

from collections.abc import Sequence

from markupsafe import Markup

from sentimotion.explanations.counterfactuals import SLOT, LabelRange, label_ranges
from sentimotion.i18n.messages import Language, label_name, percent, say
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.templating import render_template
from sentimotion.web.compare.comparison import SetResult, Swapped
from sentimotion.web.compare.templates import TemplateSet
from sentimotion.web.compare.wording import points, shorten_word, shown_points


def render_ranges(head: Head, swapped: Swapped, language: Language) -> Markup:
    """Render each label's range with its extreme words, and a collapsible table of all numbers."""
    words = [shorten_word(word) for word in swapped.words]
    ranges = [found for found in label_ranges(swapped.probabilities) if found.head == head]
    return render_template(
        "web/compare/ranges.html",
        language=language,
        head=head,
        widest=_widest(ranges, words, language),
        ranges=ranges,
        words=words,
        labels=[label_name(label, language) for label in LABELS[head]],
        shares=[values.of(head) for values in swapped.probabilities],
        shown_points=shown_points,
    )


def render_set(result: SetResult, template_set: TemplateSet, language: Language) -> Markup:
    """Render the table of a set, its interpretation, and the sentences."""
    return render_template(
        "web/compare/set.html",
        language=language,
        heads=HEADS,
        result=result,
        template_set=template_set,
        slot=SLOT,
    )


def _widest(found: Sequence[LabelRange], words: Sequence[str], language: Language) -> str:
    """The label with the largest change, in words."""
    widest = max(found, key=lambda of_label: of_label.width)
    moved = shown_points(widest.lowest, widest.highest)
    if not moved:
        return say("pair_still", language)
    return say(
        "swap_widest",
        language,
        label=label_name(widest.label, language),
        points=points(moved, language),
        lowest=percent(widest.lowest, language),
        highest=percent(widest.highest, language),
        low=words[widest.lowest_at],
        high=words[widest.highest_at],
    )
