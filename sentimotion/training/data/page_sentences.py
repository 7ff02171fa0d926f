"""The page's own sentences with their expected labels. Pure.

The labels follow the labeling guideline of the training data. They were written before any model had
predicted the sentences, and are used for evaluation only, never for training.
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
    """A sentence of the page or the README.

    ``where`` is its origin: "examples", "lesson", "quiz", "readme", "pairs", "swaps" or "sets: <name>". An
    alternative is a second acceptable label, or None.
    """

    text: str
    sentiment: str
    emotion: str
    where: str
    sentiment_alternative: str | None = None
    emotion_alternative: str | None = None

    def expected(self, head: Head) -> tuple[str, ...]:
        """The acceptable labels of one head, the expected one first."""
        if head == "sentiment":
            labels = (self.sentiment, self.sentiment_alternative)
        else:
            labels = (self.emotion, self.emotion_alternative)
        return tuple(label for label in labels if label is not None)


def page_sentences() -> tuple[PageSentence, ...]:
    """Load all sentences in the order of the files; a template yields one sentence for each of its names.

    A sentence for word swaps is followed by one sentence for each alternative.
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
    yield from _comparison_sentences(_read("swap_templates"))


def _comparison_sentences(data: dict[str, Any]) -> Iterator[PageSentence]:
    for pair in data["pairs"]:
        for text, labels in zip(pair["texts"], pair["labels"], strict=True):
            yield PageSentence(text, where="pairs", **labels)
    for swap in data["swaps"]:
        yield PageSentence(swap["text"], where="swaps", **swap["labels"])
        words = swap["alternatives"]
        # Without labels of their own, the alternatives have the labels of the original sentence.
        word_labels = swap.get("alternative_labels", [swap["labels"]] * len(words))
        for word, labels in zip(words, word_labels, strict=True):
            yield PageSentence(swap["text"].replace(swap["word"], word), where="swaps", **labels)
    for group in data["sets"]:
        where = f"sets: {group['name']['en']}"
        for template in group["templates"]:
            for name in group["names"]:
                yield PageSentence(template.replace(SLOT, name["text"]), where=where, **group["labels"])


def _read(name: str) -> Any:
    return json.loads((ASSETS / f"{name}.json").read_text(encoding="utf-8"))
