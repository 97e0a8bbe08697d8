from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from privacygate.cli.outputs import ReportFile, Wanted, parse_outputs, use_colour, write_to_terminal
from privacygate.errors import OutputError, UsageError


class TestParsing:
    @pytest.mark.parametrize(
        ("words", "wanted"),
        [
            ([], [Wanted("text", None)]),
            (["text"], [Wanted("text", None)]),
            (["json"], [Wanted("json", None)]),
            (["json="], [Wanted("json", None)]),
            (["sarif=a.sarif"], [Wanted("sarif", "a.sarif"), Wanted("text", None)]),
            (["sarif=a=b"], [Wanted("sarif", "a=b"), Wanted("text", None)]),
            (["json", "sarif=a", "text=b"], [Wanted("json", None), Wanted("sarif", "a"), Wanted("text", "b")]),
        ],
    )
    def test_what_was_asked_for(self, words: list[str], wanted: list[Wanted]) -> None:
        assert parse_outputs(words) == wanted

    @pytest.mark.parametrize(
        "words", [["json", "text"], ["json", "json"], ["json=a", "sarif=a"], ["json=a", "sarif=./a"]]
    )
    def test_two_reports_in_one_place(self, words: list[str]) -> None:
        with pytest.raises(UsageError, match="two reports want the same place") as caught:
            parse_outputs(words)
        assert caught.value.remedy

    @pytest.mark.parametrize(("word", "hint"), [("sarfi", "Did you mean `sarif`?"), ("xml=a", ""), ("", "")])
    def test_a_format_that_does_not_exist(self, word: str, hint: str) -> None:
        with pytest.raises(UsageError, match="there is no report format") as caught:
            parse_outputs([word])
        assert "text, json, sarif" in caught.value.remedy
        assert hint in caught.value.remedy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "work"
    place.mkdir()
    return place


class TestReportFiles:
    def test_it_appears_when_it_is_whole(self, folder: Path) -> None:
        path = folder / "report"
        report = ReportFile(str(path))
        assert not path.exists()
        report.write(["größe\n", "two\n"])
        report.discard()
        assert path.read_bytes() == "größe\ntwo\n".encode()
        assert os.listdir(folder) == ["report"]

    def test_what_was_there_stays_when_nothing_was_written(self, folder: Path) -> None:
        path = folder / "report"
        path.write_text("old")
        report = ReportFile(str(path))
        report.discard()
        report.discard()
        assert path.read_text() == "old"
        assert os.listdir(folder) == ["report"]

    def test_a_report_that_breaks_off_leaves_what_was_there(self, folder: Path) -> None:
        def pieces() -> object:
            yield "half"
            raise ValueError

        path = folder / "report"
        path.write_text("old")
        report = ReportFile(str(path))
        with pytest.raises(ValueError):
            report.write(pieces())  # type: ignore[arg-type]
        report.discard()
        assert path.read_text() == "old"
        assert os.listdir(folder) == ["report"]

    def test_text_that_is_no_unicode_is_escaped(self, folder: Path) -> None:
        report = ReportFile(str(folder / "report"))
        report.write(["a\udce9b"])
        assert (folder / "report").read_bytes() == b"a\\udce9b"

    @pytest.mark.parametrize("place", [".", "missing/report", "file/report"])
    def test_a_place_that_cannot_be_written_is_said_at_once(self, folder: Path, place: str) -> None:
        (folder / "file").write_text("x")
        with pytest.raises(OutputError, match="the report cannot be written") as caught:
            ReportFile(str(folder / place))
        assert caught.value.path == str(folder / place)
        assert caught.value.remedy
        assert os.listdir(folder) == ["file"]

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no such device")
    @pytest.mark.parametrize("size", [10, 5_000_000])
    def test_a_full_disk(self, size: int) -> None:
        report = ReportFile("/dev/full")
        with pytest.raises(OutputError, match="No space left"):
            report.write(["x" * 1000] * (size // 1000 + 1))
        report.discard()

    @pytest.mark.skipif(not os.path.exists("/dev/null"), reason="there is no such device")
    def test_a_device_is_written_to_and_not_replaced(self) -> None:
        report = ReportFile("/dev/null")
        report.write(["x"])
        report.discard()
        assert not os.path.isfile("/dev/null")


class Terminal(io.StringIO):
    encoding = "ascii"

    def isatty(self) -> bool:
        return True


class TestTerminal:
    def test_what_cannot_be_shown_is_escaped(self) -> None:
        stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        write_to_terminal(["größe \u2717\n", "a\udce9\n"], stream)
        assert stream.buffer.getvalue() == b"gr\\xf6\\xdfe \\u2717\na\\udce9\n"

    def test_a_reader_that_has_gone_away_is_no_error(self) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        stream = os.fdopen(writer, "w")
        write_to_terminal(["x" * 100_000], stream)
        stream.close()

    @pytest.mark.parametrize(
        ("choice", "environment", "colour"),
        [
            ("always", {"NO_COLOR": "1", "TERM": "dumb"}, True),
            ("never", {"FORCE_COLOR": "1"}, False),
            ("auto", {}, True),
            ("auto", {"TERM": "dumb"}, False),
            ("auto", {"NO_COLOR": "1"}, False),
            ("auto", {"NO_COLOR": ""}, True),
            ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ],
    )
    def test_colour_on_a_terminal(
        self, monkeypatch: pytest.MonkeyPatch, choice: str, environment: dict[str, str], colour: bool
    ) -> None:
        for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert use_colour(choice, Terminal()) is colour

    def test_colour_elsewhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        assert not use_colour("auto", io.StringIO())
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert use_colour("auto", io.StringIO())
