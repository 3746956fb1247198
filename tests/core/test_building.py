import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reader.core.building import Builder, Run, _composed
from reader.core.document import LONG_PARAGRAPH, Emphasis, Kind, Style
from reader.core.text import clean

TEXTS = st.text(alphabet="ab .\nÄ\t\u0301e\u00a0\u00ad\x1b\u202e", max_size=30)
RUNS = st.lists(st.builds(Run, TEXTS, st.sampled_from([Style.PLAIN, Style.EMPH, Style.STRONG])), max_size=6)
PARAGRAPHS = st.lists(st.tuples(RUNS, st.sampled_from(list(Kind)), st.booleans()), max_size=6)


def shown(doc):
    return [doc.paragraph(index) for index in range(len(doc))]


@given(PARAGRAPHS)
def test_whatever_comes_in_the_document_is_clean_and_its_spans_are_in_order(paragraphs):
    builder = Builder()
    for runs, kind, tight in paragraphs:
        builder.add(runs, kind, tight=tight, level=3, label="•")
    doc = builder.finish()
    assert doc.text == clean(doc.text)
    assert unicodedata.is_normalized("NFC", doc.text)
    last = 0
    for start, end in zip(doc.starts, doc.ends, strict=True):
        assert last <= start < end <= len(doc.text)
        assert not doc.text[last:start].strip()
        assert doc.text[start:end].strip()
        assert "\n" not in doc.text[start:end]
        last = end
    assert not doc.text[last:].strip()
    last = 0
    for start, end, _, _ in doc.emphasis:
        assert last <= start < end
        index = doc.paragraph_at(start)
        assert doc.starts[index] <= start < end <= doc.ends[index]
        last = end
    assert sum(len(doc.emphasis_in(index)) for index in range(len(doc))) == len(doc.emphasis)


@given(RUNS)
def test_a_paragraph_is_its_runs_folded(runs):
    builder = Builder()
    builder.add(runs)
    folded = " ".join(clean("".join(run.text for run in runs)).replace("\u00a0", "\u0001").split())
    folded = unicodedata.normalize("NFC", folded.replace("\u0001", "\u00a0").strip())
    assert builder.finish().text == folded


def test_styles_stand_where_the_words_stand():
    builder = Builder()
    builder.add(
        [Run("Es war "), Run(" sehr ", Style.EMPH), Run("gut", Style.EMPH), Run(" und "), Run("neu", Style.STRONG)]
    )
    doc = builder.finish()
    assert doc.text == "Es war sehr gut und neu"
    assert [(doc.text[a:b], style) for a, b, style, _ in doc.emphasis] == [
        ("sehr gut", Style.EMPH),
        ("neu", Style.STRONG),
    ]


def test_verse_and_code_are_one_paragraph_for_each_line():
    builder = Builder()
    builder.add("Über allen Gipfeln\n  Ist Ruh,", Kind.VERSE)
    builder.add("if x:\n\treturn", Kind.CODE)
    doc = builder.finish()
    assert shown(doc) == ["Über allen Gipfeln", "Ist Ruh,", "if x:", "    return"]
    assert doc.tight == {1, 3}
    assert doc.text.count("\n\n") == 1


def test_what_is_very_long_is_laid_out_in_tight_pieces():
    builder = Builder()
    builder.add([Run("Dies ist ein langer Satz. " * 1_000, Style.EMPH)])
    doc = builder.finish()
    assert len(doc) > 2
    assert doc.tight == set(range(1, len(doc)))
    assert max(map(len, shown(doc))) <= LONG_PARAGRAPH
    assert len(doc.emphasis) == len(doc)


def test_links_lead_to_addresses_and_paragraphs_only():
    builder = Builder()
    targets = [
        "https://example.org/ä",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "#note",
        "#nirgends",
        "mailto:a@b.de",
    ]
    builder.add([Run(f"w{number} ", Style.LINK, target) for number, target in enumerate(targets)])
    builder.add([Run("1", Style.NOTE_REF, "#note"), Run("2", Style.NOTE_REF, "#fort")])
    builder.anchor("note")
    builder.add("Die Fußnote.", Kind.NOTE, label="[1]")
    doc = builder.finish()
    assert [(doc.text[a:b], to) for a, b, _, to in doc.emphasis] == [
        ("w0", "https://example.org/ä"),
        ("w3", "#2"),
        ("w5", "mailto:a@b.de"),
        ("1", "#2"),
        ("2", ""),
    ]
    assert doc.label(2) == "[1]"
    assert doc.kind(2) is Kind.NOTE


def test_a_place_in_a_paragraph_is_counted_from_its_start():
    builder = Builder()
    builder.add("Eins.")
    builder.add([Run("Zwei "), Run("drei", Style.STRONG)])
    assert builder.finish().emphasis_in(1) == (Emphasis(5, 9, Style.STRONG),)


@given(st.text(alphabet="ea \u0301\u0323\u1100\u1161\u11a8\uac00\u09c7\u09be\U00016d67α\u0345\u0338=", max_size=12))
def test_places_in_composed_text_are_those_of_each_beginning(text):
    places = range(len(text) + 1)
    assert _composed(text, places) == {end: len(unicodedata.normalize("NFC", text[:end])) for end in places}
