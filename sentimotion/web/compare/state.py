"""What a visitor sees of the Compare tab. Does not import gradio."""

from dataclasses import dataclass, field, replace
from secrets import token_hex
from typing import Any, Self

from sentimotion.errors import SentimotionError
from sentimotion.text.encoding import EncodedText
from sentimotion.web.compare.comparison import Explanations, SetResult, Swapped
from sentimotion.web.components.progress_bar import Stopped
from sentimotion.web.session.analysis import Analysis
from sentimotion.web.session.state import TabState


@dataclass(frozen=True, slots=True)
class Missing:
    """A missing input; ``key`` is the message that asks for it."""

    key: str


Answer = Swapped | SentimotionError | Missing | Stopped | None
Outcome = SetResult | SentimotionError | Stopped | None


@dataclass(frozen=True, slots=True)
class PairState:
    """Two texts side by side.

    :param analyses: The texts with their predictions.
    :param errors: By text: why there is no prediction, or what failed since.
    :param explanations: By text; None while they are computed.
    :param done: Progress of the missing explanations, 0 to 1.
    :param is_stopped: Whether the visitor stopped them.
    :param explanation_error: Why they failed.
    """

    analyses: tuple[Analysis, ...] | None = None
    errors: tuple[SentimotionError | None, ...] = (None, None)
    explanations: tuple[Explanations, ...] = (None, None)
    done: float = 0.0
    is_stopped: bool = False
    explanation_error: SentimotionError | None = None

    def analysis(self, index: int) -> Analysis | None:
        """One of the texts with its prediction, if any."""
        return None if self.analyses is None else self.analyses[index]

    def failed(self, error: SentimotionError) -> Self:
        """The state after an event failed."""
        return replace(self, errors=(error, None), is_stopped=None in self.explanations)


@dataclass(frozen=True, slots=True)
class SwapState:
    """A sentence with one word swapped.

    :param encoded: The sentence.
    :param error: Why there is no sentence.
    :param word: Index of the chosen word.
    :param answer: The result, or why there is none.
    :param done: Progress of the next result, 0 to 1; None if there is nothing to wait for.
    """

    encoded: EncodedText | None = None
    error: SentimotionError | None = None
    word: int | None = None
    answer: Answer = None
    done: float | None = None

    def failed(self, error: SentimotionError) -> Self:
        """The state after an event failed."""
        return replace(self, answer=error, done=None)


@dataclass(frozen=True, slots=True)
class SetsState:
    """A template set.

    :param outcome: The result, or why there is none.
    :param done: Progress of the next result, 0 to 1; None if there is nothing to wait for.
    """

    outcome: Outcome = None
    done: float | None = None

    def failed(self, error: SentimotionError) -> Self:
        """The state after an event failed."""
        return replace(self, outcome=error, done=None)


@dataclass(frozen=True, slots=True)
class CompareState(TabState):
    """The state of the tab: its three parts."""

    pair: PairState = field(default_factory=PairState)
    swap: SwapState = field(default_factory=SwapState)
    sets: SetsState = field(default_factory=SetsState)

    def showing(self, **parts: Any) -> Self:
        """The state with a new result of a part.

        The turn stays once it is set: events of one part must not fail because another part has a new result.
        """
        return replace(self, turn=self.turn or token_hex(8), **parts)

    def failed(self, error: SentimotionError, part: str = "pair") -> Self:
        """The state after an event of a part, ``"pair"``, ``"swap"`` or ``"sets"``, failed."""
        changed: dict[str, Any] = {part: getattr(self, part).failed(error)}
        return replace(self, **changed)
