from explain.progress import RoundProgress


def calls_of(schedule, rounds):
    """Run the first `rounds` rounds of a schedule, one step at a time."""
    calls = []
    progress = RoundProgress(lambda done, total: calls.append((done, total)), schedule)
    for index in range(rounds):
        report = progress.within(index)
        for step in range(schedule[index]):
            report(step + 1, schedule[index])
    progress.finish()
    return calls


def test_one_round_counts_steps():
    assert calls_of([3], 1) == [(1, 3), (2, 3), (3, 3)]


def test_each_round_takes_half_of_what_is_left_and_the_last_one_all():
    # Total 4 << 2 = 16: rounds end at 8, 12 and 16.
    assert [done for done, _ in calls_of([1, 2, 4], 3)] == [8, 10, 12, 13, 14, 15, 16]


def test_rounds_not_needed_are_done_at_the_end():
    assert calls_of([1, 2, 4], 1) == [(8, 16), (16, 16)]


def test_nobody_need_listen():
    progress = RoundProgress(None, [2, 4])
    progress.within(0)(1, 2)
    progress.finish()
