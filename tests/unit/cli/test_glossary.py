from __future__ import annotations

from collections.abc import Callable

import pytest
from repositories import GitRepository

from .conftest import Said

Command = Callable[..., Said]
CODE = "class KestrelClient:\n    # Kestrel needs this\n    kestrel_rate = 1\n"


def test_suggest(repository: GitRepository, privacygate: Command) -> None:
    repository.commit({f"{name}.py": CODE for name in "abc"}, "Let Kestrel settle")
    said = privacygate("glossary", "suggest")
    assert said.code == 0
    first, *_, summary, advice = said.output.splitlines()
    assert first.startswith("kestrel  10 times in 3 files: 6 in identifiers, 3 in comments, 1 in messages; 2^")
    assert summary.startswith("privacygate: 3 files; ")
    assert ".privacygate-glossary" in advice


def test_suggest_outside_of_a_repository_and_nothing_to_say(
    privacygate: Command, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("plain")
    (folder / "a.py").write_text("x = 1\n")
    monkeypatch.chdir(folder)
    said = privacygate("glossary", "suggest")
    assert (said.code, said.output) == (
        0,
        "privacygate: 1 files; 0 words that are frequent here and rare in public code.\n",
    )


def test_words_go_and_the_gate_still_knows_them(repository: GitRepository, privacygate: Command) -> None:
    repository.write("privacygate.toml", "[comments]\nenabled = true\n")
    glossary = repository.write(".privacygate-glossary", "# ours\nKestrel\nAcme Widgets\n")
    repository.stage("a.py", "# for AcmeWidgets\nx = 1\n")
    before = privacygate("scan", "--staged")
    said = privacygate("glossary", "hash")
    assert said.code == 0
    assert said.output == "privacygate: 2 words are hashes now; see .privacygate-glossary\n"
    text = glossary.read_text()
    assert "estrel" not in text
    assert text.startswith("# key: ")
    assert "# ours\n" in text
    after = privacygate("scan", "--staged")
    assert "glossary-term" in before.output
    assert "glossary-term" in after.output
    assert privacygate("glossary", "hash").output.startswith("privacygate: 0 words are hashes now")
    assert glossary.read_text() == text


def test_a_key_that_lies_elsewhere(
    repository: GitRepository, privacygate: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRIVACYGATE_GLOSSARY_KEY", "a long sentence")
    glossary = repository.write(".privacygate-glossary", "Kestrel\n")
    said = privacygate("glossary", "hash")
    assert (said.code, said.errors) == (0, "")
    assert "# key" not in glossary.read_text()


def test_no_file(repository: GitRepository, privacygate: Command) -> None:
    said = privacygate("glossary", "hash")
    assert said.code == 2
    assert "there is no glossary file" in said.errors.lower()


def test_a_number_that_is_none(repository: GitRepository, privacygate: Command) -> None:
    assert privacygate("glossary", "suggest", "--most", "0").code == 2
