import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Kind, Style
from reader.errors import InputError
from reader.formats import opening
from reader.formats.limits import Deadline
from reader.formats.opening import read_bytes
from tests.formats import golden, odt_files
from tests.formats.archives import damaged, encrypted
from tests.formats.odt_files import file, h, items, p, part, style


def opened(data):
    return read_bytes(data, "x.odt", "x", ".odt")


def shown(doc):
    return [doc.paragraph(index) for index in range(len(doc))]


@pytest.mark.parametrize("name", ["novel", "paper", "report"])
def test_real_files(name):
    golden.holds(f"odt/{name}", opened(getattr(odt_files, name)()))


def test_note_marks_lead_to_their_notes():
    doc = opened(odt_files.paper())
    marks = [to for *_, style_, to in doc.emphasis if Style.NOTE_REF in style_]
    assert [doc.label(int(to[1:])) for to in marks] == ["[1]", "[i]"]


def test_deleted_text_and_comments_are_out():
    text = opened(odt_files.paper()).text
    assert "Gestrichen" not in text
    assert "Wirklich" not in text
    assert "Vorlage" not in text
    assert "Ein Bild" not in text


def test_white_space_is_folded_but_not_that_which_binds():
    assert shown(opened(file(p("10\u00a0km\n   und  mehr <text:s text:c='3'/> .")))) == ["10\u00a0km und mehr ."]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Quotations", Kind.QUOTE),
        ("Preformatted_20_Text", Kind.CODE),
        ("Zitat", Kind.QUOTE),
        ("Standard", Kind.PARAGRAPH),
    ],
)
def test_styles_say_what_a_paragraph_is(name, kind):
    doc = opened(file(p("Ein Wort", "P1"), automatic=style("P1", parent=name), styles=style(name)))
    assert doc.kind(0) is kind


def test_styles_that_are_based_on_each_other_end():
    assert shown(opened(file(p("Text.", "A"), styles=style("A", parent="B") + style("B", parent="A")))) == ["Text."]


def test_lists_of_no_style_have_bullets():
    doc = opened(file(items(p("a"), p("b") + items(p("c")))))
    assert [(doc.kind(n), doc.level(n), doc.label(n)) for n in range(3)] == [
        (Kind.ITEM, 0, "•"),
        (Kind.ITEM, 0, "•"),
        (Kind.ITEM, 1, "•"),
    ]


def test_a_deep_heading_is_a_heading_of_level_six():
    assert opened(file(h("Tief", 9))).level(0) == 6


def test_a_password_is_one_sentence():
    locked = file(
        p("x"), **{"META-INF/manifest.xml": b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"}
    )
    for data in (locked, encrypted(odt_files.novel())):
        with pytest.raises(InputError, match=r"x\.odt is protected by a password\."):
            opened(data)


@pytest.mark.parametrize("content", [b"", b"kein XML", part("document-content", "")])
def test_a_file_without_its_text_is_damaged(content):
    with pytest.raises(InputError, match="damaged"):
        opened(file("", **{"content.xml": content}))


def test_a_file_without_text_says_so():
    with pytest.raises(InputError, match="holds no text"):
        opened(file(p("")))


def test_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    whole = part("document-content", f"<office:body><office:text>{p('A&x;B')}</office:text></office:body>").decode()
    evil = whole.replace("<office:doc", f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><office:doc', 1)
    assert shown(opened(file("", **{"content.xml": evil.encode()}))) == ["AB"]


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    ticks = itertools.count().__next__
    monkeypatch.setattr(opening, "Deadline", lambda where, **_: Deadline(where, 30, ticks))
    with pytest.raises(InputError, match="takes too long"):
        opened(file(p("x") * 100))


@given(damaged([odt_files.novel, odt_files.paper, odt_files.report]))
def test_damaged_files_give_a_document_or_a_sentence(data):
    try:
        opened(data)
    except InputError as error:
        assert error.message.endswith(".")


_NAMES = [
    "text:p", "text:h", "text:list", "text:list-item", "text:list-header", "text:note", "text:note-body",
    "text:note-citation", "text:span", "text:a", "text:s", "table:table", "table:table-row", "table:table-cell",
    "draw:frame", "draw:text-box", "text:section", "text:table-of-content", "style:style", "text:list-style",
    "text:list-level-style-number", "text:outline-style", "office:annotation", "text:tracked-changes",
]  # fmt: skip
_ATTRIBUTES = ["text:style-name", "style:name", "text:outline-level", "text:c", "text:level",
               "text:start-value", "style:parent-style-name", "text:display-levels", "style:num-format",
               "text:continue-numbering"]  # fmt: skip
_TREES = st.recursive(
    st.sampled_from(["Wort", "", "\n"]),
    lambda inner: st.builds(
        lambda name, attribute, value, children: f'<{name} {attribute}="{value}">{"".join(children)}</{name}>',
        st.sampled_from(_NAMES), st.sampled_from(_ATTRIBUTES),
        st.sampled_from(["", "0", "1", "-1", "99999999999", "A", "true", "9999999"]), st.lists(inner, max_size=4),
    ),
    max_leaves=30,
)  # fmt: skip


@given(_TREES, _TREES)
def test_any_elements_anywhere_give_a_document_or_a_sentence(body, sheet):
    try:
        opened(file(p("A") + body, automatic=sheet, styles=body))
    except InputError as error:
        assert error.message.endswith(".")


@given(st.binary(max_size=300), st.sampled_from(["styles.xml", "meta.xml", "META-INF/manifest.xml", "content.xml"]))
def test_any_part_may_hold_any_bytes(data, name):
    try:
        opened(file(p("A"), **{name: data}))
    except InputError as error:
        assert error.message.endswith(".")


def test_the_line_that_libreoffice_makes_of_words_rule_parts_scenes():
    size = 'style:rel-width="100%" svg:width="6.5in" svg:height="0.0213in"'
    rule = f'<draw:rect text:anchor-type="as-char" {size}><text:p/></draw:rect>'
    box = rule.replace("0.0213in", "2in")
    doc = opened(file(f"{p('Eins.')}{p(rule)}{p('Zwei.')}{p(box)}{p(f'Drei.{rule}')}"))
    assert [(doc.paragraph(i), doc.kind(i)) for i in range(len(doc))] == [
        ("Eins.", Kind.PARAGRAPH),
        ("* * *", Kind.RULE),
        ("Zwei.", Kind.PARAGRAPH),
        ("Drei.", Kind.PARAGRAPH),
    ]


def test_lists_that_word_nests_by_the_styles_of_their_paragraphs():
    sheet = "".join(
        style(f"List_20_{name}", more=f' style:display-name="List {shown}"')
        for name, shown in (("Number", "Number"), ("Number_20_2", "Number 2"), ("Bullet_20_3", "Bullet 3"))
    )
    kinds = (
        '<text:list-style style:name="N1"><text:list-level-style-number text:level="1" style:num-suffix="." '
        'style:num-format="1"/></text:list-style>'
    )
    automatic = style("P4", parent="List_20_Number") + style("P5", parent="List_20_Number_20_2")
    automatic += style("P6", parent="List_20_Bullet_20_3") + kinds + kinds.replace("N1", "N2")
    body = (
        items(p("Begrüßung", "P4"), p("Finanzen", "P4"), name="N1", more=' xml:id="a"')
        + items(p("Haushalt", "P5"), p("Schulden", "P5"), name="N2")
        + items(p("Punkt", "P6"), name="N3")
        + items(p("Verschiedenes", "P4"), name="N1", more=' text:continue-list="a"')
        + items(p("Anderes", "P4"), name="N1")
    )
    doc = read_bytes(file(body, automatic=automatic, styles=sheet), "x.odt")
    assert [(doc.level(n), doc.label(n), n in doc.tight) for n in range(len(doc))] == [
        (0, "1.", False),
        (0, "2.", True),
        (1, "1.", True),
        (1, "2.", True),
        (2, "•", True),
        (0, "3.", True),
        (0, "1.", False),
    ]
