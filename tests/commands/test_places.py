"""Where a finding stands: the line that an editor shows, whatever the importer made of the file."""

import io
from types import SimpleNamespace

import pytest

from reader.commands.places import Places, file_text
from reader.formats.opening import read_bytes
from tests.formats.books import XHTML, book, opf, page

PROSE = "Wir fuhren am frühen Morgen nach Norden, ohne zu wissen, wer uns dort er-\nwartete. " * 4
HTML = """<html><head><style>
p {}
</style></head>
<body>
<h1
class='x'>Eins</h1>
<!-- a
b -->
<p>Zweites
und Dri&shy;t&uuml; und
Drittes.</p></body></html>"""
SRT = """1
00:00:01,000 --> 00:00:02,000
Eins

2
00:00:03,000 --> 00:00:04,000
<i>Zweites</i>
Drittes
"""
FRONT = "---\ntitle: Ein Titel\nlang: de\n---\n\n"


def lines_of(name, text, *wanted):
    """The line in which each of some words is said to stand."""
    data = text.encode() if isinstance(text, str) else text
    document = read_bytes(data, name, title=name, suffix=f".{name.rpartition('.')[2]}")
    places = Places(document, file_text(name, data))
    return [places.at(document.text.index(word)).line for word in wanted]


def true_lines(text, *wanted):
    return [text[: text.index(word)].count("\n") + 1 for word in wanted]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "Titel\n\nEins hier.\n\n\n\nZweites hier.\nDrittes.\n"),
        ("a.txt", f"Eins\n\n\n{PROSE}\n\n{PROSE}\n\nZweites\n\n{PROSE}Drittes."),
        ("a.txt", f"Eins.\f\n\n{PROSE}\f\nZweites.\x0b\n\nDrittes."),
        ("a.md", f"{FRONT}# Eins\n\nEin Satz\nüber [zwei](https://x.org/a/b) Zeilen[^1].\n\n[^1]: Zweites\n\nDrittes."),
        ("a.md", "Eins\n====\n\n```\ncode\n```\n\n- a\n\n| Land | Zweites |\n| --- | --- |\n| a | b |\n\nDrittes\n"),
        ("a.html", HTML),
        ("a.srt", SRT),
    ],
)
def test_the_line_is_that_of_the_file(name, text):
    wanted = ("Eins", "Zweites", "Drittes")
    assert lines_of(name, text, *wanted) == true_lines(text, *wanted)


def test_every_line_of_a_long_text_that_repeats_itself():
    text = FRONT + "".join(
        f"Der Mann ging und der Mann kam, und\n*der* Mann sagte Wort{number}.\n\n" for number in range(300)
    )
    wanted = [f"Wort{number}." for number in range(300)]
    assert lines_of("a.md", text, *wanted) == true_lines(text, *wanted)


@pytest.mark.parametrize("text", ["", "\n\n", "...", "\x00\x01", "a" * 50_000, "<" * 500, "&#10;&#x0A; a"])
def test_whatever_the_file_a_place_is_named(text):
    data = text.encode()
    for name in ("a.txt", "a.md", "a.html"):
        if name == "a.html" and not text.strip():
            continue
        document = read_bytes(data, name, suffix=f".{name[2:]}")
        places = Places(document, file_text(name, data))
        assert all(places.at(char).line in (0, 1, 2, 3) for char in range(0, len(document.text), 1000))


def test_check_and_find_name_the_line_behind_the_front_matter(lesepult, own, tmp_path):
    own("Zoll:\n  en: tariff\n  forbidden: [duty]\n")
    text, translation = tmp_path / "a.md", tmp_path / "b.md"
    text.write_text(f"{FRONT}# Titel\n\nEin Satz.\nDie Zölle steigen.\n", "utf-8")
    translation.write_text("# Title\n\nA sentence.\nThe duties rise.\n", "utf-8")
    assert f"{text}:9: forbidden" in lesepult("check", text, translation).out
    assert f"{text}:9: " in lesepult("glossary", "find", "--in", text).out
    translation.write_text("# Title\n\nA sentence.\n\nThe duties rise.\n", "utf-8")
    assert "line 8" in lesepult("check", text, translation).err


def test_standard_input_has_lines_as_well(lesepult, own, monkeypatch):
    own("Zoll: tariff\n")
    data = f"{FRONT}# Titel\n\nEin Satz.\nDie Zölle steigen.\n\n## Ende\n".encode()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False))
    assert lesepult("glossary", "find", "--in", "-", "--json").json["places"][0]["line"] == 9


def test_a_book_has_chapters_and_paragraphs(lesepult, own, tmp_path):
    own("Zoll: tariff\n")
    path, other = tmp_path / "a.epub", tmp_path / "b.txt"
    chapter = page("<h1>Die Reise</h1><p>Ein Satz.</p><p>Die Zölle steigen.</p>")
    package = opf("<dc:title>Buch</dc:title>", [("a.xhtml", XHTML, "")], [(0, "")])
    path.write_bytes(book({"OEBPS/content.opf": package, "OEBPS/a.xhtml": chapter}))
    other.write_text("The journey\n\nA sentence.\n\nThe duties rise.\n", "utf-8")
    assert f"{path}, paragraph 3 (“Die Reise”): missing “Zoll”" in lesepult("check", path, other).out
    (found,) = lesepult("check", path, other, "--json").json["findings"]
    assert (found["line"], found["paragraph"]) == (None, 3)
    done = lesepult("check", path)
    assert "3 sentences without a translation (paragraphs 1, 2, 3)" in done.out
    assert f"{path}, paragraph 3 (“Die Reise”): " in lesepult("glossary", "find", "--in", path).out
