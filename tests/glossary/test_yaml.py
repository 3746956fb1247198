"""Reading glossary files: what they mean, what is wrong with them, and that the quick way reads like the parser."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import glossary
from glossary import plain, reading, yaml_file
from glossary.entry import Entry, TermStatus
from glossary.nodes import Broken, Items, Pairs, Scalar
from glossary.problems import GlossaryError


def entries(text):
    return glossary.parse(text).entries


def only(text):
    found = glossary.parse(text)
    assert found.problems == ()
    (entry,) = found.entries
    return entry


def problem(text):
    (found,) = glossary.parse(text).problems
    return found


LONG = """\
# my terms
OPEC+: OPEC+
rote Linien: red lines
Vereinigte Staaten: [United States, US]
Sondervermögen:
  en: special fund            # or a list, first = preferred
  forbidden: [special assets]
  note: debt outside the budget rule
  domain: budget
  match: inflected            # inflected (default) | exact | compound
  forms: [Sondervermögens]    # extra forms that must match
  case: smart                 # smart (default) | sensitive | insensitive
  pos: noun
  added: 2026-11-22
"""


def test_the_example_of_the_manual():
    found = glossary.parse(LONG)
    assert found.problems == ()
    assert [entry.targets for entry in found.entries[:3]] == [("OPEC+",), ("red lines",), ("United States", "US")]
    assert found.entries[3] == Entry(
        "Sondervermögen",
        ("special fund",),
        forbidden=("special assets",),
        note="debt outside the budget rule",
        domain="budget",
        forms=("Sondervermögens",),
        pos="noun",
        added="2026-11-22",
    )
    assert [entry.line for entry in found.entries] == [2, 3, 4, 5]
    assert [term.status for term in found.entries[2].terms] == [TermStatus.PREFERRED, TermStatus.ADMITTED]
    assert found.entries[3].terms[-1].status is TermStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("OPEC+: =", Entry("OPEC+", ("OPEC+",))),
        ('OPEC+: "="', Entry("OPEC+", ("OPEC+",))),
        ("Sanktion~: sanction", Entry("Sanktion", ("sanction",), match="compound")),
        ('"Das Kapital!": Capital', Entry("Das Kapital", ("Capital",), match="exact")),
        ("America First!: {en: x, match: inflected}", Entry("America First!", ("x",))),
        ("Zeitenwende: [=, turning point]", Entry("Zeitenwende", ("Zeitenwende", "turning point"))),
        ('Zoll: "-"', Entry("Zoll", ("-",))),
        ("C#: C sharp", Entry("C#", ("C sharp",))),
        ("X:\n  en:\n    - a\n    - b", Entry("X", ("a", "b"))),
        ("X:\n- a\n- b", Entry("X", ("a", "b"))),
        ("X: >-\n  a\n  b", Entry("X", ("a b",))),
        ("? X\n: a", Entry("X", ("a",))),
        ('"a: b": "c\\u00e4"', Entry("a: b", ("cä",))),
        ("X: {en: a, note: 'it''s'}", Entry("X", ("a",), note="it's")),
        ("X:\r\n  en: a\r\n  note: b\r\n", Entry("X", ("a",), note="b")),
        ("\ufeffX: a", Entry("X", ("a",))),
        ("---\nX: a", Entry("X", ("a",))),
        ("X: http://a.b/c", Entry("X", ("http://a.b/c",))),
        ('X: "a\nb"', Entry("X", ("a b",))),
    ],
)
def test_ways_to_write_an_entry(text, entry):
    assert only(text) == entry


@pytest.mark.parametrize(
    "word", ["NO", "on", "1:30", "007", "2026-11-22", "null", "1_000", "0x10", "yes", "3.14", "true"]
)
def test_every_scalar_is_a_string(word):
    assert only(f"{word}: {word}") == Entry(word, (word,))
    assert only(f"{word}: {{en: {word}, note: {word}}}").note == word


def test_a_tilde_is_a_tilde():
    assert only("nichts: ~") == Entry("nichts", ("~",))


def test_homographs_are_a_list_of_mappings():
    found = glossary.parse("Bank: [{en: bank, domain: finance}, {en: bench, domain: furniture}]")
    assert found.problems == ()
    assert [(entry.source, entry.target, entry.domain) for entry in found.entries] == [
        ("Bank", "bank", "finance"),
        ("Bank", "bench", "furniture"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: b\na: c", 2, 1, "stands already in line 2"),
        ("a:", 1, 3, "has no translation"),
        ("a: []", 1, 4, "has no translation"),
        ("a: {note: x}", 1, 1, "has no translation"),
        ("a:\n  en: b\n  matsch: x", 3, 3, "Unknown field “matsch”"),
        ("a:\n  en: b\n  match: fuzzy", 3, 10, "cannot be “fuzzy”"),
        ("a:\n  en: {b: c}", 2, 7, "string or a list"),
        ("a:\n\ten: b", 2, 1, "tab"),
        ('a: "b', 1, 4, "never closed"),
        ("a: b: c", 1, 5, "A second `: `"),
        ("a: [b", 1, 4, "never closed"),
        ("a:\n  en: [b\n  note: c", 2, 7, "never closed"),
        ("a:\n  en: [b, {c: d\n\n  note: c", 2, 11, "never closed"),
        ("a: [b]]", 1, 7, "does not fit"),
        ("a:\n  en: b\n note: c", 3, 2, "does not fit"),
        ("a: b \u202e c", 1, 4, "control character"),
        ("a:\n  en: b\n  forbid: c\n  forbidden: d", 4, 3, "twice"),
        ("a: {en: b, status: deprecated}", 1, 12, "Unknown field “status”"),
        ("a: {en: b, note: [c]}", 1, 18, "single string"),
        ("a: {en: b, case: loud}", 1, 18, "cannot be “loud”"),
        ("a: *b", 1, 4, "aliases"),
        ("a: &b c", 1, 4, "aliases"),
        ("a: !!int 3", 1, 4, "Tags"),
        ("<<: {a: b}", 1, 1, "Merge keys"),
        ("just text", 1, 1, "no entry"),
        ("a: b\n...", 2, 1, "end of the document"),
        ('"": b', 1, 1, "no term"),
        ('a: "b\\e[31m"', 1, 4, "control character"),
        ("a: b\x1b[31m", 1, 5, "Control character"),
        ("a: b\x00", 1, 5, "Control character"),
        ("? [a]\n: b", 1, 3, "single string"),
    ],
)
def test_a_mistake_has_its_place_and_the_other_entries_work(text, line, column, message):
    found = glossary.parse(f"Anfang: start\n{text}\nEnde: end\n", path=None)
    assert {entry.source for entry in found.entries} >= {"Anfang", "Ende"}
    (mistake,) = found.problems
    assert message in mistake.message
    assert mistake.hint
    assert (mistake.line, mistake.column) == (line + 1, column)
    assert "\x1b" not in repr(found.entries)


def test_an_unknown_field_names_the_nearest():
    assert "“match”" in problem("a: {en: b, mach: exact}").hint
    assert "“en”" in problem("a: {en: b, target: c}").hint
    assert "`forbidden`" in problem("a: {en: b, status: deprecated}").hint
    assert "Known are en," in problem("a: {en: b, qqq: c}").hint


def test_a_file_that_uses_other_names_is_read():
    found = only("a: {en: b, forbid: [c], variants: [A], case: any}")
    assert found == Entry("a", ("b",), forbidden=("c",), forms=("A",), case="insensitive")
    assert only("a: {en: b, case: exact}").case == "sensitive"


def test_entries_around_the_mark_of_a_second_document_work():
    found = glossary.parse("a: b\nc: d\n---\n# x\ne: f\n")
    assert [entry.source for entry in found.entries] == ["a", "c", "e"]
    assert [(mistake.line, mistake.hint) for mistake in found.problems] == [(3, "Delete the line `---`")]


def test_bytes_that_are_no_text_are_a_problem_of_their_line():
    found = glossary.parse(b"a: b\nc: \xff\nd: e\n")
    assert [entry.source for entry in found.entries] == ["a", "d"]
    assert found.problems[0].line == 2
    assert "0xFF" in found.problems[0].message


def test_utf_16_with_its_mark_is_read():
    assert only("Zölle: tariffs".encode("utf-16")).source == "Zölle"


def test_a_billion_laughs_is_a_problem_at_once():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{char}: &{char} [{','.join([f'*{before}'] * 9)}]\n"
        for before, char in zip("abcdefgh", "bcdefghi", strict=True)
    )
    found = glossary.parse(bomb + "Ende: end")
    assert [entry.source for entry in found.entries] == ["Ende"]
    assert "aliases" in found.problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{" * 100_000,
        "a: " + "[" * 100_000,
        "- " * 50_000,
        "a:\n" + "".join(" " * n + "b:\n" for n in range(1, 400)),
    ],
)
def test_deep_nesting_is_a_problem(text):
    assert glossary.parse(text).problems


def test_a_very_long_line_is_a_problem():
    found = glossary.parse("a: " + "x" * 10_000_000 + "\nb: c")
    assert [entry.source for entry in found.entries] == ["b"]
    assert "characters long" in found.problems[0].message


def test_there_are_only_so_many_problems():
    assert len(glossary.parse("a\n" * 5_000).problems) == reading.MOST_PROBLEMS + 1


def test_the_parser_is_not_asked_for_ever_about_what_is_no_glossary():
    asked = []

    def compose(*place):
        asked.append(place)
        return yaml_file.compose(*place)

    found = reading.parse("a: b\n" + "Es war einmal\n" * 10_000 + "c: d\n", None, "", compose)
    assert len(asked) == reading.MOST_BROKEN
    assert [entry.source for entry in found.entries] == ["a", "c"]
    assert "9,800 more" in found.problems[-1].message


@settings(max_examples=300)
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf")
@example(b"a: b\r\n\r\n  c")
@example("a: \u2028b".encode())
def test_any_bytes_give_entries_or_problems(data):
    found = glossary.parse(data)
    for entry in found.entries:
        assert all(char >= " " for char in entry.source)


PIECES = st.sampled_from(
    [*list("ab :#\"'[]{},-?!&*|>%@`=~\t\n\r\\x0"), "ä", "\x85", "\u2028", "\x1b", "\ufeff", "\n", " ", ": ", "\n  "]
)


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_gives_entries_or_problems(text):
    found = glossary.parse(text)
    assert all(entry.targets and "\x1b" not in entry.source for entry in found.entries)


def simple(node):
    if isinstance(node, Scalar):
        return (node.text, node.start, node.end, node.line, node.column)
    if isinstance(node, Items):
        return [simple(item) for item in node.items]
    return [(simple(key), simple(value)) for key, value in node.pairs]


LINES = st.sampled_from(
    [
        *(
            "a: b",
            "rote Linien: red lines",
            "c: [d, e]",
            "c: [d, \"e, f\" , 'g']",
            "'q': \"r\"",
            "C#: x#y",
            "1:30: a:b",
        ),
        *(
            "k:",
            "  en: v",
            "  note: w # x",
            "  match: exact",
            " en: v",
            "    en: deep",
            "# remark",
            "  # inner",
            "",
            "   ",
        ),
        *(
            "x: y   ",
            "x : y",
            "x:  y # z",
            "- i",
            "  - i",
            "x: |",
            "x: 'it''s'",
            'x: "a\\tb"',
            'x: "a',
            'b"',
            "? e",
            ": f",
        ),
        *(
            "x: y\r",
            "=: =",
            "x: =",
            "x: -",
            "~: ~",
            "a b",
            "]",
            "x: [",
            "x: [a,",
            "b]",
            "x: {en: y}",
            "x: a, b",
            "...",
            "---",
        ),
        *(
            "x:y: z",
            "x: y:",
            "x: y #",
            "x:#y",
            "x: \u00a0y",
            "x: y\u00a0",
            "x: 'a' b",
            "x: [a] b",
            "!x: y",
            "x: @y",
            "x: `y",
        ),
        *(
            "x: y?z",
            "x: [y?z]",
            "x: [y#z]",
            "x: [y #z]",
            "x: [y:z]",
            "x: [-y]",
            "x: ?y",
            "x: %y",
            ".x: y",
            "<x: y",
            "x\u0085: y",
        ),
    ]
)


@settings(max_examples=2_000)
@given(st.lists(LINES, max_size=6), st.sampled_from(["\n", "\n", "\r\n"]))
def test_the_quick_way_reads_like_the_parser(lines, eol):
    text = eol.join(lines)
    if "\r\r" in text:
        return  # a lone carriage return is a line to the parser and to no editor
    try:
        whole = yaml_file.compose(text, 0, len(text), 1)
    except Broken:
        return
    if whole is not None and not isinstance(whole, Pairs):
        return
    found, broken = reading.pairs(text, yaml_file.compose)
    if "---" in lines:
        return  # marks of documents are left out when a file is read in pieces
    assert broken == []
    assert [(simple(key), simple(value)) for key, value in found] == (simple(whole) if whole is not None else [])


@given(
    st.lists(
        st.sampled_from(["- de: a b", "  en: c", "  en: 'it''s'", '  en: "x"', "# r", "", "- de: x: y", "  x", "- a"]),
        max_size=6,
    )
)
def test_pairs_are_read_like_the_parser_reads_them(lines):
    text = "\n".join(lines)
    quick = plain.records(text)
    if quick is None:
        return
    node = yaml_file.compose(text, 0, len(text), 1)
    assert yaml_file._object(node) == quick


def test_strings_for_other_files():
    assert yaml_file.load_strings("- de: Haus\n  en: 'it''s'\n") == [{"de": "Haus", "en": "it's"}]
    assert yaml_file.load_strings("a: [b, {c: 007}]\n") == {"a": ["b", {"c": "007"}]}
    assert yaml_file.load_strings("# nothing\n") == []
    with pytest.raises(GlossaryError, match="line 2, column 4"):
        yaml_file.load_strings("a: b\nc: *d\n")
    with pytest.raises(GlossaryError, match="twice"):
        yaml_file.load_strings("- a: b\n  a: c\n")
    with pytest.raises(GlossaryError, match=r"[cC]ontrol"):
        yaml_file.load_strings("a: \x1b\n")


def test_a_missing_file_is_empty_unless_it_must_exist(tmp_path):
    assert glossary.load([tmp_path / "none.yaml"]).entries == ()
    assert glossary.load([tmp_path / "none.yaml"]).problems == ()
    assert glossary.load([tmp_path / "none.yaml"], must_exist=True).problems
    assert glossary.load([tmp_path]).problems[0].path == tmp_path


def test_the_bundled_glossary_is_sound_and_needs_no_parser():
    for path in glossary.bundled_paths():
        text = path.read_text(encoding="utf-8")
        assert all(value is not None for _, value in plain.chunks(text))
        found = glossary.load([path])
        assert found.problems == ()
        assert len(found.entries) >= 40


def test_a_mistake_in_the_line_below_does_not_cost_the_entry_above():
    found = glossary.parse("gut: good\n\tTab: tab\nX: y\nleer:\n\tb: c\n")
    assert [(entry.source, entry.target) for entry in found.entries] == [("gut", "good"), ("X", "y")]
    assert [problem.line for problem in found.problems] == [2, 5]
