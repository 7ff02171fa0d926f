"""What a part of the program needs beyond the demo, and how to install it."""

from typing import Final, Literal

from sentimotion.assets import IS_INSTALLED

Extra = Literal["review", "postgres", "ray", "train"]

REQUIREMENTS: Final[dict[Extra, str]] = {
    "review": "sentimotion/review/requirements.txt",
    "postgres": "sentimotion/review/requirements-postgres.txt",
    "ray": "sentimotion/scoring/requirements.txt",
    "train": "sentimotion/training/requirements.txt",
}
"""The file of each extra of the package, in the checkout."""


def how_to_install(extra: Extra) -> str:
    """The command that installs an extra: of the package, or from the checkout's pinned requirements."""
    if IS_INSTALLED:
        return f"pip install 'sentimotion[{extra}]'"
    return f"pip install -r {REQUIREMENTS[extra]}"
