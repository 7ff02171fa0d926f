"""What a visitor sees of the Analyze tab, and how each event changes it. Does not import gradio."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from secrets import token_hex
from typing import Any, Final, Self

from explain import ChanceRank
from sentimotion.errors import SentimotionError
from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS, Head
from sentimotion.web.analyze.doubts import Doubt, Measured
from sentimotion.web.session.analysis import Analysis, Question, question_of
from sentimotion.web.session.state import TabState

FIRST_TURN: Final = "first"
"""Turn of the answer with which the page begins: the same after a restart, as the answer is the same."""


@dataclass(frozen=True, slots=True)
class AnalyzeState(TabState):
    """The state of the tab.

    :param thresholds: By head, 0 to 1.
    :param analysis: The analyzed text with its prediction.
    :param error: Why there is no prediction, or what failed since.
    :param questions: What to explain of each head, where the visitor chose.
    :param explanations: By head; those that are missing are being computed.
    :param done: Progress of the missing explanations, 0 to 1.
    :param is_stopped: Whether the visitor stopped them.
    :param explanation_error: Why they failed.
    :param deletion: Result with the removed words, if any.
    :param ranks: By head, the explanation's strongest words beside random choices; may still grow.
    :param doubts: What is measured of each doubt that was asked about.
    :param charted: Turn of the answer in the charts. They follow the explanations, as the browser takes
        longer to draw them than all else together; until then the decisions have bars of their own.
    """

    thresholds: Mapping[Head, float] = field(default_factory=lambda: dict(DEFAULT_THRESHOLDS))
    analysis: Analysis | None = None
    error: SentimotionError | None = None
    questions: Mapping[Head, Question] = field(default_factory=dict)
    explanations: Mapping[Head, Explanation] = field(default_factory=dict)
    done: float = 0.0
    is_stopped: bool = False
    explanation_error: SentimotionError | None = None
    deletion: Deletion | None = None
    ranks: Mapping[Head, ChanceRank] = field(default_factory=dict)
    doubts: Mapping[Doubt, Measured] = field(default_factory=dict)
    charted: str = ""

    def failed(self, error: SentimotionError) -> Self:
        """The state after an event failed."""
        doubts = {doubt: replace(measured, done=None) for doubt, measured in self.doubts.items()}
        return replace(self, error=error, is_stopped=bool(self.unexplained()), doubts=doubts)

    def answered(self, analysis: Analysis | None, error: SentimotionError | None) -> "AnalyzeState":
        """A new answer; nothing of the previous one is left."""
        turn = token_hex(8)
        return AnalyzeState(
            turn=turn,
            thresholds=self.thresholds,
            analysis=analysis,
            error=error,
            charted=turn if analysis is None else self.charted,
        )

    def with_charts(self) -> Self:
        """The answer in the charts."""
        return replace(self, charted=self.turn)

    def with_threshold(self, head: Head, threshold: float) -> Self:
        """Another threshold of a head. What would change its answer was looked for at the old one."""
        known = self.measured("changes").found or {}
        others = {of: found for of, found in known.items() if of != head}
        moved = replace(self, thresholds={**self.thresholds, head: threshold})
        return moved.with_measured("changes", Measured(others or None))

    def measured(self, doubt: Doubt) -> Measured:
        """What is measured of a doubt."""
        return self.doubts.get(doubt, Measured())

    def with_measured(self, doubt: Doubt, measured: Measured) -> Self:
        """The state with what is measured of a doubt."""
        return replace(self, doubts={**self.doubts, doubt: measured})

    def question(self, head: Head) -> Question | None:
        """What is explained of a head; None without a prediction."""
        return None if self.analysis is None else question_of(self.analysis, self.questions, head)

    def asked(self, head: Head, question: Question) -> Self:
        """Another question of a head. Removed words are restored; doubts were about the old question.

        What would change the answers stays: the answers are the same.
        """
        explanations = {of: found for of, found in self.explanations.items() if of != head}
        return replace(
            self,
            questions={**self.questions, head: question},
            explanations=explanations,
            ranks={of: found for of, found in self.ranks.items() if of != head},
            doubts={"changes": self.measured("changes")},
            done=0.0,
            is_stopped=False,
            explanation_error=None,
            deletion=None,
        )

    def unexplained(self) -> dict[Head, Question]:
        """The heads without an explanation, with the question of each."""
        if self.analysis is None:
            return {}
        return {
            head: question_of(self.analysis, self.questions, head)
            for head in HEADS
            if head not in self.explanations
        }

    def explained(self, explanations: Mapping[Head, Explanation]) -> Self:
        """The state with explanations; those of another text or question are left out."""
        wanted = {
            head: found
            for head, found in explanations.items()
            if (question := self.question(head)) is not None
            and self.analysis is not None
            and (found.text, found.label, found.contrast)
            == (self.analysis.encoded.text, question.label, question.contrast)
        }
        known = {**self.explanations, **wanted}
        return replace(self, explanations={head: known[head] for head in HEADS if head in known})

    def complete_explanations(self) -> Mapping[Head, Explanation] | None:
        """The explanations if every head has one, otherwise None."""
        return self.explanations if len(self.explanations) == len(HEADS) else None

    def explanations_with_words(self) -> Mapping[Head, Explanation] | None:
        """The explanations if every head has one, of a text with words; otherwise None."""
        shown = self.complete_explanations()
        return shown if shown is not None and all(found.words for found in shown.values()) else None


UNANSWERED: Final = AnalyzeState()
"""Nothing is analyzed yet."""


def chosen_from_menu(state: AnalyzeState, head: Head, menu: str, value: Any) -> Question | None:
    """The question after a choice in a head's menu; None if nothing new was chosen.

    :param menu: "label" or "contrast".
    :param value: The value of the menu, which the browser sends; untrusted.
    """
    question = state.question(head)
    if question is None:
        return None
    in_menu, labels = (
        (question.label, LABELS[head]) if menu == "label" else (question.contrast or "", ("", *LABELS[head]))
    )
    # Where nothing new is chosen, removed words stay removed.
    if value == in_menu or value not in labels:
        return None
    return Question(value).against(question.contrast) if menu == "label" else question.against(value)


def chosen_by_click(state: AnalyzeState, head: Any, index: Any) -> tuple[Head, Question] | None:
    """The head and its question after a click on a bar; None if there is no such bar.

    :param head: The head, and
    :param index: the bar's position, as the browser sends them; untrusted.
    """
    if head not in HEADS or not isinstance(index, int) or not 0 <= index < len(LABELS[head]):
        return None
    question = state.question(head)
    return None if question is None else (head, question.after_click(LABELS[head][index]))
