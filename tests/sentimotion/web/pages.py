"""The pages as the product builds them, with their parts, of which ``build_page`` returns none."""

import asyncio
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import gradio as gr

from sentimotion.i18n.messages import Language
from sentimotion.model import SentimotionModel
from sentimotion.settings import DEFAULT_SETTINGS, Settings
from sentimotion.web import page


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages, and the parts of each."""

    blocks: gr.Blocks
    of: dict[Language, page.LanguagePage]


def build_pages(model: SentimotionModel, settings: Settings = DEFAULT_SETTINGS) -> Pages:
    """Build the pages for a model."""
    of: dict[Language, page.LanguagePage] = {}

    class Kept(page.LanguagePage):
        def __init__(self, model: Any, sessions: Any, language: Language, *rest: Any, **options: Any) -> None:
            super().__init__(model, sessions, language, *rest, **options)
            of[language] = self

    async def build() -> gr.Blocks:
        with patch.object(page, "LanguagePage", Kept):
            return page.build_page(model, settings)

    # Where no event loop runs, Gradio makes some and never closes them.
    return Pages(asyncio.run(build()), of)
