"""Render a project's figures as HTML tables; a missing figure shows its reason."""

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from sentimotion.i18n.messages import (
    Language,
    count,
    decimal,
    head_name,
    label_name,
    localize_digits,
    percent,
    say,
)
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.templating import own_words

if TYPE_CHECKING:
    from sentimotion.review.figures.confusion import Cell, Confusion
    from sentimotion.review.figures.figures import Figures, HeadFigures
    from sentimotion.review.figures.intervals import Measure


def render_figures(figures: "Figures", language: Language) -> str:
    """Render progress, the effect of explanations, and agreement and confusion for each head."""
    heads = "".join(_head(head, figures.heads[head], language) for head in HEADS)
    return (
        f'<div class="review-figures" lang="{language}" data-decided="{figures.n_decided_items}">'
        f"{_progress(figures, language)}{_changes(figures, language)}{heads}</div>"
    )


def render_measure(measure: "Measure", number: Callable[[float, Language], str], language: Language) -> str:
    """Render a figure with its interval, or the reason why it is missing; HTML."""
    if measure.value is None:
        return f"<small>{escape(say(f'review_reason_{measure.reason}', language))}</small>"
    n = count(measure.n, language)
    around = say("review_n", language, n=n)
    if measure.low is not None and measure.high is not None:
        low, high = number(measure.low, language), number(measure.high, language)
        around = say("review_interval", language, low=low, high=high, n=n)
    return f"<b>{escape(number(measure.value, language))}</b> <small>({escape(around)})</small>"


def render_table(head: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    """Render a scrollable table of HTML cells; the first cell of each row is its header."""
    columns = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for name, *cells in rows
    )
    return (
        f'<div class="review-scroll" tabindex="0"><table class="{kind}">'
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _words(keys: Sequence[str], language: Language) -> list[str]:
    return [escape(say(f"review_{key}", language)) for key in keys]


def _progress(figures: "Figures", language: Language) -> str:
    line = say(
        "review_decided_of",
        language,
        decided=count(figures.n_decided_items, language),
        items=count(figures.n_items, language),
        random=count(figures.n_decided_random, language),
        all_random=count(figures.n_random, language),
    )
    rows = [
        (
            own_words(one.name),
            count(one.decided, language),
            count(one.skipped, language),
            count(one.notes, language),
            localize_digits(f"{one.last:%Y-%m-%d %H:%M}", language),
        )
        for one in figures.annotators
    ]
    columns = _words(("person", "n_decided", "n_skipped", "n_notes", "last"), language)
    title = escape(say("review_progress_title", language))
    table = render_table(columns, rows, "people") if rows else ""
    return f"<section><h2>{title}</h2><p>{escape(line)}</p>{table}</section>"


def _changes(figures: "Figures", language: Language) -> str:
    found = figures.changes
    rows = [(escape(say("review_any_head", language)), render_measure(found.rate, percent, language), "", "")]
    if found.rate.value is not None:
        rows += [
            (
                escape(head_name(head, language)),
                render_measure(found.by_head[head], percent, language),
                count(found.towards_model[head], language),
                count(found.from_model[head], language),
            )
            for head in HEADS
        ]
    title = escape(say("review_changes_title", language))
    columns = ["", *_words(("changes", "towards", "from"), language)]
    return f'<section data-changes="{found.rate.n}"><h2>{title}</h2>{render_table(columns, rows)}</section>'


def _head(head: Head, found: "HeadFigures", language: Language) -> str:
    with_whom = {
        "model_random": found.model_random,
        "model_all": found.model_all,
        "gold_random": found.gold_random,
        "gold_all": found.gold_all,
    }
    agreement = render_table(
        _words(("agreement", "share", "kappa"), language),
        [
            (
                escape(say(f"review_{name}", language)),
                render_measure(one.share, percent, language),
                render_measure(one.kappa, decimal, language),
            )
            for name, one in with_whom.items()
        ],
    )
    alphas = render_table(
        _words(("among", "alpha"), language),
        [
            (
                escape(say("review_alpha_random", language)),
                render_measure(found.alpha_random, decimal, language),
            ),
            (escape(say("review_alpha_all", language)), render_measure(found.alpha_all, decimal, language)),
        ],
    )
    pairs = render_table(
        _words(("among", "kappa"), language),
        [
            (
                own_words(say("review_pair", language, one=pair.one, other=pair.other)),
                render_measure(pair.kappa, decimal, language),
            )
            for pair in found.pairs
        ],
    )
    return (
        f'<section data-figures="{head}"><h2>{escape(head_name(head, language))}</h2>{agreement}{alphas}'
        f"{pairs if found.pairs else ''}{_confusion(found.confusion, language)}</section>"
    )


def _confusion(found: "Confusion", language: Language) -> str:
    """Render the counts as buttons that open their texts; agreement is framed."""

    def cell(one: "Cell") -> str:
        if not one.n:
            return f'<span class="nothing">{count(0, language)}</span>'
        name = cell_name(found.head, one.human, one.model, language)
        accessible_name = f"{name}: {say('review_cell_n', language, n=count(one.n, language))}"
        return (
            f'<button type="button" class="review-cell" data-cell="{found.head} {one.human} {one.model}"'
            f'{" data-agreed" if one.human == one.model else ""} aria-label="{escape(accessible_name)}">'
            f"{count(one.n, language)}</button>"
        )

    labels = LABELS[found.head]
    names = {
        label: f'<span class="label" style="--label-color:{LABEL_COLORS[label]}">'
        f"{escape(label_name(label, language))}</span>"
        for label in labels
    }
    table = render_table(
        [*_words(("people_model",), language), *names.values()],
        [(names[label], *map(cell, row)) for label, row in zip(labels, found.rows, strict=True)],
        "confusion",
    )
    return f"<p>{escape(say('review_confusion', language))}</p>{table}"


def cell_name(head: Head, human: str, model: str, language: Language) -> str:
    """Describe a cell of the confusion matrix."""
    return say(
        "review_cell",
        language,
        head=head_name(head, language),
        human=label_name(human, language),
        model=label_name(model, language),
    )
