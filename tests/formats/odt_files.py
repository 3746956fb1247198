"""ODT files for tests, as LibreOffice writes them: a novel, a paper under review, a report with lists and tables."""

from tests.formats.archives import packed

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
        ("svg", "svg-compatible"),
        ("manifest", "manifest"),
    )
)
LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
MIME = b"application/vnd.oasis.opendocument.text"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def part(name, inner):
    return f"{HEAD}<office:{name} {SPACES} {LINKS}>{inner}</office:{name}>".encode()


def file(body, *, automatic="", styles="", title="", **more):
    """An ODT file of the inside of its text, automatic styles and named styles."""
    content = f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}"
    german = (
        '<style:default-style style:family="paragraph"><style:text-properties fo:language="de" fo:country="DE"/>'
        "</style:default-style>"
    )
    entries = {
        "mimetype": MIME,
        "content.xml": part("document-content", f"{content}</office:text></office:body>"),
        "styles.xml": part("document-styles", f"<office:styles>{german}{styles}</office:styles>"),
        "meta.xml": part("document-meta", f"<office:meta><dc:title>{title}</dc:title></office:meta>"),
        "META-INF/manifest.xml": b"<manifest/>",
        **more,
    }
    return packed(entries, stored=("mimetype",))


def style(name, family="paragraph", parent="", properties="", more=""):
    based = f' style:parent-style-name="{parent}"' if parent else ""
    inner = f"<style:text-properties {properties}/>" if properties else ""
    return f'<style:style style:name="{name}" style:family="{family}"{based}{more}>{inner}</style:style>'


def p(inner, name="Standard"):
    return f'<text:p text:style-name="{name}">{inner}</text:p>'


def h(inner, level):
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{inner}</text:h>'


def span(inner, name):
    return f'<text:span text:style-name="{name}">{inner}</text:span>'


def note(label, body, kind="footnote"):
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{label}</text:note-citation>'
        f"<text:note-body>{body}</text:note-body></text:note>"
    )


def items(*inner, name="", more=""):
    named = f' text:style-name="{name}"' if name else ""
    return (
        f"<text:list{named}{more}>{''.join(f'<text:list-item>{item}</text:list-item>' for item in inner)}</text:list>"
    )


def novel():
    """A novel: chapters, scenes, a poem with line breaks, spaced-out letters, a quotation, a note."""
    body = [
        p("Der Zug nach Wien", "Title"),
        h("Erstes Kapitel", 1),
        p("Es war ein " + span("kalter", "T1") + "\n  Morgen." + note("1", p("Im Jahr 1913.")) + " Niemand stieg ein."),
        p("Das war " + span("sehr", "T2") + " gut,<text:s text:c='2'/>sagte<text:tab/>er."),
        p("* * *"),
        p("Lieber Freund, ich komme nicht.", "P1"),
        p("Über allen Gipfeln<text:line-break/>Ist Ruh,<text:line-break/><text:line-break/>Balde"),
        h("Zweites Kapitel", 1),
        p("H" + span("2", "T3") + "O und Donau\u00addampf" + span("versteckt", "T4") + "."),
    ]
    return file(
        "".join(body),
        automatic=style("T1", "text", properties='fo:font-style="italic"')
        + style("T2", "text", properties='fo:letter-spacing="0.1cm"')
        + style("T3", "text", properties='style:text-position="sub 58%"')
        + style("T4", "text", properties='text:display="none"')
        + style("P1", parent="Quotations"),
        styles=style("Quotations") + style("Title") + style("Heading_20_1", properties='fo:font-weight="bold"'),
    )


def paper():
    """A paper under review: contents, notes of both kinds, links, changes, a comment, a text box, a picture."""
    box = f"<draw:frame><draw:text-box>{p('Kasten am Rand.')}</draw:text-box></draw:frame>"
    picture = '<draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:title>Ein Bild</svg:title></draw:frame>'
    body = [
        "<text:tracked-changes><text:changed-region><text:deletion>" + p("Gestrichen.") + "</text:deletion>"
        "</text:changed-region></text:tracked-changes>",
        p("Über die Donau", "Title"),
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>Vorlage"
        "</text:index-title-template></text:table-of-content-source><text:index-body>"
        + p("Einleitung<text:tab/>1", "Contents_20_1")
        + "</text:index-body></text:table-of-content>",
        '<text:h text:outline-level="1"><text:bookmark text:name="a"/>Einleitung</text:h>',
        p("Die Donau" + note("1", p("Erster Absatz.") + p("Zweiter Absatz.")) + " ist lang"
          + note("i", p("2.857 km."), "endnote") + "." + box),
        p('Siehe <text:a xlink:href="https://example.org/a">dort</text:a>, <text:a xlink:href="#a">oben</text:a> und '
          '<text:a xlink:href="javascript:x">nicht</text:a>.<office:annotation><text:p>Wirklich?</text:p>'
          "</office:annotation>" + picture),
        h("Methoden", 2),
        p("for x in y:", "Preformatted_20_Text"),
        p('<text:s text:c="4"/>print(x)', "Preformatted_20_Text"),
        p("This is a short English sentence.", "PE"),
    ]  # fmt: skip
    return file(
        "".join(body),
        title="Über die Donau und ihre Fische",
        automatic=style("PE", properties='fo:language="en" fo:country="US"'),
        styles=style("Preformatted_20_Text", more=' style:display-name="Preformatted Text"') + style("Contents_20_1"),
    )


def report():
    """A report: numbered headings, nested lists that go on, tables for data and for the layout."""

    def level(number, inner):
        kind, _, more = inner.partition(" ")
        return f'<text:list-level-style-{kind} text:level="{number}" {more}/>'

    numbers = (
        '<text:list-style style:name="L1">'
        + level(1, "number style:num-format='1' style:num-suffix='.'")
        + level(2, "number style:num-format='a' style:num-suffix=')'")
        + '</text:list-style><text:list-style style:name="L2">'
        + level(1, "bullet text:bullet-char='\uf0b7'")
        + level(2, "bullet text:bullet-char='–'")
        + "</text:list-style>"
    )
    outline = (
        "<text:outline-style>"
        + "".join(
            f'<text:outline-level-style text:level="{n}" style:num-format="1" text:display-levels="{n}"/>'
            for n in (1, 2)
        )
        + "</text:outline-style>"
    )

    def table(*rows):
        cells = ["".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row) for row in rows]
        head, *others = (f"<table:table-row>{row}</table:table-row>" for row in cells)
        return f"<table:table><table:table-header-rows>{head}</table:table-header-rows>{''.join(others)}</table:table>"

    body = [
        h("Lage", 1),
        h("Zahlen", 2),
        table([p("Jahr"), p("Wert")], [p("1913"), p(span("7", "B")) + p("Stück")]),
        h("Folgen", 2),
        p("Was zu tun ist:"),
        items(p("Erstens"), p("Zweitens") + items(p("dies"), p("das")), p("Drittens") + p("Mit Zusatz."), name="L1"),
        p("Dann:"),
        items(p("Weiter"), name="L1", more=' text:continue-numbering="true"'),
        items(p("Punkt") + items(p("Unterpunkt")), name="L2"),
        h("Aussicht", 1),
        table([p("Ein Kasten mit Text.")], [p("Noch einer.")]),
        p("Ende.", "Standard"),
    ]
    bold = style("B", "text", properties='fo:font-weight="bold"')
    return file("".join(body), title="Bericht 1914", automatic=numbers + bold, styles=outline)
