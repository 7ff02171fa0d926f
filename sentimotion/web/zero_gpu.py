"""Support for Hugging Face ZeroGPU, which assigns a GPU for the duration of a call (package ``spaces``).

A decorated function runs in a separate process, with pickled arguments and results; only that process has a
GPU. Therefore whole model calls are decorated. Callbacks cannot be pickled, so progress is only reported at
the start and the end. https://huggingface.co/docs/hub/spaces-zerogpu
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from explain import ProgressCallback
from sentimotion.explanations.integration_path import TextWalk
from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel

# Seconds asked for; a call that needs longer is ended, one that asks for less waits less.
_MOST_SECONDS: Final = 30


def import_spaces() -> None:
    """Import ``spaces``, as it must be before CUDA is used; only a Space on ZeroGPU has it."""
    import_module("spaces")


def with_lent_gpu(model: SentimotionModel) -> SentimotionModel:
    """Wrap a model so that each call runs with an assigned GPU.

    :param model: On the device ``cuda``, which ``spaces`` lets a model be put on beforehand.
    """
    return _LentGPUModel(model, import_module("spaces").GPU(duration=_MOST_SECONDS))


class _LentGPUModel(SentimotionModel):
    def __init__(
        self, model: SentimotionModel, lend: Callable[[Callable[..., Any]], Callable[..., Any]]
    ) -> None:
        self.__dict__.update(model.__dict__)

        # The model is not an argument: the forked process already has it.
        def call(name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
            return getattr(SentimotionModel, name)(self, *arguments, **options)

        self._call = lend(call)

    def _lent(
        self, name: str, *arguments: Any, on_progress: ProgressCallback | None = None, **options: Any
    ) -> Any:
        # Raises if the work was canceled in the meantime.
        if on_progress is not None:
            on_progress(0, 1)
        result = self._call(name, arguments, options)
        if on_progress is not None:
            on_progress(1, 1)
        return result

    def predict(self, *arguments: Any, **options: Any) -> Prediction:
        found: Prediction = self._lent("predict", *arguments, **options)
        return found

    def predict_batch(self, *arguments: Any, **options: Any) -> list[Prediction]:
        found: list[Prediction] = self._lent("predict_batch", *arguments, **options)
        return found

    def explain_heads(self, *arguments: Any, **options: Any) -> dict[Head, Explanation]:
        found: dict[Head, Explanation] = self._lent("explain_heads", *arguments, **options)
        return found

    def delete_words(self, *arguments: Any, **options: Any) -> Deletion:
        found: Deletion = self._lent("delete_words", *arguments, **options)
        return found

    def walk(self, *arguments: Any, **options: Any) -> TextWalk:
        found: TextWalk = self._lent("walk", *arguments, **options)
        return found
