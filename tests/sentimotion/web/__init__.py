"""Results made by hand, for tests of how they are shown; and waiting until nothing is computed."""

from collections.abc import Sequence
from html.parser import HTMLParser
from time import monotonic, sleep
from types import SimpleNamespace

from sentimotion.explanations.results import Explanation, Word
from sentimotion.labels import Head
from sentimotion.text.words import word_spans
from sentimotion.web.session.background import Work

# Who asks, as Gradio says it to an event's function; somebody else in every test (conftest.py).
VISITOR = SimpleNamespace(session_hash="", client=("127.0.0.1", 1))


def explanation_of(
    text: str,
    attributions: Sequence[float] = (),
    *,
    head: Head = "sentiment",
    label: str = "positive",
    truncated_at: int | None = None,
    converged: bool = True,
    score: float = 1.0,
    baseline_score: float = -0.5,
    other: float = 0.25,
) -> Explanation:
    """An explanation of a text: attributions of its words, 0 for those that are not given."""
    end = len(text) if truncated_at is None else truncated_at
    spans = [span for span in word_spans(text) if span.start < end]
    values = [*attributions, *([0.0] * len(spans))]
    return Explanation(
        text=text,
        head=head,
        label=label,
        contrast=None,
        target="log_odds",
        score=score,
        baseline_score=baseline_score,
        words=tuple(
            Word(text[span.start : span.end], span.start, span.end, value)
            for span, value in zip(spans, values, strict=False)
        ),
        tokens=(),
        other=other,
        convergence_delta=0.0,
        n_steps=32,
        converged=converged,
        method="integrated_gradients",
        baseline="pad",
        truncated_at=truncated_at,
        checkpoint="embedded",
    )


class Shown(HTMLParser):
    """What a browser makes of HTML: its text, and its elements with their attributes and own text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[int] = []
        # A plain string: what is cut out of Markup would be escaped again.
        self.feed(str(html))
        self.close()
        assert not self._open, "an element is not closed"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        if tag not in ("br", "img", "wbr"):
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag):
        assert self.elements[self._open.pop()][0] == tag, "elements overlap"

    def handle_data(self, data):
        self.text += data
        for index in self._open:
            self.texts[index] += data

    def with_attribute(self, name: str) -> list[dict[str, str | None]]:
        """Attributes of the elements that have one of this name, in order."""
        return [attributes for _, attributes in self.elements if name in attributes]

    def texts_of(self, class_name: str) -> list[str]:
        """Texts of the elements of a class, in order."""
        return [
            text
            for (_, attributes), text in zip(self.elements, self.texts, strict=True)
            if class_name in (attributes.get("class") or "").split()
        ]


def rest() -> None:
    """Wait until nothing is computed any more, by earlier tests either; for a minute at most."""
    deadline = monotonic() + 60
    while Work.is_any_going_on():
        assert monotonic() < deadline
        sleep(0.01)
