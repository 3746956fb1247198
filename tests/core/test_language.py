import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.building import Builder
from reader.core.document import document
from reader.core.language import NO_GUESS, language_of, note_for
from tests.support import SAMPLE

DATA = SAMPLE.parents[1] / "tests" / "data"
SENTENCES = {
    "de": "Der alte Mann ging langsam durch den Park, weil er nicht wusste, wohin er sonst gehen sollte.",
    "en": "The old man walked slowly through the park because he did not know where else he could go.",
    "fr": "Le vieil homme marchait lentement dans le parc, parce qu'il ne savait pas où il pouvait aller.",
    "es": "El viejo caminaba despacio por el parque, porque no sabía a qué otro lugar podía ir con sus cosas.",
    "it": "Il vecchio camminava lentamente nel parco, perché non sapeva dove altro poteva andare con la sua borsa.",
    "nl": "De oude man liep langzaam door het park, omdat hij niet wist waar hij anders naartoe kon gaan.",
    "pt": "O velho caminhava devagar pelo parque, porque não sabia para onde mais poderia ir com as suas coisas.",
    "sv": "Den gamle mannen gick långsamt genom parken, för han visste inte vart han annars skulle ta vägen i dag.",
    "da": "Han gik langsomt gennem byen, fordi han ikke vidste, hvad der skulle blive af ham og hans hund nu.",
    "pl": "Stary człowiek szedł powoli przez park, bo nie wiedział, gdzie jeszcze mógłby pójść, i to było smutne.",
    "cs": "Starý muž šel pomalu parkem, protože nevěděl, kam jinam by mohl jít, a to se mu v životě už stalo.",
    "la": "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam alii, tertiam qui Celtae sunt.",
    "ru": "Старик медленно шёл по парку, потому что не знал, куда ещё он мог бы пойти.",
    "uk": "Старий повільно йшов парком, бо не знав, куди ще він міг би піти в цей день.",
    "el": "Ο γέρος περπατούσε αργά στο πάρκο, γιατί δεν ήξερε πού αλλού να πάει.",
    "ja": "老人はほかにどこへ行けばよいか分からなかったので、ゆっくりと公園を歩いた。",
    "zh": "老人慢慢地走过公园,因为他不知道还能去哪里。",
    "ko": "노인은 달리 어디로 가야 할지 몰라 공원을 천천히 걸었다.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_enough(code):
    assert language_of(SENTENCES[code]).code == code


@pytest.mark.parametrize("name", ["de", "de_held", "en", "en_held"])
def test_texts_of_many_sentences(name):
    text = (DATA / f"sentences_{name}.txt").read_text("utf-8")
    assert language_of(text).code == name[:2]


def test_the_sample_is_german_and_needs_no_note():
    assert note_for(document(SAMPLE.read_text("utf-8"))) == ""


@pytest.mark.parametrize(
    "text", ["", "Berlin", "Anna 12 Bonn 1999 Karl 33 Köln", "1 2 3 4 5 " * 50, "x " * 400, "Ja. Nein."]
)
def test_where_nothing_is_sure_there_is_no_guess(text):
    assert language_of(text) == NO_GUESS
    assert note_for(document(text)) == ""


def test_german_with_english_words_stays_german():
    text = "Das Meeting mit dem Team war gut, aber das Feedback zum Release ist noch nicht da, und der Sprint läuft."
    assert language_of(text).code == "de"


def test_swiss_and_upper_case_german():
    assert (
        language_of("Die Strasse ist gross, und die Fuesse sind nass, aber wir gehen weiter bis zum See.").code == "de"
    )
    assert language_of(SENTENCES["de"].upper()).code == "de"


def test_another_language_gets_a_plain_note():
    doc = document(SENTENCES["en"])
    assert note_for(doc) == "This looks like English, not German; --from en would read it so."
    assert note_for(doc, "en") == ""
    assert note_for(document(SENTENCES["de"]), "en").startswith("This looks like German, not English")


def test_the_words_decide_before_what_the_file_says():
    for declared, text, note in (("en", SENTENCES["de"], ""), ("fr", "Bonjour", "French"), ("de-AT", "Servus", "")):
        builder = Builder()
        builder.add(text)
        assert note in note_for(builder.finish(language=declared))
        if not note:
            assert note_for(builder.finish(language=declared)) == ""


@given(st.text(max_size=300))
def test_any_text_has_a_guess_or_none(text):
    assert language_of(text).code in {"", *SENTENCES, "he", "ar"}


@pytest.mark.parametrize(
    "text",
    [
        (
            'Er sagte: "To be or not to be, that is the question." und: "Whether \'tis nobler in the mind to suffer '
            'the slings and arrows." Das war alles.'
        ),
        (
            'Der Satz "It was the best of times, it was the worst of times, it was the age of wisdom" steht am Anfang. '
            'Danach kommt "we had everything before us, we had nothing before us".'
        ),
        "Was soll ich thun, daß es mir beſſer gehe? Der Thürmer auf dem Thore sah in das Thal hinab.",
        "Grüezi mitenand. Mir gönd hüt is Dorf und luege was es git. De Vater isch nöd deheim, er isch uf em Fäld.",
        "I hob di so gern, dass i ned woaß wos i doa soi. Mia san mia und des is a guad so. Wann i hoamkimm, er da.",
        "Ik heff di leev, un dat weet ji all. De Mann geiht na Huus un he hett nix to eten. Wi sünd hier un dat is so.",
        "for i in range(10): print(i)\nif a and b or c: pass\nimport os\n# Das ist auf Deutsch, weil das so ist.",
        "Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch; die Vögelein schweigen im Walde.",
        "Kanzler trifft Präsident in Paris. Gespräche über Zölle, Handel, Energie geplant. Opposition kritisiert.",
    ],
)
def test_german_of_many_kinds_raises_no_alarm(text):
    assert note_for(document(text)) == ""


def test_a_file_that_is_english_by_default_raises_no_alarm_about_german():
    for text in ("Brot, Milch, Zucker, Salz", "Einkaufsliste: Äpfel, Möhren", "Grüezi mitenand"):
        builder = Builder()
        builder.add(text)
        assert note_for(builder.finish(language="en-US")) == ""
