"""Nasty files: whatever they are made of, a change stays inside its entry, and a part read again is like the whole."""

import random
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import glossary
from glossary import layers, windows, yaml_file
from glossary.entry import Entry
from glossary.layers import Layers
from glossary.problems import GlossaryError


class Block(NamedTuple):
    """Lines of a file with the entries they hold."""

    data: bytes
    entries: tuple[Entry, ...] = ()


def block(text, *entries):
    return text, entries


FILLERS = [
    "# a remark",
    "#",
    "",
    " ",
    "#: x: y",
    '# "quoted',
]
SHAPES = [
    block("§: red", Entry("§", ("red",))),
    block("§:   red   # why", Entry("§", ("red",))),
    block("§ : 'red'", Entry("§", ("red",))),
    block('"§": "red"   ', Entry("§", ("red",))),
    block("'§!': \"a: b # c\"", Entry("§", ("a: b # c",), match="exact")),
    block("§~: =", Entry("§", ("§",), match="compound")),
    block("'§: it''s': \"\\u00e4\\\"\"", Entry("§: it's", ('ä"',))),
    block("§: [red,   'dark red' ,\"x, y\"]  # several", Entry("§", ("red", "dark red", "x, y"))),
    block("§: [red,\n    blue]", Entry("§", ("red", "blue"))),
    block("§:\n- red\n- blue", Entry("§", ("red", "blue"))),
    block("§:\n   - red # first\n\n   - blue", Entry("§", ("red", "blue"))),
    block("§:\n  en: red\n  note: on # why", Entry("§", ("red",), note="on")),
    block("§: # why\n      en: [red]\n\n      # inside\n      note: 'x'", Entry("§", ("red",), note="x")),
    block("§:\n  note: |\n    two\n\n    lines\n  en: red", Entry("§", ("red",), note="two\n\nlines")),
    block("§:\n  en: red\n  note: >-\n    folded\n    text", Entry("§", ("red",), note="folded text")),
    block("§: {en: red, pos: noun}   # flow", Entry("§", ("red",), pos="noun")),
    block("§: {en: red,\n  pos: noun}", Entry("§", ("red",), pos="noun")),
    block("§: [{en: red}, {en: blue, domain: x}]", Entry("§", ("red",)), Entry("§", ("blue",), domain="x")),
    block("§:\n  - en: red\n    note: a\n  - en: blue", Entry("§", ("red",), note="a"), Entry("§", ("blue",))),
    block("§: >-\n  red\n  blue", Entry("§", ("red blue",))),
    block("? §\n: red", Entry("§", ("red",))),
    block("§: red\n  blue", Entry("§", ("red blue",))),
    block('§: "red\n\n  blue"', Entry("§", ("red blue",))),
    block("§:\n  en: red\n  match: exact\n  forbid: x", Entry("§", ("red",), match="exact", forbidden=("x",))),
    block("§: " + "x" * 3_000, Entry("§", ("x" * 3_000,))),
]
ENDS = ["\n", "\r\n"]


@st.composite
def nasty_files(draw):
    """A beginning, blocks with different names, and whether the last line ends."""
    head = draw(st.sampled_from(["", "\ufeff", "---\n", "\ufeff---\r\n", "%YAML 1.1\n---\n", "# head\n"])).encode()
    blocks = [Block(head)]
    for number in range(draw(st.integers(0, 7))):
        end = draw(st.sampled_from(ENDS))
        if draw(st.integers(0, 2)) == 0:
            blocks.append(Block((draw(st.sampled_from(FILLERS)) + end).encode()))
            continue
        text, entries = draw(st.sampled_from(SHAPES))
        name = f"Wort{number}"
        made = tuple(
            replace(e, source=e.source.replace("§", name), targets=tuple(t.replace("§", name) for t in e.targets))
            for e in entries
        )
        blocks.append(Block((text.replace("§", name).replace("\n", end) + end).encode(), made))
    if blocks[-1].entries and draw(st.booleans()):
        blocks[-1] = blocks[-1]._replace(data=blocks[-1].data.rstrip(b"\r\n"))
    return blocks


TEXTS = st.sampled_from(["red", "a: b", "it's", '"x"', "no", "x # y", "- x", "[x", "ä", "a, b", "~", "a\\b", "x" * 200])
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "targets": st.lists(TEXTS, min_size=1, max_size=3, unique=True).map(tuple),
        "note": TEXTS | st.just("") | st.just("two\nlines"),
        "domain": st.sampled_from(["", "law"]),
        "forbidden": st.lists(TEXTS, max_size=2, unique=True).map(tuple),
        "match": st.sampled_from(["inflected", "exact", "compound"]),
        "case": st.sampled_from(["smart", "insensitive"]),
        "pos": st.sampled_from(["", "verb"]),
        "source": st.sampled_from(["Neu", "Ein neues Wort", "a: b", "- x", "Sanktion~", "{x"]),
    },
)


def joined(blocks):
    return b"".join(one.data for one in blocks)


def of(blocks):
    return [entry for one in blocks for entry in one.entries]


def entries_in(path):
    found = glossary.load([path])
    assert found.problems == ()
    return list(found.entries)


def without_last_break(data):
    return data.removesuffix(b"\n").removesuffix(b"\r")


@settings(max_examples=250)
@given(nasty_files(), CHANGES, st.randoms(use_true_random=False))
def test_a_change_stays_inside_the_lines_of_its_entry(tmp_path_factory, blocks, change, rng):
    path = tmp_path_factory.mktemp("n") / "g.yaml"
    before = joined(blocks)
    path.write_bytes(before)
    assert entries_in(path) == of(blocks)
    places = [(at, number) for at, one in enumerate(blocks) for number in range(len(one.entries))]
    if not places:
        return
    at, number = rng.choice(places)
    head, own, tail = joined(blocks[:at]), blocks[at], joined(blocks[at + 1 :])
    old = own.entries[number]
    if len(own.entries) > 1:
        change.pop("source", None)
    new = replace(old, **change)
    done = yaml_file.edit(path, old, new)
    after = path.read_bytes()
    assert after.startswith(head)
    assert after[len(head) :].endswith(tail)
    assert len(after) >= len(head) + len(tail)
    wanted = [*own.entries[:number], new, *own.entries[number + 1 :]]
    assert entries_in(path) == [*of(blocks[:at]), *wanted, *of(blocks[at + 1 :])]
    assert after.endswith(b"\n") == before.endswith(b"\n")
    yaml_file.undo(done)
    assert path.read_bytes() == before


@settings(max_examples=150)
@given(nasty_files(), st.randoms(use_true_random=False))
def test_removing_takes_the_lines_of_its_entry_and_adding_is_a_line_at_the_end(tmp_path_factory, blocks, rng):
    path = tmp_path_factory.mktemp("n") / "g.yaml"
    before = joined(blocks)
    path.write_bytes(before)
    done = yaml_file.add(path, Entry("Krieg", ("war",)))
    after = path.read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].strip() == b"Krieg: war"
    assert entries_in(path) == [*of(blocks), Entry("Krieg", ("war",))]
    yaml_file.undo(done)
    assert path.read_bytes() == before
    places = [(at, number) for at, one in enumerate(blocks) for number in range(len(one.entries))]
    if not places:
        return
    at, number = rng.choice(places)
    done = yaml_file.remove(path, blocks[at].entries[number])
    after = path.read_bytes()
    left = [*blocks[at].entries[:number], *blocks[at].entries[number + 1 :]]
    head, tail = joined(blocks[:at]), joined(blocks[at + 1 :])
    assert after.startswith(head if tail or left else without_last_break(head))
    assert after.endswith(tail)
    assert left or len(after) <= len(head) + len(tail)
    assert entries_in(path) == [*of(blocks[:at]), *left, *of(blocks[at + 1 :])]
    yaml_file.undo(done)
    assert path.read_bytes() == before


@settings(max_examples=50)
@given(nasty_files(), st.lists(st.tuples(st.sampled_from("aaerru"), CHANGES), max_size=8), st.randoms())
def test_a_row_of_changes_says_what_was_meant_and_is_undone(tmp_path_factory, blocks, steps, rng):
    path = tmp_path_factory.mktemp("n") / "g.yaml"
    path.write_bytes(joined(blocks))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "WORTH_PATCHING", 0)
        here = Layers(own=path, bundled=[])
        states, changes = [path.read_bytes()], []
        for number, (step, change) in enumerate(steps):
            shown = here.glossary.entries
            try:
                if step == "a":
                    changes.append(
                        here.add(replace(Entry(f"Zusatz{number}", ("x",)), **{**change, "source": f"Z{number}"}))
                    )
                elif step == "u" and changes:
                    here.undo(changes.pop())
                    states.pop()
                    assert path.read_bytes() == states[-1]
                    continue
                elif shown and step == "e":
                    changes.append(
                        here.edit(old := rng.choice(shown), replace(old, **{**change, "source": old.source}))
                    )
                elif shown and step == "r":
                    changes.append(here.remove(rng.choice(shown)))
                else:
                    continue
            except GlossaryError as error:
                assert "stands already" in error.message, error
                continue
            states.append(path.read_bytes())
            read = glossary.parse(states[-1])
            assert read.problems == here.problems == ()
            assert [(entry, entry.line) for entry in here.glossary.entries] == [(e, e.line) for e in read.entries]
        for change in reversed(changes):
            here.undo(change)
        assert path.read_bytes() == joined(blocks)


LINES = st.sampled_from(
    [
        *("a: b", "c: [d, e]", "f:", "  en: v", "  note: w # x", "# r", "", "  # i", "'g': \"h\"", "k: |", "  text"),
        *('"l": x', "m: 'x", "n'", "- i", "? o", ": p", "q: [x,", "y]", "r: {en: x}", "---", "...", "a: c", "z: ="),
        *("A: {en: x, case: insensitive}", "B: [{en: x}, {en: y}]", " w: x", "x: \x07", "y: \x85z", "%YAML 1.1"),
        *("u:v", "j: x\r", '"', "\ufeffs: t"),
    ]
)


@settings(max_examples=1_000)
@given(
    st.lists(LINES, max_size=7),
    st.integers(0, 7),
    st.integers(0, 3),
    st.lists(LINES, max_size=3),
    st.sampled_from(ENDS),
)
@example(["a: b", "c: 'x", "z: y", "n'"], 2, 1, ["z: w"], "\n")
@example(["a: b", "# r", "..."], 0, 1, [], "\n")
@example(["k: |", "  # i"], 0, 1, ["k: |", "a: b"], "\n")
@example(["a: b", "{c: d}"], 0, 1, [], "\n")
@example(["a: b", "\ufeffs: t"], 0, 1, [], "\n")
def test_a_part_read_again_is_like_the_whole(lines, at, gone, fresh, end):
    before = end.join(lines)
    after = end.join([*lines[:at], *fresh, *lines[at + gone :]])
    known = glossary.parse(before)
    found = windows.reread(before, after, known, None, "", yaml_file.compose)
    if found is not None:
        whole = glossary.parse(after)
        assert whole.problems == ()
        assert [(entry, entry.line) for entry in found.entries] == [(entry, entry.line) for entry in whole.entries]


@settings(max_examples=400)
@given(st.lists(LINES, max_size=8), st.sampled_from(ENDS), st.randoms(use_true_random=False), CHANGES)
def test_a_change_in_a_window_is_like_one_in_the_whole(tmp_path_factory, lines, end, rng, change):
    text = end.join(lines)
    known = glossary.parse(text)
    path = tmp_path_factory.getbasetemp() / "window.yaml"
    path.write_bytes(text.encode())
    kind = rng.choice(["add", "edit", "remove"]) if known.entries else "add"
    old = None if kind == "add" else rng.choice(known.entries)
    new = None if kind == "remove" else replace(old or Entry("Neu", ("new",)), **change)
    results = []
    for window in (windows.for_change, lambda *_: None):
        path.write_bytes(text.encode())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(windows, "for_change", window)
            try:
                if old is None:
                    yaml_file.add(path, new)
                elif new is None:
                    yaml_file.remove(path, old)
                else:
                    yaml_file.edit(path, old, new)
            except GlossaryError as error:
                results.append(error.message)
            else:
                results.append(list(glossary.load([path]).entries))
    assert results[0] == results[1]


VALID = b"".join(text.replace("\xa7", f"W{number}").encode() + b"\n" for number, (text, _) in enumerate(SHAPES[:-1]))


@settings(max_examples=300)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_a_damaged_file_gives_entries_or_problems(rng, times):
    data = bytearray(VALID)
    for _ in range(times):
        at = rng.randrange(len(data))
        kind = rng.randrange(4)
        if kind == 0:
            data[at] = rng.randrange(256)
        elif kind == 1:
            del data[at : at + rng.randrange(30)]
        elif kind == 2:
            data[at:at] = rng.choice(
                [b"\n", b"\r", b"\t", b"'", b'"', b"[", b"{", b"}", b"\xff", b"\x00", b"---\n", b"&a "]
            )
        else:
            data[at:at] = data[at : at + rng.randrange(60)]
    found = glossary.parse(bytes(data))
    assert all(entry.targets and entry.source.strip() for entry in found.entries)
    assert all(problem.line >= 0 and problem.message for problem in found.problems)
    assert len(found.entries) >= 1 or found.problems


@pytest.mark.parametrize("many", [5_000, 20_000])
@pytest.mark.parametrize(
    "piece",
    [
        "---\n",
        "...\n",
        "a: 'b\n",
        "a: [b\n",
        "? a\n",
        "- ",
        "\t",
        "{",
        "a: &b c\n",
        "a: !b c\n",
        "\x00",
        "a: |\n b\n",
        "%x\n",
    ],
)
def test_a_mistake_repeated_is_told_and_does_not_hang(piece, many):
    found = glossary.parse("x: y\n" + piece * (many // len(piece)))
    assert found.problems or found.entries[0].source == "x"


def test_a_mutation_of_one_entry_changes_one_entrys_lines_in_a_long_file(tmp_path):
    rng = random.Random(7)
    path = tmp_path / "g.yaml"
    blocks = []
    for number in range(400):
        text, entries = rng.choice(SHAPES)
        end = rng.choice(ENDS)
        if len(entries) == 1 and entries[0].source == "§" and entries[0].targets != ("§",):
            data = (text.replace("§", f"W{number}").replace("\n", end) + end).encode()
            blocks.append(Block(data, (replace(entries[0], source=f"W{number}"),)))
        blocks.append(Block((rng.choice(FILLERS) + end).encode()))
    path.write_bytes(joined(blocks))
    for _ in range(40):
        at = rng.choice([at for at, one in enumerate(blocks) if one.entries])
        new = replace(blocks[at].entries[0], targets=(f"new {rng.random()}",))
        yaml_file.edit(path, blocks[at].entries[0], new)
        head, tail, after = joined(blocks[:at]), joined(blocks[at + 1 :]), path.read_bytes()
        assert after.startswith(head)
        assert after.endswith(tail)
        blocks[at] = Block(after[len(head) : len(after) - len(tail)], (new,))
    assert entries_in(path) == of(blocks)
