"""What kind of text a file holds, as far as its name tells: that decides how a value is written in it."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class FileKind(Enum):
    """How values are written."""

    CONFIGURATION = "configuration"
    """`name = value` or `name: value` to the end of the line, quotes are optional."""
    SHELL = "shell"
    """Words; quotes are optional."""
    CODE = "code"
    """Only what is quoted is a value."""
    PROSE = "prose"
    """People read it; examples of everything, marked up."""
    TRANSLATION = "translation"
    """Texts of a program in some language, under names of what they speak about."""
    LOCK = "lock"
    """Written by a program, full of hashes under telling names."""


_CONFIGURATION = frozenset(
    "env ini cfg conf config properties yaml yml toml tfvars netrc npmrc pypirc cnf envrc service list props"
    " local prod dev production development staging test sample example dist template tpl j2 credentials cred"
    " secrets secret ldif cf tfstate".split()
)
_SHELL = frozenset("sh bash zsh fish ksh bat cmd ps1 psm1 dockerfile mk make".split())
_PROSE = frozenset(
    "md markdown mdx rst adoc asciidoc txt text html htm org wiki tex log out rdoc textile ipynb".split()
)
_LOCKS = frozenset(
    "package-lock.json yarn.lock pnpm-lock.yaml npm-shrinkwrap.json poetry.lock pipfile.lock uv.lock pdm.lock"
    " cargo.lock composer.lock gemfile.lock go.sum gradle.lockfile bun.lock packages.lock.json mix.lock"
    " flake.lock podfile.lock pubspec.lock deno.lock conan.lock gradle-wrapper.properties"
    " .privacygate-baseline .secrets.baseline".split()
)
_SHELL_NAMES = frozenset("dockerfile containerfile makefile justfile procfile".split())

_CODE_NAMES = frozenset(
    "vagrantfile gemfile rakefile podfile fastfile brewfile guardfile jenkinsfile build workspace tiltfile".split()
)

_TEST = re.compile(
    r"(?:^|[/_.-])(?:tests?|testing|testdata|test_?data|specs?|__tests__|fixtures?|mocks?|__mocks__|fakes?|stubs?|examples?"
    r"|samples?|demos?|e2e|cassettes|snapshots?|docs?|documentation|tutorials?)(?:[/_.-]|$)|(?:Test|Tests|Spec|IT)\.\w+$",
)


_TRANSLATION = re.compile(
    r"(?:^|/)(?:i18n|l10n|locales?|lang|langs|languages?|translations?|intl|[\w-]+\.lproj|nls|values-[\w-]+)/"
    r"|(?:^|/)(?:values-\w+|messages?[_-]\w{2}|[a-z]{2}[-_][A-Z]{2})\.(?:json|ya?ml|properties|php|js|ts|xml|arb|toml)$"
    r"|\.(?:po|pot|strings|resx|xlf|xliff|arb|ftl|rrc|lang)$",
)

_GENERATED = re.compile(
    r"\.min\.(?:js|css|mjs)$|\.(?:bundle|chunk)\.m?js$|\.map$|(?:^|/)(?:generated|gen)/|[._-]generated\.\w+$"
    r"|\.g\.(?:cs|dart)$|\.pb\.(?:go|cc|h)$|_pb2(?:_grpc)?\.py$|(?:^|/)zz_gen",
)


@lru_cache(8)
def kind_of(path: str) -> FileKind:
    """What kind of file `path` is."""
    name = path.rpartition("/")[2].lower()
    if name in _LOCKS:
        return FileKind.LOCK
    if name in _SHELL_NAMES or name.startswith("dockerfile"):
        return FileKind.SHELL
    if name in _CODE_NAMES:
        return FileKind.CODE
    if _TRANSLATION.search(path):
        return FileKind.TRANSLATION
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or name.startswith(".env"):
        return FileKind.CONFIGURATION
    for kinds, kind in ((_CONFIGURATION, FileKind.CONFIGURATION), (_SHELL, FileKind.SHELL), (_PROSE, FileKind.PROSE)):
        if extension in kinds:
            return kind
    return FileKind.CODE


@lru_cache(8)
def matters_less(path: str) -> bool:
    """Whether a file shows or tries something out, or was written by a program, as its path says."""
    return _TEST.search(path) is not None or kind_of(path) is FileKind.PROSE or _GENERATED.search(path) is not None
