"""What elements of HTML mean: which are blocks, which stand out, which are no text, and which are note marks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.core.document import Style

if TYPE_CHECKING:
    from lxml.etree import _Element

SKIPPED: Final = frozenset(
    (
        "script", "style", "head", "template", "noscript", "iframe", "object", "embed", "applet", "svg", "canvas",
        "audio", "video", "map", "button", "select", "input", "textarea", "datalist", "rp", "rt", "title", "meta",
        "link", "base", "progress", "meter", "dialog", "param", "source", "track", "frame", "frameset",
    )
)  # fmt: skip
BLOCKS: Final = frozenset(
    (
        "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "blockquote", "center", "figure",
        "figcaption", "address", "details", "summary", "fieldset", "legend", "form", "body", "html", "hgroup", "menu",
        "dir", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption",
        "h1", "h2", "h3", "h4", "h5", "h6", "pre", "xmp", "listing", "search",
    )
)  # fmt: skip
STYLES: Final = {
    "em": Style.EMPH, "i": Style.EMPH, "cite": Style.EMPH, "dfn": Style.EMPH, "var": Style.EMPH, "strong": Style.STRONG,
    "b": Style.STRONG, "code": Style.CODE, "kbd": Style.CODE, "samp": Style.CODE, "tt": Style.CODE,
    "s": Style.STRIKE, "strike": Style.STRIKE, "del": Style.STRIKE,
}  # fmt: skip
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
PREFORMATTED: Final = frozenset(("pre", "xmp", "listing"))
_ITALIC: Final = re.compile(
    r"\b(?:italics?|kursiv|emphasis|gesperrt)\b|font-style:\s*(?:italic|oblique)", re.IGNORECASE
)
_BOLD: Final = re.compile(r"\b(?:bold|fett|strong)\b|font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_STRUCK: Final = re.compile(r"\bline-through\b")
_HIDDEN: Final = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_NOTE_TYPES: Final = re.compile(r"\b(?:doc-|sd)?(?:foot|end|rear)notes?\b|\bfootnote-?(?:text|def|body|item|list)?s?\b")
_NUMBER_FORM: Final = re.compile(r"list-style(?:-type)?:[^;]*?\b(lower|upper)-(alpha|latin|roman)")
_FORMS: Final = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "loweralpha": "lowerLetter",
    "lowerlatin": "lowerLetter", "lowerroman": "lowerRoman", "upperalpha": "upperLetter", "upperlatin": "upperLetter",
    "upperroman": "upperRoman",
}  # fmt: skip
_TITLED: Final = re.compile(
    r"(?:^|\s)(?:(book-?title|buchtitel|title|titel)|(?:chapter|kapitel|chap|section)[-_]?(?:title|titel|heading|head|name|"
    r"überschrift|ueberschrift|number)|(?:h|heading|überschrift|headline)[-_]?([1-6]))(?:$|\s)",
    re.IGNORECASE,
)
_TITLE_CHARS: Final = 150
_MARK_TYPES: Final = re.compile(r"\b(?:doc-)?noteref\b|\b(?:footnote|endnote|fn)-?_?(?:ref|anchor|link|marker)\b")
_BACK_TYPES: Final = re.compile(r"\b(?:doc-)?backlink\b|\b(?:footnote|reversefootnote|fn)-?_?back(?:ref|link)?\b")
_PROGRAM: Final = re.compile(r"(?:^|\s)lang(?:uage)?-([A-Za-z][\w+#.-]{0,30})", re.ASCII)
_VERSE: Final = re.compile(r"\b(?:verse?|poems?|poetry|stanza|strophe|gedicht|lg|line-?group|lyrics)\b")
_INDENTED: Final = re.compile(r"(?:^|\s)(?:i|indent-?)(\d{1,2})(?:$|\s)", re.ASCII)
_PAGE_NUMBER: Final = re.compile(r"\b(?:doc-)?(?:pagebreak|page-?num(?:ber)?|pagenum)\b")
_SCENE: Final = re.compile(r"[*•·⁂∗✻✽#~_—–\s-]*[*•·⁂∗✻✽#~_—–][*•·⁂∗✻✽#~_—–\s-]*")
_MARK: Final = re.compile(r"[\[({]?(?:\d{1,4}|[ivxlcIVXLC]{1,6}|[a-z]|[*†‡§¹²³⁰⁴-⁹]{1,4})[.\])}:]{0,2}")
_BACK: Final = re.compile(r"[\[(]?[↩↑⬆⇑^←⏎↵]\ufe0e?[\])]?|zurück|back", re.IGNORECASE)
_SUPERSCRIPT: Final = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_SUBSCRIPT: Final = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")


def name_of(element: _Element) -> str:
    """The name of an element, without its namespace; empty for comments and entities."""
    return _bare(element.tag)


@lru_cache(maxsize=1024)
def _bare(tag: object) -> str:
    """A tag without its namespace: there are few, and each is asked for as often as there are elements."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def empty(element: _Element) -> None:
    """Take out what an element holds and what it says; the text behind it stays."""
    element.clear(keep_tail=True)  # type: ignore[call-arg] # the stubs are older than the argument


def types_of(element: _Element) -> str:
    """What an element says of its meaning: its types in EPUB, its role and its classes."""
    names = ("{http://www.idpf.org/2007/ops}type", "epub:type", "role", "class")
    return " ".join(filter(None, map(element.get, names))).lower()


def style_of(element: _Element, name: str) -> Style:
    """How an element makes its text stand out."""
    style = STYLES.get(name, Style.PLAIN)
    if name in {"span", "font"}:
        about = f"{element.get('class', '')} {element.get('style', '')}"
        if _ITALIC.search(about):
            style |= Style.EMPH
        if _BOLD.search(about):
            style |= Style.STRONG
        if _STRUCK.search(about):
            style |= Style.STRIKE
    return style


def number_form(element: _Element) -> str:
    """How a list writes its numbers."""
    said = _NUMBER_FORM.search(element.get("style", "").lower())
    return _FORMS.get(f"{said[1]}{said[2]}" if said else element.get("type", ""), "decimal")


def heading_of(element: _Element, name: str) -> int:
    """The level of the heading that a paragraph is by its class, as in books without `h1`; 0 if it is none."""
    if name not in {"p", "div"} or not (found := _TITLED.search(element.get("class") or "")):
        return 0
    if any(name_of(inner) in BLOCKS for inner in element.iterdescendants()):
        return 0
    text = "".join(map(str, element.itertext())).strip()
    return (int(found[2]) if found[2] else 1 if found[1] else 2) if 0 < len(text) <= _TITLE_CHARS else 0


def touches(element: _Element, name: str) -> bool:
    """Whether a word follows another one without a blank, as buttons and kickers do: `TeilenDrucken`."""
    before = element.getprevious()
    if before is None or before.tail or name_of(before) not in {"a", "span"}:
        return False
    left, right = "".join(map(str, before.itertext())), "".join(map(str, element.itertext()))
    if name_of(before) != name and (" " in left or left.islower()):
        return False
    ended = left[-1:].islower() or left[-1:].isdigit() or (name == "a" and left[-1:] in "+!?.")
    return ended and right[:1].isupper() and len(left) > 1


def initial_of(picture: _Element) -> str:
    """The letter that a picture shows at the beginning of a chapter; empty if it is another picture."""
    letter, tail = (picture.get("alt") or "").strip(), picture.tail or ""
    return letter if len(letter) == 1 and letter.isupper() and tail[:1].isalpha() else ""


def program(element: _Element) -> str:
    """The language of a program, as pages say it for whoever colours it: `class="language-python"`."""
    found = (_PROGRAM.search(one.get("class") or "") for one in element.iter() if name_of(one) in {"pre", "code"})
    return next((match[1] for match in found if match), "")


def is_box(element: _Element, name: str) -> bool:
    """Whether an element is the box that says whether a task is done."""
    return name == "input" and (element.get("type") or "").lower() == "checkbox"


def is_hidden(element: _Element) -> bool:
    """Whether a browser would not show an element."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def is_note(element: _Element) -> bool:
    """Whether an element says that it is a footnote, or holds footnotes."""
    return bool(_NOTE_TYPES.search(types_of(element)))


def is_verse(element: _Element) -> bool:
    """Whether an element says that it holds lines of verse."""
    return bool(element.attrib) and bool(_VERSE.search(types_of(element)))


def verse_indent(element: _Element) -> str:
    """What indents a line of verse by as many cells as its class says: `<span class="i2">`, `class="verse indent4"`."""
    found = _INDENTED.search(element.get("class") or "")
    return "\N{EN SPACE}" * int(found[1]) if found else ""


def is_page_number(element: _Element) -> bool:
    """Whether an element marks where a page of the printed book began."""
    return bool(element.attrib) and bool(_PAGE_NUMBER.search(types_of(element)))


def is_scene_break(text: str) -> bool:
    """Whether a paragraph is a line that parts two scenes.

    >>> is_scene_break("* * *"), is_scene_break("–"), is_scene_break("*a*")
    (True, True, False)
    """
    return len(text) < 40 and _SCENE.fullmatch(text) is not None


def is_licence(element: _Element) -> bool:
    """Whether an element holds what Project Gutenberg puts around its books."""
    return "pg-boilerplate" in (element.get("class") or "") or (element.get("id") or "") in {"pg-header", "pg-footer"}


def is_mark(element: _Element, text: str) -> bool:
    """Whether a link that leads inside the document is the mark of a note, such as a raised number."""
    if not _MARK.fullmatch(text):
        return False
    parent, child = element.getparent(), next(iter(element), None)
    raised = (parent is not None and name_of(parent) == "sup") or (child is not None and name_of(child) == "sup")
    said = _MARK_TYPES.search(types_of(element)) or (parent is not None and _MARK_TYPES.search(types_of(parent)))
    return raised or bool(said) or text[0] in "[({*†‡" or text.isdigit()


def is_back(element: _Element, text: str) -> bool:
    """Whether a link leads from a note back to its mark and says so."""
    return bool(_BACK_TYPES.search(types_of(element)) or _BACK.fullmatch(text))


def bare_mark(text: str) -> str:
    """A note's mark as it is shown: `[1]`.

    >>> bare_mark("1."), bare_mark("(2)"), bare_mark("*")
    ('[1]', '[2]', '[*]')
    """
    return f"[{text.strip(' [](){}.:')}]"


def raised(text: str, name: str) -> str:
    """Text that is raised or lowered, in characters that are: `m²`, `H₂O`; as it is where there are none.

    >>> raised("2", "sup"), raised("2", "sub"), raised("er", "sup")
    ('²', '₂', 'er')
    """
    signs = set("0123456789+-()") | ({"n"} if name == "sup" else set())
    if not set(text.strip()) <= signs:
        return text
    return text.translate(_SUPERSCRIPT if name == "sup" else _SUBSCRIPT)
