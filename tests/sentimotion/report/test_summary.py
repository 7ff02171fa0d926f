"""Counts of a scored file: no row is lost, and memory does not grow with the rows."""

import math
import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.report import summary as report_summary
from sentimotion.report.date_column import OrderExample
from sentimotion.report.scored_rows import ReportColumns
from sentimotion.report.summary import MOST_GROUPS, count_opinion
from tests.sentimotion.scoring.scored import record

COLUMNS = ReportColumns(day="day", group="group")


def some_records(number, n_groups=3, n_days=30):
    draw = random.Random(number)
    return [
        record(
            f"লেখা {index}",
            draw.choice(["negative", "neutral", "positive"]),
            draw.choice(["neutral", "happy", "fear"]),
            day=(date(2026, 1, 1) + timedelta(days=draw.randrange(n_days))).isoformat(),
            group=f"জেলা {int(n_groups * draw.random() ** 2)}",
        )
        for index in range(number)
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                record(day="2026-01-02", group="ক"),
                record(day="গতকাল", group=None),
                record(day="N/A", group="খ", text_warnings="mojibake markup"),
                record(error="the text is missing"),
                record(emotion_fear="?"),
                {},
                record(truncated=True, sentiment="neutral", top={"sentiment": "negative"}, probability=0.5),
            ]
        ),
        max_size=30,
    )
)
def test_every_row_is_counted_once(records):
    opinion = count_opinion(records, COLUMNS)
    counted = opinion.total.n_rows
    assert opinion.n_read == len(records) == counted + opinion.n_errors + opinion.n_unreadable
    placed = sum(period.tally.n_rows for period in opinion.periods)
    assert placed + opinion.n_undated + opinion.n_dateless + opinion.n_outlying == counted
    assert sum(group.tally.n_rows for group in opinion.groups) + opinion.n_ungrouped == counted
    assert (opinion.unread_date is None) == (opinion.n_undated == 0)
    assert opinion.n_garbled == opinion.n_warned == sum(opinion.warnings.values()) / 2
    assert opinion.n_truncated == opinion.fallbacks["sentiment"] <= counted
    assert sum(opinion.means["sentiment"]) == pytest.approx(1 if counted else 0)


def test_shares_over_time_and_by_group():
    records = some_records(400)
    opinion = count_opinion(records, COLUMNS)
    assert opinion.unit == "day"
    period = opinion.periods[3]
    own = [one for one in records if one["day"] == period.start.isoformat()]
    assert period.tally.counts["sentiment"][0] == sum(one["sentiment"] == "negative" for one in own)
    group = opinion.groups[1]
    own = [one for one in records if one["group"] == group.name]
    assert group.tally.counts["emotion"][5] == sum(one["emotion"] == "fear" for one in own)
    sizes = [group.tally.n_rows for group in opinion.groups]
    assert sizes == sorted(sizes, reverse=True)


def test_versions_of_the_checkpoint():
    named = ["b (2026-11-26)", None, "", "a", "b (2026-11-26)", "x" * 81, "line\nbreak", "<i>", 5, math.nan]
    opinion = count_opinion([record(checkpoint_version=version) for version in named], ReportColumns())
    assert opinion.versions == ("b (2026-11-26)", "a")
    assert opinion.total.n_rows == len(named)
    many = count_opinion([record(checkpoint_version=f"v{index}") for index in range(50)], ReportColumns())
    assert many.versions == ("v0", "v1", "v2", "v3", "v4")
    older = record()
    del older["checkpoint_version"]
    assert count_opinion([older], ReportColumns()).versions == ()


def test_without_columns_there_is_no_time_and_no_group():
    opinion = count_opinion(some_records(9), ReportColumns())
    assert (opinion.periods, opinion.groups, opinion.n_undated, opinion.n_ungrouped) == ((), (), 0, 0)


@pytest.mark.parametrize(
    ("n_groups", "n_shown", "with_others"), [(20, 20, False), (21, 21, False), (22, 21, True)]
)
def test_small_groups_are_shown_together(n_groups, n_shown, with_others):
    records = [record(group=f"দল {index}") for index in range(n_groups) for _ in range(1 + index)]
    opinion = count_opinion(records, COLUMNS)
    assert len(opinion.groups) == n_shown
    assert (opinion.groups[-1].name is None) == with_others
    if with_others:
        assert opinion.groups[-1].tally.n_rows == 1 + 2
        assert len(opinion.groups) == MOST_GROUPS + 1


def test_the_number_of_group_names_is_bounded(monkeypatch):
    monkeypatch.setattr(report_summary, "_MOST_NAMES", 5)
    records = [record(group=f"দল {index}") for index in range(50)]
    opinion = count_opinion(records, COLUMNS)
    assert (opinion.n_groups, opinion.n_nameless) == (5, 45)
    assert [group.tally.n_rows for group in opinion.groups] == [1, 1, 1, 1, 1, 45]
    assert opinion.groups[-1].name is None


def test_a_wrong_date_does_not_flatten_the_chart():
    days = [date(2026, 1, 1) + timedelta(days=index % 50) for index in range(400)]
    wrong = [date(1970, 1, 1), date(2206 - 100, 5, 5)]
    opinion = count_opinion(
        [record(day=day.isoformat()) for day in [*days, *wrong]], ReportColumns(day="day")
    )
    assert (opinion.unit, len(opinion.periods), opinion.n_outlying) == ("day", 50, 2)
    assert sum(period.tally.n_rows for period in opinion.periods) == 400
    assert opinion.total.n_rows == 402


def test_the_order_of_dates_is_decided_for_the_column():
    records = [
        record(day=day) for day in ("03/04/2024", "03/25/2024", "", "nan", "25/03/2024", "২৬/৩/২০২৪ ?")
    ]
    opinion = count_opinion([*records, record(day="04/30/2024", error="no text")], ReportColumns(day="day"))
    found = {
        period.start.isoformat(): period.tally.n_rows for period in opinion.periods if period.tally.n_rows
    }
    # Two cells for either order, with that of the row without scores.
    assert found == {"2024-03-25": 1, "2024-03-26": 1, "2024-04-03": 1}
    assert (opinion.n_dateless, opinion.n_undated, opinion.unread_date) == (2, 1, "03/25/2024")
    assert opinion.date_order == OrderExample("03/04/2024", date(2024, 4, 3), "day_first", is_certain=False)


def test_warnings_are_counted_by_code():
    cells = [
        "mojibake",
        "mojibake markup",
        "romanized",
        "bijoy",
        "",
        None,
        math.nan,
        "markup markup",
        7,
        "<b>",
    ]
    records = [record(text_warnings=cell) for cell in cells]
    unscored = [record(text_warnings="damaged", error="no text"), {"text_warnings": "damaged"}]
    opinion = count_opinion([*records, *unscored, record()], ReportColumns())
    assert opinion.warnings == {"mojibake": 2, "markup": 2, "romanized": 1, "bijoy": 1}
    assert (opinion.n_warned, opinion.n_garbled, opinion.total.n_rows) == (5, 3, 11)
    prefixed = {f"m_{name}": value for name, value in record(text_warnings="damaged").items()}
    opinion = count_opinion([prefixed], ReportColumns(prefix="m_"))
    assert opinion.warnings == {"damaged": 1}


def test_the_number_of_codes_is_bounded():
    letters = "abcdefghij"
    records = [record(text_warnings=one + other) for one in letters for other in letters]
    opinion = count_opinion(records, ReportColumns())
    assert (len(opinion.warnings), opinion.n_warned) == (50, 100)


def test_fallbacks_are_rows_in_which_no_label_reached_the_threshold():
    """Also if neutral is the most probable label: then only the threshold shows it."""
    records = [
        record(sentiment="neutral", probability=0.5),
        record(sentiment="neutral", probability=0.5, top={"sentiment": "negative"}),
        record(sentiment="neutral", probability=0.6),
        record(sentiment="positive", probability=0.6),
    ]
    assert count_opinion(records, ReportColumns()).fallbacks == {"sentiment": 2, "emotion": 0}
    lower = ReportColumns(thresholds={"sentiment": 0.4, "emotion": 0.6})
    assert count_opinion(records, lower).fallbacks["sentiment"] == 1


def test_rows_are_read_one_by_one():
    taken = 0

    def counted():
        nonlocal taken
        for one in some_records(50):
            taken += 1
            yield one

    opinion = count_opinion(counted(), ReportColumns())
    assert taken == opinion.n_read == 50
