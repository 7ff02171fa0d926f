"""Pure: a project as Argilla records, a line each, the model's labels as suggestions.

A line is what ``argilla.Record.from_dict`` takes (Argilla 2). Responses belong to users of the Argilla
server, by their ids: give these by annotator's name to have the decisions as responses. In any case they
stand in the metadata, as lists in the order of ``annotators``; "-" is a head that was left open, or a skip.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sentimotion.labels import HEADS
from sentimotion.review.records import Item, ProjectContents, ReviewSettings, Verdict

_OPEN: Final = "-"


def argilla_records(
    contents: ProjectContents, users: Mapping[str, UUID] | None = None
) -> list[dict[str, Any]]:
    """One record an item, in queue order.

    :param contents: The project.
    :param users: Ids of users of the Argilla server, by the annotators' names.
    """
    holding: dict[int, dict[int, Verdict]] = {}
    for verdict in contents.verdicts:
        holding.setdefault(verdict.item_id, {})[verdict.assignment_id] = verdict
    return [
        _record(item, contents.project.settings, list(holding.get(item.id, {}).values()), users or {})
        for item in contents.items
    ]


def _status(verdict: Verdict) -> str:
    """Argilla takes a response as done only with an answer to each question."""
    return "submitted" if all(verdict.label(head) for head in HEADS) else "draft"


def _record(
    item: Item, settings: ReviewSettings, verdicts: list[Verdict], users: Mapping[str, UUID]
) -> dict[str, Any]:
    decisions = {head: item.decision(head, settings) for head in HEADS}
    agent = "@".join(filter(None, (item.checkpoint.source, item.checkpoint.commit)))
    metadata: dict[str, Any] = {
        "row": item.row,
        "position": item.position,
        "is_random": str(item.is_random).lower(),
        "annotators": [verdict.annotator for verdict in verdicts],
        "human_sentiment": [verdict.sentiment or _OPEN for verdict in verdicts],
        "human_emotion": [verdict.emotion or _OPEN for verdict in verdicts],
        "notes": [verdict.note or _OPEN for verdict in verdicts],
    }
    for head in HEADS:
        if (gold := item.gold(head)) is not None:
            metadata[f"gold_{head}"] = gold
    responses = {
        head: [
            {"value": label, "user_id": str(users[verdict.annotator]), "status": _status(verdict)}
            for verdict in verdicts
            if verdict.annotator in users and (label := verdict.label(head)) is not None
        ]
        for head in HEADS
    }
    return {
        "id": item.external_id or f"item-{item.id}",
        "fields": {"text": item.text},
        "metadata": {name: value for name, value in metadata.items() if value != []},
        "suggestions": {
            head: {"value": decision.label, "score": decision.confidence, "agent": agent}
            for head, decision in decisions.items()
        },
        "responses": {head: ones for head, ones in responses.items() if ones},
        "vectors": {},
    }
