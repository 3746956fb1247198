import io
import sys
import threading

import pytest

from reader.commands.fetching import patience


class Terminal(io.StringIO):
    def isatty(self):
        return True


class AtOnce:
    """A timer for which all the time has passed."""

    def __init__(self, _, function):
        self.start, self.daemon = function, False

    def cancel(self):
        pass

    join = cancel


class Never(AtOnce):
    def __init__(self, *_):
        super().__init__(0, self.cancel)


def said(monkeypatch, stream, timer, shares):
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(threading, "Timer", timer)
    with patience("Reading x …", 0) as tell:
        for share in shares:
            tell(share)
    return stream.getvalue() if stream else ""


def test_a_terminal_is_told_each_percent_once(monkeypatch):
    shown = said(monkeypatch, Terminal(), AtOnce, [0, 0.004, 0.4, 0.401, 0.41, 1])
    assert shown == "Reading x …" + "".join(f"\rReading x … {n} %" for n in (40, 41, 100)) + "\r\x1b[K"


def test_what_is_no_terminal_is_told_once(monkeypatch):
    assert said(monkeypatch, io.StringIO(), AtOnce, [0.4, 0.8]) == "Reading x …\n"


@pytest.mark.parametrize("stream", [Terminal(), None])
def test_what_is_quick_says_nothing(monkeypatch, stream):
    assert said(monkeypatch, stream, Never, [0.4, 0.8]) == ""


def test_a_name_cannot_write_on_the_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(threading, "Timer", AtOnce)
    with patience("Reading \x1b[31m …") as tell:
        tell(0.5)
    assert "\x1b[31m" not in sys.stderr.getvalue()
