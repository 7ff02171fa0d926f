"""Bangla case endings of names, and how to attach them to another name."""

import re
from typing import Final
from unicodedata import normalize

# Suffixes of a name within its word. য় is one code point or two.
_YA: Final = "(?:\u09df|\u09af\u09bc)"
_CLASSIFIER: Final = rf"(?:টা|টি|গুলো|গুলা|গুলি)(?:র|কে|রে|তে|{_YA})?"
BANGLA_ENDING: Final = (
    rf"(?:ে?রা|ে?দের(?:কে)?|গণ|গো|{_CLASSIFIER}|কে|রে|ের|র|{_YA}ের|{_YA}ে|তে|{_YA}|ে)?(?:তো|ই|ও)?"
)
LATIN_ENDING: Final = r"(?:(?:e?ra|der|dr)(?:ke)?|gulo|gula|t[ai](?:r|ke)?|ke|er|r|te|e|y|s)?(?:i|o)?"

_VOWEL_SIGN: Final = re.compile("[\u09be-\u09cc]\u0981?$")
_VOWEL: Final = re.compile("[\u0985-\u0994]$")
_HEAD: Final = re.compile(
    rf"(?P<genitive>{_YA}?ের|র)(?=$|ই|ও|তো)|(?P<locative>{_YA}?ে|{_YA}|তে)(?=$|ই|ও|তো)|ে(?=রা|দের)"
)
_LATIN_HEAD: Final = re.compile(r"(?P<genitive>er|r)(?=[io]?$)|(?P<locative>te|e|y)(?=[io]?$)|e(?=ra)")


def fit_ending(ending: str, name: str) -> str:
    """Adapt an ending to a name: হিন্দু has the endings র and তে, বৌদ্ধ has ের and ে.

    Endings that are the same after every letter (রা, দের, কে, টা, ই, ও) are returned unchanged.

    :param ending: The ending of another name in the same script, which matches BANGLA_ENDING or LATIN_ENDING;
        may be empty.
    :param name: The name that the ending will follow; not empty.
    """
    if name[-1].isascii():
        return _fit_latin(ending, name)
    name = normalize("NFC", name)
    head = _HEAD.match(ending)
    if not head:
        return ending
    if _VOWEL_SIGN.search(name):
        genitive, plural = "র", ""
        locative = "তে"
        if name.rstrip("\u0981").endswith("া") and head["locative"] != "তে":
            locative = normalize("NFC", "\u09df")
    elif _VOWEL.search(name):
        genitive, plural, locative = normalize("NFC", "\u09dfের"), "", normalize("NFC", "\u09dfে")
    else:
        genitive, plural, locative = "ের", "ে", "ে"
    found = {"genitive": genitive, "locative": locative}.get(head.lastgroup or "", plural)
    return found + ending[head.end() :]


def _fit_latin(ending: str, name: str) -> str:
    head = _LATIN_HEAD.match(ending)
    # Both endings are used after abbreviations that are spelled out (bnp): bnpr, bnper.
    if not head or not set("aeiou") & set(name.lower()):
        return ending
    if name[-1].lower() in "aeiou":
        genitive, plural, locative = "r", "", "y" if name[-1].lower() == "a" else "te"
    else:
        genitive, plural, locative = "er", "e", "e"
    found = {"genitive": genitive, "locative": locative}.get(head.lastgroup or "", plural)
    return found + ending[head.end() :]
