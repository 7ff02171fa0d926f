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
    """Render the words of every label.

    :param words: None if no texts were explained.
    :param scored_by: The checkpoint versions in the file; a notice says if the words come from another one.
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
        not_converged=count(words.n_not_converged, language),
    )
    parts = []
    for head in HEADS:
        of_head = [label for label in words.labels if label.head == head]
        if of_head:
            means = [abs(effect.mean) for label in of_head for effect in (*label.toward, *label.away)]
            strongest = max(means, default=1.0)
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
        f"{_effects(effects, direction, strongest, language)}"
        for direction, effects in (("toward", words.toward), ("away", words.away))
    )
    return (
        f'<div class="label-words" data-head="{words.head}" data-label="{words.label}"'
        f' style="--label-color:{LABEL_COLORS[words.label]}"><h4>{escape(label)}</h4>'
        f"<p><small>{escape(note)}</small></p>{lists}</div>"
    )


def _effects(effects: Sequence[WordEffect], direction: str, strongest: float, language: Language) -> str:
    if not effects:
        return f'<p class="none">{escape(say("opinion_no_words", language))}</p>'
    items = ""
    for effect in effects:
        word, said = (
            own_words(effect.word, attributes=' class="word"'),
            escape(_effect_text(effect, language)),
        )
        items += f"<li>{word} <small>{said}</small>"
        items += f'<i aria-hidden="true" style="width:{abs(effect.mean) / strongest:.1%}"></i></li>'
    return f'<ol class="{direction}">{items}</ol>'


def _effect_text(effect: WordEffect, language: Language) -> str:
    return say(
        "opinion_push", language, mean=signed(effect.mean, language), count=count(effect.n_texts, language)
    )


def render_examples(opinion: Opinion, language: Language) -> str:
    """Render typical texts of each label, and doubtful texts of each head."""
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
    """Render texts, each with its most probable labels."""
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
