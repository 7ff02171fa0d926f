"""How often annotators change a decision after seeing the explanation. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sentimotion.labels import HEADS, Head
from sentimotion.review.figures.intervals import Measure, missing, wilson_of_items
from sentimotion.review.store.records import Verdict


@dataclass(frozen=True, slots=True)
class ExplanationEffect:
    """Share of decisions that were changed after the explanation was shown.

    ``rate`` counts changes in either head, ``by_head`` those of each head. Of these, ``towards_model``
    changed to the model's label and ``from_model`` changed away from it.
    """

    rate: Measure
    by_head: Mapping[Head, Measure]
    towards_model: Mapping[Head, int]
    from_model: Mapping[Head, int]


def explanation_effect(
    histories: Sequence[tuple[Sequence[Verdict], Mapping[Head, str]]],
) -> ExplanationEffect:
    """Compare the last verdict before the explanation with the final verdict.

    If several annotators decided on an item, the intervals are the conservative ones of
    :func:`wilson_of_items`.

    :param histories: For each pair of item and annotator who saw the explanation: the verdicts in order, and
        the model's labels.
    """
    before_and_after = []
    for verdicts, model in histories:
        before = [one for one in verdicts if not one.after_explanation and one.action == "decide"]
        if before:
            before_and_after.append((before[-1], verdicts[-1], model))
    n = len(before_and_after)
    n_items = len({before.item_id for before, _, _ in before_and_after})
    if not n:
        none = missing("nothing_explained")
        return ExplanationEffect(
            none, dict.fromkeys(HEADS, none), dict.fromkeys(HEADS, 0), dict.fromkeys(HEADS, 0)
        )
    changed = {
        head: [
            (before.label(head), after.label(head), model[head])
            for before, after, model in before_and_after
            if before.label(head) != after.label(head)
        ]
        for head in HEADS
    }
    in_any = sum(
        any(before.label(head) != after.label(head) for head in HEADS)
        for before, after, _ in before_and_after
    )
    return ExplanationEffect(
        wilson_of_items(in_any, n, n_items),
        {head: wilson_of_items(len(changed[head]), n, n_items) for head in HEADS},
        {head: sum(after == model for _, after, model in changed[head]) for head in HEADS},
        {head: sum(before == model for before, _, model in changed[head]) for head in HEADS},
    )
