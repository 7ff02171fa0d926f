"""HTML entities and tags of exported texts."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.text.markup import decode_markup, find_markup
from tests.sentimotion.text.linear_time import is_linear

DECODED = {
    "quotation marks": ("অভিনয় &quot;দারুণ&quot;", 'অভিনয় "দারুণ"'),
    "an apostrophe": ("গান&#39;টা আর গান&#x27;টা", "গান'টা আর গান'টা"),
    "no-break spaces": ("ক্যামেরা&nbsp;ভালো,&#160;দামও কম", "ক্যামেরা ভালো, দামও কম"),
    "comparison": ("মা &lt;3 বাবা &gt; সব", "মা <3 বাবা > সব"),
    "an ampersand": ("চা &amp; কফি", "চা & কফি"),
    "typography": ("&ldquo;না&rdquo; &ndash; সে বলল&hellip;", "“না” – সে বলল…"),
    "Bangla letters": ("&#2438;&#2478;&#x9BF; ভালো", "আমি ভালো"),
    "an emoji": ("দারুণ &#128514;", "দারুণ 😂"),
    "a line break": ("প্রথম<br>দ্বিতীয়<br/>তৃতীয়<BR />শেষ", "প্রথম\nদ্বিতীয়\nতৃতীয়\nশেষ"),
    "emphasis": ("<b>খুব</b> <i>ভালো</i> <STRONG>লাগল</STRONG>", "খুব ভালো লাগল"),
    "a paragraph": ("<p>প্রথম</p><p>দ্বিতীয়</p>", "প্রথম\n\nদ্বিতীয়"),
    "a link": ('<a href="https://example.com/?a=1&amp;b=2">এখানে</a> দেখুন', "এখানে দেখুন"),
    "attributes": ("<span class='x y' data-n=3>লাল</span>", "লাল"),
    "a comment": ("আগে<!-- মন্তব্য -->পরে", "আগেপরে"),
    "escaped twice": ("সে বলল, &amp;quot;না&amp;quot;", 'সে বলল, "না"'),
    "an escaped tag": ("প্রথম&lt;br&gt;দ্বিতীয়", "প্রথম\nদ্বিতীয়"),
}


@pytest.mark.parametrize(("text", "expected"), DECODED.values(), ids=DECODED)
def test_markup_is_decoded(text, expected):
    assert find_markup(text)
    assert decode_markup(text) == expected
    assert find_markup(expected) == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "মা <3 বাবা",
            "a < b আর c > d",
            "৫<৬>৪",
            "x<y",
            "<বাংলা>",
            "<রহিম@example.com>",
            "<https://example.com>",
        ),
        *(
            "AT&T আর R&D",
            "Q&A;",
            "চা&কফি;",
            "&",
            "&;",
            "& quot;",
            "&#;",
            "&#x;",
            "&নাম;",
            "a&b;c",
            "?a=1&copy=2",
        ),
        *("< br >", "<brand>", "<b and c>", "< b", "<", "<>", "</>", "<3 <b", ">_<", "-> <- <3>"),
    ],
)
def test_other_text_is_left_alone(text):
    assert find_markup(text) == []
    assert decode_markup(text) == text


@pytest.mark.parametrize("text", ["&#0;", "&#55357;", "&#9999999;"])
def test_a_number_of_no_character_is_left_unchanged(text):
    assert decode_markup(text) == text


def test_positions_are_those_of_the_text_as_typed():
    text = "ক &quot;খ<br>গ"
    assert [text[start:end] for start, end in find_markup(text)] == ["&quot;", "<br>"]


@given(st.text("কখ <>&\"'3;#", max_size=40))
def test_escaping_is_undone(text):
    # A text that looks like markup itself is decoded too, and line breaks at its ends are removed.
    if find_markup(text) == []:
        assert decode_markup(escape(text)) == text


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "&",
            "<",
            "&quot",
            "&#",
            "&#3",
            "<a ",
            "<b",
            "<a x=",
            "<a x='",
            '<a x="y" ',
            "<!--",
            "&amp;",
            "<br>",
        ),
        *('<a x=y z="', "<a" + " ", "</", "&amp", "<a href=" + "x"),
    ],
)
def test_long_texts_take_linear_time(unit):
    assert is_linear(find_markup, unit)
    assert is_linear(decode_markup, unit)


@pytest.mark.parametrize(
    "text", ["<a " + " " * 40_000, "<a x=" + "y" * 40_000, "<a" + " x=y" * 10_000, "&" * 40_000]
)
def test_one_tag_that_never_ends_takes_little_time(text):
    assert is_linear(lambda prefix: find_markup(text[: len(prefix)]), "x")
