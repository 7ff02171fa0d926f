"""Which kind each event of the app is."""

from collections import Counter

import gradio as gr
import pytest

from sentimotion.web.http.event_kinds import EventKinds


@pytest.fixture(scope="module")
def kinds(review_site):
    return EventKinds(review_site.blocks)


def test_the_endpoints_are_the_only_events_for_programs(review_site, kinds):
    names = {
        function.api_name
        for number, function in review_site.blocks.fns.items()
        if kinds.of_number(number) == "endpoint"
    }
    assert names == {"predict", "explain"}
    assert kinds.of_name("predict") == kinds.of_name("explain") == "endpoint"


def test_each_page_has_one_event_with_a_file(review_site, kinds):
    assert Counter(kinds.of_number(number) for number in review_site.blocks.fns)["file"] == 2


@pytest.mark.parametrize(
    ("elem_id", "event", "kind"),
    [
        ("analyze", "click", "page"),
        ("label-emotion", "input", "page"),
        ("learn-next", "click", "page"),
        ("score-run", "click", "score"),
        ("score-report-run", "click", "score"),
        ("score-save", "click", "score"),
        ("review-begin", "click", "review"),
        ("review-refresh", "click", "review"),
        ("review-part", "input", "review"),
    ],
)
def test_the_kind_follows_from_the_tab(kinds, review_site, elem_id, event, kind):
    assert kinds.of_number(review_site.number_of(elem_id, event)) == kind


def test_whatever_reads_or_changes_review_is_its(review_site, kinds):
    """Also the events that follow another, and have no target."""

    def is_in_review(component):
        while component is not None and not (isinstance(component, gr.Tab) and component.id == "review-tab"):
            component = component.parent
        return component is not None

    found = {
        number
        for number, function in review_site.blocks.fns.items()
        if any(map(is_in_review, (*function.inputs, *function.outputs)))
    }
    assert len(found) > 20
    assert {kinds.of_number(number) for number in found} == {"review"}


def test_there_are_no_others(kinds):
    assert kinds.of_number(99_999) is None
    assert kinds.of_name("no-such") is None
    assert kinds.of_name("") is None
