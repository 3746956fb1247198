import sqlite3

from reader.core.position import Position
from reader.history import History, ReadText


def text(name, opened, path=""):
    return ReadText(name, name.upper(), path, Position(3, 5, "Worte"), 42, opened)


def test_what_was_saved_is_found_by_content_and_path(tmp_path):
    path = tmp_path / "state" / "history.db"
    history = History(path)
    history.save(text("a", 1.0, "/x/a.txt"))
    history.save(text("b", 2.0))
    other = History(path)
    assert other.find("a") == text("a", 1.0, "/x/a.txt")
    assert other.find_path("/x/a.txt").content_id == "a"
    assert other.find("c") is None
    assert [found.content_id for found in other.recent(5)] == ["b", "a"]
    history.set_setting("theme", "nord")
    assert other.setting("theme") == "nord"
    history.close()
    other.close()


def test_accepted_findings_are_kept_and_taken_back(tmp_path):
    history = History(tmp_path / "history.db")
    history.accept(b"key", "rote Linien", "missing")
    history.accept(b"key", "rote Linien", "missing")
    history.accept(b"other", "Zoll", "forbidden")
    assert history.accepted() == {(b"key", "rote Linien", "missing"), (b"other", "Zoll", "forbidden")}
    history.take_back(b"key", "rote Linien", "missing")
    history.close()
    again = History(tmp_path / "history.db")
    assert again.accepted() == {(b"other", "Zoll", "forbidden")}
    again.close()


def test_a_history_of_the_first_version_is_taken_over(tmp_path):
    path = tmp_path / "history.db"
    old = sqlite3.connect(path)
    old.executescript("""
        CREATE TABLE texts (content_id TEXT PRIMARY KEY, title TEXT NOT NULL, path TEXT NOT NULL,
            paragraph INTEGER NOT NULL, char INTEGER NOT NULL, quote TEXT NOT NULL, percent INTEGER NOT NULL,
            opened REAL NOT NULL) WITHOUT ROWID;
        CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO texts VALUES ('a', 'A', '', 3, 5, 'Worte', 42, 1.0);
        INSERT INTO settings VALUES ('theme', 'nord');
        PRAGMA user_version = 1;
    """)
    old.close()
    history = History(path)
    history.accept(b"key", "Zoll", "missing")
    assert history.find("a") == text("a", 1.0)
    assert history.setting("theme") == "nord"
    assert history.accepted() == {(b"key", "Zoll", "missing")}
    history.close()


def test_a_damaged_history_is_put_aside_and_begun_anew(tmp_path):
    broken = tmp_path / "history.db"
    broken.write_bytes(b"this is no database" * 100)
    history = History(broken)
    assert "damaged" in history.notice
    assert (tmp_path / "history.db.damaged").read_bytes().startswith(b"this is no")
    history.save(text("a", 1.0))
    assert [found.content_id for found in history.recent(3)] == ["a"]
    history.close()


def test_a_history_that_cannot_be_used_is_said_and_reading_goes_on(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    history = History(blocked / "history.db")
    assert "not remembered" in history.notice
    history.save(text("a", 1.0))
    assert history.recent(3) == []
    assert history.setting("theme", "x") == "x"
