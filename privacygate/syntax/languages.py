"""Which language a file is written in, by its name or its first line. Nothing is read or imported for it."""

from __future__ import annotations

_BY_EXTENSION = {
    extension: language
    for language, extensions in (
        ("python", "py pyi pyw bzl bazel star"),
        ("javascript", "js jsx mjs cjs es6"),
        ("typescript", "ts mts cts"),
        ("tsx", "tsx"),
        ("java", "java"),
        ("kotlin", "kt kts"),
        ("c", "c"),
        ("cpp", "cc cpp cxx c++ h hh hpp hxx h++ ino cu cuh inl ipp tpp"),
        ("c-sharp", "cs csx"),
        ("go", "go"),
        ("rust", "rs"),
        ("ruby", "rb rake gemspec ru podspec jbuilder"),
        ("php", "php phtml php5 inc"),
        ("swift", "swift"),
        ("scala", "scala sc sbt"),
        ("bash", "sh bash zsh ksh bats"),
        ("sql", "sql psql pgsql ddl"),
        ("html", "html htm xhtml"),
        ("css", "css"),
        ("yaml", "yaml yml"),
        ("toml", "toml"),
        ("hcl", "tf tfvars hcl"),
        ("lua", "lua"),
        ("elixir", "ex exs"),
        ("powershell", "ps1 psm1 psd1"),
        ("objc", "m mm"),
        ("groovy", "groovy gradle"),
        ("dart", "dart"),
        ("zig", "zig"),
        ("dockerfile", "dockerfile containerfile"),
    )
    for extension in extensions.split()
}
_BY_NAME = {
    "dockerfile": "dockerfile",
    "containerfile": "dockerfile",
    "gemfile": "ruby",
    "rakefile": "ruby",
    "vagrantfile": "ruby",
    "podfile": "ruby",
    "fastfile": "ruby",
    "brewfile": "ruby",
    "jenkinsfile": "groovy",
    "build": "python",
    "sconstruct": "python",
    "cargo.lock": "toml",
    "poetry.lock": "toml",
    "pipfile": "toml",
    ".bashrc": "bash",
    ".bash_profile": "bash",
    ".profile": "bash",
    ".zshrc": "bash",
    ".envrc": "bash",
    "pkgbuild": "bash",
    ".clang-format": "yaml",
    ".clang-tidy": "yaml",
}
_BY_INTERPRETER = {
    "python": "python",
    "pypy": "python",
    "node": "javascript",
    "nodejs": "javascript",
    "bun": "javascript",
    "deno": "typescript",
    "ts-node": "typescript",
    "ruby": "ruby",
    "php": "php",
    "sh": "bash",
    "bash": "bash",
    "dash": "bash",
    "ash": "bash",
    "ksh": "bash",
    "zsh": "bash",
    "lua": "lua",
    "luajit": "lua",
    "elixir": "elixir",
    "groovy": "groovy",
    "kotlin": "kotlin",
    "scala": "scala",
    "swift": "swift",
    "rust-script": "rust",
    "pwsh": "powershell",
    "dart": "dart",
}
_FIRST_LINE_BYTES = 200

LANGUAGES = frozenset((*_BY_EXTENSION.values(), *_BY_NAME.values(), *_BY_INTERPRETER.values()))
"""Every name that `language_of` gives."""


def language_of(path: str, text: bytes = b"") -> str | None:
    """The language of the file `path`, None when it is not known.

    `text` is the start of the file; its first line counts where the name says nothing: `#!/usr/bin/env python3`.
    """
    name = path.rpartition("/")[2].lower()
    stem, dot, extension = name.rpartition(".")
    found = _BY_NAME.get(name) or (_BY_EXTENSION.get(extension) if dot else None)
    if found is None and stem in ("dockerfile", "containerfile"):  # Dockerfile.production
        return "dockerfile"
    if found is None and text.startswith(b"#!"):
        return _by_first_line(text)
    return found


def _by_first_line(text: bytes) -> str | None:
    words = text[2:_FIRST_LINE_BYTES].partition(b"\n")[0].decode("ascii", "replace").split()
    names = [word.rpartition("/")[2] for word in words if not word.startswith("-") and "=" not in word]
    if names[:1] == ["env"]:
        del names[0]
    return _BY_INTERPRETER.get(names[0].rstrip("0123456789.")) if names else None
