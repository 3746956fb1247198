"""How this program is installed anew or with an extra: by what installed it (pip, pipx or uv), from where it came.

Imports nothing of the program. Invariant: the command given changes the environment that this program runs in, and
takes the program from the directory that it was installed from, if that is still there: a clone is in no index.
"""

from __future__ import annotations

import os
import shlex
import sys
from typing import Final, NamedTuple

PACKAGE: Final = "lesepult"
_INSTALLERS: Final = {"pipx_metadata.json": "pipx install --force", "uv-receipt.toml": "uv tool install --force"}
"""What an installer leaves in the environment it makes, and how it installs anew."""


class Origin(NamedTuple):
    """Where the program was installed from.

    Attributes:
        directory: a clone, say; empty for an index or a wheel.
        editable: whether it runs from there, with what is changed there.
    """

    directory: str = ""
    editable: bool = False


def install_command(extra: str = "") -> str:
    """What to type to get an extra, or the program as it should be."""
    origin = origin_of(_direct_url())
    what = shlex.quote(f"{origin.directory or PACKAGE}[{extra}]" if extra else origin.directory or PACKAGE)
    for left_behind, command in _INSTALLERS.items():
        if os.path.exists(os.path.join(sys.prefix, left_behind)):  # noqa: PTH110, PTH118 - a name beside sys.prefix
            return f"{command} {what}"
    if not origin.editable:
        return f"pip install {what}"
    # What runs from a clone mostly has an environment in it, which is not the one that a bare `pip` would change.
    python = shlex.quote(sys.executable)
    if _made_by_uv():
        return f"uv pip install --python {python} -e {what}"
    return f"{python} -m pip install -e {what}"


def origin_of(direct_url: str) -> Origin:
    """Where the program was installed from, by what its installer noted (PEP 610).

    >>> origin_of(""), origin_of('{"url": "file:///", "dir_info": {"editable": true}}')
    (Origin(directory='', editable=False), Origin(directory='/', editable=True))
    """
    import json  # noqa: PLC0415 - only where something is missing
    from urllib.parse import urlsplit  # noqa: PLC0415 - as above
    from urllib.request import url2pathname  # noqa: PLC0415 - as above

    try:
        noted = json.loads(direct_url)
        address, info = urlsplit(noted["url"]), noted["dir_info"]
        directory = url2pathname(address.path)
        if address.scheme == "file" and os.path.isdir(directory):  # noqa: PTH112 - as above
            return Origin(directory, info.get("editable") is True)
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    return Origin()


def _direct_url() -> str:
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415 - as above

    try:
        return distribution(PACKAGE).read_text("direct_url.json") or ""
    except (PackageNotFoundError, OSError, UnicodeError):
        return ""


def _made_by_uv() -> bool:
    """Whether the environment is one of uv's, which have no pip in them."""
    try:
        with open(os.path.join(sys.prefix, "pyvenv.cfg"), encoding="utf-8") as notes:  # noqa: PTH118, PTH123 - as above
            return any(line.partition("=")[0].strip() == "uv" for line in notes)
    except (OSError, UnicodeError):
        return False
