"""`lesepult glossary check`."""

import pytest

BAD = 'Zoll: tariff\nHaus~: house\n"…": dots\nLinie: {en: line, forbidden: [line]}\n'


def test_findings_have_file_line_column_severity_and_rule(lesepult, home):
    path = home / "team.yaml"
    path.write_text(BAD)
    done = lesepult("glossary", "check", path)
    assert done.code == 1
    assert done.out == (
        f"{path}:3:1: warning: “…” holds no word, so it is never found. "
        "A term has at least one letter, figure or %, §, &, +, /, °, €, $ [never]\n"
        f"{path}:4:1: error: “line” is both a translation of “Linie” and forbidden. "
        "Delete it in one of the two places [forbidden-target]\n"
    )
    assert "1 error, 1 warning" in done.err


def test_json_has_the_same(lesepult, home):
    path = home / "team.yaml"
    path.write_text(BAD)
    document = lesepult("glossary", "check", path, "--json").json
    assert document["counts"] == {"error": 1, "warning": 1, "info": 0}
    finding = document["findings"][1]
    assert set(finding) == {"severity", "rule", "path", "line", "column", "message", "hint"}
    assert (finding["path"], finding["line"], finding["rule"]) == (str(path), 4, "forbidden-target")


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        ("Zoll: tariff\n", "warning", 0),
        ("'…': dots\n", "warning", 1),
        ("'…': dots\n", "error", 0),
        ("Zoll: {en: tariff, forbidden: tariff}\n", "error", 1),
        ("Rote Linien: red lines\n", "warning", 0),
        ("Zoll: [tariff\n", "error", 1),
        ("Zoll: tariff\nZoll: duty\n", "error", 1),
    ],
)
def test_the_exit_code_follows_the_severity(lesepult, home, text, fail_on, code):
    path = home / "team.yaml"
    path.write_text(text)
    assert lesepult("glossary", "check", path, "--fail-on", fail_on).code == code


def test_without_files_all_layers_are_checked_and_duplicates_across_them_told(lesepult, own):
    path = own("OPEC+: =\nKreml: the Kremlin\nNirgendwo: '-'\n")
    done = lesepult("glossary", "check")
    assert done.code == 0
    assert f"{path}:3:1: info: “Nirgendwo” removes nothing" in done.out
    assert "bundled" not in done.out


def test_an_entry_behind_another_layer_is_told_with_the_place_of_the_other(lesepult, own, home):
    own("Zoll: duty\nHaus: house\n")
    team = home / "team.yaml"
    team.write_text("Zoll: tariff\nHaus: house\n")
    done = lesepult("glossary", "check", "--glossary", team)
    assert f"{own.path}:1:1: info: “Zoll” is hidden by {team}:1" in done.out
    assert f"{own.path}:2:1: info: “Haus” stands in {team}:2 already, word for word" in done.out
    assert lesepult("glossary", "check", "--glossary", team, "--no-info").out == ""


def test_a_missing_file_a_directory_and_bytes_of_no_text(lesepult, home):
    assert lesepult("glossary", "check", home / "no.yaml").code == 3
    done = lesepult("glossary", "check", home)
    assert done.code == 3
    assert "directory" in done.out
    binary = home / "b.yaml"
    binary.write_bytes(bytes(range(256)) * 20)
    done = lesepult("glossary", "check", binary)
    assert done.code == 1
    assert "\x1b" not in done.out


def test_a_file_without_permission(lesepult, home):
    import os

    path = home / "secret.yaml"
    path.write_text("Zoll: tariff\n")
    path.chmod(0)
    readable = os.access(path, os.R_OK)  # by root
    assert lesepult("glossary", "check", path).code == (0 if readable else 3)


def test_many_findings_of_a_kind_are_counted(lesepult, home):
    path = home / "many.yaml"
    path.write_text("".join(f"Zo{number}~: x \n" for number in range(300)))
    done = lesepult("glossary", "check", path)
    assert done.out.count("[trailing-blanks]") == 100
    assert "200 more of the kind [trailing-blanks]" in done.err
    assert len(lesepult("glossary", "check", path, "--json").json["findings"]) >= 300


def test_a_noun_without_its_capital_is_known_from_the_lexicon(lesepult, home):
    path = home / "team.yaml"
    path.write_text("haus: house\nreisen: to travel\n")
    done = lesepult("glossary", "check", path)
    assert "“haus” is not found where the text has “Haus”" in done.out
    assert "reisen" not in done.out


def test_checking_never_builds_a_lexicon(own_home, capsys):
    from reader.cli import main

    path = own_home / "a.yaml"
    path.write_text("Zoll: tariff\n")
    for arguments in (
        ["check", str(path)],
        ["list"],
        ["add", "Zoll", "tariff"],
        ["stats"],
        ["export", "--format", "json"],
    ):
        main(["glossary", *arguments])
    assert not (own_home / ".cache").exists()
    assert "lexicon" not in capsys.readouterr().err
