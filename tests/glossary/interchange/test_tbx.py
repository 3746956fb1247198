"""TBX of both versions and all styles; whatever is done to the XML."""

import tracemalloc

import pytest

from glossary import interchange
from glossary.entry import Entry
from glossary.problems import GlossaryError
from tests.glossary.interchange.conftest import written

V2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
<text><body>{body}</body></text></martif>
"""
DCA = """<?xml version="1.0"?>
<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader/>
<text><body>{body}</body></text></tbx>
"""
DCT = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><tbxHeader/>
<text><body>{body}</body></text></tbx>
"""


def concept(german, english, rest="", german_rest="", english_rest=""):
    """A concept in version 3; terms are (text, notes)."""
    terms = [
        "".join(f"<termSec><term>{text}</term>{notes}</termSec>" for text, notes in side) for side in (german, english)
    ]
    return (
        f'<conceptEntry id="c7">{rest}<langSec xml:lang="de">{german_rest}{terms[0]}</langSec>'
        f'<langSec xml:lang="en">{english_rest}{terms[1]}</langSec></conceptEntry>'
    )


def status(value):
    return f'<termNote type="administrativeStatus">{value}</termNote>'


def kind(value):
    return f'<termNote type="termType">{value}</termNote>'


@pytest.fixture
def read_tbx(read):
    return lambda content, **options: read(content, "terms.tbx", **options)


def test_version_2_is_read_in_both_its_shapes(read_tbx):
    body = """
    <termEntry id="e1"><descrip type="subjectField">trade</descrip><descrip type="definition">money at
       the border</descrip>
      <langSet xml:lang="DE-de"><tig><term>Zoll</term><termNote type="partOfSpeech">noun</termNote></tig></langSet>
      <langSet xml:lang="en-US"><ntig><termGrp><term>tariff</term><termCompList type="hyphenation"><termCompGrp>
        <termComp>ta</termComp></termCompGrp></termCompList></termGrp></ntig></langSet>
      <langSet xml:lang="en-GB"><tig><term>customs <hi>duty</hi></term></tig></langSet>
      <langSet xml:lang="fr"><tig><term>douane</term><note>en français</note></tig></langSet></termEntry>
    """
    entries, imported = read_tbx(V2.format(body=body))
    assert entries == [
        Entry("Zoll", ("tariff", "customs duty"), note="money at the border", domain="trade", pos="noun")
    ]
    assert entries[0].line == 5
    assert not imported.problems


def test_style_dca_is_read_with_all_levels(read_tbx):
    body = concept(
        [("Energiewende", status("preferredTerm-admn-sts") + '<termNote type="partOfSpeech">noun</termNote>')],
        [
            ("energy turnaround", status("deprecatedTerm-admn-sts")),
            ("energy shift", status("admittedTerm-admn-sts")),
            ("energy transition", status("preferredTerm-admn-sts")),
            ("energy turn", status("supersededTerm-admn-sts")),
        ],
        rest='<transacGrp><transac type="transactionType">modification</transac><date>2020-01-01</date></transacGrp>'
        '<transacGrp><transac type="transactionType">origination</transac><date>2010-04-17T10:00:00</date></transacGrp>'
        '<descrip type="subjectField">politics</descrip><note>since 2011</note>',
        english_rest='<descripGrp><descrip type="definition">leaving coal</descrip>'
        '<admin type="source">x</admin></descripGrp>',
    )
    entries, imported = read_tbx(DCA.format(body=body))
    assert entries == [
        Entry(
            "Energiewende",
            ("energy transition", "energy shift"),
            ("energy turnaround", "energy turn"),
            "since 2011\nleaving coal",
            "politics",
            pos="noun",
            added="2010-04-17",
        )
    ]
    assert [loss.field for loss in imported.losses] == ["source"]


def test_style_dct_says_the_same(read_tbx):
    body = (
        '<conceptEntry id="c1"><transacGrp><basic:transactionType>origination</basic:transactionType>'
        "<date>2010-04-17</date></transacGrp><min:subjectField>politics</min:subjectField>"
        '<langSec xml:lang="de"><descripGrp><basic:definition>Ende der Kohle</basic:definition></descripGrp>'
        "<termSec><term>Energiewende</term><min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>"
        '<langSec xml:lang="en"><termSec><term>energy turn</term>'
        "<min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>"
        "<termSec><term>energy transition</term><basic:termType>fullForm</basic:termType>"
        "</termSec></langSec></conceptEntry>"
    )
    entries, _ = read_tbx(DCT.format(body=body))
    assert entries == [
        Entry(
            "Energiewende",
            ("energy transition",),
            ("energy turn",),
            "Ende der Kohle",
            "politics",
            pos="noun",
            added="2010-04-17",
        )
    ]


@pytest.mark.parametrize(
    "value", ["deprecated", "forbidden", "obsolete", "superseded", "deprecatedTerm", "notRecommended", "Verboten"]
)
def test_a_forbidden_term_is_known_in_the_spellings_that_are_met(read_tbx, value):
    entries, _ = read_tbx(DCA.format(body=concept([("Zoll", "")], [("custom", status(value)), ("tariff", "")])))
    assert entries == [Entry("Zoll", ("tariff",), ("custom",))]


def test_german_synonyms_are_forms_and_the_preferred_one_is_the_entry(read_tbx):
    german = [("Maut", status("admittedTerm")), ("Zoll", status("preferredTerm")), ("Zöll", kind("variant"))]
    entries, _ = read_tbx(DCA.format(body=concept(german, [("tariff", "")])))
    assert entries == [Entry("Zoll", ("tariff",), forms=("Maut", "Zöll"))]


def test_an_acronym_with_a_counterpart_is_an_entry_of_its_own(read_tbx):
    german = [("Vereinte Nationen", ""), ("VN", kind("acronym"))]
    english = [("United Nations", ""), ("UN", kind("acronym"))]
    entries, _ = read_tbx(DCA.format(body=concept(german, english)))
    assert entries == [Entry("Vereinte Nationen", ("United Nations", "UN")), Entry("VN", ("UN", "United Nations"))]


def test_an_acronym_without_a_counterpart_is_a_form(read_tbx):
    entries, _ = read_tbx(DCA.format(body=concept([("Bundestag", ""), ("BT", kind("acronym"))], [("parliament", "")])))
    assert entries == [Entry("Bundestag", ("parliament",), forms=("BT",))]


def test_what_must_not_be_translated_keeps_its_term(read_tbx):
    rest = '<descrip type="Translation needed">No</descrip>'
    entries, _ = read_tbx(DCA.format(body=concept([("OPEC+", "")], [("Opec plus", "")], rest)))
    assert entries == [Entry("OPEC+", ("OPEC+", "Opec plus"))]


def test_a_concept_without_one_of_the_languages_is_counted_and_named(read_tbx):
    alone = '<conceptEntry id="IATE-{n}"><langSec xml:lang="{lang}"><termSec><term>x</term></termSec></langSec>'
    alone += "</conceptEntry>"
    body = "\n".join(alone.format(n=number, lang="de" if number % 2 else "en") for number in range(1000))
    entries, imported = read_tbx(DCA.format(body=body + concept([("Zoll", "")], [("tariff", "")])))
    assert entries == [Entry("Zoll", ("tariff",))]
    assert list(map(str, imported.left_out)) == [
        "500 left out: no German term, for example “IATE-0” in line 3",
        "500 left out: no English term, for example “IATE-1” in line 4",
    ]
    assert len(imported.problems) == 40


def test_other_languages_can_be_asked_for(read_tbx):
    body = '<conceptEntry><langSec xml:lang="fr-FR"><termSec><term>douane</term></termSec></langSec>'
    body += '<langSec xml:lang="de">'
    entries, _ = read_tbx(
        DCA.format(body=body + "<termSec><term>Zoll</term></termSec></langSec></conceptEntry>"), target_lang="fr"
    )
    assert entries == [Entry("Zoll", ("douane",))]


def test_entities_of_the_old_dtd_are_known_without_fetching_it(read_tbx):
    body = '<termEntry><langSet xml:lang="de"><tig><term>Z&ouml;lle &amp; Co</term></tig></langSet>'
    body += '<langSet xml:lang="en"><tig><term>tariffs</term></tig></langSet></termEntry>'
    assert read_tbx(V2.format(body=body))[0] == [Entry("Zölle & Co", ("tariffs",))]


BOMB = '<!DOCTYPE martif [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (BOMB + "]>", "The file declares an entity (a)"),
        ('<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "The file declares an entity (x)"),
        ('<!DOCTYPE martif [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>', "The file declares an entity (p)"),
        ('<!DOCTYPE martif [<!ATTLIST term a CDATA "' + "x" * 1000 + '">]>', "The file declares attributes of its own"),
    ],
)
def test_bombs_and_files_from_outside_end_at_once(read_tbx, head, message):
    body = '<martif><text><body><termEntry><langSet xml:lang="de"><tig><term>&i;&x;</term></tig></langSet></termEntry>'
    with pytest.raises(GlossaryError) as raised:
        read_tbx(head + body + "</body></text></martif>")
    assert message[1:] in str(raised.value)


def test_a_document_type_with_an_empty_subset_is_fine(read_tbx):
    text = DCA.format(body=concept([("Zoll", "")], [("tariff", "")])).replace(
        "<tbx", '<!DOCTYPE tbx SYSTEM "x.dtd" []><tbx', 1
    )
    assert read_tbx(text)[0] == [Entry("Zoll", ("tariff",))]


def test_a_truncated_file_gives_what_was_read_and_one_problem(read_tbx):
    text = DCA.format(body="\n".join(concept([(f"Wort{n}", "")], [("word", "")]) for n in range(50)))
    at = text.index("Wort30")
    entries, imported = read_tbx(text[:at])
    assert [entry.source for entry in entries] == [f"Wort{n}" for n in range(30)]
    [problem] = imported.problems
    assert problem.message == "The file ends in the middle"
    assert problem.line == 33
    assert problem.column > 1


def test_a_mistake_in_the_xml_is_placed(read_tbx):
    text = DCA.format(body=concept([("Zoll", "")], [("tariff", "")]) + "\n<conceptEntry></langSec></conceptEntry>")
    entries, imported = read_tbx(text)
    assert len(entries) == 1
    assert (imported.problems[0].line, imported.problems[0].message) == (
        4,
        "An end tag does not belong to the element that is open",
    )


@pytest.mark.parametrize(
    "content",
    ["<other/>", "<a>" * 500, "<tmx/>", "no xml at all", "<", "\x00", "<?xml version='1.0' encoding='x'?><tbx/>"],
)
def test_what_is_no_tbx_is_an_error(read_tbx, content):
    with pytest.raises(GlossaryError):
        read_tbx(content, format="tbx")


def test_deep_nesting_ends_the_reading(read_tbx):
    entries, imported = read_tbx(DCA.format(body=concept([("Zoll", "")], [("tariff", "")]) + "<x>" * 5000))
    assert len(entries) == 1
    assert "nested" in imported.problems[0].message


def test_hostile_terms_are_refused_with_their_lines(read_tbx):
    body = "\n".join(
        [
            concept([("x" * 1_000_000, "")], [("long", "")]),
            concept([("  ", "")], [("blank", "")]),
            concept([("Zo\n  ll", "")], [("ta&#x202e;riff", "")]),
            concept([("a&#133;b", "")], [("&lt;script&gt;", "")]),
        ]
    )
    entries, imported = read_tbx(DCA.format(body=body))
    assert entries == [Entry("Zo ll", ("tariff",)), Entry("a b", ("<script>",))]
    assert [problem.line for problem in imported.problems] == [3, 4]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252", "us-ascii"])
def test_the_encoding_is_what_the_file_says(read_tbx, encoding):
    text = DCA.format(body=concept([("Zölle", "")], [("tariffs", "")])).replace(
        '"1.0"', f'"1.0" encoding="{encoding}"', 1
    )
    entries, _ = read_tbx(text.encode(encoding, "xmlcharrefreplace"))
    assert entries == [Entry("Zölle", ("tariffs",))]


def test_the_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "terms.tbx"
    peaks = []
    for count in (2_000, 8_000):
        path.write_bytes(written([Entry(f"Wort{n}", ("word",), note="note") for n in range(count)], "tbx"))
        tracemalloc.start()
        assert sum(1 for _ in interchange.read(path)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
