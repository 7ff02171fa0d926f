"""The example sentences of the Analyze tab."""

import json
from functools import cache
from typing import Any

from sentimotion.assets import ASSETS


@cache
def read_examples() -> list[dict[str, Any]]:
    """Load the example sentences in button order: ``text``, ``labels``, ``name`` by language.

    One of them ``begins`` the page.
    """
    examples: list[dict[str, Any]] = json.loads((ASSETS / "examples.json").read_text(encoding="utf-8"))
    return examples
