"""JSON from others, read without going deep: a text that is nested for its own sake is refused before it is parsed.

Python's parser calls itself for each level and gives up with a RecursionError at some thousand of them, in the midst
of which anything else that runs (a finaliser, say) fails as well.
"""

import json
import re
from typing import Any

_DEEPEST = 100
_BRACKET = re.compile(r"[\[{\]}]")


def loads(text: str | bytes) -> Any:  # noqa: ANN401 - whatever was written
    """What a text holds as JSON.

    Raises:
        ValueError: it is none, or nested deeper than anything that a service says.

    >>> loads('{"a": [1]}')
    {'a': [1]}
    """
    whole = text.decode() if isinstance(text, bytes) else text
    if whole.count("[") + whole.count("{") > _DEEPEST:
        depth = 0
        for bracket in _BRACKET.finditer(whole):
            depth += 1 if bracket[0] in "[{" else -1
            if depth > _DEEPEST:
                raise ValueError("nested far too deep")
    return json.loads(whole)
