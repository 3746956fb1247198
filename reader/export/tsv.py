"""TSV: the table of `csv`, its cells parted by tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.export import csv

if TYPE_CHECKING:
    from typing import BinaryIO

    from reader.export.values import Options
    from reader.export.work import Work


def write(work: Work, out: BinaryIO, options: Options) -> None:
    """Write the segments as TSV, in UTF-8."""
    csv.write(work, out, options, "\t")
