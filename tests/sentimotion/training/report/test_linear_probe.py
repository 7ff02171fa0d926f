"""Linear probes on the public sets' own labels."""

import numpy as np
import pytest
import torch

from sentimotion import load
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.text.encoding import Encoder
from sentimotion.training.report import dev_metrics
from sentimotion.training.report.linear_probe import ClsStates, probe_folder, probe_scores
from tests.checkpoints import SENTENCES

LABEL = {"ভালো": "positive", "বাজে": "negative"}


@pytest.fixture(autouse=True)
def _small_sets(monkeypatch):
    monkeypatch.setattr(dev_metrics, "MIN_ROWS", 2)


def rows(words, source, emotion=None):
    return [
        LabeledRow(f"{word} {source} {index}", LABEL[word], emotion, source)
        for index, word in enumerate(words)
    ]


def embed(texts):
    """A state that says whether the text is good, and nothing else."""
    return np.array([[1.0 if text.startswith("ভালো") else -1.0, 0.5] for text in texts])


def test_a_probe_learns_its_own_sets_labels():
    """Two sets that label the same words the other way round: each has a probe of its own."""
    turned = [
        LabeledRow(row.text, {"positive": "negative", "negative": "positive"}[row.sentiment], None, "turned")
        for row in rows(["ভালো", "বাজে"] * 3, "turned")
    ]
    train = {"plain": rows(["ভালো", "বাজে"] * 3, "plain"), "turned": turned}
    measured = {"plain": rows(["ভালো", "বাজে"], "dev"), "turned": rows(["ভালো", "বাজে"], "dev")}
    scores = probe_scores(train, measured, embed)
    assert [(score.dataset, score.head, score.rows, score.micro_f1) for score in scores] == [
        ("plain", "sentiment", 2, 1.0),
        ("turned", "sentiment", 2, 0.0),
    ]


def test_sets_and_heads_without_anything_to_fit_have_no_probe():
    train = {"toy": rows(["ভালো", "বাজে"] * 3, "toy", "happy"), "same": rows(["ভালো"] * 4, "same")}
    measured = {name: rows(["ভালো", "বাজে"], "dev", "happy") for name in ("toy_unleaked", "same", "other")}
    assert [(score.dataset, score.head) for score in probe_scores(train, measured, embed)] == [
        ("toy_unleaked", "sentiment")
    ]


def test_a_text_that_is_measured_is_not_learned_from():
    seen = []

    def remember(texts):
        seen.append(list(texts))
        return embed(texts)

    train = {"toy": [*rows(["ভালো", "বাজে"] * 3, "toy"), LabeledRow("ভালো dev 0!", "negative", None, "toy")]}
    probe_scores(train, {"toy": rows(["ভালো", "বাজে"], "dev")}, remember)
    assert seen[0] == [row.text for row in train["toy"][:-1]]


def test_the_states_are_what_the_heads_read(bert_folder):
    model = load(bert_folder, device="cpu")
    encoder = Encoder(model.tokenizer, model.network.config.max_position_embeddings)
    states = ClsStates(model.network, encoder, 128, torch.float32)(SENTENCES)
    assert states.shape == (len(SENTENCES), model.network.config.hidden_size)
    with torch.no_grad():
        logits = model.network.sentiment_head(torch.from_numpy(states))
    for found, text in zip(logits.softmax(-1), SENTENCES, strict=True):
        assert found.tolist() == pytest.approx(model.predict(text).probabilities.of("sentiment"), abs=1e-5)


def test_tests_are_looked_at_only_when_asked_for(tmp_path):
    for part, words in (("train", ["ভালো", "বাজে"] * 3), ("dev", ["ভালো", "বাজে"]), ("test", ["ভালো", "বাজে"])):
        (tmp_path / part).mkdir()
        lines = [f"{row.text},{row.sentiment}," for row in rows(words, part)]
        (tmp_path / part / "toy.csv").write_text(
            "\n".join(["text,sentiment,emotion", *lines]), encoding="utf-8"
        )
    dev, tests = probe_folder(tmp_path, embed, with_tests=False)
    assert ([score.micro_f1 for score in dev], tests) == ([1.0], [])
    assert [score.dataset for score in probe_folder(tmp_path, embed, with_tests=True)[1]] == ["toy"]
    assert probe_folder(tmp_path / "train", embed, with_tests=True) == ([], [])
