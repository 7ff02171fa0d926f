"""Cache of explanations for the page's own example sentences, shared by all visitors.

A class that follows the lesson requests the same explanations at once, and explanations run one at a time.
Texts typed by visitors are never cached.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from functools import partial
from threading import Lock
from typing import Any, Final, TypeVar

from sentimotion.model import SentimotionModel
from sentimotion.web.analyze.examples import read_examples
from sentimotion.web.compare.templates import read_templates
from sentimotion.web.learn.quiz import read_questions
from sentimotion.web.learn.tab import EXAMPLE

T = TypeVar("T")
# About 10 KB each, for 20 sentences; each may be explained with several labels, baselines and methods.
_MAX_ENTRIES: Final = 500
# Methods of the model whose results are kept, by their arguments alone: an option must not change a result.
_KEPT: Final = ("_explain", "_walk")


def example_texts() -> frozenset[str]:
    """The page's own sentences: examples, lesson, quiz, and comparison pairs."""
    return frozenset(
        [EXAMPLE]
        + [example["text"] for example in read_examples()]
        + [question.text for question in read_questions()]
        + [text for pair in read_templates().pairs for text in pair.texts]
    )


class CachedModel(SentimotionModel):
    """A model with which explanations of the given texts are computed once and cached.

    :param model: The model; must be deterministic.
    :param texts: Texts to cache; never texts typed by visitors.
    """

    def __init__(self, model: SentimotionModel, texts: Collection[str]) -> None:
        super().__init__(model.checkpoint)
        self._model, self._texts = model, frozenset(texts)
        self.is_on_loan = model.is_on_loan
        self._lock = Lock()
        self._cache: OrderedDict[Hashable, Any] = OrderedDict()

    def compute(self, method: Callable[..., T], /, *args: Any, **options: Any) -> T:
        """The kept result of an explanation, or the model's."""
        compute = partial(self._model.compute, method, *args, **options)
        if method.__name__ not in _KEPT or args[0].text not in self._texts:
            return compute()
        report, key = options.get("on_progress"), (method.__name__, args)
        with self._lock:
            result: T | None = self._cache.get(key)
        if result is None:
            # Concurrent requests for the same result all compute it: waiting for one would fail if that one
            # is canceled.
            result = compute()
        elif report is not None:
            report(1, 1)
        with self._lock:
            self._cache[key] = result
            self._cache.move_to_end(key)
            while len(self._cache) > _MAX_ENTRIES:
                self._cache.popitem(last=False)
        return result
