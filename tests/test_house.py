"""Guards of the house: what STYLE.md asks of every room, of every rule and of every page."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import privacygate
from privacygate.detectors.comments.concentration import REMARKS
from privacygate.detectors.comments.examples import run_examples as run_comment_examples
from privacygate.detectors.comments.rule import ParsedFiles, parse_files
from privacygate.detectors.comments.rule_set import compile_rule_set as compile_comment_rules
from privacygate.detectors.hidden_text import HiddenTextDetector
from privacygate.detectors.novelty.rule import NOVEL_LOGIC
from privacygate.detectors.secrets.examples import run_examples
from privacygate.detectors.secrets.rule import ParsedRule, parse_rules
from privacygate.detectors.secrets.rule_set import compile_rule_set
from privacygate.model import RuleHelp
from privacygate.policy.suppressions import RULES as POLICY_RULES
from privacygate.rule_files import read_rule_files
from privacygate.rule_places import builtin_folder, list_rule_files

ROOT = Path(privacygate.__file__).parents[1]
PACKAGE = ROOT / "privacygate"
UNIT = ROOT / "tests" / "unit"

WITHOUT_TESTS: frozenset[str] = frozenset()
"""Modules whose tests are still to be written. They are shown in every run; take them off one by one."""

NO_MIRROR_NEEDED = frozenset(
    (
        "__main__.py",  # one line, run by the tests of `cli/main.py`
        "version.py",
        "detectors/detector.py",  # abstract; `detectors/test_layout.py` holds every detector to it
    )
)

MORE_TESTS = frozenset(
    (
        "detectors/test_layout.py",  # the shape of all detectors
        "reports/test_reports.py",  # what all reports have in common
        "reports/test_sarif_validator.py",  # a program of somebody else
    )
)
"""Tests of more than one module."""

EXCEPTION_IS_CAUGHT_IN = ("cli/main.py", "workers.py")
"""Once, so that a crash is said in our words; and in a forked worker, which hands it to that place."""


def modules() -> list[Path]:
    return sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def parsed(module: Path) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text("utf-8"))


def mirror_of(module: Path) -> Path:
    return module.with_name(f"test_{module.name}")


class TestMirrors:
    def test_every_module_has_one(self) -> None:
        wanted = [
            module for module in modules() if module.name != "__init__.py" and str(module) not in NO_MIRROR_NEEDED
        ]
        missing = {str(module) for module in wanted if not (UNIT / mirror_of(module)).exists()}
        if missing:
            warnings.warn(f"without tests of their own: {', '.join(sorted(missing))}", stacklevel=1)
        assert missing <= WITHOUT_TESTS, "write them a test_<module>.py in the same place below tests/unit/"
        assert missing >= WITHOUT_TESTS, "these have tests now: take them off WITHOUT_TESTS"

    def test_every_mirror_has_its_module(self) -> None:
        for path in UNIT.rglob("test_*.py"):
            place = path.relative_to(UNIT)
            if str(place) not in MORE_TESTS:
                assert (PACKAGE / place.with_name(place.name.removeprefix("test_"))).exists(), place

    def test_what_is_listed_exists(self) -> None:
        for name in NO_MIRROR_NEEDED:
            assert (PACKAGE / name).exists()
        for name in MORE_TESTS:
            assert (UNIT / name).exists()


class TestModules:
    def test_none_is_a_drawer_for_everything(self) -> None:
        for folder in (PACKAGE, ROOT / "tests", ROOT / "bench"):
            for path in folder.rglob("*"):
                assert path.stem not in ("utils", "util", "common", "helpers", "helper", "misc"), path

    @pytest.mark.parametrize("module", modules(), ids=str)
    def test_it_says_what_it_is_for(self, module: Path) -> None:
        assert ast.get_docstring(parsed(module))

    @pytest.mark.parametrize("module", modules(), ids=str)
    def test_only_the_command_line_prints(self, module: Path) -> None:
        if module.parts[0] == "cli":
            return
        for node in ast.walk(parsed(module)):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                assert name not in ("print", "sys.stdout.write", "sys.stderr.write"), f"{module}:{node.lineno}"

    def test_exception_is_caught_once(self) -> None:
        places = Counter(str(module) for module in modules() for handler in catch_alls(parsed(module)))
        assert places == Counter(EXCEPTION_IS_CAUGHT_IN)

    def test_nothing_runs_a_shell_or_code_from_a_text(self) -> None:
        for module in modules():
            for node in ast.walk(parsed(module)):
                if isinstance(node, ast.Call):
                    assert ast.unparse(node.func) not in ("eval", "exec", "os.system", "os.popen"), module
                    assert not any(keyword.arg == "shell" for keyword in node.keywords), module

    def test_exit_codes_are_a_matter_of_the_command_line(self) -> None:
        for module in modules():
            if module.parts[0] in ("cli", "__main__.py", "workers.py"):
                continue
            for node in ast.walk(parsed(module)):
                if isinstance(node, ast.Call):
                    assert ast.unparse(node.func) not in ("sys.exit", "exit", "os._exit"), module


def catch_alls(tree: ast.Module) -> Iterator[ast.ExceptHandler]:
    """Handlers that swallow whatever comes; those that raise it again do not count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            names = [] if node.type is None else [ast.unparse(part) for part in ast.walk(node.type)]
            swallows = not isinstance(node.body[-1], ast.Raise)
            if swallows and (node.type is None or {"Exception", "BaseException"} & set(names)):
                yield node


@pytest.fixture(scope="module")
def rules() -> list[ParsedRule]:
    return parse_rules(read_rule_files(list_rule_files([builtin_folder("secrets")])))


@pytest.fixture(scope="module")
def comment_rules() -> ParsedFiles:
    return parse_files(read_rule_files(list_rule_files([builtin_folder("comments")])))


def comment_helps(files: ParsedFiles) -> list[RuleHelp]:
    return [*(item.help for item in files.rules), *REMARKS]


class TestRules:
    def test_every_example_does_what_it_says(self, rules: list[ParsedRule]) -> None:
        failures = list(run_examples(rules, compile_rule_set(rules)))
        assert failures == []

    def test_every_comment_does_what_it_says(self, comment_rules: ParsedFiles) -> None:
        assert list(run_comment_examples(comment_rules, compile_comment_rules(comment_rules))) == []

    def test_ids_are_kebab_case_and_unique_among_all_detectors(
        self, rules: list[ParsedRule], comment_rules: ParsedFiles
    ) -> None:
        ids = [*(item.rule.id for item in rules), *(help_.id for help_ in comment_helps(comment_rules))]
        ids += [*HiddenTextDetector().known_rules(), NOVEL_LOGIC, *POLICY_RULES]
        assert [id_ for id_, count in Counter(ids).items() if count > 1] == []
        assert [id_ for id_ in ids if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", id_)] == []

    def test_there_are_as_many_as_was_promised(self, rules: list[ParsedRule]) -> None:
        assert len(rules) >= 120

    def test_each_explains_itself(self, rules: list[ParsedRule]) -> None:
        for item in rules:
            help_ = item.help
            assert not help_.name.endswith("."), item.rule.id
            for sentence in (help_.summary, help_.why, help_.remedy):
                assert sentence.endswith((".", "!", "?", ".)")), (item.rule.id, sentence)
            assert help_.references, item.rule.id
            for reference in help_.references:
                assert re.fullmatch(r"https://[^\s]+", reference), (item.rule.id, reference)

    def test_those_for_comments_explain_themselves(self, comment_rules: ParsedFiles) -> None:
        for help_ in comment_helps(comment_rules):
            assert not help_.name.endswith("."), help_.id
            for sentence in (help_.summary, help_.why, help_.remedy):
                assert sentence.endswith("."), (help_.id, sentence)

    def test_no_name_quotes_a_template(self, rules: list[ParsedRule]) -> None:
        """The name is what results say."""
        for item in rules:
            assert "{" not in item.help.name
            assert len(item.help.name) <= 80


PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    if path.name in ("README.md", "CONTRIBUTING.md", "SECURITY.md") or path.parent.name == "docs"
)

_FOLDERS = "privacygate|rules|tests|docs|bench|schemas|\\.ci|\\.github"
_PATH = re.compile(rf"(?<![\w./~-])((?:{_FOLDERS})/[\w./*<>{{}}-]*|(?:[\w-]+\.(?:md|py)))(?![\w/])")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MADE_BY_READERS = re.compile(
    r"[<>*{}]|\.github/workflows/|RULE|/[A-Z]{3,}/|^privacygate/v1$"
)  # also the names of fingerprints and of categories
_OF_EXAMPLES = frozenset(
    "AGENTS.md CLAUDE.md SKILL.md"
    " app.py settings.py billing.py checkout.py client.py views.py a.py b.py fine.py tests.py config.py main.py".split()
)


def without_examples(text: str) -> str:
    """A page without its blocks of code, in which the files are those of other people."""
    return re.sub(r"(?ms)^```.*?^```", "", text)


def slug(heading: str) -> str:
    """The anchor that GitHub gives to a heading."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading.strip().lower()))
    return kept.replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
class TestPages:
    def test_every_path_it_names_exists(self, page: Path) -> None:
        for name in _PATH.findall(without_examples(page.read_text("utf-8"))):
            if _MADE_BY_READERS.search(name) or name in _OF_EXAMPLES:
                continue
            places = [ROOT / name, page.parent / name, *PACKAGE.rglob(name.rstrip("./"))]
            assert any(place.exists() for place in places), f"{page.name} names {name}"

    def test_every_link_leads_somewhere(self, page: Path) -> None:
        for link in _LINK.findall(without_examples(page.read_text("utf-8"))):
            if link.startswith(("https://", "http://", "mailto:")):
                continue
            name, _, anchor = link.partition("#")
            target = page.parent / name if name else page
            assert target.exists(), f"{page.name} links to {link}"
            if anchor:
                headings = re.findall(r"(?m)^#+ (.*)$", target.read_text("utf-8"))
                assert anchor in map(slug, headings), f"{page.name} links to {link}"

    def test_every_rule_it_names_exists(self, page: Path, rules: list[ParsedRule], comment_rules: ParsedFiles) -> None:
        known = {*(item.rule.id for item in rules), *POLICY_RULES, "acme-api-token", "rule"}
        known |= {*HiddenTextDetector().known_rules(), NOVEL_LOGIC}
        known |= {help_.id for help_ in comment_helps(comment_rules)}
        text = page.read_text("utf-8")
        named = re.findall(r"privacygate: ?allow ([a-z0-9-]+(?:, [a-z0-9-]+)*)", text)
        named += re.findall(r"rules show ([a-z0-9-]+)", text)
        named += re.findall(r"(?m)^off = \[(.*)\]", text)
        named += re.findall(r"(?m)(?:error|warning|note) +([a-z0-9]+(?:-[a-z0-9]+)+) ", text)
        for id_ in {word for words in named for word in re.findall(r"[a-z0-9][a-z0-9-]*", words)}:
            assert id_ in known, f"{page.name} names the rule {id_}"


def tracked_files() -> list[Path]:
    if (ROOT / ".git").exists():
        words = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(words, check=True, capture_output=True).stdout
        return [ROOT / os.fsdecode(name) for name in listed.split(b"\0") if name]
    return [path for path in ROOT.rglob("*") if path.is_file()]


class TestRepository:
    def test_no_file_knows_a_machine(self) -> None:
        """A path that exists on one machine only: this checkout, a home, a scratch folder."""
        places = [rb"/work/(?:main|shared)\b", rb"/tmp/pg\b", rb"/Users/[a-z]", rb"C:\\\\?Users", rb"/root/[a-z.]"]
        if len(ROOT.parts) > 2:
            places.append(re.escape(os.fsencode(ROOT)) + rb"\b")
        machine = re.compile(b"|".join(places))
        for path in tracked_files():
            if path == Path(__file__) or not path.is_file():
                continue
            found = machine.search(path.read_bytes())
            assert found is None, f"{path.relative_to(ROOT)} names {found[0]!r}"

    def test_no_file_holds_a_whole_key(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        """Values in examples and tests are made when they run, and none that is certain lies about."""
        from privacygate.change import FileChange, Segment
        from privacygate.detectors.secrets import SecretsDetector
        from privacygate.match import Match
        from privacygate.model import Confidence
        from privacygate.positions import region_of

        detector = SecretsDetector(cache_folder=str(tmp_path_factory.mktemp("cache")))
        certain: list[str] = []
        for path in tracked_files():
            if path.is_file():
                name = str(path.relative_to(ROOT))
                for item in detector.detect(FileChange(name, (Segment(path.read_bytes()),), None)):
                    assert isinstance(item, Match)
                    if item.confidence is Confidence.HIGH:
                        certain.append(f"{name}:{region_of(item.segment, item.start, item.end)[0]} {item.rule}")
        assert certain == []

    def test_files_end_with_a_line_break_and_have_no_blanks_at_line_ends(self) -> None:
        for path in tracked_files():
            if path.suffix in (".py", ".yaml", ".md", ".toml") and path.is_file():
                text = path.read_bytes()
                assert not text or text.endswith(b"\n"), path
                assert b"\r" not in text, path
                assert not re.search(rb"[ \t]+\n", text), path
