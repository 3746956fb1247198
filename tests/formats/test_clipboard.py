import shlex
import sys

import pytest

from reader.core.document import Kind
from reader.errors import InputError
from reader.formats.clipboard import TOOLS, read_clipboard

X11 = {"DISPLAY": ":0"}
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}
HTML = "<meta charset='utf-8'><h2>Über die Brücke</h2><ul><li>eins</li><li>zwei</li></ul>"


@pytest.fixture
def tools(tmp_path):
    """Makes commands in a PATH of their own; gives an environment."""

    def make(display, **scripts):
        for name, script in scripts.items():
            path = tmp_path / name.replace("_", "-").replace("powershell-exe", "powershell.exe")
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
        return {"PATH": str(tmp_path), **display}

    return make


def says(text):
    return f"printf %s {shlex.quote(text)}"


def shown(doc):
    return [doc.paragraph(index) for index in range(len(doc))]


def failure(environment, **more):
    with pytest.raises(InputError) as raised:
        read_clipboard(environment, **more)
    assert raised.value.title == "Cannot read the clipboard"
    assert raised.value.message.endswith(".")
    return raised.value


@pytest.mark.parametrize(
    ("display", "name"),
    [
        (WAYLAND, "wl_paste"),
        (X11, "xclip"),
        (X11, "xsel"),
        ({}, "pbpaste"),
        ({}, "powershell_exe"),
        ({}, "powershell"),
    ],
)
def test_every_command_is_asked(tools, display, name):
    doc = read_clipboard(tools(display, **{name: says("Schöne Grüße.\n\nUnd Küsse.")}))
    assert shown(doc) == ["Schöne Grüße.", "Und Küsse."]
    assert (doc.title, doc.notes) == ("the clipboard", ()), "told once"


def test_the_display_says_which(tools):
    environment = tools({}, wl_paste=says("Wayland"), xclip=says("X11"), xsel=says("xsel"), pbpaste=says("mac"))
    assert read_clipboard({**environment, **WAYLAND, **X11}).text == "Wayland"
    assert read_clipboard({**environment, **X11}).text == "X11"
    assert read_clipboard(environment).text == "mac"


@pytest.mark.parametrize(("display", "name"), [(WAYLAND, "wl_paste"), (X11, "xclip")])
def test_what_was_copied_with_its_looks_keeps_its_structure(tools, display, name):
    script = f"""case "$*" in
      *list-types*|*TARGETS*) printf 'TARGETS\\ntext/html\\nUTF8_STRING\\n';;
      *text/html*) {says(HTML)};;
      *) {says("Über die Brücke eins zwei")};;
    esac"""
    doc = read_clipboard(tools(display, **{name: script}))
    assert shown(doc) == ["Über die Brücke", "eins", "zwei"]
    assert [doc.kind(index) for index in range(3)] == [Kind.HEADING, Kind.ITEM, Kind.ITEM]


@pytest.mark.parametrize("page", ["<script>x</script>", "   ", "<html><body><!--StartFragment--> <!--EndFragment-->"])
def test_html_without_text_gives_way_to_the_text(tools, page):
    script = f"""case "$*" in *list-types*) echo text/html;; *text/html*) {says(page)};; *) {says("Text")};; esac"""
    assert read_clipboard(tools(WAYLAND, wl_paste=script)).text == "Text"


def test_of_a_page_only_what_was_copied(tools):
    page = "<html><body><p>davor</p><!--StartFragment--><p>Kopiert</p><!--EndFragment--><p>danach</p></body></html>"
    script = f"""case "$*" in *list-types*) echo text/html;; *) {says(page)};; esac"""
    assert read_clipboard(tools(WAYLAND, wl_paste=script)).text == "Kopiert"


def test_all_that_was_copied_is_kept(tools):
    prose = "Ein langer Satz. " * 40
    page = f"<div class=comments><p>Nur ein Satz.</p></div><nav>Menü</nav><div><p>{prose}</p></div>"
    script = f"""case "$*" in *list-types*) echo text/html;; *) {says(page)};; esac"""
    doc = read_clipboard(tools(WAYLAND, wl_paste=script))
    assert shown(doc)[:2] == ["Nur ein Satz.", "Menü"]
    assert not doc.boilerplate


def test_html_in_utf_16(tools, tmp_path):
    (tmp_path / "page").write_bytes(HTML.encode("utf-16"))
    script = f"""case "$*" in *TARGETS*) echo text/html;; *) /bin/cat {tmp_path}/page;; esac"""
    assert shown(read_clipboard(tools(X11, xclip=script)))[0] == "Über die Brücke"


def test_a_command_that_fails_gives_way_to_the_next(tools):
    environment = tools({**WAYLAND, **X11}, wl_paste="exit 1", xclip="exit 3", xsel=says("Aber ja"))
    assert read_clipboard(environment).text == "Aber ja"


def test_nothing_was_copied(tools):
    assert "empty" in failure(tools(WAYLAND, wl_paste="echo 'Nothing is copied' >&2; exit 1")).message
    assert "empty" in failure(tools(X11, xsel="exit 0")).message
    assert "empty" in failure(tools(X11, xsel=says(" \n "))).message


@pytest.mark.parametrize(
    ("display", "words"), [(WAYLAND, "apt install wl-clipboard"), (X11, "apt install xclip"), ({}, "an editor")]
)
def test_no_command_says_what_to_install(tools, display, words):
    error = failure(tools(display))
    assert "no program is installed" in error.message
    assert words in error.hint


def test_a_command_that_hangs_is_ended(tools, tmp_path):
    environment = tools(X11, xsel=f"echo $$ >{tmp_path}/pid; printf Anfang; exec {sys.executable} -c 'while 1: pass'")
    ticks = iter(range(10_000))
    error = failure(environment, seconds=20, clock=lambda: next(ticks))
    assert error.message == "xsel gave nothing within 20 seconds."


def test_a_command_that_closes_its_output_and_stays(tools):
    environment = tools(X11, xsel=f"exec {sys.executable} -c 'import os\nos.close(1)\nwhile 1: pass'")
    assert "within" in failure(environment, seconds=0.3).message


def test_a_clipboard_without_end(tools):
    environment = tools(X11, xsel=f"exec {sys.executable} -c 'while 1: print(\"x\" * 10000)'")
    assert failure(environment, most_bytes=1_048_576).message == "it holds more than 1 MB."


@pytest.mark.parametrize("script", ["exec /nowhere", "kill -9 $$", "exit 127"])
def test_a_broken_command(tools, script):
    failure(tools(X11, xsel=script))


def test_a_command_that_cannot_be_run(tools, tmp_path):
    environment = tools(X11, xsel="")
    (tmp_path / "xsel").write_bytes(b"\x7fELF no program")
    assert "cannot be run" in failure(environment).message


def test_a_picture_is_a_sentence(tools):
    with pytest.raises(InputError, match="the clipboard is a picture, not a text"):
        read_clipboard(tools(X11, xsel="printf '\\211PNG'"))


def test_nothing_reaches_the_terminal(tools):
    doc = read_clipboard(tools(X11, xsel="printf 'a\\033[31mb\\033]52;c;x\\007c'"))
    assert "\x1b" not in doc.text


def test_the_commands_have_no_shell():
    assert all(isinstance(tool.text, tuple) for tool in TOOLS)


@pytest.mark.parametrize(
    ("display", "name", "types"),
    [(WAYLAND, "wl_paste", "image/png\nimage/bmp"), (X11, "xclip", "TIMESTAMP\nTARGETS\nimage/png")],
)
def test_a_picture_that_was_copied_is_named(tools, display, name, types):
    script = f'case "$*" in *list*|*TARGETS*) {says(types)};; *) exit 1;; esac'
    assert failure(tools(display, **{name: script})).message == "it holds a picture, not a text."


def test_a_picture_with_a_text_is_a_text(tools):
    script = f'case "$*" in *TARGETS*) {says("image/png text/plain")};; *) {says("Ein Satz.")};; esac'
    assert shown(read_clipboard(tools(X11, xclip=script))) == ["Ein Satz."]
