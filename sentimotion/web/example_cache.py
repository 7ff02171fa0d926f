"""Cache of explanations for the page's own example sentences, shared by all visitors.

A class that follows the lesson requests the same explanations at once, and explanations run one at a time.
Texts typed by visitors are never cached.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from threading import Lock
from typing import Any, Final, TypeVar

from explain import Baseline, ProgressCallback
from sentimotion.explanations.integration_path import TextWalk
from sentimotion.explanations.results import Explanation, HeadsRequest
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText
from sentimotion.web.analyze.tab import read_examples
from sentimotion.web.compare.templates import read_templates
from sentimotion.web.learn.quiz_panel import read_questions
from sentimotion.web.learn.tab import EXAMPLE

T = TypeVar("T")
Progress = ProgressCallback | None
# Some 10 KB each. There are 20 sentences; other labels, baselines and methods may be asked for of each.
_MOST_KEPT: Final = 500


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
        self._asked, self._texts = model, frozenset(texts)
        self._lock = Lock()
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    def _once(
        self, compute: Callable[[], T], encoded: EncodedText, key: Hashable, on_progress: Progress
    ) -> T:
        if encoded.text not in self._texts:
            return compute()
        with self._lock:
            known: T | None = self._known.get((encoded, key))
        if known is None:
            # Two that ask at once both compute: neither can be made to wait for one who may cancel.
            known = compute()
        elif on_progress is not None:
            on_progress(1, 1)
        with self._lock:
            self._known[encoded, key] = known
            self._known.move_to_end((encoded, key))
            while len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
        return known

    def _explain(
        self, encoded: EncodedText, asked: HeadsRequest, on_progress: Progress
    ) -> dict[Head, Explanation]:
        def compute() -> dict[Head, Explanation]:
            return self._asked._explain(encoded, asked, on_progress)

        # Explanations are frozen, the dict around them is the caller's own.
        return dict(self._once(compute, encoded, asked, on_progress))

    def _walk(
        self, encoded: EncodedText, asked: HeadsRequest, points: tuple[float, ...], on_progress: Progress
    ) -> TextWalk:
        def compute() -> TextWalk:
            return self._asked._walk(encoded, asked, points, on_progress)

        return self._once(compute, encoded, (asked, points), on_progress)

    def _predict(self, encoded: Sequence[EncodedText], thresholds: dict[Head, float]) -> list[Prediction]:
        return self._asked._predict(encoded, thresholds)

    def _delete_words(
        self,
        encoded: EncodedText,
        words: Sequence[int],
        explanations: Mapping[Head, Explanation],
        baseline: Baseline,
    ) -> Deletion:
        return self._asked._delete_words(encoded, words, explanations, baseline)
