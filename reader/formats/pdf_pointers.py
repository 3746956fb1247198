"""Where a PDF points to: its links and its bookmarks. With `pdf_text` a home of pypdfium2, in a process of its own.

Invariant: no address is opened and no action done; an address is text, and what is not http, https or mailto is left.
Units: points, from the lower left corner of a page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
import re
from itertools import islice
from typing import TYPE_CHECKING, Final

import pypdfium2
from pypdfium2 import raw

from reader.formats.pdf_pieces import Bookmark, Link, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_LINKS: Final = 2_000
"""So many links of one page are looked at."""
_MAX_BOOKMARKS: Final = 10_000
_LONGEST: Final = 2_000
_DEEPEST: Final = 9
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_NOWHERE: Final = 9
_FAR: Final = 1e5
_EDGES: Final = {
    raw.PDFDEST_VIEW_XYZ: (0, 1),
    raw.PDFDEST_VIEW_FITH: (_NOWHERE, 0),
    raw.PDFDEST_VIEW_FITBH: (_NOWHERE, 0),
    raw.PDFDEST_VIEW_FITR: (0, 3),
}
"""Which numbers of a view are its left edge and its height."""


def bookmarks_of(document: pypdfium2.PdfDocument) -> list[Bookmark]:
    """The bookmarks of a file in their order."""
    found: list[Bookmark] = []
    for mark in islice(document.get_toc(max_depth=_DEEPEST), _MAX_BOOKMARKS):
        dest = mark.get_dest()
        page = dest.get_index() if dest else None
        if page is not None and page >= 0:
            found.append(Bookmark(int(mark.level), str(mark.get_title())[:_LONGEST], page))
    return found


def links_of(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> list[Link]:
    """The links of a page that lead to an address or to a place in the text."""
    turns, (width, height) = page.get_rotation() % 360, page.get_size()
    found: list[Link] = []
    at, link = ctypes.c_int(), raw.FPDF_LINK()
    for _ in range(_MAX_LINKS):
        if not raw.FPDFLink_Enumerate(page, at, link):
            break
        target = _target(document, link)
        if target:
            found += [Link(*_turned(box, turns, width, height), target) for box in _boxes(link)]
    return found


def _target(document: pypdfium2.PdfDocument, link: object) -> str:
    """Where a link leads; empty if that is outside of what may be followed."""
    action = raw.FPDFLink_GetAction(link)
    if action and raw.FPDFAction_GetType(action) == raw.PDFACTION_URI:
        size = raw.FPDFAction_GetURIPath(document, action, None, 0)
        if not 1 < size < _LONGEST:
            return ""
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFAction_GetURIPath(document, action, buffer, size)
        address = buffer.value.decode("utf-8", "replace").strip()
        return address if _ADDRESS.match(address) else ""
    dest = raw.FPDFLink_GetDest(document, link)
    page = raw.FPDFDest_GetDestPageIndex(document, dest) if dest else -1
    return target_of(page, *_corner(dest)) if page >= 0 else ""


def _corner(dest: object) -> tuple[float | None, float | None]:
    """Where on its page a place begins; None for what the file leaves open."""
    count, numbers = ctypes.c_ulong(), (raw.FS_FLOAT * 4)()
    view = raw.FPDFDest_GetView(dest, count, numbers)
    left, high = _EDGES.get(view, (_NOWHERE, _NOWHERE))
    given = [number if math.isfinite(number) and abs(number) < _FAR else None for number in numbers[: count.value]]
    return (given[left] if left < len(given) else None), (given[high] if high < len(given) else None)


def _boxes(link: object) -> Iterator[tuple[float, float, float, float]]:
    """The left, lower, right and upper edges of where a link is, for each of its lines if the file tells."""
    points = raw.FS_QUADPOINTSF()
    count = raw.FPDFLink_CountQuadPoints(link)
    for number in range(min(count, _MAX_LINKS)):
        if raw.FPDFLink_GetQuadPoints(link, number, points):
            xs = points.x1, points.x2, points.x3, points.x4
            ys = points.y1, points.y2, points.y3, points.y4
            yield min(xs), min(ys), max(xs), max(ys)
    rect = raw.FS_RECTF()
    if count <= 0 and raw.FPDFLink_GetAnnotRect(link, rect):
        yield rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top)


def _turned(
    box: tuple[float, float, float, float], turns: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box on the page as it is shown."""
    left, low, right, high = box
    if turns == 90:
        return low, height - right, high, height - left
    if turns == 180:
        return width - right, height - high, width - left, height - low
    return (width - high, left, width - low, right) if turns else box
