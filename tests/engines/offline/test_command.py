"""`lesepult offline`: install, status, remove, with a tiny model and a server on this machine."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from reader.cli import main
from reader.engines.offline import engine as engine_module
from reader.engines.offline import install as install_module
from reader.engines.offline import opus
from reader.engines.offline.model import verify


@pytest.fixture
def lesepult(own_home, capsys):
    """Run the command line; gives code, out, err."""

    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return SimpleNamespace(code=code, out=out, err=err)

    return run


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def answering(monkeypatch):
    """Somebody sits at the terminal and types this."""

    def put(answer):
        monkeypatch.setattr(sys, "stdin", Terminal(f"{answer}\n"))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    return put


@pytest.fixture
def link(own_home):
    return own_home / ".local" / "share" / "lesepult" / "offline"


@pytest.fixture
def configured(own_home, shelf):
    """The person has set where models are."""
    path = own_home / ".config" / "lesepult" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f'[offline]\nurl = "{shelf.base}"\nthreads = 1\n')
    return path


def test_nothing_is_there_at_first(lesepult):
    done = lesepult("offline", "status")
    assert done.code == 1
    assert "lesepult offline install" in done.out
    assert json.loads(lesepult("offline", "status", "--json").out)["ready"] is False
    done = lesepult("offline", "remove", "--yes")
    assert (done.code, done.out) == (1, "There is no model to remove.\n")


def test_install_says_what_it_fetches_and_asks(configured, shelf, tiny, link, lesepult, answering):
    answering("n")
    done = lesepult("offline", "install")
    assert done.code == 1
    assert "Nothing was changed." in done.out
    assert shelf.requests == []
    assert not link.parent.exists()
    for part in (shelf.url, "275 MB", "CC-BY 4.0", "~/.local/share/lesepult/offline"):
        assert part in done.out
    assert "Fetch it? [y/N]" in done.err
    answering("y")
    done = lesepult("offline", "install")
    assert (done.code, shelf.ranges) == (0, [None])
    assert "The offline model is installed" in done.out
    assert f"sha256 {tiny.sha256}" in done.err
    assert verify(link)
    assert sorted(path.name for path in link.parent.iterdir())[1:] == [".offline.lock", "offline"]


def test_status_tells_what_is_there(configured, tiny, lesepult):
    assert lesepult("offline", "install", "--yes").code == 0
    done = lesepult("offline", "status")
    assert done.code == 0
    assert "there and whole" in done.out
    told = json.loads(lesepult("offline", "status", "--json").out)
    assert told["ready"] is True
    assert told["sha256"] == tiny.sha256
    assert told["licence"] == opus.LICENCE


def test_the_published_address_is_the_usual_one(lesepult, answering):
    answering("n")
    done = lesepult("offline", "install")
    assert "https://object.pouta.csc.fi/OPUS-MT-models/de-en/opus-2020-02-26.zip" in done.out


def test_nobody_to_ask_is_no_consent(configured, shelf, lesepult):
    done = lesepult("offline", "install")
    assert done.code == 2
    assert "--yes" in done.err
    assert shelf.requests == []


def test_a_file_of_ones_own_needs_no_question_and_no_network(tiny, link, lesepult):
    done = lesepult("offline", "install", "--from", tiny.archive, "--sha256", tiny.sha256.upper())
    assert done.code == 0, done.err
    assert verify(link)
    done = lesepult("offline", "install", "--from", tiny.archive)
    assert done.code == 2  # there is one that would be replaced, and nobody to ask
    assert lesepult("offline", "install", "--from", tiny.marian, "--yes").code == 0


def test_from_an_address(shelf, link, lesepult):
    done = lesepult("offline", "install", "--from", f"{shelf.base}/mine.zip", "--yes")
    assert done.code == 0, done.err
    assert verify(link).source == f"{shelf.base}/mine.zip"


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--from", "ftp://127.0.0.1/x.zip"), "http:// or https://"),
        (("--from", "file:///etc/passwd"), "http:// or https://"),
        (("--from", "https://me:secret@127.0.0.1/x.zip"), "without a name or a password"),
        (("--sha256", "abc"), "64 digits"),
    ],
)
def test_what_makes_no_sense(lesepult, arguments, what):
    done = lesepult("offline", "install", "--yes", *arguments)
    assert done.code == 2
    assert what in done.err
    assert "secret" not in done.err


def test_a_file_that_is_not_there_is_named(lesepult):
    done = lesepult("offline", "install", "--yes", "--from", "no/such/file.zip")
    assert done.code == 3
    assert "no/such/file.zip" in done.err


def test_a_wrong_sha256_is_refused_and_fetched_anew(configured, shelf, link, lesepult):
    for _ in range(2):
        done = lesepult("offline", "install", "--yes", "--sha256", "0" * 64)
        assert done.code == 3
        assert "another sha256" in done.err
    assert not link.exists()
    assert shelf.ranges == [None, None]


def test_an_interruption_says_how_to_go_on(configured, shelf, link, lesepult, monkeypatch):
    def interrupted(_url, part, *_):
        part.write_bytes(bytes(2_000_000))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(install_module, "fetch", interrupted)
        done = lesepult("offline", "install", "--yes")
    assert done.code == 130
    assert "Interrupted: no model was installed; 2 MB are here" in done.err
    assert lesepult("offline", "install", "--yes").code == 0
    assert verify(link)


def test_remove_asks_too(tiny, link, lesepult, answering):
    lesepult("offline", "install", "--from", tiny.archive)
    answering("n")
    assert lesepult("offline", "remove").code == 1
    assert verify(link)
    answering("j")
    done = lesepult("offline", "remove")
    assert (done.code, done.out) == (0, "The offline model is removed.\n")
    assert sorted(path.name for path in link.parent.iterdir()) == [".offline.lock"]


def test_a_damaged_model_is_told_of(tiny, link, lesepult):
    lesepult("offline", "install", "--from", tiny.archive)
    with (link / "model.bin").open("r+b") as stream:
        stream.write(b"\xff")
    done = lesepult("offline", "status")
    assert done.code == 1
    assert "model.bin has changed" in done.out


def test_without_the_extra_it_says_how_to_get_it(shelf, lesepult, monkeypatch):
    monkeypatch.setattr(engine_module, "find_spec", lambda name: None)
    monkeypatch.setattr("reader.installing._direct_url", str)
    done = lesepult("offline", "install", "--yes")
    assert done.code == 3
    assert "pip install 'lesepult[offline]'" in done.err
    assert "pip install" in lesepult("offline", "status").out


def test_wrong_threads_are_told(own_home, lesepult):
    path = own_home / ".config" / "lesepult" / "config.toml"
    path.parent.mkdir(parents=True)
    for value in ("0", "true", '"2"', "1000"):
        path.write_text(f"[offline]\nthreads = {value}\n")
        done = lesepult("offline", "status")
        assert done.code == 3
        assert "threads is no number from 1 to 256" in done.err
