"""PDF files for tests, from a small writer of their own: what stands where is all that counts here."""

import re

WIDTHS = (
    "250333408500500833778180333333500564250333250278500500500500500500500500500500278278564564564444921722667667722611"
    "556722722333389722611889722722556722667556611722722944722722611333278333469500333444500444500444333500500278278500"
    "278778500500500500333389278500500722500500444480200480541"
)
_WIDTH = {chr(32 + n): int(WIDTHS[3 * n : 3 * n + 3]) for n in range(95)}
"""How wide the letters of Times are, in thousandths of the size; others are as wide as `n`."""


_WIDTH |= {"Ü": 722, "Ö": 722, "Ä": 722, "»": 500, "«": 500, "ß": 500, "ﬁ": 556, "ﬂ": 556, "ä": 444, "•": 350}


def width(text, size, font="F1"):
    if font == "F4":
        return 0.6 * size * len(text)
    return sum(_WIDTH.get(char, 500) for char in text) * size / 1000 * (1.08 if font == "F3" else 1)


class Page:
    """A page of 420 by 595 points (A5) that is written on."""

    def __init__(self, size=(420, 595), rotate=0):
        self.size, self.rotate, self.parts, self.links = size, rotate, [], []

    def put(self, x, y, text, size=10, font="F1"):
        """Write at a place; `ﬁ` and `ﬂ` as ligatures."""
        data = _with_ligatures(text)
        escaped = data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        self.parts.append(b"BT /%s %.2f Tf 1 0 0 1 %.2f %.2f Tm (%s) Tj ET" % (font.encode(), size, x, y, escaped))
        return x + width(text, size, font)

    def link(self, x, y, text, target, size=10):
        """Write at a place, and let it lead to an address, or to a page and the height on it."""
        end = self.put(x, y, text, size)
        self.links.append(((x, y - 2, end, y + size), target))
        return end

    def block(self, x, y, text, *, wide=300, size=10, indent=0, leading=1.25, least=0):
        """Write a paragraph in lines, words parted at `|`; gives where the next line goes, and what did not fit."""
        words, line, room = text.split(), [], wide - indent
        while words and y >= least:
            word = words.pop(0)
            fits = [cut for cut in _cuts(word) if width(_bare(" ".join([*line, cut[0]])), size) <= room]
            if fits:
                line.append(fits[0][0])
            if not fits or fits[0][1]:
                words.insert(0, fits[0][1] if fits else word)
                y = self._line(x + wide - room, y, line, size, leading)
                line, room = [], wide
        if line and y >= least:
            y = self._line(x + wide - room, y, line, size, leading)
            line = []
        return y, " ".join([*line, *words])

    def _line(self, x, y, words, size, leading):
        for word in words:
            font = "F2" if word.startswith("_") else "F3" if word.startswith("*") else "F1"
            mark = word.rpartition("^")
            bare = re.sub(r"[_*]", "", mark[0] or word)
            x = self.put(x, y, bare, size, font)
            if mark[1]:
                x = self.put(x, y + 0.35 * size, mark[2], 0.6 * size)
            x = self.put(x, y, " ", size)
        return y - leading * size


def _bare(text):
    return re.sub(r"[_*^]", "", text)


def _cuts(word):
    """A word whole, then in two, the longest first part first."""
    parts = word.split("|")
    yield "".join(parts), ""
    for cut in range(len(parts) - 1, 0, -1):
        yield "".join(parts[:cut]) + "-", "|".join(parts[cut:])


def _with_ligatures(text):
    return b"".join(b"\x81" if c == "ﬁ" else b"\x8d" if c == "ﬂ" else c.encode("cp1252", "replace") for c in text)


def _annotation(box, target):
    sides = " ".join(map(str, box))
    if isinstance(target, str):
        action = f"/A<</S/URI/URI({target})>>"
    else:
        # Pages are the objects 4, 6, 8 and so on.
        action = f"/Dest[{2 * target[0] + 4} 0 R/XYZ 0 {target[1]} 0]"
    return f"<</Type/Annot/Subtype/Link/Rect[{sides}]{action}>>"


def _outlines(first, marks):
    """Bookmarks as objects: the root, then all of them as its children; a deeper one is a child of the one before."""
    tops = [n for n, (level, *_) in enumerate(marks) if not level]
    found = [f"<</Type/Outlines/First {first + 1} 0 R/Last {first + 1 + tops[-1]} 0 R/Count {len(tops)}>>"]
    for n, (level, title, page) in enumerate(marks):
        parent = first if not level else first + 1 + max(top for top in tops if top < n)
        same = [m for m, (other, *_) in enumerate(marks) if other == level and m > n]
        ends = [m for m, (other, *_) in enumerate(marks) if other < level and m > n]
        after = f"/Next {first + 1 + same[0]} 0 R" if same and not (ends and ends[0] < same[0]) else ""
        deeper = list(range(n + 1, next((top for top in tops if top > n), len(marks)))) if not level else []
        inner = f"/First {first + 1 + deeper[0]} 0 R/Last {first + 1 + deeper[-1]} 0 R/Count 1" if deeper else ""
        name = "FEFF" + title.encode("utf-16-be").hex()
        found.append(f"<</Title<{name}>/Parent {parent} 0 R/Dest[{2 * page + 4} 0 R/Fit]{after}{inner}>>")
    return found


def pdf(pages, *, title="", author="", language="", extra="", trailer="", outline=()):
    """The bytes of a PDF file; `outline` holds levels (0 or 1), titles and pages."""
    encoding = "<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[129/fi 141/fl]>>"
    fonts = "".join(
        f"/F{n}<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding {encoding}>>"
        for n, name in enumerate(("Times-Roman", "Times-Italic", "Times-Bold", "Courier"), 1)
    )
    objects = ["", ""]
    kids = []
    for page in pages:
        stream = b"\n".join(page.parts).decode("latin-1")
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        wide, high = page.size
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Rotate {page.rotate}/Contents {len(objects)} 0 R"
            f"/Annots[{''.join(_annotation(*link) for link in page.links)}]"
            f"/Resources<</Font<<{fonts}>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    lang = f"/Lang({language})" if language else ""
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    name = "FEFF" + title.encode("utf-16-be").hex()
    by = f"/Author<FEFF{author.encode('utf-16-be').hex()}>" if author else ""
    objects.append(f"<</Title<{name}>{by}>>")
    info = len(objects)
    marks = f"/Outlines {info + 1} 0 R" if outline else ""
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{lang}{marks}>>"
    objects += _outlines(info + 1, outline) if outline else []
    if extra:
        objects.append(extra)
    data, places = b"%PDF-1.4\n", []
    for number, inner in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{inner}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return data + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R"
        f"/Info {info} 0 R{trailer.replace('EXTRA', f'{len(objects)} 0 R')}>>\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode("latin-1")


def novel():
    """A pocket book: running heads left and right, numbers at the foot, chapters, paragraphs over pages."""
    text = (
        "Der Zug nach Wien stand noch im Bahn|hof, und nie|mand stieg ein. Es war ein _kalter_ Mor|gen, an dem die "
        "Wirt|schaft ge|schlossen blieb; der Schaff|ner ging auf und ab, ﬂuchte leise und sah auf die Uhr, die schon "
        "lange nicht mehr ging."
    )
    more = (
        "»Fah|ren Sie mit?« fragte der Schaffner den Mann mit dem Koffer. Die Wirtschaft am Bahnhof sei ge|schlossen, "
        "und niemand wisse, wann ein Zug komme. Es war derselbe Morgen, geschlossen wie eine *Auster*, und ﬁnster."
    )
    pages, number, page, y, rest = [], 0, None, 0, ""
    queue = []
    for chapter in range(2):
        queue += [("head", f"{chapter + 1}. Kapitel"), *[("text", t) for t in (text, more, "»Ja.«", text)]]
        queue += [("rule", "* * *"), *[("text", t) for t in (more, text, more, text, more, text)]]
    while queue or rest:
        if page is None or y < 80:
            number += 1
            page = Page()
            pages.append(page)
            y = 520
            if number > 1:
                page.put(60 if number % 2 else 250, 556, "Der Zug nach Wien" if number % 2 else "Anna Berg", 9, "F2")
            page.put(205, 40, str(number + 4), 9)
        if rest:
            y, rest = page.block(60, y, rest, least=78)
            continue
        kind, inner = queue.pop(0)
        if kind == "head":
            if y < 520:
                queue.insert(0, (kind, inner))
                y = 0
                page = None
                continue
            page.put(160, 480, inner, 16, "F3")
            y = 440
        elif kind == "rule":
            page.put(200, y - 12, inner)
            y -= 37
        else:
            y, rest = page.block(60, y, inner, indent=12, least=78)
    return pdf(pages, title="Microsoft Word - zug.doc", language="de-AT")


def paper():
    """Two columns under a title, footnotes at the foot of each, the last paragraph of a column going on in the next."""
    pages = [Page((595, 842)), Page((595, 842))]
    first, second = pages
    y, _ = first.block(110, 770, "Über die Fische der Donau und ihre Wande|rungen", wide=380, size=18)
    first.put(240, y - 8, "Anna Berg, Wien", 11)
    y -= 40
    y, _ = first.block(
        90, y, "Zusammenfassung: " + "Die Fische der Donau ziehen im Früh|jahr den Fluss hinauf. " * 3, wide=415
    )
    body = (
        "Die Donau^1 ist der zweit|längste Fluss Europas. Ihre Fische wandern^2 jedes Früh|jahr den Fluss hinauf, und "
        "ihre Wanderungen sind lange nicht er|forscht worden. Erst seit man sie zählt, weiß man, dass es 30 m^3 Wasser "
        "je Fisch sind, also mehr, als die For|schung im Frühjahr ange|nommen hatte."
    )
    follow = "Was hier erforscht wurde, ist nur ein Teil der Fische. " * 4
    start = y - 20

    def column(page, x, y, texts, least):
        rest = ""
        while texts or rest:
            if rest:
                y, rest = page.block(x, y, rest, wide=230, least=least)
            elif texts[0].startswith("#"):
                if y < least + 60:
                    break
                page.put(x, y - 8, texts.pop(0)[1:], 12, "F3")
                y -= 26
            else:
                y, rest = page.block(x, y, texts.pop(0), wide=230, indent=10, least=least)
            if y < least:
                break
        if rest:
            texts.insert(0, "")
            texts[0] = rest
        return texts

    texts = [
        "#1 Einleitung",
        body,
        follow,
        follow + follow,
        *[body.replace("^1", "").replace("^2", ""), follow] * 3,
        "#2 Methoden",
    ]
    texts += [follow.replace("hier", "dort"), body.replace("^1", "").replace("^2", ""), follow] * 6
    columns = [(first, 55, start, 150), (first, 310, start, 80), (second, 55, 760, 80), (second, 310, 760, 560)]
    for page, x, y, least in columns:
        texts = column(page, x, y, texts, least)
    first.put(55, 128, "1", 5)
    first.block(59, 125, "Gemeint ist die obere Donau, von der Quelle bis zur Mündung des Inns.", wide=225, size=8)
    first.put(55, 106, "2", 5)
    first.block(59, 103, "Siehe Meier, S. 7.", wide=225, size=8)
    for number, page in enumerate(pages):
        page.put(270, 810, "Zeitschrift für Flüsse 7 (1913)", 8)
        page.put(290, 40, f"– {number + 117} –", 9)
    return pdf(pages, title="")


def report():
    """A report: nested lists, a table, code, headings of two sizes, a page that lies on its side."""
    page, side = Page((595, 842)), Page((842, 595), 90)
    page.put(72, 770, "Bericht zur Lage", 20, "F3")
    page.put(72, 735, "Was zu tun ist", 14, "F3")
    opening = (
        "Die Lage ist ernst, und es bleibt wenig Zeit. Zu tun ist vor allem dies, und "
        "zwar bald, wie schon im letzten Bericht stand, den freilich keiner gelesen hat:"
    )
    y, _ = page.block(72, 712, opening, wide=450)
    y -= 4
    long = (
        "Erstens ist zu fragen, wer den Bericht gelesen hat, und ob er den Inhalt wiedergeben kann, wenn man ihn fragt."
    )
    for depth, mark, text in [
        (0, "•", long),
        (1, "–", "wer"), (1, "–", "wann"), (0, "•", "Zweitens ist nichts zu tun."),
    ]:  # fmt: skip
        page.put(72 + 18 * depth, y, mark)
        y, _ = page.block(84 + 18 * depth, y, text, wide=430)
    y -= 14
    for number, text in enumerate(("Anfangen.", "Weitermachen.", "Aufhören."), 1):
        y, _ = page.block(72, y, f"{number}. {text}")
    y -= 14
    page.put(72, y, "Zahlen", 10, "F3")
    y -= 20
    for row in (("Jahr", "Fische", "Wasser"), ("1913", "7", "30 m"), ("1914", "9", "28 m")):
        for cell, x in zip(row, (72, 172, 272), strict=True):
            page.put(x, y, cell)
        y -= 13
    y -= 14
    for line in ("for x in y:", "    print(x)", "ende()"):
        page.put(72 + 6 * (len(line) - len(line.lstrip())), y, line.strip(), 10, "F4")
        y -= 12.5
    y -= 14
    for line in ("Über allen Gipfeln", "Ist Ruh,", "In allen Wipfeln", "Spürest du"):
        page.put(72, y, line)
        y -= 12.5
    side.parts.append(b"q 0 1 -1 0 842 0 cm")
    side.block(72, 500, "Diese Seite liegt auf der Seite und wird trotzdem gelesen.", wide=400)
    return pdf([page, side], title="Bericht 1914", language="de")


def scanned():
    """A page that is a picture."""
    page = Page()
    page.parts.append(b"q 420 0 0 595 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q")
    return pdf([page])


def protected():
    """A file that needs a password."""
    page = Page()
    page.put(50, 500, "Geheim")
    lock = f"<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>"
    return pdf([page], extra=lock, trailer="/Encrypt EXTRA/ID[<00><00>]")
