"""Pages with Review, to be served by these tests."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import gradio as gr
import pytest

from sentimotion.review.exchange.importing import import_file
from sentimotion.review.store.store import Store
from sentimotion.settings import Settings
from tests.checkpoints import SENTENCES
from tests.sentimotion.web.pages import build_pages

PROJECT = "a-secret-project"


@dataclass(frozen=True, slots=True)
class Site:
    """Pages, and the numbers of their events."""

    blocks: gr.Blocks

    def number_of(self, elem_id: str, event: str) -> int:
        """The number of an event by the component that triggers it, on the English page."""
        return next(
            number
            for number, function in self.blocks.fns.items()
            for target, name in function.targets
            if name == event
            and target is not None
            and getattr(self.blocks.blocks[target], "elem_id", None) == elem_id
            and self.blocks.blocks[target].page == "en"
        )

    def values_of(self, number: int) -> list[object]:
        """What a page that was just opened sends with an event."""
        inputs = self.blocks.fns[number].inputs
        return [None if isinstance(one, gr.State) else getattr(one, "value", None) for one in inputs]


@pytest.fixture(scope="package")
def build_site(bert_model, tmp_path_factory):
    """Builds pages, which can be served once."""
    folder = tmp_path_factory.mktemp("review")
    path, texts = folder / "review.db", folder / "texts.csv"
    texts.write_text(f'text\n"{SENTENCES[0]}"\n', encoding="utf-8")
    store = Store.open(path)
    with closing(store):
        import_file(store, texts, PROJECT, lambda: bert_model)
    stores = []

    def build() -> Site:
        pages = build_pages(bert_model, Settings(review=str(path)))
        stores.append(next(iter(pages.of.values())).review.store)
        return Site(pages.blocks)

    yield build
    for store in stores:
        store.close()


@pytest.fixture(scope="package")
def review_site(build_site: Callable[[], Site]) -> Site:
    """Pages that are not served."""
    return build_site()


@pytest.fixture
def gradio_folder() -> Path:
    """Gradio's folder of temporary files."""
    from gradio.utils import get_upload_folder

    return Path(get_upload_folder())
