"""Flatten a project into rows, one per verdict; items without verdicts get one row. Pure."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from sentimotion.labels import HEADS, LABELS
from sentimotion.review.store.records import Item, Project, ProjectContents, Verdict

Kind = Literal["text", "optional", "int", "float", "bool"]
"""``text`` is never missing, but may be empty; ``optional`` is text that may be missing, but is never empty.

So an empty cell of a CSV file has one meaning in each column.
"""
Value = str | int | float | bool | None

COLUMNS: Final[Mapping[str, Kind]] = {
    "project": "text",
    "item": "int",
    "position": "int",
    "row": "int",
    "external_id": "optional",
    "text": "text",
    "gold_sentiment": "optional",
    "gold_emotion": "optional",
    "model_sentiment": "text",
    "model_emotion": "text",
    **{f"{head}_{label}": "float" for head in HEADS for label in LABELS[head]},
    "sentiment_threshold": "float",
    "emotion_threshold": "float",
    "truncated": "bool",
    "is_random": "bool",
    "second_label": "optional",
    "second_score": "float",
    "checkpoint": "text",
    "checkpoint_commit": "text",
    "checkpoint_revision": "text",
    "checkpoint_version": "text",
    # The following columns describe the verdict.
    "decision": "int",
    "assignment": "int",
    "annotator": "optional",
    "action": "optional",
    "sentiment": "optional",
    "emotion": "optional",
    "note": "text",
    "after_explanation": "bool",
    "explained": "bool",
    "holds": "bool",
    "seen_checkpoint": "text",
    "seen_commit": "text",
    "seen_revision": "text",
    "seen_version": "text",
    "made": "optional",
}


def export_rows(contents: ProjectContents) -> list[dict[str, Value]]:
    """Flatten all items and verdicts of a project.

    ``holds`` marks an annotator's last verdict on an item; ``explained`` that the explanation was shown
    for it; ``made`` is in ISO 8601, UTC.

    :param contents: The project.
    :returns: Rows with the keys of ``COLUMNS``, items in queue order, the verdicts of each in order.
    """
    by_item: dict[int, list[Verdict]] = {}
    for verdict in contents.verdicts:
        by_item.setdefault(verdict.item_id, []).append(verdict)
    final = {one.id for verdicts in contents.final_verdicts().values() for one in verdicts}
    rows: list[dict[str, Value]] = []
    for item in contents.items:
        of_item = _item_values(item, contents.project)
        if item.id not in by_item:
            rows.append(of_item | _no_verdict())
        for verdict in by_item.get(item.id, ()):
            explained = verdict.assignment_id in contents.explained
            rows.append(of_item | _verdict_values(verdict, verdict.id in final, explained))
    return rows


def _item_values(item: Item, project: Project) -> dict[str, Value]:
    values: dict[str, Value] = {
        "project": project.name,
        "item": item.id,
        "position": item.position,
        "row": item.row,
        "external_id": item.external_id,
        "text": item.text,
        "gold_sentiment": item.gold_sentiment,
        "gold_emotion": item.gold_emotion,
    }
    values |= {f"model_{head}": item.decision(head, project.settings).label for head in HEADS}
    for head in HEADS:
        values |= {f"{head}_{label}": score for label, score in item.scores(head).items()}
    values |= {f"{head}_threshold": float(project.settings.threshold(head)) for head in HEADS}
    return values | {
        "truncated": item.truncated,
        "is_random": item.is_random,
        "second_label": item.second_label,
        "second_score": item.second_score,
        "checkpoint": item.checkpoint.source,
        "checkpoint_commit": item.checkpoint.commit,
        "checkpoint_revision": item.checkpoint.revision,
        "checkpoint_version": item.checkpoint.version,
    }


def _no_verdict() -> dict[str, Value]:
    columns = list(COLUMNS)
    return {
        column: "" if COLUMNS[column] == "text" else None for column in columns[columns.index("decision") :]
    }


def _verdict_values(verdict: Verdict, holds: bool, explained: bool) -> dict[str, Value]:
    return {
        "decision": verdict.id,
        "assignment": verdict.assignment_id,
        "annotator": verdict.annotator,
        "action": verdict.action,
        "sentiment": verdict.sentiment,
        "emotion": verdict.emotion,
        "note": verdict.note,
        "after_explanation": verdict.after_explanation,
        "explained": explained,
        "holds": holds,
        "seen_checkpoint": verdict.checkpoint.source,
        "seen_commit": verdict.checkpoint.commit,
        "seen_revision": verdict.checkpoint.revision,
        "seen_version": verdict.checkpoint.version,
        "made": verdict.made.isoformat(timespec="microseconds"),
    }


def with_kinds(values: Mapping[str, Any]) -> dict[str, Value]:
    """Convert a row's numbers to floats where the column kind requires it (JSON writes 1.0 as 1)."""
    return {
        column: float(value) if kind == "float" and (value := values[column]) is not None else values[column]
        for column, kind in COLUMNS.items()
    }
