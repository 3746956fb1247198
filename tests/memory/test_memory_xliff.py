"""XLIFF and CSV into the memory: what counts, what is left out, what is refused, and our own exports come back."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.target import TargetState
from reader.errors import MemoryFileError
from reader.memory import csv_reading, xliff_reading
from reader.memory.exchange import import_file
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair
from reader.memory.xml_pieces import ORIGIN, STATE, Tally

PAIR = LanguagePair()
V2 = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="de-DE" trgLang="en">'
V1 = '<xliff version="1.2"><file source-language="de" target-language="en">'


def read(tmp_path, text, module=xliff_reading):
    path = tmp_path / "x.xlf"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    tally = Tally()
    found = [(unit.source, unit.target) for unit in module.units(path, PAIR, tally)]
    return found, {one.why: one.count for one in tally.report()}


def two(inner):
    return f'{V2}<file id="f"><unit id="u">{inner}</unit></file></xliff>'


def one(inner, more=""):
    return f'{V1}<body><trans-unit id="1"{more}>{inner}</trans-unit></body></file></xliff>'


@pytest.mark.parametrize("state", ["translated", "reviewed", "final", ""])
def test_what_is_translated_counts(tmp_path, state):
    said = f' state="{state}"' if state else ""
    text = two(f"<segment{said}><source>Das ist gut.</source><target>That is good.</target></segment>")
    assert read(tmp_path, text) == ([("Das ist gut.", "That is good.")], {})


@pytest.mark.parametrize("state", ["needs-translation", "new", "needs-adaptation"])
def test_what_is_not_translated_is_left_out(tmp_path, state):
    text = one(f'<source>Gut.</source><target state="{state}">Gut.</target>')
    assert read(tmp_path, text) == ([], {"marked as not translated": 1})
    text = two('<segment state="initial"><source>Gut.</source><target>Gut.</target></segment>')
    assert read(tmp_path, text) == ([], {"marked as not translated": 1})
    assert read(tmp_path, one("<source>Gut.</source>")) == ([], {"marked as not translated": 1})


@pytest.mark.parametrize("state", ["translated", "signed-off", "final", "needs-review-translation"])
def test_units_of_version_1_2(tmp_path, state):
    text = one(
        f'<source>Gut.</source><target state="{state}">Good.</target><alt-trans><target>Bad</target></alt-trans>'
    )
    found, _ = read(tmp_path, text)
    assert found[0][0] == "Gut."


def test_a_proposal_is_no_translation(tmp_path):
    proposal = '<alt-trans match-quality="80"><source>Schlecht.</source><target>Bad.</target></alt-trans>'
    assert read(tmp_path, one(f"<source>Gut.</source><target>Good.</target>{proposal}"))[0] == [("Gut.", "Good.")]
    assert read(tmp_path, one(f"<source>Gut.</source>{proposal}"))[0] == []
    match = (
        '<mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match ref="#s">'
        "<source>Schlecht.</source><target>Bad.</target></mtc:match></mtc:matches>"
    )
    segment = "<segment><source>Gut.</source><target>Good.</target></segment>"
    assert read(tmp_path, two(match + segment))[0] == [("Gut.", "Good.")]


def test_codes_are_left_out_and_what_they_wrap_stays(tmp_path):
    text = two(
        '<segment><source>Das <pc id="1">ist</pc><ph id="2"/> <mrk id="3" type="term">gut</mrk>.</source>'
        '<target><sc id="4"/>That is <cp hex="0001"/>good.</target></segment>'
    )
    assert read(tmp_path, text)[0] == [("Das ist gut.", "That is \ufffdgood.")]
    text = one(
        '<source>Das <g id="1">ist</g><x id="2" ctype="lb"/>gut<bpt id="3">&lt;b&gt;</bpt>.</source>'
        "<target>That is <ph id='2'>{0}</ph>good.</target>"
    )
    assert read(tmp_path, text)[0] == [("Das ist gut.", "That is good.")]


def test_marked_segments_are_paired_by_their_marks(tmp_path):
    text = one(
        "<source>Eins. Zwei.</source><seg-source><mrk mtype='seg' mid='1'>Eins.</mrk> "
        "<mrk mtype='seg' mid='2'>Zwei.</mrk></seg-source>"
        "<target><mrk mtype='seg' mid='2'>Two.</mrk> <mrk mtype='seg' mid='1'>One.</mrk></target>"
    )
    assert read(tmp_path, text)[0] == [("Eins.", "One."), ("Zwei.", "Two.")]


def test_other_languages_and_what_is_not_to_be_translated_are_left_out(tmp_path):
    unit = "<trans-unit id='1'><source>a</source><target>b</target></trans-unit>"
    text = f'<xliff version="1.2"><file source-language="fr" target-language="en"><body>{unit}</body></file></xliff>'
    assert read(tmp_path, text) == ([], {"without “de” text": 1})
    text = one("<source>Gut.</source><target>Good.</target>", ' translate="no"')
    assert read(tmp_path, text) == ([], {"not to be translated": 1})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "ends in the middle"),
        (V2, "ends in the middle"),
        ("<tmx/>", "this is no XLIFF"),
        (f'<!DOCTYPE xliff [<!ENTITY a "aaaa">]>{two("")}', "declares an entity"),
        (V2 + "<g>" * 200, "nested more than 100 deep"),
        (two("<segment><source>&nope</segment>"), "well-formed"),
    ],
)
def test_what_is_no_xliff_is_refused_in_one_sentence(tmp_path, text, message):
    with pytest.raises(MemoryFileError, match=r"XLIFF|imported|safety|entity|nested|middle|well"):
        read(tmp_path, text)
    try:
        read(tmp_path, text)
    except MemoryFileError as error:
        assert message in error.message


def test_hostile_text_is_cleaned_and_long_text_left_out(tmp_path):
    text = two(f"<segment><source>Gut.</source><target>{'x' * 200_000}</target></segment>")
    assert read(tmp_path, text) == ([], {"longer than 100,000 characters": 1})
    text = two("<segment><source>A\u202eb</source><target>b</target></segment>")
    assert read(tmp_path, text)[0] == [("Ab", "b")]


@given(st.binary(max_size=400))
def test_any_bytes_are_units_or_one_sentence(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("fuzz")
    for module in (xliff_reading, csv_reading):
        for start in (b"", V2.encode() + b"<file><unit>", b"source,target\n"):
            try:
                read(path, start + data, module)
            except MemoryFileError as error:
                assert error.message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("source,target\nGut.,Good.\n", [("Gut.", "Good.")]),
        ("\ufeffid;DE;EN;note\n1;Gut.;Good.;x\n", [("Gut.", "Good.")]),
        ("en\tde\nGood.\tGut.\n", [("Gut.", "Good.")]),
        (
            'source,target\n"Er sagte: ""Nein, nie.""","He said: ""No."""\n',
            [('Er sagte: "Nein, nie."', 'He said: "No."')],
        ),
        ("source,target\nGut.\n,Good.\n'-x,'=y\n", [("'-x", "'=y")]),
    ],
)
def test_tables_of_pairs(tmp_path, text, found):
    assert read(tmp_path, text, csv_reading)[0] == found


@pytest.mark.parametrize("text", ["", "a,b\nc,d\n", "source;ziel\n", b"source,target\n\xff,x\n"])
def test_a_table_without_the_columns_is_refused(tmp_path, text):
    with pytest.raises(MemoryFileError, match=r"column|UTF-8"):
        read(tmp_path, text, csv_reading)


def test_they_are_told_apart_by_looking(tmp_path):
    with closing(TranslationMemory.open(tmp_path / "memory.db")) as memory:
        path = tmp_path / "from-the-office"
        path.write_text(two("<segment><source>Gut.</source><target>Good.</target></segment>"), "utf-8")
        report = import_file(memory, path, PAIR)
        assert (report.read, report.new) == (1, 1)
        table = tmp_path / "pairs.csv"
        table.write_text("source,target\nJa.,Yes.\nNein.,\n", "utf-8")
        report = import_file(memory, table, PAIR)
        assert (report.new, [(one.why, one.count) for one in report.skipped]) == (1, [("without a translation", 1)])


def test_our_own_states_and_origins_come_back(tmp_path):
    path = tmp_path / "x.xlf"
    path.write_text(
        two(
            '<notes><note category="origin of s1">google</note></notes><segment id="s1" state="translated" '
            'subState="lesepult:machine"><source>Gut.</source><target>Good.</target></segment>'
        ),
        "utf-8",
    )
    (unit,) = xliff_reading.units(path, PAIR, Tally())
    assert unit.properties == {STATE: TargetState.MACHINE.value, ORIGIN: "google"}
    path.write_text(path.read_text("utf-8").replace('state="translated"', 'state="reviewed"'), "utf-8")
    (unit,) = xliff_reading.units(path, PAIR, Tally())
    assert unit.properties == {}  # somebody has gone over it, so it is no engine's any more
