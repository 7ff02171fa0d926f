"""What the erasure benchmark counts is what the model says."""

import pytest

from sentimotion.labels import HEADS, LABELS
from tests.benchmarks import erasure
from tests.benchmarks.erasure import ERASERS, RANDOM, erase, read_texts, share, strongest, without_word
from tests.checkpoints import SENTENCES

TEXT = SENTENCES[0]


def test_texts_come_from_all_files_once_and_have_words_enough(tmp_path):
    for name, texts in (("one", ["এক দুই তিন", "এক দুই তিন চার", ""]), ("two", ["এক দুই তিন চার", TEXT])):
        lines = ["text,sentiment", *(f'"{text}",neutral' for text in texts)]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    files = [tmp_path / "one", tmp_path / "two"]
    assert sorted(read_texts(files, 300, seed=0)) == sorted(["এক দুই তিন চার", TEXT])
    assert len(read_texts(files, 1, seed=0)) == 1
    assert read_texts(files, 2, seed=3) == read_texts(files, 2, seed=3)


def test_a_word_is_cut_out(bert_model):
    words = bert_model.explain(TEXT, n_steps=1).words
    assert without_word(TEXT, words[0]) == "সকালে বৃষ্টি থেমে গেছে, তাই মনটা ভালো।"
    assert without_word(TEXT, words[3]) == "আজ সকালে বৃষ্টি গেছে, তাই মনটা ভালো।"


@pytest.mark.parametrize("eraser", ERASERS)
def test_each_word_is_taken_out_as_it_is_said(bert_model, eraser):
    trials = list(erase(bert_model, [TEXT], ("pad", "zero", "mask"), seed=0))
    kinds = [(trial.chosen_by, trial.head, trial.eraser) for trial in trials]
    assert len(kinds) == len(set(kinds)) == 4 * len(HEADS) * len(ERASERS)
    whole = bert_model.predict(TEXT)
    for baseline in ("pad", "zero", "mask"):
        for head in HEADS:
            explanation = bert_model.explain(TEXT, head, baseline=baseline)
            index = strongest(explanation)
            assert explanation.words[index].attribution == max(w.attribution for w in explanation.words)
            if eraser == "cut out":
                without = bert_model.predict(without_word(TEXT, explanation.words[index])).probabilities
            else:
                filling = {"masked": "mask", "padded": "pad"}[eraser]
                without = bert_model.delete_words(TEXT, [index], baseline=filling).probabilities
            label = LABELS[head].index(explanation.label)
            fell = without.of(head)[label] < whole.probabilities.of(head)[label]
            assert trials[kinds.index((baseline, head, eraser))].fell == fell


def test_what_needs_a_token_that_is_not_there_is_passed_over(bert_model):
    trials = list(erase(bert_model, [TEXT], ("pad", "zero"), seed=0))
    assert {trial.chosen_by for trial in trials} == {"pad", "zero", RANDOM}
    assert {trial.eraser for trial in trials} == {"cut out", "padded"}


def test_shares_have_their_interval():
    assert share([True] * 9 + [False]) == "90 (60 to 98)"


def test_what_is_printed(bert_folder, tmp_path, monkeypatch, capsys):
    (tmp_path / "texts.csv").write_text(f'text\n"{TEXT}"\n"{SENTENCES[1]}"\n', encoding="utf-8")
    arguments = ["--checkpoint", str(bert_folder), "--texts", str(tmp_path / "texts.csv"), "--n", "2"]
    monkeypatch.setattr("sys.argv", ["erasure", *arguments])
    erasure.main()
    printed = capsys.readouterr().out
    rows = [line.split(" |")[0].removeprefix("| ") for line in printed.splitlines() if line.startswith("| ")]
    table = ["baseline of the attribution", "pad", "zero", "mask", RANDOM]
    assert rows == [*table, "head", *(head for head in HEADS for _ in LABELS[head])]
    assert all(label in printed for head in HEADS for label in LABELS[head])
