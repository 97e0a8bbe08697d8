"""What a name promises: is what is assigned to it a password, a key, or something about one?"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

_SUB_WORDS = re.compile(rb"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


class Promise(Enum):
    """What stands under a name."""

    PASSWORD = "password"  # noqa: S105
    """Chosen by a person, perhaps."""
    KEY = "key"
    """Made by a machine: a token, an API key, a client secret."""
    WEAK = "weak"
    """Might be secret: `auth`, `key`, `signature`."""


_PASSWORD = frozenset(
    b"password passwd passwort pwd pass passphrase passcode passwords userpass userpwd dbpass dbpwd sshpass"
    b" mdp pw senha contrasena wachtwoord haslo".split()
)
_KEY = frozenset(
    b"secret secrets token tokens apikey credential credentials creds secretkey accesskey authtoken accesstoken"
    b" clientsecret"
    b" authkey apisecret apitoken appsecret privatekey licensekey signingkey masterkey encryptionkey bearer jwt"
    b" otp totp".split()
)
_KEY_BEFORE_KEY = frozenset(
    b"api access auth secret private consumer application integration wrapped tsig cipher"
    b" encryption signing master client consumer shared service account app"
    b" subscription function admin write deploy server session crypt hmac aes jwt"
    b" webhook root web merchant license licence".split()
)
_WEAK = frozenset(b"auth key keys authorization cookie salt seed verifier session".split())
_ENDINGS = (b"password", b"passwd", b"passphrase", b"pwd")
_KEY_ENDINGS = (b"token", b"secret", b"apikey", b"secretkey", b"accesskey")

_ABOUT = frozenset(
    b"file filename path dir directory folder url uri urls host hostname name names id ids field fields label"
    b" prompt hint regex pattern format type types length len size class style column param parameter params"
    b" header headers prefix suffix policy error errors message msg title text placeholder min max count ttl"
    b" expiry expires expiration expire timeout version enabled disabled required provider service manager"
    b" store helper helpers ref env var arn endpoint location template description desc help tooltip icon"
    b" button input page form link algorithm algo scheme method kind mode event action status state reset"
    b" change changed public uri limit usage used budget bucket index idx list map set table view screen dialog"
    b" component module package import handler callback listener strength requirements validation validator"
    b" invalid valid missing forgot forgotten confirmation confirm update updated created at date time day days"
    b" rotation scope scopes audience issuer realm rule rules config settings option options flag attr"
    b" attribute property question answer hash hashed digest fingerprint encoder hasher generator factory"
    b" builder reader parser lexer kind pos position start end offset num number char chars separator delimiter"
    b" stream ids count counts usage cost price check checks exists missing incorrect wrong tests test_id"
    b" ip ips strategy support supported interceptor filter grant salt complexity".split()
)
"""Last words of names of things about a secret, rather than of the secret."""

_OTHER_TOKENS = frozenset(
    b"csrf xsrf non authenticity antiforgery verification without websocket idempotency pubkey publickey"
    b" amz salted hashed encrypted page next continuation cursor pagination sync delta resume primary"
    b" foreign sort cache partition public object row lookup search hot short arrow shift tab enter escape"
    b" function tokenize tokenizer lexer parser syntax".split()
)
"""First words that make a harmless thing of a token or a key."""


_VERBS = frozenset(
    b"update change reset require requires required use uses has is show hide forgot ask validate check"
    b" verify get generate enable disable allow no skip force remember need needs confirm clear remove delete"
    b" encrypt decrypt compare expect assert match on hash label title hint error err msg text"
    b" lbl txt btn invalid wrong"
    b" missing prompt".split()
)
"""First words of switches and actions: `update_password: always`."""

_OTHER_PASSES = frozenset(
    b"first second third last next single multi one two render geometry shadow forward backward lighting depth"
    b" fail test by com sub compute blit filter build compile optimization".split()
)
"""Words before `pass` that make a round of work of it."""


_CALLED = frozenset(
    b"parse select find query read load create build make new decode encode derive sign store save fetch".split()
)
"""First words of functions whose argument is something else: `parseToken("...")`."""


def sub_words(name: bytes) -> list[bytes]:
    """The lower-case parts of an identifier: `dbPassword2` gives `db`, `password`, `2`."""
    return [word.lower() for word in _SUB_WORDS.findall(name)]


def is_called_otherwise(name: bytes) -> bool:
    """Whether a function of this name takes something else than the secret: `selectTokens`, `new_password`."""
    words = sub_words(name.rpartition(b".")[2])
    return len(words) > 1 and words[0] in _CALLED


@lru_cache(1024)
def promise_of(name: bytes) -> Promise | None:
    """What a name promises, or None when it does not speak of a secret itself."""
    words = [word for word in sub_words(name) if not word.isdigit()]
    last = [word for word in sub_words(name.rpartition(b".")[2]) if not word.isdigit()] if b"." in name else words
    if not words or words[-1] in _ABOUT or _OTHER_TOKENS.intersection(words):
        return None
    if len(words) > 1 and (words[0] in _VERBS or (len(last) > 1 and last[0] in _VERBS)):
        return None
    for place, word in enumerate(words):
        promise = _promise_of_word(word, words[place - 1] if place else b"")
        if promise is not None:
            return None if _ABOUT.intersection(words[place + 1 :]) else promise
    return Promise.WEAK if words[-1] in _WEAK or words[-1].endswith(b"key") else None


def _promise_of_word(word: bytes, before: bytes) -> Promise | None:
    if word == b"pass" and before in _OTHER_PASSES:
        return None
    if word in _PASSWORD or word.endswith(_ENDINGS):
        return Promise.PASSWORD
    if word in _KEY or word.endswith(_KEY_ENDINGS):
        return Promise.KEY
    if word in (b"key", b"keys") and before in _KEY_BEFORE_KEY:
        return Promise.KEY
    return None
