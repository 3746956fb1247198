"""`lesepult export`: where it goes, what it says, and that nothing is lost."""

import io
import zipfile
from types import SimpleNamespace

import pytest

from tests.export.works import SAMPLE


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.txt").write_text("Der Hund schläft.\n\nDie OPEC+ tagt heute.\n", "utf-8")
    return tmp_path


def test_text_goes_to_standard_output(lesepult, here):
    done = lesepult("export", SAMPLE, "--to", "md")
    assert done.code == 0
    assert done.err == (
        "lesepult: Exported: 20 sentences, all translated. "
        "1 line around the text left out, such as “Kommentar (0)”; --all keeps them.\n"
    )
    assert "> Russia is ready to normalize relations" in done.out
    assert list(here.iterdir()) == [here / "text.txt"]


def test_a_page_becomes_a_file_and_is_not_replaced(lesepult, here):
    done = lesepult("export", "text.txt", "--to", "html")
    assert done.code == 0
    assert "2 of 2 sentences have no translation." in done.err
    page = (here / "text.html").read_text("utf-8")
    assert 'href="#e1">OPEC+</a>' in page
    (here / "text.html").write_text("mine", "utf-8")
    done = lesepult("export", "text.txt", "--to", "html")
    assert done.code == 3
    assert "is there already" in done.err
    assert (here / "text.html").read_text("utf-8") == "mine"
    assert lesepult("export", "text.txt", "--to", "html", "-f").code == 0
    assert (here / "text.html").read_text("utf-8") == page
    assert sorted(path.name for path in here.iterdir()) == ["text.html", "text.txt"]


def test_a_glossary_that_is_not_there_is_no_export(lesepult, here):
    done = lesepult("export", "text.txt", "-o", "x.html", "--glossary", "none.yaml")
    assert (done.code, done.out) == (3, "")
    assert "there is no file none.yaml" in done.err
    assert list(here.iterdir()) == [here / "text.txt"]


def test_the_longest_name_of_a_text_has_no_glossary_and_that_is_no_mistake(lesepult, here):
    name = f"{'ü' * 122}x.txt"
    (here / name).write_text("Ein Satz.", "utf-8")
    done = lesepult("export", name, "--to", "md")
    assert done.code == 0
    assert "glossary" not in done.err


def test_the_name_says_the_format(lesepult, here):
    assert lesepult("export", SAMPLE, "-o", "x.epub", "--title", "Ein <Titel>").code == 0
    book = zipfile.ZipFile(here / "x.epub")
    assert "<dc:title>Ein &lt;Titel&gt;</dc:title>" in book.read("EPUB/package.opf").decode()
    assert lesepult("export", SAMPLE, "-o", "x.csv").code == 0
    assert (here / "x.csv").read_bytes().startswith(b"\xef\xbb\xbfparagraph,source,target,state,origin\r\n1,")


@pytest.mark.parametrize("name", ["txt", "tmx", "xliff", "csv", "anki"])
def test_the_other_formats(lesepult, here, name):
    done = lesepult("export", SAMPLE, "--to", name)
    assert done.code == 0
    assert "OPEC+" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("text.txt",), 2, "Add --to with one of html, epub"),
        (("text.txt", "-o", "x.unknown"), 2, "Add --to"),
        (("text.txt", "-o", "x.docx"), 2, ".docx is no format that is written"),
        (("text.txt", "--to", "anki", "-o", "deck.apkg"), 2, ".apkg is no format that is written"),
        (("text.txt", "--to", "html", "-o", "p.epub"), 2, "would be taken for epub, not for html"),
        (("text.txt", "--to", "txt", "--glossary", "nope.yaml"), 3, "there is no file nope.yaml"),
        (("text.txt", "--to", "csv", "--layout", "table"), 2, "csv has no layout table"),
        (("-", "--to", "epub"), 2, "Add -o NAME.epub"),
        (("text.txt", "--to", "txt", "-o", "text.txt", "-f"), 2, "over the text"),
        (("nothing.txt", "--to", "txt"), 3, "does not exist"),
        (("text.txt", "--to", "txt", "-o", "no/where.txt"), 3, "there is no folder no"),
    ],
)
def test_what_cannot_be_done_is_said(lesepult, here, arguments, code, message):
    before = sorted(here.iterdir())
    done = lesepult("export", *arguments)
    assert done.code == code
    assert message in done.err
    assert sorted(here.iterdir()) == before


def test_a_html_text_is_not_replaced_by_its_own_page(lesepult, here):
    page = "<html><body><article><p>Der Hund schläft heute und morgen.</p></article></body></html>"
    (here / "text.html").write_text(page, "utf-8")
    done = lesepult("export", "text.html", "-o", "text.html", "-f")
    assert done.code == 2
    assert (here / "text.html").read_text("utf-8") == page
    done = lesepult("export", "text.html", "--to", "html")
    assert (done.code, "text.de-en.html" in done.err) == (0, True)
    assert (here / "text.html").read_text("utf-8") == page


def test_what_stands_around_the_text_is_kept_if_it_is_asked_for(lesepult, here):
    done = lesepult("export", SAMPLE, "--to", "txt", "--all")
    assert "Kommentar (0)" in done.out
    assert "left out" not in done.err
    assert "Kommentar (0)" not in lesepult("export", SAMPLE, "--to", "txt").out
    assert lesepult("export", SAMPLE, "--to", "html", "-o", "all.html", "--all").code == 0
    assert 'class="row paragraph boiler"' in (here / "all.html").read_text("utf-8")


def test_counts_are_the_same_in_export_and_translate(lesepult, here):
    (here / "table.md").write_text("| Jahr | Haus |\n| --- | --- |\n| 1885 | drei |\n\nDer Hund.\n", "utf-8")
    done = lesepult("export", "table.md", "--to", "csv")
    assert "4 of 4 sentences have no translation." in done.err
    done = lesepult("translate", "table.md", "--offline")
    assert "4 of 4 sentences were not translated" in done.err


def test_a_glossary_is_not_written_over(lesepult, here):
    (here / "terms.yaml").write_text("- source: Hund\n  target: dog\n", "utf-8")
    done = lesepult("export", "text.txt", "--to", "txt", "-o", "terms.yaml", "-f", "--glossary", "terms.yaml")
    assert (done.code, "over the text" in done.err) == (2, True)


def test_standard_output_can_be_named(lesepult, here):
    done = lesepult("export", "text.txt", "--to", "html", "-o", "-")
    assert done.code == 0
    assert done.out.startswith("<!DOCTYPE html>")
    assert [path.name for path in here.iterdir()] == ["text.txt"]


def test_the_name_of_the_file_is_no_title(lesepult, here):
    (here / "mein_text.txt").write_text("Der Hund schläft heute und er schläft gut.\n", "utf-8")
    assert lesepult("export", "mein_text.txt", "--to", "html").code == 0
    assert ">mein text</h1>" in (here / "mein_text.html").read_text("utf-8")


def test_standard_input_is_read(lesepult, here, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"Die OPEC+ tagt.\n")))
    done = lesepult("export", "-", "--to", "txt")
    assert done.code == 0
    assert done.out.startswith("Die OPEC+ tagt.\n    [no translation]\n")
    assert "1 of 1 sentence has no translation." in done.err


def test_a_table_with_tabs_is_no_pack_of_cards(lesepult, here):
    assert lesepult("export", SAMPLE, "-o", "p.tsv").code == 0
    lines = (here / "p.tsv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "paragraph\tsource\ttarget\tstate\torigin"
    assert len(lines) > 20
    assert lesepult("export", SAMPLE, "--to", "anki", "-o", "karten.txt").code == 0


def test_standard_output_has_a_name_among_the_devices(lesepult, here):
    done = lesepult("export", "text.txt", "--to", "md", "-o", "/dev/stdout")
    assert (done.code, "Die OPEC+ tagt heute." in done.out) == (0, True)
