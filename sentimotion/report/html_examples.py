"""Render the report's word lists and example texts."""

from collections.abc import Sequence
from html import escape
from typing import Final

from sentimotion.checkpoints.version import named
from sentimotion.i18n.messages import Language, count, head_name, label_name, percent, say, signed
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.report.formatting import own_words
from sentimotion.report.scored_rows import ScoredRow
from sentimotion.report.snippets import shorten
from sentimotion.report.summary import Opinion
from sentimotion.report.word_counts import LabelWords, WordAttributions, WordEffect

_MOST_CHARACTERS: Final = 240


def render_word_tables(words: WordAttributions | None, scored_by: Sequence[str], language: Language) -> str:
    """The words of every label.

    :param words: None where they were not weighed.
    :param scored_by: The versions of the checkpoint that the file names; said where words come from another.
    """
    title = f"<h2>{escape(say('opinion_words', language))}</h2>"
    if words is None:
        return f'<section class="words">{title}<p>{escape(say("opinion_words_off", language))}</p></section>'
    how = escape(say("opinion_words_how", language, count=count(words.n_texts, language)))
    notice = ""
    if scored_by and list(scored_by) != [words.checkpoint_version]:
        model = named(words.checkpoint, words.checkpoint_version)
        other = say("opinion_words_version", language, model=model, versions=", ".join(scored_by))
        notice = f'<p class="notice">{escape(other)}</p>'
    left = say(
        "opinion_words_left",
        language,
        differing=count(words.n_differing, language),
        unsettled=count(words.n_unsettled, language),
    )
    parts = []
    for head in HEADS:
        of_head = [label for label in words.labels if label.head == head]
        if of_head:
            strongest = max(
                (abs(push.mean) for label in of_head for push in (*label.toward, *label.away)), default=1.0
            )
            lists = "".join(_label_words(label, strongest, language) for label in of_head)
            parts.append(f"<h3>{escape(head_name(head, language))}</h3>")
            parts.append(f'<div class="multiples">{lists}</div>')
    return (
        f'<section class="words">{title}<p>{how}</p>{notice}<p>{escape(left)}</p>{"".join(parts)}</section>'
    )


def _label_words(words: LabelWords, strongest: float, language: Language) -> str:
    label = label_name(words.label, language)
    note = say(
        "opinion_words_label",
        language,
        count=count(words.n_texts, language),
        least=count(words.least_texts, language),
    )
    lists = "".join(
        f'<h5 class="{direction}">{escape(say(f"opinion_{direction}", language))}</h5>'
        f"{_pushes(pushes, direction, strongest, language)}"
        for direction, pushes in (("toward", words.toward), ("away", words.away))
    )
    return (
        f'<div class="label-words" data-head="{words.head}" data-label="{words.label}"'
        f' style="--label-color:{LABEL_COLORS[words.label]}"><h4>{escape(label)}</h4>'
        f"<p><small>{escape(note)}</small></p>{lists}</div>"
    )


def _pushes(pushes: Sequence[WordEffect], direction: str, strongest: float, language: Language) -> str:
    if not pushes:
        return f'<p class="none">{escape(say("opinion_no_words", language))}</p>'
    items = ""
    for push in pushes:
        word, said = own_words(push.word, attributes=' class="word"'), escape(_push(push, language))
        items += f"<li>{word} <small>{said}</small>"
        items += f'<i aria-hidden="true" style="width:{abs(push.mean) / strongest:.1%}"></i></li>'
    return f'<ol class="{direction}">{items}</ol>'


def _push(push: WordEffect, language: Language) -> str:
    return say(
        "opinion_push", language, mean=signed(push.mean, language), count=count(push.n_texts, language)
    )


def render_examples(opinion: Opinion, language: Language) -> str:
    """Typical texts of each label, and each head's doubtful ones."""
    parts = [f'<p class="notice">{escape(say("opinion_private", language))}</p>']
    parts += [_heading("opinion_typical", language)]
    for head in HEADS:
        parts.append(f"<h3>{escape(head_name(head, language))}</h3>")
        for label in LABELS[head]:
            rows = opinion.examples.typical(head, label)
            name = escape(label_name(label, language))
            parts.append(f'<h4 style="--label-color:{LABEL_COLORS[label]}">{name}</h4>')
            parts.append(_texts(rows, head, 1, language))
    parts += [_heading("opinion_doubtful", language)]
    for head in HEADS:
        parts.append(f"<h3>{escape(head_name(head, language))}</h3>")
        parts.append(_texts(opinion.examples.doubtful(head), head, 2, language))
    return f'<section class="examples">{"".join(parts)}</section>'


def _heading(key: str, language: Language) -> str:
    return f"<h2>{escape(say(key, language))}</h2><p>{escape(say(key + '_how', language))}</p>"


def _texts(rows: Sequence[ScoredRow], head: Head, n_labels: int, language: Language) -> str:
    """Texts, each with its most probable labels."""
    if not rows:
        return f'<p class="none">{escape(say("opinion_no_examples", language))}</p>'
    items = []
    for row in rows:
        likely = sorted(zip(LABELS[head], row.probabilities[head], strict=True), key=lambda pair: -pair[1])
        shares = " · ".join(
            f"{label_name(label, language)} {percent(share, language)}" for label, share in likely[:n_labels]
        )
        text = own_words(shorten(" ".join(row.text.split()), _MOST_CHARACTERS), "q")
        items.append(f"<li>{text} <small>{escape(shares)}</small></li>")
    return f"<ul>{''.join(items)}</ul>"
