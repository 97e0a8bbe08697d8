from __future__ import annotations

import pytest

from privacygate.detectors.secrets.assigned import read_assignment
from privacygate.model import Confidence

RANDOM = "kq82hd71msPx04Zb"


def read(text: str, name: str, path: str = "app.py") -> list[tuple[str, Confidence]]:
    data = text.encode()
    start = data.index(name.encode())
    found = read_assignment(data, start, start + len(name.encode()), path)
    return [(data[each.start : each.end].decode(), each.confidence) for each in found]


def values(text: str, name: str, path: str = "app.py") -> list[str]:
    return [value for value, _ in read(text, name, path)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("password = get_password()", "password"),
        ("token = request.headers['token']", "token"),
        ('token = "access_token"', "token"),
        (f'csrf_token = "{RANDOM}"', "token"),
        ('password: "${PASSWORD}"', "password"),
        ('("token", "scheme")', "token"),
        ('array("user", "pass", "Basic|Digest")', "pass"),
        ('x = shouldPass ? "pass" : "failed"', '"pass"'),
        (f'selectTokens("{RANDOM}")', "Tokens"),
        (f'keyring.set_password("{RANDOM}", key, passwd)', "password"),
        ('user.check_password("redwood")', "password"),
        ('"password": {"type": "redwood"}', "password"),
        ("'passwords' => ['users' => ['driver' => 'eloquent']]", "passwords"),
        ('<option value="password">Redwood</option>', "password"),
        ('DB_PASSWORD = "APP_DATABASE_PASSWORD"', "PASSWORD"),
        ('<SecretToken-link>">cancel()</a>', "Token"),
    ],
)
def test_what_a_person_would_pass_over(text: str, name: str) -> None:
    assert values(text, name) == []


@pytest.mark.parametrize(
    ("text", "name", "path"),
    [
        (f'"token": "{RANDOM}"', "token", "package-lock.json"),
        ("--- PASS: TestRedwood (0.00s)", "PASS", "build.log"),
        ("# user:password:redwood:gid", "password", "users.sh"),
        ("password: the one you were given", "password", "README.md"),
        ("'password' => 'redwood'", "password", "form.php"),
        ('"password": "Redwood"', "password", "locales/de.json"),
        (":label=\"'token'\" :label=\"t('redwood.forest')\"", "token", "Tab.vue"),
    ],
)
def test_what_the_file_says_is_none(text: str, name: str, path: str) -> None:
    assert values(text, name, path) == []


@pytest.mark.parametrize(
    ("text", "name", "path"),
    [
        ('db_password = "redwood"', "password", "app.py"),
        ('settings["password"] = "redwood"', "password", "app.py"),
        ("    password: 'redwood',", "password", "app.js"),
        ("POSTGRES_PASSWORD=redwood", "PASSWORD", "main.go"),
        ("DB_PASSWORD=redwood \\", "PASSWORD", "README.md"),
        ("  password: redwood", "password", "README.md"),
        ("environment:\n  DB_PASSWORD: redwood", "PASSWORD", "compose.yaml"),
        ("-e A=b -e DB_PASSWORD=redwood -e C=d", "PASSWORD", "ci.yml"),
        ("db_password: redwood  # the old one", "password", "values.yaml"),
        ("<db:password>redwood</db:password>", "password", "app.xml"),
        ("- name: DB_PASSWORD\n  value: redwood", "PASSWORD", "deployment.yaml"),
        ('<add key="Password" value="redwood"/>', "Password", "web.config"),
        ('setPassword("redwood")', "Password", "Main.java"),
        ('"user=me&password=redwood"', "password", "test.py"),
        ('PASSWORD = "redwood".toCharArray()', "PASSWORD", "Main.java"),
    ],
)
def test_words_under_the_name_of_a_password(text: str, name: str, path: str) -> None:
    assert read(text, name, path) == [("redwood", Confidence.MEDIUM)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f'api_token = "{RANDOM}"', "token"),
        (f'nats.Token("{RANDOM}")', "Token"),
        (f'put("api_token", "{RANDOM}")', "token"),
        (f'["--api-token", "{RANDOM}"]', "token"),
        (f'key = base64Decode("{RANDOM}")', "key"),
        (f'key: &str = "{RANDOM}"', "key"),
        (f'"{{\\"token\\":\\"{RANDOM}\\"}}"', "token"),
    ],
)
def test_machine_made_values_count_everywhere(text: str, name: str) -> None:
    assert read(text, name, "tests/test_app.rs") == [(RANDOM, Confidence.MEDIUM)]


def test_every_value_of_a_list_is_one() -> None:
    other = RANDOM[::-1]
    assert values(f'tokens = ["{RANDOM}", "{other}"]', "tokens") == [RANDOM, other]


def test_a_number_or_an_id_is_no_key() -> None:
    assert values('key = "12039611435714932082"', "key") == []
    assert values('key = "6f1c2a34-98b7-4c11-a0de-5b6c7d8e9f01"', "key") == []
    assert values(f'PublicKey(id="1", key="{RANDOM}")', "key=") == []
    assert values('password = "4071932"', "password") == ["4071932"]


def test_a_key_needs_more_than_a_password() -> None:
    assert read('token = "alpha77x"', "token") == [("alpha77x", Confidence.LOW)]
    assert values('token = "redwood"', "token") == []
    assert values('key = "alpha77x-redwood-forest"', "key") == []


def test_the_whole_name_is_read_from_its_telling_part() -> None:
    assert values(f'self.next_page_token = "{RANDOM}"', "token") == []
    assert values(f'LABEL_TOKEN = "{RANDOM}"', "TOKEN") == []
