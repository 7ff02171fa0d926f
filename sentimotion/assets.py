"""The folder of the embedded checkpoint, the fonts, the style sheet, the scripts and the examples."""

from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"
