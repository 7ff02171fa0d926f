"""How to install what is missing: other commands in a checkout and where the package is installed."""

import pytest

from sentimotion import extras
from sentimotion.extras import REQUIREMENTS, how_to_install


@pytest.mark.parametrize("extra", REQUIREMENTS)
def test_in_a_checkout_it_is_a_file_that_is_there(extra):
    path = how_to_install(extra).removeprefix("pip install -r ")
    assert (extras.IS_INSTALLED, path) == (False, REQUIREMENTS[extra])


@pytest.mark.parametrize("extra", REQUIREMENTS)
def test_installed_it_is_an_extra_of_the_package(monkeypatch, extra):
    monkeypatch.setattr(extras, "IS_INSTALLED", True)
    assert how_to_install(extra) == f"pip install 'sentimotion[{extra}]'"
