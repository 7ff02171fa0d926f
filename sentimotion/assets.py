"""Path of the folder with the embedded checkpoint, fonts, style sheet, scripts and examples."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
# A wheel carries the folder inside the package; in a checkout it lies at the top.
_IN_WHEEL: Final = _PACKAGE / "_assets"
IS_INSTALLED: Final = _IN_WHEEL.is_dir()
"""Whether this is the package as a wheel brings it, and no checkout."""
ASSETS: Final = _IN_WHEEL if IS_INSTALLED else _PACKAGE.parent / "assets"
