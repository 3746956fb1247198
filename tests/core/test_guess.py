import pytest

from reader.core.guess import guess_target


@pytest.mark.parametrize(
    ("source", "sentence", "guess"),
    [
        ("OPEC+", "powers such as OPEC+ or BRICS+", "OPEC+"),
        ("Sanktion", "It imposed tough sanctions on Russia.", "sanctions"),
        ("Isolation", "Dialogue is better than isolation.", "isolation"),
        ("Isolationismus", "forms that lean toward isolationism.", "isolationism"),
        ("Kreml", "These steps put the Kremlin in a difficult position.", "Kremlin"),
        ("Haus", "They all went away.", ""),
        ("Beziehung", "the relations between the two", ""),
        ("und", "this and that", ""),
    ],
)
def test_a_guess_is_good_or_not_made(source, sentence, guess):
    assert guess_target(source, sentence) == guess


def test_words_that_always_stand_together_are_guessed():
    pairs = [(True, "Moscow said so."), (True, "From Moscow with love."), (False, "Berlin said so.")]
    assert guess_target("Moskau", "It came from Moscow today.", pairs) == "Moscow"
    assert guess_target("Moskau", "It came from Moscow today.", pairs[:1]) == ""
