"""Render the texts behind a cell of the confusion matrix as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

from sentimotion.i18n.messages import Language, count, head_name, label_name, percent, say
from sentimotion.inference.decisions import Decision
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.templating import own_words
from sentimotion.web.review.figures import cell_name

if TYPE_CHECKING:
    from sentimotion.review.figures.figures import Figures
    from sentimotion.review.store.records import Item, ProjectContents, Verdict

MAX_ITEMS: Final = 100


@dataclass(frozen=True, slots=True)
class CellName:
    """Identifies a cell by human and model label."""

    head: Head
    human: str
    model: str

    @classmethod
    def of(cls, value: Any) -> "CellName | None":
        """Parse a value from the browser; None if it is not a cell."""
        head, *labels = str(value).split(" ")
        for known in HEADS:
            if head == known and len(labels) == 2 and set(labels) <= set(LABELS[known]):
                return cls(known, labels[0], labels[1])
        return None


def shown_items(name: CellName, figures: "Figures") -> tuple[int, ...]:
    """Ids of the items of a cell that are shown: its first ``MAX_ITEMS``."""
    return figures.heads[name.head].confusion.cell(name.human, name.model).items[:MAX_ITEMS]


def render_cell(name: CellName, figures: "Figures", contents: "ProjectContents", language: Language) -> str:
    """Render the texts of a cell with all verdicts.

    :param name: The cell.
    :param figures: The figures with its matrix.
    :param contents: The project; only the items of :func:`shown_items` are needed.
    :param language: Language of the page.
    """
    ids = figures.heads[name.head].confusion.cell(name.human, name.model).items
    shown = set(shown_items(name, figures))
    final = contents.final_verdicts()
    items = "".join(
        _item(item, final.get(item.id, []), contents, language) for item in contents.items if item.id in shown
    )
    more = ""
    if len(ids) > MAX_ITEMS:
        numbers = {"n": count(MAX_ITEMS, language), "total": count(len(ids), language)}
        more = f"<p>{escape(say('review_more', language, **numbers))}</p>"
    title = escape(cell_name(name.head, name.human, name.model, language))
    close = escape(say("review_close", language))
    return (
        f'<section class="review-items" lang="{language}" tabindex="-1"'
        f' data-items="{name.head} {name.human} {name.model}">'
        f'<h2>{title}</h2><button type="button" class="quiet-button" data-close>{close}</button>'
        f"{more}<ol>{items}</ol></section>"
    )


def _item(
    item: "Item", verdicts: "Sequence[Verdict]", contents: "ProjectContents", language: Language
) -> str:
    settings = contents.project.settings
    model = ", ".join(_answer(item.decision(head, settings), language) for head in HEADS)
    facts = [
        say("review_row", language, row=count(item.row, language)),
        say("review_model", language, label=model),
    ]
    gold = [label_name(label, language) for head in HEADS if (label := item.gold(head)) is not None]
    if gold:
        facts.append(say("review_gold", language, label=", ".join(gold)))
    verdict_items = "".join(f"<li>{_verdict(verdict, language)}</li>" for verdict in verdicts)
    return (
        f'<li><p lang="bn">{escape(item.text)}</p><p><small>{escape(" · ".join(facts))}</small></p>'
        f"<ul>{verdict_items}</ul></li>"
    )


def _answer(decision: Decision, language: Language) -> str:
    top, probability = label_name(decision.top_label, language), percent(decision.top_probability, language)
    if not decision.fell_back:
        return f"{top} {probability}"
    closest = say("score_closest", language, label=top, percent=probability)
    return f"{label_name(decision.label, language)} {closest}"


def _verdict(verdict: "Verdict", language: Language) -> str:
    labels = [
        f"{head_name(head, language)}: {label_name(label, language)}"
        for head in HEADS
        if (label := verdict.label(head)) is not None
    ]
    words = ", ".join(labels) or say("review_n_skipped", language)
    note = f" {own_words(f'“{verdict.note}”')}" if verdict.note else ""
    return f"{own_words(verdict.annotator)}: {escape(words)}{note}"
