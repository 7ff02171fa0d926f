"""Which words of a text work together: how two words interact in a head's score."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explain import Eraser, PairInteractions, pair_interactions
from explain.interactions import MAX_WORDS
from sentimotion.errors import TooManyWords
from sentimotion.explanations.attribution import ExplainedModel, words_within_limit
from sentimotion.explanations.erasing import erasable_text, finite_scores
from sentimotion.explanations.results import Request
from sentimotion.labels import Head
from sentimotion.text.encoding import EncodedText
from sentimotion.text.words import Span


@dataclass(frozen=True, slots=True)
class WordPair:
    """Two words, by their indexes in text order, and their interaction in units of the score.

    Positive: together they raise the score by more than their effects alone add up to; negative: by less.
    """

    words: tuple[int, int]
    interaction: float


@dataclass(frozen=True, slots=True)
class Interactions:
    """How every two words of a text interact in a score (:func:`explain.pair_interactions`).

    :param text: The text.
    :param request: The score.
    :param eraser: What stands for the words that are taken out.
    :param words: The words, as in ``Explanation.words``.
    :param empty_score: The score without any word.
    :param scores: The score with only this word, for each word; None for a word without tokens.
    :param pairs: The strongest first, whatever their sign; some are missing while they are being measured.
    :param n_pairs: How many there are in the end.
    :param checkpoint: Name of the checkpoint.
    :param checkpoint_version: Version of the checkpoint.
    """

    text: str
    request: Request
    eraser: Eraser
    words: tuple[Span, ...]
    empty_score: float
    scores: tuple[float | None, ...]
    pairs: tuple[WordPair, ...]
    n_pairs: int
    checkpoint: str
    checkpoint_version: str | None = None

    def word(self, index: int) -> str:
        """A word as it stands in the text."""
        return self.text[slice(*self.words[index])]

    def to_dict(self) -> dict[str, Any]:
        """Convert to JSON types."""
        return {
            "head": self.request.head,
            "label": self.request.label,
            "contrast": self.request.contrast,
            "target": self.request.target,
            "eraser": self.eraser,
            "empty_score": self.empty_score,
            "words": [
                {"text": self.word(index), "start": span.start, "end": span.end, "score": self.scores[index]}
                for index, span in enumerate(self.words)
            ],
            "pairs": [{"words": list(pair.words), "interaction": pair.interaction} for pair in self.pairs],
            "checkpoint": self.checkpoint,
            "checkpoint_version": self.checkpoint_version,
        }


def measure_interactions(
    model: ExplainedModel, sentence: EncodedText, requests: Mapping[Head, Request], eraser: Eraser
) -> Iterator[dict[Head, Interactions]]:
    """Measure how every two words of a short text interact. All heads share the forward passes.

    :param model: The model.
    :param sentence: The encoded text.
    :param requests: The scores, by head.
    :param eraser: What stands for the words that are taken out.
    :returns: The interactions by head as they are measured; the last are complete.
    :raises TooManyWords: If the model reads more than :data:`explain.interactions.MAX_WORDS` words of it.
    :raises InvalidRequest: If the text has no words, or the tokenizer has no token for the eraser.
    :raises ExplanationError: If a score is not finite.
    """
    indexes, text = erasable_text(model, sentence, eraser)
    if len(indexes) > MAX_WORDS:
        raise TooManyWords(
            f"the text has {len(indexes)} words; how words work together is measured for at most {MAX_WORDS}",
            words=len(indexes),
            limit=MAX_WORDS,
        )
    spans = tuple(words_within_limit(sentence))

    def of_text(request: Request, found: PairInteractions) -> Interactions:
        alone = dict(zip(indexes, found.alone, strict=True))
        pairs = [
            WordPair((indexes[one], indexes[other]), value) for (one, other), value in found.pairs.items()
        ]
        return Interactions(
            sentence.text,
            request,
            eraser,
            spans,
            found.empty,
            tuple(alone.get(index) for index in range(len(spans))),
            tuple(sorted(pairs, key=lambda pair: -abs(pair.interaction))),
            found.n_pairs,
            model.checkpoint,
            model.checkpoint_version,
        )

    with finite_scores():
        for measured in pair_interactions(text, [request.engine_target() for request in requests.values()]):
            yield {
                head: of_text(request, found)
                for (head, request), found in zip(requests.items(), measured, strict=True)
            }
