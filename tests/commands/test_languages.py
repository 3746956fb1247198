"""Texts of other formats, other languages and other encodings, on the command line."""

import json
from contextlib import closing

import pytest

from reader.cli import main
from reader.core.target import TargetState
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit
from reader.paths import user_paths

MARKDOWN = """# Der Titel

1. Erstens
   - Zweitens

| Jahr | Ort |
|------|-----|
| 1913 | Wien |

```
x = "Ja."
    y
```

> Gesagt.
"""


def known(pairs, languages=("de", "en")):
    with closing(TranslationMemory.open(user_paths().memory)) as memory:
        memory.put_many(
            [TranslationUnit(de, en, LanguagePair(*languages), TargetState.EDITED, "you") for de, en in pairs.items()]
        )


def test_structure_stays_in_what_is_translated(lesepult, home):
    path = home / "a.md"
    path.write_text(MARKDOWN, "utf-8")
    known(
        {
            "Der Titel": "The Title",
            "Erstens": "First",
            "Zweitens": "Second",
            "Jahr": "Year",
            "Ort": "Place",
            "Wien": "Vienna",
            "Gesagt.": "Said.",
        }
    )
    done = lesepult("translate", path, "--offline")
    assert done.code == 0
    wanted = """The Title

1.  First
    • Second

Year │ Place
1913 │ Vienna

x = "Ja."
    y

│ Said.
"""
    assert done.out == wanted


def test_code_and_what_parts_cells_are_no_segments_to_be_sent(home, capsys):
    path = home / "a.md"
    path.write_text(MARKDOWN, "utf-8")
    main(["translate", str(path), "--offline", "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert not any("│" in line["source"] for line in lines)
    assert {line["state"] for line in lines if "=" in line["source"]} == {"kept"}


def test_another_language_has_a_memory_of_its_own(lesepult, home):
    path = home / "a.txt"
    path.write_text("Bonjour.", "utf-8")
    known({"Bonjour.": "Hello."}, ("fr", "en"))
    assert "Hello." in lesepult("translate", path, "--offline", "--from", "fr").out
    assert "Hello." not in lesepult("translate", path, "--offline").out


def test_a_text_in_another_language_is_told(lesepult, home):
    path = home / "a.txt"
    path.write_text(
        "It was the best of times, it was the worst of times, and that was all he had to say. " * 3, "utf-8"
    )
    assert "This looks like English, not German" in lesepult("translate", path, "--offline").err
    assert "looks like" not in lesepult("translate", path, "--offline", "--from", "en", "--to", "de").err


def test_an_encoding_can_be_named(lesepult, home):
    path = home / "a.txt"
    path.write_bytes("Größe".encode("cp1252"))
    assert "Größe" in lesepult("translate", path, "--offline", "--json", "--encoding", "cp1252").out


@pytest.mark.parametrize("command", [["translate", "x.txt", "--offline"], ["x.txt"], ["export", "x.txt", "--to", "md"]])
@pytest.mark.parametrize("name", ["klingon", "base64", "undefined", "\x1b[31m"])
def test_an_encoding_that_is_none_is_a_mistake_on_the_command_line(lesepult, command, name):
    done = lesepult(*command, "--encoding", name)
    assert done.code == 2
    assert "there is no encoding" in done.err
    assert "known are utf-8" in done.err
    assert "\x1b" not in done.err


@pytest.mark.parametrize("command", [["translate", "x.txt"], ["x.txt"]])
def test_a_code_that_is_none_is_refused_with_examples(lesepult, command):
    done = lesepult(*command, "--from", "deutsch")
    assert done.code == 2
    assert "such as de, fr" in done.err


def test_two_times_the_same_language_is_refused(lesepult, home):
    path = home / "a.txt"
    path.write_text("Ja.", "utf-8")
    done = lesepult("translate", path, "--to", "de")
    assert done.code == 2
    assert "--from fr --to en" in done.err
