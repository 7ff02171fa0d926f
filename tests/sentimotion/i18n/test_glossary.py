"""One term for one thing, in both languages: words that a sentence must not use, and what it says instead."""

import json
import re

import pytest

from sentimotion.assets import ASSETS
from sentimotion.i18n.messages import HEAD_NAMES, LABEL_NAMES, STRINGS

# For each language a pattern, a text that has it, and the same text as it should be. A Bangla word ends where
# no sign of the script follows: ``\b`` does not know that.
_END = r"(?![\u0980-\u09ff])"
_BEGIN = r"(?<![\u0980-\u09ff])"
BANNED = {
    "bn": [
        (r"জনমত প্রতিবেদন", "জনমত প্রতিবেদন", "মনোভাব ও আবেগের প্রতিবেদন"),
        (r"পার্কে|জেসন|জেএসও|এসভিজি|পিএনজি|সিএসভি|ইউটিএফ", "পার্কে ফাইল", "Parquet ফাইল"),
        (r"অ্যাপাচি|[০-৯]\.০।", "অ্যাপাচি ২.০", "Apache 2.0"),
        (rf"(দিন|সপ্তাহ|মাস|বছর|সময়|শ্রেণি|সীমা|সতর্কতা){_END}[^।]{{0,3}} ধরে{_END}", "মাস ধরে", "মাস অনুযায়ী"),
        (r"সময়ের সঙ্গে", "সময়ের সঙ্গে", "সময় অনুযায়ী"),
        (r"নির্ভুলতা", "কাঙ্ক্ষিত নির্ভুলতা", "কাঙ্ক্ষিত প্রিসিশন"),
        (r"দৈব(?!চয়ন)", "দৈবক্রমে বাছা", "দৈবচয়নে নেওয়া"),
        (r"বীজ", "বীজ ৭", "সিড (seed) ৭"),
        (r"শব্দাংশ", "শব্দাংশ", "টোকেন"),
        (r"ঘৃণা", "রাগ/ঘৃণা", "রাগ/বিতৃষ্ণা"),
        (r"তথ্যভান্ডার", "তথ্যভান্ডার সাড়া দিচ্ছে না", "ডেটাবেস সাড়া দিচ্ছে না"),
        (r"টীকাকরণ", "টীকাকরণ", "লেবেল দেওয়া"),
        (r"(আগের|আগে থেকে দেওয়া) উত্তর", "আগে থেকে দেওয়া উত্তর", "আগে থেকে দেওয়া লেবেল"),
        (rf"{_BEGIN}কার উত্তর", "কার উত্তর?", "কোন শাখার উত্তর?"),
        (rf"সেভ{_END}|নামিয়ে (নিন|নেওয়া)|জমা থাকে", "ফাইলটি নামিয়ে নিন", "ফাইলটি ডাউনলোড করুন"),
        (r"বাদ (রাখ|গেছে|যাবে)", "বাদ রাখুন", "এড়িয়ে যান"),
        (r"জোরালো", "সবচেয়ে জোরালো", "সবচেয়ে প্রভাবশালী"),
        (r"ভূমিকা|ভাগগুলো|শব্দের ভাগ", "প্রতিটি শব্দের ভাগ", "প্রতিটি শব্দের অবদান"),
        (rf"{_BEGIN}(নড়|নাড়ি|নাড়া)", "কতটা নড়ে", "কতটা বদলায়"),
        (r"ফাঁকা(?! লেখা)", "একটি ফাঁকা", "একটি স্পেস"),
        (r"রুইতন|ফোঁটা|কাটা (দাগ|রেখা)", "কাটা দাগ", "ভাঙা রেখা"),
        (r"স্মৃতি|আঁধার", "সার্ভারের স্মৃতিতে", "সার্ভারের মেমোরিতে"),
        (r"পুঁত|ভাঙন|নাগাল", "পুঁতে রাখা শব্দ", "লুকিয়ে ঢোকানো শব্দ"),
        (rf"{_BEGIN}উপর|(এখন|তখন|কখন)ও{_END}|-সংক্রান্ত", "এখনও উপরে", "এখনো ওপরে"),
        (rf"{_BEGIN}(তুমি|তোমা(র|কে)|করো|দেখো|লেখো|চাপো|বেছে নাও){_END}", "তুমি দেখো", "আপনি দেখুন"),
        (r"[0-9০-৯}][ \u00a0]%", "৮৩ %", "৮৩%"),
    ],
    "en": [
        (r"(?i)\bopinion report", "Opinion report", "Sentiment and emotion report"),
        (r"\bstands?\b(?!-)", "What is wrong stands below", "What is wrong is below"),
        (r"\b(one|numbers|rows|name) an? \w", "one a line", "one per line"),
        (r"(?i)wordpiece", "wordpieces", "tokens in the vocabulary"),
        (r"(?i)\b(mend|asked how|receipt)\b", "Mend the first line", "Fix the first line"),
        (r"\b(less that of|” less “)", "less that of a blank text", "minus that of a blank text"),
        (r"\btowards\b", "towards the model", "toward the model"),
        (r"\bother host\b", "no other host", "no other site"),
        (r"\{count\} points?\b", "{count} points", "{count} percentage points"),
        (r"(?i)colour|labell|licence|neighbour|behaviour|analys(e|ing)\b", "colours", "colors"),
        (r"[0-9}][ \u00a0]%", "83 %", "83%"),
    ],
}
# "Checkpoint" is a word for those who know models; for them is the tab About.
CHECKPOINT = {"bn": "চেকপয়েন্ট", "en": "checkpoint"}
# Where a tab or a report says "threshold" first, the common loanword is given too.
GLOSSED = (
    "threshold",
    "pair_lead",
    "opinion_fallback",
    "review_thresholds",
    "about_thresholds",
    "report_model",
)


def sentences():
    """Each text of the page with its key: messages, names, and those of examples and templates."""
    for tables in (STRINGS, LABEL_NAMES, HEAD_NAMES):
        yield from tables.items()
    for path in sorted(ASSETS.glob("*.json")):
        for texts in _names(json.loads(path.read_text(encoding="utf-8"))):
            yield path.name, texts


def _names(value):
    if isinstance(value, dict) and set(value) == {"en", "bn"}:
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _names(part)


def banned(text, language):
    """The patterns that a text has."""
    return [pattern for pattern, *_ in BANNED[language] if re.search(pattern, text)]


@pytest.mark.parametrize("language", BANNED)
def test_every_sentence_keeps_to_the_glossary(language):
    found = [
        (key, texts[language], patterns)
        for key, texts in sentences()
        if (patterns := banned(texts[language], language))
    ]
    assert found == []


@pytest.mark.parametrize("language", CHECKPOINT)
def test_checkpoints_are_named_on_the_tab_about_alone(language):
    found = [key for key, texts in STRINGS.items() if CHECKPOINT[language] in texts[language].lower()]
    assert found == ["about_card"]


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [(language, wrong, right) for language, rows in BANNED.items() for _, wrong, right in rows],
)
def test_a_term_that_drifts_is_seen(language, wrong, right):
    assert banned(wrong, language) != []
    assert banned(right, language) == []


def test_a_threshold_is_explained_once_a_tab():
    assert [key for key, texts in STRINGS.items() if "থ্রেশহোল্ড" in texts["bn"]] == sorted(
        GLOSSED, key=list(STRINGS).index
    )


def test_the_sentences_of_examples_and_templates_are_among_them():
    keys = [key for key, _ in sentences()]
    assert {"examples.json", "swap_templates.json"} <= set(keys)
    assert len(keys) > 500
