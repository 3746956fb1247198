"""What is exported and read again: the same pairs in a memory, the same text with its structure."""

from contextlib import closing
from dataclasses import replace

import pytest

from reader.core.building import Builder, Run
from reader.core.document import Kind, Style
from reader.export import csv, epub, html, markdown, tmx, txt, xliff
from reader.formats import epub as epub_reading
from reader.formats import html as html_reading
from reader.formats import markdown as markdown_reading
from reader.formats.opening import read_path
from reader.memory.exchange import import_file
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair
from tests.export.works import NAMES, OPTIONS, WORKS, backwards, segments, structured, work, written

PAIRS = {"tmx": (tmx, "x.tmx"), "xliff": (xliff, "x.xlf"), "csv": (csv, "x.csv")}
BACK = {"html": (html, html_reading), "epub": (epub, epub_reading)}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", PAIRS)
def test_a_memory_learns_the_same_pairs(form, name, tmp_path):
    made = WORKS[name]()
    module, file = PAIRS[form]
    (tmp_path / file).write_bytes(written(module.write, made))
    expected = {
        s.source.strip().replace("\ufffe", "\ufffd"): (s.target.replace("\ufffe", "\ufffd"), s.state, s.origin)
        for s in segments(made)
        if s.target is not None and not s.wordless
    }
    with closing(TranslationMemory.open(tmp_path / "memory.db")) as memory:
        report = import_file(memory, tmp_path / file, LanguagePair())
        assert report.new == len(expected)
        found = {unit.source.strip(): unit for unit in units_of(memory)}
        assert {source: (u.target, u.state, u.origin) for source, u in found.items()} == expected


def units_of(memory):
    from reader.memory.rows import COLUMNS, Row, everything, stored_unit

    def rows(connection):
        return connection.execute(f"SELECT {COLUMNS} FROM {everything(connection)}").fetchall()

    return [stored_unit(Row(*row)).unit for row in memory.attempt(rows)]


def shape(doc, *, without=frozenset()):
    return [
        (" ".join(doc.paragraph(at).replace("\ufffe", "\ufffd").split()), doc.kind(at), doc.level(at), doc.label(at))
        for at in range(len(doc))
        if at not in without
    ]


def poem():
    builder = Builder()
    builder.add("Ein Gleiches", Kind.HEADING, level=1)
    builder.add("Über allen Gipfeln\n    ist Ruh,\n  in allen Wipfeln", Kind.VERSE)
    builder.add("    spürest du.", Kind.VERSE)
    return builder.finish()


@pytest.mark.parametrize("form", BACK)
def test_the_indents_of_verse_come_back(form):
    writer, reader = BACK[form]
    back = reader.read(written(writer.write, work(backwards(poem()))), "x", "x")
    assert [(back.paragraph(n), back.kind(n), back.level(n), n in back.tight) for n in range(1, len(back))] == [
        ("Über allen Gipfeln", Kind.VERSE, 0, False),
        ("ist Ruh,", Kind.VERSE, 2, True),
        ("in allen Wipfeln", Kind.VERSE, 1, True),
        ("spürest du.", Kind.VERSE, 2, False),
    ]


def test_the_indents_of_verse_are_seen_in_text_and_in_markdown():
    made = work(backwards(poem()))
    lines = written(txt.write, made).decode().splitlines()
    assert lines[3:10] == [
        "Über allen Gipfeln",
        "    ist Ruh,",
        "  in allen Wipfeln",
        "    EN Über allen Gipfeln",
        "        EN ist Ruh,",
        "      [not translated: the <quota> is used up]",
        "",
    ]
    text = written(markdown.write, made).decode()
    assert "Über allen Gipfeln\\\n\u2003\u2003ist Ruh,\\\n\u2003in allen Wipfeln\n\n> EN Über" in text
    table = written(markdown.write, made, replace(OPTIONS, layout="table")).decode()
    assert "| \u2003\u2003ist Ruh, | \u2003\u2003EN ist Ruh, |" in table
    back = markdown_reading.read(text.encode(), "x", "x")
    assert [back.level(n) for n in range(len(back)) if back.kind(n) is Kind.VERSE][:3] == [0, 2, 1]


@pytest.mark.parametrize("name", ["structured", "hostile", "sample"])
@pytest.mark.parametrize("form", BACK)
def test_the_original_alone_comes_back(form, name):
    made = WORKS[name]()
    writer, reader = BACK[form]
    back = reader.read(written(writer.write, made), "x", "x")
    assert shape(back) == shape(made.document, without=made.document.boilerplate)
    assert (back.title, back.author) == (made.title, made.document.author)
    assert "the original of a bilingual text" in back.notes
    everything = work(made.bitext, everything=True)
    back = reader.read(written(writer.write, everything), "x", "x")
    assert shape(back) == shape(made.document)
    assert back.boilerplate == made.document.boilerplate


@pytest.mark.parametrize("form", BACK)
def test_emphasis_links_and_notes_come_back(form):
    source = structured()
    writer, reader = BACK[form]
    back = reader.read(written(writer.write, work(backwards(source))), "x", "x")
    assert [back.emphasis_in(at) for at in range(len(back))] == [
        source.emphasis_in(at) for at in range(len(source)) if at not in source.boilerplate
    ]
    assert back.tight == source.tight
    assert list(back.code.values()) == ["python"]


def test_a_page_that_only_claims_to_be_ours_is_harmless():
    page = (
        '<html><head><meta name="generator" content="Lesepult"></head><body class="lesepult">'
        '<div class="row heading d9"><div class="src"><h9>A</h9><a href="javascript:x">B</a><br><script>x</script>'
        '<a role="doc-noteref" href="#p99999">1</a></div></div><div class="row"><div class="src"></div></div>'
    )
    back = html_reading.read(page.encode(), "x", "x")
    assert back.paragraph(0).startswith("AB")
    assert all(not e.target.startswith("javascript") for e in back.emphasis)
    empty = '<html><head><meta name="generator" content="Lesepult"></head><body class="lesepult"><p>Nichts.</p></body>'
    with pytest.raises(Exception, match=r"holds no text"):
        html_reading.read(empty.encode(), "x", "x")


def noted():
    made = Builder()
    made.add("Vom Haus", Kind.HEADING, level=1)
    first, second = Run("[1]", Style.NOTE_REF, "#a"), Run("*", Style.NOTE_REF, "#b")
    made.add([Run("Ein Haus."), first, Run(" Und noch eines"), second, Run(" steht da."), first])
    made.anchor("a")
    made.add("Aus Stein.", Kind.NOTE, label="[1]")
    made.add("Und aus Holz.", Kind.NOTE)
    made.anchor("b")
    made.add("Aus Glas.", Kind.NOTE, label="*")
    return made.finish("Vom Haus")


def test_notes_of_markdown_come_back():
    back = markdown_reading.read(written(markdown.write, work(backwards(noted()))), "x", "x")
    texts = [back.paragraph(at) for at in range(len(back))]
    assert "Ein Haus.[1] Und noch eines[2] steht da.[1]" in texts
    notes = {back.label(at): back.paragraph(at) for at in range(len(back)) if back.label(at)}
    assert notes == {"[1]": "Aus Stein.", "[2]": "Aus Glas."}
    marks = [e for e in back.emphasis if e.style & Style.NOTE_REF]
    assert {back.paragraph(int(e.target[1:])) for e in marks} == {"Aus Stein.", "Aus Glas."}
    assert texts.index("Und aus Holz.") > texts.index("Aus Stein.")


@pytest.mark.parametrize("layout", markdown.LAYOUTS)
def test_the_author_stands_in_the_front_matter(layout):
    from dataclasses import replace

    from tests.export.works import OPTIONS

    data = written(markdown.write, work(backwards(structured())), replace(OPTIONS, layout=layout))
    back = markdown_reading.read(data, "x", "x")
    assert (back.title, back.author, back.language) == ("Das Haus am Rand", "Anna Öhm; Ben <Ahr>", "de")


def test_every_paragraph_of_hostile_markdown_is_the_same_again():
    for name in ("structured", "hostile", "sample"):
        made = WORKS[name]()
        back = markdown_reading.read(written(markdown.write, made), "x", "x")
        texts = {" ".join(back.paragraph(at).split()) for at in range(len(back))}
        for text, kind, _, _ in shape(made.document, without=made.document.boilerplate):
            if kind is not Kind.NOTE:
                assert text.replace("Boden.1", "Boden.[1]").replace("\ufffd", "\ufffd") in texts


def test_a_fence_keeps_its_language():
    data = written(markdown.write, work(backwards(structured())))
    assert b"\n````python\ndef haus():\n" in data
    assert list(markdown_reading.read(data, "x", "x").code.values()) == ["python"]
    for hostile in (b"``` <script> x\na\n```\n", b"~~~ a`b`c\na\n~~~\n", b"``` " + b"x" * 99 + b"\na\n```\n"):
        assert not markdown_reading.read(hostile, "x", "x").code


def test_a_page_says_the_language_of_its_programs():
    page = "<p>Ein Absatz, der lang genug ist.</p><pre><code class='hljs language-c++'>int x;</code></pre>"
    back = html_reading.read(f"<html><body><article>{page}</article></body></html>".encode(), "x", "x")
    assert list(back.code.values()) == ["c++"]


def test_plain_text_opens_as_plain_text(tmp_path):
    made = WORKS["structured"]()
    (tmp_path / "x.txt").write_bytes(written(txt.write, made))
    back = read_path(tmp_path / "x.txt")
    whole = " ".join(back.text.split())
    assert "EN Das house am Rand" in whole
    assert "[not translated: the <quota> is used up]" in whole
