from __future__ import annotations

import pytest

from privacygate.detectors.hidden_text.file_role import FileRole, role_of


@pytest.mark.parametrize(
    "path", ["AGENTS.md", "a/CLAUDE.md", "CLAUDE.local.md", ".cursorrules", ".cursor/rules/style.mdc", "x/SKILL.md",
             ".github/copilot-instructions.md", "fix.prompt.md", ".claude/commands/go.md", "GEMINI.md", "mcp.json"]
)  # fmt: skip
def test_instructions(path: str) -> None:
    assert role_of(path) is FileRole.INSTRUCTIONS


@pytest.mark.parametrize(
    "path",
    ["README.md", "a.po", "locale/ar.js", "lang/fa/auth.php", "i18n/he.ts", "data.json", "README", "x/fa_IR.php"],
)
def test_text(path: str) -> None:
    assert role_of(path) is FileRole.TEXT


@pytest.mark.parametrize("path", ["a.py", "src/agents.py", "x/main.rs", "Makefile", "language.c", "a/share.go"])
def test_code(path: str) -> None:
    assert role_of(path) is FileRole.CODE
