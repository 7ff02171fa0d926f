"""Where a text that was typed may have been left: files, in whatever encoding."""

import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote


def spellings(text: str) -> set[bytes]:
    """A text as files, logs and addresses may hold it."""
    return {
        text.encode("utf-8"),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        json.dumps(text)[1:-1].encode(),
        quote(text).encode(),
    }


def files_with(text: str, folders: Iterable[Path]) -> list[str]:
    """The files below some folders whose name or content holds a text."""
    wanted = spellings(text)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [
        str(path)
        for path in files
        if text in path.name or any(spelling in path.read_bytes() for spelling in wanted)
    ]
