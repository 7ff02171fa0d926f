"""Quality issues of whole texts: few false alarms, and corrections that are certain."""

import time
import unicodedata
from itertools import islice
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.text.lookalikes import LookalikeKind
from sentimotion.text.quality import MAX_PLACES, find_quality_issues, text_warnings
from sentimotion.text.vowel_signs import SignFault
from tests.sentimotion.text.linear_time import is_linear

# Everyday texts, with English words, emoji, numbers, addresses and names. None has an issue.
EVERYDAY = [
    "আজ সকালে বৃষ্টি হচ্ছিল, তাই রিকশা না পেয়ে হেঁটেই অফিসে গেলাম।",
    "তারিখ: ১২ মে, সময়: সকাল ১০:৩০, স্থান: টিএসসি।",
    "Facebook-এ পোস্টটা দেখে হাসি থামাতে পারলাম না 😂😂",
    "ডেলিভারি পেতে ৩ দিন লাগল, দাম ১,২৫০ টাকা; প্যাকেট ঠিকঠাক।",
    "https://www.example.com/news?id=12&lang=bn লিংকে পুরো খবর আছে।",
    "মোঃ রহিম আর ডাঃ করিম দুজনেই এসেছিলেন, প্রধান অতিথি: সেলিম।",
    "iPhone 15 কিনলাম, ক্যামেরা দারুণ but battery মোটামুটি।",
    "মা <3 বাবা, তোমাদের ছাড়া আমি কিছুই না ❤️",
    "AT&T আর R&D নিয়ে কাজ করি, অফিস ৫ম তলায়।",
    "ভাইইই কী খেলা দেখাইলা!!! সাকিব বস 🏏🇧🇩",
    "হঠাৎ বিদ্যুৎ চলে গেল, ভবিষ্যৎ অন্ধকার 😅",
    "দুঃখ পেলাম, নিঃসন্দেহে অন্যায় হয়েছে।",
    "“ভালো থেকো”, সে বলল — তারপর ফোন রেখে দিল…",
    "খবর | প্রথম পাতা | খেলা",
    "তাপমাত্রা ৩৫.৫° সেলসিয়াস, আর্দ্রতা ৮০%।",
    "বাংলাদেশ ২-১ গোলে জিতেছে, শেষ গোল ৯০+৩ মিনিটে।",
    "#ঢাকা #traffic আবার সেই জ্যাম @dhakapolice দেখেন না?",
    "ইমেইল করুন rahim.uddin@example.com ঠিকানায়, ফোন ০১৭১১-২২৩৩৪৪।",
    "১. চাল ২ কেজি ২. ডাল ½ কেজি ৩. তেল ১ লিটার",
    "ঘরটা ১২×১০ ফুট, মেঝে ১২০ ফুট², ভাড়া ৳৮,০০০/মাস।",
    "ওর নাম ঐন্দ্রিলা, ডাকনাম ঋতু; জন্ম ঔরঙ্গাবাদে।",
    "উদ্‌ঘাটন অনুষ্ঠানে র‍্যাবের মহাপরিচালক ছিলেন।",
    "না না না, এটা আমি মানি না :( একদম না :D",
    "\u0995\u09c7\u09be\u09a5\u09be\u09df গেলা? ব\u09a1\u09bc ভাই খুঁজতেছে।",
    "সূত্র: প্রথম আলো (১৫/০৩/২০২৪), পৃষ্ঠা ৭।",
    "কাজটা শেষ করে bKash-এ ৫০০ টাকা পাঠিয়ে দিও, ok?",
    "রবীন্দ্রনাথের 'ছুটি' গল্পটা পড়ে কান্না চলে এল।",
    "৫ > ৩ আর ২ < ৪, এটুকু অঙ্ক সবাই পারে।",
    "Café-তে বসে résumé লিখছি, Beyoncé-র গান শুনছি 🎵",
    "ক’দিন ধরে জ্বর, ডাক্তার বললেন—বিশ্রাম নিন; কী আর করা!",
    "অসমীয়া ভাষাৰ কবিতা আৰু গান ভাল লাগে।",
    "নোট\n১) সকাল ৭:০০\n২) বিকেল ৪:১৫\nধন্যবাদ",
]
OTHER_FINE = [
    "র\u200d্যাব উদ্\u200cঘাটন বাক্ স্বাধীনতা",
    unicodedata.normalize("NFD", "কোথায় গৌরব বড় আষাঢ়"),
    "Facebookে আর 2024ে ১০ে পোস্ট",
    "ি-কার, ‘া’ আর ে কার কোথায় বসে?",
    "https://example.com/AvBvCwKvZv দেখুন",
    "আমার নাম AvwgKv",
    "শ\u00adীত",  # a soft hyphen in place of a letter that is lost
    "",
    " \n\t",
]


@pytest.mark.parametrize("text", [*EVERYDAY, *OTHER_FINE])
def test_ordinary_texts_have_no_issues(text):
    report = find_quality_issues(text)
    assert report.issues == ()
    assert report.suggestion is None
    assert text_warnings(text) == ()


# One text of each kind, with its correction.
KINDS = {
    "mojibake": ("à¦†à¦®à¦¿ à¦\u00adà¦¾à¦²à§‹", "আমি ভালো"),
    "damaged": ("খুব ভ\ufffdলো", None),
    "bijoy": ("Avwg evsjvq Mvb MvB|", None),
    "romanized": ("ami bhalo achi, tumi kemon acho?", None),
    "english": ("I love this movie", None),
    "no_bangla": ("123 😂 !!", None),
    "markup": ("অভিনয় &quot;দারুণ&quot;", 'অভিনয় "দারুণ"'),
    "danda_lookalike": ("ভালো৷অভিনয় দুর্বল৷", "ভালো।অভিনয় দুর্বল।"),
    "colon_for_visarga": ("দু:খ পেলাম", "দুঃখ পেলাম"),
    "foreign_sign": ("২\u0966২৪ সালে", "২০২৪ সালে"),
    "khanda_ta": ("হঠাত্\u200d বৃষ্টি", "হঠাৎ বৃষ্টি"),
    "visual_order": ("আমি েদখি", "আমি দেখি"),
    "parted_sign": ("দুলিল্ল াহ", "দুলিল্লাহ"),
    "stray_sign": ("কা্ল এসো", "কাল এসো"),
    "double_sign": ("কিন্তুু", "কিন্তু"),
    "late_sign": ("চঁাদ", "চাঁদ"),
    "split_letter": ("অামি", "আমি"),
}


def test_every_kind_has_a_text():
    others = {"mojibake", "damaged", "bijoy", "romanized", "english", "no_bangla", "markup"}
    assert set(KINDS) == others | set(get_args(LookalikeKind)) | set(get_args(SignFault))


@pytest.mark.parametrize(("kind", "case"), KINDS.items())
def test_kinds(kind, case):
    text, suggestion = case
    report = find_quality_issues(text)
    assert [issue.kind for issue in report.issues] == [kind]
    assert report.suggestion == suggestion
    assert text_warnings(text) == (kind,)
    if suggestion is not None:
        assert text_warnings(suggestion) == ()


SCRIPTS = {
    "romanized": [
        "khub valo laglo",
        "bhai ajke match ta darun chilo",
        "Eta ki holo bujhlam na",
        "tomar kotha mone pore khuuuub",
        "thanks bhai",
        "খুব sundor hoyeche bhai, ami onek khushi hoyechi aj tomar jonno",
    ],
    "english": [
        "The food was great but the service was not.",
        "Thanks for your feedback",
        "hello",
        "We could not take more than two of them to the market.",
    ],
    "no_bangla": ["मैं ठीक हूँ", "Привет", "café naïve résumé", "xin chào bạn", "iPhone 15 Pro Max", "wow"],
    "bijoy": [
        "Avwg fvjevwm",
        "evsjv‡`k",
        "XvKv wek¦we`¨vjq",
        "ivRbxwZ I mgvR",
        "Avgv‡`i fvlv evsjv, Gi Rb¨ hy× K‡iwQ",
        "আমার সোনার বাংলা Avwg †Zvgvq fvjevwm",
    ],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in SCRIPTS.items() for text in texts]
)
def test_scripts(kind, text):
    report = find_quality_issues(text)
    (issue,) = report.issues
    assert issue.kind == kind
    assert report.suggestion is None
    assert issue.count >= len(issue.places)
    assert bool(issue.places) is (kind == "bijoy")
    assert all(text[slice(*place)].strip() == text[slice(*place)] != "" for place in issue.places)


SEVERAL = {
    "misread markup": ("&quot;à¦†à¦®à¦¿&quot; 😂", ["mojibake", "markup"], '"আমি" 😂'),
    "misread beside other faults": (
        "হঠাত্\u200d à¦†à¦®à¦¿৷",
        ["mojibake", "danda_lookalike", "khanda_ta"],
        "হঠাৎ আমি।",
    ),
    "misread and damaged": ("à¦†à¦® à¦\ufffd", ["mojibake", "damaged"], None),
    "damaged, the rest corrected": ("ভ\ufffdলো, দু:খ", ["damaged", "colon_for_visarga"], "ভ\ufffdলো, দুঃখ"),
    "English markup": (
        "I love this movie <br>&amp; more",
        ["english", "markup"],
        "I love this movie \n& more",
    ),
    "Bangla in entities": ("&#2438;&#2478;&#2495;", ["markup"], "আমি"),
    "all in one": (
        "<b>অামি</b> দু:খ পাই৷ হঠাত্ বৃষ্টি",
        ["markup", "danda_lookalike", "colon_for_visarga", "khanda_ta", "split_letter"],
        "আমি দুঃখ পাই। হঠাৎ বৃষ্টি",
    ),
    "words beside ৷": (
        "হঠাত্৷দু:খ পেলাম৷অামি",
        ["danda_lookalike", "colon_for_visarga", "khanda_ta", "split_letter"],
        "হঠাৎ।দুঃখ পেলাম।আমি",
    ),
    "visual order beside ৷": (
        "আিম ভাত খাই৷েদশ",
        ["danda_lookalike", "visual_order"],
        "আমি ভাত খাই।দেশ",
    ),
    "more frequent faults first": ("চঁাদ অামি অাছি", ["split_letter", "late_sign"], "চাঁদ আমি আছি"),
}


@pytest.mark.parametrize(("text", "kinds", "suggestion"), SEVERAL.values(), ids=SEVERAL)
def test_several_kinds_in_order(text, kinds, suggestion):
    report = find_quality_issues(text)
    assert [issue.kind for issue in report.issues] == kinds
    assert report.suggestion == suggestion


@pytest.mark.parametrize(
    "text", ["ভা\ud800লো", "\udce0\udca6", "আমি \udcff", "\ufffd\ufffd ভালো", "ভা\udfffলো আছি"]
)
def test_half_characters_are_damage(text):
    assert text_warnings(text)[0] == "damaged"


@pytest.mark.parametrize("text", ["িিি", "<br>", "&nbsp;", "<p></p>"])
def test_nothing_is_suggested_that_leaves_nothing(text):
    assert find_quality_issues(text).suggestion is None


@pytest.mark.parametrize("text", ["সঠিা", "এটা সাংবাদ িকরা বলেছেন", "আমার েদশ", "এটা ভােট", "à¦à¦ xà¦"])
def test_an_uncertain_correction_is_not_suggested(text):
    report = find_quality_issues(text)
    assert len(report.issues) == 1
    assert report.suggestion is None


PLACES = {
    "signs": (" ".join(["ভালো", *["অামি"] * 7]), 7, ["অামি"] * 3),
    "a sign after a space": ("খুব ভাল ো", 1, ["ভাল ো"]),
    "dandas": ("ক৷খ গ৷ ঘ৷ঙ৷ চ৷", 5, ["ক৷খ", "গ৷", "ঘ৷ঙ৷"]),
    "visargas": ("ওই দু:খ, “নি:শ্বাস”", 2, ["দু:খ,", "“নি:শ্বাস”"]),
    "markup": ("<b>ক</b>খ&amp;গ&amp;", 4, ["<b>", "</b>", "&amp;"]),
    "damage": ("ভা\ufffdলো না", 1, ["ভা\ufffdলো"]),
}


@pytest.mark.parametrize(("text", "count", "places"), PLACES.values(), ids=PLACES)
def test_places_are_words_and_bounded(text, count, places):
    (issue,) = find_quality_issues(text).issues
    assert issue.count == count
    assert [text[slice(*place)] for place in issue.places] == places
    assert len(issue.places) <= MAX_PLACES


SIGNS = st.text("কখরযঅআএ\u09be\u09bf\u09c0\u09c7\u09c8\u09cb\u09d7\u09cd\u09bc\u0981\u0982 \u200d।aA1v‡`|w😂")
MIXED = st.text("কদুতত্ঃ:৷| \n<b>&amp;à¦¾\ufffd०১o\u200dAvwg", max_size=60)


@given(st.text() | SIGNS | MIXED)
def test_any_text_can_be_examined(text):
    report = find_quality_issues(text)
    assert text_warnings(text) == tuple(issue.kind for issue in report.issues)
    assert len({issue.kind for issue in report.issues}) == len(report.issues)
    for issue in report.issues:
        assert all(0 <= place.start < place.end <= len(text) for place in issue.places)
        assert issue.count >= len(issue.places)
    assert report.suggestion is None or (report.suggestion.strip() and report.suggestion != text)


@pytest.mark.parametrize(
    "unit",
    [
        *("িক ", "vb‡ ", "à¦¾", "a", "ক্্", "া", "্ক", "ে ", "`v", "v", "khubi ", "'", '"', "'\""),
        *("&amp;", "<br>", "৷", "ক| ", "দু:খ ", "০\u0966", "ত্\u200d", "\ufffd", "\ufffd ", "আমি "),
    ],
)
def test_long_texts_take_linear_time(unit):
    assert is_linear(find_quality_issues, unit)


@pytest.mark.parametrize(
    "text",
    [
        *("'" * 2400 + "x" + "'" * 2400 + "x", "(" * 1500 + "a)" * 1500 + "b", "aai" * 1600 + "'x"),
        *(
            "khono" * 990 + "'x",
            ".a" * 2490,
            "_a" * 2490,
            "Av" + "x" * 4990,
            "a" + "~" * 4990,
            "a" * 4990 + "|x",
        ),
        "\n".join("'" * 300 + "x" + "'" * 300 + "x" for _ in range(8)),
        *(
            "<a" + " x=y" * 1200,
            "<a " + " " * 4900,
            "&#" * 2400,
            "à" * 4900,
            "১" + "o" * 4900,
            "০" + "\u0966" * 4900,
        ),
        *("ক" + "|" * 4900, "৷" * 4900, "হঠাত্" * 900, "দু:" * 1600),
    ],
)
def test_hostile_texts_take_little_time(text):
    """The longest that the page accepts; it examines the text at each key press."""
    assert len(text) <= 5000
    start = time.process_time()
    find_quality_issues(text)
    assert time.process_time() - start < 0.5


def test_everyday_texts_are_examined_quickly():
    """Under a millisecond for each, so that scoring a file takes no noticeable time longer."""
    for text in islice(EVERYDAY, 5):
        start = time.process_time()
        for _ in range(20):
            text_warnings(text)
        assert time.process_time() - start < 20 * 0.001
