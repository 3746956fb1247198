from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import LONG_PARAGRAPH, Kind, document
from reader.core.position import position_at, restored
from reader.core.text import clean
from tests.support import SAMPLE


@given(st.text(alphabet="ab .\nÄ", max_size=300))
def test_what_is_outside_paragraphs_is_white_space(text):
    doc = document(text)
    last = 0
    for start, end in zip(doc.starts, doc.ends, strict=True):
        assert not text[last:start].strip()
        assert text[start:end].strip() == text[start:end] != ""
        last = end
    assert not text[last:].strip()


def test_the_sample_has_four_paragraphs_and_its_boilerplate():
    doc = document(clean(SAMPLE.read_text("utf-8")))
    assert len(doc) == 4
    assert len(doc.paragraph(2)) == 3706
    assert doc.boilerplate == {3}
    assert doc.paragraph(3) == "Kommentar (0)"


def test_a_line_of_ten_megabytes_is_laid_out_in_pieces_that_lose_nothing():
    line = "Dies ist ein Satz mit einigen Wörtern. " * 270_000
    doc = document(line)
    assert "".join(doc.paragraph(i) + " " for i in range(len(doc))).split() == line.split()
    assert max(b - a for a, b in zip(doc.starts, doc.ends, strict=True)) <= LONG_PARAGRAPH
    assert len(doc.tight) == len(doc) - 1
    assert all(doc.paragraph(i).rstrip().endswith(".") for i in range(len(doc)))


def test_a_long_line_without_blanks_is_cut_too():
    doc = document("a" * 50_000)
    assert "".join(doc.paragraph(i) for i in range(len(doc))) == "a" * 50_000


def test_a_hundred_thousand_empty_lines_are_no_paragraph():
    assert len(document("\n" * 100_000)) == 0


def test_a_place_is_found_again_in_an_edited_text():
    old = document("Erster Absatz.\nZweiter Absatz, der länger ist als der erste und mehr sagt.")
    place = position_at(old, 1, 8)
    assert restored(old, place) == (1, 8)
    new = document("Neu davor.\nErster Absatz.\nZweiter Absatz, der länger ist als der erste und mehr sagt.")
    assert restored(new, place) == (2, 8)
    assert restored(document("Ganz anders."), place) == (0, 0)


def test_the_id_is_the_contents():
    assert document("a\nb", title="x").content_id() == document("a\nb", title="y").content_id()
    assert document("a\nb").content_id() != document("a\nc").content_id()


def test_a_plain_document_has_paragraphs_only():
    doc = document("a\nb")
    assert (doc.kind(1), doc.level(1), doc.label(1), doc.emphasis_in(1)) == (Kind.PARAGRAPH, 0, "", ())
