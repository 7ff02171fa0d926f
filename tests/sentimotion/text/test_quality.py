"""What a text looks like before it is read: few false alarms, and corrections that hold."""

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sentimotion.text.latin_script import latin_language
from sentimotion.text.quality import MAX_PLACES, find_quality_issues
from sentimotion.text.vowel_signs import misplaced_signs, repair_signs
from sentimotion.training.data.romanization import romanize

# Clean Bangla of all sorts: nothing may be said about it.
FINE = [
    "আজ সকালে বৃষ্টি হচ্ছিল, তাই রিকশা না পেয়ে হেঁটেই অফিসে গেলাম।",
    "র\u200d্যাব উদ্\u200cঘাটন বাক্ স্বাধীনতা",
    "অ্যাপ, এ্যাকাউন্ট আর ব্যাংক; হ্যাঁ, দুঃখ মোঃ রহিম ডাঃ করিম",
    unicodedata.normalize("NFD", "কোথায় গৌরব বড় আষাঢ়"),
    "ক\u09c7\u09beথায় গ\u09c7\u09d7রব",
    "Facebookে আর 2024ে ১০ে পোস্ট",
    "ি-কার, ‘া’ আর ে কার কোথায় বসে?",
    "iPhone 15 কিনলাম, দারুণ ফোন bro!",
    "https://example.com/AvBvCwKvZv দেখুন",
    "ভালো 😂😂 ❤\ufe0f 👩\u200d👧",
    "ভাইইই কী দেখাইলা এইটা!! সেরা হইছে",
    "শ\u00adীত",  # a soft hyphen that hides a lost letter: nobody knows which
]


def kinds(text):
    return [issue.kind for issue in find_quality_issues(text).found]


@pytest.mark.parametrize("text", [*FINE, "", " \n\t"])
def test_nothing_is_said_about_fine_texts(text):
    assert find_quality_issues(text).found == ()
    assert find_quality_issues(text).suggestion is None
    assert repair_signs(text) == text


ROMANIZED = [
    "khub valo laglo",
    "ami bhalo achi, tumi kemon acho?",
    "bhai ajke match ta darun chilo",
    "Eta ki holo bujhlam na",
    "tomar kotha mone pore khuuuub",
    "thanks bhai",
    "খুব sundor hoyeche bhai, ami onek khushi hoyechi aj tomar jonno",
]
ENGLISH = [
    "I love this movie",
    "The food was great but the service was not.",
    "Thanks for your feedback",
    "hello",
    "We could not take more than two of them to the market.",
]
OTHER = ["123 😂 !!", "मैं ठीक हूँ", "Привет", "café naïve résumé", "xin chào bạn", "iPhone 15 Pro Max", "wow"]
BIJOY = [
    "Avwg evsjvq Mvb MvB|",
    "Avwg fvjevwm",
    "evsjv‡`k",
    "XvKv wek¦we`¨vjq",
    "ivRbxwZ I mgvR",
    "Avgv‡`i fvlv evsjv, Gi Rb¨ hy× K‡iwQ",
]
CODE = [
    "foo_bar(x) || `ls` ~/src",
    "- ``lib/fontTools/ttLib/woff2.py``",
    "LGTM! :) <3 w/o",
    "C++ & Java, AWS EC2",
]


@pytest.mark.parametrize("text", ROMANIZED)
def test_romanized_bangla(text):
    assert kinds(text) == ["romanized"]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told_apart(text):
    assert kinds(text) == ["english"]


@pytest.mark.parametrize("text", OTHER)
def test_other_texts_without_bangla(text):
    assert kinds(text) == ["no_bangla"]


@pytest.mark.parametrize("text", BIJOY)
def test_bijoy(text):
    (issue,) = find_quality_issues(text).found
    assert issue.kind == "bijoy"
    assert 1 <= len(issue.places) <= MAX_PLACES
    assert issue.count >= len(issue.places)
    assert all(text[slice(*place)].strip() == text[slice(*place)] != "" for place in issue.places)
    assert find_quality_issues(text).suggestion is None


@pytest.mark.parametrize("text", [*CODE, *ENGLISH, *ROMANIZED, *OTHER])
def test_what_is_no_bijoy(text):
    assert "bijoy" not in kinds(text)


def test_bijoy_among_bangla_takes_more_than_one_word():
    assert kinds("আমার নাম AvwgKv") == []
    assert kinds("আমার সোনার বাংলা Avwg †Zvgvq fvjevwm") == ["bijoy"]


def test_romanized_by_rule_is_recognized_mostly():
    """Our own sentences, spelled by the rules of the training code: other spellings than the word list's."""
    texts = [
        "তোমার কথা মনে পড়লে খুব কষ্ট হয়",
        "আমি আজকে স্কুলে যাব না",
        "এই খাবারটা একদম ভালো লাগেনি আমার",
        "কেন যে মানুষ এমন করে বুঝি না",
        "সবাই মিলে অনেক মজা করেছি কালকে",
    ]
    assert [latin_language(romanize(text)) for text in texts] == ["romanized"] * len(texts)


def test_the_wrong_encoding_is_undone():
    text = "আমি ভালো আছি, “তুমি” কেমন?"
    broken = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode("utf-8"))
    found = find_quality_issues(broken)
    assert [issue.kind for issue in found.found] == ["mojibake"]
    assert found.suggestion == text


def test_a_broken_wrong_encoding_is_left_alone():
    assert find_quality_issues("à¦à¦ xà¦").suggestion is None


MENDED = {
    "before its letter": ("েদশ", ["visual_order"], "দেশ"),
    "in visual order throughout": (
        "আিম আমার েদেশর কিব, বাংলােদেশ থািক",
        ["visual_order", "double_sign"],
        "আমি আমার দেশের কবি, বাংলাদেশে থাকি",
    ),
    "two-part sign in visual order": ("েকাথায় আিম", ["visual_order"], "কোথায় আমি"),
    "a cluster": ("েস্টশন", ["visual_order"], "স্টেশন"),
    "one among many": ("আমি েদখি", ["visual_order"], "আমি দেখি"),
    "a left sign behind a chandrabindu": ("আিম েরাজ িবেকেল হাঁিট", ["visual_order"], "আমি রোজ বিকেলে হাঁটি"),
    "a letter that has its sign gets no second": ("হাঁিট", ["visual_order"], "হাঁটি"),
    "a space before a sign": ("দুলিল্ল াহ", ["parted_sign"], "দুলিল্লাহ"),
    "a space before a left sign": ("তিনি সাংবাদ িকতা করেন", ["parted_sign"], "তিনি সাংবাদিকতা করেন"),
    "a space before a sign, the order known by another word": (
        "সাংবাদ িকরা এটা বলেছেন আজকে",
        ["parted_sign"],
        "সাংবাদিকরা এটা বলেছেন আজকে",
    ),
    "one word amiss in a text that shows no order": ("েদশ নিয়ে বলেছেন", ["visual_order"], "দেশ নিয়ে বলেছেন"),
    "a space before a phala": ("আমি ব ্যস্ত", ["parted_sign"], "আমি ব্যস্ত"),
    "twice the same": ("কিন্তুু নাাাা", ["double_sign"], "কিন্তু না"),
    "two hasantas": ("ক্্ষমা", ["double_sign"], "ক্ষমা"),
    "আ with another sign": ("আাল্লাহ", ["double_sign"], "আল্লাহ"),
    "chandrabindu first": ("চঁাদ ছঁুয়ে", ["late_sign"], "চাঁদ ছুঁয়ে"),
    "chandrabindu before a phala": ("হঁ্যা", ["late_sign"], "হ্যাঁ"),
    "nukta after a sign": ("বাডি\u09bc", ["late_sign"], "বাড\u09bcি"),
    "a sign within a cluster": ("প্রতে্যক", ["late_sign"], "প্রত্যেক"),
    "a hasanta after a sign": ("কা্ল", ["stray_sign"], "কাল"),
    "a sign alone": ("করি, া না", ["stray_sign"], "করি,  না"),
    "split letter": ("অামি অাছি", ["split_letter"], "আমি আছি"),
}


@pytest.mark.parametrize(("text", "expected", "mended"), MENDED.values(), ids=MENDED)
def test_signs_that_stand_wrong(text, expected, mended):
    found = find_quality_issues(text)
    assert [issue.kind for issue in found.found] == expected
    assert found.suggestion == mended
    assert find_quality_issues(mended).found == ()


@pytest.mark.parametrize(
    "text", ["সঠিা", "এটা সাংবাদ িকরা বলেছেন", "আমার েদশ", "এটা ভােট", "রোহিংা", "সিংেল", "শ্রে িই", "এাটা"]
)
def test_where_nobody_knows_there_is_no_suggestion(text):
    assert len(find_quality_issues(text).found) == 1
    assert find_quality_issues(text).suggestion is None


def test_a_text_of_signs_alone_is_not_mended_to_nothing():
    assert find_quality_issues("িিি").suggestion is None


def test_places_are_words_and_bounded():
    text = " ".join(["ভালো", *["অামি"] * 7])
    (issue,) = find_quality_issues(text).found
    assert issue.count == 7
    assert [text[slice(*place)] for place in issue.places] == ["অামি"] * MAX_PLACES


def test_a_parted_sign_is_shown_with_its_letter():
    text = "খুব ভাল ো"
    (issue,) = find_quality_issues(text).found
    assert [text[slice(*place)] for place in issue.places] == ["ভাল ো"]


SIGNS = st.text("কখরযঅআএ\u09be\u09bf\u09c0\u09c7\u09c8\u09cb\u09d7\u09cd\u09bc\u0981\u0982 \u200d।aA1v‡`|w😂")


@given(st.text() | SIGNS)
def test_any_text_can_be_looked_at(text):
    found = find_quality_issues(text)
    for issue in found.found:
        assert all(0 <= place.start < place.end <= len(text) for place in issue.places)
        assert issue.count >= len(issue.places)
    assert found.suggestion is None or found.suggestion not in ("", text)
    spans = [misplaced.span for misplaced in misplaced_signs(text)]
    assert spans == sorted(spans)


@given(SIGNS)
@example("অ\u0981\u09be")
@example("অ\u200d\u09be")
@example("অ\u09bc\u09be")
@example("অ\u0981\u09c7\u200d\u09be")
@example("\u098f\u09cb\u09c8\u09bf\u09c8\u09bc\u09bc\u09bf")
def test_mending_makes_no_new_faults_and_keeps_all_letters(text):
    mended = repair_signs(text)
    assert len(list(misplaced_signs(mended))) <= len(list(misplaced_signs(text)))

    def letters(of):
        # আ may be typed as অ and its sign, with another sign between them that mending puts behind.
        apart = of.replace("আ", "অ\u09be")
        return sorted(c for c in apart if unicodedata.category(c)[0] == "L")

    assert letters(mended) == letters(text)


@pytest.mark.parametrize("unit", ["িক ", "vb‡ ", "à¦¾", "a", "ক্্", "া", "্ক", "ে ", "`v", "v", "khubi "])
def test_long_texts_take_linear_time(unit):
    def seconds(length):
        text = unit * (length // len(unit))

        def once():
            start = time.process_time()
            find_quality_issues(text)
            return time.process_time() - start

        return min(once() for _ in range(3))

    assert seconds(20_000) < 20 * 10 * max(seconds(2_000), 0.002)


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
    ],
)
def test_no_text_of_a_stranger_takes_long(text):
    """As long as the page takes; looked at with every letter that is typed."""
    assert len(text) <= 5000
    start = time.process_time()
    find_quality_issues(text)
    assert time.process_time() - start < 0.5
