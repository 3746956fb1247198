"""What is written comes back: everything where the format holds it, and what it cannot hold is told."""

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import glossary
from glossary import interchange
from glossary.entry import Entry
from glossary.problems import GlossaryError
from tests.glossary.interchange.conftest import ENTRIES, written

FULL = Entry(
    "Sondervermögen",
    ("special fund", "special; fund|[x]"),
    ("special assets", "a|b\\c"),
    "debt outside\n\n  the \\n rule",
    "budget",
    "compound",
    ("Sondervermögens", 'ein "Wort", da'),
    "sensitive",
    "name",
    "2026-11-22",
)


def back(entries, name):
    """The entries as they come back from a format."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / f"terms.{name}"
        report = interchange.write(entries, path, format=name)
        imported = interchange.read(path, format=name)
        return list(imported), report, imported


@pytest.mark.parametrize("name", ["tbx", "csv", "tsv", "yaml"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(entry=ENTRIES)
@example(entry=FULL)
@example(entry=Entry("=SUM(A1)", ("'=x", "+1", "-", "@me"), note="=1"))
@example(entry=Entry("OPEC+", ("OPEC+",)))
@example(entry=Entry("=", ("=",), note="translation needed: no"))
@example(entry=Entry("Zoll~", ("duty!",), note="x-match: exact", added="x-note: x"))
def test_every_field_comes_back(name, entry):
    if entry.removes:
        return
    got, report, imported = back([entry], name)
    assert got == [entry]
    assert imported.problems == []
    assert report.written == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(entries=st.lists(ENTRIES.filter(lambda entry: not entry.removes), max_size=5))
def test_yaml_and_tbx_and_tsv_say_the_same(entries):
    start = written(entries, "yaml")
    there = list(glossary.parse(start).entries)
    tbx, *_ = back(there, "tbx")
    tsv, *_ = back(tbx, "tsv")
    assert tsv == there
    assert written(tsv, "yaml") == start


@pytest.mark.parametrize("name", ["tbx", "csv", "tsv", "yaml"])
def test_homographs_stay_apart(name):
    entries = [Entry("Bank", ("bank",), domain="finance"), Entry("Bank", ("bench",))]
    assert back(entries, name)[0] == entries


@pytest.mark.parametrize("name", ["omegat", "utx"])
def test_the_simple_formats_keep_terms_notes_domains_and_what_is_forbidden(name):
    entry = Entry(
        "Zoll", ("tariff", "duty"), ("toll", "cus;tom]"), "a [note]", "trade; law", forms=("Zölle",), pos="noun"
    )
    got, report, _ = back([entry, Entry("Weg", ("way",))], name)
    assert got == [entry, Entry("Weg", ("way",))]
    assert report == interchange.Report(2, (), (), report.lines)


@pytest.mark.parametrize("name", ["omegat", "utx", "deepl"])
def test_what_a_simple_format_cannot_hold_is_told(name):
    _, report, _ = back([FULL, Entry("Weg", ("way",), match="exact"), Entry("Rest", ("-",))], name)
    losses = {loss.field: loss.count for loss in report.losses}
    assert losses["match"] == 2
    assert losses["case"] == losses["added"] == 1
    assert ("forbidden" in losses) == (name == "deepl")
    assert [left.example for left in report.left_out] == ["Rest"]
    assert report.written == 2


def test_a_loss_is_a_sentence():
    loss = interchange.Loss("note", 1200, "Zoll", "no place for it")
    assert str(loss) == "note: 1,200 entries, for example “Zoll” (no place for it)"


def test_a_spreadsheet_calculates_nothing_unless_it_is_asked_to():
    entries = [Entry("=SUM(A1)", ("+49",)), Entry("OPEC+", ("OPEC+",)), Entry("＝x", ("-Endung",), note="@home")]
    lines = written(entries, "csv").decode("utf-8-sig").splitlines()
    assert [line[0] for line in lines[1:]] == ["'", "O", "'"]
    assert lines[1].startswith("'=SUM(A1),,'+49,")
    assert ",'@home," in lines[3]
    assert "OPEC+,,OPEC+,,1," in lines[2]
    assert b"\n=SUM(A1),,+49," in written(entries, "csv", formulas=True)


def test_a_csv_says_that_it_is_utf_8_and_ends_its_lines_as_spreadsheets_do():
    data = written([Entry("Zölle", ("tariffs",))], "csv")
    assert data.startswith(b"\xef\xbb\xbfde,variants,en,")
    assert data.endswith(b"\r\n")


def test_a_table_of_ours_that_a_spreadsheet_has_saved_is_still_ours(read):
    text = written([FULL], "csv").decode("utf-8-sig")
    rows = [line.split(",") for line in text.splitlines()[:1]]
    assert "dnt" in rows[0]
    entries, _ = read("de;variants;en;dnt;note\nZoll;Zölle|Zolls;tariff|duty;;a\\nb\nOPEC+;;;1;\n")
    assert entries == [
        Entry("Zoll", ("tariff", "duty"), note="a\nb", forms=("Zölle", "Zolls")),
        Entry("OPEC+", ("OPEC+",)),
    ]


def test_deepl_gets_what_it_takes():
    entries = [
        Entry("Zoll", ("tariff", "duty"), forms=("Zölle",)),
        Entry("Zoll", ("customs",)),
        Entry(" Weg ", (" way ",)),
        Entry("ß" * 513, ("too long",)),
        Entry("a\x07b", ("bell",)),
        Entry("OPEC+", ("OPEC+",)),
        Entry("Komma, da", ('say "so"',)),
    ]
    stream = io.BytesIO()
    report = interchange.write(entries, stream, format="deepl")
    assert stream.getvalue().decode() == ('Zoll,tariff\nZölle,tariff\nWeg,way\nOPEC+,OPEC+\n"Komma, da","say ""so"""\n')
    assert {left.reason: left.count for left in report.left_out} == {
        "the same term is there already; DeepL takes it once": 1,
        "DeepL takes 1,024 bytes on each side": 1,
        "control character U+0007": 1,
    }
    assert (report.written, report.lines) == (4, 5)


def test_deepls_glossary_ends_at_ten_mebibytes():
    entries = [Entry(f"{number:05} {'x' * 990}", ("y" * 1000,)) for number in range(5_400)]
    stream = io.BytesIO()
    report = interchange.write(entries, stream, format="deepl")
    assert 10 * 1024 * 1024 - 3000 < len(stream.getvalue()) <= 10 * 1024 * 1024
    assert report.left_out[0].count == 5_400 - report.written


def test_deepl_takes_tabs_where_the_name_says_so(tmp_path):
    path = tmp_path / "terms.tsv"
    interchange.write([Entry("Zoll", ("tariff",))], path, format="deepl")
    assert path.read_bytes() == b"Zoll\ttariff\n"


def test_omegat_gets_a_line_for_each_translation():
    entry = Entry("Zoll", ("tariff", "duty"), ("toll",), "a\nnote")
    assert written([entry], "omegat").decode().splitlines()[1:] == [
        "Zoll\ttariff\ta note [forbidden: toll]",
        "Zoll\tduty",
    ]


def test_a_term_that_omegat_takes_for_a_comment_is_left_out():
    stream = io.BytesIO()
    report = interchange.write([Entry("#MeToo", ("#MeToo",))], stream, format="omegat")
    assert report.left_out[0].example == "#MeToo"
    assert b"MeToo" not in stream.getvalue()


def test_omegats_comments_and_empty_lines_are_no_entries(read):
    entries, imported = read(
        '# head\n\n#x\ty\nZoll\ttariff\ttrade\nZoll\tduty\n"Das Kapital"\tCapital\nohne\n', "glossary.txt"
    )
    assert entries == [
        Entry("Zoll", ("tariff", "duty"), note="trade"),
        Entry('"Das Kapital"', ("Capital",)),
    ]
    assert imported.problems[0].line == 7
    assert imported.format == "omegat"


def test_utx_is_read_in_either_direction(read):
    text = (
        "#UTX 1.20; en-US/de-DE; 2019-03-19; copyright: x; bidirectional;\n#description: test\n"
        "#src\ttgt\tsrc:pos\tterm status\tsrc:comment\n"
        "tariff\tZoll\tnoun\tapproved\ttrade\ntoll\tMaut\t-\t\t\n# remark\nempty\t\tnoun\t\t\n"
    )
    entries, imported = read(text, "terms.utx")
    assert entries == [Entry("Zoll", ("tariff",), note="trade", pos="noun"), Entry("Maut", ("toll",))]
    assert imported.skipped == 1


def test_utx_with_languages_in_the_columns_is_read(read):
    entries, _ = read(
        "#UTX 1.20; lang: de/en\n#term:de\tterm:en\tterm status\nZoll\ttariff\tapproved\nZoll\ttoll\tforbidden\n"
    )
    assert entries == [Entry("Zoll", ("tariff",), ("toll",))]


def test_utx_of_other_languages_is_refused(read):
    with pytest.raises(GlossaryError, match="ja/fr"):
        read("#UTX 1.11; ja/fr;\n#src\ttgt\nx\ty\n", "terms.utx")


def test_a_file_that_is_there_is_not_replaced_unless_that_is_asked_for(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_bytes(b"mine")
    with pytest.raises(GlossaryError, match="is there already"):
        interchange.write([FULL], path)
    assert path.read_bytes() == b"mine"
    interchange.write([FULL], path, overwrite=True)
    assert b"Sonderverm" in path.read_bytes()
    assert [found.name for found in tmp_path.iterdir()] == ["terms.csv"]


def test_an_export_that_fails_in_the_middle_leaves_what_was_there(tmp_path):
    path = tmp_path / "terms.tbx"
    path.write_bytes(b"mine")

    def failing():
        yield FULL
        raise GlossaryError("Stop", "here")

    with pytest.raises(GlossaryError, match="here"):
        interchange.write(failing(), path, overwrite=True)
    assert path.read_bytes() == b"mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_name_that_says_no_format_is_asked_about(tmp_path):
    with pytest.raises(GlossaryError, match="Name one with --format"):
        interchange.write([FULL], tmp_path / "terms.docx")


def test_the_progress_counts_entries():
    told = []
    written([Entry(f"Wort{n}", ("word",)) for n in range(1200)], "tbx", progress=lambda *said: told.append(said))
    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]
