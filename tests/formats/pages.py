"""German web pages as they are built today, written for these tests, with their articles marked.

What is inside `data-text` is the article, without what is inside `data-page`. The marks are taken out before a page is
read.
"""

import re

from lxml import html as lxml_html

from tests.formats.golden import DATA

PAGES = {path.stem: path.read_text("utf-8") for path in sorted((DATA / "html" / "pages").glob("*.html"))}
_WORD = re.compile(r"\w+")


def words(text):
    return _WORD.findall(text)


def marked(page_text):
    """A page without its marks, and the words of its article."""
    root = lxml_html.fromstring(page_text.encode())
    texts = []

    def walk(element, inside):
        inside = element.attrib.pop("data-text", None) is not None or inside
        inside = element.attrib.pop("data-page", None) is None and inside
        seen = inside and element.tag not in {"script", "style", "title", "button"}
        texts.append(element.text or "" if seen else "")
        for child in element:
            walk(child, inside)
            texts.append(child.tail or "" if seen else "")

    walk(root, inside=False)
    return b"<!DOCTYPE html>" + lxml_html.tostring(root, encoding="utf-8"), words(" ".join(texts))
