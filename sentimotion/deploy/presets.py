"""What differs by the hardware of a Space. Pure."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Preset:
    """Hardware of a Space.

    :param hub_name: Its name in the hub's API.
    :param python: Version of Python.
    :param torch: Version of torch; None is that of requirements.txt.
    """

    hub_name: str
    python: str
    torch: str | None = None


_PYTHON: Final = "3.11"
# https://huggingface.co/docs/hub/spaces-zerogpu
_ZERO: Final = Preset("zero-a10g", python="3.12", torch="2.11.0")
_OTHERS: Final = ("cpu-basic", "cpu-upgrade", "t4-small", "t4-medium", "l4x1", "a10g-small", "a10g-large")
PRESETS: Final = {"zero-gpu": _ZERO} | {name: Preset(name, _PYTHON) for name in _OTHERS}
