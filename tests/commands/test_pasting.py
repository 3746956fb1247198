"""`--paste`: what was copied, as a text."""

import pytest

from tests.terminal import LESEPULT, Terminal

TEXT = "Die OPEC+ tagt heute in Wien.\n\nDer Hund schläft."


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A clipboard that holds a text; gives the environment."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "text").write_text(TEXT, "utf-8")
    (folder / "xsel").write_text(f"#!/bin/sh\nexec /bin/cat '{folder / 'text'}'\n")
    (folder / "xsel").chmod(0o755)
    environment = {"PATH": str(folder), "DISPLAY": ":0"}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return environment


def test_what_was_copied_is_exported_and_translated(lesepult, copied):
    done = lesepult("export", "--paste", "--to", "txt")
    assert done.code == 0
    assert done.out.startswith("Die OPEC+ tagt heute in Wien.\n")
    done = lesepult("translate", "--paste", "--offline")
    assert done.code == 4
    assert done.out.count("[not translated: offline]") == 2
    done = lesepult("export", "--paste", "--to", "html")
    assert done.code == 2
    assert "Add -o NAME.html" in done.err


@pytest.mark.parametrize("command", ["translate", "export"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("--paste", "a.txt"), "--paste and a file"), (("--paste", "-"), "standard input"), ((), "A text is needed")],
)
def test_there_is_one_text(lesepult, copied, command, arguments, message):
    done = lesepult(command, *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


@pytest.mark.slow
def test_the_reader_opens_it(own_home, copied):
    config = own_home / ".config" / "lesepult" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('network = "off"\n')
    with Terminal([LESEPULT, "--paste"], home=own_home, env=copied) as terminal:
        terminal.wait_for("the clipboard", "Der Hund schläft.", "q quit")
        terminal.press("q")
        assert terminal.wait() == 0
    with Terminal([LESEPULT, "--paste", "-"], home=own_home, env=copied) as terminal:
        assert terminal.wait() == 2
        assert "Two texts are named" in terminal.text
