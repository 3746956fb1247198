"""Where in a web page the article is.

It was judged beside trafilatura 2.3 on the twenty pages of `tests.formats.pages`, by words: precision 0.99 and recall
1.00 here (0.97 and 1.00 before the rules were mended on these pages), 0.96 and 0.97 there, since it drops headings and
short lines, and takes lists of teasers for the article where that is short. trafilatura would also need 55 MB and ten
times as long, and gives a text without structure. So there is this only; `python -m tests.bench.articles` measures.

The smallest element that holds nearly all of the page's running text is taken, where running text is what is not
mostly links. So a page that is nothing but text is taken whole, and a menu, a list of teasers or a column of comments
beside an article is left out.

Invariant: of the running text outside of comments at least four fifths are kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from reader.core.boilerplate import may_hold_teasers, stands_over_teasers
from reader.formats.marks import HEADINGS, SKIPPED, empty, is_box, is_hidden, is_licence, name_of, types_of
from reader.formats.sizes import Size, sizes_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element

_LEFT_OUT: Final = frozenset(("nav", "footer", "form", "menu", "search", "dialog"))
_ROLES: Final = frozenset(("navigation", "search", "contentinfo", "banner", "dialog", "alertdialog", "menu", "menubar"))
_COMMENTS: Final = re.compile(
    r"(?:^|[\s_-])(?:comments?|kommentare?|disqus|respond|leserkommentare|leserbriefe|forum|cookie-?\w*|consent|"
    r"gdpr|dsgvo|mw-editsection|mw-jump-link|skip-?links?)(?:$|[\s_-](?:list|area|section|wrap(?:per)?|form|thread|banner|"
    r"container|box|layer|bereich|liste)s?\b|$)",
    re.IGNORECASE,
)
_LAID_OVER: Final = re.compile(r"(?:^|[\s_-])(?:paywall|popup|overlay|modal)(?:$|[\s_-])", re.IGNORECASE)
"""What stands before a text, or is the text that stands behind it: `paywall` is said of both."""
_DIMMED: Final = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|newsletter|promo|advert(?:isement)?s?|ad|ads|anzeige|werbung|teaser|"
    r"breadcrumbs?|sidebar|tags|tag-?(?:list|cloud)|toolbar|tools|print|byline-tools|recommend(?:ed|ations?)?|"
    r"mehr-zum-thema|author-?box|autor(?:en)?-?box|pagination|pager|feedback|signature|post-?profile|user-?(?:info|card)|"
    r"cat-?links|back-?(?:2|to)-?top|comment-?counte?r?|kommentar-?zahl|meta-?nav)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_OUT_BY_NAME: Final = SKIPPED | _LEFT_OUT | {"header"}
_NEVER_DIMMED: Final = frozenset(("html", "body", "main", "article", *HEADINGS))
_MAY_LINK: Final = frozenset(("aside", "ul", "ol"))
"""Of these it counts what they hold, even if they say nothing of themselves."""
_NEVER_WHOLE: Final = frozenset(("nav", "footer", "menu", "search"))
_WHOLE: Final = 0.85
"""What holds so much of a page's text is the page, whatever it calls itself: some put all of it into one form."""
_KEPT: Final = 0.85
_LEAST_KEPT: Final = 0.8
_NEAR: Final = 0.4
_LITTLE: Final = 200
"""A page with less running text than this is taken whole."""
_CONTAINERS: Final = frozenset(("div", "section", "main", "article", "table", "tbody", "tr", "td", "center", "font"))
_SHORT_CHARS: Final = 600
_NOTHING: Final = Size()
_TITLE_CHARS: Final = 60
_SPACES: Final = re.compile(r"\s+")
_SITE: Final = re.compile(r"\s+[|–—·•»:-]{1,2}\s+[^|–—·•»]{2,40}$")


def is_left_out(element: _Element, chars: int) -> bool:
    """Whether an element of so many characters is never a part of an article: menus, forms, page feet, comments."""
    name = name_of(element)
    if name in _LEFT_OUT or (element.get("role") or "").lower() in _ROLES:
        return True
    if name in {"html", "body", "main", "article"}:
        return False
    about = f"{element.get('id') or ''} {element.get('class') or ''}"
    if len(about) < 2:
        return False
    if _COMMENTS.search(about.strip()):
        return True
    return chars < _SHORT_CHARS and bool(_LAID_OVER.search(about))


def is_dimmed(element: _Element, size: Size) -> bool:
    """Whether an element inside an article belongs to the page: buttons to share, teasers, counters of comments."""
    if name_of(element) in _NEVER_DIMMED or (name_of(element) not in _MAY_LINK and not element.keys()):
        return False
    if is_licence(element) or "footnote" in types_of(element):
        return is_licence(element)
    about = f"{element.get('id') or ''} {element.get('class') or ''}".strip()
    if name_of(element) not in _MAY_LINK and not (about and _DIMMED.search(about)):
        return False
    if size.headed:
        return False
    if name_of(element) in {"ul", "ol"}:
        return len(element) > 1 and size.linked > 0.8 * size.chars > 0
    return size.chars < _SHORT_CHARS or size.linked > 0.5 * size.chars


def teasers_in(article: _Element, sizes: Mapping[_Element, Size]) -> frozenset[_Element]:
    """What leads to other articles: lines such as `Lesen Sie auch`, and the lists of links and teasers behind them."""
    found: set[_Element] = set()
    if not may_hold_teasers(str(article.xpath("string()"))):
        return frozenset()
    for element, size in sizes.items():
        if not 0 < size.chars <= _TITLE_CHARS or not stands_over_teasers(_words(element)):
            continue
        title, above = element, element.getparent()
        while above is not None and above is not article and sizes.get(above, Size()).chars == size.chars:
            title, above = above, above.getparent()
        found.add(title)
        for other in title.itersiblings():
            told = sizes.get(other)
            if told is not None and told.chars:
                if not _is_teaser(other, told):
                    break
                found.update(other.iter())
    return frozenset(found)


def _is_teaser(element: _Element, size: Size) -> bool:
    """Whether a block behind `Lesen Sie auch` leads to other articles: it is mostly links, or its titles are links."""
    if size.headed:
        return False
    if size.linked > 0.5 * size.chars:
        return True
    titles = [inner for inner in element.iter() if name_of(inner) in HEADINGS]
    linked = [title for title in titles if any(name_of(e) == "a" for e in (*title.iter(), *title.iterancestors()))]
    return bool(titles) and len(linked) == len(titles) and size.chars < _SHORT_CHARS * len(titles)


def without_furniture(body: _Element) -> Mapping[_Element, Size]:
    """Take out of a page what is never a part of an article; gives what the rest holds."""
    doubtful: list[_Element] = []
    for element in body.iter():
        name = name_of(element)
        if element is body or not name or is_box(element, name) or (name not in _OUT_BY_NAME and not element.keys()):
            continue
        doubtful.append(element)
    sizes = sizes_in(body)
    whole, changed = sizes[body].chars, False
    for element in doubtful:
        name, chars = name_of(element), sizes.get(element, _NOTHING).chars
        if (
            name in SKIPPED
            or is_hidden(element)
            or (
                (is_left_out(element, chars) or _is_page_header(element))
                and (name in _NEVER_WHOLE or chars < _WHOLE * whole or not chars)
            )
        ):
            empty(element)
            changed = True
    return sizes_in(body) if changed else sizes


def _is_page_header(element: _Element) -> bool:
    """Whether this is the head of the page, with its logo and menu, and not of an article."""
    if name_of(element) != "header":
        return False
    above = {name_of(parent) for parent in element.iterancestors()}
    return not above & {"article", "main"} and not any(name_of(inner) == "h1" for inner in element.iter())


def article_of(body: _Element, sizes: Mapping[_Element, Size]) -> _Element:
    """The element that holds the article of a page from which the furniture has been taken."""

    def prose(element: _Element) -> float:
        return sizes.get(element, _NOTHING).prose

    whole = prose(body)
    if not whole:
        return body
    named = [element for element in _saying(body, "@itemprop") if element.get("itemprop", "").lower() == "articlebody"]
    named = named or list(body.iter("article"))
    named = named or [
        element
        for element in _saying(body, "@role or self::main")
        if name_of(element) == "main" or element.get("role", "").lower() == "main"
    ]
    best = max(named, key=prose, default=None)
    if best is not None and prose(best) >= 0.6 * whole:
        return best
    chosen = body
    while (inner := _heaviest(chosen, prose)) is not None:
        if prose(inner) < max(_LEAST_KEPT * whole, _LITTLE) or name_of(inner) not in _CONTAINERS:
            break
        chosen = inner
    return _with_head(body, chosen, sizes)


def _with_head(body: _Element, chosen: _Element, sizes: Mapping[_Element, Size]) -> _Element:
    """The article, or the element around it that holds its heading, too, and what stands between them."""
    headings = [element for element in body.iter("h1") if _words(element)]
    if len(headings) != 1 or chosen is body:
        return chosen
    above = set(headings[0].iterancestors())
    if chosen in above:
        return chosen
    both = next((element for element in chosen.iterancestors() if element in above), chosen)
    inner, outer = sizes.get(chosen, _NOTHING), sizes.get(both, _NOTHING)
    more, linked = outer.chars - inner.chars, outer.linked - inner.linked
    return both if both is not body and more < _NEAR * inner.chars and linked < 0.5 * more else chosen


def _heaviest(element: _Element, prose: Callable[[_Element], float]) -> _Element | None:
    """The child that holds nearly all of an element's running text, if there is one."""
    least = _KEPT * prose(element)
    return next((child for child in element if prose(child) >= least), None)


def title_of(root: _Element, article: _Element) -> tuple[str, _Element | None]:
    """The title of a page, and the heading that holds it if that is not in the article."""
    inside = next(article.iter("h1"), None)
    if inside is not None:
        return _words(inside), None
    headings = [element for element in root.iter("h1") if _words(element)]
    if len(headings) == 1:
        return _words(headings[0]), headings[0]
    for element in root.iter("meta"):
        if (element.get("property") or "").lower() == "og:title":
            return _SPACES.sub(" ", element.get("content") or "").strip(), None
    named = next(root.iter("title"), None)
    return ("" if named is None else _SITE.sub("", _words(named))), None


def author_of(root: _Element) -> str:
    """Who a page says has written it; an address is no name."""
    for element in root.iter("meta"):
        if (element.get("name") or "").lower() == "author":
            named = _SPACES.sub(" ", element.get("content") or "").strip()
            if named and "://" not in named:
                return named
    return ""


def _saying(element: _Element, what: str) -> Iterator[_Element]:
    """The elements from this one on that say a thing of themselves, in their order; most say nothing."""
    found = element.xpath(f"descendant-or-self::*[{what}]")
    return (each for each in found if etree.iselement(each)) if isinstance(found, list) else iter(())


def _words(element: _Element) -> str:
    return _SPACES.sub(" ", "".join(map(str, element.itertext()))).strip()
