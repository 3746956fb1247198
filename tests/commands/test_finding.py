"""`lesepult glossary find` and `candidates`."""

import pytest

GLOSSARY = """\
rote Linien: '-'
rote Linie: red line
Haus: [house, building]
Weißes Haus: White House
Zollunion: customs union
"""


def sources(done):
    return [entry["source"] for entry in done.json["entries"] if entry["layer"] == "yours"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Linien", ["rote Linie"]),
        ("roten Linien", ["rote Linie"]),
        ("linie", ["rote Linie"]),
        ("Häuser", ["Haus", "Weißes Haus"]),
        ("houses", ["Haus", "Weißes Haus"]),
        ("auf der roten Linie", ["rote Linie"]),
    ],
)
def test_words_are_looked_up_in_any_form_on_either_side(lesepult, own, words, found):
    own(GLOSSARY)
    done = lesepult("glossary", "find", words, "--json")
    assert done.code == 0
    assert sources(done) == found


def test_what_is_not_found_gets_suggestions(lesepult, own):
    own(GLOSSARY)
    done = lesepult("glossary", "find", "Zolunion")
    assert (done.code, done.out) == (1, "")
    assert "Did you mean “Zollunion”?" in done.err
    assert lesepult("glossary", "find", "Zolunion", "--json").json["suggestions"] == ["Zollunion"]


def test_a_concordance_has_every_place_with_its_line_and_context(lesepult, own, home):
    own(GLOSSARY)
    text = home / "a.txt"
    text.write_text("Überschrift\n\nDie roten Linien des Hauses.\nEin Weißes Haus \x1b[31m steht da.\n")
    done = lesepult("glossary", "find", "--in", text, "--json")
    assert [(place["line"], place["term"], place["entry"]["source"]) for place in done.json["places"]] == [
        (3, "roten Linien", "rote Linie"),
        (3, "Hauses", "Haus"),
        (4, "Weißes Haus", "Weißes Haus"),
    ]
    assert done.json["counts"] == {"rote Linie": 1, "Haus": 1, "Weißes Haus": 1}
    plain = lesepult("glossary", "find", "--in", text)
    assert f"{text}:3:" in plain.out
    assert "Die [roten Linien] des Hauses." in plain.out
    assert "\x1b" not in plain.out
    assert "3 places of 3 terms" in plain.err
    starts = {line.index("[") for line in plain.out.splitlines()}
    assert len(starts) == 1


def test_a_concordance_of_some_words_only(lesepult, own, home):
    own(GLOSSARY)
    text = home / "a.txt"
    text.write_text("Die roten Linien des Hauses.\n")
    done = lesepult("glossary", "find", "Linie", "--in", text, "--json", "--limit", "1")
    assert [place["term"] for place in done.json["places"]] == ["roten Linien"]
    assert lesepult("glossary", "find", "Zollunion", "--in", text).code == 1


def test_the_texts_own_glossary_counts(lesepult, home):
    (home / "a.glossary.yaml").write_text("Zoll: toll\n")
    (home / "a.txt").write_text("Zölle\n")
    assert lesepult("glossary", "find", "--in", home / "a.txt", "--json").json["counts"] == {"Zoll": 1}


def test_nothing_to_look_for_and_no_text(lesepult, home):
    assert lesepult("glossary", "find").code == 2
    assert lesepult("glossary", "find", "--in", home / "no.txt").code == 3
    assert lesepult("glossary", "find", "--in", home).code == 3


def test_one_look_up_costs_a_pass_and_no_more(lesepult, own):
    """Ten times the entries must not cost a hundred times as much."""
    import time

    from glossary.entry import Entry
    from glossary.forms import Analyser
    from reader.commands.glossary_find import found_by

    def cost(count):
        entries = [Entry(f"Wort{number % 977} Linie{number}", (f"word {number}",)) for number in range(count)]
        german, english = Analyser("de"), Analyser("en")
        begun = time.process_time()
        found_by("Linie7", entries, german, english)
        return time.process_time() - begun

    cost(1_000)
    assert cost(30_000) < 40 * max(cost(3_000), 0.005)


def test_candidates_are_shown_and_taken_over(lesepult, home, own):
    from tests.support import SAMPLE

    own("Kreml: Kremlin\n")
    done = lesepult("glossary", "candidates", SAMPLE, "--limit", "15", "--json")
    assert done.code == 0
    assert 0 < len(done.json["candidates"]) <= 15
    first = done.json["candidates"][0]
    assert set(first) == {"term", "kind", "count", "rendering", "score", "contexts"}
    context = first["contexts"][0]
    assert context["sentence"][context["start"] : context["end"]]
    assert "Kreml" not in [one["term"] for one in done.json["candidates"]]
    assert done.json["added"] == []
    plain = lesepult("glossary", "candidates", SAMPLE, "--limit", "3")
    assert len(plain.out.splitlines()) == 3
    dry = lesepult("glossary", "candidates", SAMPLE, "--limit", "15", "--add", "--dry-run", "--json")
    assert dry.json["added"]
    assert own.path.read_text() == "Kreml: Kremlin\n"
    lesepult("glossary", "candidates", SAMPLE, "--limit", "15", "--add")
    text = own.path.read_text()
    assert text.startswith("Kreml: Kremlin\n")
    assert all(term in text for term in dry.json["added"])
    assert lesepult("glossary", "candidates", home / "no.txt").code == 3
