"""The memory that ships with the reader, and memories in layers.

The shipped pairs are a file of JSON lines, since one of those is read in a millisecond where YAML takes
twenty. `python -m reader.memory.bundled` writes it anew from the file in `seeds/`, which is the one to edit.

Invariant: a shipped pair is found by the content of its source segment, as any other is, never by the name
of a file.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.core.text import clean
from reader.memory.unit import NO_WISHES, RANKS, LanguagePair, Memory, TranslationUnit, Wishes, WritableMemory

SAMPLE = Path(__file__).with_name("bundled") / "sample.jsonl"
SEED = Path(__file__).parents[2] / "seeds" / "000_1a521e34ec6b286b.en.yaml"
_ORIGIN = "sample"


class BundledMemory:
    """The pairs of one JSON-lines file, `de` and `en` in each line, read when they are first asked for."""

    def __init__(self, path: Path = SAMPLE, origin: str = _ORIGIN) -> None:
        self._path = path
        self._origin = origin
        self._targets: dict[bytes, Target] | None = None

    def get_many(
        self,
        keys: Iterable[bytes],
        pair: LanguagePair,
        wishes: Wishes = NO_WISHES,  # noqa: ARG002 - no machine's answer ships
    ) -> dict[bytes, Target]:
        """The shipped translations among these keys; none for other languages than German to English."""
        if pair != LanguagePair("de", "en"):
            return {}
        if self._targets is None:
            self._targets = self._load()
        targets = self._targets
        return {key: targets[key] for key in keys if key in targets}

    def _load(self) -> dict[bytes, Target]:
        import json  # noqa: PLC0415 - only a text that is not in the person's own memory needs it

        with self._path.open(encoding="utf-8") as lines:
            pairs = [json.loads(line) for line in lines]
        return {segment_key(pair["de"]): Target(clean(pair["en"]), TargetState.MEMORY, self._origin) for pair in pairs}


class LayeredMemory:
    """Several memories as one: the person's own first, and written to; then those that ship.

    A machine's answer in an earlier memory gives way to a human translation in a later one.
    """

    def __init__(self, first: WritableMemory, *others: Memory) -> None:
        self._first = first
        self._memories = (first, *others)

    def get_many(self, keys: Iterable[bytes], pair: LanguagePair, wishes: Wishes = NO_WISHES) -> dict[bytes, Target]:
        """The best known translations among these keys."""
        found: dict[bytes, Target] = {}
        wanted = list(keys)
        for memory in self._memories:
            for key, target in memory.get_many(wanted, pair, wishes).items():
                known = found.get(key)
                if known is None or RANKS[target.state] > RANKS[known.state]:
                    found[key] = target
            wanted = [key for key in wanted if key not in found or found[key].state is TargetState.MACHINE]
            if not wanted:
                break
        return found

    def put_many(self, units: Iterable[TranslationUnit]) -> None:
        """Remember these units in the first memory."""
        self._first.put_many(units)


def json_lines(seed: str, path: Path) -> str:
    """The text of a shipped memory, made from the text of a YAML list of pairs.

    Args:
        seed: the YAML text.
        path: the file it comes from, for messages.

    Raises:
        MemoryFileError: the YAML text is not a list of pairs with `de` and `en`.
    """
    import json  # noqa: PLC0415 - as above

    from reader.memory.pairs import pairs_in  # noqa: PLC0415 - the reader at work never needs it

    pairs = pairs_in(seed, path, LanguagePair("de", "en"))
    return "".join(json.dumps({"de": de, "en": en}, ensure_ascii=False) + "\n" for de, en in pairs)


def main(seed: Path = SEED, sample: Path = SAMPLE) -> None:
    """Write the shipped memory anew from its seed."""
    sample.write_text(json_lines(seed.read_text(encoding="utf-8"), seed), encoding="utf-8")
    sys.stdout.write(f"{sample.name}: written from {seed.name}\n")


if __name__ == "__main__":
    main()
