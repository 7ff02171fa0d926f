"""Bangla read in a one-byte encoding: found and decoded, only where it is damaged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.text.mojibake import find_mojibake
from tests.sentimotion.text.linear_time import is_linear

UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


def latin1(text):
    return text.encode().decode("latin-1")


def windows(text):
    """Windows-1252, in which five bytes are undefined: most readers keep them as control characters."""
    return "".join(
        chr(byte) if byte in UNDEFINED else bytes([byte]).decode("cp1252") for byte in text.encode()
    )


def mac(text):
    return text.encode().decode("mac_roman")


def console(text):
    return text.encode().decode("cp437")


# ঠ, ঁ, ঝ, ঞ, ঐ, ু and ্ have the bytes A0, 81, 9D, 9E, 90 and 8D: a no-break space, and undefined ones.
SENTENCE = "ঐ চাঁদের আলোয় ঠিক দুপুরে মিঞা সাহেব ঝড়ের মধ্যে এলেন, ৫০৳ দিলেন।"
READINGS = {"latin1": latin1, "windows": windows, "mac": mac, "console": console}


@pytest.mark.parametrize("misread", READINGS.values(), ids=READINGS)
@pytest.mark.parametrize("text", [SENTENCE, "গল্পটা খুব ভালো লাগল", "ভালো", "কেমন আছেন আপনি?", "“ভালো” — সে বলল…"])
def test_the_text_is_restored(misread, text):
    assert find_mojibake(misread(text)).repaired == text


REPAIRED = {
    "an emoji beside it": (windows("আমি ভালো আছি") + " 😂 " + windows("তুমি?"), "আমি ভালো আছি 😂 তুমি?"),
    "an emoji attached": (latin1("দারুণ") + "❤\ufe0f", "দারুণ❤\ufe0f"),
    "an emoji misread with it": (windows("দারুণ 😂👍🏽"), "দারুণ 😂👍🏽"),
    "an emoji only": ("খুব মজা " + windows("😂"), "খুব মজা 😂"),
    "quotation marks around it": (f"“{windows('গল্পটা ভালো')}” বলেছে", "“গল্পটা ভালো” বলেছে"),
    "other quotation marks": (f"‘{latin1('না')}’, «{windows('হ্যাঁ')}»", "‘না’, «হ্যাঁ»"),
    "misread quotation marks only": ("তিনি বললেন, " + windows("“না”"), "তিনি বললেন, “না”"),
    "misread dash and dots only": ("যাব " + windows("—") + " না যাব" + windows("…"), "যাব — না যাব…"),
    "beside Bangla": ("আজকে " + windows("বৃষ্টি") + " হচ্ছে", "আজকে বৃষ্টি হচ্ছে"),
    "within a Bangla word": ("বাংলা" + latin1("দেশের") + " খেলা", "বাংলাদেশের খেলা"),
    "beside English": ("Reply: " + latin1("ভালো লাগল") + " thanks!", "Reply: ভালো লাগল thanks!"),
    "beside accented letters": ("café " + windows("বাংলা") + " naïve", "café বাংলা naïve"),
    "cut off after one byte": (windows("আমি ভালো") + "à", "আমি ভালো"),
    "cut off after two bytes": (latin1("গল্পটা ভাল")[:-1], "গল্পটা ভা"),
    "lines cut off": (latin1("আমি যাই")[:-1] + "\r\n" + latin1("সে আসে")[:-2], "আমি যা\r\nসে আস"),
    "cut off at the beginning": (windows("আমরা যাই")[1:], "মরা যাই"),
    "misread twice": (windows(windows("ঝড় এলো")), "ঝড় এলো"),
    "misread twice in two encodings": (latin1(windows("ঝড় এলো")), "ঝড় এলো"),
    "misread three times": (latin1(latin1(latin1("গল্প"))), "গল্প"),
    "misread twice and cut off": (windows(windows("ভালো"))[:-1], "ভাল"),
    "no-break spaces made spaces": (windows("ঠিক কঠিন পাঠাও").replace("\u00a0", " "), "ঠিক কঠিন পাঠাও"),
    "a byte order mark": (windows("\ufeffআজ"), "আজ"),
    "a byte order mark only": (windows("\ufeff") + "আজ ভালো", "আজ ভালো"),
    "joiners": (latin1("র\u200d্যাব উদ্\u200cঘাটন"), "র\u200d্যাব উদ্\u200cঘাটন"),
    "one letter": (windows("ও"), "ও"),
    "a danda": ("Ok" + latin1("।"), "Ok।"),
}


@pytest.mark.parametrize(("text", "expected"), REPAIRED.values(), ids=REPAIRED)
def test_the_damaged_part_is_repaired(text, expected):
    assert find_mojibake(text).repaired == expected
    assert find_mojibake(expected) is None


LOST = {
    "bytes dropped": "".join(c for c in windows(SENTENCE) if ord(c) not in UNDEFINED),
    "bytes replaced": SENTENCE.encode().decode("cp1252", "replace"),
    "cut off before other words": latin1("ভালো")[:-1] + " লাগল",
    "no-break space lost before a space": windows("আট পাঠ আম").replace("\u00a0", ""),
    "fragments only": "à¦à¦ xà¦",
}


@pytest.mark.parametrize("text", LOST.values(), ids=LOST)
def test_without_its_bytes_a_letter_is_not_guessed(text):
    assert find_mojibake(text).repaired is None


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "café naïve résumé à la carte ¡olé!",
        "Ã© Ã¨ Â© §5 à § 3",  # French, misread
        "São Paulo, Åse, ÀÉÎÕÜ, ÐÞ, Ñandú",
        "kªxwÃ© jÃ¨, †Zvgv‡K Òfvj‡ewmÓ ivRbxwZ‡Z Kg©‡ÿ‡Î, ‡¶‡Î",  # for a legacy font
        "α ª β, ‡ 3 ¶ 4 ß",
        "à¦ ",
        "",
    ],
)
def test_other_text_is_left_alone(text):
    assert find_mojibake(text) is None


@given(
    st.text(st.characters(min_codepoint=0x980, max_codepoint=0x9FE), min_size=2),
    st.sampled_from(sorted(READINGS)),
)
def test_any_bangla_is_restored(text, reading):
    assert find_mojibake(READINGS[reading](text)).repaired == text


@given(st.text() | st.text("à¦§¾\u0081Ã Â©â€™ðŸ˜‚‡¶ßα ªকা\n\ufffd"))
def test_any_text_can_be_examined(text):
    found = find_mojibake(text)
    assert found is None or found.repaired != text


@pytest.mark.parametrize(
    "unit", ["à", "à¦", "à¦¾", "Ã\u00a0", "Ã\u00a0Â¦", "ð", "ðŸ˜", "‡¶", "αª", "à¦ ", "é ", "ভা"]
)
def test_long_texts_take_linear_time(unit):
    assert is_linear(find_mojibake, unit)
