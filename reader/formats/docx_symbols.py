"""Characters of symbol fonts as the Unicode characters that look like them.

Source: Adobe's table for Symbol, and the common signs of Wingdings. Invariant: what comes back can be shown; a sign
that is not known is a box.
"""

from __future__ import annotations

from typing import Final

_SYMBOL: Final[dict[int, str]] = dict(
    zip(
        (*range(0x20, 0x7F), *range(0xA0, 0xFF)),
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪□〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)
_WINGDINGS: Final[dict[int, str]] = {
    0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x32: "📄", 0x36: "⌛", 0x3A: "💻", 0x46: "☞", 0x45: "☜", 0x4A: "☺",
    0x4B: "😐", 0x4C: "☹", 0x58: "✠", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆",
    0x76: "❖", 0x9F: "•", 0xA0: "▫", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xBC: "…", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2: Final = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "□", 0x96: "•", 0x97: "●"}
_FONTS: Final[dict[str, dict[int, str]]] = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
SYMBOL_FONTS: Final = frozenset(_FONTS)
_UNKNOWN: Final = "□"
_PRIVATE: Final = 0xF000


def symbol(font: str, code: str) -> str:
    """The character of a font, its number as Word writes it: `F0E0`.

    >>> symbol("Wingdings", "F0E0"), symbol("Symbol", "F061"), symbol("Arial", "2192"), symbol("Webdings", "F021")
    ('→', 'α', '→', '□')
    """
    try:
        number = int(code[:6], 16)
    except ValueError:
        return _UNKNOWN
    table = _FONTS.get(font.strip().lower())
    if table is None:
        return chr(number) if 0x20 <= number < 0xD800 else _UNKNOWN
    return table.get(number - _PRIVATE if number >= _PRIVATE else number, _UNKNOWN)


def shown(text: str, font: str) -> str:
    """Text whose characters may be those of a symbol font: they have numbers of their own."""
    if not any("\uf020" <= char <= "\uf0ff" for char in text):
        return text
    return "".join(symbol(font, f"{ord(char):x}") if "\uf020" <= char <= "\uf0ff" else char for char in text)
