"""What `make bench` and the tests of ratios share: texts, readings without a screen, clocks, tables, a terminal.

`Run` is one run of one program in a pseudo-terminal of its own. While the program runs, this process does nothing
but read, stamp what came with the clock, answer the terminal queries that Textual asks, and write keys; whatever must
be looked at on an emulated screen is looked at afterwards, from the record.
"""

import fcntl
import gc
import os
import random
import re
import select
import signal
import statistics
import struct
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyte
from rich.style import Style

from glossary.forms import Analyser
from glossary.layers import bundled_paths, load
from glossary.lexicon import Lexicon, file_name
from glossary.matcher import Matcher
from reader.core.bitext import Bitext
from reader.core.document import document
from reader.core.keys import segment_key
from reader.core.lighting import Lighting
from reader.core.reading import Reading
from reader.core.target import Target, TargetState
from reader.core.text import clean
from reader.ui.widgets.row_painter import RowPainter
from tests.bench import big_text
from tests.terminal import PRIVATE_MODES, QUERIES, UNKNOWN

WIDTH, HEIGHT = 160, 48
QUIET_MS = 60
"""So long nothing may come before a screen counts as settled."""

BUSY_MS = 5
"""So much computing in half of that time says that something may still come."""

# --- texts and readings without a screen ------------------------------------------------------------------------


class Corpus(NamedTuple):
    """A text and what a memory knows of it."""

    text: str
    pairs: dict[str, str]


def corpus(directory, paragraphs):
    """The generated text with so many paragraphs."""
    text, pairs = big_text.write(directory, paragraphs)
    lines = iter(pairs.read_text("utf-8").splitlines())
    known = {german.removeprefix("- de: "): next(lines).removeprefix("  en: ") for german in lines}
    return Corpus(text.read_text("utf-8"), known)


def targets(pairs):
    """Sentence pairs as a memory would give them, by key."""
    return {segment_key(german): Target(english, TargetState.MEMORY, "pairs") for german, english in pairs.items()}


def matchers(cache=None):
    """The matcher of the bundled glossary, and what makes one for the other side; with the lexicons of a cache."""
    german, english = (
        Analyser(language, Lexicon.open(cache / file_name(language)) if cache else None) for language in ("de", "en")
    )
    source = Matcher(load(bundled_paths()), side="source", analyser=german)
    return source, lambda entries: Matcher(entries, side="target", analyser=english)


def reading(doc, known, matching, width=WIDTH - 1, height=HEIGHT - 3):
    """A reading desk of a document, laid out for a screen, of which nothing has been shown yet."""
    bitext = Bitext(doc, lambda keys: {key: known[key] for key in keys if key in known})
    made = Reading(bitext, Lighting(bitext, *matching))
    made.resize(width, height)
    return made


def cleaned(text):
    return document(clean(text))


STYLES = {
    "source": Style(color="#d0d0d0"), "target": Style(color="#a0a0b0"), "boilerplate": Style(italic=True),
    "sentence": Style(bgcolor="#202030"), "state": Style(dim=True), "term": Style(underline=True, color="#ffb000"),
}  # fmt: skip


def painter(made):
    """A row painter without an app: the styles are fixed ones."""
    new = RowPainter(made, lambda name: STYLES.get(name, Style(bold=True)))
    new.clear(Style(color="#d0d0d0", bgcolor="#101018"))
    return new


def paint(new, made):
    """One picture, as the view makes it."""
    new.begin()
    return [new.strip(row) for row in made.rows()]


# --- clocks -----------------------------------------------------------------------------------------------------


def cpu_ms(work, batches=5):
    """The least CPU time that a call took, in several."""
    least = float("inf")
    enabled = gc.isenabled()
    gc.disable()
    try:
        for _ in range(batches):
            before = time.process_time_ns()
            work()
            least = min(least, (time.process_time_ns() - before) / 1e6)
    finally:
        if enabled:
            gc.enable()
    return least


def gauge_ms():
    """What a fixed piece of Python takes on this machine, now: read all figures in its light."""

    def loop():
        total = 0
        for number in range(200_000):
            total += number * number & 7

    return cpu_ms(loop)


def p95(samples):
    return sorted(samples)[min(len(samples) - 1, int(0.95 * len(samples)))]


median = statistics.median

# --- tables -----------------------------------------------------------------------------------------------------


def number(value):
    if value is None:
        return "–"
    if value >= 10_000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(title, head, rows):
    """Print a table: the first column on the left, the others on the right."""
    cells = [tuple(head), *(tuple(cell if isinstance(cell, str) else number(cell) for cell in row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    print(f"\n{title}")
    for index, row in enumerate(cells):
        first, *others = row
        line = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        print("  " + "  ".join(line).rstrip())
        if index == 0:
            print("  " + "  ".join("-" * width for width in widths))


# --- a terminal -------------------------------------------------------------------------------------------------

_QUERY = re.compile(b"|".join(re.escape(query) for query in QUERIES))
_ESCAPES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^X].*?\x1b\\|\x1b[ -/]*[0-~]", re.DOTALL
)
_UNFINISHED = re.compile(rb"\x1b(?:[\[P_^\]X][^\x1b]*)?\Z")
_SYNC = re.compile(rb"\x1b\[\?2026([hl])")


class Unmeasured(Exception):  # noqa: N818 - it says what is missing
    """A program did not do what was to be measured."""


class Sample(NamedTuple):
    """What the process has used since it began."""

    cpu_ms: float
    switches: int


class Run:
    """One run of a program; use it in a `with`."""

    def __init__(self, command, environment):
        self.record: list[tuple[float, bytes]] = []
        self._tail = b""
        self._rng = random.Random(7)
        main, other = os.openpty()
        fcntl.ioctl(main, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        name = os.ttyname(other)
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0),
            (os.POSIX_SPAWN_DUP2, 0, 1),
            (os.POSIX_SPAWN_DUP2, 0, 2),
        ]
        self.started = now_ms()
        self.pid = os.posix_spawn(command[0], command, environment, file_actions=actions, setsid=True)
        os.close(other)
        self._main = main
        self._ended = os.pidfd_open(self.pid)
        self.alive = True

    def __enter__(self):
        gc.disable()
        return self

    def __exit__(self, *_):
        gc.enable()
        if self.alive:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._main)
        os.close(self._ended)

    # reading and writing

    def _read(self, milliseconds):
        """Read what comes within this time; false if nothing does."""
        ready, _, _ = select.select([self._main], [], [], max(0.0, milliseconds / 1000))
        if not ready:
            return False
        try:
            data = os.read(self._main, 1 << 16)
        except OSError:
            return False
        self.record.append((now_ms(), data))
        if b"\x1b" in data or self._tail:
            data = self._tail + data
            end = 0
            for query in _QUERY.finditer(data):
                os.write(self._main, QUERIES[query[0]])
                end = query.end()
            unfinished = _UNFINISHED.search(data, end)
            self._tail = unfinished[0] if unfinished and len(unfinished[0]) < 12 else b""
        return True

    def read_for(self, milliseconds):
        until = now_ms() + milliseconds
        while (left := until - now_ms()) > 0:
            self._read(left)

    def settle(self, since, mark, first_ms=700):
        """Read until the screen has settled; milliseconds from `since` to the last byte, None if none came.

        Args:
            since: when the key was written.
            mark: how many records there were then.
            first_ms: how long to wait for the first byte while the program does nothing.
        """
        while True:
            if self._read(QUIET_MS / 2):
                continue
            before = self.used().cpu_ms
            if self._read(QUIET_MS / 2):
                continue
            busy = self.used().cpu_ms - before > BUSY_MS
            if not busy and (len(self.record) > mark or now_ms() - since > first_ms):
                return self.record[-1][0] - since if len(self.record) > mark else None

    def press(self, keys):
        """Write a key at no particular moment of a frame; milliseconds until the screen has settled."""
        self.read_for(self._rng.uniform(0, 17))
        mark, since = len(self.record), now_ms()
        os.write(self._main, keys)
        return self.settle(since, mark)

    def hold(self, presses, seconds, rate=30):
        """Write keys at a rate; milliseconds from the last one until the screen has settled."""
        start = now_ms()
        mark, since = len(self.record), start
        for count in range(int(seconds * rate)):
            self.read_for(start + count * 1000 / rate - now_ms())
            mark, since = len(self.record), now_ms()
            os.write(self._main, presses(count))
        return self.settle(since, mark)

    def resize(self, columns, rows):
        mark, since = len(self.record), now_ms()
        fcntl.ioctl(self._main, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        return self.settle(since, mark)

    def quit(self):
        """Write q; milliseconds until the process is gone."""
        since = now_ms()
        os.write(self._main, b"q")
        while True:
            ready, _, _ = select.select([self._main, self._ended], [], [], 10)
            if self._ended in ready or not ready:
                gone = now_ms() - since
                break
            if not self._read(0):
                select.select([self._ended], [], [], 10)
        if not ready:
            raise Unmeasured("q did not end the program")
        os.waitpid(self.pid, 0)
        self.alive = False
        return gone

    def wait_ready(self, pattern, seconds=30):
        """Read until a pattern has been written (escape sequences apart), and then until the program rests."""
        text = re.compile(pattern, re.DOTALL)
        until = now_ms() + 1000 * seconds
        while not text.search(self.said(0)):
            if now_ms() > until:
                raise Unmeasured(f"{pattern!r} was never written: {self.said(0)[:2000]!r}")
            self._read(20)
        quiet = 0
        while quiet < 6:
            before = self.used().cpu_ms
            quiet = 0 if self._read(30) or self.used().cpu_ms - before > BUSY_MS / 2 else quiet + 1

    def said(self, mark):
        """What was written since a mark, without escape sequences."""
        return _ESCAPES.sub(b"", b"".join(data for _, data in self.record[mark:])).decode("utf-8", "replace")

    # the process

    def _tree(self):
        found, todo = [], [self.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):  # a thread that has just ended
                    todo += map(int, children.read_text().split())
        return found

    def used(self):
        """CPU time and context switches of the process and its threads."""
        cpu_ns = switches = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):  # noqa: PTH208 - between two reads, so quick
            try:
                with open(f"/proc/{self.pid}/task/{task}/schedstat", "rb") as file:  # noqa: PTH123
                    fields = file.read().split()
            except OSError:
                continue
            cpu_ns += int(fields[0])
            switches += int(fields[2])
        return Sample(cpu_ns / 1e6, switches)

    def peak_mb(self):
        """The most memory that the processes of the tree ever had, each for itself."""
        status = "".join(Path(f"/proc/{pid}/status").read_text() for pid in self._tree())
        return sum(map(int, re.findall(r"VmHWM:\s*(\d+)", status))) / 1024


def now_ms():
    return time.perf_counter_ns() / 1e6


def first_shown(run, pattern, *, lit=False):
    """Milliseconds from the start until an emulated screen held a pattern; afterwards, from the record of a run.

    Nothing counts as shown while the terminal was asked to hold back (mode 2026).

    Args:
        run: a run that got that far.
        pattern: what must stand on the screen.
        lit: whether terms must be underlined in both halves of it, too.
    """
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.ByteStream(screen)
    wanted = re.compile(pattern, re.DOTALL)
    held, rest = False, b""
    for stamp, data in run.record:
        whole = rest + data
        unfinished = _UNFINISHED.search(whole)
        rest = unfinished[0] if unfinished and len(unfinished[0]) < 200 and not _ESCAPES.match(unfinished[0]) else b""
        whole = whole[: len(whole) - len(rest)]
        for mode in _SYNC.findall(whole):
            held = mode == b"h"
        stream.feed(UNKNOWN.sub(lambda match: match[0] if PRIVATE_MODES.match(match[0]) else b"", whole))
        if not held and wanted.search("\n".join(screen.display)) and (not lit or _is_lit(screen)):
            return stamp - run.started
    raise Unmeasured(f"{pattern!r} was never on the screen:\n" + "\n".join(screen.display))


def _is_lit(screen):
    sides = [False, False]
    for row in screen.buffer.values():
        for x, cell in row.items():
            sides[x >= WIDTH // 2] |= cell.underscore and cell.data != " "
    return all(sides)
