"""What it costs to ask for help: whole processes, interleaved with the smallest Python there is. A report.

    python -m tests.bench.starting [--rounds N]

The issue asks for `lesepult --help` in less than 150 ms.
"""

import argparse
import subprocess
import sys
import time
from collections import defaultdict
from statistics import median

from tests.bench.harness import table
from tests.terminal import LESEPULT

ASKED_MS = 150
FLOOR = "python -c pass"
COMMANDS = {
    FLOOR: (sys.executable, "-c", "pass"),
    **{
        f"lesepult {words}": (LESEPULT, *words.split())
        for words in ("--version", "--help", "glossary --help", "translate --help", "memory --help", "doctor --help")
    },
    "lesepult completion bash": (LESEPULT, "completion", "bash"),
}


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench.starting")
    parser.add_argument("--rounds", type=int, default=25)
    report(rounds=parser.parse_args().rounds)


def report(*, rounds):
    """Measure and print a table."""
    found = defaultdict(list)
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            began = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            found[name].append((time.perf_counter() - began) * 1000)
    rows = [
        (name, min(times), median(times), median(times) / median(found[FLOOR]), median(times) / ASKED_MS)
        for name, times in found.items()
    ]
    table("Starting, in milliseconds", ("", "least", "median", "x floor", "x asked"), rows)


if __name__ == "__main__":
    main()
