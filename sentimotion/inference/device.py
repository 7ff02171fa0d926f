"""Choose the device and the dtype for prediction."""

from typing import Final

import torch

from sentimotion.errors import InvalidRequest

_DTYPES: Final = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


def chosen_device(device: str | torch.device | None) -> torch.device:
    """The requested device; by default an accelerator if available, otherwise the CPU.

    :raises InvalidRequest: If it is not available.
    """
    if device is None:
        accelerator = torch.accelerator.current_accelerator(check_available=True)
        return accelerator or torch.device("cpu")
    try:
        return torch.empty(0, device=device).device
    except (RuntimeError, AssertionError, ValueError, TypeError) as error:
        raise InvalidRequest(
            f"the device {str(device)!r} cannot be used: {str(error).splitlines()[0]}"
        ) from error


def chosen_dtype(dtype: str | torch.dtype | None) -> torch.dtype | None:
    """The requested precision of predictions; None lets the device decide.

    :raises InvalidRequest: If it is not supported for predictions.
    """
    if dtype is None:
        return None
    chosen = _DTYPES.get(str(dtype).removeprefix("torch."))
    if chosen is None:
        raise InvalidRequest(f"the dtype {str(dtype)!r} cannot be used; expected one of {', '.join(_DTYPES)}")
    return chosen
