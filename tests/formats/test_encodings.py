import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import InputError
from reader.formats.encodings import decoded

SHORT = [
    "Grüße", "Größe über alles, schöne Grüße", "Müller", "Straße", "Ärger", "Öl", "Übung macht den Meister.",
    "schön", "weiß", "für", "Maß", "Fußgängerübergänge", "ÜBERSICHT ÜBER DIE LÖHNE", "MÄRCHEN", "ä", "ß",
    "naïve Café-Besucher à la carte", "§ 5 Abs. 2 BGB", "20 °C", "5 ½ Stück", "© 2020 Müller & Söhne", "Zoë",
    "Er sagte: »Nein.«", "Häuser\nBäume\nÄpfel", "Ægypten", "«Grüezi», sagte er.",
]  # fmt: skip
"""Short German texts that Latin-1 can write."""
TYPOGRAPHIC = [
    "„Ja“, sagte er – und ging …", "Das kostet 5 € im Geschäft.", "Kürzere Tage – längere Nächte", "‚Gut‘, dachte sie.",
    "Dvorák und Šimon", "Œuvre in Übersee",
]  # fmt: skip


def can(text, codec):
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


OLD = [
    (text, codec, name)
    for text in SHORT + TYPOGRAPHIC
    for codec, name in (("cp850", "code page 850"), ("mac_roman", "Mac Roman"))
    if len(text) > 14 and text[0] not in "§©5«" and can(text, codec)
]


@pytest.mark.parametrize("text", SHORT)
def test_short_texts_in_latin_1(text):
    assert decoded(text.encode("latin-1"), "x") == (text, ("ISO-8859-1",))


@pytest.mark.parametrize("text", TYPOGRAPHIC)
def test_quotes_and_dashes_tell_windows_1252(text):
    assert decoded(text.encode("cp1252"), "x") == (text, ("Windows-1252",))


@pytest.mark.parametrize("text", ["Das kostet 5 € im Geschäft.", "Grüße aus Œdenburg", "Preis: € 12,50 für Bücher"])
def test_the_euro_sign_tells_iso_8859_15(text):
    assert decoded(text.encode("iso8859-15"), "x") == (text, ("ISO-8859-15",))


@pytest.mark.parametrize(("text", "codec", "name"), OLD)
def test_old_machines(text, codec, name):
    found = decoded(text.encode(codec), "x")
    assert found.text == text
    assert name in found.notes or name == "code page 850"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("Привет, как дела? Это русский текст о жизни в городе.", "cp1251", "Windows-1251"),
        ("Привет, как дела? Это русский текст о жизни в городе.", "koi8_r", "KOI8-R"),
        ("Zażółć gęślą jaźń, proszę bardzo.", "cp1250", "Windows-1250"),
        ("Les élèves français étaient là, à côté du château.", "cp1252", "ISO-8859-1"),
        ("El niño comió en España ayer.", "latin-1", "ISO-8859-1"),
        ("Detta är en svensk text på åtta rader.", "latin-1", "ISO-8859-1"),
    ],
)
def test_other_languages(text, codec, name):
    assert decoded(text.encode(codec), "x") == (text, (name,))


def test_utf_16_and_32_with_and_without_a_mark():
    text = "Grüße aus Köln, und zwar viele."
    for codec, name in (("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-32", "UTF-32")):
        assert decoded(text.encode(codec), "x") == (text, (name,))
    assert decoded("\ufeffGrüße".encode(), "x") == ("Grüße", ())


def test_the_person_knows_better():
    data = "Grüße".encode("cp850")
    assert decoded(data, "x", "cp850") == ("Grüße", ("code page 850",))
    assert decoded(data, "x", "CP850").text == "Grüße"
    assert decoded(data, "x", "utf-8").notes == ("UTF-8", "2 invalid bytes shown as \ufffd")
    assert decoded("Grüße".encode("utf-16"), "x", "utf-16").text == "Grüße"


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "", "\x00", "zip", "utf-8\x1b[31m", "ü" * 500, "idna"])
def test_an_encoding_that_is_none_is_one_sentence(name):
    if not name:
        return
    with pytest.raises(InputError) as raised:
        decoded(b"abc", "x", name)
    assert "\x1b" not in str(raised.value)
    assert raised.value.hint


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "cp1252", "utf-16", "utf-7", "shift_jis", "punycode"]))
def test_any_bytes_are_decoded_or_refused(data, encoding):
    try:
        found = decoded(data, "x", encoding)
    except InputError as error:
        assert error.message.endswith(".")
    else:
        assert "\x1b" not in found.text


@given(st.text(alphabet="aeinrst äöüÄÖÜß,.", min_size=1, max_size=80))
def test_german_letters_in_latin_1_are_never_garbled(text):
    words = f"{text} und für die Größe"
    assert decoded(words.encode("latin-1"), "x").text == words


def test_random_bytes_are_no_text_and_a_log_with_colours_is():
    noise = random.Random(1).randbytes(5_000).replace(b"\0", b"x")
    with pytest.raises(InputError, match="is a binary file"):
        decoded(noise, "x.bin")
    coloured = "\x1b[31mGrün\x1b[0m und Größe.\r\n".encode("cp1252") * 50
    assert "Größe" in decoded(coloured, "x.log").text
