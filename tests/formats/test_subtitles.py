import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import InputError
from reader.formats import subtitles
from reader.formats.opening import read_bytes, read_path
from tests.formats import golden

FILES = sorted(path for path in (golden.DATA / "subtitles").iterdir() if path.suffix in {".srt", ".vtt"})


def opened(text):
    return subtitles.read(text.encode(), "x.srt", "x")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_real_files(path):
    golden.holds(f"subtitles/{path.stem}", read_path(path))


def test_a_sentence_runs_on_from_cue_to_cue():
    doc = opened("1\n00:00:01,0 --> 00:00:02,0\nEs war\n\n2\n00:00:02,1 --> 00:00:03,0\neinmal.\n")
    assert doc.text == "Es war einmal."
    assert doc.label(0) == "0:01"


def test_a_pause_after_a_sentence_begins_a_paragraph():
    doc = opened("00:01,0 --> 00:02,0\nJa.\n\n00:09,0 --> 00:10,0\nNein.\n")
    assert [doc.paragraph(0), doc.paragraph(1)] == ["Ja.", "Nein."]


def test_a_number_that_is_said_stays():
    doc = opened("1\n00:00:01,0 --> 00:00:02,0\nIch bin\n42\n\n2\n00:00:02,1 --> 00:00:03,0\nJahre alt.\n")
    assert doc.text == "Ich bin 42 Jahre alt."


def test_old_encodings_and_line_ends():
    data = "1\r\n00:00:01,000 --> 00:00:02,000\r\nSchöne Grüße!\r\n".encode("latin-1")
    doc = read_bytes(data, "x.srt", suffix=".srt")
    assert (doc.text, doc.notes) == ("Schöne Grüße!", ("ISO-8859-1",))


def test_a_file_without_cues_is_refused():
    with pytest.raises(InputError, match="holds no subtitles"):
        opened("Nur ein Text.")


@given(st.text(alphabet="1a:,.->\n <i>/v&{}\\", max_size=200))
def test_any_text_gives_a_document_or_a_sentence(text):
    for whole in (text, f"00:01,0 --> 00:02,0\n{text}"):
        try:
            opened(whole)
        except InputError as error:
            assert error.message.endswith(".")


@given(st.sampled_from(FILES), st.data())
def test_damaged_files_give_a_document_or_a_sentence(path, data):
    text = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=8)):
        text[at] = data.draw(st.integers(0, 255))
    try:
        subtitles.read(bytes(text), "x.srt", "x")
    except InputError as error:
        assert error.message.endswith(".")


def cues(*texts):
    blocks = [f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{text}\n" for n, text in enumerate(texts, 1)]
    doc = subtitles.read("\n".join(blocks).encode(), "x.srt", "x")
    return [doc.paragraph(index) for index in range(len(doc))]


@pytest.mark.parametrize(
    "sound", ["[Telefon klingelt]", "(seufzt)", "♪ Musik ♪", "*Donner*", "#Lied#", "<i>[Tür]</i>", "[A] [B]"]
)
def test_what_is_heard_stands_apart_from_what_is_said(sound):
    bare = sound.replace("<i>", "").replace("</i>", "")
    assert cues("Guten Tag.", sound, "Wer ist da?") == ["Guten Tag.", bare, "Wer ist da?"]
    assert cues(f"{sound}\nWer ist da?") == [bare, "Wer ist da?"]
    assert cues("Er kam", sound, "nach Hause.") == [f"Er kam {bare} nach Hause."]


def test_who_is_named_in_capitals_begins_a_paragraph():
    assert cues("Geh weg.", "MANN: Wohin?", "Nach Hause.") == ["Geh weg.", "MANN: Wohin? Nach Hause."]
    assert cues("Achtung: heiß.", "ZDF zeigt es.") == ["Achtung: heiß. ZDF zeigt es."]


def test_who_answers_after_a_dialogue_begins_a_paragraph():
    dialogue = "- Kommst du mit?\n- Nein, ich bleibe hier."
    assert cues(dialogue, "Warum denn nicht?", "Weil es regnet.") == [
        "- Kommst du mit?",
        "- Nein, ich bleibe hier.",
        "Warum denn nicht? Weil es regnet.",
    ]
    assert cues("- Kommst du mit?\n- Nein, ich bleibe", "hier.")[1:] == ["- Nein, ich bleibe hier."]


def test_places_tags_and_sentences_in_brackets():
    assert cues("{\\an8}Oben <i>steht</i> das [leise].", "<font color=red>Rot</font> geht es weiter.") == [
        "Oben steht das [leise]. Rot geht es weiter."
    ]
