"""Path of the folder with the embedded checkpoint, fonts, style sheet, scripts and examples."""

from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"
