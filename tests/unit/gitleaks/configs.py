"""Small configurations of gitleaks, for tests."""

from __future__ import annotations

from pathlib import Path

from privacygate.change import AddedLines, FileChange, Segment
from privacygate.gitleaks.config import Config
from privacygate.gitleaks.config_file import read_config

ACME = "[[rules]]\nid = 'acme'\ndescription = 'Acme token.'\nregex = '''acme_([0-9a-z]{8})'''\nkeywords = ['acme_']\n"


def config(text: str = ACME, root: Path | str = "/nowhere", own_path: str | None = None) -> Config:
    return read_config(str(root), ".gitleaks.toml", text.encode(), own_path)


def file(text: str | bytes, path: str = "app.py", added: tuple[tuple[int, int], ...] | None = None) -> FileChange:
    raw = text if isinstance(text, bytes) else text.encode()
    return FileChange(path, (Segment(raw),), None if added is None else AddedLines(added))
