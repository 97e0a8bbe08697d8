"""Passwords that everybody uses: they stand for one that is filled in later, or open nothing.

Only for values that a person may have chosen. What a machine drew is looked at by `placeholder.py`.
"""

from __future__ import annotations

import re

from privacygate.detectors.secrets.placeholder import (
    SURE_SIGNS,
    TELLING_WORDS,
    is_periodic,
    is_template,
    longest_sequence,
)

_WORDS = frozenset(
    b"password passwd pass pwd passphrase secret token key apikey api_key true false null none nil undefined"
    b" string str text hidden required optional default value values test tests testing admin root guest user"
    b" username login basic bearer digest oauth oauth2 jwt auto prompt ask empty blank off on yes no enabled"
    b" disabled unknown invalid wrong missing changeme letmein foobar foo bar baz qux abc abcd number integer"
    b" boolean object array json bool int float public private credentials credential email phone"
    b" confirm current new old forgot reset change mypassword mysecret mytoken mykey my_password my_secret"
    b" my-secret my-token my-password supersecret topsecret secret123 pass123 password1 password12 password123"
    b" test123 test1234 testing123 admin123 user123 root123 abc123 bar123 foo123 p@ssword confirmed always"
    b" never nullable sometimes on_create verysecret donttell mypass somepassword some-password somesecret"
    b" some-secret sometoken some-token hunter2 xxx pwned short long include inherit same asterisk userpass"
    b" toor sa scott tiger demo dev dummy fake sample example sekret sekrit s3cret s3cr3t p4ssword passw0rd"
    b" p@ssw0rd p@$$w0rd pa$$word correcthorsebatterystaple trustno1 welcome welcome1 iloveyou opensesame"
    b" notasecret changeit android foobared mypasswd mypwd testpass testpwd testtest rootpass rootpassword".split()
)
"""Words that stand for a password, say what kind of thing belongs there, or are the first that everybody tries."""

_KEYBOARD = frozenset(
    b"asdf asdfg asdfgh asdfasdf asdasd asdqwe qwer qwert qwerty qwertz qwe123 qweqwe qweasd qazwsx 1qaz2wsx"
    b" zxcv zxcvbn zxcvbnm asdf1234 qwer1234 qwerty123 1q2w3e 1q2w3e4r abcd1234 a1b2c3 aaa111".split()
)
"""What fingers type when nothing comes to mind."""

_STAND_IN = re.compile(
    rb"(?:" + TELLING_WORDS + rb"|" + SURE_SIGNS + rb"|example|not|does|enter|any|some|x{4}|\*{3}|\.{3}|-{5}|_{5})",
    re.IGNORECASE,
)
"""How a value starts that is put in place of a real one."""

_CUT = re.compile(rb"(.)\1{5}|" + SURE_SIGNS, re.DOTALL | re.IGNORECASE)
"""What has been blotted out."""

_SAYS_WHAT_IT_IS = re.compile(
    rb"(?:my|the|a|an|new|old|your|user|test|some|access|auth|app|db|root|admin|super|top|very)?[-_ ]?"
    rb"(?:passw(?:or)?d|pass|pwd|secret|token|key)[-_@#. ]?(?:\d{1,5}|one|two|three|here|value|[a-z])?[!?@#$.]{0,3}",
    re.IGNORECASE,
)
"""`my-password1`, `secret_key`, `NewPass!`."""

_WHO_LOGS_IN = re.compile(
    rb"(?:user(?:name)?|admin|root|guest|test|tester|foo|bar|baz|demo|abc|xyz)[-_@#.]?\d{0,5}[!@#$.]{0,3}",
    re.IGNORECASE,
)


def is_commonplace(value: bytes) -> bool:
    """Whether people write `value` where they have no password of their own."""
    return (
        value.lower() in _WORDS
        or value.lower() in _KEYBOARD
        or _STAND_IN.match(value) is not None
        or _SAYS_WHAT_IT_IS.fullmatch(value) is not None
        or _WHO_LOGS_IN.fullmatch(value) is not None
        or _CUT.search(value) is not None
        or is_template(value)
        or len(set(value)) < 3
        or is_periodic(value)
        or longest_sequence(value) == len(value)
    )
