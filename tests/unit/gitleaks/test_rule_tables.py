from __future__ import annotations

from privacygate.gitleaks.rule_tables import Remarks, read_global_allowlists, read_rule
from privacygate.gitleaks.toml_table import Document

RULE = """
id = "acme"
description = "Acme"
regex = '''a(c)(m)e'''
path = '''\\.py$'''
secretGroup = 2
entropy = 3.5
keywords = ["ACME"]
tags = ["x"]
skipReport = true
[[allowlists]]
condition = "AND"
commits = ["ABC "]
paths = ["p"]
[[allowlists]]
regexTarget = "line"
regexes = ["r", "s"]
stopwords = ["STOP", ""]
[[required]]
id = "other"
withinLines = 0
"""


def test_every_key_of_a_rule() -> None:
    remarks = Remarks()
    rule = read_rule("acme", Document("x.toml", RULE.encode()).root, remarks)
    assert (rule.id, rule.description, rule.group, rule.entropy) == ("acme", "Acme", 2, 3.5)
    assert (rule.keywords, rule.tags, rule.is_reported) == (("acme",), ("x",), False)
    first, second = rule.allowlists
    assert (first.all_must_hold, first.commits, first.target) == (True, frozenset(("abc",)), "secret")
    assert (second.all_must_hold, second.target, second.stop_words) == (False, "line", ("stop",))
    (required,) = rule.required
    assert (required.rule, required.lines, required.columns) == ("other", 0, None)
    assert [remark.id for remark in remarks.all()] == ["gitleaks-commits"]


def test_allowlists_for_all_rules_and_for_some() -> None:
    text = b"[[allowlists]]\npaths = ['a']\n[[allowlists]]\ntargetRules = ['x', 'y']\npaths = ['b']\n"
    everywhere, targeted = read_global_allowlists(Document("x.toml", text).root, Remarks())
    assert len(everywhere) == 1
    assert [each.rules for each in targeted] == [("x", "y")]
