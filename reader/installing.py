"""How this program is installed anew or with an extra: by what installed it (pip, pipx or uv).

Imports nothing of the program. Invariant: the command given changes the environment that this program runs in.
"""

from __future__ import annotations

import os
import sys
from typing import Final

PACKAGE: Final = "lesepult"
_INSTALLERS: Final = {"pipx_metadata.json": "pipx install --force", "uv-receipt.toml": "uv tool install --force"}
"""What an installer leaves in the environment it makes, and how it installs anew."""


def install_command(extra: str = "") -> str:
    """What to type to get an extra, or the program as it should be."""
    what = f"'{PACKAGE}[{extra}]'" if extra else PACKAGE
    for left_behind, command in _INSTALLERS.items():
        if os.path.exists(os.path.join(sys.prefix, left_behind)):  # noqa: PTH110, PTH118 - a name beside sys.prefix
            return f"{command} {what}"
    return f"pip install {what}"
