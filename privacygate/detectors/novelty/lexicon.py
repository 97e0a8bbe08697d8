"""Programming languages as the plain lexer sees them: comments, literals and keywords.

A grammar would know more; this reads ten times as fast, which is what an index of a whole repository needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_KEYWORDS = {
    "c": """
        alignas and asm auto bool break case catch char class co_await co_return co_yield const const_cast constexpr
        continue decltype default delete do double dynamic_cast else enum explicit extern false final float for friend
        goto if inline int long mutable namespace new noexcept not NULL nullptr operator or override private protected
        public register reinterpret_cast restrict return short signed sizeof static static_cast struct switch template
        this throw true try typedef typename union unsigned using virtual void volatile while
    """,
    "java": """
        abstract assert boolean break byte case catch char class const continue default do double else enum extends
        false final finally float for if implements import instanceof int interface long native new null package private
        protected public return short static super switch synchronized this throw throws transient true try var void
        volatile while yield
    """,
    "c-sharp": """
        abstract as async await base bool break byte case catch char checked class const continue decimal default
        delegate do double else enum event explicit extern false finally fixed float for foreach goto if implicit in int
        interface internal is lock long namespace new null object operator out override params private protected public
        readonly ref return sbyte sealed short sizeof static string struct switch this throw true try typeof uint ulong
        unchecked unsafe ushort using var virtual void volatile when while yield
    """,
    "javascript": """
        abstract any as async await boolean break case catch class const continue debugger declare default delete do
        else enum export extends false finally for function if implements import in instanceof interface keyof let
        namespace never new null number of private protected public readonly return static string super switch this
        throw true try typeof undefined unknown var void while with yield
    """,
    "go": """
        bool break byte case chan const continue default defer else error fallthrough false float64 for func go goto if
        import int int32 int64 interface map nil package range return rune select string struct switch true type uint
        uint32 uint64 var
    """,
    "rust": """
        as async await bool break char const continue crate dyn else enum extern f32 f64 false fn for i16 i32 i64 i8 if
        impl in isize let loop match mod move mut pub ref return self Self static str struct super trait true type u16
        u32 u64 u8 unsafe use usize where while
    """,
    "php": """
        abstract and array as break callable case catch class clone const continue declare default do echo else elseif
        empty endforeach endif extends false final finally fn for foreach function global goto if implements include
        instanceof interface isset list match namespace new null or parent print private protected public readonly
        require require_once return self static switch this throw trait true try unset use var while xor yield
    """,
    "kotlin": """
        abstract as break by catch class companion const constructor continue data do else enum false final finally for
        fun get if import in init inline interface internal is lateinit null object open override package private
        protected public return sealed set super suspend this throw true try typealias val var vararg when where while
    """,
    "scala": """
        abstract case catch class def do else enum extends false final finally for given if implicit import lazy match
        new null object override package private protected return sealed super then this throw trait true try type val
        var while with yield
    """,
    "swift": """
        any as associatedtype async await break case catch class continue default defer deinit do else enum extension
        fallthrough false fileprivate for func guard if import in init inout internal is let mutating nil open operator
        override private protocol public repeat rethrows return self Self some static struct subscript super switch
        throw throws true try typealias var where while
    """,
    "python": """
        and as assert async await break class cls continue def del elif else except False finally for from global if
        import in is lambda None nonlocal not or pass raise return self True try while with yield
    """,
    "ruby": """
        alias and begin break case class def do else elsif end ensure false for if in module next nil not or redo rescue
        retry return self super then true undef unless until when while yield raise
    """,
    "elixir": """
        after alias and case catch cond def defmacro defmodule defp defstruct do else end false fn for if import in nil
        not or quote raise receive require rescue true try unless unquote use when with
    """,
    "bash": """
        break case continue declare do done elif else esac exit export fi for function if in local readonly return
        select shift then time until unset while
    """,
    "lua": """
        and break do else elseif end false for function goto if in local nil not or repeat return then true until while
    """,
    "dart": """
        abstract as assert async await break case catch class const continue default do else enum export extends
        extension factory false final finally for get if implements import in is late library mixin new null on part
        required rethrow return set static super switch sync this throw true try typedef var void while with yield
    """,
    "groovy": """
        abstract as assert boolean break case catch class const continue def default do double else enum extends false
        final finally float for if implements import in instanceof int interface long new null package private protected
        public return static super switch this throw throws trait true try void while
    """,
    "objc": """
        break case char const continue default do double else enum extern float for goto if id in inline int long nil NO
        return self short signed sizeof static struct super switch typedef union unsigned void while YES
    """,
    "powershell": """
        begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach
        function if in param process return switch throw trap try until while
    """,
    "zig": """
        and break catch comptime const continue defer else enum errdefer error export extern false fn for if inline null
        or orelse pub return struct switch test true try undefined union unreachable var while
    """,
}
"""Words that stay themselves when names are abstracted; every other word is a name."""

_FAMILY_OF = {
    "cpp": "c",
    "typescript": "javascript",
    "tsx": "javascript",
}
"""Languages among which code moves about, so that they are compared with each other."""

FAMILIES = tuple(_KEYWORDS)
"""All of them."""

_SLASHES = rb"//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?"
_HASH = rb"\#[^\n]*"
_DOUBLE = rb'"(?:[^"\\\n]|\\.)*"?'
_SINGLE = rb"'(?:[^'\\\n]|\\.)*'?"
_TRIPLE = rb'"""(?:[^"\\]|\\.|"(?!""))*(?:""")?'
_TRIPLE_SINGLE = rb"'''(?:[^'\\]|\\.|'(?!''))*(?:''')?"
_BACKTICK = rb"`(?:[^`\\]|\\.)*`?"
_RAW_BACKTICK = rb"`[^`]*`?"
_CHARACTER = rb"'(?:[^'\\\n]|\\[^\n]{1,9})'"
_REGEX = rb"(?<=[(,=:!&|?;\[{}])[ \t\n]*/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*"
_MULTILINE_DOUBLE = rb'"(?:[^"\\]|\\.)*"?'
_MULTILINE_SINGLE = rb"'(?:[^'\\]|\\.)*'?"

_HEREDOC = rb"<<<?[-~]?[\"']?(?P<end>[A-Za-z_]\w*)[\"']?[^\n]*\n(?:[^\n]*\n)*?[ \t]*(?P=end)\b"

_COMMENTS = {
    "python": _HASH,
    "ruby": rb"^=begin\b(?:[^\n]*\n)*?=end\b|" + _HASH,
    "elixir": _HASH,
    "bash": rb"(?<![$\w{])\#[^\n]*",
    "lua": rb"--\[\[(?:[^\]]|\](?!\]))*(?:\]\])?|--[^\n]*",
    "php": _SLASHES + rb"|\#(?!\[)[^\n]*",
    "powershell": rb"<\#(?:[^\#]|\#(?!>))*(?:\#>)?|" + _HASH,
}
_LITERALS = {
    "c": (rb'R"\((?:[^)]|\)(?!"))*\)"', _DOUBLE, _CHARACTER),
    "java": (_TRIPLE, _DOUBLE, _CHARACTER),
    "c-sharp": (rb'@\$?"(?:[^"]|"")*"?', _TRIPLE, _DOUBLE, _CHARACTER),
    "javascript": (_DOUBLE, _SINGLE, _BACKTICK, _REGEX),
    "go": (_DOUBLE, _RAW_BACKTICK, _CHARACTER),
    "rust": (rb'r\#+"(?:[^"]|"(?!\#))*"\#+', _MULTILINE_DOUBLE, _CHARACTER),
    "php": (_HEREDOC, _MULTILINE_DOUBLE, _MULTILINE_SINGLE),
    "kotlin": (_TRIPLE, _DOUBLE, _CHARACTER),
    "scala": (_TRIPLE, _DOUBLE, _CHARACTER),
    "swift": (_TRIPLE, _DOUBLE),
    "python": (_TRIPLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE),
    "ruby": (_HEREDOC, _MULTILINE_DOUBLE, _MULTILINE_SINGLE, _BACKTICK),
    "elixir": (_TRIPLE, _TRIPLE_SINGLE, _MULTILINE_DOUBLE, _CHARACTER),
    "bash": (_HEREDOC, _MULTILINE_DOUBLE, rb"'[^']*'?"),
    "dart": (_TRIPLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE),
    "groovy": (_TRIPLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE),
}
_ORDINARY = (_DOUBLE, _SINGLE)

_IMPORTS = {
    "java": ("import", "package"),
    "c-sharp": ("using", "namespace"),
    "javascript": ("import",),
    "go": ("import", "package"),
    "rust": ("use",),
    "php": ("namespace", "use"),
    "kotlin": ("import", "package"),
    "scala": ("import", "package"),
    "swift": ("import",),
    "python": ("import", "from"),
    "dart": ("import", "export"),
    "groovy": ("import", "package"),
}

_DECISIONS = """if elif elsif elseif unless for foreach while until loop repeat case when catch except rescue guard
    match switch select try defer and or""".split()
_LONE = "else end fi done then do begin".split()


class Lexicon(NamedTuple):
    """What the lexer needs to know of a family of languages."""

    family: str
    skip: re.Pattern[bytes]
    """Comments (group 1) and literals."""
    codes: dict[bytes, bytes]
    """Keyword → its code, one byte from 0x80 on."""
    decisions: bytes
    """The codes of keywords that decide or repeat."""
    imports: bytes
    """The codes of keywords that begin a statement which only brings in names."""
    lone: bytes
    """The codes of keywords that are no logical line when they stand alone: `else`, `end`."""
    has_docstrings: bool
    """Whether a text that stands alone is documentation."""
    colon_begins: bool
    """Whether a line may begin with a colon without going on the line before."""


def family_of(language: str | None) -> str | None:
    """The family of `language`, as `syntax.languages` calls it; None when it holds no code that we know."""
    family = _FAMILY_OF.get(language or "", language or "")
    return family if family in _KEYWORDS else None


@lru_cache(None)
def lexicon(family: str) -> Lexicon:
    """What is known of `family`."""
    codes = {word.encode(): bytes((0x80 + index,)) for index, word in enumerate(sorted(_KEYWORDS[family].split()))}

    def those(words: Iterable[str]) -> bytes:
        return b"".join(codes.get(word.encode(), b"") for word in words)

    literals = b"|".join(_LITERALS.get(family, _ORDINARY))
    return Lexicon(
        family=family,
        skip=re.compile(b"(" + _COMMENTS.get(family, _SLASHES) + b")|" + literals, re.MULTILINE | re.DOTALL),
        codes=codes,
        decisions=those(_DECISIONS),
        imports=those(_IMPORTS.get(family, ())),
        lone=those(_LONE),
        has_docstrings=family in ("python", "elixir"),
        colon_begins=family in ("python", "ruby", "elixir", "bash", "lua", "powershell"),
    )
