"""Files made by the tests, and entries as a person could have written them."""

import io

import pytest
from hypothesis import strategies as st

from glossary import interchange
from glossary.entry import Entry

LETTERS = st.characters(
    categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u2028\u2029\ufffe\uffff\ufeff", codec="utf-8"
)
TERM = st.text(LETTERS, min_size=1, max_size=12).filter(str.strip)
LINE = st.text(LETTERS, max_size=12)
TERMS = st.lists(TERM, max_size=3, unique=True).map(tuple)
NOTE = st.text(st.one_of(LETTERS, st.sampled_from("\n\r\t|\\;=")), max_size=20).map(lambda text: text.strip("\r\n"))

ENTRIES = st.builds(
    Entry,
    TERM,
    st.lists(TERM, min_size=1, max_size=3, unique=True).map(tuple),
    TERMS,
    NOTE,
    LINE,
    st.sampled_from(["inflected", "exact", "compound"]),
    TERMS,
    st.sampled_from(["smart", "sensitive", "insensitive"]),
    st.one_of(st.sampled_from(["", "noun", "verb", "adj", "adv", "name", "phrase", "other", "noun phrase"]), LINE),
    st.one_of(st.sampled_from(["", "2026-11-22", "gestern"]), LINE),
).filter(lambda entry: len(entry.targets) == 1 or "=" not in entry.targets)  # = among others is the term itself


def written(entries, name, **options):
    """The bytes of a file in a format."""
    stream = io.BytesIO()
    interchange.write(entries, stream, format=name, **options)
    return stream.getvalue()


@pytest.fixture
def read(tmp_path):
    """Reads text or bytes as a file; gives the entries and what reading them found."""

    def reading(content, name="terms.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        imported = interchange.read(path, **options)
        return list(imported), imported

    return reading
