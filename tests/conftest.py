"""What every test shares."""

import os

# Tests run tiny models, which gain nothing from threads; and threads that wait for each other on a busy
# machine are many times slower than one. Set before torch is imported anywhere.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# No test may reach for a hub: what is not in the repository is made by the test.
os.environ["HF_HUB_OFFLINE"] = "1"

from pathlib import Path

import hypothesis
import pytest

import sentimotion
from tests.checkpoints import MAKERS, write_bert, write_electra

# The machine may be busy: how long an example takes says nothing about the code. Each run has the same
# examples, so that what it finds is of the change that it looks at; tests/soak.sh searches on.
hypothesis.settings.register_profile("project", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, derandomize=False, max_examples=1000)
hypothesis.settings.load_profile("project")


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
