"""The HTML of the report: it shows the counts, and contains nothing that can run."""

import random
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import get_args

import pytest

from sentimotion.i18n.messages import LANGUAGES, STRINGS, count, label_name, percent, say, signed
from sentimotion.labels import HEADS, LABELS
from sentimotion.report import summary as report_summary
from sentimotion.report.examples import N_DOUBTFUL
from sentimotion.report.formatting import day_name, interval, period_name, share_percent
from sentimotion.report.html import ReportFacts, opinion_html
from sentimotion.report.html_timeline import render_time
from sentimotion.report.scored_rows import GARBLED, ReportColumns
from sentimotion.report.summary import count_opinion
from sentimotion.report.word_counts import WordAttributions, WordCounter
from sentimotion.text.quality import QualityIssueKind
from tests.sentimotion.i18n.latin_names import without_names
from tests.sentimotion.scoring.scored import record
from tests.sentimotion.web import Shown

NASTY = "<script>alert(1)</script> \"খারাপ\" & 'x' 👩\u200d🚀"
COLUMNS = ReportColumns(day="day", group="<i>জেলা</i>")


def some_records(number=300, n_days=400):
    draw = random.Random(5)
    records = [
        record(
            f"{NASTY} {index}",
            draw.choice(LABELS["sentiment"]),
            draw.choice(LABELS["emotion"][:5]),
            probability=draw.uniform(0.4, 0.99),
            day=(date(2025, 1, 1) + timedelta(days=draw.randrange(n_days))).isoformat(),
        )
        | {"<i>জেলা</i>": draw.choice(["ঢাকা", "<b>সিলেট</b>", "London"])}
        for index in range(number)
    ]
    return [*records, record(error="x"), {}, record(day="কাল")]


@pytest.fixture(scope="module")
def opinion():
    return count_opinion(some_records(), COLUMNS)


@pytest.fixture(scope="module")
def words():
    counter = WordCounter()
    for _ in range(3):
        counter.add("sentiment", "negative", [("<u>বাজে</u>", 1.5), ("না", -0.25)])
    return WordAttributions("embedded", None, counter.labels(), 3, 1, 0)


@pytest.fixture(scope="module")
def facts(bert_model):
    return ReportFacts("<b>ফাইল</b>.csv", replace(bert_model.info, source="embedded"), date(2026, 3, 31))


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def body_of(html):
    return html[html.index("<body>") + 6 : html.index("</body>")]


def test_nothing_runs_and_nothing_is_fetched(opinion, words, facts, language):
    html = opinion_html(opinion, words, facts, language)
    assert f'<html lang="{language}">' in html
    assert not re.search(r"<script|<b>|<i>|<u>|<img|javascript:|\son\w+=", body_of(html))
    assert re.findall(r"(?:src|href)=[\"'](?!data:)", html) == []
    assert "url(" not in html.replace('url("data:font/woff2', "")
    shown = Shown(body_of(html))
    assert NASTY in shown.text
    assert "<b>ফাইল</b>.csv" in shown.text
    assert "<i>জেলা</i>" in shown.text


def test_the_warnings_come_first(opinion, facts, language):
    text = Shown(body_of(opinion_html(opinion, None, facts, language))).text
    for key in ("about_model_embedded", "about_not_for_text", "about_limits_text", "opinion_check"):
        assert text.index(say(key, language)) < text.index(say("opinion_rows", language))
    # The warnings of the card, in English.
    assert text.index("counting public opinion without checking samples") < text.index(percent(0.5, language))


def test_another_checkpoint_is_not_called_embedded(opinion, facts, tmp_path):
    (tmp_path / "README.md").write_text(
        "# X\n\n## Limitations\n\n- Knows <b>nothing</b>.\n", encoding="utf-8"
    )
    other = replace(facts, checkpoint=replace(facts.checkpoint, source=str(tmp_path)))
    text = Shown(body_of(opinion_html(opinion, None, other, "en"))).text
    assert say("about_model_embedded", "en") not in text
    assert say("about_model_other", "en") in text
    assert "Knows <b>nothing</b>." in text
    hub = replace(facts, checkpoint=replace(facts.checkpoint, source="owner/name"))
    assert say("opinion_card", "en") not in Shown(body_of(opinion_html(opinion, None, hub, "en"))).text


HOSTILE = 'v1 <b>"x"</b>'


def test_the_version_of_the_checkpoint_is_shown(opinion, words, facts, language):
    html = opinion_html(opinion, words, facts, language)
    assert "checkpoint-version" not in html
    assert say("opinion_model", language, source="embedded") in Shown(body_of(html)).text
    html = opinion_html(replace(opinion, versions=("first (2026-11-24)", HOSTILE)), words, facts, language)
    head = html[html.index("<head>") : html.index("<style>")]
    contents = re.findall(r'<meta name="checkpoint-version" content="([^"<>]*)">', head)
    assert [unescape(content) for content in contents] == ["first (2026-11-24)", HOSTILE]
    assert "<b>" not in head + body_of(html)
    source = f"embedded, first (2026-11-24), {HOSTILE}"
    assert say("opinion_model", language, source=source) in Shown(body_of(html)).text


def test_a_notice_says_that_the_words_are_from_another_version(opinion, words, facts, language):
    scored = replace(opinion, versions=("first (2026-11-24)",))
    same = replace(words, checkpoint_version="first (2026-11-24)")
    other = replace(words, checkpoint_version=HOSTILE)
    notice = say(
        "opinion_words_version", language, model=f"embedded, {HOSTILE}", versions="first (2026-11-24)"
    )
    assert notice in Shown(body_of(opinion_html(scored, other, facts, language))).text
    for as_it_was, by in ((scored, same), (opinion, other)):
        start = notice.split("first")[0]
        assert start not in Shown(body_of(opinion_html(as_it_was, by, facts, language))).text


def test_all_rows_are_accounted_for(opinion, facts, language):
    html = opinion_html(opinion, None, facts, language)
    found = dict(re.findall(r'data-count="opinion_(\w+)"><td class="number">([^<]+)<', html))
    expected = {"read": 303, "counted": 301, "errors": 1, "unreadable": 1, "truncated": 0}
    expected |= {"undated": 1, "ungrouped": 1}
    assert found == {name: count(number, language) for name, number in expected.items()}


def test_shares_and_intervals(opinion, facts, language):
    html = opinion_html(opinion, None, facts, language)
    for head in HEADS:
        section = html[html.index(f'<section data-head="{head}">') :]
        section = Shown(section[: section.index("</section>") + len("</section>")])
        for share in opinion.total.shares(head):
            assert percent(share.share, language) in section.text
            assert interval(share, language) in section.text
            assert label_name(share.label, language) in section.text
        widths = [attributes["style"] for tag, attributes in section.elements if tag == "i"]
        assert widths == [f"width:{share.share:.2%}" for share in opinion.total.shares(head)]


def test_the_timeline(opinion, language):
    shown = Shown(render_time(opinion, language))
    assert shown.with_attribute("data-unit")[0]["data-unit"] == "week"
    drawings = [attributes for tag, attributes in shown.elements if tag == "svg"]
    assert len(drawings) == 1 + 3 + 6
    negative = drawings[1]["aria-label"]
    first = opinion.periods[0].tally.shares("sentiment")[0]
    assert label_name("negative", language) in negative
    assert percent(first.share, language) in negative
    assert period_name(opinion.periods[0].start, "week", language) in negative
    rows = [tag for tag, _ in shown.elements if tag == "tr"]
    assert len(rows) == 2 * (1 + len(opinion.periods))
    for x, y in re.findall(r"([-\d.]+),([-\d.]+)", render_time(opinion, language)):
        assert 0 <= float(x) <= 360
        assert 0 <= float(y) <= 150


def test_a_gap_in_time_breaks_the_line():
    records = [record(day=day) for day in ("2026-01-01", "2026-01-02", "2026-01-05")]
    html = render_time(count_opinion(records, ReportColumns(day="day")), "en")
    positive = html[html.index('data-label="positive"') :]
    positive = positive[: positive.index("</figure>")]
    assert [
        len(points.split()) for points in re.findall(r'polyline class="line" points="([^"]*)"', positive)
    ] == [2, 1]
    assert positive.count("<circle") == 1


@pytest.mark.parametrize("day", ["2026-01-01", "কাল"])
def test_the_name_of_the_column_of_dates_is_text(day, language):
    name = "<i onclick=x>তারিখ</i> & 'day'"
    html = render_time(count_opinion([record() | {name: day}], ReportColumns(day=name)), language)
    assert name in Shown(html).text
    assert "<i" not in html


def test_a_single_day():
    html = render_time(count_opinion([record(day="2026-01-01")], ReportColumns(day="day")), "bn")
    assert "১ জানুয়ারি ২০২৬" in html


def test_without_dates_and_groups(facts, language):
    text = Shown(body_of(opinion_html(count_opinion([record()], COLUMNS), None, facts, language))).text
    assert say("opinion_no_dates", language, column="day") in text
    assert say("opinion_no_groups", language, column="<i>জেলা</i>") in text
    text = Shown(
        body_of(opinion_html(count_opinion([record()], ReportColumns()), None, facts, language))
    ).text
    assert say("opinion_time_title", language) not in text
    assert say("opinion_groups_title", language) not in text


def time_text(cells, language="en"):
    records = [record(day=cell) for cell in cells]
    return Shown(render_time(count_opinion(records, ReportColumns(day="day")), language)).text


@pytest.mark.parametrize(
    ("cells", "english", "bangla"),
    [
        (
            ["03/04/2024"],
            "“03/04/2024” was read as 3 April 2024: the day first. The dates of the column do not show",
            "“03/04/2024” পড়া হয়েছে ৩ এপ্রিল ২০২৪ হিসেবে, অর্থাৎ আগে দিন। কোনটি আগে,",
        ),
        (
            ["03/04/2024", "03/25/2024"],
            "“03/04/2024” was read as 4 March 2024: the month first, as other dates",
            "“03/04/2024” পড়া হয়েছে ৪ মার্চ ২০২৪ হিসেবে, অর্থাৎ আগে মাস; কলামের অন্য",
        ),
        (
            ["98/03/04", "99/12/31", "01/12/31"],
            "“01/12/31” was read as 31 December 2001: the year first, as other dates",
            "“01/12/31” পড়া হয়েছে ৩১ ডিসেম্বর ২০০১ হিসেবে, অর্থাৎ আগে বছর; কলামের অন্য",
        ),
        (
            [1710212345000],
            "“1710212345000” was read as 12 March 2024: Unix time, in UTC.",
            "“1710212345000” পড়া হয়েছে ১২ মার্চ ২০২৪ হিসেবে: সংখ্যাটি ইউনিক্স সময়",
        ),
        (
            ["45363.42"],
            "“45363.42” was read as 12 March 2024: the number of a day, as spreadsheets count.",
            "“45363.42” পড়া হয়েছে ১২ মার্চ ২০২৪ হিসেবে: স্প্রেডশিটে",
        ),
        (
            ["2024-03-12", "", "sometime <b>in</b> May", "\u202elater\u202c"],
            "Rows without a readable date: 2, for example “sometime <b>in</b> May”.",
            "২টি সারির তারিখ পড়া যায়নি, যেমন “sometime <b>in</b> May”।",
        ),
        (
            ["গতকাল " * 30],
            "Rows without a readable date: 1, for example “গতকাল গতকাল গতকাল",
            "১টি সারির তারিখ পড়া যায়নি, যেমন “গতকাল গতকাল গতকাল",
        ),
    ],
)
def test_how_dates_were_read(cells, english, bangla):
    assert english in time_text(cells)
    assert bangla in time_text(cells, "bn")
    assert "…”" in time_text(cells) or len(str(cells[0])) < 100


@pytest.mark.parametrize(
    "cells", [["2024-03-12"], ["12 March 2024", ""], ["25/03/2024", None, "N/A"], ["nan"]]
)
def test_dates_with_one_meaning_need_no_explanation(cells, language):
    text = time_text(cells, language)
    for key in ("opinion_order_shown", "opinion_order_open", "opinion_order_epoch", "opinion_unread_dates"):
        middle = say(key, language, cell="|", day="|", order="|", count="|").split("|")[1].strip("“”, ")
        assert middle
        assert middle not in text


def test_empty_dates_are_counted_apart(facts, language):
    opinion = count_opinion(
        [record(day=day) for day in ("2024-03-12", "", "nan", "soon")], ReportColumns(day="day")
    )
    html = opinion_html(opinion, None, facts, language)
    found = dict(re.findall(r'data-count="opinion_(\w+)"><td class="number">([^<]+)<', html))
    assert (found["undated"], found["dateless"]) == (count(1, language), count(2, language))


@pytest.mark.parametrize(
    ("cells", "english", "bangla"),
    [
        (
            ["romanized", "romanized markup", ""],
            "Texts with a warning: 2. By warning: Bangla in Latin letters 2, HTML markup 1.",
            "সতর্কতা আছে এমন লেখা: ২টি। সতর্কতা অনুযায়ী: রোমান হরফে বাংলা ২, এইচটিএমএল চিহ্ন ১।",
        ),
        (
            ["mojibake", "bijoy mojibake", "damaged", "english"],
            "The letters of 3 of these texts are garbled (wrong encoding, old Bijoy font, "
            "damaged characters).",
            "এর মধ্যে ৩টি লেখার অক্ষর ভাঙা (ভুল এনকোডিং, পুরোনো বিজয় ফন্ট, নষ্ট অক্ষর)।",
        ),
        (["a_new_code"], "By warning: a_new_code 1.", "সতর্কতা অনুযায়ী: a_new_code ১।"),
    ],
)
def test_warnings_about_texts(facts, cells, english, bangla):
    opinion = count_opinion([record(text_warnings=cell) for cell in cells], ReportColumns())
    for language, sentence in (("en", english), ("bn", bangla)):
        assert sentence in Shown(body_of(opinion_html(opinion, None, facts, language))).text
    garbled = say("opinion_warnings_garbled", "en", count="3", names="|").split("|")[1]
    text = Shown(body_of(opinion_html(opinion, None, facts, "en"))).text
    assert (garbled in text) == ("mojibake" in cells)


def codes(kind):
    """The members of a Literal, or of a union of them."""
    return [code for one in get_args(kind) for code in (codes(one) if get_args(one) else [one])]


def test_every_kind_of_issue_has_a_name():
    kinds = codes(QualityIssueKind)
    assert len(kinds) >= 17
    assert {*GARBLED} <= {*kinds}
    assert [code for code in kinds if f"opinion_warning_{code}" not in STRINGS] == []


@pytest.mark.parametrize("cell", [None, "", " ", "<b>x</b>"])
def test_without_warnings_nothing_is_said_about_them(facts, language, cell):
    opinion = count_opinion([record(text_warnings=cell), record()], ReportColumns())
    assert 'class="warnings"' not in opinion_html(opinion, None, facts, language)


def test_rows_that_are_not_drawn_are_counted(facts, language, monkeypatch):
    monkeypatch.setattr(report_summary, "_MOST_NAMES", 2)
    days = ["2026-01-01"] * 30 + ["1970-01-01"]
    records = [record(day=day, group=f"দল {index % 3}") for index, day in enumerate(days)]
    columns = ReportColumns(day="day", group="group")
    shown = Shown(body_of(opinion_html(count_opinion(records, columns), None, facts, language)))
    rows = shown.with_attribute("data-count")
    assert {"opinion_outlying", "opinion_nameless"} <= {row["data-count"] for row in rows}
    assert say("opinion_outlying", language) in shown.text
    usual = count_opinion([record(day="2026-01-01", group="দল")], columns)
    text = Shown(body_of(opinion_html(usual, None, facts, language))).text
    assert say("opinion_outlying", language) not in text
    assert say("opinion_nameless", language) not in text


def test_groups(opinion, facts, language):
    html = opinion_html(opinion, None, facts, language)
    section = Shown(re.search(r'(?s)<section class="groups">.*?</section>', html)[0])
    assert len(section.with_attribute("data-label")) == 3 + 6
    share = opinion.groups[0].tally.shares("emotion")[1]
    assert interval(share, language) in section.text
    # A name is marked as Bangla where it is.
    languages = {
        text: attributes.get("lang")
        for (tag, attributes), text in zip(section.elements, section.texts, strict=True)
        if tag == "span"
    }
    assert languages == {"ঢাকা": "bn", "<b>সিলেট</b>": "bn", "London": None}


def test_words(opinion, words, facts, language):
    html = opinion_html(opinion, words, facts, language)
    section = Shown(re.search(r'(?s)<section class="words">.*?</section>', html)[0])
    assert section.texts_of("word") == ["<u>বাজে</u>", "না"]
    assert signed(1.5, language) in section.texts_of("toward")[1]
    assert signed(-0.25, language) in section.texts_of("away")[1]
    assert say("opinion_words_off", language) not in section.text
    without = Shown(body_of(opinion_html(opinion, None, facts, language))).text
    assert say("opinion_words_off", language) in without


def test_examples(opinion, facts, language):
    html = opinion_html(opinion, None, facts, language)
    section = Shown(re.search(r'(?s)<section class="examples">.*?</section>', html)[0])
    quotes = [text for (tag, _), text in zip(section.elements, section.texts, strict=True) if tag == "q"]
    doubtful = [row.text for head in HEADS for row in opinion.examples.doubtful(head)]
    assert len(doubtful) >= N_DOUBTFUL
    assert quotes[-len(doubtful) :] == doubtful
    assert say("opinion_no_examples", language) in section.text  # no row says fear


def test_a_file_without_scored_rows(facts, language):
    opinion = count_opinion([record(error="x")], COLUMNS)
    text = Shown(body_of(opinion_html(opinion, None, facts, language))).text
    assert say("opinion_none", language) in text
    assert say("opinion_rows", language) in text


def test_the_report_in_bangla_has_latin_letters_only_from_the_file(facts, words):
    records = [
        record("বাংলা লেখা", sentiment, day="2026-01-03") | {"<i>জেলা</i>": "ঢাকা"}
        for sentiment in LABELS["sentiment"]
    ]
    html = body_of(opinion_html(count_opinion(records, COLUMNS), words, facts, "bn"))
    html = re.sub(r'(?s)<div class="card-text" lang="en">.*?</div>', "", html)
    text = without_names(Shown(html).text, "csv", "embedded", "day")
    assert set(re.findall(r"[A-Za-z]+", text)) <= {"b", "i", "u"}
    assert not re.search(r"[0-9]", text)


@pytest.mark.parametrize(
    ("share", "n_rows", "english", "bangla"),
    [
        (0.3417, 999, "34%", "৩৪%"),
        (0.3417, 1000, "34.2%", "৩৪.২%"),
        (0.9999, 5000, "99.9%", "৯৯.৯%"),
        (1, 5000, "100.0%", "১০০.০%"),
    ],
)
def test_shares_have_a_decimal_if_there_are_many_rows(share, n_rows, english, bangla):
    assert share_percent(share, n_rows, "en") == english
    assert share_percent(share, n_rows, "bn") == bangla


def test_days_and_periods():
    day = date(2026, 3, 31)
    assert (day_name(day, "en"), day_name(day, "bn")) == ("31 March 2026", "৩১ মার্চ ২০২৬")
    assert period_name(day, "month", "bn") == "মার্চ ২০২৬"
    assert period_name(day, "year", "bn") == "২০২৬"
