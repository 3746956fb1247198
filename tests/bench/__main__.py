"""`make bench`: what Lesepult costs, in time and memory. A report: nothing is asserted, the exit code is always 0.

From outside, a person's figures, in a pseudo-terminal of 160x48, in rounds interleaved with two references (the
smallest Textual app, and the smallest two-column Line API widget) on the sample article and on a text of a million
words with all its translations:

- first readable paint: from the start of the process until an emulated screen holds the first words of both columns
  and terms are underlined in both (nothing counts while the terminal is asked to hold back);
- a key (line, page, toggle, next term): from the write until the last byte before 60 ms of quiet in which the program
  does not compute either; presses are spaced by that quiet and a random part of a frame;
- a key held for five seconds at 30 presses a second: from the last press until the screen has settled;
- the jump to the end, the first time and again (the last word must have come), a resize, q until the process is gone;
- without any key for three seconds: CPU time, and how often the program was switched to; at last, VmHWM.

A mark says whether the figure is what the first issue asked for. Ratios are taken within a round. A difference of
less than a quarter in a single round means nothing on a shared machine; look at the range.

From inside, CPU time of the parts, without a terminal: the least of several batches. Then the glossary at full size.

Of the glossary, how well terms are found, and how well the term check tells a wrong translation from a free one:
precision, recall and F1 on sentences judged by hand.

Of translating, requests, the first translation and the whole text before a server on this machine that takes 50 ms for
each request; the memory with 100,000 units; and 50 kills at random moments.

Of the formats, what opening a book of a million words costs in each, beside the library that is used for it; and
whether files that are made to take long do so in linear time.

    python -m tests.bench [--quick] [--only outside|inside|quality|translation|formats] [--rounds N]
"""

import argparse
import datetime as dt
import platform
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from tests.bench import formats, glossary_check, glossary_quality, glossary_size, hostile, inside, outside, translation
from tests.bench.harness import gauge_ms

PARTS = ("formats", "translation", "outside", "inside", "quality")


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure; see the module's docstring.")
    parser.add_argument("--quick", action="store_true", help="one round, and from outside the sample only")
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    began = time.monotonic()
    now = dt.datetime.now().astimezone()
    print(f"Lesepult {version('lesepult')}, {now:%Y-%m-%d %H:%M}, Python {platform.python_version()},", end=" ")
    print(f"Textual {version('textual')}, {platform.system()} {platform.machine()}; a fixed loop takes", end=" ")
    print(f"{gauge_ms():.1f} ms")
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        parts = (wanted.only,) if wanted.only else PARTS
        if "formats" in parts and sys.platform == "linux":
            (home / "formats").mkdir()
            formats.report(home / "formats", quick=wanted.quick)
            hostile.report(quick=wanted.quick)
        if parts != ("formats",):
            outside.build_lexicons(home)
        if "translation" in parts:
            translation.report(home, quick=wanted.quick)
        if "outside" in parts and sys.platform != "linux":
            print("\nFrom outside it is measured on Linux only: other systems have no /proc.")
        elif "outside" in parts:
            big = None if wanted.quick else outside.import_million_words(home)
            outside.report(home, rounds=1 if wanted.quick else wanted.rounds, big=big)
        if "inside" in parts:
            inside.report(home, quick=wanted.quick)
            glossary_size.report(home, quick=wanted.quick)
        if "quality" in parts:
            glossary_quality.report(home, quick=wanted.quick)
            glossary_check.report(home, quick=wanted.quick)
    print(f"\nThe loop now takes {gauge_ms():.1f} ms; all this took {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
