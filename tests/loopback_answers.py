"""What the loopback server answers to a text: words made from a hash of it, so that pairings can be proved.

Invariant: the answer depends on nothing but the words of the text, passes the checks of the service where a good
translation would (its numbers, quotes, brackets, last mark and about its length), and no two texts that a test uses
have the same one.
"""

import re
from hashlib import blake2b

WORDS = """
    absent ashore awkward barely beetle bishop blanket borrow bottle breeze bucket butter candle carpet castle cautious
    cheese chimney clever clumsy cobble copper cottage cradle crooked cuckoo curtain daisies dawdle depth dimple dinghy
    donkey drizzle dwell eager eleven empty evening fabric fiddle flannel flour flutter foggy follow forgive fumble
    gallop gargle gentle giggle ginger glimpse goggle gossip gravel grumble gurgle hamlet handle haystack hazel helpful
    hickory hobble hollow honey hopeful huddle hurry ivory jagged jelly jigsaw jockey jolly juggle kettle kneel ladder
    laugh leather lettuce lively lobster lofty lonely lucky mackerel marble meadow mellow mischief mitten mumble
    mushroom muddy mutter nibble nimble nobody noisy nuzzle oatmeal orchard otter outing oyster paddle parsley pebble
    pepper pickle pigeon pillow plough plunder pocket polish powder pudding puddle puzzle quarrel queasy quiet quilt
    rabbit rattle ready ripple robin rotten rubble rustle saddle scarce scatter scramble scribble settle shabby shallow
    shepherd shiver shovel shrug sizzle sketchy slender slippery smother snuggle sparrow spider splash squirrel stubborn
    stumble sudden swallow tackle tangle tattered teapot thicket thimble thirsty thorough thrush tickle timber toffee
    tremble trickle trouble truffle tumble turnip twinkle ugly umbrella uneasy unfold upright useful vanish velvet
    wander weary weather whisker whisper whistle wicked willow wobble worry wriggle yawning yellow yonder zigzag
    """.split()  # noqa: SIM905 - a list of two hundred words reads better so
SMALL = ("the", "of", "with", "and", "from", "that", "their", "under")
GERMAN = "nicht und auch über zwischen wieder durch gegen noch aber einer Leute Dinge Wetter Straße Brücke".split()  # noqa: SIM905
GERMAN_SMALL = ("nicht", "der", "und", "auch")

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_QUOTED = re.compile(r"[„“”\"«»]")
_LEAST_WORDS = 4


def answer_to(source):
    """The answer to a text.

    >>> answer_to("Ja.") == answer_to(" Ja. "), answer_to("Ja.") == answer_to("Nein.")
    (True, False)
    >>> "20.000" in answer_to("Es kamen 20.000 Leute.")
    True
    """
    plain = " ".join(source.split())
    return _framed(plain, _words(plain, WORDS, SMALL), SMALL)


def german_answer_to(source):
    """An answer in German that has nothing to do with the text but its numbers and its length."""
    plain = " ".join(source.split())
    return _framed(plain, _words(plain, GERMAN, GERMAN_SMALL), GERMAN_SMALL)


def _words(plain, some, small):
    """Words until they are about as long as the text."""
    found = []
    at = 0
    while len(found) < _LEAST_WORDS or sum(map(len, found)) + len(found) < 0.9 * len(plain):
        digest = blake2b(f"{at} {plain}".encode(), digest_size=8).digest()
        for one, other in zip(digest[::2], digest[1::2], strict=True):
            found += [small[other % len(small)], some[one % len(some)]]
        at += 1
    least = max(
        _LEAST_WORDS, next((n for n in range(len(found) + 1) if len(" ".join(found[:n])) >= 0.9 * len(plain)), 0)
    )
    return found[:least]


def _framed(plain, words, small):
    """The words as a sentence, with what a translation has in common with its source."""
    # A word before each number: two beside each other may be read as one.
    for at, number in enumerate(_NUMBER.findall(plain)):
        words += [small[at % len(small)], number]
    words[0] = words[0].capitalize()
    if _QUOTED.search(plain):
        words[1] = f"“{words[1]}”"
    if "(" in plain:
        words[2] = f"({words[2]})"
    bare = plain.rstrip("“”\"»«)’' ")
    return " ".join(words) + (bare[-1] if bare and bare[-1] in "?!:" else ".")
