"""Importers find lexicons without words: hyphens depend on the text alone, and no test waits for one to be built."""

import pytest

from glossary.lexicon import LANGUAGES, file_name, write


@pytest.fixture(autouse=True)
def empty_lexicons(own_home):
    """The cache directory that holds them."""
    cache = own_home / ".cache" / "lesepult"
    for language in LANGUAGES:
        write([], 0, cache / file_name(language))
    return cache
