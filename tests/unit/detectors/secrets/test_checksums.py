"""Values are made here by other code than the product's: the standard library, `openssl` and `ssh-keygen`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import random
import shutil
import string
import subprocess
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacygate.detectors.secrets import checksums
from privacygate.detectors.secrets.checksums import (
    CHECKSUMS,
    age,
    aws_access_key_id,
    base62,
    basic_auth,
    bitcoin_wif,
    decode_base64,
    github,
    jwt,
    nats_seed,
    pem_body,
)

DRAWING = random.Random(7)  # noqa: S311

Checksum = Callable[[bytes], bool]


def drawn(alphabet: str, length: int) -> str:
    return "".join(DRAWING.choices(alphabet, k=length))


def changed(value: str, at: int) -> str:
    """`value` with another character of the same kind at `at`."""
    old = value[at]
    kind = string.digits if old.isdigit() else string.ascii_uppercase if old.isupper() else string.ascii_lowercase
    return value[:at] + kind[(kind.index(old) + 1) % len(kind)] + value[at + 1 :]


def github_token(prefix: str) -> str:
    payload = drawn(string.ascii_letters + string.digits, 30)
    alphabet = string.digits + string.ascii_uppercase + string.ascii_lowercase
    number, digits = crc32(payload.encode()), ""
    for _ in range(6):
        digits = alphabet[number % 62] + digits
        number //= 62
    return prefix + payload + digits


class TestGitHub:
    @pytest.mark.parametrize("prefix", ["ghp_", "gho_", "ghs_", "npm_", ""])
    def test_tokens(self, prefix: str) -> None:
        for _ in range(20):
            assert github(github_token(prefix).encode())

    def test_any_other_character_breaks_it(self) -> None:
        token = github_token("ghp_")
        for at in range(4, 40):
            assert not github(changed(token, at).encode())

    @pytest.mark.parametrize("value", ["", "ghp_", "ghp_" + "a" * 36, "ghp_" + "0" * 36, "_" * 40])
    def test_what_is_none(self, value: str) -> None:
        assert not github(value.encode())

    def test_base_62(self) -> None:
        assert base62(0, 6) == b"000000"
        assert base62(61, 1) == b"z"
        assert base62(62, 1) == b"10"
        assert base62(2**32 - 1, 6) == b"4gfFC3"
        assert base62(0, 0) == b""


def encoded(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


class TestJwt:
    def token(self, header: object, payload: object, *rest: str) -> bytes:
        return ".".join([encoded(header), encoded(payload), *rest]).encode()

    def test_tokens(self) -> None:
        assert jwt(self.token({"alg": "HS256", "typ": "JWT"}, {"sub": "1", "name": "größe"}, "c2ln"))
        assert jwt(self.token({"alg": "none"}, {}, ""))

    @pytest.mark.parametrize(
        ("header", "payload", "rest"),
        [
            ({"typ": "JWT"}, {"sub": "1"}, ["c2ln"]),
            ({"alg": "HS256"}, {"sub": "1"}, []),
            ({"alg": "HS256"}, ["sub"], ["c2ln"]),
            ({"alg": "HS256"}, "{", ["c2ln"]),
            (["alg"], {"sub": "1"}, ["c2ln"]),
            ("alg", {"sub": "1"}, ["c2ln"]),
            ("", "", [""]),
            ({"alg": "HS256"}, "9" * 5000, ["c2ln"]),
        ],
    )
    def test_what_is_none(self, header: object, payload: object, rest: list[str]) -> None:
        assert not jwt(self.token(header, payload, *rest))

    @pytest.mark.parametrize("deep", ["[" * 200_000, '{"a":' * 100_000])
    def test_brackets_a_hundred_thousand_deep(self, deep: str) -> None:
        assert not jwt(self.token({"alg": "HS256"}, deep, "c2ln"))
        assert not jwt(self.token(deep, {"a": 1}, "c2ln"))

    @pytest.mark.parametrize("value", [b"", b".", b"..", b"...", b"a.b.c", b"\xff.\xff.\xff", b"====.====.=="])
    def test_no_structure(self, value: bytes) -> None:
        assert not jwt(value)


class TestBasicAuth:
    @pytest.mark.parametrize("text", ["user:pass", "a:b:c", "user:pass word", "token:x-oauth-basic"])
    def test_credentials(self, text: str) -> None:
        assert basic_auth(base64.b64encode(text.encode()))
        assert basic_auth(base64.b64encode(text.encode()).rstrip(b"="))

    @pytest.mark.parametrize("text", ["user", "user:", ":pass", "user:ab", "user:pä\u00dfwort", "user:\x00abc", ""])
    def test_what_is_none(self, text: str) -> None:
        assert not basic_auth(base64.b64encode(text.encode()))

    def test_no_base64(self) -> None:
        assert not basic_auth(b"user:pass")


OPENSSL = shutil.which("openssl")
SSH_KEYGEN = shutil.which("ssh-keygen")


def openssl(*words: str) -> str:
    assert OPENSSL
    return subprocess.run([OPENSSL, *words], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Private keys of every kind that this machine can make, by the kind."""
    folder = tmp_path_factory.mktemp("keys")
    made: dict[str, str] = {}
    if OPENSSL:
        rsa = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024")
        (folder / "rsa").write_text(rsa)
        made["pkcs8 rsa"] = rsa
        made["rsa"] = openssl("rsa", "-in", str(folder / "rsa"), "-traditional")
        made["rsa with a passphrase"] = openssl(
            "rsa", "-in", str(folder / "rsa"), "-traditional", "-aes128", "-passout", "pass:x"
        )
        made["pkcs8 with a passphrase"] = openssl("pkcs8", "-topk8", "-in", str(folder / "rsa"), "-passout", "pass:x")
        made["pkcs8 ed25519"] = openssl("genpkey", "-algorithm", "ED25519")
        made["ec"] = openssl("ecparam", "-genkey", "-noout", "-name", "prime256v1")
    if SSH_KEYGEN:
        for kind, words in {"ed25519": [], "ecdsa": [], "rsa": ["-b", "1024"]}.items():
            for passphrase in ("", "something long"):
                path = folder / f"ssh-{kind}-{bool(passphrase)}"
                command = [SSH_KEYGEN, "-q", "-t", kind, *words, "-N", passphrase, "-C", "", "-f", str(path)]
                if subprocess.run(command, check=False, capture_output=True).returncode == 0:
                    made[f"openssh {kind}{' with a passphrase' * bool(passphrase)}"] = path.read_text()
    return made


def bodies(keys: dict[str, str]) -> dict[str, str]:
    return {kind: key.split("-----\n", 1)[1].rsplit("-----END", 1)[0] for kind, key in keys.items()}


@pytest.mark.skipif(not OPENSSL and not SSH_KEYGEN, reason="there is no program that makes keys")
class TestPemBody:
    @pytest.mark.parametrize(
        "written",
        [
            lambda body: body,
            lambda body: body.replace("\n", "\r\n"),
            lambda body: body.replace("\n", "\\n"),
            lambda body: body.replace("\n", "\\r\\n"),
            lambda body: body.replace("\n", "\n        "),
            lambda body: "\n".join(f"# {line}" for line in body.split("\n")),
            lambda body: "\n".join(f'    "{line}\\n" +' for line in body.strip().split("\n")),
            lambda body: "\n".join(f"'{line}'," for line in body.strip().split("\n")),
            lambda body: body.strip(),
        ],
    )
    def test_keys_however_they_are_written(self, keys: dict[str, str], written: Callable[[str], str]) -> None:
        for kind, body in bodies(keys).items():
            assert pem_body(written(body).encode()), kind

    def test_what_is_cut_short(self, keys: dict[str, str]) -> None:
        for kind, body in bodies(keys).items():
            if "passphrase" not in kind:
                assert not pem_body(body[4:].encode()), kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "MIIEpAIBAAKCAQEA...",
        "your private key goes here and it is long enough to be one",
        "A" * 64,
        base64.b64encode(b"just some text that is not a key at all").decode(),
        "MIIE" + "x" * 60 + "!" + "x" * 60,
        "Proc-Type: 4,ENCRYPTED\n\nshort",
        "\\n\\n\\n",
    ],
)
def test_no_bodies_of_private_keys(text: str) -> None:
    assert not pem_body(text.encode())


def aws_id(account: int, prefix: str = "AKIA", top: int = 1) -> str:
    """An access key id of an account. Source: Tal Be'ery, "A short note on AWS KEY ID", read backwards."""
    number = top << 47 | account << 7 | DRAWING.getrandbits(7)
    raw = number.to_bytes(6, "big") + DRAWING.randbytes(4)
    return prefix + base64.b32encode(raw).decode()


def account_of(key_id: str) -> int:
    """As the note has it."""
    first = int.from_bytes(base64.b32decode(key_id[4:])[:6], "big")
    return (first & 0x7FFFFFFFFF80) >> 7


class TestAwsAccessKeyId:
    @pytest.mark.parametrize("account", [0, 1, 123456789012, 111122223333, 10**12 - 1])
    def test_ids_of_accounts(self, account: int) -> None:
        for prefix in ("AKIA", "ASIA"):
            key_id = aws_id(account, prefix)
            assert account_of(key_id) == account
            assert aws_access_key_id(key_id.encode())

    @pytest.mark.parametrize("account", [10**12, 10**12 + 1, 2**40 - 1])
    def test_no_account_has_more_than_12_digits(self, account: int) -> None:
        assert not aws_access_key_id(aws_id(account).encode())

    def test_old_ids_carry_no_account(self) -> None:
        alphabet = string.ascii_uppercase + "234567"
        for first in "IJ":
            assert aws_access_key_id(f"AKIA{first}{drawn(alphabet, 15)}".encode())

    @pytest.mark.parametrize(
        "value", ["", "AKIA", "AKIAIOSFODNN7EXAMPL", "AKIAIOSFODNN7EXAMPLE1", "AKIA" + "0" * 16, "AKIA" + "a" * 16]
    )
    def test_what_is_none(self, value: str) -> None:
        assert not aws_access_key_id(value.encode())


def crc16(data: bytes) -> int:
    """CRC-16/XMODEM, bit by bit."""
    register = 0
    for byte in data:
        register ^= byte << 8
        for _ in range(8):
            register = register << 1 ^ 0x1021 if register & 0x8000 else register << 1
            register &= 0xFFFF
    return register


def nats(kind: int = 20 << 3) -> str:
    """A seed: the prefix `S`, the kind of key (here `U`, a user), 32 bytes and their checksum."""
    seed = 18 << 3
    raw = bytes([seed | kind >> 5, (kind & 31) << 3]) + DRAWING.randbytes(32)
    return base64.b32encode(raw + crc16(raw).to_bytes(2, "little")).decode().rstrip("=")


class TestNatsSeed:
    def test_the_checksum_is_the_one_of_the_standard_library(self) -> None:
        assert crc16(b"123456789") == binascii.crc_hqx(b"123456789", 0) == 0x31C3

    def test_seeds(self) -> None:
        for _ in range(20):
            seed = nats()
            assert seed.startswith("SU")
            assert len(seed) == 58
            assert nats_seed(seed.encode())

    def test_any_other_character_breaks_it(self) -> None:
        seed = nats()
        for at in range(2, 57):
            assert not nats_seed(changed(seed, at).replace("0", "2").replace("8", "3").encode())

    @pytest.mark.parametrize("value", ["", "SU", "SUAA", "su" + "a" * 56, "=" * 58, "SU" + "1" * 56])
    def test_what_is_none(self, value: str) -> None:
        assert not nats_seed(value.encode())


def base58check(raw: bytes) -> str:
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    raw += hashlib.sha256(hashlib.sha256(raw).digest()).digest()[:4]
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = alphabet[digit] + text
    return text


class TestBitcoinWif:
    @pytest.mark.parametrize(
        ("version", "end", "first"), [(0x80, b"", "5"), (0x80, b"\1", "KL"), (0xEF, b"", "9"), (0xEF, b"\1", "c")]
    )
    def test_keys(self, version: int, end: bytes, first: str) -> None:
        for _ in range(10):
            key = base58check(bytes([version]) + DRAWING.randbytes(32) + end)
            assert key[0] in first
            assert bitcoin_wif(key.encode())
            assert not bitcoin_wif(changed(key, 20).replace("0", "1").replace("O", "P").replace("l", "m").encode())

    @pytest.mark.parametrize("value", ["", "5", "0" * 51, "1" * 51, "5" * 51, "K" * 52, "5" * 1_000_000])
    def test_what_is_none(self, value: str) -> None:
        assert not bitcoin_wif(value.encode())


def bech32(prefix: str, raw: bytes) -> str:
    """As the reference code of BIP 173 encodes."""
    charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    number, bits = int.from_bytes(raw, "big"), len(raw) * 8
    padded = number << (-bits % 5)
    values = [padded >> shift & 31 for shift in range((bits + 4) // 5 * 5 - 5, -1, -5)]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = 1
    for value in [*expanded, *values, 0, 0, 0, 0, 0, 0]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> bit & 1 else 0
    check ^= 1
    values += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return prefix + "1" + "".join(charset[value] for value in values)


class TestAge:
    def test_the_encoder_makes_what_bip_173_calls_valid(self) -> None:
        assert bech32("a", b"") == "a12uel5l"

    def test_keys(self) -> None:
        for _ in range(20):
            key = bech32("age-secret-key-", DRAWING.randbytes(32)).upper()
            assert len(key) == 74
            assert age(key.encode())
            assert age(key.lower().encode())

    def test_keys_of_the_post_quantum_kind(self) -> None:
        assert age(bech32("age-secret-key-pq-", DRAWING.randbytes(32)).encode())
        assert not age(bech32("age-secret-key-xx-", DRAWING.randbytes(32)).encode())

    def test_any_other_character_breaks_it(self) -> None:
        key = bech32("age-secret-key-", DRAWING.randbytes(32))
        for at in range(16, 74):
            other = key[:at] + ("q" if key[at] != "q" else "p") + key[at + 1 :]
            assert not age(other.encode())

    @pytest.mark.parametrize("value", ["", "1", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1BIO", "A12UEL5L", "age1qqq"])
    def test_what_is_none(self, value: str) -> None:
        assert not age(value.encode())


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        (b"aGk=", b"hi"),
        (b"aGk", b"hi"),
        (b"-_-_", b"\xfb\xff\xbf"),
        (b"+/+/", b"\xfb\xff\xbf"),
        (b"", b""),
        (b"====", b""),
        (b"a", None),
        (b"aGk=aGk=", None),
        (b"aG k", None),
        (b"aGk!", None),
        (b"\xff\xff\xff\xff", None),
    ],
)
def test_base64(text: bytes, decoded: bytes | None) -> None:
    assert decode_base64(text) == decoded


ALPHABETS = [
    string.printable,
    string.ascii_letters + string.digits + "+/=\n",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=",
    '._-eyJ{}[]":',
]


@pytest.mark.parametrize("name", sorted(CHECKSUMS))
@given(
    value=st.one_of(
        st.binary(max_size=120), *(st.text(alphabet, max_size=120).map(str.encode) for alphabet in ALPHABETS)
    )
)
def test_none_ever_raises(name: str, value: bytes) -> None:
    assert CHECKSUMS[name](value) in (True, False)


@pytest.mark.parametrize("name", sorted(CHECKSUMS))
@pytest.mark.parametrize("value", [b"A" * 100_000, b"\\n" * 50_000, b"." * 100_000, b"=" * 100_000, b"1" * 100_000])
def test_none_takes_for_ever(name: str, value: bytes) -> None:
    CHECKSUMS[name](value)


def test_the_documentation_names_every_checksum_that_rules_use(pytestconfig: pytest.Config) -> None:
    rules = Path(pytestconfig.rootpath, "rules", "secrets")
    used = {
        line.split(":", 1)[1].strip()
        for path in rules.glob("*.yaml")
        for line in path.read_text().splitlines()
        if line.strip().startswith("checksum:")
    }
    assert used <= set(CHECKSUMS)


class TestDrawn:
    """What a machine drew, as far as one can see."""

    @pytest.mark.parametrize("alphabet", [string.hexdigits[:16], string.ascii_letters + string.digits])
    def test_keys(self, alphabet: str) -> None:
        keys = [drawn(alphabet, 40).encode() for _ in range(50)]
        assert sum(checksums.drawn(key) for key in keys) >= 48

    @pytest.mark.parametrize("value", ["staging-cluster-of-the-shop", "getAccessTokenFromRequest", "2026-11-25", ""])
    def test_what_is_none(self, value: str) -> None:
        assert not checksums.drawn(value.encode())


@pytest.mark.parametrize("last", [0x3E, 0x3F])
@pytest.mark.parametrize("written", ["{}", '"{}"', '"{}" +', "    | {}"])
def test_a_body_may_end_in_a_sign_of_base64(last: int, written: str) -> None:
    key = bytes.fromhex("302e020100300506032b657004220420") + bytes(range(31)) + bytes([last])
    body = base64.b64encode(key).decode()
    assert body[-1] in "+/"
    assert pem_body(f"\n{written.format(body)}\n".encode())
