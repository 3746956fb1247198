import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Kind, Style
from reader.errors import InputError
from reader.formats import html
from reader.formats.html import read_html
from reader.formats.limits import Deadline
from reader.formats.opening import read_path
from tests.formats import golden

FILES = sorted((golden.DATA / "html").glob("*.html"))
PROSE = (
    "Der Fluss trat über die Ufer, und die Leute aus dem Dorf liefen mit ihren Kühen auf den Hügel. Niemand wusste, "
    "wie lange das Wasser steigen würde. Erst am dritten Tag kam die Sonne heraus. "
)


def opened(body, **more):
    return read_html(f"<html><body>{body}</body></html>".encode(), "x.html", "x", **more)


def shown(doc):
    return [doc.paragraph(index) for index in range(len(doc))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_real_pages(path):
    golden.holds(f"html/{path.stem}", read_path(path))


def test_menus_comments_and_scripts_are_left_out():
    doc = read_path(golden.DATA / "html" / "zeitung.html")
    for word in ("tracking", "alert", "Wirtschaft", "Impressum", "Unsinn", "Cookies", "Meistgelesen", "color"):
        assert word not in doc.text
    assert {doc.paragraph(index) for index in doc.boilerplate} >= {"Kommentar (0)", "Anzeige", "Teilen"}


def test_a_page_that_is_all_text_is_kept_whole():
    chapters = "".join(f"<div class='chapter'><h2>Kapitel {n}</h2><p>{PROSE * 3}</p></div>" for n in range(12))
    doc = opened(chapters)
    assert len(doc) == 24
    assert not doc.boilerplate


def test_an_article_among_teasers():
    teasers = "".join(f"<div><a href='/{n}'><h3>Schlagzeile Nummer {n}</h3></a></div>" for n in range(30))
    doc = opened(f"<div>{teasers}</div><div><h1>Titel</h1><p>{PROSE * 3}</p><p>{PROSE}</p></div><div>{teasers}</div>")
    assert shown(doc) == ["Titel", (PROSE * 3).strip(), PROSE.strip()]


def test_the_heading_may_stand_outside_of_the_article():
    doc = opened(f"<div><h1>Der Titel</h1></div><article><p>{PROSE * 2}</p></article>")
    assert (doc.title, shown(doc)[0], doc.kind(0)) == ("Der Titel", "Der Titel", Kind.HEADING)


@pytest.mark.parametrize(
    ("head", "codec", "note"),
    [
        ("<meta charset='iso-8859-1'>", "cp1252", "Windows-1252"),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=ISO-8859-15'>", "iso8859-15", "ISO-8859-15"),
        ("<meta charset='utf-8'>", "utf-8", None),
        ("", "utf-8", None),
        ("<meta charset='iso-8859-1'>", "utf-8", None),
        ("<meta charset='klingon'>", "latin-1", "ISO-8859-1"),
        ("<meta charset='utf-8'>", "latin-1", "ISO-8859-1"),
        ("<meta charset='utf-16'>", "latin-1", "ISO-8859-1"),
        ("", "utf-16", "UTF-16"),
        ("<meta charset='windows-1251'>", "cp1251", "Windows-1251"),
    ],
)
def test_encodings(head, codec, note):
    text = "Привет, мир" if codec == "cp1251" else "schöne Grüße"
    doc = read_html(f"<html><head>{head}</head><body><p>{text}</p></body></html>".encode(codec), "x")
    assert doc.text == text
    assert doc.notes == ((note,) if note else ())


@pytest.mark.parametrize(
    "page",
    [
        "<script src=x></script><article><p>Text</p></article>",
        "<title>x</title><main>Text",
        "<meta charset=utf-8><header><h1>Text</h1></header>",
        "<title>x</title><section>Text</section><noscript>x</noscript>",
    ],
)
def test_a_page_may_leave_out_its_body(page):
    assert read_html(page.encode(), "x").text == "Text"


def test_what_the_server_says_comes_first():
    assert read_html("<p>Größe</p>".encode("cp850"), "x", encoding="cp850").text == "Größe"


def test_links_are_followed_from_the_pages_address():
    body = "<p><a href='/a'>eins</a> <a href='javascript:x'>zwei</a> <a href='//[x'>drei</a> <a href='#p'>vier</a></p>"
    doc = opened(body, base="https://example.org/b/c")
    assert doc.text == "eins zwei drei vier"
    assert [target for *_, target in doc.emphasis] == ["https://example.org/a"]


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("/d/", "https://example.org/d/a"),
        ("https://b.example/", "https://b.example/a"),
        ("file:///x/", "https://example.org/b/a"),
        ("//[x", "https://example.org/b/a"),
    ],
)
def test_a_page_may_name_another_base(href, target):
    page = f"<head><base href='{href}'></head><body><p><a href='a'>eins</a></p></body>"
    doc = read_html(page.encode(), "x", base="https://example.org/b/c")
    assert [target for *_, target in doc.emphasis] == [target]


def test_notes_and_their_marks_lead_to_each_other():
    doc = read_path(golden.DATA / "html" / "aufsatz.html")
    marks = [
        (doc.text[a:b], doc.paragraph(int(to[1:]))[:7]) for a, b, style, to in doc.emphasis if style & Style.NOTE_REF
    ]
    assert marks == [("[1]", "Anthony"), ("[2]", "Ebenda,")]


def test_tables_of_data_are_rows_and_those_of_layout_are_not():
    doc = opened("<table><tr><td>a</td><td><p>b</p></td></tr><tr><td>c<br>d</td><td></td></tr></table>")
    assert shown(doc) == ["a │ b", "c d"]
    doc = opened(f"<table><tr><td>Menü</td><td><h1>Titel</h1><p>{PROSE}</p></td></tr></table>")
    assert shown(doc)[-2:] == ["Titel", PROSE.strip()]


def test_pages_that_never_close_what_they_open_lose_nothing():
    doc = opened("<font size=2>" * 3_000 + "<p>Eins</p><p>Zwei <b>drei</b></p>")
    assert shown(doc) == ["Eins", "Zwei drei"]


@pytest.mark.parametrize("body", ["", "<script>x</script>", "<img src=x>", "<!-- -->", "<div>" * 5_000])
def test_a_page_without_text_is_a_sentence(body):
    with pytest.raises(InputError, match="holds no text"):
        opened(body)


def test_nothing_reaches_the_terminal():
    doc = opened("<p>&#27;[31m &#x9b; &#0; [/red] &#x202e;x &zwj;</p>")
    assert "\x1b" not in doc.text
    assert "\u202e" not in doc.text
    assert "[/red]" in doc.text


def test_what_stands_behind_a_menu_stays_whatever_it_holds():
    doc = opened("Davor <nav>Menü</nav>&#1; und &#xfffe; dahinter")
    assert "Menü" not in doc.text
    assert doc.text.startswith("Davor")
    assert doc.text.endswith("dahinter")


def test_what_stands_behind_a_place_to_break_a_word_is_there():
    assert shown(opened("<p>Donau<wbr>dampf<wbr>schiff <b>fährt</b></p><p>Ende")) == ["Donaudampfschiff fährt", "Ende"]


def test_a_paragraph_that_is_longer_than_what_the_parser_takes_at_once():
    doc = opened(f"<p>{'Wörter ' * 1_500_000}Ende.</p>")
    assert doc.text.startswith("Wörter Wörter ")
    assert doc.text.endswith(" Wörter Ende.")
    assert len(doc.text) == 7 * 1_500_000 + 5


def test_a_page_that_takes_too_long_is_refused(monkeypatch):
    ticks = itertools.count().__next__
    monkeypatch.setattr(html, "Deadline", lambda where: Deadline(where, 50, ticks))
    with pytest.raises(InputError, match="takes too long"):
        opened("<p>x</p>" * 100)


TAGS = ["p", "div", "li", "ul", "table", "tr", "td", "b", "a", "sup", "br", "pre", "h1", "aside", "dd", "q", "nav"]
PARTS = [f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]
PARTS += ["Wort", "1", " ", "\n", "&amp;", "<!--", "<p id=x>", "]]>", "<a href=#x>"]


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_any_tags_give_a_document_or_a_sentence(parts):
    try:
        doc = opened("".join(parts))
    except InputError as error:
        assert error.message.endswith(".")
    else:
        assert len(doc)


@given(st.sampled_from(FILES), st.data())
def test_damaged_pages_give_a_document_or_a_sentence(path, data):
    text = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=12)):
        text[at] = data.draw(st.integers(0, 255))
    try:
        read_html(bytes(text[: data.draw(st.integers(0, len(text)))]), "x.html")
    except InputError as error:
        assert error.message.endswith(".")


@pytest.mark.parametrize(
    "sign", ['<script>{"isAccessibleForFree": "False"}</script>', "<div class='c paywall-x'><p>Jetzt kaufen.</p></div>"]
)
def test_a_page_for_subscribers_is_said_to_be_one(sign):
    page = f"<article><h1>Titel</h1><p>{'Ein Satz steht hier. ' * 20}</p></article>{sign}".encode()
    note = "for subscribers: perhaps only the beginning"
    assert note in read_html(page, "x", base="https://example.org/").notes
    assert note not in read_html(page, "x").notes
    assert note not in read_html(page.replace(sign.encode(), b""), "x", base="https://example.org/").notes


def item_of_word(text, level, label):
    ignored = f"<![if !supportLists]><span style='mso-list:Ignore'>{label}<span>&nbsp;&nbsp; </span></span><![endif]>"
    return f"<p class=MsoListParagraph style='margin:0;mso-list:l0 level{level} lfo1'>{ignored}{text}</p>\n"


def test_lists_of_word():
    items = [("Eins", 1, "1."), ("Tief", 2, "o"), ("Tiefer", 3, "\u00a7"), ("Zwei", 1, "2."), ("Drei", 1, "3.")]
    page = (
        "<p>Davor.</p>\n"
        + "".join(item_of_word(*item) for item in items)
        + "<p>Danach.</p>"
        + item_of_word("Neu", 1, "\u00b7")
    )
    doc = read_html(f"<html><body>{page}</body></html>".encode(), "x")
    found = [(doc.paragraph(n), doc.level(n), doc.label(n)) for n in range(len(doc))]
    assert found == [
        ("Davor.", 0, ""), ("Eins", 0, "1."), ("Tief", 1, "•"), ("Tiefer", 2, "•"), ("Zwei", 0, "2."),
        ("Drei", 0, "3."), ("Danach.", 0, ""), ("Neu", 0, "•"),
    ]  # fmt: skip


def test_a_file_whose_emphasis_is_in_its_style_sheet():
    sheet = "<style>.c1{font-weight:700} .c2{font-style:italic}</style>"
    doc = read_html(f"{sheet}<p>Ein <span class=c1>Wort</span> <span class=c2>hier</span>.</p>".encode(), "x")
    assert [(doc.text[a:b], style) for a, b, style, _ in doc.emphasis] == [("Wort", Style.STRONG), ("hier", Style.EMPH)]


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["1.", "a)", "·", "", "(iv)"])), min_size=1, max_size=12))
def test_lists_of_word_lose_no_item_whatever_their_levels(items):
    page = "".join(item_of_word(f"Wort{n}", level, label) for n, (level, label) in enumerate(items))
    doc = read_html(f"<html><body>{page}Ende</body></html>".encode(), "x")
    assert [doc.paragraph(n) for n in range(len(doc))] == [*(f"Wort{n}" for n in range(len(items))), "Ende"]


def test_stanzas_and_blank_lines_of_programs_stay_apart():
    doc = opened("<div class=poem><p>Eins<br>zwei</p><p>drei<br>vier</p></div><pre>a\n  b\n\nc</pre>")
    assert shown(doc) == ["Eins", "zwei", "drei", "vier", "a", "  b", "c"]
    assert doc.tight == {1, 3, 5}


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        ("<tr><th>Fläche<td>12<tr><th>Höhe<td>7", True),
        ("<tr><th>Land<th>Wert<tr><th>Ulm<td>1<tr><th>Bonn<td>2<tr><td colspan=2>Rest", True),
        ("<tr><th>Land<th>Wert<tr><td>Ulm<td>1<tr><td>Bonn<td>2", False),
        ("<tr><th>Summe<td>3<tr><td>Ulm<td>1<tr><td>Bonn<td>2", False),
    ],
)
def test_first_cells_that_head_their_rows(rows, heads):
    doc = opened(f"<table>{rows}</table>")
    assert [table.row_heads for table in doc.tables] == [heads]


def test_boxes_of_tasks_are_the_labels_of_their_items():
    doc = opened(
        '<ul><li><input type="checkbox" disabled=""> offen</li>'
        '<li><label><input type="checkbox" checked> fertig</label></li>'
        '<li>frei <input type="text"></li></ul><p><input type="checkbox"> Einverstanden.</p>'
    )
    assert [(doc.label(i), doc.paragraph(i)) for i in range(len(doc))] == [
        ("☐", "offen"),
        ("☑", "fertig"),
        ("•", "frei"),
        ("", "Einverstanden."),
    ]


def test_deleted_and_struck_text_is_struck_whole_paragraphs_too():
    doc = opened(
        "<p>Das ist <del>nicht</del> <s>kaum</s> <span style='text-decoration: line-through'>halb</span> bezahlt.</p>"
        "<del><p>Weg.</p></del><p><strike>Durch.</strike></p>"
    )
    assert shown(doc) == ["Das ist nicht kaum halb bezahlt.", "Weg.", "Durch."]
    struck = [doc.text[start:end] for start, end, style, _ in doc.emphasis if Style.STRIKE in style]
    assert struck == ["nicht kaum halb", "Weg.", "Durch."]
