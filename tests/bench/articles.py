"""How well the article of a web page is found, by words: `python -m tests.bench.articles`.

If trafilatura is installed (with lxml_html_clean), its figures stand beside ours.
"""

import logging
import time
from collections import Counter
from importlib.util import find_spec

from reader.formats.html import read_html
from tests.formats.pages import PAGES, marked, words


def ours(data):
    """What would be translated of a page."""
    doc = read_html(data, "x")
    return " ".join(doc.paragraph(index) for index in range(len(doc)) if index not in doc.boilerplate)


def theirs(data):
    """What trafilatura takes for the article."""
    import trafilatura

    return trafilatura.extract(data, include_comments=False) or ""


def figures(text, article):
    """Precision and recall of a text."""
    found, wanted = Counter(words(text)), Counter(article)
    hits = (found & wanted).total()
    return hits / max(1, found.total()), hits / max(1, wanted.total())


def report(name, extract):
    """Print the figures of each page, and of all."""
    print(f"{name:24} precision  recall")
    extract(b"<p>warm</p>")
    texts, articles, took_s = [], [], 0.0
    for title, page in PAGES.items():
        data, article = marked(page)
        began_s = time.perf_counter()
        text = extract(data)
        took_s += time.perf_counter() - began_s
        texts.append(text)
        articles += article
        print("  {:22} {:9.3f} {:7.3f}".format(title, *figures(text, article)))
    precision, recall = figures(" ".join(texts), articles)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"  {'all':22} {precision:9.3f} {recall:7.3f}  F1 {f1:.3f}  {1000 * took_s / len(PAGES):.1f} ms a page\n")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    report("lesepult", ours)
    if find_spec("trafilatura"):
        report("trafilatura", theirs)
