"""The explanation that every new text asks for, begun while its prediction is on its way to the browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from sentimotion.explanation import Explanation
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.analysis import Analysis, Question, begin_explaining, question_of
from sentimotion.web.progress import Work


@dataclass(frozen=True, slots=True)
class _Begun:
    session: str | None
    analysis: Analysis
    work: Work[dict[Head, Explanation]]


class HeadStart:
    """Begins an explanation before it is asked for, and hands it over when it is.

    Of all visitors' explanations one is begun so at most, and only while nothing else is computed: those that
    are asked for wait for each other, and must not wait for one that nobody has asked for yet.
    """

    def __init__(self, model: SentimotionModel) -> None:
        self.model = model
        self._lock = Lock()
        self._begun: _Begun | None = None

    def begin(self, session: str | None, analysis: Analysis) -> None:
        """Begin to explain the top labels of a text, if nothing else is going on."""
        with self._lock:
            if Work.is_any_going_on():
                return
            work = begin_explaining(self.model, analysis, _first_questions(analysis))
            self._begun = _Begun(session, analysis, work)

    def take(
        self, session: str | None, analysis: Analysis, questions: Mapping[Head, Question]
    ) -> Work[dict[Head, Explanation]] | None:
        """What was begun for a visitor, if it is of this text and answers these questions."""
        with self._lock:
            begun = self._begun
            if begun is None or begun.session != session:
                return None
            self._begun = None
        if begun.analysis == analysis and questions == _first_questions(analysis):
            return begun.work
        begun.work.end()
        return None

    def end(self, session: str | None) -> None:
        """End what was begun for a visitor and is not taken yet, if anything."""
        with self._lock:
            begun = self._begun
            if begun is not None and begun.session == session:
                begun.work.end()
                self._begun = None


def _first_questions(analysis: Analysis) -> dict[Head, Question]:
    return {head: question_of(analysis, {}, head) for head in HEADS}
