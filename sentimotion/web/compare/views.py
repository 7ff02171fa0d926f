"""Render comparison results as escaped HTML. Pure; does not import gradio."""

from collections.abc import Sequence
from html import escape

from sentimotion.i18n.messages import Language, count, head_name, label_name, percent, say
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS, Head
from sentimotion.text.encoding import EncodedText
from sentimotion.web.compare.comparison import Swapped, read_words
from sentimotion.web.compare.slides import TEXTS_COMPARED, WORD_SWAPPED
from sentimotion.web.compare.wording import points, shorten_word, shown_points, skipped_lines
from sentimotion.web.components.highlight import render_plain
from sentimotion.web.components.progress_bar import render_halted, render_meter
from sentimotion.web.components.slides import render_present
from sentimotion.web.session.analysis import Analysis


def render_section(name: str, language: Language) -> str:
    """Render the title and purpose of one of the three comparisons.

    :param name: ``"pair"``, ``"swap"`` or ``"set"``.
    """
    thresholds = {head: percent(DEFAULT_THRESHOLDS[head], language) for head in HEADS}
    return (
        f'<div class="compare-section" lang="{language}"><h2>{escape(say(f"{name}_title", language))}</h2>'
        f"<p>{escape(say(f'{name}_lead', language, **thresholds))}</p></div>"
    )


def render_missing_input(key: str, language: Language) -> str:
    """Render the message about a missing input.

    :param key: Message key.
    """
    return f'<p class="notice" role="alert" lang="{language}">{escape(say(key, language))}</p>'


def render_text_name(index: int, language: Language) -> str:
    """Render the heading of one of the two texts.

    :param index: 0 or 1.
    """
    return f'<p class="compare-whose" lang="{language}">{escape(say(f"pair_text_{index}", language))}</p>'


def render_pair_present(language: Language) -> str:
    """Render the button that starts presentation mode for both texts."""
    return f'<div class="present-line">{render_present(TEXTS_COMPARED, language)}</div>'


def render_difference(head: Head, pair: Sequence[Analysis], language: Language) -> str:
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
    return (
        f'<p class="compare-difference" role="status" lang="{language}"'
        f' data-changed="{str(changed).lower()}">'
        f"<strong>{escape(head_name(head, language))}</strong> {escape(decision)} {escape(movement)}</p>"
    )


def render_words(encoded: EncodedText, chosen: int | None, language: Language) -> str:
    """Render the sentence with its words as buttons; text between words stays as typed.

    A single tab stop; arrow keys move between the words, as a long text would otherwise have a hundred stops.

    :param chosen: Index of the chosen word, if any.
    """
    text, words = encoded.text, read_words(encoded)
    if not words:
        return render_missing_input("swap_no_words", language)
    parts, position = [], 0
    for index, span in enumerate(words):
        parts.append(escape(text[position : span.start]))
        stop = 0 if index == (chosen or 0) else -1
        parts.append(
            f'<button type="button" class="swap-word" data-swap="{index}" tabindex="{stop}"'
            f' aria-pressed="{str(index == chosen).lower()}">{escape(text[slice(*span)])}</button>'
        )
        position = span.end
    parts.append(escape(text[position:]))
    return (
        f'<div role="toolbar" lang="{language}" aria-label="{escape(say("swap_words", language))}">'
        f'<p class="sentence swap-words" lang="bn">{"".join(parts)}</p></div>'
    )


def render_chosen(encoded: EncodedText | None, chosen: int | None, language: Language) -> str:
    """Render the word to swap, or the request to choose one."""
    if encoded is None or not read_words(encoded):
        return ""
    if chosen is None:
        message = say("swap_choose", language)
    else:
        word = encoded.text[slice(*read_words(encoded)[chosen])]
        message = say("swap_chosen", language, word=shorten_word(word))
    return f'<p class="compare-chosen" role="status" lang="{language}">{escape(message)}</p>'


def render_swap_summary(swapped: Swapped, language: Language) -> str:
    """Summarize the swap: the word, the number of alternatives, and the skipped lines."""
    original, *others = swapped.words
    lines = skipped_lines(swapped.alternatives, original, language)
    if swapped.n_truncated:
        n_read, n_all = (count(n, language) for n in (swapped.n_truncated, len(swapped.words)))
        lines.append(say("swap_truncated", language, count=n_read, all=n_all))
    notes = "".join(f'<p class="notice" role="status" lang="{language}">{escape(line)}</p>' for line in lines)
    if not others:
        return render_missing_input("swap_nothing", language) + notes
    title = say("swap_result", language, word=shorten_word(original), count=count(len(others), language))
    if len(others) == 1:
        title = say("swap_result_one", language, word=shorten_word(original), other=shorten_word(others[0]))
    before, after = swapped.text[: swapped.span.start], swapped.text[swapped.span.end :]
    return (
        f'<div class="titled"><h3 class="compare-title" lang="{language}">{escape(title)}</h3>'
        f"{render_present(WORD_SWAPPED, language)}</div>"
        f'<p class="sentence" lang="bn">{escape(before)}<mark class="swap-slot">{escape(original)}</mark>'
        f"{escape(after)}</p>{notes}"
        f'<p class="compare-key" lang="{language}">{escape(say("swap_key", language))}</p>'
        # In presentation mode nothing is interactive.
        f'<p class="on-stage" lang="{language}">{escape(say("swap_key_still", language))}</p>'
    )


def render_pair_progress(text: str, done: float, language: Language) -> str:
    """Render the placeholder of an explanation while it is computed: the sentence and the progress."""
    label = say("explaining", language, percent=percent(done, language))
    meter = render_meter(label, done, language)
    return f'<div class="explanation" lang="{language}">{render_plain(text)}{meter}</div>'


def render_pair_stopped(text: str, language: Language) -> str:
    """Render the placeholder of an explanation that the visitor stopped."""
    halted = render_halted("pair_stopped", language)
    return f'<div class="explanation" lang="{language}">{render_plain(text)}{halted}</div>'


def render_running(name: str, done: float, language: Language) -> str:
    """Render the progress of a swap or a set.

    :param name: ``"swap"`` or ``"set"``.
    """
    return render_meter(say(f"{name}_running", language, percent=percent(done, language)), done, language)
