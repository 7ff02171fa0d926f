"""What the operator has asked for."""

from dataclasses import dataclass
from typing import Self

from sentimotion.settings import Settings


@dataclass(frozen=True, slots=True)
class Operation:
    """How a server is operated.

    ``has_run``: whether the model has answered once before the server begins. ``token``: who sends it may
    read the figures; None for nobody. ``logs_requests``: whether each request and event is logged.
    """

    has_run: bool = True
    token: str | None = None
    logs_requests: bool = False

    @classmethod
    def from_settings(cls, settings: Settings, *, has_run: bool) -> Self:
        """What the settings say."""
        return cls(has_run, settings.operator_token, settings.request_log == "1")
