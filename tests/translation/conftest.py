"""Fixtures of the service's tests."""

from contextlib import closing

import pytest

from reader.memory.store import TranslationMemory
from tests.translation.support import Reader


@pytest.fixture
def memory(tmp_path):
    with closing(TranslationMemory.open(tmp_path / "memory.sqlite")) as memory:
        yield memory


@pytest.fixture
def reader():
    return Reader()
