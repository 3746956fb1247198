"""What a change would do to the files: it is made on copies, and the copies are compared with the files.

Why copies: so a dry run goes through the very code that writes, and cannot promise what would not happen.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory
    from types import TracebackType

    from glossary.entry import Entry
    from glossary.layers import Layers

_AROUND = 3
"""So many lines before and behind a change are shown."""


class Rehearsal:
    """Layers on copies of the files of other layers, for a `with` block."""

    def __init__(self, layers: Layers) -> None:
        self._original = layers
        self._copies: dict[Path, Path] = {}
        self._directory: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        from tempfile import TemporaryDirectory  # noqa: PLC0415 - only for a dry run

        from glossary.layers import TEXT, YOURS, Layers  # noqa: PLC0415

        self._directory = TemporaryDirectory(prefix="lesepult-")
        here = Path(self._directory.name)
        chosen: dict[str, list[Path]] = {"document": [], "files": [], "own": [], "bundled": []}
        for number, layer in enumerate(self._original.layers):
            kind = "bundled" if layer.fixed else {TEXT: "document", YOURS: "own"}.get(layer.name, "files")
            copy = layer.path
            if not layer.fixed:
                copy = here / str(number) / (layer.path.name or "glossary.yaml")
                copy.parent.mkdir()
                if layer.path.exists():
                    copy.write_bytes(layer.path.read_bytes())
                self._copies[copy] = layer.path
            chosen[kind].append(copy)
        self.layers = Layers(
            document=next(iter(chosen["document"]), None),
            files=chosen["files"],
            own=next(iter(chosen["own"]), None),
            bundled=chosen["bundled"],
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._directory is not None:
            self._directory.cleanup()

    def real(self, done: tuple[str, Entry, Path]) -> tuple[str, Entry, Path]:
        """What was done to a copy, as if it had been done to the file."""
        verb, entry, path = done
        stands = self._copies.get(entry.path, entry.path) if entry.path is not None else None
        return verb, replace(entry, path=stands), self._copies.get(path, path)

    def difference(self) -> str:
        """The changes to all files as a unified diff; empty if there are none."""
        return "".join(
            difference(path, _bytes(path), _bytes(copy)) for copy, path in self._copies.items() if copy.exists()
        )


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def difference(path: Path, before: bytes, after: bytes) -> str:
    r"""Two states of a file as a unified diff. Only what differs is compared, so a large file costs little.

    >>> print(difference(Path("a.yaml"), b"a: b\n", b"a: b\nc: d\n"))
    --- a.yaml
    +++ a.yaml
    @@ -1 +1,2 @@
     a: b
    +c: d
    <BLANKLINE>
    """
    if before == after:
        return ""
    from difflib import unified_diff  # noqa: PLC0415 - only for a dry run

    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    first, keep = max(0, head - _AROUND), max(0, tail - _AROUND)
    lines = list(unified_diff(old[first : len(old) - keep], new[first : len(new) - keep], lineterm="", n=_AROUND))
    moved = [_moved(line, first) if line.startswith("@@ ") else line for line in lines[2:]]
    return "\n".join([f"--- {path}", f"+++ {path}", *moved]) + "\n"


def _moved(line: str, by: int) -> str:
    """The head of a hunk with its line numbers counted from the beginning of the file."""
    _, old, new, _ = line.split(" ")
    return f"@@ {_shifted(old, by)} {_shifted(new, by)} @@"


def _shifted(numbers: str, by: int) -> str:
    start, comma, count = numbers[1:].partition(",")
    return f"{numbers[0]}{int(start) + by}{comma}{count}"
