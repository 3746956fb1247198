import io
import json
import shlex
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import InputError
from reader.formats import opening
from reader.formats.limits import Deadline, read_limited
from reader.formats.opening import FORMATS, Format, format_of, read_bytes, read_path, read_stream
from reader.installing import Origin, install_command, origin_of
from tests.formats import books, golden
from tests.formats.archives import packed

OOXML = packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
ODT = packed({"mimetype": b"application/vnd.oasis.opendocument.text"}, stored=("mimetype",))
EPUB = packed({"mimetype": b"application/epub+zip"}, stored=("mimetype",))


@pytest.mark.parametrize(
    ("data", "suffix", "name"),
    [
        (b"Hallo", "", "plain"),
        (b"Hallo", ".txt", "plain"),
        (b"Hallo", ".MD", "markdown"),
        (b"Hallo", ".html", "html"),
        (b"  <!DOCTYPE HTML>\n<p>", "", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', ".txt", "html"),
        (b"<html>", ".md", "markdown"),
        (b"<!DOCTYPE html>\n<html><body><p>", ".md", "html"),
        (b"<html lang=de>\n<head><title>x</title></head>", ".markdown", "html"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHallo", "", "subtitles"),
        (b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:02,000\r\nHallo", ".txt", "subtitles"),
        (b"%PDF-1.7", ".txt", "pdf"),
        (b"\n%PDF-1.7", "", "pdf"),
        (OOXML, "", "docx"),
        (ODT, ".zip", "odt"),
        (EPUB, "", "epub"),
    ],
)
def test_the_first_bytes_say_more_than_the_name(data, suffix, name):
    assert format_of(data, "x", suffix) == name


@pytest.mark.parametrize(
    ("data", "suffix", "words"),
    [
        (packed({"a": b"x"}), ".epub", "ZIP archive"),
        (b"PK\x03\x04....", ".epub", "damaged"),
        (b"Hallo", ".epub", "is no EPUB file"),
        (b"", ".pdf", "is empty"),
        (b"{\\rtf1 Hallo}", ".rtf", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc", "old Office file"),
        (b"x" * 60 + b"BOOKMOBI", ".mobi", "Kindle"),
        (b"\x1f\x8b\x08", ".gz", "gzip"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_a_hint(data, suffix, words):
    with pytest.raises(InputError, match=words) as raised:
        format_of(data, "x", suffix)
    assert raised.value.message.startswith("x ")
    assert raised.value.hint


def test_a_library_that_is_missing_is_named(monkeypatch, tmp_path):
    (tmp_path / "importer_of_pdf.py").write_text("import a_library_that_nobody_has")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(FORMATS, "plain", Format("PDF", (), "importer_of_pdf", "pdf"))
    monkeypatch.setattr("reader.installing._direct_url", str)
    with pytest.raises(InputError) as raised:
        read_bytes(b"x", "x.pdf")
    assert raised.value.hint == "Install it: pip install 'lesepult[pdf]'"


@pytest.mark.parametrize(
    ("left_behind", "command"),
    [
        ("pipx_metadata.json", "pipx install --force 'lesepult[pdf]'"),
        ("uv-receipt.toml", "uv tool install --force 'lesepult[pdf]'"),
        ("pyvenv.cfg", "pip install 'lesepult[pdf]'"),
    ],
)
def test_what_is_missing_is_installed_by_what_installed_the_program(monkeypatch, tmp_path, left_behind, command):
    (tmp_path / left_behind).write_text("")
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("reader.installing._direct_url", str)
    assert install_command("pdf") == command


@pytest.mark.parametrize(
    ("left_behind", "editable", "command", "bare"),
    [
        ("pipx_metadata.json", False, "pipx install --force '{}[pdf]'", "pipx install --force {}"),
        ("uv-receipt.toml", True, "uv tool install --force '{}[pdf]'", "uv tool install --force {}"),
        ("none", False, "pip install '{}[pdf]'", "pip install {}"),
        ("none", True, "/v/bin/python -m pip install -e '{}[pdf]'", "/v/bin/python -m pip install -e {}"),
        (
            "pyvenv.cfg",
            True,
            "uv pip install --python /v/bin/python -e '{}[pdf]'",
            "uv pip install --python /v/bin/python -e {}",
        ),
    ],
)
def test_a_clone_is_installed_from_where_it_is(monkeypatch, tmp_path, left_behind, editable, command, bare):
    (tmp_path / left_behind).write_text("home = /usr/bin\nuv = 0.9.1\n")
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("sys.executable", "/v/bin/python")
    noted = json.dumps({"url": tmp_path.as_uri(), "dir_info": {"editable": True} if editable else {}})
    monkeypatch.setattr("reader.installing._direct_url", lambda: noted)
    assert install_command("pdf") == command.format(tmp_path)
    assert install_command() == bare.format(tmp_path)


@pytest.mark.parametrize(
    "noted",
    [
        "no JSON", "[]", "{}", '{"url": 1, "dir_info": {}}', '{"url": "file:///nirgends/hier", "dir_info": {}}',
        '{"url": "https://example.org/", "dir_info": {}}', '{"url": "file:///", "archive_info": {}}',
        '{"url": "file:///", "dir_info": 1}', '{"url": "file://[", "dir_info": {}}',
    ],
)  # fmt: skip
def test_what_an_installer_noted_amiss_is_no_origin(noted):
    assert origin_of(noted) == Origin()
    assert origin_of(json.dumps({"url": "file:///", "dir_info": {"editable": "yes"}})) == Origin("/")


def test_a_directory_with_odd_characters_is_one_word_of_the_shell(monkeypatch, tmp_path):
    odd = tmp_path / "it's $(here)"
    odd.mkdir()
    noted = json.dumps({"url": odd.as_uri(), "dir_info": {}})
    monkeypatch.setattr("reader.installing._direct_url", lambda: noted)
    assert shlex.split(install_command("pdf"))[-1] == f"{odd}[pdf]"


def test_a_format_that_this_version_lacks(monkeypatch):
    monkeypatch.setitem(FORMATS, "plain", Format("XYZ", (), "reader.formats.nirgends"))
    with pytest.raises(InputError, match="this version cannot read"):
        read_bytes(b"x", "x.xyz")


def test_an_encoding_is_handed_on(tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes("Grüße".encode("cp850"))
    assert read_path(path, "cp850").text == "Grüße"
    assert read_stream(io.BytesIO("Grüße".encode("cp850")), "cp850").text == "Grüße"


@given(st.binary(max_size=300), st.sampled_from(["", *(s for f in FORMATS.values() for s in f.suffixes)]))
def test_any_bytes_with_any_name_give_a_document_or_a_sentence(data, suffix):
    try:
        read_bytes(data, "x", suffix=suffix)
    except InputError as error:
        assert error.message.endswith(".")


def test_limits():
    now = iter([0.0, 1.0, 31.0, 31.0])
    deadline = Deadline("x", 30, lambda: next(now))
    deadline.check()
    with pytest.raises(InputError, match="x takes too long"):
        deadline.check()
    assert read_limited(io.BytesIO(b"abc"), "x", 3) == b"abc"
    with pytest.raises(InputError, match="larger than"):
        read_limited(io.BytesIO(b"abcd"), "x", 3)


def test_what_other_programs_take_of_the_time_does_not_count():
    now, used = iter([0, 1, 31, 61, 91]), iter([0, 1, 29, 31])
    deadline = Deadline("x", 30, now.__next__, used.__next__)
    deadline.check()
    deadline.check()
    deadline.check()
    with pytest.raises(InputError, match="x takes too long"):
        deadline.check()


def test_a_larger_file_may_take_longer():
    now = iter([0, 31, 51, 51])
    deadline = Deadline("x", 30, now.__next__)
    deadline.allow(10_000_000)
    deadline.check()
    with pytest.raises(InputError, match="x takes too long"):
        deadline.check()


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (("<p>Ein Absatz." * 50).encode(), ".html"),
        (b"Ein *Absatz*.\n\n" * 50, ".md"),
        (books.novel(), ".epub"),
    ],
)
def test_how_far_the_reading_has_come_is_told(data, suffix):
    told = []
    read_bytes(data, "x", suffix=suffix, tell=told.append)
    assert told == sorted(told)
    assert min(told) < 0.5 <= max(told) <= 1


@pytest.mark.slow
def test_a_plain_text_needs_no_library():
    code = (
        "import sys, io; from reader.formats.opening import read_stream; read_stream(io.BytesIO('Grüße'.encode()));"
        "heavy = {'lxml', 'zipfile', 'charset_normalizer', 'markdown_it', 'html.entities'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_formats_are_in_one_table():
    assert set(opening.FORMATS) >= {"plain", "markdown", "html", "epub", "subtitles", "docx", "odt", "pdf"}


@pytest.mark.parametrize("data", [b"", b" \n\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.epub", "a"])
def test_an_empty_pipe_is_told_and_an_empty_file_likewise(data, name, tmp_path):
    with pytest.raises(InputError, match="standard input is empty"):
        read_stream(io.BytesIO(data))
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=f"{name} is empty"):
        read_path(tmp_path / name)


MARKDOWN = [
    "# Titel\n\nText.\n\n## Eins\n\nMehr.\n",
    "---\ntitle: Titel\nlang: de\n---\n\nText.\n",
    "# Titel\n\nText mit [Verweis](https://example.org) darin.\n\nMehr.\n",
    "Text.\n\n```python\nx = 1\n```\n\nMehr.\n",
    "\ufeff# Titel\r\n\r\n- [ ] offen\r\n- [x] fertig\r\n",
]
NO_MARKDOWN = [
    "Titel\n\nText.\n\nMehr.\n",
    "# Titel\n\nText.\n\nMehr.\n",
    "#!/bin/sh\n\n# Eins\n\nls\n\n# Zwei\n\nls\n",
    "# Bemerkung\nname = 1\n\n# noch eine\nwert = 2\n",
    "Sehr *wichtig*, **sehr** sogar.\n\n---\n\nSiehe [Haus](https://example.org).\n\n- eins\n- zwei\n",
    "---\nEin Satz steht hier.\n---\n\nUnd noch einer.\n\nEnde.\n",
    "Die Nummer # 1\n\n#1 ist besser\n\n#2 auch\n\n## \n\n",
    "> Am Montag schrieb er:\n> ja\n\n| a | b\n\n    eingerückt\n",
]


@pytest.mark.parametrize("text", MARKDOWN)
def test_what_has_no_name_and_is_plainly_markdown_is_read_as_that(text, tmp_path):
    assert opening.format_of(text.encode(), "standard input") == "markdown"
    assert opening.format_of(text.encode(), "a.txt", ".txt") == "plain"
    (tmp_path / "README").write_text(text, "utf-8")
    assert "#" not in opening.read_path(tmp_path / "README").text


@pytest.mark.parametrize("text", NO_MARKDOWN)
def test_plain_text_is_never_markdown_by_accident(text):
    assert opening.format_of(text.encode(), "standard input") == "plain"


@pytest.mark.parametrize("path", sorted((golden.DATA / "plain").glob("*.txt")), ids=lambda path: path.stem)
def test_real_plain_texts_are_plain_without_a_name_too(path):
    assert opening.format_of(path.read_bytes(), "standard input") == "plain"
