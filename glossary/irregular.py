"""German forms that no rule gives and the word list has under another word only. Sources: any dictionary."""

_TWO_NOMINATIVES = ("Buchstab", "Fried", "Funk", "Gedank", "Glaub", "Hauf", "Nam", "Sam", "Will")
"""Masculine nouns whose nominative is in -e or -en (der Friede, der Frieden): one lexeme, genitive -ens."""

MORE_NOUNS = {
    "Atlanten": "Atlas",
    "Indizes": "Index",
    "Indices": "Index",
    "Kakteen": "Kaktus",
    "Jobs": "Job",
    "Bären": "Bär",
    "Strasse": "Straße",
    "Strassen": "Straße",
    "Herzens": "Herz",
    **{stem + end: f"{stem}e" for stem in _TWO_NOMINATIVES for end in ("en", "ens")},
}
"""Forms of nouns, with the lexeme they belong to as well."""

MORE_WORDS = {
    **{f"letzt{end}": "letzt" for end in ("e", "en", "er", "es", "em")},
    **{f"ander{end}": "ander" for end in ("e", "en", "er", "es", "em")},
    "näher": "nah",
    "nähere": "nah",
    "näheren": "nah",
    "näherer": "nah",
    "mehr": "viel",
    "meiste": "viel",
    "meisten": "viel",
    "raue": "rau",
    "rauen": "rau",
    "rauer": "rau",
    "raues": "rau",
    "rauem": "rau",
    "weiß": "weiß",
    "weißt": "wissen",
    "wisst": "wissen",
}
"""Forms of other words, likewise."""

ONE_SYLLABLE_PLURALS = frozenset(
    (
        *("Barsch", "Beet", "Blei", "Erz", "Fest", "Fett", "Flöz", "Gnom", "Greis", "Heft", "Herbst", "Lack", "Recht"),
        *("Stück", "Tross", "Werk", "Zelt", "Ziel", "Gift", "Heim", "Netz", "Paar", "Pfad", "Steg", "Text", "Tier"),
    )
)
"""Nouns of one syllable that have their plural in -e although the word list takes it for a word of its own.

With one syllable it mostly is one: Kohl and Kohle, Schal and Schale, Laub and Laube, Zink and Zinke.
"""
