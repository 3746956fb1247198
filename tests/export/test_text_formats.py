"""Text, Markdown, CSV, TMX, XLIFF and Anki: what is written, and that it is read back the same."""

import csv as rows
import io
from dataclasses import replace

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from reader.core.bitext import Bitext
from reader.core.building import Builder
from reader.core.document import Kind, document
from reader.export import anki, csv, html, markdown, tmx, txt, xliff
from reader.formats import markdown as markdown_reading
from reader.memory import tmx_reading, xml_pieces
from reader.memory.unit import LanguagePair
from tests.export.works import (
    HOSTILE,
    NAMES,
    OPTIONS,
    WORKS,
    backwards,
    hostile,
    sample,
    segments,
    structured,
    work,
    written,
)

WRITERS = {"txt": txt, "md": markdown, "csv": csv, "tmx": tmx, "xliff": xliff, "anki": anki}
INVISIBLE = ("\x00", "\x1b", "\u202e", "\u202c", "\u200b")


def pairs(made):
    return [(s.source.strip(), s.target) for s in segments(made) if s.target is not None and not s.wordless]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", WRITERS)
def test_nothing_invisible_is_written_and_the_same_work_gives_the_same_bytes(form, name):
    made = WORKS[name]()
    text = written(WRITERS[form].write, made).decode()
    assert not any(sign in text for sign in INVISIBLE)
    assert written(WRITERS[form].write, made).decode() == text


def test_plain_text_alternates():
    lines = written(txt.write, work(backwards(structured()))).decode().splitlines()
    assert lines[:2] == ["Das Haus am Rand", "    EN Das house am Rand"]
    assert "    [not translated: the <quota> is used up]" in lines
    assert "Kommentar (0)" not in lines
    everything = written(txt.write, work(backwards(structured()), everything=True)).decode()
    assert everything.splitlines()[-2:] == ["", "Kommentar (0)"]
    verse = lines.index("Herr: es ist Zeit.")
    assert lines[verse + 3] == "    EN Herr: es ist Zeit."


@pytest.mark.parametrize("layout", markdown.LAYOUTS)
def test_hostile_text_is_text_in_markdown(layout):
    made = written(markdown.write, work(backwards(hostile())), replace(OPTIONS, layout=layout)).decode()
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(made)
    tree = etree.HTML(html)
    assert {e.tag for e in tree.iter()} <= {
        "html", "body", "h1", "p", "blockquote", "em", "table", "thead", "tbody", "tr", "th", "td"
    }  # fmt: skip
    text = " ".join("".join(tree.itertext()).split())
    for index in range(len(hostile())):
        assert " ".join(hostile().paragraph(index).replace("\ufffe", "\ufffe").split()) in text


def test_markdown_is_read_back_with_its_structure():
    source = structured()
    back = markdown_reading.read(written(markdown.write, work(backwards(source))), "x.md", "x")
    found = [(back.paragraph(i), back.kind(i)) for i in range(len(back))]
    for index in range(len(source)):
        if source.kind(index) in {Kind.HEADING, Kind.ITEM, Kind.VERSE, Kind.CODE, Kind.TABLE, Kind.QUOTE}:
            texts = [text.strip() for text, _ in found]
            assert source.paragraph(index).strip() in texts, source.paragraph(index)
    assert ("Das zweite Haus", Kind.ITEM) in found
    assert ("Zweites Kapitel", Kind.HEADING) in found
    assert "EN Das zweite house" in [text for text, _ in found]


def test_csv_is_read_back():
    for made in (make() for make in WORKS.values()):
        text = written(csv.write, made).decode()
        found = list(rows.DictReader(io.StringIO(text, newline="")))
        assert [(csv.unguarded(r["source"]), csv.unguarded(r["target"]) or None) for r in found] == [
            (s.source.strip(), s.target) for s in segments(made)
        ]
        assert not any(cell[:1] in "=+-@" for row in found for cell in row.values() if cell)


def test_what_has_no_words_is_kept_in_a_table_and_comes_from_nobody():
    found = list(
        rows.DictReader(io.StringIO(written(csv.write, work(Bitext(structured(), lambda _: {}))).decode(), newline=""))
    )
    assert [(row["state"], row["origin"]) for row in found if row["source"] in {"1900", "* * *"}] == [("kept", "")] * 2


def test_a_spreadsheet_is_told_the_encoding():
    text = written(csv.write, sample(), replace(OPTIONS, for_spreadsheet=True))
    assert text.startswith(b"\xef\xbb\xbfparagraph,source")


@pytest.mark.parametrize("name", NAMES)
def test_tmx_is_read_back(name, tmp_path):
    made = WORKS[name]()
    path = tmp_path / "x.tmx"
    path.write_bytes(written(tmx.write, made))
    found = list(tmx_reading.units(path, LanguagePair(), xml_pieces.Tally()))
    assert [(u.source, u.target) for u in found] == list(
        dict.fromkeys((a.replace("\ufffe", "\ufffd"), b.replace("\ufffe", "\ufffd")) for a, b in pairs(made))
    )


@pytest.mark.parametrize("name", NAMES)
def test_xliff_is_read_back(name):
    made = WORKS[name]()
    tree = etree.fromstring(written(xliff.write, made))
    space = {"x": xliff.NAMESPACE, "g": xliff.GLOSSARY}
    found = tree.findall(".//x:segment", space)
    if name == "empty":
        assert len(found) == 1
        return
    expected = [(s.source.replace("\ufffe", "\ufffd"), s.target) for s in segments(made)]
    assert [(e.findtext("x:source", None, space), e.findtext("x:target", None, space)) for e in found] == expected
    assert {e.get("state") for e in found if e.find("x:target", space) is None} <= {"initial"}
    assert all(e.get("state") != "initial" for e in found if e.find("x:target", space) is not None)
    units = tree.findall(".//x:unit", space)
    assert len({u.get("id") for u in units}) == len(units)
    for unit in units:
        ids = [e.get("id") for e in unit.iter() if e.tag.startswith(f"{{{xliff.NAMESPACE}}}") and e.get("id")]
        assert len(set(ids)) == len(ids)
        assert [e.tag.split("}")[1] for e in unit][:-1] == sorted(
            [e.tag.split("}")[1] for e in unit][:-1], key=lambda tag: {"glossary": 0, "notes": 1}.get(tag, 2)
        )
    if name != "hostile":
        assert tree.findtext(".//g:term", None, space)


def test_anki_has_a_card_for_each_term_of_the_text():
    lines = written(anki.write, sample()).decode().splitlines()
    assert lines[:3] == ["#separator:tab", "#html:true", "#columns:" + "\t".join(anki.COLUMNS)]
    assert all(line.count("\t") == 4 for line in lines[3:])
    lit = next(line for line in lines if line.startswith("rote Linien\t")).split("\t")
    assert "<b>roten Linien</b>" in lit[2]
    assert "<b>red lines</b>" in lit[3]


def test_anki_fields_are_harmless():
    text = written(anki.write, work(backwards(document(HOSTILE.replace("\x00", "").replace("\x1b", ""))))).decode()
    assert "<script" not in text
    assert '"' not in text
    assert text.count("\n#") == 2


def test_the_counts_say_what_is_missing():
    made = sample()
    list(made.paragraphs())
    assert (made.counts.segments, made.counts.missing.total(), made.counts.left_out) == (20, 0, 1)
    made = work(backwards(structured()))
    assert sum(s.target is None for s in segments(made)) == made.counts.missing.total() == 3
    assert made.counts.sentence() == (
        "3 of 17 sentences have no translation (the <quota> is used up: 2). "
        "1 line around the text left out, such as “Kommentar (0)”."
    )


def test_terms_stand_where_they_are():
    for made in (make() for make in WORKS.values()):
        for segment in segments(made):
            assert all(segment.source[a:b].strip() for a, b, _ in segment.source_terms)
            assert all(0 <= a < b <= len(segment.target) for a, b, _ in segment.target_terms)
            assert all(0 <= e.start < e.end <= len(segment.source) for e in segment.emphasis)
            assert {p.entry for p in segment.source_terms} <= set(range(len(made.entries)))


def test_what_is_struck_through_is_so_in_every_format_that_can_say_it(lesepult, tmp_path):
    text, pairs = tmp_path / "a.md", tmp_path / "p.yaml"
    text.write_text("Die Miete ist ~~nicht bezahlt~~ bezahlt.\n\n~~Alles weg.~~ Neu.\n", "utf-8")
    pairs.write_text("- de: Alles weg.\n  en: All gone.\n", "utf-8")
    assert lesepult("memory", "import", pairs).code == 0
    shown = {name: lesepult("export", text, "--to", name, "-o", "-").out for name in ("txt", "md", "html")}
    for name in ("txt", "md"):
        assert "~~nicht bezahlt~~ bezahlt." in shown[name]
        assert "~~All gone.~~" in shown[name]
    assert "<s>nicht bezahlt</s> bezahlt." in shown["html"]
    assert "<s>All gone.</s>" in shown["html"]


def test_a_made_up_title_does_not_stand_above_its_own_words():
    words = "Der Hund schläft heute und morgen und an jedem anderen Tag, den es gibt, tief und fest."
    made = work(backwards(document(words, "1234")), name="1234.txt")
    assert made.title.startswith("Der Hund")
    assert "<h1" not in written(html.write, made).decode()
    assert written(markdown.write, made).decode().startswith(words)
    assert written(markdown.write, made, replace(OPTIONS, layout="table")).decode().startswith("| de | en |")
    named = work(backwards(document(words, "Vom Hund")))
    assert "<h1" in written(html.write, named).decode()
    assert written(markdown.write, named).decode().startswith("# Vom Hund\n\nDer")


def test_tasks_come_back_from_markdown_and_quotes_in_quotes_are_told_from_translations():
    built = Builder()
    built.add("Offen im Haus", Kind.ITEM, label="☐")
    built.add("Fertig", Kind.ITEM, label="☑", tight=True)
    built.add("Wer kein Haus hat, baut keines.", Kind.QUOTE, level=1)
    built.add("Ein Haus!", Kind.QUOTE, level=2)
    text = written(markdown.write, work(backwards(built.finish("Aufgaben"), missing=lambda _: False))).decode()
    assert "- [ ] Offen im Haus\n\n  > EN Offen im house\n- [x] Fertig\n" in text
    assert "> Wer kein Haus hat, baut keines.\n>\n> > *en:* EN Wer" in text
    assert "\n> > Ein Haus!\n> >\n> > > *en:* EN Ein house!" in text
    back = markdown_reading.read(text.encode(), "x.md", "x")
    assert [back.label(at) for at in range(len(back)) if back.label(at)] == ["☐", "☑"]
