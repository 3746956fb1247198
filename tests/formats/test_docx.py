import io
import itertools
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Kind, Style
from reader.errors import InputError
from reader.formats import opening
from reader.formats.docx_numbers import written
from reader.formats.limits import Deadline
from reader.formats.opening import read_bytes
from tests.formats import golden, word_files
from tests.formats.archives import damaged, encrypted, packed
from tests.formats.word_files import field, file, numbered, paragraph, part, run, style, styles, table


def opened(data):
    return read_bytes(data, "x.docx", "x", ".docx")


def shown(doc):
    return [doc.paragraph(index) for index in range(len(doc))]


@pytest.mark.parametrize("name", ["novel", "paper", "report"])
def test_real_files(name):
    golden.holds(f"docx/{name}", opened(getattr(word_files, name)()))


def test_note_marks_lead_to_their_notes():
    doc = opened(word_files.paper())
    marks = [to for *_, style_, to in doc.emphasis if Style.NOTE_REF in style_]
    assert [doc.label(int(to[1:])) for to in marks] == ["[1]", "[i]", "[*]", "[2]"]


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("heading 3", Kind.HEADING, 3),
        ("Überschrift 2", Kind.HEADING, 2),
        ("Heading 9", Kind.HEADING, 6),
        ("Titel", Kind.HEADING, 1),
        ("Intensives Zitat", Kind.QUOTE, 1),
        ("Quelltext", Kind.CODE, 0),
        ("Normal", Kind.PARAGRAPH, 0),
    ],
)
def test_styles_say_what_a_paragraph_is_in_english_and_german(name, kind, level):
    sheet = styles(style("S", name), style("T", "Mein Stil", '<w:basedOn w:val="S"/>'))
    for used in "ST":
        doc = opened(file(paragraph("Ein Wort", used), styles=sheet))
        assert (doc.kind(0), doc.level(0)) == (kind, level)


def test_styles_that_are_based_on_each_other_end():
    sheet = styles(style("A", "A", '<w:basedOn w:val="B"/>'), style("B", "B", '<w:basedOn w:val="A"/>'))
    assert shown(opened(file(paragraph("Text.", "A"), styles=sheet))) == ["Text."]


def test_a_field_that_never_ends_costs_no_text():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    doc = opened(file(paragraph(begin + run("Code")) + paragraph("Eins.") + paragraph("Zwei.")))
    assert shown(doc) == ["Eins.", "Zwei."]


def test_fields_in_fields_show_their_results_only():
    inner = field(" DATE ", run("heute"))
    doc = opened(
        file(paragraph(run("Es ist ") + field(f" IF </w:instrText></w:r>{inner}<w:r><w:instrText>", run("ja"))))
    )
    assert shown(doc) == ["Es ist ja"]


def test_only_addresses_on_the_web_are_links():
    links = [("a", "https://example.org"), ("b", "file:///etc/passwd"), ("c", "javascript:x"), ("d", "mailto:a@b.de")]
    body = "".join(f'<w:hyperlink r:id="{name}">{run(name)}</w:hyperlink>' for name, _ in links)
    doc = opened(file(paragraph(body), links=links))
    assert [to for *_, to in doc.emphasis] == ["https://example.org", "mailto:a@b.de"]


def test_the_styles_of_lists_say_how_deep_they_are():
    sheet = styles(style("A", "List Bullet"), style("B", "Aufzählungszeichen 3"))
    doc = opened(file(paragraph("a", "A") + paragraph("b", "B"), styles=sheet))
    assert [(doc.kind(n), doc.level(n), doc.label(n)) for n in (0, 1)] == [(Kind.ITEM, 0, "•"), (Kind.ITEM, 2, "•")]


def test_links_to_bookmarks_lead_to_their_paragraph():
    there = paragraph('<w:bookmarkStart w:id="1" w:name="ziel"/>' + run("Ziel."))
    doc = opened(file(paragraph(f'<w:hyperlink w:anchor="ziel">{run("hin")}</w:hyperlink>') + paragraph("A.") + there))
    assert [to for *_, to in doc.emphasis] == ["#2"]


def test_deleted_rows_are_out():
    rows = table([paragraph("a"), paragraph("b")], [paragraph("c"), paragraph("d")])
    doc = opened(file(rows.replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>', 1)))
    assert shown(doc) == ["c │ d"]


def test_the_strict_form_of_the_standard_is_read():
    data = part("document", f"<w:body>{paragraph('Streng.')}</w:body>")
    strict = data.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                          b"http://purl.oclc.org/ooxml/wordprocessingml/main")  # fmt: skip
    assert strict != data
    assert shown(opened(packed({"word/document.xml": strict}))) == ["Streng."]


def test_the_main_part_may_be_called_otherwise():
    with zipfile.ZipFile(io.BytesIO(word_files.novel())) as archive:
        entries = {name.replace("document.xml", "document2.xml"): archive.read(name) for name in archive.namelist()}
    entries["_rels/.rels"] = entries["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    assert opened(packed(entries)) == opened(word_files.novel())


def test_a_long_list_counts_on_after_other_paragraphs():
    level = '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="§ %1"/></w:lvl>'
    numbers = part("numbering", f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
                   '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')  # fmt: skip
    doc = opened(file(numbered("a", 1) + paragraph("b") + numbered("c", 1), numbering=numbers))
    assert [doc.label(index) for index in range(3)] == ["§ III", "", "§ IV"]


@given(st.integers(-5, 40_000), st.sampled_from(["decimal", "lowerLetter", "upperRoman", "lowerRoman", "none", "x"]))
def test_any_number_can_be_written(number, form):
    assert len(written(number, form)) < 20


def test_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    body = part("document", f"<w:body>{paragraph(run('A&x;B'))}</w:body>").decode()
    evil = body.replace("<w:document", f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document', 1)
    assert shown(opened(packed({"word/document.xml": evil.encode()}))) == ["AB"]


def test_a_password_is_one_sentence():
    protected = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    for data in (protected, encrypted(word_files.novel())):
        with pytest.raises(InputError, match=r"x\.docx is protected by a password\."):
            opened(data)


def test_an_old_word_file_should_be_saved_as_docx():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
    with pytest.raises(InputError, match="old Word file") as raised:
        opened(old)
    assert "DOCX" in raised.value.hint


def test_a_file_without_text_says_so():
    with pytest.raises(InputError, match="holds no text"):
        opened(file(paragraph("")))


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    ticks = itertools.count().__next__
    monkeypatch.setattr(opening, "Deadline", lambda where, **_: Deadline(where, 30, ticks))
    with pytest.raises(InputError, match="takes too long"):
        opened(file(paragraph("x") * 100))


@given(damaged([word_files.novel, word_files.paper, word_files.report]))
def test_damaged_files_give_a_document_or_a_sentence(data):
    try:
        opened(data)
    except InputError as error:
        assert error.message.endswith(".")


_NAMES = [
    "p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtPr", "sdtContent", "fldChar", "numPr",
    "pPr", "footnoteReference", "hyperlink", "drawing", "txbxContent", "br", "sym", "ins", "del", "pStyle", "numId",
    "lvl", "abstractNum", "num", "style", "footnote", "basedOn", "ilvl", "rPr", "lvlOverride", "startOverride", "start",
]  # fmt: skip
_ATTRIBUTES = ["val", "id", "fldCharType", "ilvl", "numId", "abstractNumId", "styleId", "type", "customMarkFollows"]
_VALUES = st.sampled_from(["", "0", "1", "-1", "99999999999", "begin", "separate", "end", "A", "x\u202e", "paragraph"])
_TREES = st.recursive(
    st.sampled_from(["Wort", "", "\n"]),
    lambda inner: st.builds(
        lambda name, attribute, value, children: (
            f'<w:{name} w:{attribute}="{value}">{"".join(children)}</w:{name}>'
        ),
        st.sampled_from(_NAMES), st.sampled_from(_ATTRIBUTES), _VALUES, st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)  # fmt: skip


@given(_TREES, _TREES, _TREES)
def test_any_elements_anywhere_give_a_document_or_a_sentence(body, sheet, numbers):
    data = file(
        paragraph(note := word_files.note_mark(1)) + body + paragraph(note),
        styles=part("styles", sheet), numbering=part("numbering", numbers), footnotes=part("footnotes", body),
    )  # fmt: skip
    try:
        opened(data)
    except InputError as error:
        assert error.message.endswith(".")


@given(st.binary(max_size=300), st.sampled_from(["styles", "numbering", "footnotes", "settings", "document"]))
def test_any_part_may_hold_any_bytes(data, name):
    try:
        opened(file(paragraph("A" + "."), **{name: data}))
    except InputError as error:
        assert error.message.endswith(".")


def test_lists_whose_depth_is_in_the_name_of_their_style():
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f"</w:lvl></w:abstractNum>"
        for n, form, text in ((1, "decimal", "%1."), (2, "lowerLetter", "%1)"))
    )
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    link = '<w:pPr><w:numPr><w:numId w:val="{}"/></w:numPr></w:pPr>'
    sheet = styles(style("L", "List Number", link.format(1)), style("M", "List Number 2", link.format(2)))
    texts = [("Eins", "L"), ("Eins a", "M"), ("Eins b", "M"), ("Zwei", "L")]
    body = "".join(paragraph(text, name) for text, name in texts)
    doc = opened(file(body, styles=sheet, numbering=part("numbering", levels + nums)))
    assert [(doc.level(n), doc.label(n)) for n in range(4)] == [(0, "1."), (1, "a)"), (1, "b)"), (0, "2.")]
    assert doc.tight == {1, 2, 3}


def test_symbols_are_what_they_look_like():
    signs = (("Wingdings", "F0E0"), ("Symbol", "F061"), ("Wingdings", "F0FE"), ("Arial", "2192"), ("Unbekannt", "F001"))
    body = "".join(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' for font, code in signs)
    typed = run("\uf062", '<w:rFonts w:ascii="Symbol"/>')
    assert shown(opened(file(paragraph(body + typed)))) == ["→α☑→□β"]


def test_lines_between_paragraphs():
    drawn = (
        '<w:r><w:pict><v:rect xmlns:v="v" xmlns:o="urn:schemas-microsoft-com:office:office" o:hr="t"/></w:pict></w:r>'
    )
    border = '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'
    doc = opened(
        file(paragraph("Oben.") + paragraph(drawn) + paragraph("", "", border) + paragraph("Text.", "", border))
    )
    assert [doc.kind(n) for n in range(4)] == [Kind.PARAGRAPH, Kind.RULE, Kind.RULE, Kind.PARAGRAPH]


def test_a_table_of_contents_that_is_only_a_field_is_dimmed_and_what_follows_is_not():
    begin, _, rest = field('TOC \\o "1-3"', "|").partition("|")
    sheet = styles(style("H", "heading 1"))
    body = (
        paragraph("Vorweg.") + paragraph(begin + run("Eins 3")) + paragraph("Zwei 5") + paragraph(rest + run("Text."))
    )
    doc = opened(file(body + paragraph("Noch einer."), styles=sheet))
    assert [doc.paragraph(n) for n in sorted(doc.boilerplate)] == ["Eins 3", "Zwei 5"]
    doc = opened(file(paragraph(begin + run("Eins 3")) + paragraph("Eins", "H") + paragraph("Text."), styles=sheet))
    assert doc.boilerplate == {0}


def test_the_cells_of_a_table_are_aligned_as_their_paragraphs_are():
    def aligned(text, way, named=""):
        return paragraph(text, named, f'<w:jc w:val="{way}"/>' if way else "")

    rows = table(
        [aligned("Land", "center"), aligned("Wert", "center"), aligned("Rang", ""), aligned("Wort", "")],
        [
            aligned("Polen", "both"),
            aligned("", "center") + aligned("12", "right"),
            aligned("1", "left"),
            aligned("x", "", "M"),
        ],
        [aligned("Ungarn", ""), aligned("7", "center"), aligned("2", "end"), aligned("y", "", "M")],
    ).replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)
    middle = style("M", "Mitte", '<w:basedOn w:val="N"/>') + style("N", "Oben", '<w:pPr><w:jc w:val="center"/></w:pPr>')
    doc = read_bytes(file(rows, styles=styles(middle)), "x.docx")
    assert [tuple(one) for one in doc.tables] == [(0, 3, 1, "-rlc", False)]


def test_a_document_set_to_both_margins_says_nothing_of_the_columns_of_its_tables():
    rows = table([paragraph("Land", "B"), paragraph("1", "B")], [paragraph("Polen", "B"), paragraph("2", "B")])
    body = style("B", "Text", '<w:pPr><w:jc w:val="left"/></w:pPr>')
    assert read_bytes(file(rows, styles=styles(body)), "x.docx").tables[0].align == ""


@pytest.mark.parametrize(
    ("look", "bold", "heads"),
    [
        ('w:val="04A0"', True, True),
        ('w:val="0420" w:firstColumn="1"', True, True),
        ('w:val="04A0" w:firstColumn="0"', True, False),
        ('w:val="04A0"', False, False),
        ('w:val="-x"', True, False),
    ],
)
def test_the_first_column_heads_its_rows_where_the_style_of_the_table_says_so(look, bold, heads):
    rows = table([paragraph("Land"), paragraph("Wert")], [paragraph("Polen"), paragraph("2")]).replace(
        "<w:tblPr/>", f'<w:tblPr><w:tblStyle w:val="T"/><w:tblLook {look}/></w:tblPr>'
    )
    form = '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr>' if bold else ""
    made = styles(style("T", "Tafel", '<w:basedOn w:val="U"/>', "table") + style("U", "Oben", form, "table"))
    assert read_bytes(file(rows, styles=made), "x.docx").tables[0].row_heads is heads
