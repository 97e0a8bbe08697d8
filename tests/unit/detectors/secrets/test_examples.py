from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from privacygate.detectors.secrets.checksums import github, jwt, pem_body
from privacygate.detectors.secrets.examples import SEEDS, Failure, fill, run_examples
from privacygate.detectors.secrets.rule_set import compile_rule_set
from privacygate.errors import RuleFileError

from .rule_texts import RULE, parsed


class TestFill:
    @pytest.mark.parametrize(
        ("template", "pattern"),
        [
            ("{{alphanumeric:40}}", "[0-9A-Za-z]{40}"),
            ("{{letters:8}}", "[A-Za-z]{8}"),
            ("{{lower:8}}", "[a-z]{8}"),
            ("{{upper:8}}", "[A-Z]{8}"),
            ("{{digits:8}}", "[0-9]{8}"),
            ("{{lower_digits:8}}", "[a-z0-9]{8}"),
            ("{{upper_digits:8}}", "[A-Z0-9]{8}"),
            ("{{hex:32}}", "[0-9a-f]{32}"),
            ("{{HEX:32}}", "[0-9A-F]{32}"),
            ("{{base64:88}}", "[0-9A-Za-z+/]{88}"),
            ("{{base64url:43}}", "[0-9A-Za-z_-]{43}"),
            ("{{base32:32}}", "[A-Z2-7]{32}"),
            ("{{[A-Fx]:9}}", "[A-Fx]{9}"),
            ("{{[A-Za-z0-9_-]:9}}", "[A-Za-z0-9_-]{9}"),
            ("{{[a]:3}}", "aaa"),
            ("{{[+/]:3}}", "[+/]{3}"),
            ("{{hex:0}}", ""),
            ("{{uuid}}", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}"),
            ("a{{hex:1}}b{{digits:1}}c", "a[0-9a-f]b[0-9]c"),
            ("${TOKEN} {{ token }} {x} {{", re.escape("${TOKEN} {{ token }} {x} {{")),
        ],
    )
    def test_what_a_template_gives(self, template: str, pattern: str) -> None:
        for seed in range(20):
            assert re.fullmatch(pattern, fill(template, str(seed)))

    def test_structures(self) -> None:
        for seed in map(str, range(20)):
            assert github(fill("{{github:ghp_}}", seed).encode())
            assert fill("{{github:ghp_}}", seed).startswith("ghp_")
            assert jwt(fill("{{jwt}}", seed).encode())
            for label in ("RSA PRIVATE KEY", "OPENSSH PRIVATE KEY"):
                first, *body, last = fill(f"{{{{pem:{label}}}}}", seed).split("\n")
                assert (first, last) == (f"-----BEGIN {label}-----", f"-----END {label}-----")
                assert pem_body("\n".join(body).encode())

    def test_base64_of_a_text_with_templates(self) -> None:
        filled = fill("{{base64_of:user:{alphanumeric:20}}}", "1")
        assert re.fullmatch(b"user:[0-9A-Za-z]{20}", base64.b64decode(filled))

    def test_the_same_seed_gives_the_same(self) -> None:
        assert fill("{{hex:32}}{{uuid}}", "a") == fill("{{hex:32}}{{uuid}}", "a")
        assert fill("{{hex:32}}", "a") != fill("{{hex:32}}", "b")

    @pytest.mark.parametrize(
        "template",
        [
            "{{token}}",
            "{{hex}}",
            "{{hex:}}",
            "{{hex:x}}",
            "{{hex:-1}}",
            "{{hex:²}}",
            "{{hex:99999}}",
            "{{hax:3}}",
            "{{[]:3}}",
            "{{[z-a]:3}}",
            "{{Jwt}}",
        ],
    )
    def test_a_template_that_does_not_exist(self, template: str) -> None:
        with pytest.raises(RuleFileError, match="there is no template") as caught:
            fill(template, "1", "rules/x.yaml:4")
        assert caught.value.path == "rules/x.yaml:4"
        assert caught.value.remedy


def failures(folder: Path, text: str) -> list[Failure]:
    items = parsed(folder, text)
    return list(run_examples(items, compile_rule_set(items)))


class TestRunExamples:
    def test_when_all_do_what_they_say(self, tmp_path: Path) -> None:
        assert failures(tmp_path, RULE) == []

    @pytest.mark.parametrize(
        ("old", "new", "example", "reason"),
        [
            ("tok_{{alphanumeric:12}}", "tac_{{alphanumeric:12}}", "assigned", "holds none of the rule's keywords"),
            ("tok_{{alphanumeric:12}}", "tok_{{alphanumeric:11}}", "assigned", "Hyperscan does not find the pattern"),
            ("tok_{{alphanumeric:12}}", "tok_example{{digits:5}}", "assigned", "and is not: pattern, entropy, "),
            ("[8, 24]", "[7, 24]", "assigned", "at columns (7, 24), not at (8, 24)"),
            ("columns: [8, 24]", "line: 2", "assigned", "on line 2, not on line 1"),
            ("tokens.current", "tok_{{alphanumeric:12}}", "a reference", "should be allowed, and is flagged"),
        ],
    )
    def test_when_one_does_not(self, tmp_path: Path, old: str, new: str, example: str, reason: str) -> None:
        (failure,) = failures(tmp_path, RULE.replace(old, new))
        assert (failure.rule, failure.example) == ("test-token", example)
        assert reason in failure.reason
        assert failure.source == f"{tmp_path}/tests.yaml:4"

    def test_one_that_fails_with_some_values_only(self, tmp_path: Path) -> None:
        text = RULE.replace("tok_{{alphanumeric:12}}", "tok_{{[a-b]:1}}{{alphanumeric:11}}")
        assert len(failures(tmp_path, text.replace("tok_[0-9A-Za-z]{12}", "tok_a[0-9A-Za-z]{11}"))) == 1

    def test_no_failure_quotes_a_value(self, tmp_path: Path) -> None:
        text = RULE.replace("tokens.current", "tok_{{alphanumeric:12}}")
        values = {fill("tok_{{alphanumeric:12}}", f"test-token/a reference/{seed}") for seed in range(SEEDS)}
        for failure in failures(tmp_path, text):
            assert not any(value in repr(failure) for value in values)
