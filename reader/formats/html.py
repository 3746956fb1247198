"""HTML as documents: the article of a page, without its menus, scripts, forms and comments.

Invariant: any bytes give a document or an InputError; nothing is fetched, and no script is run or shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from lxml import etree

from reader.core.building import Builder, Run
from reader.core.document import Kind
from reader.errors import InputError
from reader.formats import bilingual
from reader.formats.article import article_of, author_of, is_dimmed, teasers_in, title_of, without_furniture
from reader.formats.claimed import believed
from reader.formats.css import applied, looks_in
from reader.formats.encodings import decoded
from reader.formats.licence import with_licence_dimmed
from reader.formats.limits import TITLE, Deadline
from reader.formats.marks import SKIPPED, name_of
from reader.formats.sizes import Size
from reader.formats.tree import Walker
from reader.formats.word_html import MARK, with_lists

if TYPE_CHECKING:
    from lxml.etree import _Element

    from reader.core.document import Document

_HEAD_BYTES: Final = 4_096
_CHARSET: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_XML_ENCODING: Final = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]{0,300}>")
_SUBSET: Final = re.compile(
    r"\A\s*<!DOCTYPE\s[^\[\]<>]{0,500}\[(?:[^\]\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,20000}\]\s*>", re.IGNORECASE
)
"""A document type with declarations of its own: the parser ends it at the first `>`. They declare nothing here."""
_FOR_PAY: Final = re.compile(
    r"[\"']isAccessibleForFree[\"']\s*:\s*[\"']?false|itemprop=[\"']isAccessibleForFree[\"'][^>]{0,40}content=[\"']false|"
    r"class=[\"'][^\"'>]{0,200}\b(?:paywall|paid-?content|piano-)",
    re.IGNORECASE,
)
_NESTING: Final = re.compile(
    r"</?(?!(?:p|br|hr|h[1-6]|script|style|title|head|body|html|textarea|noscript|template)\b)[a-z][^<>]*>",
    re.IGNORECASE,
)


def read(data: bytes, where: str, title: str, encoding: str = "", deadline: Deadline | None = None) -> Document:
    """The document of an HTML file; arguments and errors as in `opening.Importer`."""
    return read_html(data, where, title, encoding=encoding, deadline=deadline)


def read_html(
    data: bytes,
    where: str,
    title: str = "",
    *,
    encoding: str = "",
    base: str = "",
    whole: bool = False,
    deadline: Deadline | None = None,
) -> Document:
    """The document of a web page.

    Args:
        data: the page as it came.
        where: its name or address, for errors.
        title: how the text is called if the page has no title.
        encoding: what the person, or the server, says that it is encoded in; empty to find it out.
        base: the address of the page, from which relative links are followed; empty if it is a file.
        whole: a person has chosen it as it is: take all of it, and look for no article in it.
        deadline: when it has to be done.

    Raises:
        InputError: there is no text in it, or it takes too long to read.
    """
    deadline = deadline or Deadline(where)
    text, notes = decoded(data, where, encoding or declared_encoding(data))
    root = parsed(text)
    if root is None:
        raise InputError(TITLE, f"{where} holds no text.", "If it needs a browser to show it, save it from there.")
    language = root.get("lang") or root.get("xml:lang") or ""
    body = _body_of(root)
    deadline.check()
    if bilingual.is_ours(root):
        return bilingual.document(root, where, title, notes, language=language, author=author_of(root))
    if MARK in text:
        with_lists(body)
    if not base and (sheets := [element.text or "" for element in root.iter("style")]):
        # A file that a program wrote says with classes what a page of the web says with elements.
        applied(body, looks_in(sheets))
    builder, walker, name = _walked(root, body, deadline, _base_of(root, base), whole=whole)
    if walker.pictures:
        notes = (*notes, f"{walker.pictures:,} picture{'s' if walker.pictures > 1 else ''} left out")
    if not len(builder):
        raise InputError(TITLE, f"{where} holds no text.", "If it needs a browser to show it, save it from there.")
    if base and _FOR_PAY.search(text):
        notes = (*notes, "for subscribers: perhaps only the beginning")
    return with_licence_dimmed(builder.finish(name or walker.title or title, notes, language, author_of(root)))


def _base_of(root: _Element, base: str) -> str:
    """The address from which relative links are followed: a page may name another than its own."""
    named = next((element.get("href") or "" for element in root.iter("base") if element.get("href")), "")
    try:
        joined = urljoin(base, named.strip())
    except ValueError:
        return base
    return joined if joined.startswith(("http://", "https://")) else base


def _body_of(root: _Element) -> _Element:
    """The element that holds all that is shown.

    The parser is older than `article` and `main`: where a page begins with them and opens no body, it leaves them in
    the head.
    """
    for head in root:
        if name_of(head) == "head" and any(name_of(child) not in {*SKIPPED, ""} for child in head):
            head.tag = "div"
            return root
    return next((element for element in root.iter() if name_of(element) == "body"), root)


def parsed(text: str) -> _Element | None:
    """The tree of an HTML page; None if there is nothing in it.

    The parser gives up where elements are nested more than 256 deep, as on pages that never close what they open. Of
    those only the tags that cannot be nested are kept. It also gives up at ten megabytes without a tag, unless it is
    told to take all there is; then it takes elements of any depth, too, which is why it is not told at first.
    """
    text = _SUBSET.sub("<!DOCTYPE html>", _DECLARATION.sub("", text), count=1)
    root, gave_up = _tree(text)
    if gave_up and "depth" not in gave_up:
        root, gave_up = _tree(text, huge=True)
    return _tree(_NESTING.sub(" ", text), huge=True)[0] if gave_up else root


def _tree(text: str, *, huge: bool = False) -> tuple[_Element | None, str]:
    """The tree of a page, and why the parser gave up, if it did."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=huge, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root: _Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        root = None
    return root, next((entry.message for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"), "")


def _walked(
    root: _Element, body: _Element, deadline: Deadline, base: str, *, whole: bool
) -> tuple[Builder, Walker, str]:
    """The paragraphs of the article of a page, or of all of it if there is none; and the page's title."""

    def address(href: str) -> str:
        if href.startswith("#") and len(href) > 1:
            return href
        joined = urljoin(base, href.strip()) if base else href.strip()
        return joined if joined.lower().startswith(("http://", "https://", "mailto:")) else ""

    def safe_address(href: str) -> str:
        try:
            return address(href)
        except ValueError:
            return ""

    builder = Builder()
    if whole:
        walker = Walker(builder, deadline, safe_address)
        walker.add(body)
        return builder, walker, ""
    sizes = without_furniture(body)
    deadline.check()
    article = article_of(body, sizes)
    title, heading = title_of(root, article)
    teasers = teasers_in(article, sizes)
    chars = sizes.get(article, Size()).chars

    def dimmed(element: _Element) -> bool:
        deadline.reached(builder.chars, chars)
        return element in teasers or is_dimmed(element, sizes.get(element, Size()))

    walker = Walker(builder, deadline, safe_address, dimmed=dimmed)
    if heading is not None:
        builder.add([Run(" ".join("".join(map(str, heading.itertext())).split()))], Kind.HEADING, level=1)
    walker.add(article)
    return builder, walker, title


def declared_encoding(data: bytes) -> str:
    """The encoding that a page names, if there is such a one and the page is in it; else empty."""
    head = data[:_HEAD_BYTES]
    found = _CHARSET.search(head) or _XML_ENCODING.match(head)
    return believed(found[1].decode("ascii"), data) if found else ""
