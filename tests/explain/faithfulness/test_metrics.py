"""Comprehensiveness and sufficiency, deletion, and the walk along the path."""

import pytest
import torch

from explain import Target
from explain.deletion import logits_without
from explain.faithfulness.erasers import ErasableText
from explain.faithfulness.metrics import SHARES, faithfulness
from explain.walk import walk
from tests.explain.models import PAD_ID, TableModel, encode, tiny_bert

# Ten words, of which the model reads only the third.
TABLE = [[0.0], [7.0], [8.0], [9.0], [0.5], [4.0]]
TEXT = encode(4, 4, 5, 4, 4, 4, 4, 4, 4, 4)
WORDS = tuple((position,) for position in range(1, 11))
KEY = 2
TARGET = Target("head", 1)


def model():
    return TableModel(TABLE, head=lambda embeds: embeds[:, 1 + KEY, 0])


def ranked(first):
    return [1.0 if index == first else -index / 100 for index in range(10)]


def sigmoid(value):
    return float(torch.sigmoid(torch.tensor(value)))


def measure(attributions, n_random=5, counted=None, **options):
    text = ErasableText(counted or model(), TEXT, WORDS, "pad", PAD_ID, **options)
    measured, (at_random,) = faithfulness(text, [TARGET], [[one] for one in attributions], n_random=n_random)
    return [one for (one,) in measured], at_random


def test_who_names_the_word_that_counts():
    (found,), at_random = measure([ranked(KEY)], n_random=200)
    drop = sigmoid(4.0) - sigmoid(0.0)
    assert found.comprehensiveness == pytest.approx(drop)  # gone in every share
    assert found.sufficiency == pytest.approx(0.0, abs=1e-6)  # there in every share
    assert found.falls == 1
    # By chance the word is among the first 1, 1, 1, 2, 5 of ten.
    chance = (0.1 + 0.1 + 0.1 + 0.2 + 0.5) / 5
    assert at_random.comprehensiveness == pytest.approx(chance * drop, rel=0.2)
    assert at_random.sufficiency == pytest.approx((1 - chance) * drop, rel=0.1)
    assert at_random.falls == pytest.approx(0.1)


def test_who_names_the_others():
    found = measure([[-value for value in ranked(KEY)]])[0][0]
    drop = sigmoid(4.0) - sigmoid(0.0)
    assert found.comprehensiveness == pytest.approx(0.0, abs=1e-6)
    assert found.sufficiency == pytest.approx(drop)
    assert found.falls == 0


def test_several_explanations_share_what_they_have_in_common():
    both, at_random = measure([ranked(KEY), [-value for value in ranked(KEY)]])
    assert [*measure([ranked(KEY)])[0], *measure([[-value for value in ranked(KEY)]])[0]] == both
    assert measure([ranked(KEY)])[1] == at_random
    one, two = model(), model()
    measure([ranked(KEY)], counted=one)
    measure([ranked(KEY), ranked(KEY)], counted=two)
    assert sum(one.batches) == sum(two.batches)


def test_a_score_that_is_no_probability_says_whether_it_falls():
    text = ErasableText(model(), TEXT, WORDS, "pad", PAD_ID)
    targets = [Target("head", 1, kind="logit"), Target("head", 0, kind="logit")]
    (one,), _ = faithfulness(text, targets, [[ranked(KEY), ranked(KEY)]])
    assert [found.falls for found in one] == [1, 0]
    assert one[0].comprehensiveness == pytest.approx(sigmoid(4.0) - sigmoid(0.0))
    assert one[1].comprehensiveness == pytest.approx(sigmoid(0.0) - sigmoid(4.0))


def test_at_least_one_word_goes_and_passes_are_chunked():
    counted = model()
    measure([ranked(KEY)], n_random=2, counted=counted, chunk_size=7)
    assert max(counted.batches) == 7
    # The whole text, each word, and at most as many choices as orders, shares, and both sides of each.
    assert 11 < sum(counted.batches) <= 11 + 2 * 3 * len(SHARES)
    text = ErasableText(tiny_bert(), encode(7), [(1,)], "pad", PAD_ID)
    ((one,),), (at_random,) = faithfulness(text, [Target("emotion", 3)], [[[0.3]]])
    assert one == at_random


def test_bad_arguments():
    for attributions, groups in (([0.0] * 9, WORDS), ([], ())):
        text = ErasableText(model(), TEXT, groups, "pad", PAD_ID)
        with pytest.raises(ValueError, match=f"expected {len(groups)} attributions"):
            faithfulness(text, [TARGET], [[attributions]])
    with pytest.raises(ValueError, match="n_random is 0"):
        measure([ranked(KEY)], n_random=0)


def test_deletion_replaces_the_tokens():
    bert, text = tiny_bert(), encode(7, 21, 33)
    ids = text.input_ids.clone()
    ids[0, [1, 3]] = PAD_ID
    with torch.no_grad():
        expected = bert.logits_of_ids(ids, text.attention_mask)
    found = logits_without(bert, text, [1, 3], fill_id=PAD_ID)
    assert list(found) == ["sentiment", "emotion"]
    for head, logits in found.items():
        assert logits == pytest.approx(expected[head][0].tolist(), abs=1e-6)
    whole = logits_without(bert, text, [], fill_id=PAD_ID)
    with torch.no_grad():
        plain = bert.logits_of_ids(text.input_ids, text.attention_mask)
    assert whole["emotion"] == pytest.approx(plain["emotion"][0].tolist(), abs=1e-6)


@pytest.mark.parametrize(("positions", "message"), [([0], "special"), ([9], "group 0"), ([1, 1], "group 0")])
def test_what_cannot_be_deleted(positions, message):
    with pytest.raises(ValueError, match=message):
        logits_without(tiny_bert(), encode(7, 21, 33), positions, fill_id=PAD_ID)


def test_a_walk_adds_up_at_every_point():
    bert, text = tiny_bert(), encode(7, 21, 7, 33, 12)
    targets = [Target("sentiment", 0), Target("emotion", 3)]
    for found in walk(bert, text, targets, points=[0, 0.2, 0.4, 0.6, 0.8, 1], fill_id=PAD_ID):
        assert found.points == pytest.approx((0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
        assert len(found.scores) == len(found.attributions) == 6
        assert set(found.attributions[0]) == {0.0}
        assert found.attributions[-1] == pytest.approx(found.result.attributions)
        assert (found.scores[0], found.scores[-1]) == (found.result.baseline_score, found.result.score)
        for score, gathered in zip(found.scores, found.attributions, strict=True):
            change = score - found.result.baseline_score
            assert sum(gathered) == pytest.approx(change, abs=0.02 * max(0.1, abs(change)))


def test_a_walk_through_refined_panels():
    steep = TableModel(
        [[0.0], [7.0], [8.0], [9.0], [1.0]],
        head=lambda embeds: torch.sigmoid(300.0 * (embeds[:, 1, 0] - 0.37)),
    )
    (found,) = walk(steep, encode(4), [TARGET], points=[0, 0.25, 0.5, 0.75, 1], fill_id=PAD_ID)
    assert found.result.n_steps > 4 * 7
    assert [row[1] for row in found.attributions] == pytest.approx([0.0, 0.0, 1.0, 1.0, 1.0], abs=0.02)
    assert found.scores == pytest.approx((0.0, 0.0, 1.0, 1.0, 1.0), abs=1e-6)


@pytest.mark.parametrize(
    "points",
    [[1.0], [0.0, 0.5], [0.2, 1.0], [0.0, 0.6, 0.4, 1.0], [0.0, 0.5, 0.5, 1.0], [x / 33 for x in range(34)]],
)
def test_a_walk_rises_from_the_baseline_to_the_text(points):
    with pytest.raises(ValueError, match="increasing from 0 to 1"):
        walk(tiny_bert(), encode(7), [Target("emotion", 3)], points=points, fill_id=PAD_ID)


def test_a_walk_looks_where_it_is_asked_to():
    bert, text, points = tiny_bert(), encode(7, 21, 33), (0.0, 0.05, 0.7, 1.0)
    (uneven,) = walk(bert, text, [Target("emotion", 3)], points=points, fill_id=PAD_ID)
    (tenths,) = walk(bert, text, [Target("emotion", 3)], fill_id=PAD_ID)
    assert uneven.points == points
    assert uneven.scores[2] == pytest.approx(tenths.scores[7], abs=1e-5)
    assert uneven.attributions[2] == pytest.approx(tenths.attributions[7], abs=1e-3)
