"""`lesepult memory`: stats, search, export, import, forget."""

import io
import os
import sqlite3
import sys
from contextlib import closing

import pytest

from reader.core.target import TargetState
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit

PAIR = LanguagePair()


@pytest.fixture
def database(home):
    return home / ".local" / "share" / "lesepult" / "memory.db"


@pytest.fixture
def filled(database):
    memory = TranslationMemory.open(database, lambda: 1_700_000_000.0)
    memory.put_many(
        [
            TranslationUnit("Die roten Linien.", "The red lines.", PAIR, TargetState.MACHINE, "google"),
            TranslationUnit("Die roten Linien.", "Red lines.", PAIR, TargetState.EDITED, "you"),
            TranslationUnit("Ja.", "Yes.", PAIR, TargetState.MACHINE, "mymemory"),
            TranslationUnit("Nein.", "No.", PAIR, TargetState.MEMORY, "pairs.yaml"),
        ]
    )
    memory.close()
    return database


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


def test_stats_say_how_much_and_from_whom(filled, lesepult):
    done = lesepult("memory", "stats")
    assert done.code == 0
    assert "3 sentences, 4 translations" in done.out
    told = lesepult("memory", "stats", "--json").json
    assert (told["sentences"], told["translations"]) == (3, 4)
    assert [(one["state"], one["origin"], one["count"], one["latest"][:7]) for one in told["origins"]] == [
        ("edited", "you", 1, "2023-11"),
        ("imported", "pairs.yaml", 1, "2023-11"),
        ("machine", "google", 1, "2023-11"),
        ("machine", "mymemory", 1, "2023-11"),
    ]


def test_stats_of_an_empty_memory(lesepult, home):
    assert "0 sentences, 0 translations" in lesepult("memory", "stats").out


def test_search_finds_both_sides(filled, lesepult):
    done = lesepult("memory", "search", "ROTEN")
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            "Die roten Linien.",
            "    Red lines.  [edited, you]",
            "Die roten Linien.",
            "    The red lines.  [machine, google]",
        ],
    )
    found = lesepult("memory", "search", "yes", "--json").json["passages"]
    assert found == [
        {
            "source": "Ja.", "target": "Yes.", "state": "machine", "origin": "mymemory",
            "in_source": [], "in_target": [[0, 3]],
        }
    ]  # fmt: skip
    assert len(lesepult("memory", "search", "lines", "--limit", "1", "--json").json["passages"]) == 1
    nothing = lesepult("memory", "search", "unbekannt")
    assert (nothing.code, nothing.out) == (1, "")
    wrong = lesepult("memory", "search", "x", "--limit", "0")
    assert (wrong.code, "'0' is no number from 1 on" in wrong.err, "_number" in wrong.err) == (2, True, False)


def test_a_search_finds_other_forms_of_words_that_stand_nowhere_as_they_were_typed(filled, lesepult):
    done = lesepult("memory", "search", "rote Linie", "--json")
    assert done.code == 0
    assert all("roten Linien" in passage["source"] for passage in done.json["passages"])
    (start, end), *_ = done.json["passages"][0]["in_source"]
    assert done.json["passages"][0]["source"][start:end] == "roten Linien"
    for text in ("Linie rote", "rote Linie 5", "%", "_", "' OR 1", "\x00"):
        assert lesepult("memory", "search", text).code == 1


def test_a_web_page_is_said_to_be_one(lesepult, home):
    (home / "x.html").write_text("<!DOCTYPE html>\n<HTML><body><p>Hallo.</p></body></html>", "utf-8")
    done = lesepult("memory", "import", home / "x.html")
    assert (done.code, done.out) == (3, "")
    assert "x.html is a web page." in done.err


def test_a_search_says_what_it_leaves_out(filled, lesepult):
    done = lesepult("memory", "search", "lines", "--limit", "1")
    assert done.out.count("Die roten Linien.") == 1
    assert "1 of 2; --limit N shows more." in done.err
    assert lesepult("memory", "search", "lines", "--limit", "1", "--json").json["total"] == 2
    assert "--limit" not in lesepult("memory", "search", "lines").err


def test_export_and_import_come_back_equal(filled, lesepult, home):
    out = home / "mine.tmx"
    before = os.umask(0o027)
    try:
        done = lesepult("memory", "export", "-o", out)
    finally:
        os.umask(before)
    assert (done.code, done.out) == (0, "")
    assert "4 translations written to" in done.err
    assert out.stat().st_mode & 0o777 == 0o640
    out.chmod(0o600)
    assert lesepult("memory", "export", "-f", "-o", out).code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert lesepult("memory", "forget", "--all", "--yes").code == 0
    assert lesepult("memory", "import", out).out == "4 pairs read: 4 new, 0 changed, 0 equal\n"
    assert lesepult("memory", "export").out.split("<body>")[1] == out.read_text("utf-8").split("<body>")[1]
    assert lesepult("memory", "import", out, "--dry-run").out == (
        "4 pairs read: 0 new, 0 changed, 4 equal (--dry-run: nothing was imported)\n"
    )


def test_yaml_holds_the_best_of_each(filled, lesepult, home):
    text = '- de: "Die roten Linien."\n  en: "Red lines."\n- de: "Ja."\n  en: "Yes."\n- de: "Nein."\n  en: "No."\n'
    assert lesepult("memory", "export", "--format", "yaml").out == text
    out = home / "mine.yaml"
    assert lesepult("memory", "export", "-o", out, "--state", "edited").code == 0
    assert out.read_text("utf-8") == '- de: "Die roten Linien."\n  en: "Red lines."\n'
    assert lesepult("memory", "import", out).out == "1 pair read: 1 new, 0 changed, 0 equal\n"


def test_export_never_replaces_a_file_unasked(filled, lesepult, home):
    out = home / "mine.tmx"
    out.write_text("mine")
    refused = lesepult("memory", "export", "-o", out)
    assert (refused.code, out.read_text()) == (3, "mine")
    assert "--force" in refused.err
    assert lesepult("memory", "export", "-o", out, "--force").code == 0
    assert out.read_text("utf-8").startswith("<?xml")
    assert [file.name for file in home.iterdir() if file.name.endswith(".tmp")] == []


def test_export_says_what_it_needs(filled, lesepult, home):
    assert lesepult("memory", "export", "-o", home / "mine.txt").code == 2
    assert lesepult("memory", "export", "-o", home / "no" / "mine.tmx").code == 3
    assert lesepult("memory", "export", "-o", home, "--format", "tmx").code == 3


def test_import_says_what_was_left_out(lesepult, home):
    path = home / "team.tmx"
    path.write_text(
        '<tmx version="1.4"><header/><body><tu><tuv xml:lang="de"><seg>Ja.</seg></tuv></tu>\n'
        '<tu><tuv xml:lang="de-DE"><seg>Ja.</seg></tuv><tuv xml:lang="en"><seg>Yes.</seg></tuv></tu></body></tmx>'
    )
    done = lesepult("memory", "import", path)
    assert done.out == "1 pair read: 1 new, 0 changed, 0 equal, 1 left out\n"
    assert "1 unit without “en” text left out, the first in line 1." in done.err
    told = lesepult("memory", "import", path, "--json").json
    assert told["skipped"] == [{"why": "without “en” text", "count": 1, "line": 1}]
    assert (told["equal"], told["dry_run"]) == (1, False)


def test_a_hostile_file_is_one_sentence(lesepult, home):
    path = home / "bomb.tmx"
    path.write_text('<!DOCTYPE tmx [<!ENTITY a "ha\x9b">]><tmx/>')
    done = lesepult("memory", "import", path)
    assert done.code == 3
    assert "declares an entity (a)" in done.err


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (("--text", "roten"), 2),
        (("--origin", "you"), 3),
        (("--engine", "mymemory"), 3),
        (("--engine", "deepl"), 4),
        (("--state", "imported"), 3),
        (("--before", "2023-01-01"), 4),
        (("--before", "2024-01-01"), 0),
        (("--text", "roten", "--engine", "google"), 3),
        (("--all",), 0),
    ],
)
def test_forget_forgets_what_is_meant(filled, lesepult, options, left):
    told = lesepult("memory", "forget", *options, "--dry-run")
    assert lesepult("memory", "stats", "--json").json["translations"] == 4
    done = lesepult("memory", "forget", *options, "--yes")
    gone = 4 - left
    assert (done.code, told.code) == ((0, 0) if gone else (1, 1))
    if gone:
        words = "translation" if gone == 1 else "translations"
        assert done.out == f"{gone} {words} forgotten\n"
        assert told.out == f"{gone} {words} would be forgotten (--dry-run)\n"
    assert lesepult("memory", "stats", "--json").json["translations"] == left


@pytest.mark.parametrize(
    "options",
    [
        ("--yes",),
        ("--all", "--text", "x", "--yes"),
        ("--text", " ", "--yes"),
        ("--origin", "", "--yes"),
        ("--engine", "nope", "--yes"),
        ("--engine", "you", "--dry-run"),
        ("--before", "gestern", "--yes"),
        ("--all",),
    ],
)
def test_forget_refuses_what_is_not_clear(filled, lesepult, options):
    assert lesepult("memory", "forget", *options).code == 2
    assert lesepult("memory", "stats", "--json").json["translations"] == 4


@pytest.mark.parametrize(("answer", "left"), [("y", 3), ("ja", 3), ("", 4), ("n", 4)])
def test_forget_asks_first_and_no_is_the_default(filled, lesepult, answering, answer, left):
    answering(answer)
    done = lesepult("memory", "forget", "--engine", "google")
    assert "Forget 1 translation? There is no undo; --keep FILE.tmx" in done.err
    assert done.code == (0 if left == 3 else 1)
    assert lesepult("memory", "stats", "--json").json["translations"] == left


def test_what_is_kept_comes_back(filled, lesepult, home):
    before = lesepult("memory", "export").out.split("<body>")[1]
    kept = home / "kept.tmx"
    assert lesepult("memory", "forget", "--text", "roten", "--yes", "--keep", kept).code == 0
    assert lesepult("memory", "import", kept).out == "2 pairs read: 2 new, 0 changed, 0 equal\n"
    assert lesepult("memory", "export").out.split("<body>")[1] == before


def test_nothing_is_forgotten_if_it_cannot_be_kept(filled, lesepult, home):
    kept = home / "kept.tmx"
    kept.write_text("mine")
    assert lesepult("memory", "forget", "--all", "--yes", "--keep", kept).code == 3
    assert kept.read_text() == "mine"
    assert lesepult("memory", "forget", "--text", "Nein", "--yes", "--keep", kept, "-f").code == 0
    assert "Nein." in kept.read_text()
    assert lesepult("memory", "import", kept).code == 0
    assert lesepult("memory", "stats", "--json").json["translations"] == 4


def test_what_is_forgotten_is_gone_from_the_disk(filled, lesepult, database):
    secret = "Das Codewort lautet Nachtigall."
    memory = TranslationMemory.open(database)
    memory.put_many([TranslationUnit(secret, "The password is Nightingale.", PAIR, TargetState.MACHINE, "google")])
    memory.close()
    assert lesepult("memory", "forget", "--text", "codewort", "--yes").code == 0
    for file in database.parent.iterdir():
        assert b"Nachtigall" not in file.read_bytes()
        assert b"Nightingale" not in file.read_bytes()


def test_a_memory_that_cannot_be_used_is_an_error(home, lesepult):
    folder = home / ".local" / "share"
    folder.mkdir(parents=True)
    (folder / "lesepult").write_text("in the way")
    for command in (("stats",), ("search", "x"), ("export",), ("forget", "--all", "--yes")):
        assert lesepult("memory", *command).code == 3


def test_a_large_memory_is_indexed_by_a_search(filled, lesepult, monkeypatch):
    monkeypatch.setattr("reader.commands.memory_find._INDEXED_FROM", 4)
    first = lesepult("memory", "search", "roten")
    assert lesepult("memory", "stats", "--json").json["indexed"] is True
    assert (lesepult("memory", "search", "roten").out, first.code) == (first.out, 0)
    assert lesepult("memory", "forget", "--text", "roten", "--yes").code == 0
    assert lesepult("memory", "stats", "--json").json["indexed"] is False
    assert lesepult("memory", "search", "roten").code == 1


def test_forgetting_and_exporting_say_what_they_did_as_json(lesepult, home):
    pairs = home / "pairs.yaml"
    pairs.write_text("- de: Ja.\n  en: Yes.\n- de: Nein.\n  en: No.\n")
    lesepult("memory", "import", pairs)
    out = home / "mine.tmx"
    done = lesepult("memory", "export", "-o", out, "--json")
    assert (done.code, done.json) == (0, {"file": str(out), "format": "tmx", "written": 2})
    assert lesepult("memory", "export", "--json").code == 2
    done = lesepult("memory", "forget", "--all", "--dry-run", "--json")
    assert (done.code, done.json) == (0, {"forgotten": 2, "dry_run": True, "kept": None})
    kept = home / "before.tmx"
    done = lesepult("memory", "forget", "--all", "--yes", "--keep", kept, "--json")
    assert (done.code, done.json) == (0, {"forgotten": 2, "dry_run": False, "kept": str(kept)})
    done = lesepult("memory", "forget", "--all", "--yes", "--json")
    assert (done.code, done.json) == (1, {"forgotten": 0, "dry_run": False, "kept": None})


def test_a_memory_that_cannot_be_written_is_read(filled, lesepult, monkeypatch):
    def forbidden(path, mode):
        return mode != os.W_OK

    monkeypatch.setattr("reader.memory.opening.os.access", forbidden)
    before = filled.read_bytes()
    files = sorted(filled.parent.iterdir())
    assert lesepult("memory", "stats", "--json").json["translations"] == 4
    assert sorted(filled.parent.iterdir()) == files
    assert "Die roten Linien." in lesepult("memory", "search", "roten").out
    assert "Die roten Linien." in lesepult("memory", "export").out
    forget = lesepult("memory", "forget", "--all", "--yes")
    assert (forget.code, "make it writable" in forget.err) == (3, True)
    assert filled.read_bytes() == before


def test_what_stands_in_the_log_of_a_memory_that_cannot_be_written_counts(filled, lesepult, monkeypatch):
    with closing(sqlite3.connect(filled)) as connection:  # another reader that has not closed its memory yet
        connection.execute("UPDATE translation SET target = 'Indeed.' WHERE target = 'Yes.'")
        connection.commit()
        assert filled.with_name("memory.db-wal").stat().st_size
        monkeypatch.setattr("reader.memory.opening.os.access", lambda path, mode: mode != os.W_OK)
        assert "Indeed." in lesepult("memory", "search", "ja").out


def test_the_memory_of_a_later_version_is_no_matter_of_room(filled, lesepult):
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for command in (("stats",), ("search", "x"), ("export",), ("forget", "--all", "--yes")):
        done = lesepult("memory", *command)
        assert (done.code, "later version" in done.err, "latest Lesepult" in done.err) == (3, True, True)
