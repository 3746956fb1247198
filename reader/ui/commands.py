"""Everything a person can do in the reader, as data.

Bindings, the key line, the palette, the help screen and README's key table are all made from this one list, so they
cannot disagree. Invariant: ids are unique; what a command does is its line in a table (`ui.deeds`, or
`ui.moving` if it only moves).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

NONE_CHOSEN: Mapping[str, str] = MappingProxyType({})
"""No keys of the person's own."""


class Command(NamedTuple):
    """One thing a person can do.

    Attributes:
        id: its name for keymaps.
        title: what it does, in two or three words.
        help: what it does, in a sentence.
        keys: the keys that do it, comma separated, in Textual's names; "g g" is one key after the other.
        group: where it stands in help and README.
        short: its name on the key line, or "" if it does not stand there.
    """

    id: str
    title: str
    help: str
    keys: str
    group: str
    short: str = ""

    @property
    def action(self) -> str:
        """The action that carries it out, as Textual writes it."""
        table = {MOVING: "move", WORDS: "choose"}.get(self.group, "do")
        return f"{table}({self.id!r})"


MOVING, GOING, SHOWING, TERMS, TRANSLATING, SEARCHING, WORDS, PROGRAM = (
    "Moving",
    "Chapters and notes",
    "Showing",
    "Terms",
    "Translating",
    "Searching and copying",
    "With the word cursor",
    "The program",
)

READING_COMMANDS: tuple[Command, ...] = (
    Command("line_down", "Line down", "Scroll a line down; at the end, go to the next sentence.", "j,down", MOVING),
    Command("line_up", "Line up", "Scroll a line up; at the top, go to the sentence before.", "k,up", MOVING),
    Command("page_down", "Page down", "Scroll a screen down.", "space,pagedown,f,ctrl+f", MOVING),
    Command("page_up", "Page up", "Scroll a screen up.", "b,pageup,ctrl+b", MOVING),
    Command("half_down", "Half a page down", "Scroll half a screen down.", "d,ctrl+d", MOVING),
    Command("half_up", "Half a page up", "Scroll half a screen up.", "u,ctrl+u", MOVING),
    Command("top", "To the beginning", "Go to the beginning of the text.", "g g,home", MOVING),
    Command("end", "To the end", "Go to the end of the text.", "G,end", MOVING),
    Command("sentence_next", "Next sentence", "Put the cursor on the next sentence.", "),l,right", MOVING),
    Command("sentence_previous", "Sentence before", "Put the cursor on the sentence before.", "(,h,left", MOVING),
    Command("paragraph_next", "Next paragraph", "Put the cursor on the next paragraph.", "}", MOVING),
    Command("paragraph_previous", "Paragraph before", "Put the cursor on the paragraph before.", "{", MOVING),
    Command("contents", "Contents", "List the headings; type to find one, Enter goes there.", "i", GOING),
    Command("chapter_next", "Next chapter", "Go to the next heading.", ">", GOING),
    Command("chapter_previous", "Chapter before", "Go to the heading before.", "<", GOING),
    Command(
        "follow",
        "Note or link",
        "Look at the note or the link of this sentence; Enter again goes to the note, and back to its mark.",
        "enter",
        GOING,
    ),
    Command("back", "Back", "Go back to where you were before the last jump.", "backspace,ctrl+o", GOING),
    Command("forward", "Forward", "Go forward again, after going back.", "tab", GOING),
    Command(
        "mode",
        "Translation",
        "Show both sides, the original only, or the translation only.",
        "t",
        SHOWING,
        "translation",
    ),
    Command("sentences", "Sentences", "Switch between paragraph rows and sentence rows.", "s", SHOWING, "sentences"),
    Command("theme", "Choose a theme", "Choose a theme; it is remembered.", "ctrl+t", SHOWING),
    Command("word_cursor", "Word cursor", "Choose words for a term with the arrow keys.", "w", TERMS, "word"),
    Command("add_term", "Add a term", "Add the chosen words to the glossary.", "a", TERMS, "add term"),
    Command("edit_term", "Edit the term", "Edit the glossary entry of the term under the cursor.", "e", TERMS),
    Command(
        "delete_term",
        "Delete the term",
        "Delete the glossary entry of the term under the cursor (asks first).",
        "delete,D",
        TERMS,
    ),
    Command("undo_term", "Undo", "Undo the last change to the glossary.", "U", TERMS),
    Command("term_next", "Next term", "Go to the next term.", "]", TERMS, "next term"),
    Command("term_previous", "Term before", "Go to the term before.", "[", TERMS),
    Command(
        "problems", "Glossary problems", "Show what is wrong in the glossary files, with line and column.", "P", TERMS
    ),
    Command(
        "check", "Term check", "List what the translation lacks or must not say, and mend it.", "c", TERMS, "check"
    ),
    Command("finding_next", "Next finding", "Go to the next finding of the term check.", "m", TERMS),
    Command("finding_previous", "Finding before", "Go to the finding before.", "M", TERMS),
    Command("accept_finding", "Accept here", "Accept how this sentence renders the term; it is kept.", "A", TERMS),
    Command(
        "add_variant", "Add as a variant", "Take the rendering opposite into the entry as a further one.", "V", TERMS
    ),
    Command(
        "fix_rendering",
        "Replace what is forbidden",
        "Put the preferred term in the place of a forbidden rendering, in this sentence.",
        "F",
        TERMS,
    ),
    Command("candidates", "Candidates", "List terms of this text that are worth adding.", "g C", TERMS),
    Command("layers", "Glossaries", "Show the glossaries in use; switch one, or a domain, off and on.", "L", TERMS),
    Command(
        "edit_segment",
        "Edit the translation",
        "Edit the translation of this sentence; yours is used wherever the same sentence stands.",
        "E",
        TRANSLATING,
        "edit",
    ),
    Command(
        "retry",
        "Translate again",
        "Ask again for what failed or is out of date in this paragraph; if nothing is, for all that failed nearby.",
        "R",
        TRANSLATING,
    ),
    Command(
        "whole_text",
        "Whole text",
        "Translate the whole text; again, to pause and to go on.",
        "T",
        TRANSLATING,
    ),
    Command("whole_cancel", "Leave the rest", "Stop translating the whole text.", "X", TRANSLATING),
    Command(
        "engines", "Engines", "Show the engines and how they stand; choose which is asked first.", "ctrl+e", TRANSLATING
    ),
    Command("search", "Search", "Search in both columns.", "/", SEARCHING, "search"),
    Command("search_next", "Next hit", "Go to the next hit.", "n", SEARCHING),
    Command("search_previous", "Hit before", "Go to the hit before.", "N", SEARCHING),
    Command("copy", "Copy", "Copy the selected text, or the sentence under the cursor.", "y,ctrl+c", SEARCHING),
    Command("escape", "Let go", "Drop the selection, the word cursor, the search, or a message.", "escape", SEARCHING),
    Command("help", "Help", "Show all keys.", "?,f1", PROGRAM, "help"),
    Command("palette", "Command palette", "Find a command by its name.", "ctrl+p,:", PROGRAM),
    Command(
        "export", "Export", "Write the text with its translation as HTML, EPUB, Markdown and others.", "x", PROGRAM
    ),
    Command(
        "file_info",
        "About the text",
        "Show the text's file, format, encoding, language and length, and how it was read.",
        "ctrl+g",
        PROGRAM,
    ),
    Command(
        "reload", "Read again", "Read the file again after it has changed; the place is kept.", "ctrl+r,f5", PROGRAM
    ),
    Command("open", "Open another text", "Go to the start screen with the texts read last.", "o", PROGRAM),
    Command("suspend", "Suspend", "Go back to the shell for a while; fg returns.", "ctrl+z", PROGRAM),
    Command("quit", "Quit", "Quit at once; the place is remembered.", "q", PROGRAM, "quit"),
)

WORD_COMMANDS: tuple[Command, ...] = (
    Command("word_right", "Next word", "Go to the next word.", "right,l,w", WORDS),
    Command("word_left", "Word before", "Go to the word before.", "left,h,b", WORDS),
    Command("word_down", "Word below", "Go to the word below.", "down,j", WORDS),
    Command("word_up", "Word above", "Go to the word above.", "up,k", WORDS),
    Command("extend_right", "Extend right", "Take in one more word.", "shift+right,L,W", WORDS),
    Command("extend_left", "Extend left", "Take in one more word to the left, or one fewer.", "shift+left,H,B", WORDS),
    Command("extend_down", "Extend down", "Take in the words down to the next line.", "shift+down,J", WORDS),
    Command("extend_up", "Extend up", "Take in the words up to the line before.", "shift+up,K", WORDS),
    Command("word_side", "Other side", "Go to the sentence opposite.", "tab", WORDS),
    Command("word_done", "Put away", "Put the word cursor away.", "escape", WORDS),
)

KEY_NAMES = {
    "space": "Space", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End", "down": "↓", "up": "↑",
    "left": "←", "right": "→", "escape": "Esc", "delete": "Del", "tab": "Tab", "f1": "F1", "f5": "F5", "enter": "Enter",
    "backspace": "Backspace",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as a person calls it.

    >>> key_name("ctrl+d"), key_name("]"), key_name("shift+left"), key_name("g g")
    ('Ctrl+D', ']', 'Shift+←', 'g g')
    """
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    name = KEY_NAMES.get(last, last.upper() if modifiers else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def keys_of(command: Command, chosen: Mapping[str, str] = NONE_CHOSEN) -> list[str]:
    """The keys of a command that are in force.

    Args:
        command: the command.
        chosen: the person's own keys, by command id; sequences stay beside them.

    >>> keys_of(Command("top", "", "", "g g,home", MOVING), {"top": "x, f2"})
    ['x', 'f2', 'g g']
    """
    keys = command.keys.split(",")
    if command.id not in chosen:
        return keys
    own = [key.strip() for key in chosen[command.id].split(",")]
    return [*filter(None, own), *(key for key in keys if " " in key)]


def key_names(command: Command, chosen: Mapping[str, str] = NONE_CHOSEN) -> str:
    """All keys of a command that are in force, as a person calls them."""
    return "  ".join(key_name(key) for key in keys_of(command, chosen))


def clash(chosen: Mapping[str, str]) -> str:
    """What is wrong with the person's own keys, a sentence: one key must not mean two things; "" if all is well.

    The keys of the word cursor are a world of their own: they count only while it is there.

    >>> clash({"search": "j"})
    'line_down and search are both on j.'
    >>> clash({"search": "ctrl+y"})
    ''
    """
    for commands in (READING_COMMANDS, WORD_COMMANDS):
        holders: dict[str, str] = {}
        for command in commands:
            for key in keys_of(command, chosen):
                for part in dict.fromkeys(key.split()):
                    other = holders.setdefault(part, f"{command.id} " if " " in key else command.id)
                    sequences = " " in key and other.endswith(" ")
                    if other.strip() != command.id and not sequences:
                        return f"{other.strip()} and {command.id} are both on {key_name(part)}."
    return ""


def grouped() -> dict[str, list[Command]]:
    """All commands by group, in the order of the list."""
    groups: dict[str, list[Command]] = {}
    for command in (*READING_COMMANDS, *WORD_COMMANDS):
        groups.setdefault(command.group, []).append(command)
    return groups
