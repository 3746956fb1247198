"""TMX both ways: read back equal, readable by others, and hostile files refused with nothing taken."""

import io
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.core.text import clean
from reader.errors import MemoryFileError
from reader.memory.choosing import Choice
from reader.memory.exchange import export_to, import_file
from reader.memory.importing import ImportReport, Skipped
from reader.memory.rows import snapshot
from reader.memory.store import TranslationMemory
from reader.memory.tmx_reading import units
from reader.memory.unit import LanguagePair, TranslationUnit
from reader.memory.xml_pieces import Tally

PAIR = LanguagePair()
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def memory(tmp_path):
    with closing(TranslationMemory.open(tmp_path / "memory.db")) as memory:
        yield memory


@pytest.fixture
def tmx(tmp_path):
    """Write a TMX file around some units; gives its path."""

    def put(body, header='srclang="de"', encoding="utf-8", declared="", doctype=""):
        name = declared or ("UTF-16" if encoding.startswith("utf-16") else "UTF-8")
        text = (
            f'<?xml version="1.0" encoding="{name}"?>{doctype}<tmx version="1.4"><header {header}/>'
            f"<body>{body}</body></tmx>"
        )
        path = tmp_path / "team.tmx"
        path.write_bytes(text.encode(encoding))
        return path

    return put


def tu(source="Ja.", target="Yes.", de="de", en="en", more="", attributes=""):
    return (
        f'<tu {attributes}>{more}<tuv xml:lang="{de}"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="{en}"><seg>{target}</seg></tuv></tu>'
    )


def read(path):
    return [(unit.source, unit.target) for unit in units(path, PAIR, Tally())]


def exported(memory, choice=None):
    stream = io.BytesIO()
    memory.attempt(
        lambda connection: export_to(
            connection, stream, choice or Choice(), form="tmx", version="1", now_ms=1_700_000_000_000
        )
    )
    return stream.getvalue()


def everything(memory):
    """All units, with their times to the second."""

    def rows(connection):
        with snapshot(connection) as table:
            cursor = connection.execute(
                "SELECT pair, key, rank, slot, terms, source, target, origin, created / 1000, updated / 1000"
                f" FROM {table}"
            )
            return sorted(cursor.fetchall())

    return memory.attempt(rows)


texts = st.text(st.characters(codec="utf-8"), max_size=30).map(clean).filter(str.strip)
stored = st.builds(
    TranslationUnit,
    texts,
    texts,
    st.just(PAIR),
    st.sampled_from([TargetState.MACHINE, TargetState.MEMORY, TargetState.EDITED]),
    st.one_of(st.sampled_from(["google", "you", "pairs.yaml"]), st.text(max_size=8).map(lambda text: text.strip())),
    st.binary(max_size=8),
)


def without_noncharacters(unit):
    """U+FFFE and U+FFFF cannot stand in XML."""
    return not {"\ufffe", "\uffff"} & set(unit.source + unit.target + unit.origin)


@given(st.lists(stored.filter(without_noncharacters), max_size=6))
def test_what_is_exported_is_read_back_equal(several):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "x.tmx"
        with closing(TranslationMemory.open(Path(folder) / "one.db")) as one:
            one.put_many(several)
            file.write_bytes(exported(one))
            before = everything(one)
        with closing(TranslationMemory.open(Path(folder) / "two.db")) as two:
            report = import_file(two, file, PAIR)
            assert (report.read, report.skipped) == (len(before), ())
            assert everything(two) == before
            assert import_file(two, file, PAIR).equal == len(before)


def test_other_tools_read_it(memory):
    memory.put_many(
        [
            TranslationUnit('A & B < C > "D"', "x\ny", PAIR, TargetState.EDITED, 'y"ou'),
            TranslationUnit("Ja.", "Yes.", PAIR, TargetState.MACHINE, "ollama", b"\x01\x02"),
        ]
    )
    root = ET.fromstring(exported(memory))
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    header = root.find("header")
    wanted = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert wanted <= set(header.attrib)
    assert (header.get("srclang"), header.get("segtype")) == ("de", "sentence")
    first, second = root.findall("body/tu")
    assert [(tuv.get(LANG), tuv.findtext("seg")) for tuv in first.findall("tuv")] == [
        ("de", 'A & B < C > "D"'),
        ("en", "x\ny"),
    ]
    assert first.get("creationid") == 'y"ou'
    assert first.get("changedate").endswith("Z")
    assert {prop.get("type"): prop.text for prop in second.findall("prop")} == {
        "x-lesepult-state": "machine",
        "x-lesepult-origin": "ollama",
        "x-lesepult-terms": "0102",
    }


def test_an_empty_memory_is_a_whole_file_without_units(memory, tmp_path):
    path = tmp_path / "empty.tmx"
    path.write_bytes(exported(memory))
    assert read(path) == []


def test_what_other_files_cannot_hold_is_left_out(memory, tmp_path):
    memory.put_many([TranslationUnit("a\x00b", "c", PAIR, TargetState.EDITED, "you")])
    with memory.transaction() as connection:  # as earlier versions stored it
        connection.execute("UPDATE translation SET source = ?, target = ?", ("a\ufffe␀b", "c\uffff"))
    pairs = tmp_path / "x.yaml"
    with pairs.open("wb") as stream:
        memory.attempt(lambda file: export_to(file, stream, Choice(), form="yaml", version="1", now_ms=0))
    assert import_file(memory, pairs, PAIR, dry_run=True).read == 1
    assert pairs.read_text("utf-8") == '- de: "a␀b"\n  en: "c"\n'
    path = tmp_path / "x.tmx"
    path.write_bytes(exported(memory))
    assert read(path) == [("a␀b", "c")]


def test_units_of_other_tools_are_imported_from_the_file(memory, tmx):
    path = tmx(tu() + tu("Nein.", "No."), header='srclang="*all*" creationtool="x"')
    assert import_file(memory, path, PAIR) == ImportReport(read=2, new=2, changed=0, equal=0)
    assert memory.get_many([segment_key("Ja.")], PAIR) == {
        segment_key("Ja."): Target("Yes.", TargetState.MEMORY, "team.tmx")
    }


@pytest.mark.parametrize(
    ("de", "en"), [("de-DE", "en-GB"), ("DE", "EN"), ("de_AT", "en_US"), ("de-Latn-CH", "en"), ("de", "en-x-own")]
)
def test_languages_are_known_by_their_prefix(tmx, de, en):
    assert read(tmx(tu(de=de, en=en))) == [("Ja.", "Yes.")]


def test_a_plain_language_comes_before_one_with_a_country_and_the_first_of_several_counts(tmx):
    body = (
        '<tu><tuv xml:lang="en-US"><seg>color</seg></tuv><tuv xml:lang="de-AT"><seg>Farbe</seg></tuv>'
        '<tuv xml:lang="de-CH"><seg>Farb</seg></tuv><tuv xml:lang="en"><seg>colour</seg></tuv></tu>'
    )
    assert read(tmx(body)) == [("Farbe", "colour")]


def test_the_old_lang_attribute_is_understood(tmx):
    assert read(tmx('<tu><tuv lang="DE-DE"><seg>Ja.</seg></tuv><tuv lang="EN"><seg>Yes.</seg></tuv></tu>')) == [
        ("Ja.", "Yes.")
    ]


@pytest.mark.parametrize(
    ("seg", "text"),
    [
        ("Das <bpt i='1'>&lt;b></bpt>rote<ept i='1'>&lt;/b></ept> Haus", "Das rote Haus"),
        ("Das <hi type='x'>rote <hi>alte</hi></hi> Haus", "Das rote alte Haus"),
        ("Das Haus<ph x='1'>&lt;img alt='<sub>Bild</sub>'></ph>.", "Das Haus."),
        ("Das<ph type='lb'/>Haus", "Das Haus"),
        ("Das<ph>&lt;br/></ph>Haus", "Das Haus"),
        ("Das <it pos='begin'>{\\b </it>Haus<ut>}</ut>", "Das Haus"),
        ("Das<ph>a<ph>b</ph>c</ph> Haus", "Das Haus"),
        ("<![CDATA[A < B]]> &amp; C&#228;", "A < B & Cä"),
        ("  Das \x0a Haus ", "Das \n Haus"),
        ("Das&#x85;Ha\u200bus\u202e", "Das\nHaus"),
    ],
)
def test_formatting_codes_are_no_text(tmx, seg, text):
    assert read(tmx(tu(seg, seg))) == [(text, text)]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("utf-16-be", ""),
        ("iso-8859-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
    ],
)
def test_encodings(memory, tmx, encoding, declared):
    path = tmx(tu("Häuser für alle", "Café"), encoding=encoding, declared=declared)
    assert import_file(memory, path, PAIR).new == 1
    assert read(path) == [("Häuser für alle", "Café")]


def test_a_name_without_a_suffix_is_looked_at(memory, tmx, tmp_path):
    path = tmx(tu(), encoding="utf-16")
    assert import_file(memory, path.rename(tmp_path / "export"), PAIR).new == 1


def test_a_document_type_is_named_and_never_fetched(tmx):
    assert read(tmx(tu(), doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">')) == [("Ja.", "Yes.")]
    assert read(tmx(tu(), doctype='<!DOCTYPE tmx PUBLIC "-//x" "http://127.0.0.1:9/tmx14.dtd">')) == [("Ja.", "Yes.")]


def test_known_names_of_characters_are_understood_where_a_dtd_could_declare_them(tmx):
    path = tmx(tu("a&nbsp;b&unheard;"), doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
    assert read(path)[0][0] == "a\xa0b\ufffd"


BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE, PARAMETER])
def test_entities_are_refused(memory, tmx, doctype):
    path = tmx(tu() + tu("&b;", "&x;"), doctype=doctype)
    with pytest.raises(MemoryFileError, match="declares an entity"):
        import_file(memory, path, PAIR)
    assert everything(memory) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (tu() + "<tu>", "does not belong"),
        (tu() + "&nbsp;", "not declared"),
        (tu() + "<x>" * 200, "nested more than 100 deep"),
        (tu() + tu("\x01"), "not well-formed"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_nothing_is_taken(memory, tmx, body, message):
    with pytest.raises(MemoryFileError, match=message) as caught:
        import_file(memory, tmx("\n" + body), PAIR)
    assert "team.tmx, line 2" in caught.value.message
    assert everything(memory) == []


def test_a_file_that_ends_early_is_refused_whole(memory, tmx):
    path = tmx("".join(tu(f"Satz {n}.", f"S {n}.") for n in range(3000)))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(MemoryFileError, match="ends in the middle"):
        import_file(memory, path, PAIR)
    assert everything(memory) == []


@given(st.binary(max_size=80), st.sampled_from([b"", b"<tmx><body>", b'<?xml version="1.0" encoding="']))
def test_any_bytes_give_units_or_a_sentence(data, start):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.tmx"
        path.write_bytes(start + data)
        try:
            read(path)
        except MemoryFileError as error:
            assert "x.tmx" in error.message


def test_files_that_are_none(memory, tmp_path):
    with pytest.raises(MemoryFileError, match="there is no file"):
        import_file(memory, tmp_path / "no.tmx", PAIR)
    (tmp_path / "dir.tmx").mkdir()
    with pytest.raises(MemoryFileError, match="irectory"):
        import_file(memory, tmp_path / "dir.tmx", PAIR)
    html = tmp_path / "page.tmx"
    html.write_text("<html><body/></html>")
    with pytest.raises(MemoryFileError, match="this is no TMX"):
        import_file(memory, html, PAIR)


def test_what_is_left_out_is_counted_and_said(memory, tmx):
    french = '<tuv xml:lang="fr"><seg>Oui.</seg></tuv>'
    body = "\n".join(
        [
            tu(),
            tu(en="fr"),
            tu(de="it", en="fr"),
            tu("Nein.", " "),
            tu("Nein.", "No.", more=french),
            tu("x" * 100_001, "y"),
            "<tu/>",
            tu("Gut<ph>[<sub>Fußnote</sub>]</ph>.", "Good."),
        ]
    )
    report = import_file(memory, tmx(body), PAIR)
    assert report == ImportReport(
        read=3,
        new=3,
        changed=0,
        equal=0,
        skipped=(
            Skipped("without “en” text", 1, 2),
            Skipped("without “de” text", 2, 3),
            Skipped("with an empty text", 1, 4),
            Skipped("longer than 100,000 characters", 1, 6),
        ),
        problems=(
            "1 unit in more languages: only de and en were taken.",
            "1 text inside formatting codes (<sub>) left out.",
        ),
    )


def test_what_is_newer_in_the_memory_stays(tmp_path, tmx):
    now = [1_700_000_000.0]
    with closing(TranslationMemory.open(tmp_path / "m.db", lambda: now[0])) as memory:
        memory.put_many([TranslationUnit("Ja.", "first", PAIR, TargetState.EDITED, "you")])
        path = tmp_path / "backup.tmx"
        path.write_bytes(exported(memory))
        now[0] += 60
        memory.put_many([TranslationUnit("Ja.", "second", PAIR, TargetState.EDITED, "you")])
        report = import_file(memory, path, PAIR)
        assert (report.older, report.changed, report.equal) == (1, 0, 0)
        assert memory.get_many([segment_key("Ja.")], PAIR)[segment_key("Ja.")].text == "second"


def test_a_dry_run_says_the_same_and_changes_nothing(memory, tmx):
    path = tmx(tu() + tu("Nein.", "No.") + tu("Nein.", "Nope."))
    told = import_file(memory, path, PAIR, dry_run=True)
    assert everything(memory) == []
    assert import_file(memory, path, PAIR) == told
    assert told.problems == ("Pairs 2 and 3 translate one text differently; the later one counts.",)
    assert [row[6] for row in everything(memory)] in (["Yes.", "Nope."], ["Nope.", "Yes."])


def test_reading_a_long_file_takes_no_more_memory_than_a_short_one(tmx):
    import tracemalloc

    peaks = []
    for count in (1_500, 12_000):
        path = tmx("".join(tu(f"Satz {n}.", f"Sentence {n}.") for n in range(count)))
        tracemalloc.start()
        assert sum(1 for _ in units(path, PAIR, Tally())) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]
