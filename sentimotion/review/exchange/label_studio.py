"""Export a project as Label Studio tasks with predictions and annotations. Pure.

The format is Label Studio's own JSON (labelstud.io/guide/task_format). Import the file into a project whose
labeling interface is ``LABELING``. Annotations name no user, since Label Studio refuses unknown ones: they
become the importer's, and the annotators' names stand in the task's data, in the order of its annotations.
"""

from typing import Any, Final

from sentimotion.labels import HEADS, Head
from sentimotion.review.exchange.export_rows import export_rows
from sentimotion.review.store.records import Item, ProjectContents, Verdict
from sentimotion.templating import render_template

_NOTE: Final = "note"


LABELING: Final = render_template("review/label_studio.xml", note=_NOTE)
"""The labeling interface for the tasks."""


def label_studio_tasks(contents: ProjectContents) -> list[dict[str, Any]]:
    """One task per item, in queue order.

    Its ``meta`` holds the whole history, including changed decisions.
    """
    history: dict[int, list[dict[str, Any]]] = {}
    for row in export_rows(contents):
        if row["decision"] is not None:
            history.setdefault(int(row["item"] or 0), []).append(row)
    final = contents.final_verdicts()
    return [
        _task(item, contents, final.get(item.id, []), history.get(item.id, [])) for item in contents.items
    ]


def _task(
    item: Item, contents: ProjectContents, verdicts: list[Verdict], history: list[dict[str, Any]]
) -> dict[str, Any]:
    decisions = {head: item.decision(head, contents.project.settings) for head in HEADS}
    checkpoint = item.checkpoint
    return {
        "data": {
            "text": item.text,
            "project": contents.project.name,
            "row": item.row,
            "external_id": item.external_id,
            "gold_sentiment": item.gold_sentiment,
            "gold_emotion": item.gold_emotion,
            "is_random": item.is_random,
            "annotators": [verdict.annotator for verdict in verdicts],
        },
        "meta": {"verdicts": history, "checkpoint_version": checkpoint.version},
        "predictions": [
            {
                "model_version": "@".join(filter(None, (checkpoint.source, checkpoint.commit))),
                "score": min(decision.confidence for decision in decisions.values()),
                "result": [_choice(head, decision.label) for head, decision in decisions.items()],
            }
        ],
        "annotations": [_annotation(verdict) for verdict in verdicts],
    }


def _annotation(verdict: Verdict) -> dict[str, Any]:
    result = [_choice(head, label) for head in HEADS if (label := verdict.label(head)) is not None]
    if verdict.note:
        result.append(_result(_NOTE, "textarea", {"text": [verdict.note]}))
    return {"result": result, "was_cancelled": verdict.action == "skip", "ground_truth": False}


def _choice(head: Head, label: str) -> dict[str, Any]:
    return _result(head, "choices", {"choices": [label]})


def _result(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"from_name": name, "to_name": "text", "type": kind, "value": value}
