"""Render comparison results as HTML. Pure; does not import gradio."""

from collections.abc import Sequence

from markupsafe import Markup

from sentimotion.i18n.messages import Language, count, head_name, label_name, percent, say
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS, Head
from sentimotion.templating import render_template
from sentimotion.web.compare.comparison import Swapped
from sentimotion.web.compare.wording import points, shorten_word, shown_points, skipped_lines
from sentimotion.web.components.progress_bar import render_meter
from sentimotion.web.session.analysis import Analysis


def render_section(name: str, language: Language) -> Markup:
    """Render the purpose of one of the three comparisons.

    :param name: ``"pair"``, ``"swap"`` or ``"set"``.
    """
    thresholds = {head: percent(DEFAULT_THRESHOLDS[head], language) for head in HEADS}
    return Markup('<div class="compare-section" lang="{}"><p>{}</p></div>').format(
        language, say(f"{name}_lead", language, **thresholds)
    )


def render_difference(head: Head, pair: Sequence[Analysis], language: Language) -> Markup:
    """Describe the difference of two texts for one head: the decision, and the label that changed most."""
    one, other = (analysis.prediction.decision(head).label for analysis in pair)
    changed = one != other
    if changed:
        decision = say(
            "pair_decision_changed",
            language,
            one=label_name(one, language),
            other=label_name(other, language),
        )
    else:
        decision = say("pair_decision_same", language, label=label_name(one, language))
    before, after = (analysis.prediction.probabilities.of(head) for analysis in pair)
    most = max(range(len(before)), key=lambda index: abs(after[index] - before[index]))
    # The stated change equals the difference of the two displayed percentages exactly.
    moved = shown_points(before[most], after[most])
    if moved == 0:
        movement = say("pair_still", language)
    else:
        movement = say(
            "pair_rises" if moved > 0 else "pair_falls",
            language,
            label=label_name(LABELS[head][most], language),
            points=points(abs(moved), language),
            one=percent(before[most], language),
            other=percent(after[most], language),
        )
    return Markup(
        '<p class="compare-difference" role="status" lang="{}" data-changed="{}">'
        "<strong>{}</strong> {} {}</p>"
    ).format(language, str(changed).lower(), head_name(head, language), decision, movement)


def render_swap_summary(swapped: Swapped, language: Language) -> Markup:
    """Summarize the swap: the word, the number of alternatives, and the skipped lines."""
    original, *others = swapped.words
    skipped = skipped_lines(swapped.alternatives, original, language)
    if swapped.n_truncated:
        n_read, n_all = (count(n, language) for n in (swapped.n_truncated, len(swapped.words)))
        skipped.append(say("swap_truncated", language, count=n_read, all=n_all))
    title, word = "", shorten_word(original)
    if len(others) == 1:
        title = say("swap_result_one", language, word=word, other=shorten_word(others[0]))
    elif others:
        title = say("swap_result", language, word=word, count=count(len(others), language))
    return render_template(
        "web/compare/swap_summary.html",
        language=language,
        title=title,
        before=swapped.text[: swapped.span.start],
        original=original,
        after=swapped.text[swapped.span.end :],
        skipped=skipped,
    )


def render_running(name: str, done: float, language: Language) -> Markup:
    """Render the progress of a swap or a set.

    :param name: ``"swap"`` or ``"set"``.
    """
    return render_meter(say(f"{name}_running", language, percent=percent(done, language)), done, language)
