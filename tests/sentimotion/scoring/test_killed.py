"""Scoring that is killed at any moment goes on to the same file; more kills in tests/soak/score.py."""

import random

from tests.sentimotion.scoring.killing import Killable, parts, write_rows

N_ROWS = 4000
KILLS = 3


def test_kill_and_resume(tmp_path, bert_folder):
    source = write_rows(tmp_path / "in.csv", N_ROWS)
    output = tmp_path / "killed.csv"
    generator = random.Random(0)
    with Killable(source, bert_folder) as score:
        assert score.finish(tmp_path / "whole.csv") == 0
        for _ in range(KILLS):
            before = parts(output)
            # Some way further than the last kill, wherever in a step or in writing a part that is.
            assert score.kill(output, before + 1, generator.random() * 0.05), "too short a run to be killed"
            assert parts(output) > before, "the run got nowhere"
            assert not output.exists()
        assert score.finish(output) == 0
    assert output.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*")) == ["in.csv", "killed.csv", "whole.csv"]
