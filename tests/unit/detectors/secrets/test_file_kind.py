from __future__ import annotations

import pytest

from privacygate.detectors.secrets.file_kind import FileKind, kind_of, matters_less


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("src/app.py", FileKind.CODE),
        ("Vagrantfile", FileKind.CODE),
        (".env", FileKind.CONFIGURATION),
        (".env.production", FileKind.CONFIGURATION),
        ("config/app.yml", FileKind.CONFIGURATION),
        ("credentials", FileKind.CONFIGURATION),
        ("deploy.sh", FileKind.SHELL),
        ("docker/Dockerfile.dev", FileKind.SHELL),
        ("README.md", FileKind.PROSE),
        ("web/package-lock.json", FileKind.LOCK),
        ("Cargo.lock", FileKind.LOCK),
        ("src/locale/fr/messages.php", FileKind.TRANSLATION),
        ("assets/i18n/de.json", FileKind.TRANSLATION),
        ("res/values-fr/strings.xml", FileKind.TRANSLATION),
        ("ci.yml", FileKind.CONFIGURATION),
        ("fr-FR.yml", FileKind.TRANSLATION),
        ("src/language_server.py", FileKind.CODE),
    ],
)
def test_kinds(path: str, kind: FileKind) -> None:
    assert kind_of(path) is kind


@pytest.mark.parametrize("path", ["src/contest.py", "latest/app.py", "src/attestation.go", "app.py"])
def test_what_only_sounds_like_a_test(path: str) -> None:
    assert not matters_less(path)


@pytest.mark.parametrize(
    "path",
    [
        "tests/app.py",
        "src/app_test.go",
        "src/AppTest.java",
        "spec/a.rb",
        "docs/a.rst",
        "web/app.min.js",
        "api/user_pb2.py",
    ],
)
def test_tests_documentation_and_what_programs_write(path: str) -> None:
    assert matters_less(path)
