"""`lesepult check`: findings with their places, exit codes, JSON, and clear errors."""

import pytest

from reader.core.keys import segment_key
from reader.history import History

TERMS = """rote Linien: red lines
Zoll:
  en: tariff
  forbidden: [duty]
"""
GERMAN = "Titel hier\n\nDie roten Linien gelten. Die Zölle steigen.\n\nEin Haus steht.\n"
ENGLISH = "A title\n\nThe limits apply. The duties rise.\n\nA house stands.\n"


@pytest.fixture
def files(tmp_path, own):
    own(TERMS)

    def write(german=GERMAN, english=ENGLISH, name="b.txt"):
        text, translation = tmp_path / "a.txt", tmp_path / name
        text.write_text(german, encoding="utf-8")
        translation.write_text(english, encoding="utf-8")
        return text, translation

    return write


def test_findings_are_told_with_line_and_sentences(files, lesepult):
    text, translation = files()
    got = lesepult("check", text, translation)
    assert got.code == 1
    assert got.out.splitlines()[:6] == [
        f"{text}:3: missing “rote Linien” → red lines",
        "  de: Die [roten Linien] gelten.",
        "  en: The limits apply.",
        f"{text}:3: forbidden “duties” for “Zoll” → tariff",
        "  de: Die [Zölle] steigen.",
        "  en: The [duties] rise.",
    ]
    assert "2 findings (1 missing, 1 forbidden) in 4 translated sentences" in got.out


def test_a_good_translation_is_no_finding(files, lesepult):
    got = lesepult("check", *files(english="A title\n\nThe red lines hold. Tariffs rise.\n\nA house stands.\n"))
    assert (got.code, got.err) == (0, "")
    assert got.out.splitlines() == ["no findings in 4 translated sentences", "2 of 2 terms used as the glossary says"]


@pytest.mark.parametrize(("kinds", "code"), [("missing", 1), ("forbidden", 0), ("missing,forbidden", 1)])
def test_what_fails_can_be_chosen(kinds, code, files, lesepult):
    got = lesepult("check", *files(english="A\n\nThe limits hold. Tariffs rise.\n\nA house.\n"), "--fail-on", kinds)
    assert got.code == code
    assert "missing “rote Linien”" in got.out


def test_sentences_that_do_not_correspond_make_the_paragraph_one_unit(files, lesepult):
    got = lesepult("check", *files(english="A title\n\nTariffs rise, and red lines hold.\n\nA house stands.\n"))
    assert got.code == 0
    assert "in 3 translated sentences" in got.out


def test_other_numbers_of_paragraphs_are_one_error_that_says_where(files, lesepult):
    text, translation = files(english="A title\n\nThe red lines hold. Tariffs rise there.\n")
    got = lesepult("check", text, translation)
    assert (got.code, got.out) == (3, "")
    assert f"{text} has 3 paragraphs, {translation} has 2 paragraphs." in got.err
    assert "line 5 (“Ein Haus steht.”)" in got.err


def test_pairs_in_json_lines_and_what_they_lack(files, lesepult):
    pairs = '{"de": "Die roten Linien gelten.", "en": "The limits apply."}\n\n'
    got = lesepult("check", *files(english=pairs, name="pairs.jsonl"))
    assert got.code == 1
    assert "1 finding (1 missing, 0 forbidden) in 1 translated sentence" in got.out
    assert "3 sentences without a translation (lines 1, 3, 5)" in got.out


def test_pairs_in_yaml(files, lesepult):
    pairs = "- de: Die roten Linien gelten.\n  en: The red lines apply.\n"
    assert lesepult("check", *files(english=pairs, name="pairs.yaml")).code == 0


@pytest.mark.parametrize("line", ["{", "[1]", '{"de": "Ja."}', '{"de": 1, "en": 2}', "[" * 50_000])
def test_a_bad_line_of_pairs_is_named(line, files, lesepult):
    text, pairs = files(english=f'{{"de": "Ja.", "en": "Yes."}}\n{line}\n', name="pairs.jsonl")
    got = lesepult("check", text, pairs)
    assert got.code == 3
    assert f"{pairs}, line 2 is no pair." in got.err


def test_without_a_translation_the_memory_is_asked(files, lesepult, tmp_path):
    text, _ = files()
    pairs = tmp_path / "pairs.yaml"
    pairs.write_text("- de: Die roten Linien gelten.\n  en: The limits apply.\n", encoding="utf-8")
    assert lesepult("memory", "import", pairs).code == 0
    got = lesepult("check", text)
    assert got.code == 1
    assert f"{text}:3: missing “rote Linien” → red lines" in got.out
    assert "3 sentences without a translation" in got.out


def test_what_was_accepted_is_no_finding(files, lesepult, home):
    path = home / ".local" / "state" / "lesepult" / "history.db"
    history = History(path)
    history.accept(segment_key("Die roten Linien gelten."), "rote Linien", "missing")
    history.accept(segment_key("Die Zölle steigen."), "Zoll", "missing")
    history.close()
    text, translation = files()
    got = lesepult("check", text, translation)
    assert "missing" not in got.out.splitlines()[0]
    assert "1 finding (0 missing, 1 forbidden) in 4 translated sentences, 1 accepted before" in got.out
    assert lesepult("check", text, translation, "--fail-on", "missing").code == 0
    assert "→ red lines (accepted)" in lesepult("check", text, translation, "--all").out


def test_one_json_document_says_it_all(files, lesepult):
    text, translation = files()
    got = lesepult("check", text, translation, "--json")
    assert got.code == 1
    missing, forbidden = got.json["findings"]
    assert (missing["kind"], missing["line"], missing["term"], missing["found"]) == ("missing", 3, "rote Linien", None)
    assert missing["source"][missing["start"] : missing["end"]] == "roten Linien"
    assert forbidden["target"][forbidden["found_start"] : forbidden["found_end"]] == forbidden["found"] == "duties"
    assert (forbidden["targets"], forbidden["accepted"], forbidden["glossary_line"]) == (["tariff"], False, 2)
    assert got.json["terms"][1] == {
        "term": "Zoll",
        "expected": 1,
        "used": 0,
        "missing": 0,
        "forbidden": 1,
        "renderings": {"duties": 1},
    }
    assert (got.json["segments"], got.json["translated"], got.json["untranslated_lines"]) == (4, 4, [])


def test_terms_that_are_rendered_in_several_ways_are_listed(files, lesepult, own):
    own("Zoll: [tariff, customs duty]\n")
    got = lesepult("check", *files("Zölle hier. Zölle dort. Ein Zoll.\n", "Tariffs. Customs duties. A tariff.\n"))
    assert got.code == 0
    assert got.out.splitlines()[-1].startswith("  Zoll: 3 of 3: ")
    assert "Customs duties 1" in got.out


def test_a_glossary_can_be_named(files, lesepult, tmp_path):
    other = tmp_path / "team.yaml"
    other.write_text("Haus: building\n", encoding="utf-8")
    got = lesepult("check", *files(), "--glossary", other)
    assert "missing “Haus” → building" in got.out


def test_nothing_from_a_file_reaches_the_terminal_as_an_escape_sequence(files, lesepult, own):
    own('rote Linien: "red\\e[31m line"\nZoll: "\\u202etariff"\n')
    german = "Die roten Linien\x1b]0;x\x07 gelten. Die \x9b31mZölle\x1b[2J steigen.\n"
    text, translation = files(german, "The \x1b[31mlimits hold. The \x1b[2Jduties rise.\n")
    for more in ((), ("--json",), ("--all",)):
        got = lesepult("check", text, translation, *more)
        assert got.code == 1
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(got.out + got.err)


@pytest.mark.parametrize(
    "arguments", [(), ("a", "b", "c"), ("a.txt", "--fail-on", "nothing"), ("-", "-"), ("a", "--fail-on", "")]
)
def test_a_command_line_that_makes_no_sense(arguments, lesepult):
    assert lesepult("check", *arguments).code == 2


def test_a_glossary_that_is_not_there_is_told(files, lesepult):
    text, _ = files()
    done = lesepult("check", text, "--glossary", "nope.yaml")
    assert (done.code, "there is no file nope.yaml" in done.err) == (3, True)


def test_files_that_cannot_be_used(files, lesepult, tmp_path):
    text, translation = files()
    assert lesepult("check", tmp_path / "none.txt", translation).code == 3
    assert lesepult("check", text, tmp_path / "none.txt").code == 3
    assert lesepult("check", text, tmp_path / "none.jsonl").code == 3
    assert lesepult("check", text, tmp_path).code == 3
    got = lesepult("check", text, translation, "--glossary", tmp_path / "none.yaml")
    assert (got.code, got.out) == (3, "")
    assert "there is no file" in got.err


def test_empty_texts_cannot_be_checked(files, lesepult):
    for pair in (("", "A line."), ("Eine Zeile.", "")):
        got = lesepult("check", *files(*pair))
        assert (got.code, got.out) == (3, "")
        assert "is empty" in got.err


def test_a_long_sentence_is_shortened_around_the_term(files, lesepult):
    long = "Wort " * 60
    got = lesepult("check", *files(f"{long}rote Linien {long}gelten.\n", f"{'Word ' * 130}.\n"))
    lines = got.out.splitlines()
    assert lines[1].startswith("  de: … Wort")
    assert "[rote Linien]" in lines[1]
    assert all(len(line) < 180 for line in lines[1:3])
