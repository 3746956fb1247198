"""Candidates: what a translator would add, with its rendering, and not what everybody knows."""

import json
from pathlib import Path

import pytest

from glossary.candidates import SLICE_CHARS, candidates, candidates_in_slices
from glossary.entry import Entry
from glossary.forms import Analyser
from glossary.matcher import Matcher
from glossary.ordinary import NOUNS

SAMPLE = Path(__file__).parents[2] / "reader" / "memory" / "bundled" / "sample.jsonl"


@pytest.fixture(scope="module")
def sample():
    pairs = map(json.loads, SAMPLE.read_text(encoding="utf-8").splitlines())
    return [(pair["de"], pair["en"]) for pair in pairs]


@pytest.fixture
def found(analysers):
    def find(pairs, **options):
        pairs = [(pair, "") if isinstance(pair, str) else pair for pair in pairs]
        options.setdefault("known", None)
        return candidates(pairs, source=analysers["de"], target=analysers["en"], **options)

    return find


@pytest.fixture
def terms(found):
    return lambda *pairs, **options: {each.term: (each.kind, each.count) for each in found(pairs, **options)}


def test_the_sample_gives_what_a_translator_would_add(found, sample):
    renderings = {each.term: each.rendering for each in found(sample)}
    expected = {
        "Donald Trump": "Donald Trump",
        "Vereinigte Staaten": "United States",
        "Weißes Haus": "White House",
        "Wladimir Putin": "Vladimir Putin",
        "Dmitri Peskow": "Dmitry Peskov",
        "Sergej Lawrow": "Sergei Lavrov",
        "OPEC+": "OPEC+",
        "BRICS+": "BRICS+",
        "US": "US",
        "Kreml": "Kremlin",
        "Russland": "Russia",
        "Moskau": "Moscow",
        "America First": "America First",
        "rote Linien": "red lines",
        "Sanktion": "sanction",
        "russischer Präsident": "Russian President",
        "persönliches Verhältnis": "personal relationship",
        "designierter US-Präsident": "US President-elect",
        "spezielle Militärkampagne": "special military campaign",
    }
    assert {term: renderings.get(term) for term in expected} == expected
    assert {"Handelsprotektionismus", "Konfliktspirale", "Amtseinführung"} <= renderings.keys()


def test_the_sample_gives_little_that_a_translator_would_not_add(found, sample):
    got = found(sample)
    assert len(got) < 60
    assert not {each.term for each in got} & NOUNS
    assert not [each.term for each in got if each.term.split()[0].lower() in {"die", "der", "sowohl", "obwohl", "so"}]


def test_every_context_is_the_place_of_a_form_of_the_term(found, sample):
    for each in found(sample):
        assert 1 <= len(each.contexts) <= 5
        for segment, start, end in each.contexts:
            written = sample[segment][0][start:end]
            assert written
            assert written[:3].casefold() == each.term[:3].casefold(), (written, each.term)


def test_acronyms_keep_their_plus_and_digits_and_are_found_in_compounds(terms):
    got = terms(
        "Die G20-Staaten und OPEC+ sprachen mit der EU-Kommission über COP29.", "Die EU schwieg, Ludwig XIV nicht."
    )
    assert got["EU"] == ("acronym", 2)
    assert {"OPEC+", "G20", "COP29"} <= got.keys()
    assert "XIV" not in got


def test_a_heading_in_capitals_has_no_acronyms(terms):
    assert terms("REGIERUNG IN DER KRISE NACH WAHL") == {}


def test_names_are_counted_in_all_their_forms(terms):
    got = terms(
        "Die Vereinigten Staaten zögern.",
        "In den Vereinigten Staaten wählt man.",
        "Vereinigte Staaten und Kanada reden.",
    )
    assert got["Vereinigte Staaten"] == ("name", 3)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gestern sprach Ursula von der Leyen in Riga.", "Ursula von der Leyen"),
        ("Dem widersprach das Bundesamt für Verfassungsschutz.", "Bundesamt für Verfassungsschutz"),
        ("Er sprach für die Organisation für Sicherheit und Zusammenarbeit.", "Organisation für Sicherheit und Zusammenarbeit"),  # noqa: E501 - a long name
        ("Dann kam Bundeskanzler Olaf Scholz nach Kiew.", "Olaf Scholz"),
        ("Dann kam Kreml-Sprecher Dmitri Peskow.", "Dmitri Peskow"),
    ],
)  # fmt: skip
def test_names_with_small_words_inside_and_titles_before_them(text, name, terms):
    assert terms(text).get(name, ("",))[0] == "name"


def test_an_apposition_after_a_genitive_is_no_name(terms):
    assert "Donald Trumps Wahlsieg" not in " ".join(terms("Nach Donald Trumps Wahlsieg Anfang Mai schwieg man."))


def test_phrases_have_to_come_back(terms):
    once = terms("Man baute taktische Atomwaffen.")
    again = terms("Man baute taktische Atomwaffen.", "Wegen taktischer Atomwaffen stritt man.", "Ohne neue Atomwaffen.")
    assert not any(kind == "phrase" for kind, _ in once.values())
    assert again["taktische Atomwaffen"] == ("phrase", 2)
    assert "neue Atomwaffen" not in again


@pytest.mark.parametrize("marks", ["„“", "»«", "«»", "‚‘", "“”", '""'])
def test_words_in_quotation_marks(marks, terms):
    got = terms(f"Man schuf neue {marks[0]}Ökosysteme{marks[1]} und nannte es so.")
    assert got["Ökosystem"][0] == "quoted"


def test_speech_in_quotation_marks_is_no_term(terms):
    got = terms(
        "Er sagte: „Ich komme“, „Halt!“ und „Wo ist Peter?“.", "Er rief: „Man darf nicht gehen, wenn es regnet.“"
    )
    assert not [term for term, (kind, _) in got.items() if kind == "quoted"]


def test_the_counterpart_of_a_quotation_is_its_rendering(found):
    (got,) = [
        each
        for each in found(
            [("Man sprach von der „Brandmauer“ im Land.", "They spoke of the “cordon sanitaire” in the country.")]
        )
        if each.kind == "quoted"
    ]
    assert (got.term, got.rendering) == ("Brandmauer", "cordon sanitaire")


def test_with_little_evidence_nothing_is_said(found):
    got = found(
        [("Die Konfliktspirale dreht sich um Sergej Lawrow.", "The spiral of conflict turns around Sergei Lavrov.")]
    )
    assert {each.term: each.rendering for each in got} == {"Sergej Lawrow": "Sergei Lavrov", "Konfliktspirale": ""}


def test_two_terms_never_share_a_rendering(found):
    pairs = [
        ("Die Schuldenbremse und das Sondervermögen.", "The debt brake and the special fund."),
        ("Ohne Schuldenbremse kein Streit.", "Without the debt brake no quarrel."),
        ("Das Sondervermögen wächst.", "The special fund grows."),
        ("Schuldenbremse hier, Sondervermögen dort.", "Debt brake here, special fund there."),
    ]
    got = {each.term: each.rendering for each in found(pairs)}
    assert got == {"Schuldenbremse": "debt brake", "Sondervermögen": "special fund"}


def test_what_the_glossary_has_is_left_out(analysers, terms, sample):
    known = Matcher(
        [Entry("Vereinigte Staaten", ("United States",)), Entry("Kreml", ("Kremlin",))], analyser=analysers["de"]
    )
    got = terms(*sample, known=known)
    assert not {"Vereinigte Staaten", "Kreml"} & got.keys()
    assert "Weißes Haus" in got


def test_the_limit_keeps_the_best(found, sample):
    everything = found(sample)
    assert [each.term for each in found(sample, limit=7)] == [each.term for each in everything[:7]]
    assert [each.score for each in everything] == sorted((each.score for each in everything), reverse=True)
    assert found(sample, limit=0) == []


def test_it_stops_when_told(found, sample):
    asked = []
    assert found(sample * 20, stop=lambda: len(asked) > 2 or asked.append(1)) == []
    assert len(asked) == 3


def test_slices_are_many_and_the_last_is_the_list(analysers, sample):
    steps = list(candidates_in_slices(sample * 20, known=None, source=analysers["de"], target=analysers["en"]))
    assert len(steps) > sum(len(source) for source, _ in sample) * 20 / (2 * SLICE_CHARS)
    assert all(step is None for step in steps[:-1])
    assert steps[-1]


def test_without_a_translation_there_are_no_renderings(found, sample):
    got = found([source for source, _ in sample])
    assert got
    assert {each.rendering for each in got} == {""}


def test_without_lexicons_names_and_acronyms_are_still_found():
    pairs = [("Dann sprach Donald Trump in Moskau über die OPEC+.", "")] * 2
    got = {each.term for each in candidates(pairs, known=None, source=Analyser("de"), target=Analyser("en"))}
    assert {"Donald Trump", "OPEC+"} <= got


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "x" * 200_000,
        "Haus " * 30_000,
        "rote " * 30_000,
        "„a " * 40_000,
        '"' * 100_000,
        "ABC-" * 30_000,
        "Hans von der " * 10_000,
        "Rat für Rat und " * 10_000,
        "\x1b[31mRot\x1b[0m \ud800 İSTANBUL " * 3_000,
        "A. " * 40_000,
    ],
    ids=range(12),
)
def test_any_text_gives_candidates_in_it_and_no_error(text, found):
    for each in found([(text, text)], limit=20):
        for segment, start, end in each.contexts:
            assert segment == 0
            assert 0 <= start < end <= len(text)
