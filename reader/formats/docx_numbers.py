"""The numbers and bullets that Word writes before paragraphs: they are not in the text, but have to be counted.

Source: ECMA-376, part 1, 17.9 (Numbering).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.formats.docx_names import W, child, integer, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST: Final = 32_767
_BULLETS: Final = {"o": "◦", "§": "▪", "-": "–"}
_SYMBOL_BLANK: Final = "\uf020"
_PLAIN_BULLETS: Final = frozenset("•◦▪‣–—*+→✓■□●○")


class Level(NamedTuple):
    """How one level of a list counts.

    Attributes:
        start: the number of its first item.
        form: Word's name of a number format (`decimal`, `lowerLetter`, `bullet`).
        text: what stands before an item, `%1` for the number of the first level.
        style: the paragraph style that belongs to it; empty if there is none.
    """

    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    style: str = ""


class Numbering:
    """The lists of a document and how far each has counted.

    Args:
        root: of `numbering.xml`; None if there is none.
        linked: from the name of a numbering style to the number of its list.
    """

    __slots__ = ("_counters", "_levels", "_lists", "_started")

    def __init__(self, root: _Element | None, linked: Mapping[str, str]) -> None:
        self._levels: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counters: dict[str, list[int]] = {}
        self._started: set[str] = set()
        self._lists: dict[str, dict[int, Level]] = {}
        if root is None:
            return
        abstract: dict[str, _Element] = {a.get(f"{W}abstractNumId", ""): a for a in root.findall(f"{W}abstractNum")}
        nums = {num.get(f"{W}numId", ""): num for num in root.findall(f"{W}num")}
        for identity, num in nums.items():
            base = value(num, "abstractNumId")
            style = value(abstract.get(base), "numStyleLink")
            if style in linked and linked[style] in nums:
                base = value(nums[linked[style]], "abstractNumId")
            if base not in abstract:
                continue
            if base not in self._lists:
                self._lists[base] = _levels_of(abstract[base])
            self._levels[identity] = (base, *_overridden(num, self._lists[base]))

    def knows(self, identity: str) -> bool:
        """Whether there is such a list."""
        return identity in self._levels

    def level_of(self, identity: str, style: str) -> int:
        """The level of a list that belongs to a paragraph style; 0 if none does."""
        _, levels, _ = self._levels.get(identity, ("", {}, {}))
        return next((number for number, level in levels.items() if style and level.style == style), 0)

    def is_first(self, identity: str, depth: int) -> bool:
        """Whether the next item of a list begins to count."""
        base, _, restarts = self._levels.get(identity, ("", {}, {}))
        counted = self._counters.get(base, [-1] * LEVELS)[depth] >= 0
        return not counted or (depth in restarts and identity not in self._started)

    def label(self, identity: str, depth: int) -> str:
        """What stands before the next item of a list; counts it."""
        if identity not in self._levels:
            return "•"
        base, levels, restarts = self._levels[identity]
        counters = self._counters.setdefault(base, [-1] * LEVELS)
        if restarts and identity not in self._started:
            self._started.add(identity)
            for number in restarts:
                counters[number] = -1
        for number in range(depth + 1):
            start = restarts.get(number, levels.get(number, Level()).start)
            if counters[number] < 0:
                counters[number] = start
            elif number == depth:
                counters[number] += 1
        counters[depth + 1 :] = [-1] * (LEVELS - depth - 1)
        level = levels.get(depth, Level())
        if level.form == "bullet":
            return bullet(level.text)
        forms = [levels.get(number, Level()).form for number in range(LEVELS)]
        return _PLACE.sub(lambda match: written(counters[int(match[1]) - 1], forms[int(match[1]) - 1]), level.text)


def bullet(text: str) -> str:
    """A bullet as it can be shown: those of symbol fonts are not what they look like; nothing for a blank one."""
    if text.isspace() or text == _SYMBOL_BLANK:
        return ""
    text = text.strip()
    return _BULLETS.get(text, text if text in _PLAIN_BULLETS else "•")


def written(number: int, form: str) -> str:
    """A number in one of Word's formats; in digits if the format is not known.

    >>> written(4, "upperRoman"), written(28, "lowerLetter"), written(7, "decimalZero"), written(3, "none")
    ('IV', 'bb', '07', '')
    """
    number = max(0, min(number, _LARGEST))
    if form == "none":
        return ""
    if form in {"lowerLetter", "upperLetter"} and number:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 8)
        return letters if form == "lowerLetter" else letters.upper()
    if form in {"lowerRoman", "upperRoman"} and number < 4_000:
        roman = ""
        for size, sign in _ROMAN:
            roman += sign * (number // size)
            number %= size
        return roman if form == "lowerRoman" else roman.upper()
    return f"{number:02}" if form == "decimalZero" else f"{number}." if form == "ordinal" else str(number)


def _levels_of(element: _Element) -> dict[int, Level]:
    """The levels that a list, or an override of one, describes."""
    found: dict[int, Level] = {}
    for level in element.findall(f"{W}lvl"):
        number = integer(level.get(f"{W}ilvl"), -1)
        if 0 <= number < LEVELS:
            found[number] = Level(
                max(0, integer(value(level, "start"), 1)),
                value(level, "numFmt") or "decimal",
                value(level, "lvlText"),
                value(level, "pStyle"),
            )
    return found


def _overridden(num: _Element, levels: dict[int, Level]) -> tuple[dict[int, Level], dict[int, int]]:
    """The levels of a list with the changes that one use of it makes, and where it begins to count again."""
    restarts: dict[int, int] = {}
    changed = levels
    for override in num.findall(f"{W}lvlOverride"):
        number = integer(override.get(f"{W}ilvl"), -1)
        if not 0 <= number < LEVELS:
            continue
        changed = {**changed, **_levels_of(override)}
        if child(override, "startOverride") is not None:
            restarts[number] = max(0, integer(value(override, "startOverride"), 1))
    return changed, restarts
