"""A long text: it is written piece by piece, and what is kept of it does not grow with it."""

import io
import tracemalloc

import pytest

from reader.core.document import document
from reader.export import html, xliff
from tests.export.works import OPTIONS, backwards, work

LINE = "Satz {} steht im Haus und sagt nichts weiter über die rote Linie. "


class Nowhere(io.RawIOBase):
    """Takes everything, keeps nothing, and knows the largest piece."""

    largest = total = 0

    def writable(self):
        return True

    def write(self, data):
        size = len(bytes(data))
        self.largest = max(self.largest, size)
        self.total += size
        return size


def peak_of(module, paragraphs):
    text = "\n".join("".join(LINE.format(7 * at % 40) for at in range(n, n + 2)) for n in range(paragraphs))
    made = work(backwards(document(text), missing=lambda _: False))
    out = Nowhere()
    tracemalloc.start()
    try:
        module.write(made, out, OPTIONS)
        return tracemalloc.get_traced_memory()[1], out
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("module", [html, xliff])
def test_memory_does_not_grow_with_the_text(module):
    peak_of(module, 10)
    short, _ = peak_of(module, 300)
    long, out = peak_of(module, 900)
    assert long < 1.5 * short + 200_000
    assert out.largest < 100_000
