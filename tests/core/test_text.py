import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.core.cells import cells, fit
from reader.core.keys import segment_key
from reader.core.text import _UNSAFE, clean, cleaned, one_line

NONCHARACTERS = "".join(
    chr(code)
    for code in (*range(0xFDD0, 0xFDF0), *(p + e for p in range(0, 0x110000, 0x10000) for e in (0xFFFE, 0xFFFF)))
)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u00ad\ud800-\udfff]")


@given(st.text(alphabet=st.characters()))
def test_nothing_dangerous_is_left_of_any_text(text):
    assert not CONTROL.search(clean(text))
    assert clean(clean(text)) == clean(text)


@given(
    st.text()
    | st.text(alphabet=st.sampled_from(NONCHARACTERS + "aä\u0301\u3fff\U0001f600"))
    | st.text(alphabet="aä\t\x07\x85\xad\u061c\u200b\u202e\u2066\ufe0f\ufeff\ufff9\U000e0001\U000e0100\r\n")
)
def test_the_short_way_for_bytes_is_the_long_way(text):
    assert cleaned(text.encode()) == clean(text)


def test_escape_sequences_become_visible():
    assert clean("a\x1b]52;c;QUJD\x07b") == "a␛]52;c;QUJD␇b"
    assert clean("\x9b31mrot") == "\ufffd31mrot"
    assert clean("a\u202eb\u200bc") == "abc"
    assert clean("Zeile\r\nZeile\rZeile\x0cZeile") == "Zeile\nZeile\nZeile\nZeile"
    assert clean("Sonder\u00advermögen") == "Sondervermögen"
    assert clean("Gro\u0308ße") == "Größe"
    assert clean("Lücke \ud800") == "Lücke \ufffd"


def test_one_line_has_no_line_ends():
    assert one_line(" a\n\tb  c ") == "a b c"


@given(st.text(alphabet="abÄ日本👍e\u0301 ", max_size=30), st.integers(0, 12))
def test_fit_fits(text, width):
    assert cells(fit(text, width)) <= width
    assert cells(text) > width or fit(text, width) == text


def test_keys_see_through_typography_only():
    assert segment_key("Die „roten  Linien“") == segment_key('Die "roten Linien"')
    assert segment_key("US\u2011Präsident") == segment_key("US-Pra\u0308sident")
    assert segment_key("Sonder\u00advermögen") == segment_key("Sondervermögen")
    assert segment_key("20.000") != segment_key("20000")
    assert segment_key("Reise") != segment_key("reise")


def test_what_is_dropped_between_a_letter_and_its_accent_leaves_one_letter():
    assert clean("a\u00ad\u0301") == "á"


def test_noncharacters_are_dropped_all_66_of_them():
    assert len(NONCHARACTERS) == 66
    assert clean(f"Haus{NONCHARACTERS}boot") == cleaned(f"Haus{NONCHARACTERS}boot".encode()) == "Hausboot"
    for char in NONCHARACTERS:
        assert cleaned(char.encode()) == ""
    for code in (0xFDCF, 0xFDF0, 0xFFFD, 0x10000, 0x1FFFD, 0x3FFF):
        assert clean(chr(code)) == cleaned(chr(code).encode()) == chr(code)


def test_what_is_printable_and_yet_unsafe_is_looked_for():
    printable = "".join(filter(str.isprintable, map(chr, range(0x110000))))
    unsafe = _UNSAFE.findall(printable)
    assert unsafe
    assert {clean(f"a{char}b") for char in unsafe} == {"ab"}


def test_cells_are_counted_as_the_toolkit_counts_them():
    """Else the columns of a table, the mouse and what is painted would each speak of other places."""
    others = [
        chr(code)
        for code in range(0x20, 0x20000)
        if unicodedata.category(chr(code)) not in {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"} and code != 0xAD
    ]
    assert [char for char in others if cells(char) != cell_len(char)] == []
    for text in ("日本語", "e\u0301", "हिन्दी", "ไทย", "👍🏽", "🇩🇪", "한국어", "ｱｲｳ"):
        assert cells(text) == cell_len(text), text
