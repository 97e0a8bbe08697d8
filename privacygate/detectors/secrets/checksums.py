"""Checksums and structures that some kinds of secrets carry in themselves.

Each takes the secret as it stands in the text and tells whether it holds. They never raise.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable, Sequence
from zlib import crc32

BASE62 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE58 = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
BECH32 = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def base62(number: int, width: int) -> bytes:
    """`number` in base 62 (digits, upper case, lower case), zero-padded to `width`."""
    digits = bytearray()
    while number or len(digits) < width:
        number, digit = divmod(number, 62)
        digits.append(BASE62[digit])
    return bytes(reversed(digits))


def github(secret: bytes) -> bool:
    """The last 6 of the 36 characters after the prefix are the CRC-32 of the 30 before them, in base 62.

    Source: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
    """
    payload = secret.rpartition(b"_")[2]
    return len(payload) == 36 and base62(crc32(payload[:-6]), 6) == payload[-6:]


def jwt(secret: bytes) -> bool:
    """Header and payload are base64url of JSON objects; the header names an algorithm. Source: RFC 7519."""
    import json

    header, _, rest = secret.partition(b".")
    payload, has_signature, _ = rest.partition(b".")
    try:
        first, second = (json.loads(decode_base64(part) or b"") for part in (header, payload))
    except (ValueError, RecursionError):  # brackets a thousand deep are JSON, and no token
        return False
    return bool(has_signature) and isinstance(first, dict) and isinstance(second, dict) and "alg" in first


def basic_auth(secret: bytes) -> bool:
    """Base64 of printable text with a colon inside. Source: RFC 7617."""
    decoded = decode_base64(secret)
    if decoded is None:
        return False
    user, colon, password = decoded.partition(b":")
    return bool(colon and user and len(password) >= 3) and all(32 <= byte < 127 for byte in decoded)


def pem_body(secret: bytes) -> bool:
    """Base64 of a DER sequence, of an OpenSSH key, or of an encrypted body after its headers.

    `secret` is what stands between the BEGIN and the END line, with real or escaped line breaks.
    """
    lines = secret.replace(b"\\r", b"").replace(b"\\n", b"\n").split(b"\n")
    # `+` and `/` are Base64 too, and may stand at the edge of a line: they are taken off where it fails with them.
    return any(_is_body([line.strip(marks) for line in lines]) for marks in (_MARKS, _MARKS + b"+/"))


_MARKS = b" \t\r\"',;|>#*\\"
"""What code, comments and quotations put around the lines of a key."""


def _is_body(lines: Sequence[bytes]) -> bool:
    encrypted = any(b":" in line for line in lines)
    body = b"".join(line for line in lines if b":" not in line)
    decoded = decode_base64(body[: len(body) // 4 * 4])
    return decoded is not None and len(body) >= SHORTEST_BODY and (encrypted or decoded.startswith(_BODIES))


SHORTEST_BODY = 64
"""Characters of an Ed25519 key in PKCS#8; nothing that is called a private key has fewer."""


_BODIES = (b"\x30", b"openssh-key-v1\0", b"\x94", b"\x95", b"\xc5", b"\x3f\x6f\xf9\xeb")
"""What the bodies of private keys begin with: DER, OpenSSH, PGP (three kinds of packets), ssh.com."""


def aws_access_key_id(secret: bytes) -> bool:
    """The 12 digits of the account are in characters 5 to 13, base 32 shifted by one bit: below 10^12.

    Ids made before 2019 do not carry the account, and begin with I or J after the prefix.
    """
    payload = secret[4:]
    if len(payload) != 16 or payload.translate(None, BASE32):
        return False
    if payload[:1] in b"IJ":
        return True
    number = 0
    for digit in payload[:10]:
        number = number * 32 + BASE32.index(digit)
    account = (number >> 2 & 0x7FFFFFFFFF80) >> 7
    return account < 10**12


def nats_seed(secret: bytes) -> bool:
    """Base32 that ends with the CRC-16/XMODEM of what is before, little-endian. Source: nats-io/nkeys."""
    import base64

    try:
        raw = base64.b32decode(secret + b"=" * (-len(secret) % 8))
    except ValueError:
        return False
    return len(raw) > 4 and binascii.crc_hqx(raw[:-2], 0) == int.from_bytes(raw[-2:], "little")


def bitcoin_wif(secret: bytes) -> bool:
    """Base58Check: the last 4 bytes are the start of a double SHA-256 of the rest."""
    import hashlib

    if len(secret) not in (51, 52):  # and no arithmetic with numbers of any size
        return False
    number = 0
    for character in secret:
        digit = BASE58.find(character)
        if digit < 0:
            return False
        number = number * 58 + digit
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(raw) not in (37, 38):
        return False
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def age(secret: bytes) -> bool:
    """Bech32 after `age-secret-key-` or `age-secret-key-pq-`. Source: BIP 173, FiloSottile/age."""
    text = secret.lower()
    prefix, _, data = text.rpartition(b"1")
    values = [BECH32.find(character) for character in data]
    if prefix not in (b"age-secret-key-", b"age-secret-key-pq-") or min(values, default=-1) < 0:
        return False
    expanded = [c >> 5 for c in prefix] + [0] + [c & 31 for c in prefix]
    return _bech32_polymod(expanded + values) == 1


def _bech32_polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                check ^= generator
    return check


def decode_base64(text: bytes) -> bytes | None:
    """Decode standard or URL-safe Base64, padded or not; None when it is neither."""
    text = text.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return binascii.a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    except binascii.Error:
        return None


def drawn(secret: bytes) -> bool:
    """A machine drew it, as far as one can see: it is no word, name, path or version."""
    from privacygate.detectors.secrets.value_shape import Shape, shape_of

    return shape_of(secret) is Shape.RANDOM


CHECKSUMS: dict[str, Callable[[bytes], bool]] = {
    "age": age,
    "aws_access_key_id": aws_access_key_id,
    "basic_auth": basic_auth,
    "bitcoin_wif": bitcoin_wif,
    "drawn": drawn,
    "github": github,
    "jwt": jwt,
    "nats_seed": nats_seed,
    "npm": github,
    "pem_body": pem_body,
}
"""By the name that rule files use."""
