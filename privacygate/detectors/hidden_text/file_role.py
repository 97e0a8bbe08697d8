"""Who reads a file: a compiler, people, or an assistant that does what it says."""

from __future__ import annotations

import re
from enum import Enum


class FileRole(Enum):
    """Who reads a file."""

    CODE = "code"
    INSTRUCTIONS = "instructions"
    TEXT = "text"
    """People, or programs that show it to people: prose, translations, data."""


_INSTRUCTIONS = re.compile(
    r"(?:^|/)(?:agents?|claude|gemini|skill|copilot-instructions|llms(?:-full)?)(?:\.local)?\.(?:md|txt)$"
    r"|\.(?:prompt|instructions|chatmode|agent)\.md$|\.mdc$"
    r"|(?:^|/)\.(?:cursorrules|windsurfrules|clinerules|goosehints|aiderules|roorules)$"
    r"|(?:^|/)\.(?:cursor|claude|windsurf|clinerules|roo|amazonq|junie|continue)/.*\.(?:md|txt|json)$"
    r"|(?:^|/)\.?mcp\.json$",
    re.IGNORECASE,
)
_TEXT = frozenset(
    "md markdown mdx rst adoc asciidoc txt text html htm xhtml org wiki tex log csv tsv json json5 jsonc ndjson jsonl"
    " geojson yaml yml po pot xlf xliff arb strings stringsdict resx properties xml svg ts-translation lproj ftl mo"
    " vtt srt ipynb lang ini toml plist resjson rtf bib dic aff snap".split()
)
_TRANSLATION = re.compile(
    r"(?:^|/)(?:lang|langs|languages?|locales?|l10n|i18n|intl|translations?|messages|nls)/"
    r"|(?:^|[/._-])(?:ar|fa|he|iw|ur|ps|ckb|ug|yi|dv|sd)(?:[_-][A-Za-z]{2,4})?\.\w+$",
    re.IGNORECASE,
)


def role_of(path: str) -> FileRole:
    """Tell from its path who reads a file."""
    if _INSTRUCTIONS.search(path):
        return FileRole.INSTRUCTIONS
    stem, dot, extension = path.rpartition("/")[2].rpartition(".")
    if extension.lower() in _TEXT or (not dot and not stem and extension.isupper()) or _TRANSLATION.search(path):
        return FileRole.TEXT
    return FileRole.CODE
