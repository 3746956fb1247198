"""What stands in the place of translations that are not there."""

from dataclasses import replace

from reader.core.bitext import Bitext
from reader.core.keys import segment_key
from reader.core.target import AROUND, MISSING, Target, TargetState
from tests.core.support import document


def failed(reason, retry_at=None):
    return Target(state=TargetState.FAILED, reason=reason, retry_at=retry_at)


def test_neighbours_in_the_same_state_share_its_name_whenever_they_are_tried_again():
    bitext = Bitext(document("Eins ist hier. Zwei ist hier. Drei ist hier."), lambda _: {})
    keys = bitext.paragraph(0).keys
    away = "Google did not answer"
    bitext.set_targets(dict(zip(keys, (failed(away, 1.0), failed(away, 2.0), failed("Another reason")), strict=True)))
    pair = bitext.paragraph(0)
    assert pair.target == f"not translated ({away}) not translated (Another reason)"
    assert pair.target_segments[0] == pair.target_segments[1]


def test_a_long_reason_is_short_in_the_text():
    bitext = Bitext(document("Eins ist hier."), lambda _: {})
    key = bitext.paragraph(0).keys[0]
    bitext.set_targets({key: failed("Google refuses; MyMemory is away; next try 14:32.")})
    assert bitext.paragraph(0).target == "not translated (Google refuses)"
    bitext.set_targets({key: failed("word " * 40)})
    assert len(bitext.paragraph(0).target) < 110


def test_why_there_is_nothing_may_change():
    known = segment_key("Zwei ist hier.")
    bitext = Bitext(document("Eins ist hier. Zwei ist hier.\nDrei ist hier."), lambda _: {})
    bitext.paragraph(0)
    bitext.set_targets({known: Target("Two.", TargetState.MACHINE)})
    assert bitext.set_missing(MISSING) == set()
    assert bitext.set_missing(Target(reason="offline")) == {0}
    assert bitext.paragraph(0).target == "— offline — Two."
    assert bitext.paragraph(1).target == "— offline —"


def test_what_stands_around_an_article_keeps_its_own_reason():
    bitext = Bitext(replace(document("Ein Satz.\n\nKommentar (0)"), boilerplate=frozenset({1})), lambda _: {})
    bitext.load((0, 1))
    assert bitext.set_missing(Target(reason="you said no for this text")) == {0}
    assert bitext.paragraph(1).targets == (AROUND,)
