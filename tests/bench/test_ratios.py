"""What must not grow: ratios of CPU times within one run, each the least of several batches, with wide margins.

Milliseconds are reported by `make bench` and asserted nowhere. What is compared with what is far below its bound: a
line in a hundred times the text costs the same, and a strip from the cache a thirtieth of a painted one.
"""

import time

import pytest

from reader.formats.html import read
from tests.bench import harness, inside

SHORT, MEDIUM, LONG = 250, 2_500, 25_000


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    directory = tmp_path_factory.mktemp("texts")
    return {size: harness.corpus(directory, size) for size in (SHORT, MEDIUM, LONG)}


@pytest.fixture(scope="module")
def texts(corpora):
    """A short and a long document, with what a memory knows of each."""
    return {size: (harness.cleaned(corpora[size].text), harness.targets(corpora[size].pairs)) for size in (SHORT, LONG)}


@pytest.fixture(scope="module")
def matching():
    return harness.matchers()


def ratio(measure, short, long, wanted):
    """The ratio of two measurements; they are taken anew, a few times, as long as the ratio is not good enough."""
    least_short = least_long = float("inf")
    for _ in range(4):
        least_short, least_long = min(least_short, measure(short)), min(least_long, measure(long))
        if least_long <= wanted * least_short:
            break
    return least_long / least_short


def test_a_line_costs_the_same_in_a_hundred_times_the_text(texts, matching):
    def shown(size):
        made = harness.reading(*texts[size], matching)
        new = harness.painter(made)
        harness.paint(new, made)
        return made, new

    readings = {size: shown(size) for size in texts}
    assert ratio(lambda size: inside.line_us(*readings[size]), SHORT, LONG, 2) <= 2
    assert ratio(lambda size: inside.around_us(readings[size][0]), SHORT, LONG, 3) <= 3


def test_the_jump_to_the_end_costs_the_same_in_a_hundred_times_the_text(texts, matching):
    assert ratio(lambda size: inside.end_ms(*texts[size], matching), SHORT, LONG, 2) <= 2


def test_a_table_of_html_costs_little_more_than_its_text():
    rows = [(f"Zeile {row} der Tafel", str(7 * row), f"Bemerkung zu {row}, etwas länger.") for row in range(4_000)]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    paragraphs = "".join(f"<p>{' '.join(row)}</p>" for row in rows)
    pages = [f"<h1>T</h1>{paragraphs}", f"<h1>T</h1><table>{table}</table>"]

    def spent(number):
        before = time.process_time()
        read(pages[number].encode(), "x", "x")
        return time.process_time() - before

    assert ratio(spent, 0, 1, 3) <= 3


def test_opening_is_linear(corpora):
    data = {size: corpora[size].text.encode() for size in (MEDIUM, LONG)}
    assert len(data[LONG]) > 9 * len(data[MEDIUM])
    assert ratio(lambda size: inside.opening_ms(data[size], 3), MEDIUM, LONG, 20) <= 20


def test_a_cached_strip_costs_a_tenth_of_a_painted_one(texts, matching):
    made = harness.reading(*texts[SHORT], matching)
    new = harness.painter(made)
    harness.paint(new, made)
    best = 0
    for _ in range(4):
        warm, cold = inside.strips_us(made, new)
        best = max(best, cold / warm)
        if best >= 10:
            break
    assert best >= 10


def test_scrolling_takes_all_rows_but_the_new_one_from_the_cache(texts, matching):
    made = harness.reading(*texts[SHORT], matching)
    new = harness.painter(made)
    harness.paint(new, made)
    painted = new.misses
    made.scroll(1)
    harness.paint(new, made)
    # The new row, and those of the sentences that the cursor left and came to.
    assert new.misses - painted <= 8
    assert new.hits > made.height_rows // 2
