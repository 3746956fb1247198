import pytest

from reader.undoing import Changes


def test_changes_are_taken_back_the_last_one_first():
    changes, log = Changes(), []
    for name in ("one", "two"):
        changes.add(f"{name} is undone", lambda name=name: log.append(name) or {})
    assert [changes.undo().what for _ in range(3)] == ["two is undone", "one is undone", ""]
    assert log == ["two", "one"]


def test_a_change_that_cannot_be_taken_back_stays_the_last_one():
    changes, tries = Changes(), []

    def take_back():
        tries.append(1)
        if len(tries) == 1:
            raise OSError("full")
        return {b"key": "target"}

    changes.add("undone", take_back)
    with pytest.raises(OSError, match="full"):
        changes.undo()
    assert changes.undo() == ("undone", {b"key": "target"})
