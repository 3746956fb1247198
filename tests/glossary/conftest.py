"""The lexicons, built once for all tests, by the process that builds them for a reader."""

import subprocess
import sys
from pathlib import Path

import pytest

from glossary.forms import Analyser
from glossary.lexicon import Lexicon, file_name

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def lexicon_directory(tmp_path_factory):
    directory = tmp_path_factory.mktemp("lexicons")
    for lang in ("de", "en"):
        command = [sys.executable, "-m", "glossary.lexicon", "--lang", lang, "--out", str(directory)]
        subprocess.run(command, check=True, cwd=ROOT, capture_output=True, timeout=300)
    return directory


@pytest.fixture(scope="session")
def lexicons(lexicon_directory):
    opened = {lang: Lexicon.open(lexicon_directory / file_name(lang)) for lang in ("de", "en")}
    yield opened
    for lexicon in opened.values():
        lexicon.close()


@pytest.fixture(scope="session")
def analysers(lexicons):
    return {lang: Analyser(lang, lexicon) for lang, lexicon in lexicons.items()}
