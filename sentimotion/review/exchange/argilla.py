"""Export a project as Argilla records, with the model's labels as suggestions. Pure.

Each line is valid input for ``argilla.Record.from_dict`` (Argilla 2). Responses need the ids of users of the
Argilla server; pass them by annotator name to export decisions as responses. Decisions are always in the
metadata, as lists in the order of ``annotators``; "-" is a head left open, or a skip.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from sentimotion.labels import HEADS
from sentimotion.review.store.records import Item, ProjectContents, ReviewSettings, Verdict
from sentimotion.review.store.validation import name_key

_OPEN: Final = "-"


def argilla_records(
    contents: ProjectContents, users: Mapping[str, UUID] | None = None
) -> list[dict[str, Any]]:
    """One record per item, in queue order.

    :param contents: The project.
    :param users: Ids of users of the Argilla server, by the annotators' names as typed.
    """
    by_name = {name_key(name): user for name, user in (users or {}).items()}
    final = contents.final_verdicts()
    taken = {item.external_id for item in contents.items}
    return [
        _record(
            _id(item, taken),
            item,
            contents.project.settings,
            final.get(item.id, []),
            by_name,
        )
        for item in contents.items
    ]


def _status(verdict: Verdict) -> str:
    """Status of a response; Argilla requires an answer to every question for ``submitted``."""
    return "submitted" if all(verdict.label(head) for head in HEADS) else "draft"


def _id(item: Item, taken: Collection[str | None]) -> str:
    """The item's own id or a unique replacement, as Argilla overwrites records with equal ids."""
    if item.external_id:
        return item.external_id
    made = f"item-{item.id}"
    while made in taken:
        made = f"_{made}"
    return made


def _record(
    identifier: str, item: Item, settings: ReviewSettings, verdicts: list[Verdict], users: Mapping[str, UUID]
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
    if item.checkpoint.version:
        metadata["checkpoint_version"] = item.checkpoint.version
    for head in HEADS:
        if (gold := item.gold(head)) is not None:
            metadata[f"gold_{head}"] = gold
    responses = {
        head: [
            {"value": label, "user_id": str(user), "status": _status(verdict)}
            for verdict in verdicts
            if (user := users.get(name_key(verdict.annotator))) is not None
            and (label := verdict.label(head)) is not None
        ]
        for head in HEADS
    }
    return {
        "id": identifier,
        "fields": {"text": item.text},
        "metadata": {name: value for name, value in metadata.items() if value != []},
        "suggestions": {
            head: {"value": decision.label, "score": decision.confidence, "agent": agent}
            for head, decision in decisions.items()
        },
        "responses": {head: ones for head, ones in responses.items() if ones},
        "vectors": {},
    }
