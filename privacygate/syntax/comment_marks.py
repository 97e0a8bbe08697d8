"""Which marks start a comment in which kind of file."""

from __future__ import annotations

_HASH = ("#",)
_SLASHES = ("//", "/*", "*")
_DASHES = ("--", "/*", "*")
_MARKUP = ("<!--",)
_SEMICOLON = (";", "#")
_ANY = ("#", "//", "--", "/*", "*", "<!--", ";", "%", "'", '"', "rem ", "REM ", "{-", "(*")

_BY_EXTENSION: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        "py pyi rb sh bash zsh fish yaml yml toml pl pm r jl ex exs cr nim mk cmake dockerfile env conf properties"
        " gitignore graphql coffee awk tcl ps1 psm1 rego bzl nix".split(),
        _HASH,
    ),
    **dict.fromkeys(
        "js jsx mjs cjs ts tsx mts cts java kt kts c h cc cpp cxx hpp hh cs go rs swift scala dart groovy gradle"
        " css scss less proto sol m mm zig v json jsonc json5".split(),
        _SLASHES,
    ),
    **dict.fromkeys("tf tfvars hcl php".split(), (*_HASH, *_SLASHES)),
    **dict.fromkeys("html htm xml svg xhtml xaml csproj props targets plist md markdown rst".split(), _MARKUP),
    **dict.fromkeys("vue svelte astro".split(), (*_MARKUP, *_SLASHES)),
    **dict.fromkeys("sql lua hs elm ada adb ads vhd".split(), (*_DASHES, "#", "{-")),
    **dict.fromkeys("ini cfg asm s clj cljs lisp el scm reg".split(), _SEMICOLON),
    **dict.fromkeys("tex erl hrl".split(), ("%",)),
    **dict.fromkeys("vb bas vbs".split(), ("'", "rem ", "REM ")),
    **dict.fromkeys("ml mli fs fsx pas".split(), ("(*", "//", "{")),
    **dict.fromkeys("bat cmd".split(), ("rem ", "REM ", "::")),
}  # fmt: skip


def comment_marks(path: str) -> tuple[str, ...]:
    """The marks that can start a comment in a file of this name; every mark that is common for unknown kinds."""
    name = path.rpartition("/")[2].lower()
    extension = name.rpartition(".")[2]
    return _BY_EXTENSION.get(extension, _ANY)
