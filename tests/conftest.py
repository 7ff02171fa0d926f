"""What every test shares."""

import os

# Tests run tiny models, which gain nothing from threads; and threads that wait for each other on a busy
# machine are many times slower than one. Set before torch is imported anywhere.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# No test may reach for a hub: what is not in the repository is made by the test.
os.environ["HF_HUB_OFFLINE"] = "1"

import sys
from pathlib import Path

import hypothesis
import pytest

import sentimotion
from tests.checkpoints import MAKERS, write_bert, write_electra

# The machine may be busy: how long an example takes says nothing about the code. Each run has the same
# examples, so that what it finds is of the change that it looks at: half of them in tests/run.sh, hypothesis'
# own number in --all; tests/soak.sh searches on.
hypothesis.settings.register_profile("project", deadline=None, derandomize=True, max_examples=50)
hypothesis.settings.register_profile("all", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, derandomize=False, max_examples=1000)
hypothesis.settings.load_profile("project")


# Seconds that a test may take where it is more than the others' (pyproject.toml).
_TIMEOUTS = {"browser": 300, "slow": 1200}


def _place_in_story(item: pytest.Item) -> tuple[str, int]:
    """Language, then line."""
    return item.name.partition("[")[2], item.location[1] or 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that drive a browser come first: they are long, the others fill what is left.

    Stories are told in their order, one after the other on one page; all else in any order (pytest-randomly).
    """
    for path in {item.path for item in items if item.path.name.startswith("test_stories")}:
        told = sorted((item for item in items if item.path == path), key=_place_in_story)
        in_order = iter(told)
        items[:] = [next(in_order) if item.path == path else item for item in items]
    for item in items:
        own = [seconds for marker, seconds in _TIMEOUTS.items() if item.get_closest_marker(marker)]
        if own:
            item.add_marker(pytest.mark.timeout(max(own)))
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the documents show and no test of them runs."""
    module = sys.modules.get("tests.test_readme_blocks")
    if module is not None:
        terminalreporter.section("in the documents, not run by their tests")
        for line, reason in module.NOT_RUN.items():
            terminalreporter.write_line(f"{line}\n    {reason}")


@pytest.fixture(scope="session")
def bert_folder(tmp_path_factory) -> Path:
    """A tiny checkpoint as training writes it. Tests that damage one work on a copy."""
    return write_bert(tmp_path_factory.mktemp("checkpoints") / "bert")


@pytest.fixture(scope="session")
def electra_folder(tmp_path_factory) -> Path:
    """A tiny checkpoint of the published model's kind, embeddings narrower than the states."""
    return write_electra(tmp_path_factory.mktemp("checkpoints") / "electra", embedding_size=8)


@pytest.fixture(scope="session")
def bert_model(bert_folder) -> sentimotion.SentimotionModel:
    return sentimotion.load(bert_folder, device="cpu")


@pytest.fixture(scope="session")
def electra_model(electra_folder) -> sentimotion.SentimotionModel:
    return sentimotion.load(electra_folder, device="cpu")


@pytest.fixture(scope="session", params=MAKERS)
def model(request, tmp_path_factory) -> sentimotion.SentimotionModel:
    """Each kind of model that can be loaded."""
    folder = tmp_path_factory.mktemp("checkpoints") / request.param
    return sentimotion.load(MAKERS[request.param](folder), device="cpu")
