"""`lesepult glossary add`, `edit`, `remove` and `undo`."""

import pytest


def test_add_says_where_and_keeps_every_byte(lesepult, own):
    before = "# mine\nZoll:   tariff   # why\r\n"
    path = own(before)
    done = lesepult(
        "glossary", "add", "rote Linie", "red line", "line in the sand", "--domain", "trade", "--note", "x: y"
    )
    assert done.code == 0
    assert done.out.startswith(f"{path}:3: added “rote Linie”")
    text = path.read_bytes().decode()
    assert text.startswith("# mine\nZoll:   tariff   # why\r\n")
    entry = lesepult("glossary", "list", "rote Linie", "--layer", "yours", "--json").json["entries"][0]
    assert (entry["targets"], entry["domain"], entry["note"]) == (["red line", "line in the sand"], "trade", "x: y")
    assert entry["added"]


def test_add_makes_a_file_and_its_directory(lesepult, own):
    assert lesepult("glossary", "add", "OPEC+", "=").code == 0
    assert "OPEC+: =" in own.path.read_text() or "OPEC+: OPEC+" in own.path.read_text()


def test_the_first_named_glossary_is_written(lesepult, own, home):
    own("Zoll: tariff\n")
    team = home / "team.yaml"
    done = lesepult("glossary", "add", "Haus", "house", "--glossary", team, "--json")
    assert done.json["file"] == str(team)
    assert "Haus: house" in team.read_text()
    assert own.path.read_text() == "Zoll: tariff\n"


def test_adding_twice_is_refused(lesepult, own):
    path = own("Zoll: tariff\n")
    done = lesepult("glossary", "add", "Zoll", "duty")
    assert done.code == 3
    assert "stands already" in done.err
    assert path.read_text() == "Zoll: tariff\n"


@pytest.mark.parametrize(("term", "target"), [(" ", "x"), ("Zoll", " "), ("\x1b[31mrot", "red"), ("a\nb", "c")])
def test_what_cannot_be_an_entry_is_one_harmless_sentence(lesepult, own, term, target):
    done = lesepult("glossary", "add", term, target)
    assert done.code == 3
    assert "\x1b" not in done.err
    assert not own.path.exists()


@pytest.mark.parametrize(
    "arguments",
    [["add", "Haus", "house"], ["edit", "Zoll", "duty"], ["edit", "zoll", "--rename", "Zölle"], ["remove", "Zoll"],
     ["remove", "OPEC+"], ["edit", "Kreml", "the Kremlin"]],
)  # fmt: skip
def test_a_dry_run_shows_the_change_and_makes_none(lesepult, own, arguments):
    path = own("# mine\nZoll: tariff\n")
    dry = lesepult("glossary", *arguments, "--dry-run")
    assert dry.code == 0
    assert f"--- {path}" in dry.out
    assert path.read_text() == "# mine\nZoll: tariff\n"
    shown = {line[1:] for line in dry.out.splitlines() if line[:1] == "+" and not line.startswith("+++")}
    assert lesepult("glossary", *arguments).code == 0
    assert shown <= set(path.read_text().splitlines())
    assert set(path.read_text().splitlines()) - {"# mine", "Zoll: tariff"} == shown


def test_edit_changes_what_is_named_and_nothing_else(lesepult, own):
    path = own("Zoll:\n  en: tariff   # first\n  note: old\nHaus: house\n")
    done = lesepult("glossary", "edit", "zoll", "--domain", "trade", "--note", "", "--json")
    assert done.json["entry"]["domain"] == "trade"
    text = path.read_text()
    assert "en: tariff   # first" in text
    assert "old" not in text
    assert text.endswith("Haus: house\n")


def test_editing_without_a_change_is_said(lesepult, own):
    own("Zoll: tariff\n")
    done = lesepult("glossary", "edit", "Zoll", "tariff")
    assert done.code == 2
    assert "is so already" in done.err


def test_a_bundled_entry_is_overridden_in_the_own_file(lesepult, own):
    own("Zoll: tariff\n")
    assert lesepult("glossary", "edit", "Kreml", "the Kremlin").code == 0
    assert "Kreml: the Kremlin" in own.path.read_text()
    assert lesepult("glossary", "remove", "OPEC+").code == 0
    assert lesepult("glossary", "list", "opec+").code == 1


def test_one_of_several_meanings_must_be_chosen(lesepult, own):
    own("Bank: [{en: bank}, {en: bench}]\n")
    done = lesepult("glossary", "remove", "Bank")
    assert done.code == 2
    assert "1 bank; 2 bench" in done.err
    assert lesepult("glossary", "remove", "Bank", "--meaning", "3").code == 2
    assert lesepult("glossary", "remove", "Bank", "--meaning", "2").code == 0
    entries = lesepult("glossary", "list", "Bank", "--layer", "yours", "--json").json["entries"]
    assert [entry["targets"] for entry in entries] == [["bank"]]


def test_a_term_that_is_not_there_gets_a_suggestion(lesepult, own):
    own("Zollunion: customs union\n")
    done = lesepult("glossary", "remove", "Zolunion")
    assert done.code == 3
    assert "Did you mean “Zollunion”?" in done.err


def test_undo_puts_the_file_back_and_a_second_one_undoes_that(lesepult, own):
    path = own("Zoll: tariff\n")
    done = lesepult("glossary", "add", "Haus", "house")
    assert str(path.parent / ".glossary.yaml.bak1") in done.err
    changed = path.read_text()
    dry = lesepult("glossary", "undo", "--dry-run")
    assert "-Haus: house" in dry.out
    assert path.read_text() == changed
    assert lesepult("glossary", "undo").code == 0
    assert path.read_text() == "Zoll: tariff\n"
    assert lesepult("glossary", "undo", "--json").json["action"] == "undone"
    assert path.read_text() == changed


def test_there_may_be_nothing_to_undo(lesepult, own):
    own("Zoll: tariff\n")
    done = lesepult("glossary", "undo")
    assert done.code == 3
    assert "nothing to undo" in done.err


def test_a_file_that_cannot_be_written_is_a_sentence(lesepult, home):
    (home / ".local").mkdir()
    (home / ".local" / "share").write_text("a file where a directory would be")
    done = lesepult("glossary", "add", "Haus", "house")
    assert done.code == 3
    assert "lesepult: The glossary was not written" in done.err


def test_a_broken_file_is_not_written(lesepult, own):
    path = own('Haus: "house\n')
    done = lesepult("glossary", "add", "Zoll", "tariff")
    assert done.code == 3
    assert "line 1" in done.err
    assert path.read_text() == 'Haus: "house\n'
