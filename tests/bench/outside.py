"""From outside: programs in a pseudo-terminal, as a person has them, beside two references.

Rounds go A B C, C B A, A B C …; a ratio is taken within its round, and its range over the rounds is printed, for the
machine may be twice as fast in one second as in the next. Every start finds the same state: no place remembered, the
lexicons built, the translations in the memory. No engine is asked.
"""

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from tests.bench import big_text
from tests.bench.harness import (
    HEIGHT,
    QUIET_MS,
    WIDTH,
    Run,
    Unmeasured,
    first_shown,
    median,
    now_ms,
    number,
    p95,
    table,
)
from tests.support import SAMPLE
from tests.terminal import LESEPULT

HERE = Path(__file__).parent
STARTS = 3
HELD_SECONDS = 5
IDLE_MS = 3000
AT_REST_MS = 2200
"""So long after the start everything is done that is put off until the page stands (the place, the styles)."""

FLOOR, VIEW, SHORT, LONG = "floor", "floor-view", "sample", "million"


class Program(NamedTuple):
    """What is run.

    `reach` is how many lines it can be scrolled from its top at least: keys are turned round before.
    """

    name: str
    command: tuple[str, ...]
    ready: str
    end: str = ""
    top: bytes = b"gg"
    reach: int = 8
    lit: bool = False
    has_terms: bool = False


def programs(big=None):
    """The references, the sample, and the million words if they have been made."""
    python = sys.executable
    lesepult = (LESEPULT, "--offline")
    made = [
        Program(FLOOR, (python, str(HERE / "floor.py")), "READY 0"),
        Program(VIEW, (python, str(HERE / "floor_view.py"), str(SAMPLE)), "Russland sei bereit", "Kommentar", b"g"),
        Program(
            SHORT,
            (*lesepult, str(SAMPLE)),
            "Russland sei bereit.*Russia is ready",
            "Kommentar",
            lit=True,
            has_terms=True,
        ),
    ]
    if big is not None:
        ready = "Absatz 0 beginnt hier.*Paragraph 0 begins here"
        made.append(Program(LONG, (*lesepult, str(big)), ready, "ENDEMARKE", reach=10_000, lit=True, has_terms=True))
    return made


def build_lexicons(home):
    """The lexicons of inflected forms, where the program looks for them."""
    for language in ("de", "en"):
        out = home / ".cache" / "lesepult"
        command = [sys.executable, "-m", "glossary.lexicon", "--lang", language, "--out", str(out)]
        subprocess.run(command, env=_environment(home), check=True, capture_output=True, cwd=HERE.parent.parent)


def import_million_words(home):
    """The long text, with all its translations in the memory; gives its path."""
    text, pairs = big_text.write(home)
    command = [LESEPULT, "memory", "import", str(pairs)]
    subprocess.run(command, env=_environment(home), check=True, capture_output=True)
    return text


def _environment(home):
    return {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor",
            "LANG": "C.UTF-8"}  # fmt: skip


# --- one run ----------------------------------------------------------------------------------------------------


def measured(program, home, *, idle):
    """All samples of one round, by figure, in milliseconds unless the figure's name says otherwise."""
    found = defaultdict(list)
    for count in range(STARTS):
        shutil.rmtree(home / ".local" / "state", ignore_errors=True)
        with Run(program.command, _environment(home)) as run:
            run.wait_ready(program.ready)
            if program.end:
                _first_jump(run, program, found)
            if count == STARTS - 1:
                if idle:
                    _idle(run, found)
                _while_it_runs(run, program, found)
            found["quit"].append(run.quit())
        found["paint"].append(first_shown(run, program.ready, lit=program.lit))
    return found


def _idle(run, found):
    run.read_for(AT_REST_MS)
    before, since = run.used(), now_ms()
    run.read_for(IDLE_MS)
    seconds = (now_ms() - since) / 1000
    found["idle, ms CPU a second"].append((run.used().cpu_ms - before.cpu_ms) / seconds)
    found["idle, switches a second"].append((run.used().switches - before.switches) / seconds)


def _while_it_runs(run, program, found):
    if program.end:
        _jumps_again(run, program, found)
        _keys(run, program, found)
    for columns, rows in ((120, 40), (WIDTH, HEIGHT)) * 4:
        _note(found["resize"], run.resize(columns, rows))
    found["peak memory, MB"].append(run.peak_mb())


def _first_jump(run, program, found):
    """Once after each start: the end of the text has not been laid out or looked up before."""
    mark = len(run.record)
    _note(found["jump"], run.press(b"G"))
    if program.end not in run.said(mark):
        raise Unmeasured(f"{program.name}: G did not show the end of the text")
    run.press(program.top)


def _jumps_again(run, program, found):
    for _ in range(5):
        _note(found["jump again"], run.press(b"G"))
        run.press(program.top)


def _keys(run, program, found):
    turn = min(program.reach, 20)
    for count in range(40):
        _note(found["line"], run.press(b"j" if count // turn % 2 == 0 else b"k"))
    run.press(program.top)
    for count in range(16):
        _note(found["page"], run.press(b"b" if count % 2 else b" "))
    if program.reach > 1000:
        for _ in range(16):
            _note(found["page, new text"], run.press(b" "))
    run.press(program.top)
    for _ in range(18):
        _note(found["toggle"], run.press(b"t"))
    if program.has_terms:
        run.press(b"]")
        run.press(b"]")
        for count in range(16):
            _note(found["term"], run.press(b"]" if count % 2 else b"["))
    run.press(program.top)
    _note(found["held"], run.hold(lambda count: b"j" if count // program.reach % 2 == 0 else b"k", HELD_SECONDS))
    run.press(program.top)


def _note(samples, took):
    """Keep a time; a key that changed nothing on the screen has none."""
    if took is not None:
        samples.append(took)


# --- rounds and tables ------------------------------------------------------------------------------------------

FIGURES = (
    ("paint", "first readable paint, ms"),
    ("line", "a line, ms"),
    ("page", "a page (seen before), ms"),
    ("page, new text", "a page (new text), ms"),
    ("toggle", "t, ms"),
    ("term", "] and [, ms"),
    ("held", "j held for 5 s: last key, ms"),
    ("jump", "to the end, first time, ms"),
    ("jump again", "to the end, again, ms"),
    ("resize", "resize, ms"),
    ("quit", "q to process gone, ms"),
    ("idle, ms CPU a second", "idle: ms CPU a second"),
    ("idle, switches a second", "idle: switches a second"),
    ("peak memory, MB", "peak memory, MB"),
)
KEYS = ("line", "page", "toggle", "term")


class Asked(NamedTuple):
    """A figure that was asked for: this one of a program at most `most` times that of another, plus some."""

    figure: str
    program: str
    reference_figure: str
    reference: str
    most: float
    plus: float = 0.0


def asked():
    """The table of the first issue, line by line."""
    for name in (SHORT, LONG):
        yield Asked("paint", name, "paint", FLOOR, 1.15)
        for key in KEYS:
            yield Asked(key, name, "line" if key == "term" else key, VIEW, 1.0)
    yield Asked("page, new text", LONG, "page", VIEW, 1.0)
    for key in KEYS:
        yield Asked(key, LONG, key, SHORT, 1.2)
    for name in (SHORT, LONG):
        yield Asked("held", name, "line", name, 3.0)
        yield Asked("jump", name, "jump", VIEW, 2.0)
        yield Asked("jump again", name, "jump again", VIEW, 2.0)
        yield Asked("resize", name, "resize", VIEW, 1.5)
        yield Asked("quit", name, "quit", FLOOR, 1.15)
        yield Asked("idle, ms CPU a second", name, "idle, ms CPU a second", FLOOR, 1.0, 0.5)
        yield Asked("idle, switches a second", name, "idle, switches a second", FLOOR, 1.0, 1.0)
    yield Asked("peak memory, MB", SHORT, "peak memory, MB", FLOOR, 1.0, 25)
    yield Asked("peak memory, MB", LONG, "peak memory, MB", FLOOR, 1.0, 120)


def report(home, *, rounds, big):
    """Measure all programs and print two tables: the figures, and what was asked of them."""
    chosen = programs(big)
    results = {program.name: [] for program in chosen}
    for number_of_round in range(rounds):
        for program in chosen if number_of_round % 2 == 0 else chosen[::-1]:
            # Idling takes long and varies little: every other round is enough.
            idle = number_of_round % 2 == 0
            try:
                results[program.name].append(measured(program, home, idle=idle))
            except (Unmeasured, OSError) as error:
                print(f"\n{program.name}, round {number_of_round + 1}, was not measured: {error}")
                results[program.name].append({})
    _print_figures(results)
    _print_asked(results)


def _samples(results, name, figure):
    return [sample for found in results[name] for sample in found.get(figure, ())]


def _print_figures(results):
    rows = []
    for figure, title in FIGURES:
        samples = [_samples(results, name, figure) for name in results]
        rows.append((title, *(median(some) if some else None for some in samples)))
        if figure in (*KEYS, "page, new text"):
            rows.append(("    p95", *(p95(some) if some else None for some in samples)))
    title = f"From outside, {WIDTH}x{HEIGHT}: medians; a key is timed to the last byte before {QUIET_MS} ms of quiet"
    table(title, ("", *results), rows)


def _print_asked(results):
    rows = []
    for ask in asked():
        if ask.program not in results:
            continue
        pairs = [
            (median(mine[ask.figure]), median(other[ask.reference_figure]))
            for mine, other in zip(results[ask.program], results[ask.reference], strict=True)
            if mine.get(ask.figure) and other.get(ask.reference_figure)
        ]
        if pairs:
            rows.append(_asked_row(ask, pairs))
    for name in (SHORT, LONG):
        for key in (*KEYS, "page, new text"):
            samples = _samples(results, name, key) if name in results else ()
            if samples:
                share = p95(samples) / median(samples)
                rows.append((f"{name}: {key}, p95", f"{share:.2f}", "", "≤ 2 × its median", _mark(good=share <= 2)))
    table("What was asked (median of the rounds' ratios, or of differences; their range)",
          ("", "is", "range", "asked", ""), rows)  # fmt: skip


def _asked_row(ask, pairs):
    other = ask.reference if ask.figure == ask.reference_figure else f"{ask.reference_figure} of {ask.reference}"
    title = f"{ask.program}: {ask.figure}"
    if ask.plus:
        gaps = [mine - ask.most * theirs for mine, theirs in pairs]
        middle, wanted = median(gaps), f"≤ {other} + {number(ask.plus)}"
        return title, f"{middle:+.1f}", f"{min(gaps):+.1f} … {max(gaps):+.1f}", wanted, _mark(good=middle <= ask.plus)
    ratios = [mine / theirs for mine, theirs in pairs]
    middle, wanted = median(ratios), f"≤ {ask.most:g} × {other}"
    return title, f"{middle:.2f}", f"{min(ratios):.2f} … {max(ratios):.2f}", wanted, _mark(good=middle <= ask.most)


def _mark(*, good):
    return "ok" if good else "OVER"
