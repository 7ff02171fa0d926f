"""Sentimotion: joint Bangla sentiment and emotion classification with word-level explanations."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from sentimotion.errors import SentimotionError

if TYPE_CHECKING:
    from sentimotion.checkpoints.opening import CheckpointInfo, inspect
    from sentimotion.explanations.results import Explanation
    from sentimotion.inference.predictor import Prediction
    from sentimotion.model import SentimotionModel, load

__all__ = [
    "CheckpointInfo",
    "Explanation",
    "Prediction",
    "SentimotionError",
    "SentimotionModel",
    "inspect",
    "load",
]

# Imported when asked for: the pure modules, and the command line's --help, should not wait for torch.
_HOMES: Final = {
    "CheckpointInfo": "checkpoints.opening",
    "Explanation": "explanations.results",
    "Prediction": "inference.predictor",
    "SentimotionModel": "model",
    "inspect": "checkpoints.opening",
    "load": "model",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
