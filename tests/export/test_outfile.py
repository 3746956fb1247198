"""Where an export goes: whole or not at all, never over what is read, readable by whom the umask lets."""

import io
import os
import stat
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from reader.errors import UsageError
from reader.export.outfile import OutFile, OutFileError, refuse_input
from reader.export.writing import write_into
from tests.export.works import OPTIONS, backwards, structured, work


def names(directory):
    return sorted(path.name for path in directory.iterdir())


def test_who_may_read_it_is_for_the_umask_to_say(tmp_path):
    before = os.umask(0o027)
    try:
        write_into("txt", work(backwards(structured())), OutFile(tmp_path / "x.txt", force=False), OPTIONS)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.txt").stat().st_mode) == 0o640


@pytest.mark.parametrize("form", ["html", "epub", "tmx"])
def test_what_is_interrupted_leaves_nothing(tmp_path, form):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_into(form, work(backwards(structured()), progress=stop), OutFile(tmp_path / "x", force=False), OPTIONS)
    assert names(tmp_path) == []


def test_what_is_given_up_leaves_nothing_and_never_takes_its_place(tmp_path):
    file = OutFile(tmp_path / "x.html", force=True)
    (tmp_path / "x.html").write_text("mine")
    half, going = threading.Event(), threading.Event()
    errors = []

    def progress(done, total):
        half.set()
        going.wait(10)

    def write():
        try:
            write_into("html", work(backwards(structured()), progress=progress), file, OPTIONS)
        except OutFileError as error:
            errors.append(error.message)

    thread = threading.Thread(target=write)
    thread.start()
    assert half.wait(10)
    assert len(names(tmp_path)) == 2
    file.give_up()
    assert names(tmp_path) == ["x.html"]
    going.set()
    thread.join(10)
    assert names(tmp_path) == ["x.html"]
    assert (tmp_path / "x.html").read_text() == "mine"
    assert errors == [f"{tmp_path / 'x.html'} was given up."]


def test_what_is_given_up_before_it_began_is_never_begun(tmp_path):
    file = OutFile(tmp_path / "x.html", force=False)
    file.give_up()
    with pytest.raises(OutFileError), file:
        pass
    assert names(tmp_path) == []


def test_the_text_is_safe_under_all_of_its_names(tmp_path):
    text = tmp_path / "Text.txt"
    text.write_text("Der Hund.", "utf-8")
    (tmp_path / "soft.txt").symlink_to(text)
    (tmp_path / "hard.txt").hardlink_to(text)
    for name in ("Text.txt", "soft.txt", "hard.txt", "./Text.txt"):
        with pytest.raises(UsageError):
            refuse_input(str(text), tmp_path / name)
    with suppress(FileNotFoundError):  # where letters of both cases are the same, this is the same file
        if (tmp_path / "TEXT.TXT").samefile(text):
            with pytest.raises(UsageError):
                refuse_input(str(text), tmp_path / "TEXT.TXT")
    refuse_input(str(text), tmp_path / "other.txt")


@pytest.mark.parametrize("form", ["html", "epub", "xliff"])
def test_a_full_disk_is_one_sentence(form, tmp_path, monkeypatch):
    monkeypatch.setattr("reader.export.outfile.os.fdopen", lambda handle, mode: Full(handle))
    with pytest.raises(OutFileError) as caught:
        write_into(form, work(backwards(structured())), OutFile(tmp_path / "x", force=False), OPTIONS)
    assert caught.value.message == f"{tmp_path / 'x'}: no space left on device."
    assert names(tmp_path) == []


class Full(io.FileIO):
    """A file on a disk that is full."""

    def __init__(self, handle):
        super().__init__(handle, "wb")

    def write(self, data):
        raise OSError(28, "No space left on device")


def test_a_pipe_that_only_a_link_leads_to_is_written_into():
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as out:
        try:
            with OutFile(Path(f"/dev/fd/{writing}"), force=False) as file:
                file.put(b"Ja.")
                file.finish()
        finally:
            os.close(writing)
        assert out.read() == b"Ja."


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(OutFileError) as caught, OutFile(tmp_path / "no" / "x.txt", force=False):
        pass
    assert caught.value.message == f"there is no folder {tmp_path / 'no'}."
