"""A reference for `make bench`: the smallest two-column Line API widget, which wraps, lights and caches nothing.

`python floor_view.py FILE`: each line of the file in pieces of 60 characters on the left, and again, with the case
swapped, on the right. Keys j k space b g G t q. It is what a key press costs in Textual itself, and no design.
"""

import sys
from pathlib import Path

from rich.segment import Segment
from textual.app import App
from textual.strip import Strip
from textual.widget import Widget

PIECE = 60


class FloorView(Widget, can_focus=True):
    DEFAULT_CSS = "FloorView { width: 1fr; height: 1fr; }"

    def __init__(self, text):
        super().__init__()
        self.pieces = [line[at : at + PIECE] for line in text.split("\n") for at in range(0, len(line), PIECE)]
        self.top = 0
        self.both = True

    def render_line(self, y):
        left = self.pieces[self.top + y] if self.top + y < len(self.pieces) else ""
        right = left.swapcase() if self.both else ""
        half = self.size.width // 2
        cells = (left[:half].ljust(half), right[:half].ljust(self.size.width - half))
        return Strip([Segment(text, self.rich_style) for text in cells], self.size.width)

    def on_key(self, event):
        page, all_rows = self.size.height - 2, len(self.pieces)
        steps = {"j": 1, "k": -1, "space": page, "b": -page, "G": all_rows, "upper_g": all_rows, "g": -all_rows}
        if event.key == "t":
            self.both = not self.both
        elif event.key in steps:
            self.top = max(0, min(all_rows - self.size.height, self.top + steps[event.key]))
        else:
            return
        self.refresh()


class Floor(App[None]):
    BINDINGS = [("q", "quit", "")]  # noqa: RUF012 - the smallest

    def compose(self):
        yield FloorView(Path(sys.argv[1]).read_text("utf-8"))

    def on_mount(self):
        self.query_one(FloorView).focus()


if __name__ == "__main__":
    Floor().run()
