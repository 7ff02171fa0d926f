"""Exceptions of this package.

    Exception
    └── ExplainError               base class: catch this one to catch all of them
        ├── NonFiniteAttribution   a score or an attribution is NaN or infinite
        ├── NotDecomposable        a score or a network has no decomposition into its tokens' parts
        └── Canceled               raised by a progress callback to stop the work

An argument outside its range raises a plain ``ValueError``.
"""


class ExplainError(Exception):
    """Base class of this package's errors."""


class NonFiniteAttribution(ExplainError):
    """A score or an attribution is NaN or infinite; the message names the head and the label."""


class NotDecomposable(ExplainError):
    """A score or a network has no decomposition into its tokens' parts; the message says why."""


class Canceled(ExplainError):
    """Raised by the caller's progress callback to stop an explanation; never raised by this package."""
