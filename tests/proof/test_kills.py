"""kill -9 while `lesepult translate` runs: the memory opens, each row is whole, nothing stored is asked for again."""

import random

import pytest

from tests.proof.kills import SENTENCES, kill_at_random

pytestmark = pytest.mark.slow
KILLS = 12


def test_a_kill_loses_nothing_that_was_stored(tmp_path, server):
    left = kill_at_random(tmp_path, server, random.Random(4), KILLS)
    assert left < len(SENTENCES), "some runs got so far that something was stored"
