"""That no file takes longer than in proportion to its size: a quarter of it beside the whole, in processor time."""

import pytest

from tests.bench import hostile

SHARE = 20
"""So much smaller than what `make bench` opens is the whole here."""
PARTS = 4
ALLOWED = 9
"""Four times would be linear, sixteen times quadratic."""
NOTHING_MS = 15


@pytest.mark.slow
@pytest.mark.parametrize("name", hostile.FILES)
def test_a_file_that_is_made_to_take_long_takes_no_longer_than_its_size_says(name):
    suffix, count, make = hostile.FILES[name]
    whole, part = make(count // SHARE), make(count // SHARE // PARTS)
    least_whole = least_part = float("inf")
    for _ in range(4):
        least_whole = min(least_whole, hostile.opened_ms(whole, suffix, 1))
        least_part = min(least_part, hostile.opened_ms(part, suffix, 1))
        if least_whole <= max(ALLOWED * least_part, NOTHING_MS):
            break
    assert least_whole <= max(ALLOWED * least_part, NOTHING_MS)
