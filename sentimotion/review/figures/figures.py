"""All figures of a project, computed from its items and verdicts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sentimotion.errors import InvalidReview
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.review.figures.agreement import LabelsByItem, PairAgreement, alpha, kappa, pair_kappas
from sentimotion.review.figures.confusion import Confusion, confusion
from sentimotion.review.figures.explanation_effect import ExplanationEffect, explanation_effect
from sentimotion.review.figures.intervals import Measure, Reason, share
from sentimotion.review.figures.threshold_curve import Curve, threshold_curve
from sentimotion.review.store.records import Item, ProjectContents, ReviewSettings, Verdict

Stage = Literal["final", "before"]
"""Which verdict counts: the final one, or the last one before the explanation was shown."""


@dataclass(frozen=True, slots=True)
class AnnotatorProgress:
    """Progress of one annotator; ``last`` is the time of the last verdict.

    ``notes`` counts the notes of final verdicts only.
    """

    name: str
    decided: int
    skipped: int
    notes: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """Share of equal labels, and agreement beyond chance (kappa)."""

    share: Measure
    kappa: Measure


@dataclass(frozen=True, slots=True)
class HeadFigures:
    """The figures of one head.

    ``random`` figures come from randomly drawn items and estimate the whole file; ``all`` figures describe
    all decided items, which depend on the queue order. ``curve`` varies the threshold over the random items
    (over all items if none of them is decided), ``label_curves`` over the probability of one label.
    """

    model_random: Agreement
    model_all: Agreement
    gold_random: Agreement
    gold_all: Agreement
    pairs: tuple[PairAgreement, ...]
    alpha_random: Measure
    alpha_all: Measure
    confusion: Confusion
    curve: Curve
    label_curves: Mapping[str, Curve]
    curves_are_random: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a project."""

    n_items: int
    n_decided_items: int
    n_random: int
    n_decided_random: int
    n_verdicts: int
    stage: Stage
    annotators: tuple[AnnotatorProgress, ...]
    heads: Mapping[Head, HeadFigures]
    changes: ExplanationEffect

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values, for JSON."""
        values = asdict(self)
        for annotator in values["annotators"]:
            annotator["last"] = annotator["last"].isoformat()
        return values


def project_figures(
    contents: ProjectContents,
    *,
    stage: Stage = "final",
    wanted_precision: float = 0.9,
) -> Figures:
    """Compute all figures.

    :param contents: The project; its thresholds determine the model's decisions.
    :param stage: Which verdict of an annotator on an item counts.
    :param wanted_precision: For the best threshold, 0 to 1.
    :raises InvalidReview: If the wanted precision is not in [0, 1].
    """
    if not 0 <= wanted_precision <= 1:
        raise InvalidReview(f"the wanted precision is {wanted_precision!r}, expected a number from 0 to 1")
    items, settings = contents.items, contents.project.settings
    by_id = {item.id: item for item in items}
    histories = contents.histories()
    counted = [one for history in histories.values() if (one := _counted(history, stage)) is not None]
    said = {item.id: {head: item.decision(head, settings).label for head in HEADS} for item in items}
    decided = {one.item_id for one in counted}
    return Figures(
        n_items=len(items),
        n_decided_items=len(decided),
        n_random=sum(item.is_random for item in items),
        n_decided_random=sum(by_id[item].is_random for item in decided),
        n_verdicts=len(contents.verdicts),
        stage=stage,
        annotators=_progress(histories.values()),
        heads={head: _head_figures(head, by_id, counted, said, wanted_precision) for head in HEADS},
        changes=explanation_effect(
            [
                (history, said[item_id])
                for (item_id, _), history in histories.items()
                if any(verdict.assignment_id in contents.explained for verdict in history)
            ]
        ),
    )


def _counted(history: Sequence[Verdict], stage: Stage) -> Verdict | None:
    """The verdict of one annotator on one item that counts for the stage, if it is a decision."""
    if stage == "before":
        history = [verdict for verdict in history if not verdict.after_explanation]
    return history[-1] if history and history[-1].action == "decide" else None


def _progress(histories: Iterable[Sequence[Verdict]]) -> tuple[AnnotatorProgress, ...]:
    by_annotator: dict[str, list[Sequence[Verdict]]] = {}
    for history in histories:
        by_annotator.setdefault(history[0].annotator, []).append(history)
    return tuple(
        AnnotatorProgress(
            name,
            decided=sum(one[-1].action == "decide" for one in own),
            skipped=sum(one[-1].action == "skip" for one in own),
            notes=sum(bool(one[-1].note) for one in own),
            last=max(verdict.made for one in own for verdict in one),
        )
        for name, own in sorted(by_annotator.items())
    )


def _head_figures(
    head: Head,
    items: Mapping[int, Item],
    counted: Sequence[Verdict],
    said: Mapping[int, Mapping[Head, str]],
    wanted: float,
) -> HeadFigures:
    labels: dict[int, dict[str, str]] = {}
    for verdict in counted:
        if (label := verdict.label(head)) is not None:
            labels.setdefault(verdict.item_id, {})[verdict.annotator] = label
    random = {item: by for item, by in labels.items() if items[item].is_random}
    model = {item: said[item][head] for item in labels}
    gold = {item: label for item in labels if (label := items[item].gold(head)) is not None}
    annotators = sorted({annotator for by in labels.values() for annotator in by})
    measured = random or labels
    decisions = [(item, human) for item, by in measured.items() for human in by.values()]
    tops = {item: items[item].decision(head, ReviewSettings()) for item in measured}
    return HeadFigures(
        model_random=_agreement(head, random, model, "nothing_decided"),
        model_all=_agreement(head, labels, model, "nothing_decided"),
        gold_random=_agreement(head, random, gold, "no_gold" if random else "nothing_decided"),
        gold_all=_agreement(head, labels, gold, "no_gold" if labels else "nothing_decided"),
        pairs=pair_kappas(head, labels, annotators),
        alpha_random=alpha(head, random),
        alpha_all=alpha(head, labels),
        confusion=confusion(
            head, [(item, human, model[item]) for item, by in labels.items() for human in by.values()]
        ),
        curve=threshold_curve(
            [human == tops[item].top_label for item, human in decisions],
            [tops[item].top_probability for item, _ in decisions],
            wanted,
            [item for item, _ in decisions],
        ),
        label_curves={
            label: threshold_curve(
                [human == label for _, human in decisions],
                [items[item].scores(head)[label] for item, _ in decisions],
                wanted,
                [item for item, _ in decisions],
            )
            for label in LABELS[head]
        },
        curves_are_random=bool(random),
    )


def _agreement(head: Head, labels: LabelsByItem, other: Mapping[int, str], reason: Reason) -> Agreement:
    """Of the annotators with one other label for each item, over the items that have one."""
    common = {item: by for item, by in labels.items() if item in other}
    pairs = [(human, other[item]) for item, by in common.items() for human in by.values()]
    items = [item for item, by in common.items() for _ in by]
    hits = [[human == other[item] for human in by.values()] for item, by in common.items()]
    return Agreement(share(hits, reason), kappa(head, pairs, reason, items))
