"""The colours of the page can be read: the contrast that WCAG 2 asks for, computed from the style that is written."""

import re
from importlib.resources import files

import pytest

ENOUGH = 4.5
TEXT = ("fg", "soft", "quiet", "link", "bad")
GROUND = ("bg", "panel", "sel")
LIT = (("fg", "lit"), ("soft", "lit"), ("accent", "panel"))
STYLE = files("reader.export").joinpath("page.css").read_text("utf-8")
BOOK = files("reader.export").joinpath("book.css").read_text("utf-8")


def schemes():
    """The colours by name: of the light page, of the dark one by the system's wish and by the button, and on paper."""
    light = variables(re.search(r":root \{(.*?)\}", STYLE, re.DOTALL)[1])
    wished = variables(re.search(r":root:not\(\[data-theme=light\]\) \{(.*?)\}", STYLE, re.DOTALL)[1])
    chosen = variables(re.search(r":root\[data-theme=dark\] \{(.*?)\}", STYLE, re.DOTALL)[1])
    paper = variables(re.search(r"@media print.*?:root \{(.*?)\}", STYLE, re.DOTALL)[1])
    white = dict.fromkeys((*GROUND, "lit"), "#ffffff")
    return {
        "light": light,
        "wished": {**light, **wished},
        "chosen": {**light, **chosen},
        "paper": {**light, **white, **paper},
    }


def variables(text):
    return dict(re.findall(r"--(\w+):\s*(#[0-9a-f]{3,6})", text))


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("scheme", schemes())
def test_all_text_can_be_read(scheme):
    colours = schemes()[scheme]
    pairs = [(text, ground) for text in TEXT for ground in GROUND] + list(LIT)
    found = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert not {pair: value for pair, value in found.items() if value < ENOUGH}


def test_both_dark_pages_are_the_same():
    assert schemes()["wished"] == schemes()["chosen"]


def test_no_text_is_faded_and_every_colour_has_a_name():
    hidden = r"\.veil [^{]*\{[^}]*\}"
    assert "opacity" not in re.sub(hidden, "", STYLE)
    assert "opacity" not in BOOK
    rules = re.sub(r":root[^{]*\{[^}]*\}", "", STYLE.partition("@media print")[0])
    assert set(re.findall(r"(?<![-\w])color: ([^;}]+)", rules)) <= {
        "inherit", "transparent", *(f"var(--{name})" for name in (*TEXT, "accent"))
    }  # fmt: skip
    assert not re.search(r"(?<![-\w])color:", BOOK.replace("color: inherit", ""))
