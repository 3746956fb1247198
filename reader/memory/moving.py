"""Moving the rows of version 1 into today's table, piece by piece.

Why piece by piece: a million rows take seconds, in which nobody else could store anything.

Invariant: at every moment, also after a kill, each row stands in one of the two tables; what has been stored
since in the same place wins over the older row.
"""

import sqlite3

from reader.memory.rows import COLUMNS, has_older

ROWS_PER_STEP = 1000

_MOVE = f"""
INSERT OR IGNORE INTO translation ({COLUMNS})
SELECT pair, key, rank, CASE rank WHEN 3 THEN '' ELSE origin END, x'', source, target, origin, 0, 0
FROM unit ORDER BY pair, key, rank LIMIT ?
"""  # noqa: S608 - the names of the columns
_REMOVE = """
DELETE FROM unit WHERE (pair, key, rank) IN (SELECT pair, key, rank FROM unit ORDER BY pair, key, rank LIMIT ?)
"""


def move_step(connection: sqlite3.Connection, count: int = ROWS_PER_STEP) -> bool:
    """Move some rows, inside the caller's transaction; false if none were left, and the old table is gone.

    Raises:
        sqlite3.Error: the file cannot be read or written.
    """
    if not has_older(connection):
        return False
    connection.execute(_MOVE, (count,))
    if connection.execute(_REMOVE, (count,)).rowcount > 0:
        return True
    connection.execute("DROP TABLE unit")
    return False
