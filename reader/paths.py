"""Where things live: the platform's own directories, never the current one.

Nothing is created here; who writes makes the directory.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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


def short(path: Path) -> str:
    """A path as a person would write it."""
    try:
        return f"~/{path.absolute().relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def user_paths() -> Paths:
    """The paths of the person who runs the program, as the platform has it."""
    from platformdirs import PlatformDirs  # noqa: PLC0415 - tests and tools that bring their own paths skip it

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
