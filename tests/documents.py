"""The repository's documents, for the tests of what they say."""

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
_BLOCK: Final = re.compile(r"^```(\w*)\n(.+?)^```$", re.MULTILINE | re.DOTALL)
_FOLDERS: Final = ("assets", "explain", "sentimotion", "tests")
DOCUMENTS: Final = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *(path for folder in _FOLDERS for path in (ROOT / folder).rglob("*.md"))]
)
"""Every Markdown file, by its path from the root."""


def text_of(document: str) -> str:
    """A document as it stands."""
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str, *languages: str) -> list[str]:
    """The blocks of code of a document in some languages, in order."""
    return [body for language, body in _BLOCK.findall(text_of(document)) if language in languages]
