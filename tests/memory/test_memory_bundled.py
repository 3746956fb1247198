"""The memory that ships, and memories in layers."""

from pathlib import Path

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.memory.bundled import SAMPLE, SEED, BundledMemory, LayeredMemory, json_lines, main
from reader.memory.unit import LanguagePair, TranslationUnit

PAIR = LanguagePair()
KEY = segment_key("Kommentar (0)")
TEXT = SEED.with_name("000_1a521e34ec6b286b.txt")


def test_the_shipped_file_is_what_the_seed_says(tmp_path):
    assert SAMPLE.read_text(encoding="utf-8") == json_lines(SEED.read_text(encoding="utf-8"), SEED)
    main(sample=tmp_path / "sample.jsonl")
    assert (tmp_path / "sample.jsonl").read_bytes() == SAMPLE.read_bytes()


def test_the_shipped_german_is_the_sample_up_to_white_space():
    from reader.memory.pairs import read_pairs

    pairs = read_pairs(SEED, PAIR)
    assert len(pairs) == 21
    joined = " ".join(source for source, _ in pairs)
    assert joined.split() == TEXT.read_text(encoding="utf-8").split()
    found = BundledMemory().get_many([segment_key(source) for source, _ in pairs], PAIR)
    assert [found[segment_key(source)].text for source, _ in pairs] == [target for _, target in pairs]


def test_shipped_units_say_so_and_speak_one_pair_of_languages():
    memory = BundledMemory()
    assert memory.get_many([KEY, segment_key("?")], PAIR) == {KEY: Target("Comments (0)", TargetState.MEMORY, "sample")}
    assert memory.get_many([KEY], LanguagePair("de", "fr")) == {}


def test_the_shipped_memory_is_read_once_and_only_when_asked(tmp_path):
    copy = tmp_path / "copy.jsonl"
    memory = BundledMemory(copy)
    copy.write_bytes(SAMPLE.read_bytes())
    first = memory.get_many([KEY], PAIR)
    copy.unlink()
    assert memory.get_many([KEY], PAIR) == first != {}


class Known:
    """A memory in a dict, which notes what it is asked for."""

    def __init__(self, state, text):
        self.targets = {KEY: Target(text, state)}
        self.asked = []
        self.put = []

    def get_many(self, keys, pair, wishes=None):
        self.asked += keys
        return {key: self.targets[key] for key in keys if key in self.targets}

    def put_many(self, units):
        self.put += units


def test_the_first_layer_wins_unless_a_human_stands_below_a_machine():
    for first, second, winner in [
        (TargetState.MACHINE, TargetState.MEMORY, "second"),
        (TargetState.MACHINE, TargetState.MACHINE, "first"),
        (TargetState.MEMORY, TargetState.MEMORY, "first"),
        (TargetState.EDITED, TargetState.MEMORY, "first"),
    ]:
        layered = LayeredMemory(Known(first, "first"), Known(second, "second"))
        assert layered.get_many(iter([KEY]), PAIR)[KEY].text == winner


def test_a_layer_is_asked_only_for_what_is_still_wanted():
    first, second = Known(TargetState.EDITED, "first"), Known(TargetState.MEMORY, "second")
    other = segment_key("anderes")
    LayeredMemory(first, second).get_many([KEY, other], PAIR)
    assert second.asked == [other]
    LayeredMemory(first, second).get_many([KEY], PAIR)
    assert second.asked == [other]


def test_the_first_layer_learns():
    first = Known(TargetState.MEMORY, "first")
    unit = TranslationUnit("a", "b", PAIR, TargetState.MACHINE, "fake")
    LayeredMemory(first, BundledMemory()).put_many([unit])
    assert first.put == [unit]


def test_the_paths_of_seed_and_sample_exist():
    assert Path(SEED).is_file()
    assert SAMPLE.is_file()
