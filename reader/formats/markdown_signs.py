"""Whether a text without a name is Markdown: what comes from a pipe, or a file that is called README.

Invariant: one sign is never enough, and what people type in plain text and in scripts, such as `*stars*`, a line of
dashes or `# a remark`, is none.
"""

from __future__ import annotations

import re
from typing import Final

from reader.formats.front_matter import parted

_HEADING: Final = re.compile(r"(?:\A|\n[ \t]*\n)#{1,6} [^\s#!].{0,200}(?=\n[ \t]*(?:\n|\Z)|\Z)")
"""With a blank line on either side: a remark stands right above what it is about."""
_FENCE: Final = re.compile(r"^(```|~~~)[\w+#.-]{0,30}[ \t]*$", re.MULTILINE)
_OTHERS: Final = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"\[[^\[\]\n]{1,200}\]\((?:https?:|mailto:|#|\.{0,2}/)[^\s()]{0,500}\)",
        r"\*\*\w[^*\n]{0,200}\*\*",
        r"^\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t|:-]*$",
        r"^[ \t]*[-*+] \[[ xX]\] \S",
        r"^\[\^[\w-]{1,30}\]: \S",
    )
)


def is_markdown(head: bytes) -> bool:
    r"""Whether some bytes, the first of a text, have signs of Markdown that nothing else explains.

    >>> is_markdown(b"# Titel\n\nText.\n\n## Eins\n\nMehr."), is_markdown(b"# Titel\n\nText.\n\nMehr.")
    (True, False)
    """
    text = head.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    if text.startswith("#!"):
        return False
    # Of what stands between fences nothing counts.
    parts = _FENCE.split(text)
    fences = len(parts) // 2
    prose = "\n".join(parts[::4]) if fences > 1 else text
    blocks = min(2, len(_HEADING.findall(prose))) + 2 * (fences > 1)
    if text.startswith(("---", "+++")) and parted(text)[1] is not text:
        blocks += 2
    return blocks > 0 and blocks + sum(bool(sign.search(prose)) for sign in _OTHERS) > 1
