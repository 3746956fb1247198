"""Any document, whatever stands in it, is written so that every link leads somewhere and the original comes back."""

import io
import posixpath
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reader.core.building import Builder, Run
from reader.core.document import Kind, Style
from reader.export import epub, html, markdown
from reader.formats import epub as epub_reading
from reader.formats import html as html_reading
from reader.formats import markdown as markdown_reading
from tests.export.works import backwards, work, written

TEXT = st.text(
    st.one_of(
        st.sampled_from("aH s1.*_`#[]()<>&\"'|\\-+=:!~^äß„“…│\n\t "),
        st.characters(exclude_categories=("Cs",)),
    ),
    min_size=1,
    max_size=30,
)
KINDS = st.sampled_from(list(Kind))
STYLES = st.sampled_from([Style.PLAIN, Style.STRONG, Style.EMPH, Style.CODE, Style.LINK, Style.NOTE_REF])
RUNS = st.lists(st.tuples(TEXT, STYLES, st.integers(0, 9)), min_size=1, max_size=3)
PARAGRAPH = st.tuples(
    RUNS, KINDS, st.integers(0, 7), st.booleans(), st.booleans(), st.sampled_from(["", "•", "3.", "[1]", "<b>"])
)


@st.composite
def documents(draw):
    made = Builder()
    for number, (runs, kind, level, tight, around, label) in enumerate(draw(st.lists(PARAGRAPH, max_size=8))):
        made.anchor(f"n{number}")
        made.add(
            [Run(text, style, f"#n{to}" if style in (Style.LINK, Style.NOTE_REF) else "") for text, style, to in runs],
            kind,
            level=max(1, min(6, level)) if kind is Kind.HEADING else level if kind in {Kind.ITEM, Kind.QUOTE} else 0,
            tight=tight,
            boilerplate=around,
            label=label,
        )
    return made.finish(
        draw(st.sampled_from(["", "Titel", "a.txt", "<i>"])), author=draw(st.sampled_from(["", "A <B>"]))
    )


def texts(doc):
    return [
        "".join(doc.paragraph(at).split()).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
        for at in range(len(doc))
    ]


@settings(max_examples=40, deadline=None)
@given(documents(), st.booleans())
def test_a_page_is_sound_and_gives_the_original_back(doc, everything):
    made = work(backwards(doc), everything=everything)
    data = written(html.write, made)
    tree = etree.HTML(data.decode())
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert all(link[1:] in ids for link in tree.xpath("//a/@href"))
    shown = [text for at, text in enumerate(texts(doc)) if made.shows(at)]
    if any(shown):
        back = html_reading.read(data, "x", "x")
        assert texts(back) == shown
        assert [back.kind(at) for at in range(len(back))] == [
            doc.kind(at) if at != made.titled else Kind.HEADING for at in range(len(doc)) if made.shows(at)
        ]


@settings(max_examples=25, deadline=None)
@given(documents(), st.booleans())
def test_a_book_is_sound_and_gives_the_original_back(doc, everything):
    made = work(backwards(doc), everything=everything)
    data = written(epub.write, made)
    book = zipfile.ZipFile(io.BytesIO(data))
    pages = {name: etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")}
    ids = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    for file, page in pages.items():
        assert len(page.xpath("//@id")) == len(ids[file])
        for address in page.xpath("//*[local-name()='a']/@href"):
            path, _, place = address.partition("#")
            there = posixpath.join("EPUB", path) if path else file
            assert not place or place in ids[there]
    shown = [text for at, text in enumerate(texts(doc)) if made.shows(at)]
    if any(shown):
        assert sorted(texts(epub_reading.read(data, "x", "x"))) == sorted(shown)


@settings(max_examples=30, deadline=None)
@given(documents())
def test_markdown_holds_every_paragraph_as_it_is(doc):
    made = work(backwards(doc))
    back = markdown_reading.read(written(markdown.write, made), "x", "x") if len(doc) else None
    whole = "".join(texts(back)) if back is not None else ""
    for at, text in enumerate(texts(doc)):
        if made.shows(at) and doc.kind(at) not in {Kind.RULE, Kind.TABLE} and not doc.emphasis_in(at):
            assert text in whole
