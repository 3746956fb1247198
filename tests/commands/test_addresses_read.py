"""Texts of the web on the command line: read, translated, exported, checked; offline; and Ctrl-C."""

import os
import signal
import threading

import pytest

from reader.commands import fetching
from tests.formats.web_server import WebServer
from tests.terminal import LESEPULT, Terminal

PAGE = """<!DOCTYPE html><html lang="de"><head><title>Die rote Linie</title></head>
<body><article><h1>Die rote Linie</h1>
<p>Die Regierung hat gestern eine rote Linie gezogen, die niemand mehr überschreiten darf.</p>
<p>Am Abend wurde die rote Linie von allen Seiten begrüßt, und die Zölle blieben, wie sie waren.</p>
</article></body></html>""".encode()


@pytest.fixture
def web():
    with WebServer() as server:
        server.address = server.page("/a/artikel", PAGE, "text/html; charset=utf-8")
        yield server


def hangs(web):
    """An address that never answers, and what is set when somebody asks for it."""
    asked = threading.Event()

    def answer(_):
        asked.set()
        web.over.wait()

    return web.raw("/hangs", answer), asked


def test_a_file_of_that_name_wins(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert fetching.place("www.example.org") == "www.example.org"
    (tmp_path / "www.example.org").write_text("Ein Text.")
    assert fetching.place("www.example.org") == fetching.Path("www.example.org")
    assert fetching.file_of("-") is None
    assert fetching.place("https://example.org/" + "a" * 5000).startswith("https://")
    assert fetching.place("https://example.org/\0") == "https://example.org/\0"


def test_commands_that_read_a_text_read_pages(lesepult, own, web, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own("rote Linie: red line\n")
    done = lesepult("export", web.address, "--to", "txt")
    assert (done.code, "eine rote Linie gezogen" in done.out) == (0, True)
    assert lesepult("export", web.address, "--to", "html").code == 0
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".html"] == ["artikel.html"]
    assert lesepult("check", web.address).code == 0
    done = lesepult("glossary", "find", "rote Linie", "--in", web.address)
    assert (done.code, done.out.count("rote Linie") > 1) == (0, True)
    assert lesepult("glossary", "candidates", web.address).code == 0
    assert lesepult("glossary", "stats", "--text", web.address).code == 0


def test_offline_fetches_nothing(lesepult, web):
    done = lesepult("translate", web.address, "--offline")
    assert done.code == 3
    assert "--offline opens no connection" in done.err
    assert web.asked == []


def test_what_cannot_be_fetched_is_said(lesepult, web):
    done = lesepult("export", web.url + "/nothing", "--to", "txt")
    assert done.code == 3
    assert "/nothing" in done.err


def test_waiting_is_said_and_can_be_ended(web, capsys, monkeypatch):
    address, asked = hangs(web)
    said = threading.Event()
    monkeypatch.setattr("sys.stderr.write", lambda text: said.set() if "Fetching" in text else None, raising=False)

    def press():
        if asked.wait(30) and said.wait(30):
            os.kill(os.getpid(), signal.SIGINT)

    pressing = threading.Thread(target=press)
    pressing.start()
    with pytest.raises(KeyboardInterrupt):
        fetching.fetched(address, patience_s=0.0)
    pressing.join()


@pytest.mark.slow
def test_the_reader_opens_a_page_and_remembers_its_address(own_home, web):
    config = own_home / ".config" / "lesepult" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('network = "off"\n')
    with Terminal([LESEPULT, web.address], home=own_home) as terminal:
        terminal.wait_for("eine rote Linie gezogen")
        terminal.press("q")
        assert terminal.wait() == 0
    with Terminal([LESEPULT], home=own_home) as terminal:
        terminal.wait_for(web.address)
        terminal.press("enter")
        terminal.wait_for("eine rote Linie gezogen")
        terminal.press("q")
        assert terminal.wait() == 0
    assert len(web.asked) == 2
    with Terminal([LESEPULT, "--offline", web.address], home=own_home) as terminal:
        assert terminal.wait() == 3
        assert "--offline opens no connection" in terminal.text
    assert len(web.asked) == 2


@pytest.mark.slow
def test_ctrl_c_ends_the_reader_while_it_waits(own_home, web):
    address, _ = hangs(web)
    with Terminal([LESEPULT, address], home=own_home) as terminal:
        terminal.wait_for("Ctrl-C ends it")
        terminal.press("\x03")
        assert terminal.wait() == 130
        assert "Traceback" not in terminal.text
