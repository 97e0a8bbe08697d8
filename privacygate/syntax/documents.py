"""Documents: Markdown and plain text, whose paragraphs can be read like comments."""

from __future__ import annotations

import re

from privacygate.syntax.comments import Comment, Comments

_EXTENSIONS = (".md", ".markdown", ".mdx", ".txt", ".text", ".rst", ".adoc", ".asciidoc", ".org", ".prompt")
_PARAGRAPH = re.compile(rb"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_FENCE = re.compile(rb"^[ \t]*(?:```|~~~)", re.MULTILINE)


def is_document(path: str) -> bool:
    """Whether the file of this name is text for people."""
    return path.lower().endswith(_EXTENSIONS)


def paragraphs_in(text: bytes) -> Comments:
    """The paragraphs of a document; what stands between fences is code."""
    found: list[Comment] = []
    fences = [match.start() for match in _FENCE.finditer(text)]
    pairs = list(zip(fences[::2], [*fences[1::2], len(text)], strict=False))
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        if not any(opening < end and start <= closing for opening, closing in pairs):
            found.append(Comment(start, end))
    return Comments(found, None)
