"""Where the page's fonts, style sheet and examples are."""

from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).resolve().parent.parent.parent / "assets"
