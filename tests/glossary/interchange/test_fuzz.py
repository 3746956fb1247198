"""Any bytes as any format give entries and findings or a GlossaryError, and every entry can be written and read."""

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import glossary
from glossary import interchange
from glossary.entry import Entry
from glossary.interchange.formats import NAMES
from glossary.problems import GlossaryError
from tests.glossary.interchange.conftest import written

SAMPLE = [
    Entry(
        "Zölle",
        ("tariffs", "duties"),
        ("toll",),
        'note; "x"',
        "trade",
        "exact",
        ("Zoll",),
        "sensitive",
        "noun",
        "2026-11-22",
    ),
    Entry("OPEC+", ("OPEC+",)),
]
WORDS = "Zoll tariff de en Deutsch English status forbidden note sep=; <!DOCTYPE <![CDATA[ <?xml <term> </term> &a; ]]>"
PIECES = st.sampled_from(
    [
        *WORDS.split(),
        *"\n;,\t|\"'#=\\]{",
        *(
            "\r\n",
            '""',
            "<conceptEntry>",
            "\x1b[31m",
            "\x00",
            "ä",
            "\u202e",
            "#UTX 1.11; de/en;",
            "[form of: ",
            ": ",
            "- ",
        ),
        *("\ufeff", "x" * 1200),
    ]
)


def check(path, name):
    """Read a file in a format; whatever comes out is sound."""
    try:
        imported = interchange.read(path, format=name)
        entries = list(imported)
    except GlossaryError as error:
        assert error.message
        return
    assert all("\x1b" not in str(problem) for problem in imported.problems)
    assert all("\x1b" not in str(said) for said in (*imported.losses, *imported.left_out, imported.layout))
    plan = interchange.plan(entries, [])
    text = written(plan.new, "yaml")
    back = glossary.parse(text)
    assert not back.problems
    assert sorted(back.entries, key=content) == sorted(plan.new, key=content)


def content(entry):
    """What an entry says, without where it comes from."""
    return repr(replace(entry, layer="", path=None, line=0))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "file"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(["", *NAMES]), data=st.binary(max_size=200))
def test_any_bytes(path, name, data):
    path.write_bytes(data)
    check(path, name)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(["", *NAMES]), pieces=st.lists(PIECES, max_size=40))
def test_pieces_of_all_formats(path, name, pieces):
    path.write_text("".join(pieces), encoding="utf-8", newline="")
    check(path, name)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), name=st.sampled_from(NAMES))
def test_damaged_files(path, data, name):
    content = bytearray(written(SAMPLE, name))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 3))
        content[at : at + length] = data.draw(st.binary(max_size=3))
    path.write_bytes(bytes(content))
    check(path, name)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(NAMES), texts=st.lists(st.text(max_size=8), min_size=2, max_size=4))
def test_any_texts_can_be_written(name, texts):
    entry = Entry(texts[0], (texts[1],), forbidden=tuple(texts[2:]), note=texts[-1], domain=texts[0])
    stream = io.BytesIO()
    report = interchange.write([entry], stream, format=name)
    assert report.written + sum(left.count for left in report.left_out) >= 1
