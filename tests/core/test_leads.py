"""What a sentence leads to: notes, places, addresses; and never anything else."""

import pytest

from reader.core.building import Builder, Run
from reader.core.contents import Lead, chapter_beside, is_outside, leads
from reader.core.document import Kind, Style
from reader.core.jumps import MOST, Jumps
from reader.core.selection import Point
from reader.core.spans import Span


def book():
    builder = Builder()
    builder.add("Eins", Kind.HEADING, level=1)
    builder.add(
        [
            Run("Ein "),
            Run("Verweis", Style.LINK, "https://example.org/a"),
            Run("[1]", Style.NOTE_REF, "#n"),
            Run(" und mehr."),
        ]
    )
    builder.add("Zwei", Kind.HEADING, level=1)
    builder.anchor("n")
    builder.add([Run("Siehe "), Run("dort", Style.LINK, "mailto:a@example.org")], Kind.NOTE, label="[1]")
    return builder.finish()


def test_notes_come_first_and_a_note_leads_back_to_its_mark():
    document = book()
    assert leads(document, 1, Span(0, 99)) == [
        Lead("[1]", Point(3, 0)),
        Lead("Verweis", None, "https://example.org/a"),
    ]
    assert leads(document, 1, Span(0, 3)) == []
    assert leads(document, 3, Span(0, 99)) == [
        Lead("back to its mark", Point(1, 11)),
        Lead("dort", None, "mailto:a@example.org"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "--help",
        "https://a b",
        "https://a\x1b]52;c;eA==\x07",
        "ftp://a",
        "",
    ],
)
def test_what_is_no_address_of_the_web_leads_nowhere(address):
    assert not is_outside(address)


def test_the_chapters_beside():
    document = book()
    assert [chapter_beside(document, at, 1) for at in range(4)] == [2, 2, None, None]
    assert [chapter_beside(document, at, -1) for at in range(4)] == [None, 0, 0, 2]


def test_a_new_jump_forgets_what_lay_ahead_and_few_are_kept():
    jumps = Jumps()
    for place in range(3 * MOST):
        jumps.leave(place)
    jumps.leave(3 * MOST - 1)
    assert jumps.back("here") == 3 * MOST - 1
    assert jumps.back("there") == 3 * MOST - 2
    jumps.leave("elsewhere")
    assert jumps.forward("here") is None
    count = 0
    while jumps.back("x") is not None:
        count += 1
    assert count <= MOST
