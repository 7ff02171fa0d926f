"""What an engine does with a chunk is what the model says of each text."""

import pytest

import sentimotion
from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.scorer import local_engine, score_rows
from sentimotion.scoring.second_classifier import load_second_classifier
from sentimotion.tables.columns import added_columns, failed
from tests.checkpoints import SENTENCES, change_config, copied


def test_scores_are_the_models(bert_model):
    texts = [*SENTENCES, " ".join(SENTENCES) * 4]
    options = ScoreOptions(sent_threshold=0.7, emo_threshold=0.3, max_length=64)
    scores = score_rows(texts, bert_model, options)
    for text, row in zip(texts, scores, strict=True):
        expected = bert_model.predict(text, 0.7, 0.3, 64).to_dict()
        assert list(row) == [column.name for column in added_columns()]
        for name in ("sentiment", "emotion", "truncated"):
            assert row[name] == expected[name]
        for head in ("sentiment", "emotion"):
            assert row[f"{head}_confidence"] == pytest.approx(expected[f"{head}_confidence"], abs=2e-6)
            for label, value in expected[f"{head}_scores"].items():
                assert row[f"{head}_{label}"] == pytest.approx(value, abs=1e-6)
        assert row["error"] is None
    assert [row["truncated"] for row in scores] == [False] * len(SENTENCES) + [True]


def test_the_warnings_of_a_text_are_joined(bert_model):
    texts = ["সেবা ভালো", "দু:খ পেলাম৷", "ভা\ufffdলো &amp; মন্দ", "I love this movie"]
    scores = score_rows(texts, bert_model, ScoreOptions())
    assert [row["text_warnings"] for row in scores] == [
        *("", "danda_lookalike colon_for_visarga", "damaged markup", "english")
    ]
    assert failed("why")["text_warnings"] is None


def test_the_version_of_the_checkpoint_is_in_every_row(bert_folder, tmp_path):
    folder = copied(bert_folder, tmp_path / "versioned")
    assert (
        score_rows([SENTENCES[0]], sentimotion.load(folder), ScoreOptions())[0]["checkpoint_version"] is None
    )
    change_config(folder, sentimotion={"version": {"name": "everyday-1", "date": "2026-11-26"}})
    scores = score_rows([*SENTENCES[:2], "\u200d"], sentimotion.load(folder), ScoreOptions())
    assert [row["checkpoint_version"] for row in scores] == [*["everyday-1 (2026-11-26)"] * 2, None]


def test_what_cannot_be_read_is_an_error_of_its_row(bert_model):
    scores = score_rows([SENTENCES[0], None, "\u200d\u200c", SENTENCES[1]], bert_model, ScoreOptions())
    assert scores[0] is not None
    assert scores[0]["error"] is None
    assert scores[1] is None
    message = "the text contains only characters that the tokenizer drops; add a word"
    assert scores[2] == failed(message)
    # The others are as if it were not there.
    alone = score_rows([SENTENCES[0], SENTENCES[1]], bert_model, ScoreOptions())
    assert [scores[0], scores[3]] == alone


def test_nothing_to_score(bert_model):
    assert score_rows([], bert_model, ScoreOptions()) == []
    assert score_rows([None, "\u200d"], bert_model, ScoreOptions())[0] is None


def test_a_second_classifier_adds_its_columns(bert_model, classifier_folder):
    second = load_second_classifier(classifier_folder, device="cpu")
    scores = score_rows([SENTENCES[0], "\u200d", SENTENCES[1]], bert_model, ScoreOptions(), second)
    names = [column.name for column in added_columns(second=True)]
    assert [list(row) for row in scores] == [names] * 3
    assert names[-4:] == ["second_label", "second_score", "checkpoint_version", "error"]
    opinions = second.classify([SENTENCES[0], SENTENCES[1]])
    assert (scores[0]["second_label"], scores[0]["second_score"]) == (opinions[0].label, opinions[0].score)
    assert scores[2]["second_label"] == opinions[1].label
    assert scores[1]["second_label"] is None


def test_the_local_engine_goes_chunk_by_chunk(bert_model):
    taken = []

    def chunks():
        for text in SENTENCES:
            taken.append(text)
            yield [text]

    results = local_engine(bert_model, ScoreOptions())(chunks())
    assert taken == []
    first = next(results)
    assert taken == [SENTENCES[0]]
    assert first == score_rows([SENTENCES[0]], bert_model, ScoreOptions())


# The text, the text that is scored with --repair (None: the text itself), and the warnings.
REPAIRED = [
    ("সেবা ভালো ছিল", None, ""),
    ("à¦†à¦®à¦¿ à¦\u00adà¦¾à¦²à§‹", "আমি ভালো", "mojibake"),
    ("রান্না দারুণ৷আবার খাব", "রান্না দারুণ।আবার খাব", "danda_lookalike"),
    ("ঘরটা &quot;নোংরা&quot;<br>ছিল", 'ঘরটা "নোংরা"\nছিল', "markup"),
    ("মনে দু:খ রইল", "মনে দুঃখ রইল", "colon_for_visarga"),
    ("অামার গ্রাম", "আমার গ্রাম", "split_letter"),
    # Without a certain correction.
    ("ভা\ufffdলো লাগল", None, "damaged"),
    ("Avwg fvjevwm †Zvgv‡K", None, "bijoy"),
    ("khub bhalo laglo amar", None, "romanized"),
    # Corrected, but not of everything.
    ("ভা\ufffdলো &amp; মন্দ", "ভা\ufffdলো & মন্দ", "damaged markup"),
]


def test_repaired_texts_are_scored_as_if_they_were_typed(bert_model):
    scores = score_rows([text for text, _, _ in REPAIRED], bert_model, ScoreOptions(repair=True))
    read = [text if repaired is None else repaired for text, repaired, _ in REPAIRED]
    expected = score_rows(read, bert_model, ScoreOptions())
    for (_, repaired, warnings), row, other in zip(REPAIRED, scores, expected, strict=True):
        assert list(row) == [column.name for column in added_columns(repair=True)]
        assert (row.pop("repaired_text"), row.pop("text_warnings")) == (repaired, warnings)
        del other["text_warnings"]
        assert row == other


def test_texts_are_not_repaired_unasked(bert_model):
    scores = score_rows([text for text, _, _ in REPAIRED], bert_model, ScoreOptions())
    assert all(list(row) == [column.name for column in added_columns()] for row in scores)
    garbled = score_rows([REPAIRED[1][0]], bert_model, ScoreOptions())[0]
    repaired = score_rows([REPAIRED[1][0]], bert_model, ScoreOptions(repair=True))[0]
    assert garbled["sentiment_positive"] != repaired["sentiment_positive"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<p>nan</p>", "no text: nan marks a missing value"),
        ("<b>#NAME?</b>", "no text: #NAME? is an error of a spreadsheet"),
        ("<td>NULL</td>", "no text: NULL marks a missing value"),
        ("&#78;&#47;A", "no text: N/A marks a missing value"),
        ("&#8205;&zwnj;", "the text contains only characters that the tokenizer drops; add a word"),
    ],
)
def test_what_is_no_text_once_repaired_is_an_error(bert_model, text, message):
    options = ScoreOptions(repair=True)
    scores = score_rows([SENTENCES[0], text], bert_model, options)
    assert scores[1] == failed(message, added_columns(repair=True))
    assert scores[0]["error"] is None


def test_a_second_classifier_reads_the_repaired_text(bert_model, classifier_folder):
    second = load_second_classifier(classifier_folder, device="cpu")
    scores = score_rows(["মনে দু:খ রইল", SENTENCES[0]], bert_model, ScoreOptions(repair=True), second)
    opinions = second.classify(["মনে দুঃখ রইল", SENTENCES[0]])
    assert [row["second_score"] for row in scores] == [opinion.score for opinion in opinions]
    assert list(scores[0]) == [column.name for column in added_columns(second=True, repair=True)]
