"""Support for Hugging Face ZeroGPU, which assigns a GPU for the duration of a call (package ``spaces``).

A decorated function runs in a separate process, with pickled arguments and results; only that process has a
GPU. Therefore whole model calls are decorated. Callbacks cannot be pickled, so progress is only reported at
the start and the end. https://huggingface.co/docs/hub/spaces-zerogpu
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

import gradio as gr

from explain import Baseline, ChanceRank, DeletionCurve, Eraser, ProgressCallback
from sentimotion.errors import GpuMinutesSpent
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

# Seconds that a call may take: longer calls are aborted; shorter limits wait less for a GPU, and are granted
# to visitors who have little time left. In the first ones the GPU's process takes over the weights.
_FIRST_SECONDS: Final = 10
_MAX_SECONDS: Final = 30
_TOKENS_PER_SECOND: Final = 8


def import_spaces(declare: bool = False) -> None:
    """Import ``spaces``, which must happen before CUDA is used; it exists only in a Space on ZeroGPU.

    :param declare: Whether to declare a function that uses a GPU and is never called: without one, ZeroGPU
        ends a Space as it starts.
    """
    spaces = import_module("spaces")
    if declare:
        spaces.GPU(_unused)


def _unused() -> None:
    """Never called."""


def _is_quota(error: gr.Error) -> bool:
    """Whether ``spaces`` (0.51, ``zero/client.py``) says that the visitor has no time left for the call."""
    return error.title in ("ZeroGPU quota exceeded", "ZeroGPU pending credits exceeded")


def with_zero_gpu(model: SentimotionModel) -> SentimotionModel:
    """Wrap a model so that each call runs with an assigned GPU.

    :param model: The model, on the device ``cuda``; ``spaces`` allows this before a GPU is assigned.
    """
    return _ZeroGPUModel(model, import_module("spaces").GPU(duration=_seconds))


def _seconds(_name: str, arguments: tuple[Any, ...]) -> int:
    """Limit of a call, by the length of its texts, which are its first argument."""
    texts = [arguments[0]] if isinstance(arguments[0], EncodedText) else arguments[0]
    n_tokens = sum(len(encoded.tokens) for encoded in texts)
    return min(_MAX_SECONDS, _FIRST_SECONDS + n_tokens // _TOKENS_PER_SECOND)


class _ZeroGPUModel(SentimotionModel):
    is_on_loan = True

    def __init__(
        self, model: SentimotionModel, lend: Callable[[Callable[..., Any]], Callable[..., Any]]
    ) -> None:
        super().__init__(model.checkpoint)

        # The model is not an argument, as the other process already has it.
        def call(name: str, arguments: tuple[Any, ...]) -> Any:
            result = getattr(model, name)(*arguments)
            if isinstance(result, Iterator):
                # Of what grows, the last: a GPU is assigned for whole calls.
                *_, result = result
            return result

        self._lent = lend(call)

    def _call(self, name: str, arguments: tuple[Any, ...]) -> Any:
        try:
            return self._lent(name, arguments)
        except gr.Error as error:
            if _is_quota(error):
                raise GpuMinutesSpent(
                    "your GPU minutes of today are spent; try again tomorrow, or ask the embedded"
                    " checkpoint on the page"
                ) from None
            raise

    def _call_with_progress(
        self, name: str, arguments: tuple[Any, ...], on_progress: ProgressCallback | None
    ) -> Any:
        # If the request was canceled in the meantime, the callback raises here.
        if on_progress is not None:
            on_progress(0, 1)
        result = self._call(name, (*arguments, None))
        if on_progress is not None:
            on_progress(1, 1)
        return result

    def _predict(self, encoded: Sequence[EncodedText], thresholds: dict[Head, float]) -> list[Prediction]:
        found: list[Prediction] = self._call("_predict", (encoded, thresholds))
        return found

    def _explain(
        self, encoded: EncodedText, heads_request: HeadsRequest, on_progress: ProgressCallback | None
    ) -> dict[Head, Explanation]:
        found: dict[Head, Explanation] = self._call_with_progress(
            "_explain", (encoded, heads_request), on_progress
        )
        return found

    def _walk(
        self,
        encoded: EncodedText,
        heads_request: HeadsRequest,
        points: tuple[float, ...],
        on_progress: ProgressCallback | None,
    ) -> TextWalk:
        found: TextWalk = self._call_with_progress("_walk", (encoded, heads_request, points), on_progress)
        return found

    def _delete_words(
        self,
        encoded: EncodedText,
        words: Sequence[int],
        explanations: Mapping[Head, Explanation],
        baseline: Baseline,
    ) -> Deletion:
        found: Deletion = self._call("_delete_words", (encoded, words, explanations, baseline))
        return found

    def chance_ranks(
        self, encoded: EncodedText, explanations: Mapping[Key, Explanation], eraser: Eraser | None = None
    ) -> Iterator[dict[Key, ChanceRank]]:
        """As the model's own, but only the last."""
        yield self._call("chance_ranks", (encoded, explanations, eraser))

    def deletion_curves(
        self, encoded: EncodedText, explanation: Explanation, eraser: Eraser | None = None
    ) -> Iterator[DeletionCurve]:
        """As the model's own, but only the last."""
        yield self._call("deletion_curves", (encoded, explanation, eraser))

    def pair_interactions(
        self, encoded: EncodedText, requests: Mapping[Head, Request], eraser: Eraser | None = None
    ) -> Iterator[dict[Head, Interactions]]:
        """As the model's own, but only the last."""
        yield self._call("pair_interactions", (encoded, requests, eraser))

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
        """As the model's own, but only the last."""
        arguments = (encoded, thresholds, explanations, eraser, swap_lists, max_words, max_length)
        yield self._call("counterfactuals", arguments)
