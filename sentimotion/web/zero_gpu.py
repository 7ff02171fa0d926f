"""Support for Hugging Face ZeroGPU, which assigns a GPU for the duration of a call (package ``spaces``).

A decorated function runs in a separate process, with pickled arguments and results; only that process has a
GPU. Therefore whole model calls are decorated. Callbacks cannot be pickled, so progress is only reported at
the start and the end. https://huggingface.co/docs/hub/spaces-zerogpu
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final, TypeVar, cast

import gradio as gr

from sentimotion.errors import GpuMinutesSpent
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText

T = TypeVar("T")
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


def _seconds(_name: str, args: tuple[Any, ...], options: Mapping[str, Any]) -> int:
    """Limit of a call, by the length of its texts, which are its first argument."""
    asked = args[0] if args else options["encoded"]
    texts = [asked] if isinstance(asked, EncodedText) else asked
    n_tokens = sum(len(encoded.tokens) for encoded in texts)
    return min(_MAX_SECONDS, _FIRST_SECONDS + n_tokens // _TOKENS_PER_SECOND)


class ZeroGPUModel(SentimotionModel):
    """A model each call of which runs with an assigned GPU.

    :param model: The model, on the device ``cuda``; ``spaces`` allows this before a GPU is assigned.
    """

    is_on_loan = True

    def __init__(self, model: SentimotionModel) -> None:
        super().__init__(model.checkpoint)

        # The model is not an argument, as the other process already has it.
        def call(name: str, args: tuple[Any, ...], options: Mapping[str, Any]) -> tuple[bool, Any]:
            result = getattr(model, name)(*args, **options)
            is_growing = isinstance(result, Iterator)
            if is_growing:
                # The last: a GPU is assigned for whole calls.
                *_, result = result
            return is_growing, result

        self._lent = import_module("spaces").GPU(duration=_seconds)(call)

    def compute(self, method: Callable[..., T], /, *args: Any, **options: Any) -> T:
        """Run a call with a GPU; of what grows, there is only the last."""
        report = options.pop("on_progress", None)
        if report is not None:
            # If the request was canceled in the meantime, the callback raises here.
            report(0, 1)
        try:
            is_growing, result = self._lent(method.__name__, args, options)
        except gr.Error as error:
            if _is_quota(error):
                raise GpuMinutesSpent(
                    "your GPU minutes of today are spent; try again tomorrow, or ask the embedded"
                    " checkpoint on the page"
                ) from None
            raise
        if report is not None:
            report(1, 1)
        return cast(T, iter([result]) if is_growing else result)
