"""Words aggregated over many explanations, and the choice of the texts to explain."""

import random
import re

import pytest

from explain import Canceled
from sentimotion.labels import HEADS
from sentimotion.report.examples import Examples
from sentimotion.report.scored_rows import ReportColumns, read_scored
from sentimotion.report.word_attribution import attribute_words
from sentimotion.report.word_counts import WordCounter, choose_texts
from sentimotion.scoring.scorer import columns_of
from tests.checkpoints import SENTENCES
from tests.sentimotion.scoring.scored import row


def test_the_mean_is_over_the_texts_that_contain_the_word():
    counter = WordCounter()
    counter.add("sentiment", "positive", [("দারুণ", 2.0), ("না", -0.5), ("একবার", 9.0)])
    counter.add("sentiment", "positive", [("দারুণ", 1.0), ("দারুণ", 0.5), ("না", -1.5)])
    counter.add("emotion", "happy", [("দারুণ", 1.0)])
    positive, happy = counter.labels()
    assert (positive.label, positive.n_texts, positive.least_texts) == ("positive", 2, 2)
    (toward,), (away,) = positive.toward, positive.away
    # Repeated in one text: the sum counts.
    assert (toward.word, toward.mean, toward.n_texts) == ("দারুণ", pytest.approx(1.75), 2)
    assert (away.word, away.mean, away.n_texts) == ("না", pytest.approx(-1.0), 2)
    assert (happy.toward, happy.away) == ((), ())


def test_a_word_has_to_be_in_a_share_of_the_texts():
    counter = WordCounter()
    for index in range(100):
        counter.add("emotion", "fear", [("ভয়", 1.0)] + ([("রাত", 5.0)] if index < 4 else []))
    (fear,) = counter.labels()
    assert fear.least_texts == 5
    assert [effect.word for effect in fear.toward] == ["ভ\u09af\u09bc"]


def test_spellings_of_a_word_are_counted_together():
    counter = WordCounter()
    counter.add("emotion", "fear", [("ভ\u09df", 1.0)])
    counter.add("emotion", "fear", [("ভ\u09af\u09bc", 3.0)])
    assert [(effect.mean, effect.n_texts) for effect in counter.labels()[0].toward] == [(2.0, 2)]


def test_texts_are_chosen_from_each_label_in_turn():
    examples = Examples()
    for index in range(100):
        examples.add(row(f"সাধারণ {index}", sentiment="negative", emotion="happy"))
    for index in range(4):
        examples.add(row(f"বিরল {index}", sentiment="positive", emotion="fear"))
    chosen = choose_texts(examples.kept, 20)
    assert len({one.text for one in chosen}) == 20
    assert sum(one.labels["emotion"] == "fear" for one in chosen) == 4
    assert len(choose_texts(examples.kept, 1000)) == 104
    assert choose_texts(examples.kept, 0) == ()
    assert choose_texts({}, 5) == ()


@pytest.fixture(scope="module")
def rows(bert_model):
    """The predictions of a tiny model, with thresholds that every label reaches."""
    columns = ReportColumns(thresholds=dict.fromkeys(HEADS, 0.0))
    return [
        read_scored({"text": text} | columns_of(prediction), columns)
        for text, prediction in zip(SENTENCES, bert_model.predict_batch(SENTENCES, 0, 0), strict=True)
    ]


def test_words_are_those_of_the_explanations(bert_model, rows):
    steps = []
    found = attribute_words(bert_model, rows, lambda done, total: steps.append(done / total))
    assert (found.n_texts, found.n_differing) == (len(rows), 0)
    assert sum(label.n_texts for label in found.labels) + found.n_not_converged == len(rows) * len(HEADS)
    assert steps == sorted(steps)
    assert steps[-1] == 1
    # The same text twice: every word is in two texts, with the attributions of the model.
    two = attribute_words(bert_model, [rows[0], rows[0]])
    explanation = bert_model.explain(rows[0].text, "sentiment")
    (label,) = (one for one in two.labels if one.head == "sentiment")
    means = {effect.word: effect.mean for effect in (*label.toward, *label.away)}
    assert means == pytest.approx({word.text: word.attribution for word in explanation.words}, abs=1e-4)


def test_labels_of_another_model_are_left_out(bert_model, rows):
    other = row(
        rows[0].text,
        sentiment=next(
            label for label in ("negative", "positive") if label != rows[0].top_label("sentiment")
        ),
        emotion="neutral",
        top={"emotion": "fear"},
    )
    found = attribute_words(bert_model, [other])
    assert found.n_differing == 1  # the other head fell back and is skipped
    assert found.labels == ()


def test_an_exception_of_the_callback_ends_the_work(bert_model, rows):
    def stop(done, _total):
        if done:
            raise Canceled("enough")

    with pytest.raises(Canceled):
        attribute_words(bert_model, rows, stop)


def test_without_rows_there_are_no_words(bert_model):
    assert attribute_words(bert_model, []).labels == ()


def test_the_choice_is_reproducible():
    texts = [row(f"লেখা {index}", probability=random.Random(index).uniform(0.6, 0.9)) for index in range(300)]
    found = []
    for _ in range(2):
        examples = Examples()
        for one in texts:
            examples.add(one)
        found.append(choose_texts(examples.kept, 10))
    assert found[0] == found[1]


MARKUP = [
    "অভিনয় &quot;দারুণ&quot; ছিল",
    "খুব ভালো<br>আবার আসব<br/>",
    "<b>দাম</b> বেশি &amp; মান কম",
    "সেবা&nbsp;ভালো &#39;না&#39;",
    '<p class="x">দেরি হলো</p> &lt;দুঃখিত&gt; &#x27;',
]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_gives_no_words(bert_model, text):
    columns = ReportColumns(thresholds=dict.fromkeys(HEADS, 0.0))
    row = read_scored({"text": text} | columns_of(bert_model.predict(text, 0, 0)), columns)
    found = attribute_words(bert_model, [row, row])
    words = {effect.word for label in found.labels for effect in (*label.toward, *label.away)}
    assert words
    assert not [word for word in words if re.search(r"[a-z0-9&;<>]", word)]
