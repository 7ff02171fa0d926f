"""Event handlers that remove words from an analyzed text and restore them."""

from typing import Any

import gradio as gr

from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.i18n.messages import Language
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.analyze.views import show_cards
from sentimotion.web.session.analysis import Analysis
from sentimotion.web.session.background import Readers
from sentimotion.web.session.event_data import event_value


class WordEvents:
    """Handlers for clicks on words; each returns values for the outputs that the tab connects it to.

    :param model: The model, shared by all visitors.
    :param readers: Notified when a visitor requests another text.
    """

    def __init__(self, model: SentimotionModel, readers: Readers) -> None:
        self.model = model
        self.readers = readers

    def toggle(
        self,
        request: gr.Request,
        event: gr.EventData,
        language: Language,
        analysis: Analysis | None,
        without: Deletion | None,
        *values: Any,
    ) -> list[Any]:
        """Remove or restore a word; predict both heads and compare with the attributions."""
        index = event_value(event, "index")
        n_heads = len(HEADS)
        explanations: dict[Head, Explanation | None] = dict(zip(HEADS, values[n_heads:], strict=True))
        known = {head: found for head, found in explanations.items() if found is not None}
        first = next(iter(known.values()), None)
        if analysis is None or first is None or not isinstance(index, int):
            return [gr.skip()] * (2 + 3 * n_heads)
        if not 0 <= index < len(first.words) or first.text != analysis.prediction.text:
            return [gr.skip()] * (2 + 3 * n_heads)
        words = {*(without.words if without else ())} ^ {index}
        with self.readers.begin(request.session_hash) as outdated:
            found = self.model.delete_words(first.text, sorted(words), known) if words else None
            shown = [(language, values[:n_heads]), found]
            shown += show_cards(language, analysis, found, values[:n_heads], explanations)
            return [gr.skip()] * len(shown) if outdated.is_set() else shown

    def restore(
        self,
        request: gr.Request,
        language: Language,
        analysis: Analysis | None,
        _without: Deletion | None,
        *values: Any,
    ) -> list[Any]:
        """Restore all words."""
        n_heads = len(HEADS)
        explanations = dict(zip(HEADS, values[n_heads:], strict=True))
        with self.readers.begin(request.session_hash) as outdated:
            shown = [(language, values[:n_heads]), None]
            shown += show_cards(language, analysis, None, values[:n_heads], explanations)
            return [gr.skip()] * len(shown) if outdated.is_set() else shown
