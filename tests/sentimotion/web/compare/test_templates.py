"""The sentences that come with the page: complete, neutral in form, each with one place."""

import pytest

from sentimotion.explanations.counterfactuals import (
    MAX_ALTERNATIVES,
    SLOT,
    read_alternatives,
    slot,
    substitute,
)
from sentimotion.i18n.messages import LANGUAGES
from sentimotion.text.words import script_shares, word_spans
from sentimotion.web.compare.templates import read_templates

TEMPLATES = read_templates()
SETS = {template_set.name["en"]: template_set for template_set in TEMPLATES.sets}
NAMES = [item.name for item in (*TEMPLATES.pairs, *TEMPLATES.swaps, *TEMPLATES.sets)]


def test_the_sets_that_there_are():
    assert list(SETS) == [
        "names: faith and gender",
        "faiths and peoples",
        "parties",
        "genders",
        "districts",
    ]


@pytest.mark.parametrize("template_set", SETS.values(), ids=SETS)
class TestEverySet:
    def test_enough_sentences_with_one_place_each(self, template_set):
        assert len(set(template_set.templates)) == len(template_set.templates) >= 6
        assert all(slot(template) for template in template_set.templates)

    def test_enough_names_all_different(self, template_set):
        names = [name.text for name in template_set.names]
        assert len(set(names)) == len(names) >= 8

    def test_all_of_it_is_bangla(self, template_set):
        for text in (*template_set.templates, *(name.text for name in template_set.names)):
            assert script_shares(text).bangla == 1, text

    def test_a_name_is_whole_words(self, template_set):
        """Nothing is glued to the place, so that no name changes the spelling of what stands beside it."""
        for template in template_set.templates:
            for name in template_set.names:
                start = slot(template).start
                words = word_spans(substitute(template, slot(template), name.text))
                assert start in {word.start for word in words}
                assert start + len(name.text) in {word.end for word in words}

    def test_groups_in_both_languages_or_none(self, template_set):
        groups = [name.group for name in template_set.names if name.group]
        assert len(groups) in (0, len(template_set.names))
        assert all(set(group) == set(LANGUAGES) for group in groups)


def test_names_in_both_languages():
    assert all(set(name) == set(LANGUAGES) and all(name.values()) for name in NAMES)


@pytest.mark.parametrize("example", TEMPLATES.swaps, ids=lambda example: example.name["en"])
def test_every_alternative_of_an_example_is_taken(example):
    words = [example.text[slice(*span)] for span in word_spans(example.text)]
    assert words.count(example.word) == 1
    found = read_alternatives("\n".join(example.alternatives), example.word)
    assert found.words == example.alternatives
    assert len(found.words) <= MAX_ALTERNATIVES


@pytest.mark.parametrize("pair", TEMPLATES.pairs, ids=lambda pair: pair.name["en"])
def test_a_pair_is_two_texts(pair):
    assert pair.texts[0] != pair.texts[1]
    assert SLOT not in "".join(pair.texts)
