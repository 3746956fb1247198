"""What the lint finds, and what it leaves alone."""

import time
from pathlib import Path

import pytest

from glossary.lint import SEVERITIES, lint
from glossary.lint_lines import lint_lines
from glossary.matcher import Matcher
from glossary.yaml_file import parse

LEMMAS = {"haus": None, "Haus": "Haus", "reise": "reisen", "Reise": "Reise", "Maße": "Maß", "Masse": "Masse"}


def rules(text, *below, **options):
    layers = [parse(one, path=Path(f"{number}.yaml")) for number, one in enumerate((text, *below))]
    assert not any(layer.problems for layer in layers)
    return [finding.rule for finding in lint(layers, judged=1, **options)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("'…': dots", "never"),
        ("'()': brackets", "never"),
        ("Linie (rote): red line", "brackets"),
        ("Zoll; Abgabe: duty", "several"),
        ("Zoll / Abgabe: duty", "several"),
        ("Rote Linien: red lines", "capital"),
        ("haus: {en: house, pos: noun}", "capital"),
        ("Zo~: x", "short-compound"),
        ("EU~: =", "short-compound"),
        ("Zoll: {en: [tariff, duty], forbidden: Duty}", "forbidden-target"),
        ("Bank: [{en: bank, forbidden: bench}, {en: bench}]", "forbidden-elsewhere"),
        ("Zoll: ' tariff'", "blanks"),
        ("'Zoll ': tariff", "blanks"),
        ("rote  Linie: red line", "blanks"),
        ("„Ruhe: silence", "quotes"),
        ("Ruhe: “silence", "quotes"),
        ("(Ruhe: silence", "quotes"),
        ("Ruhe: '\"quiet\" time'", "straight-quotes"),
        ("Au\u00adto: car", "invisible"),
        ("R\u0430t: council", "mixed-scripts"),
        ("Rat: c\u03bfuncil", "mixed-scripts"),
        ("Haus: house\nHa\u00adus: home", "double"),
        ("Haus: house\n' Haus': home", "double"),
        ("die Linie: a\nLinie: b", "shadowed"),
        ("rote-Linie: a\nrote Linie: b", "shadowed"),
        ("Nirgends: '-'", "removes-nothing"),
    ],
)
def test_what_is_doubtful_is_found(text, rule):
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "rote Linien: red lines",
        "Weißes Haus: White House",
        "Vereinigte Staaten: [United States, US]",
        "Rotes Kreuz: {en: red cross, pos: name}",
        "Neue Mitte: {en: new centre, case: insensitive}",
        "OPEC+: =",
        "§ 5: section 5",
        "und/oder: and/or",
        "Zoll: {en: tariff, forbidden: toll}",
        "Bank: [{en: bank}, {en: bench}]",
        "„Ruhe“: “silence”",
        "Москва: Moscow",
        "Ω-3: omega-3",
        "Linie: b\ndie Linie: a",
        "rote Linie: a\nrote-Linie: b",
        "'die Linie!': a\nLinie: b",
        "Reise: trip\nreise: travel",
        "Maße: measures\nMasse: mass",
        "reise: to travel",
        "Sanktion~: sanction",
        "Haus:\n  en: house\n  note: 'a \"quoted\" word'",
    ],
)
def test_what_may_well_be_meant_is_left_alone(text):
    assert rules(text) == []
    assert rules(text, lemma=LEMMAS.get) == []


def test_an_entry_that_is_said_never_to_be_found_never_is():
    """The findings are held against the matcher itself."""
    texts = ["die Linie", "Linie", "Linien", "rote Linie", "rote-Linie", "Die roten Linien", "Haus", "Häuser", "…"]
    for text in ("die Linie: a\nLinie: b", "rote-Linie: a\nrote Linie: b", "Haus: a\nHa\u00adus: b", "'…': b"):
        glossary = parse(text)
        told = {finding.line for finding in lint([glossary]) if "never found" in finding.message}
        assert told == {glossary.entries[-1].line}
        found = {match.entry.line for one in texts for match in Matcher(glossary, lexicon=None).find(one)}
        assert not found & told


def test_words_that_only_share_their_folding_are_two_words():
    assert rules("Maße: measures\nMasse: mass", lemma=LEMMAS.get) == []
    assert rules("Maße: measures\nMasse: mass", lemma={"Maße": "Maß", "Masse": "Maß"}.get) == ["double"]


def test_a_noun_in_lower_case_is_known_from_its_lemma():
    assert rules("haus: house", lemma=LEMMAS.get) == ["capital"]
    assert rules("haus: house") == []
    assert rules("haus: {en: house, case: insensitive}", lemma=LEMMAS.get) == []


def test_layers_behind_are_hidden_and_removed_but_not_judged():
    below = "Zoll: tariff\nHaus~: x\n'…': y"
    assert rules("Zoll: '-'", below) == []
    assert rules("Zall: '-'", below) == ["removes-nothing"]
    layers = [parse("Zoll: tariff\nHaus: house", path=Path("a")), parse("Zoll: tariff\nHaus: home", path=Path("b"))]
    assert [(str(one.path), one.line, one.rule, one.severity) for one in lint(layers)] == [
        ("b", 1, "hidden", "info"),
        ("b", 2, "hidden", "info"),
    ]
    assert lint(layers, judged=1) == []


def test_a_problem_of_the_file_is_not_told_again():
    glossary = parse("Zoll: tariff\nZoll: duty\nHaus:\nLinie: {en: line, foo: bar}\n")
    assert len(glossary.problems) == 3
    assert lint([glossary]) == []


def test_a_finding_is_one_line_an_editor_understands():
    finding = lint([parse("Haus: house\n'…': dots", path=Path("a.yaml"))])[0]
    assert finding.severity in SEVERITIES
    assert str(finding).startswith("a.yaml:2:1: warning: “…” holds no word, so it is never found. ")
    assert str(finding).endswith(" [never]")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("OPEC+: OPEC+\n", [("keep", 1, 8)]),
        ("EU: [=, Union]\n", [("keep-and-others", 1, 6)]),
        ("EU: [Union, =]\n", [("keep-and-others", 1, 13)]),
        ("EU: =\n", []),
        ("a=b: [c=d, e]\n", []),
        ("Zoll: tariff  \n", [("trailing-blanks", 1, 13)]),
        ("Zoll:\n  en: tariff\n  note:\n  domain: x\n", [("empty-field", 3, 3)]),
        ("Zoll:\n  en: tariff\n  note: # later\n", [("empty-field", 3, 3)]),
        ("Zoll:\n  en: tariff\n  forms:\n  - Zölle\n  forbidden:\n    - toll\n", []),
        ("Zoll:\r\n  en: tariff\r\n  note:\r\n", [("empty-field", 3, 3)]),
        ("# a: a \n\n", []),
        ("\ufeffOPEC+: =\n", []),
    ],
)
def test_lines_are_looked_at_too(text, found):
    assert [(one.rule, one.line, one.column) for one in lint_lines(text, None)] == found


def test_any_text_is_looked_at_without_an_error():
    for text in ("", "\n", ":", ": :", "\x00", "\udcff: \udcfe", " " * 10_000, "=" * 1000, "[=,=]", '"' * 999):
        found = [*lint([parse(text)]), *lint_lines(text, None)]
        assert all(one.severity in ("error", "warning", "info") for one in found), text


def test_a_hundred_thousand_entries_take_ten_times_what_ten_thousand_do():
    def cost(count):
        text = "".join(f"Wort{n % 991}{'ä' * (n % 3)} Linie{n}: word {n}\n" for n in range(count))
        glossary = parse(text)
        begun = time.process_time()
        lint([glossary])
        lint_lines(text, None)
        return time.process_time() - begun

    cost(1_000)
    assert cost(100_000) < 30 * cost(10_000)


def test_entries_that_all_are_equal_stay_linear():
    def cost(count):
        text = "".join(f"{' ' * 0}'Haus{' ' * n}': house\n" for n in range(1, count))
        glossary = parse(text)
        begun = time.process_time()
        assert sum(one.rule == "double" for one in lint([glossary])) == count - 2
        return time.process_time() - begun

    cost(50)
    assert cost(800) < 60 * cost(100)
