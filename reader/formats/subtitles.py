"""Subtitles (SRT and WebVTT) as documents: what is said without a pause is one paragraph, its time the label.

Sentences run on from cue to cue, so cues are joined until somebody else speaks, nobody does, or a sentence ends in a
paragraph that is long enough.

Invariant: all words that would be shown come back in their order; numbers, times and tags do not.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.building import Builder, Run
from reader.core.document import Document, Kind, Style
from reader.errors import InputError
from reader.formats.encodings import decoded
from reader.formats.limits import TITLE, Deadline

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIMES: Final = re.compile(
    r"[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?[ \t]*-->[ \t]*"
    r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?"
)
_SKIPPED: Final = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")
_HEADER: Final = re.compile(r"WEBVTT[ \t]*-?[ \t]*(.*)")
_LANGUAGE: Final = re.compile(r"Language:[ \t]*([A-Za-z][A-Za-z0-9-]{1,20})")
_NUMBER: Final = re.compile(r"[ \t]*\d{1,7}[ \t]*")
_VOICE: Final = re.compile(r"<v(?:\.[^ >\t]{0,80})?[ \t]{1,20}([^>]{1,80})>")
_PLACE: Final = re.compile(r"\{\\[^}]{0,200}\}|\{[a-z]:[^}]{0,80}\}", re.IGNORECASE)
_TAG: Final = re.compile(r"</?([A-Za-z]{1,8})(?:[.\s][^<>]{0,200})?/?>|<\d{1,4}:[\d:.]{1,12}>")
_DASH: Final = re.compile(r"[ \t]*(?:[-–—]|>>)[ \t]*(?=\S)")
_SENTENCE_END: Final = re.compile(r"[.!?…♪\])][\"“”»«’]*\Z")
_TRAILING_DOTS: Final = re.compile(r"(?:\.\.\.|…)\s*\Z")
_LEADING_DOTS: Final = re.compile(r"\A((?:<[^<>]{0,40}>)?)\s*(?:\.\.\.|…)\s*")
"""`wir gehen ...` and `... nach Hause` are one sentence in two cues: one ellipsis is enough."""
_SOUND: Final = re.compile(r"[-–—>\s]*(?:♪.*|(?:(?:\[[^\[\]]*\]|\([^()]*\)|\*[^*]+\*|#[^#]+#)[.!…\s]*)+)", re.DOTALL)
"""Nothing but what is heard and not said: `[Telefon klingelt]`, `(seufzt)`, `♪ Musik ♪`."""
_SPEAKER: Final = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜẞ0-9 .'’-]{1,24}:\s")
_OVERLAP_MS: Final = 500
_STYLES: Final = {"i": Style.EMPH, "em": Style.EMPH, "b": Style.STRONG, "strong": Style.STRONG}
_MOST_ECHOED: Final = 100
"""More words of one caption are not looked for in the next."""
_PAUSE_MS: Final = 2_500
_LONG_CHARS: Final = 240
_VERY_LONG_CHARS: Final = 1_200


class Cue(NamedTuple):
    """Some words that one person says.

    Attributes:
        start_ms: when they appear.
        end_ms: when they go.
        voice: who says them, if the file tells.
        text: the lines, with tags, joined by spaces.
        turn: whether somebody else speaks than before.
        dialogue: whether two or more people speak while it is shown, each in a line of their own.
    """

    start_ms: int
    end_ms: int
    voice: str
    text: str
    turn: bool = False
    dialogue: bool = False


def read(data: bytes, where: str, title: str, encoding: str = "", deadline: Deadline | None = None) -> Document:
    """The document of subtitles; arguments and errors as in `opening.Importer`."""
    text, notes = decoded(data, where, encoding)
    lines = text.split("\n")
    header = _HEADER.match(lines[0].lstrip("\ufeff"))
    deadline = deadline or Deadline(where)
    cues = _without_echoes(_cues(lines))
    if not cues:
        message = f"{where} holds no subtitles: there is no line such as 00:01:02,500 --> 00:01:05,000 with words."
        raise InputError(TITLE, message, "If it is a text, rename it to .txt.")
    builder = Builder()
    for group in _groups(cues):
        deadline.check()
        _add(builder, group)
    language = next((match[1] for line in lines[1:8] if header and (match := _LANGUAGE.match(line))), "")
    return builder.finish((header[1] if header else "") or title, notes, language)


def _cues(lines: list[str]) -> list[Cue]:
    """The cues of the lines of a file, each speaker's words a cue of their own."""
    found: list[Cue] = []
    times: re.Match[str] | None = None
    spoken: list[str] = []
    skipping = False
    for line in [*lines, ""]:
        match = _TIMES.match(line) if "-->" in line else None
        if match:
            if spoken and _NUMBER.fullmatch(spoken[-1]):
                # The blank line before the next cue's number is missing.
                spoken.pop()
            found += _spoken(times, spoken)
            times, spoken, skipping = match, [], False
        elif not line.strip():
            found += _spoken(times, spoken)
            times, spoken, skipping = None if spoken else times, [], False
        elif times is None:
            skipping = skipping or bool(_SKIPPED.match(line))
        elif not skipping:
            spoken.append(line.strip())
    return found


def _spoken(times: re.Match[str] | None, lines: list[str]) -> Iterator[Cue]:
    """The cues of one block of lines: one, or one for each line that begins with a dash or names a speaker."""
    if times is None or not lines:
        return
    start, end = _ms(*times.groups()[:4]), _ms(*times.groups()[4:])
    dashes = [bool(_DASH.match(_bare(line))) for line in lines]
    dashed = sum(dashes) > 1
    parts: list[tuple[str, list[str], bool]] = []
    for line, dash in zip(lines, dashes, strict=True):
        voice = _VOICE.search(line) if "<" in line else None
        turn = dash or _SPEAKER.match(_bare(line)) is not None
        alone = _is_sound(line) or (bool(parts) and _is_sound(parts[-1][1][-1]))
        if voice or turn or alone or not parts:
            parts.append((voice[1].strip() if voice else "", [line], turn))
        else:
            parts[-1][1].append(line)
    for voice_name, part, turn in parts:
        text = " ".join(part)
        yield Cue(start, end, voice_name, text, turn=turn or dashed, dialogue=dashed)


def _ms(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int((fraction or "0").ljust(3, "0"))


def _bare(line: str) -> str:
    """A line without its tags."""
    if "<" not in line and "{" not in line:
        return line
    return _TAG.sub("", _PLACE.sub("", line))


def _is_sound(text: str) -> bool:
    """Whether a line says what is heard, and nothing that is said."""
    return _SOUND.fullmatch(_bare(text)) is not None


def _without_echoes(cues: list[Cue]) -> list[Cue]:
    """The cues without those that show again, a moment later, what is still on screen, as live captions do."""
    found = cues[:1]
    for before, cue in pairwise(cues):
        if cue.start_ms - before.end_ms <= 100 and cue.voice == before.voice:
            last, text = _words(before.text), _words(cue.text)
            if not last or not text:
                found.append(cue)
                continue
            if text == last:
                continue
            common = next(
                (n for n in range(min(len(last), len(text), _MOST_ECHOED), 2, -1) if last[-n:] == text[:n]), 0
            )
            if common:
                rest = text[common:]
                if rest:
                    found.append(cue._replace(text=" ".join(rest)))
                continue
        found.append(cue)
    return found


def _words(text: str) -> list[str]:
    return _bare(text).split()


def _groups(cues: list[Cue]) -> Iterator[list[Cue]]:
    """The cues of each paragraph."""
    group: list[Cue] = []
    chars = 0
    ended = True
    for cue in cues:
        sound = _is_sound(cue.text)
        if group and _begins(group[-1], cue, chars, ended=ended, sound=sound):
            yield group
            group, chars = [], 0
        group.append(cue)
        chars += len(cue.text)
        # A sound in the midst of a sentence does not end it.
        ended = ended if sound else bool(_SENTENCE_END.search(_bare(cue.text).strip()))
    if group:
        yield group


def _begins(before: Cue, cue: Cue, chars: int, *, ended: bool, sound: bool) -> bool:
    """Whether a cue begins a paragraph.

    Args:
        before: the cue before it.
        cue: the cue.
        chars: how many characters the paragraph has so far.
        ended: whether what was said before has ended as a sentence does.
        sound: whether the cue is what is heard and not said.
    """
    if cue.turn or (cue.voice and cue.voice != before.voice):
        return True
    if ended and (sound or before.dialogue or _is_sound(before.text) or before.end_ms - cue.start_ms >= _OVERLAP_MS):
        return True
    pause = cue.start_ms - before.end_ms
    return (
        pause >= 4 * _PAUSE_MS or (ended and (pause >= _PAUSE_MS or chars >= _LONG_CHARS)) or chars > _VERY_LONG_CHARS
    )


def _add(builder: Builder, group: list[Cue]) -> None:
    """Add the paragraph of some cues, its time before it."""
    seconds = group[0].start_ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    time = f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
    runs = [Run(f"{group[0].voice}: ", Style.STRONG)] if group[0].voice else []
    trailing = False
    for cue in group:
        text = _LEADING_DOTS.sub(r"\1", cue.text) if trailing else cue.text
        trailing = bool(_TRAILING_DOTS.search(_bare(cue.text)))
        runs += [*_runs(text), Run(" ")]
    builder.add(runs, Kind.PARAGRAPH, label=time)


def _runs(text: str) -> list[Run]:
    """The runs of a cue: italics and bold kept, other tags gone."""
    runs: list[Run] = []
    style, last = Style.PLAIN, 0
    text = _PLACE.sub("", text) if "{" in text else text
    for tag in _TAG.finditer(text):
        runs.append(Run(unescape(text[last : tag.start()]), style))
        flag = _STYLES.get((tag[1] or "").lower(), Style.PLAIN)
        style = style & ~flag if tag[0].startswith("</") else style | flag
        last = tag.end()
    return [*runs, Run(unescape(text[last:]), style)]
