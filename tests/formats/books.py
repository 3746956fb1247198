"""Books for tests: three EPUBs as they come from publishers, from old converters and from hobby presses."""

from tests.formats.archives import packed

CONTAINER = b"""<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def page(body, head="<title>Seite</title>"):
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="de"><head>{head}</head><body>{body}</body></html>'
    ).encode()


def opf(metadata, manifest, spine, version="3.0", spine_attributes=""):
    items = "".join(
        f'<item id="i{n}" href="{href}" media-type="{kind}"{more}/>' for n, (href, kind, more) in enumerate(manifest)
    )
    refs = "".join(f'<itemref idref="i{n}"{more}/>' for n, more in spine)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="{version}">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata><manifest>{items}</manifest>'
        f"<spine{spine_attributes}>{refs}</spine></package>"
    ).encode()


def book(entries):
    whole = {"mimetype": b"application/epub+zip", "META-INF/container.xml": CONTAINER, **entries}
    return packed(whole, stored=("mimetype",))


XHTML, SVG, NCX = "application/xhtml+xml", "image/svg+xml", "application/x-dtbncx+xml"


def novel():
    """EPUB 3: headings, notes in a file of their own, contents in nav, a garbled font, a cover."""
    nav = page(
        '<nav epub:type="toc"><h1>Inhalt</h1><ol><li><a href="text/k1.xhtml">Erstes Kapitel</a><ol>'
        '<li><a href="text/k1.xhtml#szene2">Am Abend</a></li></ol></li>'
        '<li><a href="text/k%202.xhtml">Zweites Kapitel</a></li></ol></nav>'
        '<nav epub:type="landmarks"><ol><li><a href="text/k1.xhtml">Anfang</a></li></ol></nav>'
    )
    first = page(
        '<section epub:type="chapter"><h1>Erstes Kapitel</h1>'
        '<p class="first"><span class="dropcap">E</span>s war ein kalter Morgen.<a epub:type="noteref" '
        'href="noten.xhtml#n1" id="r1">1</a> Der Zug nach <i>Wien</i> stand <span epub:type="pagebreak" '
        'id="p12" title="12">12</span>noch im Bahnhof&nbsp;– und niemand stieg&#160;ein.</p>'
        "<p>»Fahren Sie mit?« fragte der Schaffner.<sup><a id='r2' href='noten.xhtml#n2'>2</a></sup></p>"
        "<p class='break'>* * *</p>"
        '<h2 id="szene2">Am Abend</h2><p>Siehe <a href="k%202.xhtml#brief">den Brief</a>. '
        '<img src="../bild.png" alt="Ein Bild"/></p></section>'
    )
    second = page(
        '<section><p class="title">Zweites Kapitel</p><blockquote id="brief"><p>Lieber Freund,</p>'
        "<p>ich komme <strong>nicht</strong>.</p></blockquote>"
        '<div class="poem"><div class="stanza"><p>Über allen Gipfeln</p><p>Ist Ruh,</p></div>'
        '<div class="stanza"><p>In allen Wipfeln</p><p>Spürest du</p></div></div>'
        "<ol start='3'><li>Brot</li><li>Wein<ul><li>rot</li></ul></li></ol></section>"
    )
    notes = page(
        '<section epub:type="endnotes"><h2>Anmerkungen</h2><ol>'
        '<li epub:type="endnote" id="n1"><p>Im Jahr 1913. <a href="k1.xhtml#r1" role="doc-backlink">↩</a></p></li>'
        '<li epub:type="endnote" id="n2"><p>Wörtlich so. <a href="k1.xhtml#r2">↩</a></p><p>Mit Zusatz.</p></li>'
        "</ol></section>"
    )
    manifest = [
        ("nav.xhtml", XHTML, ' properties="nav"'), ("text/cover.xhtml", XHTML, ""), ("text/k1.xhtml", XHTML, ""),
        ("text/k%202.xhtml", XHTML, ""), ("text/noten.xhtml", XHTML, ""), ("bild.png", "image/png", ""),
        ("font.otf", "font/otf", ""),
    ]  # fmt: skip
    metadata = "<dc:title>Der Zug nach Wien</dc:title><dc:creator>N. N.</dc:creator><dc:language>de-AT</dc:language>"
    encryption = (
        b'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        b'xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        b'<enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><enc:CipherData>'
        b'<enc:CipherReference URI="OEBPS/font.otf"/></enc:CipherData></enc:EncryptedData></encryption>'
    )
    return book(
        {
            "META-INF/encryption.xml": encryption,
            "OEBPS/content.opf": opf(metadata, manifest, [(4, ' linear="no"'), (1, ""), (2, ""), (0, ""), (3, "")]),
            "OEBPS/nav.xhtml": nav,
            "OEBPS/text/cover.xhtml": page('<div><img src="../bild.png" alt="Umschlag"/></div>'),
            "OEBPS/text/k1.xhtml": first,
            "OEBPS/text/k 2.xhtml": second,
            "OEBPS/text/noten.xhtml": notes,
            "OEBPS/bild.png": PNG,
            "OEBPS/font.otf": bytes(range(256)),
        }
    )


def old_book():
    """EPUB 2 from a converter: no headings, contents in NCX, notes linked back and forth, one broken chapter."""
    ncx = (
        b'<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/ncx.dtd">'
        b'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><docTitle><text>Alt</text></docTitle><navMap>'
        b'<navPoint id="a" playOrder="1"><navLabel><text>I. Der Anfang</text></navLabel><content src="teil1.html"/>'
        b'<navPoint id="b" playOrder="2"><navLabel><text>Die Reise</text></navLabel><content src="teil1.html#reise"/>'
        b"</navPoint></navPoint>"
        b'<navPoint id="c"><navLabel><text>II. Das Ende</text></navLabel><content src="Teil2.html"/></navPoint>'
        b"</navMap></ncx>"
    )
    first = page(
        '<p class="calibre1">Es begann damit, daß alles anders war als früher.'
        '<a id="ref1"></a><a href="teil2.html#fn1">[1]</a>'
        '</p><p><a id="reise"/>Die Reise dauerte drei Tage. <span class="italic">Niemand</span> sprach.</p>'
        "<div>Kein Absatz, nur ein Kasten.</div>"
    )
    second = (
        b"<html><body><p>Das Ende kam <b>pl&ouml;tzlich & leise.<p>Nicht geschlossen<br>"
        b'<hr><p><a name="fn1"></a><a href="teil1.html#ref1">[1]</a> So steht es in der Chronik.</p></body>'
    )
    manifest = [("toc.ncx", NCX, ""), ("teil1.html", XHTML, ""), ("teil2.html", XHTML, "")]
    metadata = "<dc:title>Ein altes Buch</dc:title><dc:language>de</dc:language>"
    return book(
        {
            "OEBPS/content.opf": opf(metadata, manifest, [(1, ""), (2, "")], "2.0", ' toc="i0"'),
            "OEBPS/toc.ncx": ncx,
            "OEBPS/teil1.html": first,
            "OEBPS/teil2.html": second,
        }
    )


def booklet():
    """A small EPUB 3 with its notes as asides beneath the paragraphs, a table, an SVG cover, no contents, no title."""
    body = page(
        '<h1>Heft <br/>eins</h1><p>Ein Satz mit Note.<a epub:type="noteref" href="#a1">*</a></p>'
        '<aside epub:type="footnote" id="a1"><p>* Die Note dazu.</p></aside>'
        "<table><thead><tr><th>Ort</th><th>Zahl</th></tr></thead><tbody><tr><td>Bonn</td><td>3</td></tr></tbody></table>"
        "<p>Schluß.</p><svg xmlns='http://www.w3.org/2000/svg'><text>nicht lesen</text></svg><p>&#160;</p>"
    )
    manifest = [("a.xhtml", XHTML, ""), ("cover.svg", SVG, "")]
    return book(
        {
            "OEBPS/content.opf": opf("<dc:language>de</dc:language>", manifest, [(1, ""), (0, "")]),
            "OEBPS/a.xhtml": body,
            "OEBPS/cover.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><text>Umschlag</text></svg>",
        }
    )
