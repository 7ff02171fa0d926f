"""The labels of the page's own sentences: on every sentence that is offered, and labels that there are."""

import re
from collections import Counter
from pathlib import Path

import pytest

from sentimotion.explanations.counterfactuals import slot, substitute
from sentimotion.labels import HEADS, LABELS
from sentimotion.training.data.page_sentences import PageSentence, page_sentences
from sentimotion.web.compare.templates import read_templates
from sentimotion.web.example_cache import example_texts

ROOT = Path(__file__).parents[4]
SENTENCES = page_sentences()
TEXTS = {sentence.text for sentence in SENTENCES}
TEMPLATES = read_templates()


def test_every_sentence_that_the_page_offers():
    assert example_texts() <= TEXTS
    assert {swap.text for swap in TEMPLATES.swaps} <= TEXTS
    filled = {
        substitute(template, slot(template), name.text)
        for template_set in TEMPLATES.sets
        for template in template_set.templates
        for name in template_set.names
    }
    assert filled <= TEXTS


def test_every_bangla_sentence_of_the_readme():
    found = re.findall(r'"([^"]*[\u0980-\u09ff]+ [^"]*)"', (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(set(found)) > 1
    assert set(found) <= TEXTS


@pytest.mark.parametrize("swap", TEMPLATES.swaps, ids=lambda swap: swap.name["en"])
def test_a_sentence_with_each_alternative(swap):
    assert swap.text.count(swap.word) == 1
    for word in swap.alternatives:
        start = swap.text.index(swap.word)
        assert swap.text[:start] + word + swap.text[start + len(swap.word) :] in TEXTS


@pytest.mark.parametrize("head", HEADS)
def test_labels_that_there_are(head):
    for sentence in SENTENCES:
        expected = sentence.expected(head)
        assert set(expected) <= set(LABELS[head])
        assert len(set(expected)) == len(expected)


def test_one_text_has_one_labelling():
    by_text: dict[str, set[tuple[tuple[str, ...], ...]]] = {}
    for sentence in SENTENCES:
        by_text.setdefault(sentence.text, set()).add(tuple(sentence.expected(head) for head in HEADS))
    assert {text for text, found in by_text.items() if len(found) > 1} == set()


def test_a_neutral_template_is_neutral_whoever_it_names():
    sets = [sentence for sentence in SENTENCES if sentence.where.startswith("sets: ")]
    assert {(sentence.expected("sentiment"), sentence.expected("emotion")) for sentence in sets} == {
        (("neutral",), ("neutral",))
    }
    counts = Counter(sentence.where for sentence in sets)
    assert counts == {
        f"sets: {one.name['en']}": len(one.templates) * len(one.names) for one in TEMPLATES.sets
    }


def test_the_expected_label_comes_first():
    sentence = PageSentence("কিছু", "negative", "anger_disgust", "pairs", emotion_alternative="sadness")
    assert sentence.expected("sentiment") == ("negative",)
    assert sentence.expected("emotion") == ("anger_disgust", "sadness")
