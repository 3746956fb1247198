"""Lexicons without words for importers, so that hyphens depend on the text alone; and no process for each PDF."""

from contextlib import nullcontext

import pytest

from glossary.lexicon import LANGUAGES, file_name, write
from reader.formats import pdf_child, pdf_text
from reader.formats.limits import Deadline


@pytest.fixture(autouse=True)
def empty_lexicons(own_home):
    """The cache directory that holds them."""
    cache = own_home / ".cache" / "lesepult"
    for language in LANGUAGES:
        write([], 0, cache / file_name(language))
    return cache


@pytest.fixture(scope="module")
def pdf_in_this_process():
    """A process for each PDF would make the tests slow; those that are about it undo this."""

    def here(data, where):
        found = pdf_text.extracted(data, where, Deadline(where))
        return nullcontext(pdf_child.unpacked(pdf_child.packed(found)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_child, "extract", here)
        yield
