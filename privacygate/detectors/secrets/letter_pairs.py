"""How unlike natural language a string is: letters drawn at random form pairs that words rarely have.

The table was counted by `bench/letter_pairs.py` in the words of Python's standard library, which are English and
abbreviations of English, as names in source code are.
"""

from __future__ import annotations

_BITS = (
    # Row: first letter, a to z. Column: second letter. Digit: -log2 of how often it follows, 9 for 9 and more.
    "85449769496343959343668769"
    "36563899449378469557399959"
    "39673993594479289573599979"
    "47751789299597399647489969"
    "48436569799453856334967479"
    "39774379299488399465499969"
    "49882854399474589436479999"
    "29982999399778399575699979"
    "66455559998442469543959796"
    "49781998695899279968299989"
    "58761869399494779637694979"
    "38852699399398379845588949"
    "25972999498758339957599989"
    "49433638497686479943569979"
    "76547769696542549354455899"
    "39872897599399349364599959"
    "89889998899897997669097999"
    "38652759397755379544577959"
    "59582885397677559932497969"
    "49672793399689479345597959"
    "55564669599343749333999999"
    "28891999399989599999999999"
    "29863893299694399359996899"
    "46363597399779739862898569"
    "76575789499554529632965956"
    "49871899399788599888999863"
)

NATURAL = 4.6
"""Words and names stay below so many bits for each pair; random letters are above 5.5 most of the time."""


def strangeness(value: bytes) -> float:
    """Mean bits of the pairs of letters in `value`, whatever their case; 0 when there are no pairs."""
    total = pairs = 0
    before = -1
    for byte in value.lower():
        letter = byte - 97 if 97 <= byte <= 122 else -1
        if letter >= 0 and before >= 0:
            total += ord(_BITS[before * 26 + letter]) - 48
            pairs += 1
        before = letter
    return total / pairs if pairs else 0.0
