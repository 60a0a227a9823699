"""The rules' texts: in the command, on the pages, and the evidence in them."""

from __future__ import annotations

import ast
import io
import json
import re
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import pytest

from bnlint import evidence
from bnlint.explain import explanation, markdown, terminal
from bnlint.links import DOCUMENTATION, rule_page
from bnlint.rules import ALL_CODES, CODES, rule
from bnlint.runtime.programs import find_programs
from bnlint.runtime.verify import jobs_for
from docs import generate
from tests.static.helpers import FIXTURES, ROOT, bnlint, document, lacks, nothing, python

every_code = pytest.mark.parametrize("code", CODES)


def test_pages_are_fresh() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in generate.RULES.glob("*.md")}
    wanted = generate.pages()
    stale = [name for name in sorted({*written, *wanted}) if written.get(name) != wanted.get(name)]
    nothing(stale, "pages in docs/rules that do not say what the rules say; python -m docs.generate writes them")


@every_code
def test_a_rule_is_in_the_index(code: str) -> None:
    if not code.startswith(tuple(generate.GROUPS)):
        lacks(code, "a title for its group: GROUPS in docs/generate.py")
    if f"[{code}]({code}.md)" not in (generate.RULES / "index.md").read_text(encoding="utf-8"):
        lacks(code, "its line in docs/rules/index.md: python -m docs.generate")


@every_code
def test_a_finding_links_to_a_page_that_is_there(code: str) -> None:
    address = rule_page(code)
    assert address.startswith(DOCUMENTATION)
    page = ROOT / "docs" / Path(address.removeprefix(DOCUMENTATION)).with_suffix(".md")
    if not page.is_file():
        lacks(code, f"its page docs/rules/{code}.md: python -m docs.generate")
    assert page.read_text(encoding="utf-8").startswith(f"# {code} ")


@every_code
def test_a_page_has_a_small_figure(code: str) -> None:
    place = generate.figure(code)
    if not place:
        dialect = max(rule(code).dialects)
        how = f"bnlint verify --rule {code} --keras {dialect} --figures docs/rules/figures"
        lacks(code, f"a figure: docs/rules/figures/{code}-keras{dialect}.svg ({how})")
    assert place in (generate.RULES / f"{code}.md").read_text(encoding="utf-8")
    assert 1_000 < (generate.RULES / place).stat().st_size < 60_000


def test_no_figure_is_left_over() -> None:
    drawn = {path.name for path in (generate.RULES / "figures").iterdir()}
    nothing(drawn - {Path(generate.figure(code)).name for code in CODES}, "figures that no page shows")


def test_the_documentation_builds_without_warnings(tmp_path: Path) -> None:
    done = python("-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", tmp_path / "html")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "html" / "rules" / "BNL102.html").is_file()
    pages = sorted((tmp_path / "html").glob("**/*.html"))
    plain = (f"{path.name}: {code}" for path in pages for code in Codes(path).plain if code != path.stem)
    nothing(plain, "codes in built pages that are no links")
    trace = (tmp_path / "html" / "trace.html").read_text(encoding="utf-8")
    assert 'href="rules/BNL101.html"' in trace
    assert "_static/bnlint.css" in trace


class Codes(HTMLParser):
    """The codes of rules on a built page that are neither links nor code nor headings."""

    LEFT_ALONE = ("a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "title", "script", "style")

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.inside = 0
        self.plain: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag in self.LEFT_ALONE

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag in self.LEFT_ALONE

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.plain += [code for code in re.findall(r"BNL\d{3}", data) if code in CODES]


@every_code
def test_each_rule_is_measured_in_each_version_of_its_dialects(code: str) -> None:
    runs = [run for run in evidence.runs() if run.backend == "tensorflow"]
    wanted = {(min(run.dialect, 3), run.keras) for run in runs if run.dialect != 1}
    found = {(max(c.dialect, 2), c.keras) for c in evidence.confirmations(code) if c.backend == "tensorflow"}
    due = {(dialect, version) for dialect, version in wanted if dialect in rule(code).dialects}
    if rule(code).absence("tensorflow"):
        due = set()
    if due - found:
        versions = ", ".join(version for _, version in sorted(due - found))
        lacks(code, f"evidence of Keras {versions} in bnlint/evidence: nox -s matrix -- {code}")
    assert found == due
    for confirmation in evidence.confirmations(code):
        assert {p.bad for p in confirmation.programs} == {True, False}
        # A rule counts as confirmed exactly if each program of it ended as it should.
        right = all(p.present == p.bad and not p.problem for p in confirmation.programs)
        assert confirmation.confirmed is right


@every_code
@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_each_rule_is_measured_on_the_backends_that_its_programs_run_on(
    code: str, backend: Literal["jax", "torch"]
) -> None:
    due = code in {of for of, _ in programs_of(3, backend)}
    if due and not any(confirmation.backend == backend for confirmation in evidence.confirmations(code)):
        lacks(code, f"evidence of {backend} in bnlint/evidence: nox -s matrix -- {code}")


def test_evidence_is_about_programs_that_are_there() -> None:
    for confirmation in evidence.all_confirmations():
        for program in confirmation.programs:
            assert (FIXTURES / program.program).exists(), program.program
            assert program.program.startswith(confirmation.code)
            assert program.text


@cache
def programs_of(dialect: int, backend: Literal["tensorflow", "jax", "torch"] = "tensorflow") -> list[tuple[str, str]]:
    """Return the fixtures of a dialect: their rule and the name of the file."""
    jobs = jobs_for(find_programs(FIXTURES), (dialect,), backend)
    return [(job.program.code, job.program.path.name) for job in jobs]


@every_code
def test_the_newest_versions_have_run_all_of_its_programs(code: str) -> None:
    newest: dict[int, evidence.Confirmation] = {}
    for confirmation in evidence.confirmations(code):
        if confirmation.backend == "tensorflow":
            newest.setdefault(confirmation.dialect, confirmation)
    for dialect, confirmation in newest.items():
        due = {name for of, name in programs_of(dialect) if of == code}
        missing = due - {Path(program.program).name for program in confirmation.programs}
        if missing:
            where = f"Keras {confirmation.keras} in bnlint/evidence"
            lacks(code, f"{', '.join(sorted(missing))} in the evidence of {where}: nox -s matrix -- {code}")


def test_every_version_of_the_matrix_was_run() -> None:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    (matrix,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "MATRIX"
    )
    planned = {(keras.replace("tf-keras", "tf_keras"), below) for keras, below in matrix}
    measured = {(r.dialect, r.keras, f"{r.backend}=={r.below}") for r in evidence.runs()}
    # Before TensorFlow 2.16 the package of Keras 2 was called keras.
    homes = {"tf_keras": (1, 2), "keras==2": (1, 2), "keras==3": (3,)}
    assert measured == {
        (dialect, keras.partition("==")[2], below)
        for keras, below in planned
        for home, dialects in homes.items()
        if keras.startswith(home)
        for dialect in dialects
    }


def test_newest_versions_come_first() -> None:
    found = [(c.dialect, c.release) for c in evidence.confirmations("BNL102") if c.backend == "tensorflow"]
    assert found == sorted(found, reverse=True)
    assert len(found) > 5


@every_code
def test_a_text_has_its_parts_in_order(code: str) -> None:
    text = bnlint("rule", code, "--evidence", "--output-format=markdown").stdout
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    where = f"the docstring of bnlint/rules/{code.lower()}.py"
    first = ["What it does", "Why is this bad?", "Example", "Use instead"]
    assert headings[:4] == first, f"{where}: its parts are not {first} first of all, in this order"
    assert headings[-1] == "References", f"{where}: its last part is not References"
    if headings[-2] != "Evidence":  # written from what was measured, not by the docstring
        lacks(code, f"evidence in bnlint/evidence: nox -s matrix -- {code}")
    assert "``" not in re.sub(r"^```.*$", "", text, flags=re.MULTILINE), f"{where}: an odd number of backquotes"
    for confirmation in evidence.confirmations(code):
        measured = markdown.keras(confirmation)
        line = f"| {measured} | {markdown.below(confirmation)} | yes | {confirmation.date} |"
        assert line in text, f"bnlint/evidence says that {measured} does not confirm it: nox -s matrix -- {code}"


def test_a_version_that_ends_otherwise_is_said() -> None:
    """Keras 3.6 raises where the others stay silent."""
    text = markdown.render(explanation("BNL109"))
    assert re.search(r"- Keras 3\.6\.0, `bad_gan_idiom.py`: .*raised AttributeError", text)


def test_json() -> None:
    one = json.loads(bnlint("rule", "BNL204", "--output-format=json").stdout)
    assert (one["code"], one["opt_in"], one["keras"], one["page"]) == ("BNL204", True, [2, 3], rule_page("BNL204"))
    assert one["sections"]["Why is this bad?"]
    assert one["evidence"][0]["programs"][0]["numbers"]
    every = json.loads(bnlint("rule", "--all", "--output-format=json").stdout)
    assert [entry["code"] for entry in every] == list(ALL_CODES)


def on_terminal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm-256color", "COLUMNS": "90", **environment}.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    terminal.show([markdown.render(explanation("BNL102"))], stream)
    return stream.getvalue()


COLOR = re.compile(r"\x1b\[(?:\d+;)*(?:3|4)\d")


def test_a_terminal_gets_rendered_text(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = on_terminal(monkeypatch)
    assert "## " not in shown
    assert "Why is this bad?" in shown
    assert COLOR.search(shown)


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = on_terminal(monkeypatch, NO_COLOR="1")
    assert "Why is this bad?" in shown
    assert not COLOR.search(shown)


def test_without_rich_the_markdown_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("rich.console", "rich.markdown"):
        monkeypatch.setitem(sys.modules, module, None)
    whole = markdown.render(explanation("BNL102"))
    shown = on_terminal(monkeypatch)
    assert shown.split() == whole.split()
    assert len(shown.splitlines()) > len(whole.splitlines())
    piped = io.StringIO()
    terminal.show([whole], piped)
    assert piped.getvalue() == whole


@pytest.mark.parametrize("columns", [50, 200])
@every_code
def test_a_text_is_wrapped_where_nothing_renders_it(code: str, columns: int) -> None:
    text = markdown.without_evidence(explanation(code))
    lines = list(terminal.wrapped(text, columns))
    assert " ".join("\n".join(lines).split()) == " ".join(text.split())
    code_lines = text.partition("## Example")[2].splitlines()
    broken = [line for line in lines if line not in code_lines and " " in line.strip("- ") and "](" not in line]
    assert all(len(line) <= min(columns, terminal.WIDTH) for line in broken)
    assert sum(line.startswith("```") for line in lines) == text.count("```")


def test_a_name_with_double_underscores_is_not_bold() -> None:
    assert r"\_\_call\_\_(..., training=True)" in document("docs/rules/BNL107.md")
    shown = markdown.table(("a", "b"), [("__init__ of `__init__.py`", "**no**")])
    assert shown.splitlines()[-1] == r"| \_\_init\_\_ of `__init__.py` | **no** |"
