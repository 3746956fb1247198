"""A reference for `make bench`: the smallest Textual app, which no Textual program can start or quit faster than."""

from textual.app import App
from textual.widgets import Static


class Floor(App[None]):
    BINDINGS = [("q", "quit", "")]  # noqa: RUF012 - the smallest

    def compose(self):
        yield Static("READY 0")


if __name__ == "__main__":
    Floor().run()
