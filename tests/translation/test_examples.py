"""The examples in the docstrings are true."""

import doctest
from importlib import import_module

import pytest

MODULES = [
    *(f"reader.engines.{name}" for name in ("checks", "figures", "ledger", "pacing", "pairing", "tongue")),
    *(f"reader.translation.{name}" for name in ("confidence", "jobs", "queue", "splitting", "status", "whole")),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(import_module(name)).failed == 0
