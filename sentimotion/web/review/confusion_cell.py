"""Render the texts behind a cell of the confusion matrix as HTML."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from sentimotion.i18n.messages import Language, count, head_name, label_name, percent, say
from sentimotion.inference.decisions import Decision
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.templating import render_template
from sentimotion.web.review.figures import cell_name

if TYPE_CHECKING:
    from sentimotion.review.figures.figures import Figures
    from sentimotion.review.store.records import Item, ProjectContents, ReviewSettings, Verdict

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


def render_cell(
    name: CellName, figures: "Figures", contents: "ProjectContents", language: Language
) -> Markup:
    """Render the texts of a cell with all verdicts.

    :param name: The cell.
    :param figures: The figures with its matrix.
    :param contents: The project; only the items of :func:`shown_items` are needed.
    :param language: Language of the page.
    """
    shown = set(shown_items(name, figures))
    final = contents.final_verdicts()
    items = [
        (
            item.text,
            _facts(item, contents.project.settings, language),
            [(verdict, _labels(verdict, language)) for verdict in final.get(item.id, [])],
        )
        for item in contents.items
        if item.id in shown
    ]
    return render_template(
        "web/review/cell.html",
        language=language,
        cell=name,
        title=cell_name(name.head, name.human, name.model, language),
        n_items=len(figures.heads[name.head].confusion.cell(name.human, name.model).items),
        n_shown=MAX_ITEMS,
        items=items,
    )


def _facts(item: "Item", settings: "ReviewSettings", language: Language) -> list[str]:
    """The row of an item, the model's labels, and the gold labels, if any."""
    model = ", ".join(_answer(item.decision(head, settings), language) for head in HEADS)
    facts = [
        say("review_row", language, row=count(item.row, language)),
        say("review_model", language, label=model),
    ]
    gold = [label_name(label, language) for head in HEADS if (label := item.gold(head)) is not None]
    if gold:
        facts.append(say("review_gold", language, label=", ".join(gold)))
    return facts


def _answer(decision: Decision, language: Language) -> str:
    top, probability = label_name(decision.top_label, language), percent(decision.top_probability, language)
    if not decision.fell_back:
        return f"{top} {probability}"
    closest = say("score_closest", language, label=top, percent=probability)
    return f"{label_name(decision.label, language)} {closest}"


def _labels(verdict: "Verdict", language: Language) -> list[str]:
    return [
        f"{head_name(head, language)}: {label_name(label, language)}"
        for head in HEADS
        if (label := verdict.label(head)) is not None
    ]
