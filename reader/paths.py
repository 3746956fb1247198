"""Where things live: the platform's own directories, never the current one.

Nothing is created here; who writes makes the directory.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LONGEST_NAME_BYTES: Final = 255


@dataclass(frozen=True, slots=True)
class Paths:
    """The files and directories of one person.

    Attributes:
        glossary: the person's own glossary, a YAML file.
        memory: the translation memory.
        history: positions and recent texts.
        config: the configuration file.
        engines: what is remembered of the translation engines from one sitting to the next.
        offline: the directory of the model that translates without a network.
        cache: what can be made again at any time (lexicons, styles of the first page).
    """

    glossary: Path
    memory: Path
    history: Path
    config: Path
    cache: Path
    engines: Path
    offline: Path


def own_glossary(paths: Paths, languages: tuple[str, str]) -> Path:
    """The person's own glossary for texts of one language translated into another.

    A French word is no German term: only German with English has the file that everybody has.

    >>> from dataclasses import fields
    >>> paths = Paths(**{field.name: Path("/data/glossary.yaml") for field in fields(Paths)})
    >>> own_glossary(paths, ("de-AT", "en")).name, own_glossary(paths, ("fr", "en")).name
    ('glossary.yaml', 'glossary.fr-en.yaml')
    """
    name = "-".join(code.partition("-")[0] for code in languages)
    return paths.glossary if name == "de-en" else paths.glossary.with_stem(f"{paths.glossary.stem}.{name}")


def glossary_beside(text: Path) -> Path | None:
    """The glossary that belongs to a text, `NAME.glossary.yaml` beside it; None where no name can be so long.

    >>> glossary_beside(Path("texts/article.md")), glossary_beside(Path("x" * 250))
    (PosixPath('texts/article.glossary.yaml'), None)
    """
    name = f"{text.stem}.glossary.yaml"
    return text.with_name(name) if text.name and len(os.fsencode(name)) <= _LONGEST_NAME_BYTES else None


def short(path: Path) -> str:
    """A path as a person would write it."""
    try:
        return f"~/{path.absolute().relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def user_paths() -> Paths:
    """The paths of the person who runs the program, as the platform has it.

    A HOME that is no absolute path counts as none: files would come to stand in whatever directory is the current one.
    """
    from platformdirs import PlatformDirs  # noqa: PLC0415 - tests and tools that bring their own paths skip it

    if not os.path.isabs(os.environ.get("HOME", "/")):  # noqa: PTH117 - quick
        del os.environ["HOME"]
    dirs = PlatformDirs("lesepult", appauthor=False)
    data, state = Path(dirs.user_data_dir), Path(dirs.user_state_dir)
    return Paths(
        glossary=data / "glossary.yaml",
        memory=data / "memory.db",
        history=state / "history.db",
        config=Path(dirs.user_config_dir) / "config.toml",
        cache=Path(dirs.user_cache_dir),
        engines=state / "engines.json",
        offline=data / "offline",
    )
