"""Text as the model was trained on it, and how long its translation may get. Pure.

OPUS-MT's own preprocessing puts Moses' `normalize-punctuation.perl` before SentencePiece: typographic quotes, dashes
and blanks never occurred in training, and a model makes odd things of what it has never seen.
"""

MAX_TOKENS = 512
"""As long as a text may be: OPUS-MT was trained on sentences of at most so many tokens, and CTranslate2 cuts what is
longer than 1,024 off without a word."""

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("„“”«»", '"'),
        **dict.fromkeys("‚‘’‹›´`", "'"),
        "–": "-",
        "—": " - ",
        "…": "...",
        "\u00ad": None,
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", None),
    }
)


def plain(text: str) -> str:
    r"""A text in the punctuation that the model knows, on one line.

    >>> print(plain("Die „roten Linien“ – ‚so\u00a0heißt es‘ …"))
    Die "roten Linien" - 'so heißt es' ...
    """
    return " ".join(text.translate(_PLAIN).split())


def ceiling(tokens: int) -> int:
    """So many tokens a translation of a text of so many may have; one that gets as far has run wild.

    >>> ceiling(10)
    50
    """
    return 3 * tokens + 20
