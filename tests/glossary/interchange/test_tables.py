"""CSV and TSV as people have them: delimiter, header, encoding and quotation marks are found."""

import pytest

from glossary import interchange
from glossary.entry import Entry
from glossary.problems import GlossaryError

ZOLL = Entry("Zoll", ("tariff",))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "header",
    [
        "Deutsch{d}Englisch",
        "German{d}English",
        "de{d}en",
        "de-DE{d}en-GB",
        "DE_AT{d}EN_US",
        "German (Germany){d}English (United Kingdom)",
        "Source{d}Target",
        "source_term{d}target_term",
        "SourceTerm{d}TargetTerm",
        "Begriff{d}Übersetzung",
        "Term{d}Translation",
        "Ausgangssprache{d}Zielsprache",
        "Quelle{d}Ziel",
        "Term (DE){d}Term (EN)",
        "Benennung Deutsch{d}Benennung Englisch",
    ],
)
def test_the_names_of_columns_and_their_delimiter_are_found(read, delimiter, header):
    text = header.format(d=delimiter) + f"\nZoll{delimiter}tariff\nWeg{delimiter}way\n"
    entries, imported = read(text)
    assert entries == [ZOLL, Entry("Weg", ("way",))]
    assert not imported.problems


def test_columns_may_stand_in_any_order(read):
    entries, _ = read("English;Note;German\ntariff;trade;Zoll\n")
    assert entries == [Entry("Zoll", ("tariff",), note="trade")]


@pytest.mark.parametrize(
    "row", ["Deutsch;German", "Wort;word", "Quelle;source", "Begriff;term", "Übersetzung;translation"]
)
def test_an_entry_that_sounds_like_a_header_is_none(read, row):
    entries, _ = read(f"{row}\nZoll;tariff\n")
    assert [entry.source for entry in entries] == [row.split(";")[0], "Zoll"]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found(read, encoding, found):
    entries, imported = read("Deutsch;Englisch\nZölle;tariffs – “duties”\n".encode(encoding))
    assert entries == [Entry("Zölle", ("tariffs – “duties”",))]
    assert imported.encoding == found


def test_an_umlaut_far_down_decides_the_encoding(read):
    text = "Deutsch;Englisch\n" + "Zoll;tariff\n" * 60_000 + "Zölle;tariffs\n"
    entries, imported = read(text.encode("cp1252"))
    assert entries[-1].source == "Zölle"
    assert imported.encoding == "cp1252"


def test_one_broken_byte_does_not_make_a_file_windows_1252(read):
    text = "Zölle;tariffs\nMärkte;markets\nWände;walls\n".encode() + b"Gr\xf6\xdfe;size\n"
    entries, imported = read(text)
    assert [entry.source for entry in entries] == ["Zölle", "Märkte", "Wände"]
    assert imported.problems[0].line == 4
    assert "byte 0xF6 cannot be read" in imported.problems[0].message


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks(read):
    entries, _ = read('Deutsch,Englisch,Kommentar\r\n"Zoll, der","tariff, ""duty""","first\r\nsecond"\r\nWeg,way,\r\n')
    assert entries[0] == Entry("Zoll, der", ('tariff, "duty"',), note="first\nsecond")
    assert entries[1].line == 4


def test_a_quotation_mark_that_never_closes_costs_nothing_else(read):
    lines = "".join(f"Wort{number};word{number}\n" for number in range(500))
    entries, imported = read(f'Deutsch;Englisch\n"Zoll;tariff\n{lines}')
    assert len(entries) == 501
    assert entries[0] == ZOLL
    assert (imported.problems[0].line, imported.problems[0].message) == (2, "A quotation mark is never closed")


def test_a_mark_in_front_of_every_line_is_taken_off(read):
    entries, imported = read("Deutsch;Englisch\n" + '"Zoll;tariff\n"Weg;way\n')
    assert entries == [ZOLL, Entry("Weg", ("way",))]
    assert [problem.line for problem in imported.problems] == [2, 3]


def test_an_inch_mark_is_no_quotation_mark(read):
    entries, _ = read('Deutsch;Englisch\n5" Rohr;5" pipe\nein "Haus";a "house"\n')
    assert entries == [Entry('5" Rohr', ('5" pipe',)), Entry('ein "Haus"', ('a "house"',))]


def test_commas_in_terms_do_not_mislead(read):
    entries, _ = read("Zoll, der;tariff, the\nWeg, der;way, the\n")
    assert entries[0] == Entry("Zoll, der", ("tariff, the",))


def test_excels_line_for_the_delimiter_is_no_entry(read):
    entries, _ = read("sep=;\r\nDeutsch;Englisch\r\nZoll;tariff\r\n")
    assert entries == [ZOLL]


def test_multiterm_has_a_column_for_each_language_and_its_fields(read):
    header = (
        "Entry_ID\tGerman\tGerman_Status\tGerman_Synonym\tEnglish\tEnglish_Status\tEnglish_Definition\tSubject\tFrench"
    )
    entries, imported = read(
        f"{header}\n7\tEnergiewende\tpreferred\tEnergiewandel"
        "\tenergy transition\tapproved\tsince 2011\tpolitics\tvirage\n",
        "terms.txt",
        format="tsv",
    )
    assert entries == [
        Entry("Energiewende", ("energy transition",), note="since 2011", domain="politics", forms=("Energiewandel",))
    ]
    assert str(imported.losses[0]) == "column French: 1 entry, for example “terms.txt” (it has no place in an entry)"


def test_repeated_columns_are_synonyms(read):
    entries, _ = read("German;German;English;English\nZoll;Maut;tariff;toll\n")
    assert entries == [Entry("Zoll", ("tariff", "toll"), forms=("Maut",))]


def test_weblates_header_is_known(read):
    entries, _ = read(
        "location,source,target,ID,fuzzy,context,translator_comments,developer_comments\n"
        ",Zoll,tariff,,False,,trade,\n,Weg,,,,,,\n"
    )
    assert entries == [Entry("Zoll", ("tariff",), note="trade")]


def test_weblates_columns_without_a_header_are_known(read):
    entries, _ = read(",Zoll,tariff,,False,,trade,\n,Weg,way,,True,,,\n")
    assert entries[0] == Entry("Zoll", ("tariff",), note="trade")


def test_deepls_export_names_its_languages_and_turns_round(read):
    entries, imported = read("Zoll,tariff,DE,EN\nway,Weg,EN,DE\nZoll,douane,DE,FR\n")
    assert entries == [ZOLL, Entry("Weg", ("way",))]
    assert imported.left_out[0].reason == "not de and en"


def test_iates_export_has_a_line_for_each_term(read):
    entries, _ = read(
        "E_ID|E_DOMAINS|L_CODE|T_TERM|T_TYPE|T_RELIABILITY\n"
        "1|TRADE|en|tariff|Term|3\n1|TRADE|de|Zoll|Term|3\n1|TRADE|en|customs duty|Term|3\n1|TRADE|fr|douane|Term|3\n"
        "2|LAW|de|Europäische Union|Term|4\n2|LAW|de|EU|Abbreviation|4\n2|LAW|en|European Union|Term|4\n"
        "2|LAW|en|EU|Abbreviation|4\n3|LAW|de|allein|Term|1\n"
    )
    assert entries == [
        Entry("Zoll", ("tariff", "customs duty"), domain="TRADE"),
        Entry("Europäische Union", ("European Union", "EU"), domain="LAW"),
        Entry("EU", ("EU", "European Union"), domain="LAW"),
    ]


def test_several_lines_of_a_term_are_its_translations_with_their_status(read):
    entries, _ = read("Deutsch;Englisch;Status\nZoll;tariff;bevorzugt\nZoll;duty;zulässig\nZoll;toll;verboten\n")
    assert entries == [Entry("Zoll", ("tariff", "duty"), forbidden=("toll",))]


@pytest.mark.parametrize(
    "status", ["forbidden", "Deprecated", "deprecatedTerm-admn-sts", "obsolete", "nicht verwenden"]
)
def test_a_term_of_this_status_is_forbidden(read, status):
    entries, imported = read(f"de;en;status\nZoll;tariff;\nZoll;custom;{status}\nWeg;weg;{status}\n")
    assert entries == [Entry("Zoll", ("tariff",), forbidden=("custom",))]
    assert str(imported.left_out[0]) == "1 left out: every English term is forbidden, for example “Weg” in line 4"


def test_a_cell_may_hold_several_terms(read):
    entries, _ = read("de,en\nZoll,tariff; customs duty\nWeg,way|path\nF&E,R&amp;D; both\n")
    assert [entry.targets for entry in entries] == [("tariff", "customs duty"), ("way", "path"), ("R&amp;D; both",)]


def test_an_equals_sign_among_others_is_no_translation(read):
    entries, imported = read("de;en\ngleich;equals|=\nist gleich;=\n")
    assert entries == [Entry("gleich", ("equals",)), Entry("ist gleich", ("=",))]
    assert imported.losses[0].field == "translation ="


def test_marks_for_do_not_translate_and_case_are_read(read):
    entries, _ = read("de;en;Do not translate;Case sensitive;Wortart;Domäne\nOPEC+;;yes;TRUE;Substantiv;Öl\n")
    assert entries == [Entry("OPEC+", ("OPEC+",), case="sensitive", pos="noun", domain="Öl")]


def test_hostile_cells_are_cleaned_or_refused_with_their_lines(read):
    long = "x" * 1_000_000
    text = (
        f"Deutsch;Englisch\nein\x1b[31mer;one\n{long};long\n;nothing\nnothing;\n"
        "Zo\u202ell\u200e;ta\u200frif\x0bf\nrote   Linien ; red\u00a0lines\n<b>fett</b>;[bold]\n"
    )
    entries, imported = read(text)
    assert entries == [
        Entry("Zoll", ("tarif f",)),
        Entry("rote Linien", ("red\u00a0lines",)),
        Entry("<b>fett</b>", ("[bold]",)),
    ]
    assert [(problem.line, problem.message.split(": ")[-1]) for problem in imported.problems] == [
        (2, "control character U+001B"),
        (3, "over 1,000 characters long"),
        (4, "no term"),
        (5, "no translation"),
    ]
    assert imported.skipped == 4
    assert "\x1b" not in "".join(map(str, imported.problems))


def test_many_bad_lines_are_counted_not_listed(read):
    entries, imported = read("Deutsch;Englisch\nZoll;tariff\n" + "x;\n" * 5000)
    assert entries == [ZOLL]
    assert imported.skipped == 5000
    assert len(imported.problems) <= 200


def test_a_file_for_another_language_is_refused(read):
    with pytest.raises(GlossaryError, match="no column for the language en"):
        read("Deutsch;Französisch\nZoll;douane\n")


def test_a_file_of_one_column_is_refused(read):
    with pytest.raises(GlossaryError, match="only one column"):
        read("Zoll\nWeg\n")


def test_the_columns_may_be_turned_round(read):
    entries, _ = read("tariff\tZoll\nway\tWeg\n", "terms.tsv", reverse=True)
    assert entries[0] == ZOLL


def test_an_iteration_can_be_repeated(read):
    entries, imported = read("Deutsch;Englisch\nZoll;tariff\nWeg;\n")
    assert list(imported) == entries
    assert imported.skipped == 1


def test_the_progress_reaches_the_end(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("Zoll;tariff\n" * 40_000)
    told = []
    list(interchange.read(path, progress=lambda done, total: told.append((done, total))))
    assert told[-1] == (path.stat().st_size,) * 2
    assert told == sorted(told)
    assert len(told) > 3


def test_an_empty_table_has_no_entries(read):
    entries, imported = read("")
    assert (entries, imported.problems) == ([], [])
