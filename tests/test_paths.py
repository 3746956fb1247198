"""Where a person's files stand, whatever the environment says."""

import os
from dataclasses import astuple
from pathlib import Path

import pytest

from reader.paths import own_glossary, user_paths


@pytest.mark.parametrize("home", ["", "relative", ".", "../x"])
def test_a_home_that_is_no_absolute_path_is_none(monkeypatch, home):
    monkeypatch.setenv("HOME", home)
    place = Path(__import__("pwd").getpwuid(os.getuid()).pw_dir)
    assert all(path.is_relative_to(place) for path in astuple(user_paths()))


def test_no_home_is_what_the_system_knows_of_the_person(monkeypatch):
    monkeypatch.delenv("HOME")
    assert all(path.is_absolute() for path in astuple(user_paths()))


def test_directories_of_the_environment_count_if_they_are_absolute(own_home, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    paths = user_paths()
    assert paths.config == tmp_path / "lesepult" / "config.toml"
    assert paths.glossary == own_home / ".local" / "share" / "lesepult" / "glossary.yaml"


def test_each_pair_of_languages_has_a_glossary_of_its_own(own_home):
    paths = user_paths()
    names = [own_glossary(paths, pair).name for pair in (("de", "en"), ("de-CH", "en-GB"), ("fr", "en"), ("de", "fr"))]
    assert names == ["glossary.yaml", "glossary.yaml", "glossary.fr-en.yaml", "glossary.de-fr.yaml"]
