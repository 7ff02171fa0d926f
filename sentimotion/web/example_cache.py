"""Cache of explanations for the page's own example sentences, shared by all visitors.

A class that follows the lesson requests the same explanations at once, and explanations run one at a time.
Texts typed by visitors are never cached.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, Final, TypeVar

from explain import Baseline, ChanceRank, DeletionCurve, Eraser, ProgressCallback
from sentimotion.explanations.decision_change import Counterfactual
from sentimotion.explanations.faithfulness import Key
from sentimotion.explanations.integration_path import TextWalk
from sentimotion.explanations.interactions import Interactions
from sentimotion.explanations.removal_search import MAX_REMOVED
from sentimotion.explanations.results import Explanation, HeadsRequest, Request
from sentimotion.explanations.swap_lists import SwapLists
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText
from sentimotion.text.limits import DEFAULT_LENGTH
from sentimotion.web.analyze.examples import read_examples
from sentimotion.web.compare.templates import read_templates
from sentimotion.web.learn.quiz import read_questions
from sentimotion.web.learn.tab import EXAMPLE

T = TypeVar("T")
# About 10 KB each, for 20 sentences; each may be explained with several labels, baselines and methods.
_MAX_ENTRIES: Final = 500


def example_texts() -> frozenset[str]:
    """The page's own sentences: examples, lesson, quiz, and comparison pairs."""
    return frozenset(
        [EXAMPLE]
        + [example["text"] for example in read_examples()]
        + [question.text for question in read_questions()]
        + [text for pair in read_templates().pairs for text in pair.texts]
    )


def with_example_cache(model: SentimotionModel, texts: Collection[str]) -> SentimotionModel:
    """Wrap a model so that explanations of the given texts are computed once and cached.

    :param model: The model; must be deterministic.
    :param texts: Texts to cache; never texts typed by visitors.
    """
    return _CachedModel(model, texts)


class _CachedModel(SentimotionModel):
    def __init__(self, model: SentimotionModel, texts: Collection[str]) -> None:
        super().__init__(model.checkpoint)
        self._model, self._texts = model, frozenset(texts)
        self.is_on_loan = model.is_on_loan
        self._lock = Lock()
        self._cache: OrderedDict[Hashable, Any] = OrderedDict()

    def _cached(
        self,
        compute: Callable[[], T],
        encoded: EncodedText,
        key: Hashable,
        on_progress: ProgressCallback | None,
    ) -> T:
        if encoded.text not in self._texts:
            return compute()
        with self._lock:
            result: T | None = self._cache.get((encoded, key))
        if result is None:
            # Concurrent requests for the same result all compute it: waiting for one would fail if that one
            # is canceled.
            result = compute()
        elif on_progress is not None:
            on_progress(1, 1)
        with self._lock:
            self._cache[encoded, key] = result
            self._cache.move_to_end((encoded, key))
            while len(self._cache) > _MAX_ENTRIES:
                self._cache.popitem(last=False)
        return result

    def _explain(
        self, encoded: EncodedText, heads_request: HeadsRequest, on_progress: ProgressCallback | None
    ) -> dict[Head, Explanation]:
        def compute() -> dict[Head, Explanation]:
            return self._model._explain(encoded, heads_request, on_progress)

        # A copy, as callers may modify the dict; the explanations in it are frozen.
        return dict(self._cached(compute, encoded, heads_request, on_progress))

    def _walk(
        self,
        encoded: EncodedText,
        heads_request: HeadsRequest,
        points: tuple[float, ...],
        on_progress: ProgressCallback | None,
    ) -> TextWalk:
        def compute() -> TextWalk:
            return self._model._walk(encoded, heads_request, points, on_progress)

        return self._cached(compute, encoded, (heads_request, points), on_progress)

    def _predict(self, encoded: Sequence[EncodedText], thresholds: dict[Head, float]) -> list[Prediction]:
        return self._model._predict(encoded, thresholds)

    def _delete_words(
        self,
        encoded: EncodedText,
        words: Sequence[int],
        explanations: Mapping[Head, Explanation],
        baseline: Baseline,
    ) -> Deletion:
        return self._model._delete_words(encoded, words, explanations, baseline)

    def chance_ranks(
        self, encoded: EncodedText, explanations: Mapping[Key, Explanation], eraser: Eraser | None = None
    ) -> Iterator[dict[Key, ChanceRank]]:
        """As the model's own; nothing is kept."""
        return self._model.chance_ranks(encoded, explanations, eraser=eraser)

    def deletion_curves(
        self, encoded: EncodedText, explanation: Explanation, eraser: Eraser | None = None
    ) -> Iterator[DeletionCurve]:
        """As the model's own; nothing is kept."""
        return self._model.deletion_curves(encoded, explanation, eraser=eraser)

    def pair_interactions(
        self, encoded: EncodedText, requests: Mapping[Head, Request], eraser: Eraser | None = None
    ) -> Iterator[dict[Head, Interactions]]:
        """As the model's own; nothing is kept."""
        return self._model.pair_interactions(encoded, requests, eraser=eraser)

    def counterfactuals(
        self,
        encoded: EncodedText,
        thresholds: Mapping[Head, float],
        explanations: Mapping[Head, Explanation],
        eraser: Eraser | None = None,
        swap_lists: SwapLists | None = None,
        max_words: int = MAX_REMOVED,
        max_length: int = DEFAULT_LENGTH,
    ) -> Iterator[dict[Head, Counterfactual]]:
        """As the model's own; nothing is kept."""
        return self._model.counterfactuals(
            encoded, thresholds, explanations, eraser, swap_lists, max_words, max_length
        )
