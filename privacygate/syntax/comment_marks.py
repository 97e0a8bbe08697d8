"""Which marks start and end a comment, and which start a string, in which kind of file."""

from __future__ import annotations

from typing import NamedTuple


class Marks(NamedTuple):
    """What a comment looks like in a kind of file."""

    anywhere: tuple[bytes, ...]
    """Open a comment wherever they stand, but not in a string."""
    first: tuple[bytes, ...] = ()
    """Open a comment, or go on with one, where they are the first on a line; in any letter case."""
    quotes: bytes = b"\"'`"
    """Enclose a string."""


CLOSING = {b"/*": b"*/", b"*": b"*/", b"<!--": b"-->", b"{-": b"-}", b"(*": b"*)", b"{": b"}"}
"""What ends the comments that do not end with the line."""

LONGEST_MARK_BYTES = 6
"""No mark, opening or closing, is longer."""

_HASH = Marks((b"#",))
_SLASHES = Marks((b"//", b"/*"), (b"*",))
_BOTH = Marks((b"#", b"//", b"/*"), (b"*",))
_DASHES = Marks((b"--", b"/*", b"{-", b"#"), (b"*",))
_MARKUP = Marks((b"<!--",))
_SEMICOLON = Marks((b";", b"#"))
_ANY = Marks((b"#", b"//", b"--", b"/*", b"<!--", b";", b"%", b"{-", b"(*"), (b"*", b"rem ", b"::"))
_LONE_APOSTROPHES = b'"'

_KINDS = (
    (
        "py pyi rb sh bash zsh fish yaml yml toml pl pm r jl ex exs cr nim mk cmake dockerfile makefile env"
        " conf properties gitignore gitattributes dockerignore graphql coffee awk tcl ps1 psm1 rego bzl nix",
        _HASH,
    ),
    (
        "js jsx mjs cjs ts tsx mts cts java kt kts c h cc cpp cxx hpp hh cs go swift dart groovy gradle css"
        " scss less proto sol m mm zig json jsonc json5",
        _SLASHES,
    ),
    ("rs scala", _SLASHES._replace(quotes=_LONE_APOSTROPHES)),
    ("tf tfvars hcl php", _BOTH),
    ("html htm xhtml vue svelte astro", Marks((b"<!--", b"//", b"/*"), (b"*",))),
    ("xml svg xaml csproj props targets plist md markdown rst", _MARKUP),
    ("sql lua", _DASHES),
    ("hs elm ada adb ads vhd", _DASHES._replace(quotes=_LONE_APOSTROPHES)),
    ("ini cfg asm s reg npmrc", _SEMICOLON),
    ("clj cljs lisp el scm", _SEMICOLON._replace(quotes=_LONE_APOSTROPHES)),
    ("tex erl hrl", Marks((b"%",), quotes=_LONE_APOSTROPHES)),
    ("vb bas vbs", Marks((b"'",), (b"rem ",), quotes=_LONE_APOSTROPHES)),
    ("ml mli fs fsx fsi", Marks((b"(*", b"//"), quotes=_LONE_APOSTROPHES)),
    ("vim", Marks((), (b'"',))),
    ("pas", Marks((b"(*", b"//", b"{"))),
    ("bat cmd", Marks((b"& rem ", b"&rem "), (b"rem ", b"@rem ", b"::"))),
    ("ipynb", Marks((b"#",), quotes=b"")),  # code in strings of JSON
)
_BY_EXTENSION = {extension: marks for extensions, marks in _KINDS for extension in extensions.split()}


def comment_marks(path: str) -> Marks:
    """The marks of a file of this name; for unknown kinds all that are common."""
    name = path.rpartition("/")[2].lower()
    return _BY_EXTENSION.get(name.rpartition(".")[2], _ANY)
