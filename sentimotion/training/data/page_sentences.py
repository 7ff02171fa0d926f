"""The page's own sentences with their expected labels. Pure.

The labels follow the guideline that the training data is labelled by. They were written before any model was
asked, and are what a model is checked against: never trained on.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sentimotion.assets import ASSETS
from sentimotion.explanations.counterfactuals import SLOT
from sentimotion.labels import Head


@dataclass(frozen=True, slots=True)
class PageSentence:
    """One sentence that the page or the README offers.

    ``where`` it stands: "examples", "lesson", "quiz", "readme", "pairs", "swaps" or "sets: <name>". An
    alternative is a second label that a careful reader would accept, None where there is none.
    """

    text: str
    sentiment: str
    emotion: str
    where: str
    sentiment_alternative: str | None = None
    emotion_alternative: str | None = None

    def expected(self, head: Head) -> tuple[str, ...]:
        """The labels that a reader accepts of one head, the expected one first."""
        if head == "sentiment":
            labels = (self.sentiment, self.sentiment_alternative)
        else:
            labels = (self.emotion, self.emotion_alternative)
        return tuple(label for label in labels if label is not None)


def page_sentences() -> tuple[PageSentence, ...]:
    """All of them in the order of the files; a template once for each of its names, filled in.

    A sentence with a word to swap comes first as it stands, then once for each alternative.
    """
    return tuple(_sentences())


def _sentences() -> Iterator[PageSentence]:
    for where in ("examples", "quiz"):
        for row in _read(where):
            yield PageSentence(row["text"], where=where, **row["labels"])
    others = _read("sentences")
    yield PageSentence(others["lesson"]["text"], where="lesson", **others["lesson"]["labels"])
    for row in others["readme"]:
        yield PageSentence(row["text"], where="readme", **row["labels"])
    yield from _compared(_read("swap_templates"))


def _compared(found: dict[str, Any]) -> Iterator[PageSentence]:
    for pair in found["pairs"]:
        for text, labels in zip(pair["texts"], pair["labels"], strict=True):
            yield PageSentence(text, where="pairs", **labels)
    for swap in found["swaps"]:
        yield PageSentence(swap["text"], where="swaps", **swap["labels"])
        words = swap["alternatives"]
        # Where none are given, the labels hold whichever word stands there.
        of_words = swap.get("alternative_labels", [swap["labels"]] * len(words))
        for word, labels in zip(words, of_words, strict=True):
            yield PageSentence(swap["text"].replace(swap["word"], word), where="swaps", **labels)
    for group in found["sets"]:
        where = f"sets: {group['name']['en']}"
        for template in group["templates"]:
            for name in group["names"]:
                yield PageSentence(template.replace(SLOT, name["text"]), where=where, **group["labels"])


def _read(name: str) -> Any:
    return json.loads((ASSETS / f"{name}.json").read_text(encoding="utf-8"))
