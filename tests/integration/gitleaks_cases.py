"""Configurations of gitleaks and trees to try them on: one for each thing that a configuration can say."""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Case(NamedTuple):
    """One configuration and the files it is tried on, by path."""

    name: str
    config: str
    files: dict[str, str]
    others: dict[str, str] = {}  # noqa: RUF012 - never changed
    """Files beside the configuration, which it extends."""


TREE = {
    "app/main.py": 'import os\n\nkey = "acme_k4W9xQ2mZ7pL1vB8"\nother = "ACME_nothing"\n# acme_k4W9xQ2mZ7pL1vB8 again\n',  # noqa: E501
    "app/test_main.py": 'key = "acme_T0m1c2d3e4f5g6h7"\nallowed = "acme_STOPPED0123456ab"\n',
    "conf/prod.env": "ACME_TOKEN=acme_Zz9Yy8Xx7Ww6Vv5U\nID=id-4417\n\n\nSECRET=s3cr3t-9981-x\n",
    "conf/dev.env": "ID=id-1000\nPLAIN=aaaaaaaaaaaaaaaa\nSECRET=s3cr3t-0000-y\n",
    "docs/Ünï.md": "Ein Schlüssel: acme_Öäü\nacme_k4W9xQ2mZ7pL1vB8 ¡ok!\n",
    "keys/server.p12": "not really\n",
    "keys/server.pem": "-----BEGIN X-----\nabc\n-----END X-----\n\nend\n",
    "one line.txt": "acme_A1b2C3d4E5f6G7h8 acme_H8g7F6e5D4c3B2a1\n",
}

ENCODED = {
    "b64.txt": "data = YWNtZV9rNFc5eFEybVo3cEwxdkI4Cg==\n",  # acme_k4W9xQ2mZ7pL1vB8
    "b64url.txt": "data: YWNtZV9rNFc5eFEybVo3cEwxdkI4\nplain acme_k4W9xQ2mZ7pL1vB8\n",
    "twice.txt": "x\nWVdOdFpWOXJORmM1ZUZFeWJWbzNjRXd4ZGtJNA==\n",
    "hex.txt": "h = 61636d655f6b345739785132 6d5a37704c31764238\nh = 61636d655f6b34573978513 2\n"
    "h = 61636d655f6b3457397851326d5a37704c31764238\n",
    "percent.txt": "u=%61cme_k4W9xQ2mZ7pL1vB%38&v=1\nbad %ff%61cme_\n",
    "unicode.txt": 's = "\\u0061\\u0063\\u006d\\u0065_k4W9xQ2mZ7pL1vB8"\nU+0061 U+0063 U+006D U+0065 _\n',
    "mixed.txt": "%59WNtZV9rNFc5eFEybVo3cEwxdkI4\n",
    "words.txt": "averylongidentifierthatlookslikebase64 butisnone\n",
}

RULE = """
[[rules]]
id = "acme"
description = "Acme token"
regex = '''acme_[0-9A-Za-z]{16}'''
keywords = ["ACME_"]
"""


def _rule(more: str, id_: str = "acme", regex: str = "acme_[0-9A-Za-z]{16}") -> str:
    return f"[[rules]]\nid = '{id_}'\nregex = '''{regex}'''\n{more}\n"


CASES = (
    Case("keywords in any letter case", RULE + _rule('keywords = ["nowhere"]', "never"), TREE),
    Case("a keyword that is not ASCII", _rule('keywords = ["SCHLÜSSEL"]', "umlaut", "[a-z]+_[^ ]*"), TREE),
    Case("entropy must be above", _rule("entropy = 4.0") + _rule("entropy = 2.0", "low", "ID=(id-[0-9]+)"), TREE),
    Case(
        "the first group that is not empty",
        _rule("entropy = 1.6", "groups", "ID=(?:(x)|id-([0-9]+))")
        + _rule("secretGroup = 2\nentropy = 2.5", "second", "(SECRET)=([^\\n]+)")
        + _rule("", "anchored", "(?m)^SECRET=(s3[^-]+)"),
        TREE,
    ),
    Case(
        "paths alone, and with a regex",
        "[[rules]]\nid = 'p12'\npath = '''\\.p12$'''\n"
        "[[rules]]\nid = 'everything'\npath = '''(^|/)server\\.'''\nkeywords = ['begin']\n"
        + _rule("path = '''\\.env$'''", "env", "s3cr3t-[0-9]{4}"),
        TREE,
    ),
    Case(
        "multi-line matches",
        _rule("", "block", "-----BEGIN X-----[\\s\\S]+?-----END X-----\\n*")
        + _rule("", "breaks", "\\n+SECRET=s3")
        + _rule("", "after", "\\nID"),
        TREE,
    ),
    Case(
        "allowlists of a rule",
        _rule("[[rules.allowlists]]\nregexes = ['''Zz9''']\n[[rules.allowlists]]\nstopwords = ['stopped']"),
        TREE,
    ),
    Case("the older form of an allowlist", _rule("[rules.allowlist]\npaths = ['''^app/test_''']"), TREE),
    Case(
        "a global allowlist",
        RULE + "[allowlist]\ndescription = 'x'\npaths = ['''\\.md$''']\nregexes = ['''^acme_A1''']\n",
        TREE,
    ),
    Case(
        "what a regex of an allowlist looks at",
        _rule(
            "[[rules.allowlists]]\nregexTarget = 'line'\nregexes = ['''again''', '''¡ok''']\n"
            "[[rules.allowlists]]\nregexTarget = 'match'\nregexes = ['''^TOKEN=''']\n",
            regex="(?:TOKEN=)?(acme_[0-9A-Za-z]{16})",
        ),
        TREE,
    ),
    Case(
        "the start of a line for an allowlist",
        _rule("[[rules.allowlists]]\nregexTarget = 'line'\nregexes = ['''^ACME''', '''^acme_A1''']"),
        TREE,
    ),
    Case(
        "all checks must hold",
        _rule(
            "[[rules.allowlists]]\ncondition = 'AND'\npaths = ['''^app/''']\nstopwords = ['stop']\n"
            "[[rules.allowlists]]\ncondition = '&&'\npaths = ['''\\.env$''']\nregexes = ['''Zz''']\n"
        ),
        TREE,
    ),
    Case("flags of alternatives reach further", RULE + "[allowlist]\nregexes = ['''(?i)ZZ9''', '''T0M''']\n", TREE),
    Case(
        "allowlists for some rules",
        RULE
        + _rule("", "id", "id-[0-9]+")
        + "[[allowlists]]\ntargetRules = ['id']\nregexes = ['''1000''']\n"
        + "[[allowlists]]\npaths = ['''^docs/''']\n",
        TREE,
    ),
    Case(
        "a rule that requires another",
        RULE.replace("Acme token", "x")
        + "[[rules.required]]\nid = 'id'\nwithinLines = 1\n"
        + "[[rules]]\nid = 'id'\nregex = '''id-[0-9]+'''\nskipReport = true\n",
        TREE,
    ),
    Case(
        "near by lines and by columns",
        _rule("[[rules.required]]\nid = 'b'\nwithinColumns = 3\n[[rules.required]]\nid = 'c'\n", "a", "SECRET=")
        + _rule("", "b", "ID=")
        + _rule("path = '''prod'''", "c", "TOKEN"),
        TREE | {"x.txt": "ID=\n   SECRET=\nTOKEN\n", "y.txt": "SECRET=    ID=\n"},
    ),
    Case("generic rules step back", RULE + _rule("", "my-Generic", "[a-z]+_[0-9A-Za-z]{16}"), TREE),
    Case("what is encoded", RULE + _rule("", "no-keyword", "acme_k4"), ENCODED),
    Case(
        "allowlists of what is encoded",
        _rule("[[rules.allowlists]]\nregexTarget = 'line'\nregexes = ['''data = acme''']\n"),
        ENCODED,
    ),
    Case(
        "another file that it extends",
        "[extend]\npath = '../base.toml'\ndisabledRules = ['off']\n"
        "[[rules]]\nid = 'acme'\nentropy = 3.9\nkeywords = ['zz9']\n[[rules.allowlists]]\nstopwords = ['a1b2']\n"
        + _rule("", "own", "id-[0-9]+"),
        TREE,
        {"base.toml": RULE + _rule("", "off", "SECRET") + "[allowlist]\npaths = ['''^docs''']\n"},
    ),
    Case(
        "files that extend one another",
        "[extend]\npath = '../one.toml'\n" + _rule("", "zero", "id-4"),
        TREE,
        {
            "one.toml": "[extend]\npath = '../two.toml'\n" + _rule("", "one", "id-1"),
            "two.toml": "[extend]\npath = '../three.toml'\n" + _rule("", "two", "SECRET"),
            "three.toml": _rule("", "three", "PLAIN"),
        },
    ),
    Case(
        "spellings that gitleaks forgives",
        "Title = 'x'\n[[Rules]]\nID = 'acme'\nRegex = '''acme_[0-9A-Za-z]{16}'''\nkeywords = 'acme_,other'\n"
        "secretgroup = '0'\nentropy = '3'\nunknown = 1\n[Allowlist]\nstopwords = 'stopped'\n",
        TREE,
    ),
    Case(
        "named groups, classes and repetitions",
        _rule("", "re2", "(?i)(?P<x>\\bacme_)(?:[[:alnum:]]{4}){4}(?-i:$|\\b)")
        + _rule("", "unicode", "\\p{Lu}\\pL+: .{5}[^\\n]")
        + _rule("", "quoted", "\\Q¡ok!\\E"),
        TREE,
    ),
)


def random_case(seed: int) -> Case:
    """Some rules and allowlists, and files of the same words."""
    random = Random(seed)  # noqa: S311 - the same cases every time
    words = ["alpha", "beta", "gamma42", "delta-9", "Epsilon", "zeta_", "x1y2z3", "=", ":", "  "]
    rules = []
    ids = [f"rule-{number}" for number in range(random.randint(1, 4))]
    for id_ in ids:
        rules.append(_rule(_rule_words(random, words, [other for other in ids if other != id_]), id_, _regex(random)))
    if random.random() < 0.4:
        # NOTE: `gitleaks dir` leaves a file out for a path alone, whatever the condition of a global allowlist;
        # `gitleaks git` does not, nor do we.
        rules.append("[[allowlists]]\n" + _allowlist(random, words).replace("condition = 'and'", ""))
    files = {
        f"{random.choice(['a', 'b', 'c/d'])}/{number}.{random.choice(['txt', 'env'])}": _text(random, words)
        for number in range(4)
    }
    return Case(f"seed {seed}", "\n".join(rules), files)


def _rule_words(random: Random, words: list[str], others: list[str]) -> str:
    lines = []
    if random.random() < 0.5:
        lines.append(f"keywords = {random.sample(words[:7], 2)}")
    if random.random() < 0.3:
        lines.append(f"entropy = {random.choice([1.0, 2.0, 2.5, 3.0])}")
    if random.random() < 0.2:
        lines.append(f"path = '''{random.choice(['txt$', '^a/', 'c/d'])}'''")
    if random.random() < 0.15:
        lines.append("skipReport = true")
    for _ in range(random.choice([0, 0, 1, 2])):
        lines.append("[[rules.allowlists]]\n" + _allowlist(random, words))
    if others and random.random() < 0.4:
        lines.append(f"[[rules.required]]\nid = '{random.choice(others)}'")
        lines += random.sample([f"withinLines = {random.randint(0, 3)}", f"withinColumns = {random.randint(0, 9)}"], 1)
    return "\n".join(lines)


def _regex(random: Random) -> str:
    pieces = [
        "[a-z]{3,}",
        "(beta|gamma)",
        "([0-9]+)",
        "\\w+",
        "delta-?",
        "(?i)EPS",
        "\\s",
        "[^ \\n]{2}",
        "(zeta_|x1)",
        "=?",
    ]
    return random.choice(pieces[:9]) + "".join(random.choices(pieces, k=random.randint(0, 2)))


def _allowlist(random: Random, words: list[str]) -> str:
    lines = [f"condition = '{random.choice(['and', 'or'])}'"]
    if random.random() < 0.5:
        lines.append(f"regexTarget = '{random.choice(['secret', 'match', 'line'])}'")
    checks = [
        f"regexes = ['''{random.choice(['a$', '^b', '[0-9]', 'eta'])}''']",
        f"stopwords = ['{random.choice(words[:7])}']",
        f"paths = ['''{random.choice(['^a/', 'env', '/d/'])}''']",
    ]
    return "\n".join([*lines, *random.sample(checks, random.randint(1, 2))])


def _text(random: Random, words: list[str]) -> str:
    lines = ["".join(random.choices(words, k=random.randint(0, 6))) for _ in range(random.randint(2, 8))]
    return "\n".join(lines) + "\n"
