"""What can go wrong while explaining a text.

    Exception
    └── ExplainError               base class: catch this one to catch all of them
        ├── NonFiniteAttribution   the model gave NaN or infinity: there is nothing true to show
        └── Canceled               for a progress callback to raise when nobody waits for the answer

An argument outside its range is a plain ``ValueError``: it is the caller's slip, not the model's.
"""


class ExplainError(Exception):
    """Base class of this package's errors."""


class NonFiniteAttribution(ExplainError):
    """A score or an attribution is NaN or infinite; the message names the head and the label."""


class Canceled(ExplainError):
    """Raised by a caller's progress callback to stop an explanation; the package itself never raises it."""
