"""A checkpoint folder is written whole or not at all."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

import sentimotion
from sentimotion.errors import InvalidRequest
from sentimotion.training.report import export
from sentimotion.training.report.export import check_output
from tests.checkpoints import unigram_tokenizer, write_bert


def test_what_stands_in_the_folder(tmp_path):
    folder = write_bert(tmp_path / "checkpoint")
    assert sorted(path.name for path in folder.iterdir()) == [
        *("README.md", "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")
    ]
    assert {tensor.dtype for tensor in load_file(folder / "model.safetensors").values()} == {torch.float16}
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert config["sentimotion"]["labels"]["sentiment"] == ["negative", "neutral", "positive"]
    assert config["sentimotion"]["training"] == {"seed": 0}
    assert config["sentimotion"]["baseline"] == "mask"
    assert str(tmp_path) not in (folder / "config.json").read_text(encoding="utf-8")


def test_a_version_is_written_where_it_is_given(tmp_path, bert_model):
    assert sentimotion.inspect(write_bert(tmp_path / "without")).checkpoint_version is None
    version = {"name": "everyday-1", "date": "2026-11-26"}
    export.write_checkpoint(
        tmp_path / "with", bert_model.network, unigram_tokenizer(), {}, "", version=version
    )
    config = json.loads((tmp_path / "with" / "config.json").read_text(encoding="utf-8"))
    assert config["sentimotion"]["version"] == version
    assert sentimotion.inspect(tmp_path / "with").checkpoint_version == "everyday-1 (2026-11-26)"


def test_the_tokenizer_neither_truncates_nor_pads(tmp_path, bert_model):
    tokenizer = unigram_tokenizer()
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding()
    export.write_checkpoint(tmp_path / "c", bert_model.network, tokenizer, {}, "")
    stored = json.loads((tmp_path / "c" / "tokenizer.json").read_text(encoding="utf-8"))
    assert (stored["truncation"], stored["padding"]) == (None, None)
    assert tokenizer.truncation["max_length"] == 8  # the caller's own stays as it is


def test_an_older_checkpoint_is_replaced(tmp_path):
    folder = write_bert(tmp_path / "checkpoint", seed=1)
    (folder / "left.over").write_text("old")
    old = sentimotion.load(folder).predict("আজ").probabilities
    write_bert(folder, seed=2)
    assert not (folder / "left.over").exists()
    assert sentimotion.load(folder).predict("আজ").probabilities != old
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint"]


def test_a_failure_leaves_the_older_one(tmp_path, monkeypatch):
    folder = write_bert(tmp_path / "checkpoint", seed=1)
    before = (folder / "model.safetensors").read_bytes()

    def fail(*_arguments, **_options):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(export, "save_file", fail)
        with pytest.raises(OSError, match="no space left"):
            write_bert(folder, seed=2)
    assert (folder / "model.safetensors").read_bytes() == before
    write_bert(folder, seed=2)  # what the failure left beside it is not in the way
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint"]


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_a_folder_without_a_name_is_no_output(folder):
    with pytest.raises(InvalidRequest, match="cannot be a checkpoint folder"):
        check_output(Path(folder))


def test_only_a_checkpoint_is_written_over(bert_folder, tmp_path):
    check_output(bert_folder)
    check_output(tmp_path / "new")
    check_output(tmp_path)  # empty
    (tmp_path / "diary.txt").write_text("dear diary")
    with pytest.raises(InvalidRequest, match="do not belong to a checkpoint"):
        check_output(tmp_path)
    with pytest.raises(InvalidRequest, match="is a file"):
        check_output(tmp_path / "diary.txt")
