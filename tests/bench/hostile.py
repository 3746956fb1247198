"""Files that are made to take long, or that a program wrote which knew no better: each must open in linear time.

Each maker takes how often what is hostile is repeated. `report` opens every file at its full and at half its size and
says how many times as long the whole takes: 2 is linear, 4 is quadratic.
"""

from reader.errors import InputError
from reader.formats.opening import read_bytes
from tests.bench.big_book import cue_times
from tests.bench.harness import cpu_ms, table
from tests.formats import books, odt_files, word_files
from tests.formats.archives import packed

ALLOWED = 2.6
"""So many times as long as half of it may the whole take."""
NOTHING_MS = 50
"""Of less than this, a ratio says nothing."""
SAID = "- Wort\n"


def report(*, quick):
    """Measure and print a table."""
    rows = []
    for name, (suffix, count, make) in FILES.items():
        full = count // 10 if quick else count
        half_ms, full_ms = (opened_ms(make(size), suffix) for size in (full // 2, full))
        ratio = full_ms / half_ms
        over = "OVER" if ratio > ALLOWED and full_ms > NOTHING_MS else ""
        rows.append((name, suffix, f"{full:,}", len(make(full)) / 1e6, full_ms, ratio, over))
    table("Files made to take long", ("", "", "times", "MB", "CPU ms", "x half", ""), rows)


def opened_ms(data, suffix, batches=2):
    """Milliseconds of processor time that it takes to open some bytes, or to refuse them."""

    def work():
        try:
            return read_bytes(data, "x", suffix=suffix)
        except InputError:
            return None

    return cpu_ms(work, batches)


def page(inner):
    return f"<html><body>{inner}</body></html>".encode()


# --- HTML -------------------------------------------------------------------------------------------------------


def linked(count):
    """A page with so many notes."""
    marks = "".join(f'<p>Wort<sup><a id="r{n}" href="#n{n}">{n}</a></sup></p>' for n in range(count))
    return page(marks + "".join(f'<p id="n{n}"><a href="#r{n}">{n}</a> Note.</p>' for n in range(count)))


def crossed(count):
    """A page on which every link leads to another place of it, and every place has ten names."""
    names = "".join(f'<a name="b{n}"></a>' for n in range(10))
    return page("".join(f'<p id="a{n}">{names}<a href="#a{count - n}">weiter</a> Wort</p>' for n in range(count)))


def html_table(count):
    return page("<table>" + f"<tr>{'<td>1</td>' * 10}</tr>" * (count // 10))


# --- Markdown ---------------------------------------------------------------------------------------------------


def noted_markdown(count):
    marks, notes = ("".join(text.format(n) for n in range(count)) for text in ("a[^{}] ", "[^{}]: b\n\n"))
    return f"{marks}\n\n{notes}".encode()


# --- archives ---------------------------------------------------------------------------------------------------


def docx(body, **parts):
    return word_files.file(body, styles=word_files.styles(), **parts)


def noted_docx(count):
    marks = (word_files.paragraph(word_files.run("Wort") + word_files.note_mark(n)) for n in range(1, count))
    notes = word_files.notes("footnote", [(n, word_files.run("Note")) for n in range(1, count)])
    return docx("".join(marks), footnotes=notes)


def docx_table(count):
    return docx(word_files.table(*[[word_files.paragraph("1")] * 10] * (count // 10)))


def noted_odt(count):
    return odt_files.file("".join(odt_files.p("Wort" + odt_files.note(n, odt_files.p("Note"))) for n in range(count)))


def chapters(count):
    """A book with so many chapters, named in its contents, each linked with the next."""
    link = '<p id="a">Kapitel</p><p>Wort <a href="c{}.xhtml#a">weiter</a></p>'
    pages = {f"c{n}.xhtml": books.page(link.format(n + 1)) for n in range(count)}
    toc = "".join(f'<li><a href="{name}">Kapitel {n}</a></li>' for n, name in enumerate(pages))
    pages["nav.xhtml"] = books.page(f'<nav epub:type="toc"><ol>{toc}</ol></nav>')
    manifest = [(name, books.XHTML, ' properties="nav"' if name == "nav.xhtml" else "") for name in pages]
    opf = books.opf("<dc:title>T</dc:title>", manifest, [(n, "") for n in range(count)])
    return books.book({"OEBPS/content.opf": opf, **{f"OEBPS/{name}": page for name, page in pages.items()}})


def entries(count):
    return packed({"mimetype": b"application/epub+zip", **{f"f{n}": b"x" for n in range(count)}})


def entities(count):
    return books.book(
        {
            "OEBPS/content.opf": books.opf("", [("a.xhtml", books.XHTML, "")], [(0, "")]),
            "OEBPS/a.xhtml": books.page("".join(f"<p>{n}&nbsp;&uuml;&amp;{n * n}</p>" for n in range(count))),
        }
    )


def cues(count):
    return "\n".join(f"{n}\n{cue_times(n)}\nEin Satz, der {n} Worte hat.\n" for n in range(count)).encode()


def echoes(count):
    words = " ".join(f"w{n}" for n in range(count))
    return f"1\n{cue_times(0)}\n{words}\n\n2\n{cue_times(1)}\n{words} x\n".encode()


# --- all of them ------------------------------------------------------------------------------------------------


def repeated(text, count, *, before="", after=""):
    return f"{before}{text * count}{after}".encode()


def of(text, **around):
    return lambda count: repeated(text, count, **around)


def in_page(text):
    return lambda count: page(text * count)


FILES = {
    # plain text
    "one paragraph": (".txt", 2_500_000, of("Wort. ")),
    "one word": (".txt", 40_000_000, of("x")),
    "tiny paragraphs": (".txt", 1_000_000, of("a\n\n")),
    "hyphens at line ends": (".txt", 300_000, of("wirt-\nschaft\n")),
    "spaces": (".txt", 5_000_000, of(" ", before="a", after="b")),
    "soft hyphens": (".txt", 1_000_000, of("\u00ad\n")),
    "form feeds and tabs": (".txt", 1_000_000, of("\f\t\n ")),
    "accents on one letter": (".txt", 1_000_000, of("\u0301", before="e")),
    "controls": (".txt", 2_000_000, of("\x1b[3", before="Text ")),
    # HTML
    "nested div": (".html", 100_000, in_page("<div>")),
    "nested div, closed": (".html", 100_000, lambda n: page("<div>" * n + "x" + "</div>" * n)),
    "one paragraph of a page": (".html", 2_500_000, in_page("Wort. ")),
    "tiny p": (".html", 1_000_000, in_page("<p>a")),
    "b": (".html", 1_000_000, in_page("<b>a</b>")),
    "b, never closed": (".html", 100_000, in_page("<b>a")),
    "accents behind b": (".html", 100_000, in_page("<b>e</b>\u0301 aa ")),
    "br": (".html", 1_000_000, in_page("a<br>")),
    "notes": (".html", 100_000, linked),
    "links inside": (".html", 20_000, crossed),
    "links away": (".html", 100_000, in_page('<a href="http://x.de">Wort</a> ')),
    "anchors at one place": (".html", 100_000, lambda n: page("".join(f'<a id="a{k}"></a>' for k in range(n)) + "x")),
    "ancestors and headings": (".html", 100_000, in_page("<header><h1>a</h1></header>")),
    "headers": (".html", 50_000, in_page("<header>a")),
    "table": (".html", 1_000_000, html_table),
    "nested tables": (".html", 20_000, in_page("<table><tr><td>a")),
    "lists in lists": (".html", 50_000, in_page("<ul><li>a")),
    "unclosed tags": (".html", 300_000, in_page("<i><p><td><em>a")),
    "an attribute": (".html", 10_000_000, lambda n: page(f'<p class="{"a " * (n // 2)}">x</p>')),
    "a tag never ended": (".html", 1_000_000, in_page("<a b ")),
    "less-than": (".html", 1_000_000, in_page("<")),
    "entities": (".html", 1_000_000, in_page("&auml;&amp;&#x41;")),
    "comments": (".html", 500_000, in_page("<!-- a -->")),
    "spaces in a page": (".html", 5_000_000, lambda n: page(f"a{' ' * n}b")),
    # Markdown
    "tiny paragraphs of Markdown": (".md", 200_000, of("a\n\n")),
    "one paragraph of Markdown": (".md", 2_500_000, of("Wort. ")),
    "[": (".md", 100_000, of("[")),
    "![": (".md", 100_000, of("![")),
    "[a](": (".md", 100_000, of("[a](")),
    "](": (".md", 100_000, of("](")),
    "[a][b]": (".md", 100_000, of("[a][b]")),
    "*": (".md", 100_000, of("*", before="a")),
    "*a ": (".md", 100_000, of("*a ")),
    "*a_ ": (".md", 50_000, of("*a_ ")),
    "a**b": (".md", 50_000, of("a**b")),
    "_ and __": (".md", 50_000, of("_a __b ")),
    "`": (".md", 100_000, of("`", before="a")),
    "` of all lengths": (".md", 100_000, lambda n: "".join("a" + "`" * (k % 300) for k in range(n // 150)).encode()),
    "~~": (".md", 100_000, of("~~a ")),
    ">": (".md", 100_000, of(">")),
    "> lines": (".md", 100_000, of("> a\n")),
    "- in -": (".md", 50_000, lambda n: "".join("  " * (k % 30) + "- a\n" for k in range(n)).encode()),
    "- - -": (".md", 50_000, of("- ", after="a")),
    "<": (".md", 100_000, of("<", before="a")),
    "<!--": (".md", 50_000, of("a <!-- ")),
    "<a ": (".md", 100_000, of("<a ", before="b ")),
    "&": (".md", 200_000, of("&amp;")),
    "\\": (".md", 200_000, of("\\*")),
    "reference definitions": (".md", 50_000, lambda n: "".join(f"[a{k}]: /x\n" for k in range(n)).encode()),
    "reference never ended": (".md", 50_000, of("[a]: \n", before="")),
    "a title never ended": (".md", 50_000, of('[a]: /x "\n')),
    "notes of Markdown": (".md", 50_000, noted_markdown),
    "^[": (".md", 50_000, of("^[a")),
    "table of Markdown": (".md", 200_000, lambda n: ("|a|b|\n|-|-|\n" + "|1|2|\n" * (n // 2)).encode()),
    "wide table": (".md", 100_000, lambda n: ("|a" * n + "\n" + "|-" * n + "\n").encode()),
    "lines of pipes": (".md", 50_000, of("a|b\n")),
    "fences": (".md", 100_000, of("```\n\n")),
    "html blocks": (".md", 100_000, of("<div>\n")),
    "scripts": (".md", 50_000, of("<script>\n\n")),
    "setext": (".md", 100_000, of("a\n===\n")),
    "lazy lines": (".md", 100_000, of("a\n")),
    "front matter": (".md", 500_000, of("a: b\n", before="---\n")),
    # archives and subtitles
    "chapters": (".epub", 5_000, chapters),
    "entries": (".epub", 100_000, entries),
    "entities of a book": (".epub", 300_000, entities),
    "notes of DOCX": (".docx", 100_000, noted_docx),
    "notes of ODT": (".odt", 100_000, noted_odt),
    "table of DOCX": (".docx", 300_000, docx_table),
    "runs of DOCX": (".docx", 300_000, lambda n: docx(word_files.paragraph(word_files.run("a ") * n))),
    "cues": (".srt", 200_000, cues),
    "one cue": (".srt", 500_000, lambda n: f"1\n{cue_times(0)}\n{SAID * n}".encode()),
    "an echo": (".srt", 200_000, echoes),
    "voices": (".vtt", 500_000, lambda n: f"WEBVTT\n\n{cue_times(0).replace(',', '.')}\n{'<v.' * n}\n".encode()),
    "tags of cues": (".srt", 300_000, lambda n: f"1\n{cue_times(0)}\n{'<i.' * n}\n".encode()),
}
