"""What would change a head's decision: words taken out, or one word replaced by another."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from explain import Eraser, Target
from sentimotion.explanations.attribution import ExplainedModel, words_within_limit
from sentimotion.explanations.erasing import erasable_text, finite_scores
from sentimotion.explanations.removal_search import (
    Choice,
    Removal,
    Search,
    most_choices,
    search_removal,
)
from sentimotion.explanations.results import Explanation
from sentimotion.explanations.swap_lists import Replacement, SwapLists, listed_replacements
from sentimotion.inference.decisions import Decision, decide
from sentimotion.inference.predictor import Probabilities
from sentimotion.labels import LABELS, Head
from sentimotion.text.encoding import EncodedText
from sentimotion.text.words import Span

# Swapped texts predicted together; between two of these the work can be stopped.
_TEXTS: Final = 16


@dataclass(frozen=True, slots=True)
class Swap:
    """A replacement, and what it does to the label that the decision is about (its ``top_label``).

    :param replacement: What is replaced by what.
    :param before: The label's probability in the text, 0 to 1.
    :param after: The same with the replacement.
    :param decision: The decision with the replacement.
    """

    replacement: Replacement
    before: float
    after: float
    decision: Decision


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What would change a decision: that of the threshold, as in a :class:`Prediction`.

    :param text: The text.
    :param head: The head.
    :param decision: Its decision, with the threshold; float32.
    :param eraser: What stands for the words that are taken out.
    :param words: The words, as in ``Explanation.words``.
    :param removal: The smallest set of words found without which the decision is another one
        (:func:`search_removal`), by their indexes; None if none was found, or it is being looked for.
    :param max_words: How many words were taken out together at most.
    :param swap: The single swap that moves the probability of the decision's top label most, up or down; None
        if no word of the text is in a list, or it is being looked for.
    :param n_swaps: How many swaps there are.
    :param share: How much of the search is done, 0 to 1.
    :param checkpoint: Name of the checkpoint.
    :param checkpoint_version: Version of the checkpoint.
    """

    text: str
    head: Head
    decision: Decision
    eraser: Eraser
    words: tuple[Span, ...]
    removal: Removal | None
    max_words: int
    swap: Swap | None
    n_swaps: int
    share: float
    checkpoint: str
    checkpoint_version: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Convert to JSON types. ``removal`` and ``swap`` are null where there is none."""
        removal, swap = self.removal, self.swap
        return {
            "head": self.head,
            "threshold": self.decision.threshold,
            "decision": _decision(self.decision),
            "eraser": self.eraser,
            "removal": removal
            and {
                "words": [
                    {"index": index, "text": self.text[slice(*span)], "start": span.start, "end": span.end}
                    for index in removal.words
                    for span in [self.words[index]]
                ],
                "decision": _decision(removal.decision),
            },
            "max_words": self.max_words,
            "swap": swap
            and {
                "text": self.text[slice(*swap.replacement.span)],
                "start": swap.replacement.span.start,
                "end": swap.replacement.span.end,
                "replacement": swap.replacement.word,
                "label": self.decision.top_label,
                "before": swap.before,
                "after": swap.after,
                "decision": _decision(swap.decision),
            },
            "n_swaps": self.n_swaps,
            "checkpoint": self.checkpoint,
            "checkpoint_version": self.checkpoint_version,
        }


def _decision(decision: Decision) -> dict[str, Any]:
    return {"label": decision.label, "confidence": decision.confidence}


def find_counterfactual(
    model: ExplainedModel,
    sentence: EncodedText,
    head: Head,
    threshold: float,
    eraser: Eraser,
    *,
    explain: Callable[[str], Explanation],
    predict: Callable[[Sequence[str]], Sequence[Probabilities]],
    swap_lists: SwapLists,
    max_words: int,
) -> Iterator[Counterfactual]:
    """Look for words without which a decision is another one, and for the swap that moves it most.

    Words are taken out in the order of their attributions to the decision's top label: the highest first, or,
    where the decision is neutral because that label is below the threshold, the lowest first.

    :param model: The model.
    :param sentence: The encoded text.
    :param head: The head.
    :param threshold: The decision's threshold, 0 to 1.
    :param eraser: What stands for a word that is taken out.
    :param explain: Explains a label of the head.
    :param predict: Probabilities of texts.
    :param swap_lists: Words that can stand for each other.
    :param max_words: Words that are taken out together at most.
    :returns: What is found as the search goes on; the last is complete.
    :raises InvalidThreshold: If the threshold is not a number in [0, 1].
    :raises InvalidRequest: If the text has no words, or the tokenizer has no token for the eraser.
    :raises ExplanationError: If a score is not finite.
    """
    indexes, text = erasable_text(model, sentence, eraser)

    def decisions_without(choices: Sequence[Choice]) -> Iterator[list[Decision]]:
        targets = [Target(head, label, kind="probability") for label in range(len(LABELS[head]))]
        with finite_scores():
            for scores in text.scores(targets, choices):
                yield [decide(head, probabilities, threshold) for probabilities in scores.tolist()]

    ((decision,),) = decisions_without([()])
    replacements = listed_replacements(sentence.text, swap_lists, sentence.truncated_at)
    most = min(max_words, len(indexes) - 1)
    n_all = most_choices(len(indexes), most) + len(replacements)

    def found(n_done: int, removal: Removal | None, swap: Swap | None) -> Counterfactual:
        return Counterfactual(
            sentence.text,
            head,
            decision,
            eraser,
            tuple(words_within_limit(sentence)),
            removal and Removal(tuple(indexes[word] for word in removal.words), removal.decision),
            most,
            swap,
            len(replacements),
            min(1.0, n_done / n_all),
            model.checkpoint,
            model.checkpoint_version,
        )

    yield found(0, None, None)
    shown = explain(decision.top_label)
    sign = -1 if decision.label != decision.top_label else 1
    order = sorted(range(len(indexes)), key=lambda word: -sign * shown.words[indexes[word]].attribution)
    search = search_removal(order, decision.label, decisions_without, most)
    removal = yield from _shown(search, found)
    n_removals, swap = n_all - len(replacements), None
    for n_swaps, swap in _strongest_swaps(sentence.text, decision, head, replacements, predict):
        yield found(n_removals + n_swaps, removal, swap)
    yield found(n_all, removal, swap)


def _shown(
    search: Search, found: Callable[[int, Removal | None, Swap | None], Counterfactual]
) -> Generator[Counterfactual, None, Removal | None]:
    """The progress of a search; returns its result."""
    n_done = 0
    while True:
        try:
            n_done += next(search)
        except StopIteration as ended:
            removal: Removal | None = ended.value
            return removal
        yield found(n_done, None, None)


def _strongest_swaps(
    text: str,
    decision: Decision,
    head: Head,
    replacements: Sequence[Replacement],
    predict: Callable[[Sequence[str]], Sequence[Probabilities]],
) -> Iterator[tuple[int, Swap]]:
    """After each chunk of replacements how many were tried, and the one that moves the top label most."""
    if not replacements:
        return
    label = decision.top_label
    # By the same predictor as the swapped texts, which may have another precision.
    before = predict([text])[0].scores(head)[label]
    swaps: list[Swap] = []
    for start in range(0, len(replacements), _TEXTS):
        chunk = replacements[start : start + _TEXTS]
        for replacement, probabilities in zip(
            chunk, predict([replacement.applied_to(text) for replacement in chunk]), strict=True
        ):
            swapped = decide(head, probabilities.of(head), decision.threshold)
            swaps.append(Swap(replacement, before, probabilities.scores(head)[label], swapped))
        yield len(swaps), max(swaps, key=lambda swap: abs(swap.after - swap.before))
