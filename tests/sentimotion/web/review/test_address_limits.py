"""Names and decisions of an address."""

import pytest

from sentimotion.errors import DecisionsTooFast, TooManyNames
from sentimotion.i18n.messages import LANGUAGES
from sentimotion.web.components.decision import render_error
from sentimotion.web.review.address_limits import DECISIONS_PER_MINUTE, NAMES_PER_ADDRESS, AddressLimits

HALF_AN_HOUR = 30 * 60


@pytest.fixture
def limits(clock):
    return AddressLimits(clock)


def work(limits, address="home", lease=1.0):
    for name in range(NAMES_PER_ADDRESS):
        limits.work_as(address, name, lease)


def test_so_many_names_of_an_address_and_no_more(limits):
    work(limits)
    work(limits)
    with pytest.raises(TooManyNames):
        limits.work_as("home", "one more", 1.0)
    limits.work_as("elsewhere", "one more", 1.0)


@pytest.mark.parametrize(("lease", "kept"), [(1.0, HALF_AN_HOUR), (7200.0, 7200.0)])
def test_a_name_counts_for_as_long_as_it_holds_a_text(limits, clock, lease, kept):
    work(limits, lease=lease)
    clock.now = kept - 1
    with pytest.raises(TooManyNames):
        limits.work_as("home", "one more", lease)
    limits.work_as("home", 7, lease)
    clock.now = kept
    for name in range(NAMES_PER_ADDRESS - 1):
        limits.work_as("home", f"new {name}", lease)
    # The one that has worked since is still there.
    with pytest.raises(TooManyNames):
        limits.work_as("home", "one more", lease)


def test_so_many_decisions_within_a_minute(limits, clock):
    for number in range(DECISIONS_PER_MINUTE):
        clock.now = float(number % 2)
        limits.decide("home")
    clock.now = 59.0
    with pytest.raises(DecisionsTooFast):
        limits.decide("home")
    limits.decide("elsewhere")
    clock.now = 60.0
    limits.decide("home")


def test_what_is_over_is_forgotten(limits, clock):
    for number in range(50):
        clock.now = number * 3600.0
        limits.work_as(f"address {number}", "name", 1.0)
        limits.decide(f"address {number}")
    assert len(limits._names) == len(limits._decisions) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_too_much_is_said_with_its_number(limits, language):
    work(limits)
    with pytest.raises(TooManyNames) as names:
        limits.work_as("home", "one more", 1.0)
    assert {"en": "30 names", "bn": "৩০টি নামে"}[language] in render_error(names.value, language)
    for _ in range(DECISIONS_PER_MINUTE):
        limits.decide("home")
    with pytest.raises(DecisionsTooFast) as decisions:
        limits.decide("home")
    assert {"en": "300 decisions", "bn": "৩০০টির বেশি"}[language] in render_error(decisions.value, language)
