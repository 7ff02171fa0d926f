"""The hardware that a Space can run on, by the names of ``deploy --hardware``. Pure."""

from typing import Final

# On the hub ZeroGPU still has the name of its first cards: https://huggingface.co/docs/hub/spaces-zerogpu
PRESETS: Final = {"zero-gpu": "zero-a10g"} | {
    name: name
    for name in ("cpu-basic", "cpu-upgrade", "t4-small", "t4-medium", "l4x1", "a10g-small", "a10g-large")
}
"""Name in the hub's API, by the name on the command line."""
