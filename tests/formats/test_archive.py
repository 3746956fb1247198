import itertools
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import InputError
from reader.formats import archive as archives
from reader.formats.archive import Archive, resolved
from reader.formats.limits import Deadline
from tests.formats.archives import encrypted, packed


def opened(data, deadline=None):
    return Archive(data, "x.epub", "an EPUB file", deadline or Deadline("x.epub"))


def test_entries_are_read():
    archive = opened(packed({"a/b.txt": b"Gr\xc3\xbc\xc3\x9fe" * 100, "c": b""}))
    assert list(archive) == ["a/b.txt", "c"]
    assert archive.read("a/b.txt").startswith(b"Gr")
    assert archive.read("c") == b""
    with pytest.raises(InputError, match="no d in it"):
        archive.read("d")


def test_a_bomb_is_not_unpacked():
    archive = opened(packed({"a": bytes(50_000_000)}))
    with pytest.raises(InputError, match="packed too well"):
        archive.read("a")


def test_many_entries_that_are_each_small_enough_are_counted_together(monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1_000)
    archive = opened(packed(dict.fromkeys("abcd", b"abc" * 100)))
    for name in "abc":
        archive.read(name)
    with pytest.raises(InputError, match="unpack to more than"):
        archive.read("d")


def test_an_entry_that_lies_about_its_size_is_damaged():
    data = packed({"a": bytes(5_000_000)})
    real, lie = (5_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little")
    with pytest.raises(InputError, match="damaged"):
        opened(data.replace(real, lie)).read("a")


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "a/../../b", "..\\a", "C:\\a", "C:/a", "a/"])
def test_names_that_lead_out_are_not_there(name):
    archive = opened(packed({name: b"x", "gut": b"y"}))
    assert list(archive) == ["gut"]


def test_a_password_is_one_sentence():
    archive = opened(encrypted(packed({"a": b"x" * 50})))
    with pytest.raises(InputError, match="protected by a password"):
        archive.read("a")


def test_too_many_entries(monkeypatch):
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    with pytest.raises(InputError, match="holds 4 files"):
        opened(packed(dict.fromkeys("abcd", b"")))


def test_unusual_packing_is_refused():
    import io

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", b"x" * 500)
    with pytest.raises(InputError, match="unusual way"):
        opened(buffer.getvalue()).read("a")


def test_time_is_asked_for_while_unpacking():
    clock = itertools.count().__next__
    archive = opened(packed({"a": b"x"}), Deadline("x.epub", 0.5, clock))
    with pytest.raises(InputError, match="takes too long"):
        archive.read("a")


@given(st.data())
def test_a_damaged_archive_is_read_or_refused(data):
    whole = bytearray(packed({"mimetype": b"application/epub+zip", "a": b"Hallo Welt. " * 40}, stored=("mimetype",)))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)):
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            archive = opened(bytes(whole[:cut] if data.draw(st.booleans()) else whole))
            for name in archive:
                archive.read(name)
    except InputError as error:
        assert error.message.endswith(".")


@given(st.text(max_size=40), st.text(max_size=60))
def test_no_reference_leads_out(base, href):
    name, _ = resolved(f"OEBPS/{base.replace('/', '')}", href)
    assert not name.startswith(("..", "/"))
