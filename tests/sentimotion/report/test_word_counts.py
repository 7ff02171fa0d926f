"""Words over many explanations, and the texts that are weighed."""

import random

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


def test_the_mean_over_the_texts_that_have_a_word():
    counter = WordCounter()
    counter.add("sentiment", "positive", [("দারুণ", 2.0), ("না", -0.5), ("একবার", 9.0)])
    counter.add("sentiment", "positive", [("দারুণ", 1.0), ("দারুণ", 0.5), ("না", -1.5)])
    counter.add("emotion", "happy", [("দারুণ", 1.0)])
    positive, happy = counter.labels()
    assert (positive.label, positive.n_texts, positive.least_texts) == ("positive", 2, 2)
    (toward,), (away,) = positive.toward, positive.away
    # Twice in one text: its sum there.
    assert (toward.word, toward.mean, toward.n_texts) == ("দারুণ", pytest.approx(1.75), 2)
    assert (away.word, away.mean, away.n_texts) == ("না", pytest.approx(-1.0), 2)
    assert (happy.toward, happy.away) == ((), ())


def test_a_word_has_to_be_in_a_share_of_many_texts():
    counter = WordCounter()
    for index in range(100):
        counter.add("emotion", "fear", [("ভয়", 1.0)] + ([("রাত", 5.0)] if index < 4 else []))
    (fear,) = counter.labels()
    assert fear.least_texts == 5
    assert [push.word for push in fear.toward] == ["ভ\u09af\u09bc"]


def test_spellings_of_one_word_are_one():
    counter = WordCounter()
    counter.add("emotion", "fear", [("ভ\u09df", 1.0)])
    counter.add("emotion", "fear", [("ভ\u09af\u09bc", 3.0)])
    assert [(push.mean, push.n_texts) for push in counter.labels()[0].toward] == [(2.0, 2)]


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
    """What the tiny model says of the sentences, scored under thresholds that every label reaches."""
    columns = ReportColumns(thresholds=dict.fromkeys(HEADS, 0.0))
    return [
        read_scored({"text": text} | columns_of(prediction), columns)
        for text, prediction in zip(SENTENCES, bert_model.predict_batch(SENTENCES, 0, 0), strict=True)
    ]


def test_weighing_is_explaining(bert_model, rows):
    steps = []
    weighed = attribute_words(bert_model, rows, lambda done, total: steps.append(done / total))
    assert (weighed.n_texts, weighed.n_differing) == (len(rows), 0)
    assert sum(label.n_texts for label in weighed.labels) + weighed.n_unsettled == len(rows) * len(HEADS)
    assert steps == sorted(steps)
    assert steps[-1] == 1
    # Twice the same text: every word in two texts, with the attributions that the model gives.
    two = attribute_words(bert_model, [rows[0], rows[0]])
    explanation = bert_model.explain(rows[0].text, "sentiment")
    (label,) = (one for one in two.labels if one.head == "sentiment")
    found = {push.word: push.mean for push in (*label.toward, *label.away)}
    assert found == pytest.approx({word.text: word.attribution for word in explanation.words}, abs=1e-4)


def test_another_models_answers_are_left_out(bert_model, rows):
    other = row(
        rows[0].text,
        sentiment=next(
            label for label in ("negative", "positive") if label != rows[0].top_label("sentiment")
        ),
        emotion="neutral",
        top={"emotion": "fear"},
    )
    weighed = attribute_words(bert_model, [other])
    assert weighed.n_differing == 1  # the other head fell back: it is not asked
    assert weighed.labels == ()


def test_weighing_ends_when_it_is_told_to(bert_model, rows):
    def stop(done, _total):
        if done:
            raise Canceled("enough")

    with pytest.raises(Canceled):
        attribute_words(bert_model, rows, stop)


def test_nothing_to_weigh(bert_model):
    assert attribute_words(bert_model, []).labels == ()


def test_the_choice_is_the_same_again():
    texts = [row(f"লেখা {index}", probability=random.Random(index).uniform(0.6, 0.9)) for index in range(300)]
    found = []
    for _ in range(2):
        examples = Examples()
        for one in texts:
            examples.add(one)
        found.append(choose_texts(examples.kept, 10))
    assert found[0] == found[1]
