"""How much is taken, as the READMEs, the page and the API say: numbers, not the program's constants."""

import inspect

import pytest

from sentimotion.errors import BlankText, InvalidReview, TextTooLong
from sentimotion.explanations.counterfactuals import read_alternatives
from sentimotion.review.store import validation
from sentimotion.review.store.records import ReviewSettings
from sentimotion.scoring.options import ScoreOptions
from sentimotion.tables import chunks, lines
from sentimotion.text.limits import check_text
from sentimotion.web.review import address_limits, desk_views
from sentimotion.web.score import tab as score_tab
from sentimotion.web.score import upload
from sentimotion.web.session.analysis import check_length


def test_a_text_of_the_page_has_5000_characters_at_most():
    assert check_length("ক" * 5000) == "ক" * 5000
    with pytest.raises(TextTooLong, match="5001 characters, expected at most 5000"):
        check_length("ক" * 5001)


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_a_text_of_white_space_is_none(text):
    with pytest.raises(BlankText, match="^the text is empty; give at least one word$"):
        check_text(text)


def test_the_model_reads_128_tokens_where_nothing_else_is_asked_for(bert_model):
    text = "আজ " * 600
    assert len(bert_model.encode(text).input_ids) == 128
    assert bert_model.predict(text) == bert_model.predict(text, max_length=128)
    assert ScoreOptions().max_length == 128
    for method in (bert_model.explain, bert_model.explain_heads, bert_model.walk, bert_model.predict_batch):
        assert inspect.signature(method).parameters["max_length"].default == 128


def test_a_word_is_swapped_for_30_others_of_60_characters():
    taken = read_alternatives("\n".join(f"ক{number}" for number in range(31)), "গ")
    assert (len(taken.words), taken.beyond) == (30, ("ক30",))
    taken = read_alternatives(f"{'ক' * 60}\n{'ক' * 61}", "গ")
    assert (taken.words, taken.too_long) == (("ক" * 60,), ("ক" * 61,))


def test_what_spot_checks_keep():
    assert validation.check_name("ক" * 100, "name") == "ক" * 100
    with pytest.raises(InvalidReview, match="101 characters; at most 100"):
        validation.check_name("ক" * 101, "name")
    assert validation.LONGEST_NOTE == desk_views.LONGEST_NOTE == 10_000
    assert ReviewSettings().lease == 30 * 60
    assert validation.MOST_DECISIONS == 100
    assert (address_limits.NAMES_PER_ADDRESS, address_limits.DECISIONS_PER_MINUTE) == (30, 300)


def test_what_is_scored():
    """At what is one more than these, files and rows are refused: that is tested with the constants."""
    assert chunks.LONGEST_TEXT == 100_000
    assert chunks.MOST_COLUMNS == 4096
    assert lines.LONGEST_LINE == 16 * 1024**2


def test_uploaded_files():
    assert (upload.MAX_ROWS, upload.MAX_BYTES, upload.MAX_CHARACTERS) == (2000, 5 * 1024**2, 32 * 1024**2)
    assert (upload.MAX_MEMORY, upload.MAX_CPU_SECONDS, upload.MAX_SECONDS) == (256 * 1024**2, 5, 10)


def test_a_file_that_was_scored_is_forgotten_after_an_hour():
    assert score_tab.KEPT_S == 60 * 60
