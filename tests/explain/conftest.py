from collections.abc import Iterator

import pytest
import torch

from tests.explain.models import ENCODERS, TwoHeadModel, encode


@pytest.fixture(autouse=True)
def one_torch_thread() -> Iterator[None]:
    """Models this small are not worth sharing out: on busy cores waiting for the other thread takes 100 times
    as long as the work."""
    n_threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(n_threads)


@pytest.fixture(params=ENCODERS)
def encoder(request) -> TwoHeadModel:
    return ENCODERS[request.param]()


@pytest.fixture
def bert() -> TwoHeadModel:
    return ENCODERS["bert"]()


@pytest.fixture
def text():
    return encode(7, 21, 7, 33, 12)
