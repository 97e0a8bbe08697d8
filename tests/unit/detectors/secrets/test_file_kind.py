from __future__ import annotations

import pytest

from privacygate.detectors.secrets.file_kind import FileKind, is_test_or_documentation, kind_of


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
    assert not is_test_or_documentation(path)


@pytest.mark.parametrize("path", ["tests/app.py", "src/app_test.go", "src/AppTest.java", "spec/a.rb", "docs/a.rst"])
def test_tests_and_documentation(path: str) -> None:
    assert is_test_or_documentation(path)
