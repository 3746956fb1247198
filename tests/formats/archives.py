"""ZIP archives for tests, good and bad."""

import io
import struct
import zipfile

from hypothesis import strategies as st


def packed(entries, *, stored=()):
    """A ZIP archive of names and bytes; those in `stored` are not compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, kind)
    return buffer.getvalue()


def encrypted(data):
    """The archive with every entry marked as encrypted."""
    changed = bytearray(data)
    for magic, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = 0
        while (start := data.find(magic, start)) >= 0:
            flags = struct.unpack_from("<H", data, start + at)[0]
            struct.pack_into("<H", changed, start + at, flags | 1)
            start += 4
    return bytes(changed)


@st.composite
def damaged(draw, makers):
    """A file of one of the makers with some wrong bytes, whole or cut off."""
    data = bytearray(draw(st.sampled_from(makers))())
    for at in draw(st.lists(st.integers(0, len(data) - 1), max_size=8)):
        data[at] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.sampled_from([len(data), len(data) // 2, len(data) - 30]))])
