"""What tags look like: the one place where the core's tags meet the theme's component classes.

Invariant: which component classes a set of tags has, and in which order they are laid over each other, is the same
for the reader and for the first page that stands before it. This module imports neither Textual nor Rich.
"""

from reader.core.runs import Tag

COMPONENT_CLASSES = (
    "source",
    "target",
    "title",
    "heading",
    "subheading",
    "code",
    "strong",
    "emph",
    "link",
    "note-ref",
    "struck",
    "rule",
    "table-head",
    "ruled",
    "lead",
    "boilerplate",
    "sentence",
    "state",
    "quiet",
    "term",
    "missing",
    "forbidden",
    "hit",
    "selected",
    "focus",
    "current-hit",
    "word",
    "mark",
    "failed",
    "waiting",
    "stale",
    "edited",
)

_LAYERS = (
    (Tag.TITLE, "title"),
    (Tag.HEADING, "heading"),
    (Tag.SUBHEADING, "subheading"),
    (Tag.CODE, "code"),
    (Tag.STRONG, "strong"),
    (Tag.EMPH, "emph"),
    (Tag.LINK, "link"),
    (Tag.NOTE_REF, "note-ref"),
    (Tag.STRIKE, "struck"),
    (Tag.RULE, "rule"),
    (Tag.TABLE_HEAD, "table-head"),
    (Tag.RULED, "ruled"),
    (Tag.LEAD, "lead"),
    (Tag.SENTENCE, "sentence"),
    (Tag.BOILERPLATE, "boilerplate"),
    (Tag.STATE, "state"),
    (Tag.TERM, "term"),
    (Tag.MISSING, "missing"),
    (Tag.FORBIDDEN, "forbidden"),
    (Tag.HIT, "hit"),
    (Tag.SELECTED, "selected"),
    (Tag.FOCUS, "focus"),
    (Tag.CURRENT_HIT, "current-hit"),
    (Tag.WORD, "word"),
    (Tag.MARK, "mark"),
    (Tag.FAILED, "failed"),
    (Tag.WAITING, "waiting"),
    (Tag.STALE, "stale"),
    (Tag.EDITED, "edited"),
)


def classes_of(tags: int) -> list[str]:
    """The component classes of a set of tags, the base first, each laid over those before it.

    >>> classes_of(Tag.TARGET | Tag.TERM | Tag.SENTENCE)
    ['target', 'sentence', 'term']
    """
    classes = ["target" if tags & Tag.TARGET else "source"]
    classes += [name for tag, name in _LAYERS if tags & tag]
    if tags & Tag.QUIET:
        classes[classes.index("term")] = "quiet"
    return classes
