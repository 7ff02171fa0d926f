"""Cache of explanations for the page's own example sentences, shared by all visitors.

A class that follows the lesson requests the same explanations at once, and explanations run one at a time.
Texts typed by visitors are never cached.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from threading import Lock
from typing import Any, Final, TypeVar

from explain import ProgressCallback
from sentimotion.explanations.integration_path import TextWalk
from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.web.analyze.tab import read_examples
from sentimotion.web.compare.templates import read_templates
from sentimotion.web.learn.quiz_panel import read_questions
from sentimotion.web.learn.tab import EXAMPLE

T = TypeVar("T")
# About 10 KB each. There are 20 sentences, each with several labels, baselines and methods.
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
        self.__dict__.update(model.__dict__)
        self._asked, self._texts = model, frozenset(texts)
        self._lock = Lock()
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    def _once(
        self,
        ask: Callable[..., T],
        text: str,
        arguments: tuple[Any, ...],
        options: Mapping[str, Any],
        on_progress: ProgressCallback | None,
    ) -> T:
        if text not in self._texts:
            return ask(text, *arguments, **options, on_progress=on_progress)
        key = (ask.__name__, text, _frozen(arguments), _frozen(options))
        with self._lock:
            known: T | None = self._known.get(key)
        if known is None:
            # Concurrent requests both compute: neither can wait for the other, which may be canceled.
            known = ask(text, *arguments, **options, on_progress=on_progress)
        elif on_progress is not None:
            on_progress(1, 1)
        with self._lock:
            self._known[key] = known
            self._known.move_to_end(key)
            while len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
        return known

    def explain_heads(
        self, text: str, *, on_progress: ProgressCallback | None = None, **options: Any
    ) -> dict[Head, Explanation]:
        # Explanations are frozen; the dict is copied for the caller.
        return dict(self._once(self._asked.explain_heads, text, (), options, on_progress))

    def walk(
        self, text: str, *arguments: Any, on_progress: ProgressCallback | None = None, **options: Any
    ) -> TextWalk:
        return self._once(self._asked.walk, text, arguments, options, on_progress)

    def predict(self, *arguments: Any, **options: Any) -> Prediction:
        return self._asked.predict(*arguments, **options)

    def predict_batch(self, *arguments: Any, **options: Any) -> list[Prediction]:
        return self._asked.predict_batch(*arguments, **options)

    def delete_words(self, *arguments: Any, **options: Any) -> Deletion:
        return self._asked.delete_words(*arguments, **options)


def _frozen(value: Any) -> Hashable:
    if isinstance(value, Mapping):
        return tuple(sorted((key, _frozen(of)) for key, of in value.items()))
    if isinstance(value, list | tuple):
        return tuple(_frozen(each) for each in value)
    hashable: Hashable = value
    return hashable
