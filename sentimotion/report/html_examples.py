"""Render the report's word lists and example texts."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from sentimotion.checkpoints.version import named
from sentimotion.i18n.messages import Language, label_name, percent
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.report.scored_rows import ScoredRow
from sentimotion.report.snippets import shorten
from sentimotion.report.summary import Opinion
from sentimotion.report.word_counts import WordAttributions
from sentimotion.templating import render_template

_MOST_CHARACTERS: Final = 240


def render_word_tables(
    words: WordAttributions | None, scored_by: Sequence[str], language: Language
) -> Markup:
    """Render the words of every label.

    :param words: None if no texts were explained.
    :param scored_by: The checkpoint versions in the file; a notice says if the words come from another one.
    """
    heads, other_model = [], None
    if words is not None:
        for head in HEADS:
            if labels := [label for label in words.labels if label.head == head]:
                means = [abs(effect.mean) for label in labels for effect in (*label.toward, *label.away)]
                heads.append((head, labels, max(means, default=1.0)))
        if scored_by and list(scored_by) != [words.checkpoint_version]:
            other_model = named(words.checkpoint, words.checkpoint_version)
    return render_template(
        "report/words.html",
        language=language,
        words=words,
        heads=heads,
        scored_by=scored_by,
        other_model=other_model,
    )


def render_examples(opinion: Opinion, language: Language) -> Markup:
    """Render typical texts of each label, and doubtful texts of each head."""
    typical = {
        head: {
            label: _texts(opinion.examples.typical(head, label), head, 1, language) for label in LABELS[head]
        }
        for head in HEADS
    }
    doubtful = {head: _texts(opinion.examples.doubtful(head), head, 2, language) for head in HEADS}
    return render_template("report/examples.html", language=language, typical=typical, doubtful=doubtful)


def _texts(rows: Sequence[ScoredRow], head: Head, n_labels: int, language: Language) -> list[tuple[str, str]]:
    """Texts, each with its most probable labels."""
    examples = []
    for row in rows:
        likely = sorted(zip(LABELS[head], row.probabilities[head], strict=True), key=lambda pair: -pair[1])
        shares = " · ".join(
            f"{label_name(label, language)} {percent(share, language)}" for label, share in likely[:n_labels]
        )
        examples.append((shorten(" ".join(row.text.split()), _MOST_CHARACTERS), shares))
    return examples
