"""The tables of the translation memory and the way from every older version to today's.

Invariant: `user_version` of a file says which tables it has; a migration is one transaction, so a file is
never between two versions. A migration is also short, whatever the file holds: what takes long, the rows of an
older table, is moved afterwards and piece by piece (`reader.memory.moving`), and both tables are read meanwhile.
"""

import sqlite3

VERSION = 2
"""What `user_version` says of the tables below."""

# Version 0 is an empty file.
# Version 1 has one row for each segment and rank, so that an edit never overwrites what an engine said. The
# rows live in the primary key itself (WITHOUT ROWID): a segment is found by one descent of one tree.
# Version 2 has one for each engine and terms also, and says when. Its table has a name of its own, for the rows
# of version 1 stand in theirs until they are moved. An index for the concordance is made when it is first wanted
# (`reader.memory.index`) and is no part of the version: without it the same is found, only slower.
_TO_VERSION = {
    1: """
CREATE TABLE unit (
    pair   TEXT    NOT NULL, -- the language codes, as 'de>en'
    key    BLOB    NOT NULL, -- reader.core.keys.segment_key of the source: 16 bytes
    rank   INTEGER NOT NULL, -- 1 a machine's answer, 2 imported, 3 a person's edit; the greatest is shown
    source TEXT    NOT NULL, -- the source segment, cleaned
    target TEXT    NOT NULL, -- its translation, cleaned, never empty
    origin TEXT    NOT NULL, -- the engine, file or person it comes from
    PRIMARY KEY (pair, key, rank)
) WITHOUT ROWID;
""",
    2: """
CREATE TABLE translation (
    pair    TEXT    NOT NULL, -- the language codes, as 'de>en'
    key     BLOB    NOT NULL, -- reader.core.keys.segment_key of the source: 16 bytes
    rank    INTEGER NOT NULL, -- 1 a machine's answer, 2 imported, 3 a person's edit
    slot    TEXT    NOT NULL, -- the engine or the file; '' for an edit, for there is one only
    terms   BLOB    NOT NULL, -- fingerprint of the glossary entries the engine was given; x'' for none
    updated INTEGER NOT NULL, -- of the latest change, in milliseconds since 1970; 0 if it is not known
    created INTEGER NOT NULL, -- the same, of the first
    origin  TEXT    NOT NULL, -- the engine, file or person it comes from
    target  TEXT    NOT NULL, -- its translation, cleaned, never empty
    source  TEXT    NOT NULL, -- the source segment, cleaned; last, for a look-up does not read it
    PRIMARY KEY (pair, key, rank, slot, terms)
) WITHOUT ROWID;
""",
}


class NewerFileError(Exception):
    """The file was written by a later version of this program."""


def needs_migration(connection: sqlite3.Connection) -> bool:
    """Whether the file is of an older version than today's, or new.

    Raises:
        NewerFileError: the file's version is greater than ours.
        sqlite3.Error: the file cannot be read.
    """
    return known_version(connection) < VERSION


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an open file to today's version, in one transaction; see `moving` for the rows.

    Raises:
        NewerFileError: the file's version is greater than ours.
        sqlite3.Error: the file cannot be read or written.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again, for another process may have migrated the file while this one waited for it.
        found = known_version(connection)
        # A new file gets today's table only; that of version 1 would be empty.
        steps = range(found + 1, VERSION + 1) if found else (VERSION,)
        for step in steps:
            for statement in _statements(_TO_VERSION[step]):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def known_version(connection: sqlite3.Connection) -> int:
    """The version of a file; 0 for a new one.

    Raises:
        NewerFileError: it is greater than ours.
        sqlite3.Error: the file cannot be read.
    """
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise NewerFileError("it was written by a later version of this program")
    return version


def _statements(script: str) -> list[str]:
    """The statements of a script one by one: `executescript` would commit the transaction around it."""
    statements, begun = [], ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            statements.append(begun)
            begun = ""
    return statements
