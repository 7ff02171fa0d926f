"""Path of the folder with the embedded checkpoint, fonts, style sheet, scripts and examples."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
# A wheel carries the folder inside the package; in a checkout it lies at the top.
_INSTALLED: Final = _PACKAGE / "_assets"
ASSETS: Final = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "assets"
