"""Render probability changes as escaped HTML tables. Pure; does not import gradio."""

from collections.abc import Sequence
from html import escape

from sentimotion.explanations.counterfactuals import SLOT, LabelRange, LabelSpread, label_ranges
from sentimotion.i18n.messages import Language, count, head_name, label_name, percent, say
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.web.compare.comparison import SetResult, Swapped
from sentimotion.web.compare.slides import SET_RUN
from sentimotion.web.compare.templates import NamedGroup, TemplateSet
from sentimotion.web.compare.wording import points, shorten_word, shown_points
from sentimotion.web.components.slides import render_present


def render_ranges(head: Head, swapped: Swapped, language: Language) -> str:
    """Render each label's range with its extreme words, and a collapsible table of all numbers."""
    words = swapped.words
    found = [of_label for of_label in label_ranges(swapped.probabilities) if of_label.head == head]
    rows = "".join(_range_row(of_label, words, language) for of_label in found)
    columns = ("column_label", "column_lowest", "column_highest", "column_range")
    name = head_name(head, language)
    all_columns = [say("column_word", language), *(label_name(label, language) for label in LABELS[head])]
    all_rows = "".join(
        f'<tr><th scope="row">{_word_cell(words, index, language)}</th>'
        + "".join(f"<td>{escape(percent(share, language))}</td>" for share in values.of(head))
        + "</tr>"
        for index, values in enumerate(swapped.probabilities)
    )
    every = say("swap_all", language, head=name)
    return (
        _widest(found, words, language)
        + _table(
            say("swap_ranges", language, head=name), [say(key, language) for key in columns], rows, language
        )
        + f'<details class="compare-all" lang="{language}"><summary>{escape(every)}</summary>'
        + _table(every, all_columns, all_rows, language)
        + "</details>"
    )


def render_set(result: SetResult, template_set: TemplateSet, language: Language) -> str:
    """Render the table of a set, its interpretation, and the sentences."""
    names = template_set.names
    columns = ("column_label", "column_mean", "column_largest", "column_lowest_for", "column_highest_for")
    tables = ""
    for head in HEADS:
        rows = "".join(_spread_row(of, names, language) for of in result.spreads if of.head == head)
        caption = say("set_caption", language, head=head_name(head, language))
        tables += _table(caption, [say(key, language) for key in columns], rows, language, head)
    counts = {
        "templates": count(len(template_set.templates), language),
        "names": count(len(names), language),
    }
    sentences = "".join(
        f"<li>{escape(template.replace(SLOT, '…'))}</li>" for template in template_set.templates
    )
    named = ", ".join(_name(name, language) for name in names)
    return (
        f'<div class="compare-set" lang="{language}" data-set="{result.index}">'
        f'<div class="titled"><h3 class="compare-title">{escape(template_set.name[language])}</h3>'
        f"{render_present(SET_RUN, language)}</div>"
        f'<div class="compare-tables">{tables}</div>'
        f'<p class="set-how">{escape(say("set_how", language, templates=counts["templates"]))}</p>'
        f'<p class="set-means">{escape(say("set_means", language))}</p>'
        f'<p class="set-means-not">{escape(say("set_means_not", language))}</p>'
        f'<details class="compare-all"><summary>{escape(say("set_sentences", language, **counts))}</summary>'
        f'<ul class="set-sentences" lang="bn">{sentences}</ul><p class="set-names">{named}</p>'
        "</details></div>"
    )


def _widest(found: Sequence[LabelRange], words: Sequence[str], language: Language) -> str:
    """The label with the largest change, in words."""
    widest = max(found, key=lambda of_label: of_label.width)
    moved = shown_points(widest.lowest, widest.highest)
    message = say("pair_still", language)
    if moved:
        message = say(
            "swap_widest",
            language,
            label=label_name(widest.label, language),
            points=points(moved, language),
            lowest=percent(widest.lowest, language),
            highest=percent(widest.highest, language),
            low=shorten_word(words[widest.lowest_at]),
            high=shorten_word(words[widest.highest_at]),
        )
    return f'<p class="compare-widest" lang="{language}">{escape(message)}</p>'


def _range_row(of_label: LabelRange, words: Sequence[str], language: Language) -> str:
    ends = ((of_label.lowest, of_label.lowest_at), (of_label.highest, of_label.highest_at))
    cells = "".join(
        f"<td>{escape(percent(share, language))} {_word_cell(words, at, language)}</td>" for share, at in ends
    )
    width = count(shown_points(of_label.lowest, of_label.highest), language)
    return _label_row(of_label.label, f"{cells}<td>{escape(width)}</td>", language)


def _spread_row(of_label: LabelSpread, names: Sequence[NamedGroup], language: Language) -> str:
    widths = "".join(
        f"<td>{escape(count(round(100 * width), language))}</td>"
        for width in (of_label.mean, of_label.largest)
    )
    ends = "".join(
        f"<td>{_name(names[at], language)}</td>" for at in (of_label.lowest_at, of_label.highest_at)
    )
    return _label_row(of_label.label, widths + ends, language)


def _label_row(label: str, cells: str, language: Language) -> str:
    # A possible line break, so that the last column stays on a phone's screen.
    name = escape(label_name(label, language)).replace("/", "/<wbr>")
    return f'<tr data-label="{label}"><th scope="row">{name}</th>{cells}</tr>'


def _word_cell(words: Sequence[str], index: int, language: Language) -> str:
    """Render a word of a swap; the original is marked."""
    word = f'<span lang="bn">{escape(shorten_word(words[index]))}</span>'
    return word if index else escape(say("swap_original", language, word="\0")).replace("\0", word)


def _name(name: NamedGroup, language: Language) -> str:
    text = f'<span lang="bn">{escape(name.text)}</span>'
    return text if name.group is None else f"{text} <small>({escape(name.group[language])})</small>"


def _table(caption: str, columns: Sequence[str], rows: str, language: Language, head: str = "") -> str:
    """Render a table in a scrollable, keyboard-focusable container."""
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    return (
        f'<div class="compare-table" role="region" tabindex="0" lang="{language}" data-head="{head}"'
        f' aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
