"""Scoring that is killed at any moment goes on to the same file; more kills in tests/soak/score.py."""

import random

import pytest

from tests.sentimotion.scoring.killing import Killable, parts, write_rows

N_ROWS = 4000
KILLS = 3


@pytest.mark.slow
def test_kill_and_resume(tmp_path, bert_folder):
    source = write_rows(tmp_path / "in.csv", N_ROWS)
    output = tmp_path / "killed.csv"
    generator = random.Random(0)
    with Killable(source, bert_folder) as score:
        assert score.finish(tmp_path / "whole.csv") == 0
        n_killed = 0
        for _ in range(KILLS):
            before = parts(output)
            # Some way further than the last kill, wherever in a step or in writing a part that is.
            if not score.kill(output, before + 1, generator.random() * 0.05):
                break  # a fast machine has come to the end before
            n_killed += 1
            assert parts(output) > before, "the run got nowhere"
            assert not output.exists()
        assert n_killed > 0
        assert score.finish(output) == 0
    assert output.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*")) == ["in.csv", "killed.csv", "whole.csv"]
