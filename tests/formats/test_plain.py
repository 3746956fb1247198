import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import InputError
from reader.formats.opening import read_bytes, read_path, read_stream
from tests.support import SAMPLE


def test_the_sample_opens_as_it_is():
    doc = read_path(SAMPLE)
    assert doc.text == SAMPLE.read_text("utf-8")
    assert doc.notes == ()


@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_sentence(data):
    try:
        doc = read_bytes(data, "x.txt")
    except InputError as error:
        assert error.message.endswith(".")
        assert error.hint
    else:
        assert "\x1b" not in doc.text
        assert "\x00" not in doc.text


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        ("Größe".encode(), "Größe", ()),
        (b"\xef\xbb\xbf" + "Größe".encode(), "Größe", ()),
        ("Größe".encode("utf-16"), "Größe", ("UTF-16",)),
        ("Größe über alles, schöne Grüße".encode("cp1252"), "Größe über alles, schöne Grüße", ("ISO-8859-1",)),
        (
            "Gute Größe und schöne Maße".encode() + b"\xff!",
            "Gute Größe und schöne Maße\ufffd!",
            ("1 invalid byte shown as \ufffd",),
        ),
        (b"eins\x00zwei", "eins␀zwei", ()),
    ],
)
def test_encodings_are_told_apart_and_named(data, text, note):
    doc = read_bytes(data, "x.txt")
    assert doc.text == text
    assert doc.notes == note


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"PK\x03\x04....", b"\x7fELF", bytes(range(256)) * 20 + bytes(600)])
def test_what_is_no_text_is_refused_in_a_sentence(data):
    with pytest.raises(InputError) as raised:
        read_bytes(data, "x.bin")
    assert "x.bin" in raised.value.message


def test_files_that_cannot_be_read(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="does not exist"):
        read_path(tmp_path / "nichts.txt")
    with pytest.raises(InputError, match="is a directory"):
        read_path(tmp_path)
    with pytest.raises(InputError):
        read_path(tmp_path / ("x" * 5000))
    secret = tmp_path / "geheim.txt"
    secret.write_text("x")
    monkeypatch.setattr("pathlib.Path.open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "denied")))
    with pytest.raises(InputError, match="may not be read"):
        read_path(secret)


def test_a_name_cannot_smuggle_an_escape(tmp_path):
    with pytest.raises(InputError) as raised:
        read_path(tmp_path / "a\x1b[31mb.txt")
    assert "\x1b" not in str(raised.value)


def test_titles():
    assert read_bytes(b"Russland und die USA\n\nEs begann.", "x").title == "Russland und die USA"
    assert read_bytes("Es begann früh.\nUnd dann.".encode(), "x", title="datei").title == "datei"


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("reader.formats.opening.MAX_BYTES", 10)
    with pytest.raises(InputError, match="larger than"):
        read_stream(io.BytesIO(b"x" * 11))


def test_a_pipe_that_is_named_is_read(tmp_path):
    path = tmp_path / "fifo"
    os.mkfifo(path)
    import threading

    writer = threading.Thread(target=lambda: path.write_bytes("Grüße.".encode()))
    writer.start()
    assert read_path(path).text == "Grüße."
    writer.join()


def test_what_stands_around_a_book_of_project_gutenberg_is_dimmed():
    lines = [
        "The Project Gutenberg eBook of X",
        "*** START OF THE PROJECT GUTENBERG EBOOK X ***",
        "Es begann.",
        "Ende.",
    ]
    lines += ["*** END OF THE PROJECT GUTENBERG EBOOK X ***", "Updated editions will replace the previous one."]
    doc = read_bytes("\n\n".join(lines).encode(), "x.txt")
    assert [doc.paragraph(index) for index in range(len(doc)) if index not in doc.boilerplate] == [
        "Es begann.",
        "Ende.",
    ]
