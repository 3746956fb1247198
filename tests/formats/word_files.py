"""DOCX files for tests: a novel as an author types it, a paper, and a report, each as its program writes it."""

from tests.formats.archives import packed

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def part(name, inner):
    return f"{HEAD}<w:{name} {W} {R} {MC}>{inner}</w:{name}>".encode()


def relations(*entries):
    inner = "".join(
        f'<Relationship Id="{i}" Type="{TYPE}/{kind}" Target="{target}"{mode}/>' for i, kind, target, mode in entries
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{inner}</Relationships>'.encode()


def file(body, *, title="", links=(), **parts):
    """A DOCX file of the inside of a body and of further parts by name (`styles`, `footnotes`)."""
    kinds = [(f"k{n}", name, f"{name}.xml", "") for n, name in enumerate(parts)]
    external = [(name, "hyperlink", target, ' TargetMode="External"') for name, target in links]
    core = (
        f'{HEAD}<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}'
        "</dc:title></cp:coreProperties>"
    )
    return packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml", "")),
            "docProps/core.xml": core.encode(),
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(*kinds, *external),
            **{f"word/{name}.xml": data for name, data in parts.items()},
        }
    )


def run(text, properties=""):
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner, style="", properties=""):
    inner = inner if inner.startswith("<") or not inner else run(inner)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    ppr = f"<w:pPr>{named}{properties}</w:pPr>" if style or properties else ""
    return f"<w:p>{ppr}{inner}</w:p>"


def numbered(inner, identity, depth=0):
    return paragraph(inner, "", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{identity}"/></w:numPr>')


def style(identity, name, more="", kind="paragraph"):
    return f'<w:style w:type="{kind}" w:styleId="{identity}"><w:name w:val="{name}"/>{more}</w:style>'


def styles(*inner, language="de-DE"):
    lang = f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
    default = '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>'
    return part("styles", lang + default + "".join(inner))


def table(*rows):
    cells = ["".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def field(code, result):
    kinds = ["begin", "separate", "end"]
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds)
    return f'{begin}<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>{separate}{result}{end}'


def note_mark(identity, kind="footnote", more=""):
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{identity}"{more}/></w:r>'


def notes(kind, entries):
    first = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    inner = "".join(
        f'<w:{kind} w:id="{identity}">{paragraph(f"<w:r><w:{kind}Ref/></w:r>" + body)}</w:{kind}>'
        for identity, body in entries
    )
    return part(f"{kind}s", first + inner)


def novel():
    """As typed in a German Word: chapters, scenes, letters spaced out, a poem, hyphens, a note."""
    soft = "<w:r><w:t>Donau</w:t></w:r><w:r><w:softHyphen/></w:r><w:r><w:t>dampf\u00adschiff</w:t></w:r>"
    breaks = "<w:r><w:t>Über allen Gipfeln</w:t><w:br/><w:t>Ist Ruh,</w:t><w:br/><w:br/><w:t>Balde</w:t></w:r>"
    body = [
        paragraph("Der Zug nach Wien", "Titel"),
        paragraph("Ein Roman", "Untertitel"),
        paragraph("Erstes Kapitel", "berschrift1"),
        paragraph(run("Es war ein ") + run("kalter", "<w:i/>") + run(" Morgen.") + note_mark(2)),
        paragraph(run("Das war ") + run("sehr", '<w:spacing w:val="60"/>') + run(" gut, sagte der ") + soft + run(".")),
        paragraph("* * *", "", '<w:jc w:val="center"/>'),
        paragraph(run("»Fahren Sie mit?« ") + "<w:r><w:t>Nord</w:t><w:noBreakHyphen/><w:t>Süd</w:t></w:r>"),
        paragraph(""),
        paragraph(run("Der Brief", "<w:b/>")),
        paragraph("Lieber Freund, ich komme nicht.", "Zitat"),
        paragraph(breaks),
        paragraph("Füllest wieder Busch und Tal", "Gedicht"),
        paragraph("Still mit Nebelglanz,", "Gedicht"),
        paragraph("", "Gedicht"),
        paragraph("Lösest endlich auch einmal", "Gedicht"),
        paragraph("Zweites Kapitel", "berschrift1"),
        paragraph(
            run("H")
            + run("2", '<w:vertAlign w:val="subscript"/>') + run("O,") + "<w:r><w:tab/></w:r>" + run("ein Tab.")
        ),
        paragraph(run("Ende", "<w:vanish/>") + run("Und Schluss.")),
    ]  # fmt: skip
    return file(
        "".join(body),
        title="Dokument1",
        styles=styles(
            style("Titel", "Title"),
            style("Untertitel", "Subtitle"),
            style("berschrift1", "heading 1", "<w:rPr><w:b/></w:rPr>"),
            style("Zitat", "Quote", "<w:rPr><w:i/></w:rPr>"),
            style("Gedicht", "Gedicht"),
        ),
        footnotes=notes("footnote", [(1, run(" Nicht benutzt.")), (2, run(" Im Jahr 1913."))]),
    )


def paper():
    """A paper under review: contents, notes of both kinds, fields, changes, comments, a text box in two forms."""
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent>"
        + paragraph("Inhalt", "TOCHeading")
        + paragraph(field(' TOC \\o "1-3" ', run("1 Einleitung 1")), "TOC1")
        + "</w:sdtContent></w:sdt>"
    )
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    ).format(paragraph("Kasten am Rand."))
    picture = '<w:r><w:drawing><pic:pic xmlns:pic="p"/></w:drawing></w:r>'
    changed = (
        run("Die Lage ist ")
        + '<w:del w:id="1"><w:r><w:delText>gut</w:delText></w:r></w:del><w:ins w:id="2">'
        + run("ernst")
        + "</w:ins>"
        + run(".")
        + '<w:r><w:commentReference w:id="0"/></w:r>'
    )
    starred = note_mark(3, more=' w:customMarkFollows="1"').replace("</w:r>", "<w:t>*</w:t></w:r>")
    body = [
        paragraph("Über die Donau", "Title"),
        contents,
        paragraph('<w:bookmarkStart w:id="0" w:name="_Ref1"/>' + run("Einleitung") + '<w:bookmarkEnd w:id="0"/>', "H1"),
        paragraph(run("Die Donau") + note_mark(1) + run(" ist lang.") + note_mark(1, "endnote") + box),
        paragraph(changed),
        paragraph(run("Dieser Absatz "), "", '<w:rPr><w:del w:id="5"/></w:rPr>'),
        paragraph("geht weiter."),
        paragraph(
            run("Siehe ")
            + f'<w:hyperlink r:id="rId9">{run("dort")}</w:hyperlink>'
            + run(", ")
            + f'<w:hyperlink r:id="rId8">{run("nicht")}</w:hyperlink>'
            + run(", ")
            + field(' HYPERLINK "https://example.org/b" ', run("hier"))
            + run(" und Abschnitt ")
            + field(" REF _Ref1 \\h ", run("1"))
            + run(" auf Seite ")
            + f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>'
            + run(".")
        ),
        paragraph("Methoden", "", '<w:outlineLvl w:val="1"/>'),
        paragraph(run("Es gilt ") + run("print()", '<w:rFonts w:ascii="Courier New"/>') + run(".") + picture),
        paragraph("for x in y:", "HTMLPreformatted"),
        paragraph("    print(x)", "HTMLPreformatted"),
        paragraph(run("Ein Stern") + starred + run(" am Wort.")),
        paragraph(run("Noch eine") + note_mark(2) + run(" Fußnote.")),
        '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>',
    ]  # fmt: skip
    return file(
        "".join(body),
        title="Über die Donau und ihre Fische",
        links=[("rId9", "https://example.org/a"), ("rId8", "javascript:alert(1)")],
        styles=styles(
            style("Title", "Title"),
            style("H1", "heading 1"),
            style("TOCHeading", "TOC Heading", '<w:basedOn w:val="H1"/>'),
            style("TOC1", "toc 1"),
            style("HTMLPreformatted", "HTML Preformatted"),
            language="de-AT",
        ),
        header1=part("hdr", paragraph("Kopfzeile")),
        footnotes=notes(
            "footnote",
            [
                (1, run(" Siehe ") + f'<w:hyperlink r:id="f1">{run("Meier")}</w:hyperlink>' + run(", S. 7.")),
                (2, run(" Erster Absatz.") + "</w:p><w:p>" + run("Zweiter Absatz.")),
                (3, run(" Mit Stern.")),
            ],
        ),
        endnotes=notes("endnote", [(1, run(" 2.857 km."))]),
        comments=part("comments", '<w:comment w:id="0">' + paragraph("Wirklich?") + "</w:comment>"),
    )


def report():
    """A report: numbered headings, nested lists that begin anew, tables for data and for the layout."""

    def level(depth, form, text, more=""):
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )

    heads = "".join(
        level(depth, "decimal", text, f'<w:pStyle w:val="H{depth + 1}"/>') for depth, text in enumerate(("%1", "%1.%2"))
    )
    steps = level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)") + level(2, "lowerRoman", "%3.")
    bullets = level(0, "bullet", "\uf0b7") + level(1, "bullet", "o")
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{inner}</w:abstractNum>'
        for n, inner in enumerate((heads, steps, bullets))
    )
    nums = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
    again = (
        '<w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )

    def heading(number, more=""):
        return style(
            f"H{number}", f"Überschrift {number}", f'<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>{more}</w:pPr>'
        )

    body = [
        paragraph("Lage", "H1"),
        paragraph("Zahlen", "H2"),
        table(
            [paragraph("Jahr"), paragraph("Wert")],
            [paragraph("1913"), paragraph(run("7", "<w:b/>")) + paragraph("Stück")],
            [paragraph("1914"), paragraph("")],
        ),
        paragraph("Folgen", "H2"),
        paragraph("Was zu tun ist:"),
        numbered("Erstens", 2),
        numbered("Zweitens", 2),
        numbered("dies", 2, 1),
        numbered("das", 2, 1),
        numbered("genau", 2, 2),
        numbered("Drittens", 2),
        paragraph("Dann:"),
        numbered("Von vorn", 4),
        numbered("Weiter", 4),
        numbered("Punkt", 3),
        numbered("Unterpunkt", 3, 1),
        paragraph("Fortsetzung des Punkts.", "ListParagraph"),
        paragraph("Kein Punkt."),
        paragraph("Auch keiner.", "ListParagraph"),
        paragraph("Aussicht", "H1"),
        paragraph(run("This is English, ", '<w:lang w:val="en-US"/>') + run("das ist wieder Deutsch und länger.")),
        table(
            [paragraph("Ein Kasten mit Text.")],
            [paragraph("Noch einer.") + table([paragraph("innen"), paragraph("drin")])],
        ),
        paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>' + run(" weiter")),
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('Klicken')}</w:sdtContent></w:sdt>",
    ]  # fmt: skip
    return file(
        "".join(body),
        title="Bericht 1914",
        styles=styles(heading(1), heading(2), style("ListParagraph", "List Paragraph")),
        numbering=part("numbering", abstract + nums + again),
    )
