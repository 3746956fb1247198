"""A large glossary file: read from the compiled cache or compiled by a process of its own, while one reads on.

Its own changes are known without reading it again: each leads from the content with one digest to that with another.
Invariant: what a `Large` shows is what stood in the file with its digest, or, if the digest is empty, the best that is
known until the file has been read.
"""

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from glossary import compiled, source_file
from glossary.compiled_entries import CompiledEntries
from glossary.parts import Part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from glossary.compiled import Loaded
    from glossary.editing import Undo
    from glossary.entry import Entry
    from glossary.forms import Analyser

MOST_STEPS = 500
"""So many of one's own changes are remembered until the file has been read again."""

RESTED_NS = 5_000_000_000
"""A file that was changed here is compiled anew when it has not been changed for so long."""


class Step(NamedTuple):
    """One change by this program: the entry before and after it, and the digests of the file's content.

    Attributes:
        certain: whether nothing but this entry reads otherwise after it. Where terms stand twice (which is a problem,
            and the second does not count), or case makes no difference, a change to one may show or hide another.
            Nor is it certain where an entry that was put back stands among the others.
    """

    old: "Entry | None"
    new: "Entry | None"
    before: str
    after: str
    certain: bool


class Large(NamedTuple):
    """What is known of a large file.

    Attributes:
        part: what stands in it; None if it has not been read yet.
        digest: of the content that `part` stands for; empty if that is not known.
        steps: the changes made here, the last one last.
        states: the parts that contents with these digests have.
    """

    part: Part | None = None
    digest: str = ""
    steps: tuple[Step, ...] = ()
    states: "Mapping[str, Part]" = {}  # noqa: RUF012 - never changed


class Unread(NamedTuple):
    """A file that is to be read, on a thread of its own: everything it needs, and nothing that anybody else changes.

    Attributes:
        at: the number of the layer.
        name: the name of the layer.
        path: the file.
        digest: of the content that is known; empty if none is, or if it is to be compiled anew.
    """

    at: int
    name: str
    path: "Path"
    digest: str

    def read(self, directory: "Path", analyser: "Analyser", *, subprocess: bool = True) -> "Arrived":
        """The file as it is now: from the cache, else compiled by another process, else by this one.

        Args:
            directory: where compiled glossaries are kept.
            analyser: the analysis of words.
            subprocess: whether another process is asked, so that this one can go on meanwhile.
        """
        if self.digest:
            now = source_file.snapshot(self.path, compiled.time_ns())
            if now.data is not None and compiled.digest(now.data) == self.digest:
                return Arrived(self, None, now.stamp, now.young)
        found = compiled.fetched(self.path, directory, analyser, layer=self.name)
        if found is None and subprocess:
            found = compiled.made_in_subprocess(self.path, directory, analyser, layer=self.name)
        if found is None:
            found = compiled.made(self.path, directory, analyser, layer=self.name)
        return Arrived(self, found, found.stamp, found.young)


class Arrived(NamedTuple):
    """What came of reading a file: None if it says what is known already."""

    unread: Unread
    loaded: "Loaded | None"
    stamp: "source_file.Stamp | None"
    young: bool


def taken_in(known: Large, loaded: "Loaded", *, replay: bool) -> Large | None:
    """A file as it was read, with what was changed here since; None if it could not be compiled.

    Args:
        known: what was known of it.
        loaded: what was read.
        replay: whether the file is as the last of one's own changes left it, so that what was read may be older.
    """
    entries = loaded.glossary.entries
    if not isinstance(entries, CompiledEntries):
        return None
    part = Part(entries)
    found = Large(part, loaded.digest, (), {loaded.digest: part})
    if known.digest == loaded.digest or not replay:
        return found
    after = [at for at, step in enumerate(known.steps) if step.after == loaded.digest]
    before = [at for at, step in enumerate(known.steps) if step.before == loaded.digest]
    start = after[-1] + 1 if after else before[0] if before else len(known.steps)
    for step in known.steps[start:]:
        found = stepped(found, step)
    return found


def stepped(known: Large, step: Step) -> Large:
    """What is known after a change made here; if the file had been changed by others as well, it has to be read."""
    steps = (*known.steps, step)[-MOST_STEPS:]
    if known.part is None:
        return known._replace(steps=steps)
    if step.before != known.digest or (not step.certain and step.after not in known.states):
        return Large(known.part.changed(step.old, step.new) or known.part, "", (step,), {})
    part = known.states.get(step.after) or known.part.changed(step.old, step.new)
    if part is None:
        return Large(known.part, "", (step,), {})
    return Large(part, step.after, steps, {**known.states, step.after: part})


def step_of(done: "Undo", known: Large, layer: str, *, problems: bool) -> Step:
    """A change with the digests of what stood in the file before and after it.

    Args:
        done: the change.
        known: what was known of the file.
        layer: the name of its layer.
        problems: whether there are any in the file.
    """
    before, after = (compiled.digest(data or b"") for data in (done.before, done.after))
    old, new = done.old, done.new
    same = old is not None and new is not None and (old.source, old.case) == (new.source, new.case)
    entries = [entry for entry in (old, new) if entry is not None]
    if known.part is not None:
        entries += chain.from_iterable(known.part.more.values())
    insensitive = any(entry.case == "insensitive" for entry in entries) or (
        known.part is not None and known.part.base.layout.insensitive > 0
    )
    if new is not None:
        new = replace(new, layer=layer, path=done.path, line=0)
    # A new entry is taken to stand behind all others; one that was put back may stand anywhere.
    placed = old is not None or (done.after or b"").startswith((done.before or b"").rstrip(b"\r\n"))
    return Step(old, new, before, after, not problems and placed and (same or not insensitive))
