"""`lesepult glossary list` and `stats`."""

import pytest


def rows(done):
    return [line.split("  ")[0] for line in done.out.splitlines()]


def test_the_list_says_where_each_entry_comes_from(lesepult, own):
    own("# mine\nZoll: [tariff, duty]\nOPEC+: Opec plus\n")
    done = lesepult("glossary", "list")
    assert done.code == 0
    assert done.out.splitlines()[0].split() == ["Zoll", "tariff,", "duty", "yours:2"]
    assert rows(done).count("OPEC+") == 1
    assert "bundled:" in done.out


def test_all_shows_what_an_earlier_layer_hides(lesepult, own):
    own("OPEC+: Opec plus\nKreml: '-'\n")
    assert [row for row in rows(lesepult("glossary", "list")) if row == "Kreml"] == []
    shown = lesepult("glossary", "list", "--all", "--json").json["entries"]
    opec = [(entry["layer"], entry["hidden"]) for entry in shown if entry["source"] == "OPEC+"]
    assert opec == [("yours", False), ("bundled", True)]
    assert [entry["targets"] for entry in shown if entry["source"] == "Kreml"] == [["-"], ["Kremlin"]]


@pytest.mark.parametrize("pattern", ["zoll", "ZÖLLE", "zoelle", "tarif", "Z*", "*duty"])
def test_a_pattern_is_a_part_of_a_term_or_has_stars(lesepult, own, pattern):
    own("Zoll:\n  en: [tariff, duty]\n  forms: [Zölle]\nHaus: house\n")
    assert rows(lesepult("glossary", "list", pattern, "--layer", "yours")) == ["Zoll"]


def test_a_pattern_without_a_match_is_a_finding(lesepult, own):
    done = lesepult("glossary", "list", "nirgends")
    assert (done.code, done.out) == (1, "")
    assert "no such entry" in done.err


def test_by_domain_and_layer(lesepult, own, home):
    own("Zoll: {en: tariff, domain: trade}\nHaus: house\n")
    team = home / "team.yaml"
    team.write_text("Linie: line\n")
    assert rows(lesepult("glossary", "list", "--domain", "Trade")) == ["Zoll"]
    assert rows(lesepult("glossary", "list", "--glossary", team, "--layer", "team.yaml")) == ["Linie"]
    done = lesepult("glossary", "list", "--layer", "nobody")
    assert done.code == 2
    assert "yours, bundled" in done.err


def test_the_glossary_beside_a_text_is_a_layer(lesepult, own, home):
    (home / "book.txt").write_text("Haus")
    (home / "book.glossary.yaml").write_text("Haus: home\n")
    own("Haus: house\n")
    done = lesepult("glossary", "list", "haus", "--text", home / "book.txt", "--json", "--all")
    shown = [(entry["targets"], entry["layer"], entry["hidden"]) for entry in done.json["entries"]]
    assert shown[:2] == [(["home"], "this text", False), (["house"], "yours", True)]


def test_wide_characters_keep_the_columns_aligned(lesepult, own):
    from reader.core.cells import cells

    own("日本: Japan\nHaus: house\n")
    lines = lesepult("glossary", "list", "--layer", "yours").out.splitlines()
    starts = {cells(line[: line.index(target)]) for line, target in zip(lines, ("Japan", "house"), strict=True)}
    assert len(starts) == 1


def test_problems_of_a_file_are_told_and_the_rest_is_listed(lesepult, own):
    path = own('Zoll: tariff\nHaus: "house\nLinie: line\n')
    done = lesepult("glossary", "list", "--layer", "yours")
    assert "Zoll" in rows(done)
    assert f"{path}:2:" in done.err


def test_escape_sequences_in_terms_are_printed_harmlessly(lesepult, own):
    own('\x9b31mrot: red\nblau: "\\x9b2Jblue"\n\u202eZoll: tariff\n')
    for arguments in (["list", "--all"], ["list", "--json"], ["check"], ["check", "--json"], ["stats"]):
        done = lesepult("glossary", *arguments)
        for bad in ("\x1b", "\x9b", "\u202e"):
            assert bad not in done.out + done.err, arguments


def test_json_keys_are_those_that_are_documented(lesepult, own):
    path = own("Zoll: tariff\n")
    document = lesepult("glossary", "list", "zoll", "--json").json
    assert set(document) == {"entries", "count", "problems"}
    assert document["entries"] == [
        {
            "source": "Zoll", "targets": ["tariff"], "forbidden": [], "note": "", "domain": "", "match": "inflected",
            "forms": [], "case": "smart", "pos": "", "added": "", "layer": "yours", "path": str(path), "line": 1,
            "hidden": False,
        }
    ]  # fmt: skip


def test_stats_count_what_there_is(lesepult, own):
    own("Zoll: {en: [tariff, duty], forbidden: [toll], domain: trade, added: 2026-01-02}\nHaus~: house\nKreml: '-'\n")
    found = lesepult("glossary", "stats", "--json").json
    assert found["domains"]["trade"] == 1
    assert found["match"]["compound"] >= 1
    assert found["status"]["forbidden"] == 1
    assert found["removals"] == 1
    assert found["newest"] == ["Zoll"]
    assert next(layer for layer in found["layers"] if layer["name"] == "yours")["entries"] == 3
    assert "layer yours" in lesepult("glossary", "stats").out


def test_stats_of_a_text_say_what_occurs_and_what_never_does(lesepult, own, home):
    own("rote Linie: red line\nrote Linien: '-'\nZoll: tariff\n")
    text = home / "a.txt"
    text.write_text("Die roten Linien. Eine rote Linie.\n")
    found = lesepult("glossary", "stats", "--text", text, "--json").json["text"]
    assert found["terms"] == {"rote Linie": 2}
    assert (found["places"], found["occurring"]) == (2, 1)
    assert "Zoll" in found["never_terms"]
    assert "terms that never do" in lesepult("glossary", "stats", "--text", text).out
    assert lesepult("glossary", "stats", "--text", home / "no.txt").code == 3
