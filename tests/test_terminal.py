"""The installed command in a real pseudo-terminal, from the first paint to the shell."""

import pytest

from tests.support import SAMPLE
from tests.terminal import LESEPULT, Terminal

OFFLINE = [LESEPULT, "--offline"]
pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path):
    """A home in which the lexicons need not be built."""
    cache = tmp_path / ".cache" / "lesepult"
    cache.parent.mkdir()
    cache.write_text("a file where a directory would be: nothing is kept")
    return tmp_path


def test_from_the_first_paint_to_an_added_term_and_out(home):
    with Terminal([*OFFLINE, str(SAMPLE)], home=home) as terminal:
        terminal.wait_for("Russland sei bereit", "Russia is ready", "q quit")
        terminal.press("w", "right", "right", "right", "right", "a")
        terminal.wait_for("Add a term", "in this text")
        assert "Beziehung" in terminal.text
        terminal.press("relations", "enter")
        terminal.wait_for("Saved “Beziehung")
        terminal.press("t")
        terminal.wait_for("original only")
        terminal.press("t", "t", "s")
        terminal.wait_for("by sentence")
        terminal.resize(70, 20)
        terminal.wait_for("Russland sei")
        terminal.press("q")
        assert terminal.wait() == 0
        assert terminal.output.rstrip().endswith(b"l") or b"\x1b[?1049l" in terminal.output
        assert terminal.echo_is_on()
    glossary = home / ".local" / "share" / "lesepult" / "glossary.yaml"
    assert "relations" in glossary.read_text("utf-8")
    with Terminal([*OFFLINE, str(SAMPLE)], home=home) as terminal:
        terminal.wait_for("Beziehung", "→ relations")
        terminal.press("q")
        assert terminal.wait() == 0


def test_keys_pressed_before_the_reader_is_ready_are_not_lost(home):
    import os

    with Terminal([*OFFLINE, str(SAMPLE)], home=home) as terminal:
        os.write(terminal._main, b"q")
        assert terminal.wait() == 0
        assert terminal.echo_is_on()


def test_standard_input_is_read_and_keys_come_from_the_terminal(home):
    with Terminal([*OFFLINE, "-"], home=home, stdin=SAMPLE) as terminal:
        terminal.wait_for("standard input", "Russia is ready")
        terminal.press("space")
        terminal.press("q")
        assert terminal.wait() == 0


def test_without_a_file_there_is_a_choice(home):
    with Terminal([LESEPULT], home=home) as terminal:
        terminal.wait_for("The sample article")
        terminal.press("enter")
        terminal.wait_for("Russia is ready")
        terminal.press("q")
        assert terminal.wait() == 0
    with Terminal([LESEPULT], home=home) as terminal:
        terminal.wait_for("000_1a521e34ec6b286b", "The sample article")
        terminal.press("q")
        assert terminal.wait() == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["missing.txt"], 3, "does not exist"),
        (["/"], 3, "is a directory"),
        (["/bin/sh"], 3, "is a program"),
        (["--engine", "nobody", str(SAMPLE)], 2, "no such engine"),
        (["--offline", "--engine", "google", str(SAMPLE)], 2, "do not go together"),
        (["--engine", "fake", str(SAMPLE)], 2, "no such engine"),
        (["memory", "import", "missing.yaml"], 3, "missing.yaml"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_no_traceback(home, arguments, code, message):
    with Terminal([LESEPULT, *arguments], home=home) as terminal:
        assert terminal.wait() == code
        assert message in terminal.text.replace("\n", " ")
        assert "Traceback" not in terminal.text


def test_a_file_without_permission(home):
    import os

    secret = home / "secret.txt"
    secret.write_text("x")
    secret.chmod(0)
    if os.access(secret, os.R_OK):  # root reads everything: the message is tested with the importer
        return
    with Terminal([LESEPULT, str(secret)], home=home) as terminal:
        assert terminal.wait() == 3


@pytest.mark.parametrize("size", [(1, 1), (20, 5)])
def test_a_tiny_terminal(home, size):
    with Terminal([*OFFLINE, str(SAMPLE)], home=home, columns=size[0], rows=size[1]) as terminal:
        terminal.settle()
        terminal.press("j", " ", "t", "s", "G", "g", "g", "q")
        assert terminal.wait() == 0
        assert b"Traceback" not in terminal.output


def test_nothing_of_a_text_reaches_the_terminal_as_an_escape_sequence(home):
    path = home / "nasty.txt"
    path.write_bytes(b"Ein Satz \x1b]52;c;QUJD\x07 und [@click=app.quit]x[/] und \x1b[31mrot [/].\n")
    with Terminal([*OFFLINE, str(path)], home=home) as terminal:
        terminal.wait_for("Ein Satz", "[/].")
        terminal.press("q")
        assert terminal.wait() == 0
        assert b"\x1b]52" not in terminal.output
        assert b"\x1b[31mrot" not in terminal.output


def test_output_into_a_pipe_is_refused_in_a_sentence(home):
    import subprocess

    done = subprocess.run([LESEPULT, str(SAMPLE)], capture_output=True, text=True, env={"HOME": str(home)}, check=False)
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_configuration_with_mistakes_is_said_and_one_reads_on(home):
    config = home / ".config" / "lesepult" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('engines = ["foo"]\n[keys]\nfoo = "x"')
    with Terminal([LESEPULT, str(SAMPLE)], home=home) as terminal:
        terminal.wait_for("Russia is ready", "no such engine")
        # The path may be of any length, so a line may break anywhere.
        text = "".join(terminal.text.split())
        assert "(line1,column1)" in text
        terminal.press("q")
        assert terminal.wait() == 0


def test_an_import_that_cannot_be_kept_says_so(home):
    (home / ".local").mkdir()
    (home / ".local" / "share").write_text("a file where a directory would be")
    pairs = home / "pairs.yaml"
    pairs.write_text("- de: Ja.\n  en: Yes.\n")
    with Terminal([LESEPULT, "memory", "import", str(pairs)], home=home) as terminal:
        assert terminal.wait() == 3
        assert "Nothing was imported" in terminal.text.replace("\n", " ")


def test_being_told_to_end_leaves_the_terminal_as_it_was(home):
    import os
    import signal

    with Terminal([*OFFLINE, str(SAMPLE)], home=home) as terminal:
        terminal.wait_for("q quit")
        terminal.settle()
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait() == 143
        assert b"\x1b[?1049l" in terminal.output
        assert terminal.echo_is_on()


def test_errors_that_go_into_a_file_do_not_take_the_screen_along(home):
    command = ["/bin/sh", "-c", f"exec {LESEPULT} --offline {SAMPLE} 2>{home}/errors"]
    with Terminal(command, home=home) as terminal:
        terminal.wait_for("Russia is ready")
        terminal.settle()
        terminal.press("t")
        terminal.wait_for("original only")
        terminal.press("q")
        assert terminal.wait() == 0


def test_any_format_comes_through_a_pipe_and_keys_from_the_terminal(home):
    text = home / "a.html"
    text.write_text(
        "<html><body><h1>Der Titel</h1><p>Ein Absatz.</p><ul><li>Ein Punkt</li></ul></body></html>", "utf-8"
    )
    with Terminal([*OFFLINE, "-"], home=home, stdin=text) as terminal:
        terminal.wait_for("Der Titel", "• Ein Punkt")
        terminal.press("q")
        assert terminal.wait() == 0


def test_a_text_that_takes_long_to_read_is_announced(capsys):
    import time

    from reader.commands.fetching import patience

    said = ""
    with patience("Reading \x1b[31mbuch.md …", 0.0):
        for _ in range(3000):
            said += capsys.readouterr().err
            if "…" in said:
                break
            time.sleep(0.01)
    assert said.startswith("Reading ")
    assert "\x1b" not in said
