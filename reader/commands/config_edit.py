"""The configuration file in the person's editor; a commented example is made first if there is none.

Invariant: a file that is there is never written by us; the one that is made appears whole, for this person alone.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_USUAL = ("sensible-editor", "nano", "vim", "vi")
"""What is tried when the person has named no editor."""

EXAMPLE = """\
# Lesepult's configuration. Take the # away from what you want to set; what is not set has its default.
# `lesepult config` shows what is in force.

# network = "ask"                      # may sentences go to a third party? "ask", "on" or "off"
# engines = ["libretranslate", "deepl", "google"]    # the engines to ask, in this order
# theme = "lesepult-light"             # the theme to begin with

# [keys]                               # other keys; `?` in the reader shows what there is
# line_down = "z,down"

# [libretranslate]
# url = "http://localhost:5000"        # this is the default
# key = "your-key"                     # or LESEPULT_LIBRETRANSLATE_KEY in the environment

# [ollama]
# model = "gemma3:4b"                  # as `ollama list` shows it
# url = "http://localhost:11434"       # this is the default

# [deepl]
# key = "your-key"                     # or LESEPULT_DEEPL_KEY in the environment
# url = "https://proxy.example.org"    # in the place of DeepL's own

# [microsoft]
# key = "your-key"                     # or LESEPULT_MICROSOFT_KEY in the environment
# region = "westeurope"
# url = "https://proxy.example.org"    # in the place of Microsoft's own

# [google]
# url = "https://proxy.example.org"    # in the place of Google's own

# [mymemory]
# email = "you@example.org"            # more characters a day
# url = "https://proxy.example.org"    # in the place of MyMemory's own

# [offline]
# threads = 4                          # so many work at once
# directory = "~/models/de-en"         # where the model is
# url = "https://example.org/model.zip"    # where it is fetched from
"""


def edit(path: Path, environ: Mapping[str, str]) -> None:
    """Open the file in the person's editor, and wait until that ends.

    Raises:
        UsageError: there is no editor.
        ConfigError: the example cannot be written, or the editor failed.
    """
    command = editor(environ)
    make_example(path)
    try:
        process = subprocess.Popen([*command, str(path)])  # noqa: S603 - the person's own editor
    except OSError as error:
        message = f"{command[0]} cannot be started ({(error.strerror or str(error)).lower()})."
        raise UsageError("No editor", message, "Set VISUAL or EDITOR to yours.") from None
    code = _ended(process)
    if code:
        raise ConfigError("The editor failed", f"{command[0]} ended with {code}.", f"The file is {path}.")


def editor(environ: Mapping[str, str]) -> list[str]:
    """The command of the editor, without the file.

    Raises:
        UsageError: none is named, and none of the usual ones is there; or what is named is no command.
    """
    for name in ("VISUAL", "EDITOR"):
        if named := environ.get(name, "").strip():
            try:
                return shlex.split(named)
            except ValueError:
                raise UsageError("No editor", f"{name} is no command.", "Mend its quotation marks.") from None
    for usual in _USUAL:
        if found := shutil.which(usual, path=environ.get("PATH")):
            return [found]
    raise UsageError("No editor", "neither VISUAL nor EDITOR is set.", "Set one of them to your editor.")


def _ended(process: subprocess.Popen[bytes]) -> int:
    """The exit code of the editor; Ctrl-C is the editor's while it runs."""
    while True:
        with suppress(KeyboardInterrupt):
            return process.wait()


def make_example(path: Path) -> None:
    """Put the commented example there if there is nothing; readable for this person alone.

    Raises:
        ConfigError: it cannot be written.
    """
    if os.path.lexists(path):
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as error:
        raise _unwritable(path, error) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(EXAMPLE.encode())
            file.flush()
            os.fsync(handle)
        if not path.exists():  # somebody else may have made one meanwhile
            temporary.rename(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> ConfigError:
    reason = (error.strerror or str(error)).lower()
    return ConfigError("Cannot make the configuration file", f"{path}: {reason}.", "Make its directory writable.")
