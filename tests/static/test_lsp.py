"""Two real language servers over standard input and output: ours, and python-lsp-server running flake8."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest

from bnlint.lsp import documents, looking
from bnlint.lsp.documents import Text
from bnlint.settings.loading import Settings
from tests.static.helpers import SEED, bnlint
from tests.static.lsp_client import Client, running

COMMAND = ["-m", "bnlint", "lsp", "--stdio"]
BLOCK = """import tensorflow as tf

class Block(tf.Module):
    def __init__(self):
        self.bn = tf.keras.layers.BatchNormalization()

    def __call__(self, x, training):
        return '\N{GRINNING FACE}é', self.bn(x)
"""
"""BNL107 behind a character that takes two code units in UTF-16; a safe fix repairs it."""
START = BLOCK.splitlines()[7].index("self") + 1
MODELS = """import tensorflow as tf

def build():
    return tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
"""
MAIN = """import numpy as np
from models import build

model = build()
model.compile("sgd", "mse")
model.fit(np.ones((8, 2)), np.ones((8, 4)), batch_size=1)
"""
"""BNL202, if the model is known."""
FIXED = "self.bn(x, training=training)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Client]:
    """One server for all tests, as in an editor: what one of them does must not disturb the next."""
    (folder / ".git").mkdir()
    with running(COMMAND, folder, {"workspace": {"workspaceEdit": {"documentChanges": True}}}) as client:
        yield client


def span(diagnostic: dict[str, Any]) -> tuple[int, int, int, int]:
    start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
    return start["line"], start["character"], end["line"], end["character"]


def codes(diagnostics: list[dict[str, Any]]) -> list[str]:
    return [diagnostic["code"] for diagnostic in diagnostics]


def quick_fixes(client: Client, uri: str, diagnostic: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the quick fixes at a diagnostic by title."""
    context = {"diagnostics": [diagnostic], "only": ["quickfix"]}
    params = {"textDocument": {"uri": uri}, "range": diagnostic["range"], "context": context}
    return {action["title"]: action for action in client.request("textDocument/codeAction", params)}


def at(line: int) -> dict[str, Any]:
    """Return a diagnostic of nobody's in a line."""
    place = {"line": line, "character": START}
    return {"range": {"start": place, "end": place}, "message": ""}


def edited(text: str, edits: list[dict[str, Any]]) -> str:
    """Make edits as an editor does, whose positions count UTF-16 code units."""
    lines = [line.encode("utf-16-le") for line in text.splitlines(keepends=True)]
    for edit in sorted(edits, key=span, reverse=True):
        line, start, end_line, end = span(edit)
        assert line == end_line
        lines[line] = lines[line][: 2 * start] + edit["newText"].encode("utf-16-le") + lines[line][2 * end :]
    return b"".join(lines).decode("utf-16-le")


def test_diagnostics_have_exact_ranges(server: Client) -> None:
    uri = server.open("block.py", BLOCK)
    (diagnostic,) = server.diagnostics(uri, 1)
    assert span(diagnostic) == (7, START, 7, START + len("self.bn(x)"))
    assert (diagnostic["code"], diagnostic["source"], diagnostic["severity"]) == ("BNL107", "bnlint", 2)
    assert diagnostic["codeDescription"]["href"].endswith("/rules/BNL107.html")


def test_a_change_is_analysed_without_saving(server: Client) -> None:
    uri = server.open("change.py", SEED)
    assert codes(server.diagnostics(uri, 1)) == ["BNL101"]
    for version in range(2, 6):  # key strokes
        server.change(uri, version, SEED + "\n" * version)
    server.change(uri, 6, SEED.replace("()(x)", "()(x, training=True)"))
    assert codes(server.diagnostics(uri)) == ["BNL201"], "the changes before have been skipped"
    server.change(uri, 7, SEED)
    assert codes(server.diagnostics(uri, 7)) == ["BNL101"]


def test_half_a_statement_takes_nothing_back(server: Client) -> None:
    """What was said before stays until the text parses again; a text that never did has nothing."""
    uri = server.open("half.py", SEED)
    assert codes(server.diagnostics(uri, 1)) == ["BNL101"]
    server.change(uri, 2, SEED + "x = foo(\n")
    where = {"textDocument": {"uri": uri}, "range": at(3)["range"], "context": {"diagnostics": []}}
    assert server.request("textDocument/codeAction", where) == [], "which waits for the analysis; places may have moved"
    server.change(uri, 3, SEED + "x = foo()\n")
    (published,) = server.publications(uri, 3)
    assert codes(published["diagnostics"]) == ["BNL101"]
    assert server.diagnostics(server.open("never.py", SEED + "x = foo(\n")) == []


def test_an_exit_without_a_shutdown_is_an_error(tmp_path: Path) -> None:
    with running(COMMAND, tmp_path, shut_down=False) as client:
        assert client.diagnostics(client.open("seed.py", SEED))


WATCHING = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}


def test_what_the_project_says_is_watched(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    settings = tmp_path / "pyproject.toml"
    with running(COMMAND, tmp_path, WATCHING) as client:
        uri = client.open("seed.py", SEED)
        assert codes(client.diagnostics(uri)) == ["BNL101"]
        (request,) = [asked for asked in client.asked if asked["method"] == "client/registerCapability"]
        (registered,) = request["params"]["registrations"]
        assert registered["method"] == "workspace/didChangeWatchedFiles"
        globs = {watcher["globPattern"] for watcher in registered["registerOptions"]["watchers"]}
        names = ("pyproject.toml", "setup.cfg", "tox.ini", ".flake8", "requirements*.txt")
        assert globs >= {f"**/{name}" for name in names}
        changed = {"changes": [{"uri": settings.as_uri(), "type": 2}]}
        for table, found in (
            ("ignore = ['BNL101']", []),
            ("", ["BNL101"]),
            ("exclude = ['seed.py']", []),
            ("exclude = []", ["BNL101"]),
        ):
            settings.write_text(f"[tool.bnlint]\n{table}\n", encoding="utf-8")
            client.notify("workspace/didChangeWatchedFiles", changed)
            assert codes(client.diagnostics(uri)) == found, table
        for _ in range(2):  # a change is a reason to say it again
            settings.write_text("[tool.bnlint]\nnonsense = 1\n", encoding="utf-8")
            client.notify("workspace/didChangeWatchedFiles", changed)
            message = client.wait(lambda message: message.get("method") == "window/showMessage")
            assert "unknown key tool.bnlint.nonsense" in message["params"]["message"]


def test_an_editor_that_cannot_watch_is_not_asked_to(tmp_path: Path) -> None:
    with running(COMMAND, tmp_path) as client:
        assert client.diagnostics(client.open("seed.py", SEED))
        assert client.asked == []


def test_closing_takes_the_diagnostics_back(server: Client) -> None:
    uri = server.open("close.py", SEED)
    assert server.diagnostics(uri)
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert server.diagnostics(uri) == []


def test_hovering_explains_the_rule(server: Client) -> None:
    uri = server.open("hover.py", BLOCK)
    (diagnostic,) = server.diagnostics(uri, 1)
    where = {"textDocument": {"uri": uri}, "position": {"line": 7, "character": START + 3}}
    hover = server.request("textDocument/hover", where)
    assert hover["contents"]["kind"] == "markdown"
    text = cleandoc(import_module("bnlint.rules.bnl107").__doc__ or "")
    assert all(part.strip() in hover["contents"]["value"] for part in text.split("\n\n"))
    assert hover["range"] == diagnostic["range"]
    assert server.request("textDocument/hover", {**where, "position": {"line": 0, "character": 0}}) is None


def test_one_mistake_is_one_diagnostic_with_its_places_and_one_fix(server: Client) -> None:
    text = "import tensorflow as tf\nM = 0.1\n" + "tf.keras.layers.BatchNormalization(momentum=M)\n" * 3
    uri = server.open("one.py", text)
    (diagnostic,) = server.diagnostics(uri, 1)
    assert (diagnostic["code"], span(diagnostic)) == ("BNL303", (1, 4, 1, 7))
    assert [place["location"]["range"]["start"]["line"] for place in diagnostic["relatedInformation"]] == [2, 3, 4]
    fix, disable = quick_fixes(server, uri, diagnostic).values()
    (change,) = fix["edit"]["documentChanges"]
    assert edited(text, change["edits"]) == text.replace("0.1", "0.9")
    (change,) = disable["edit"]["documentChanges"]
    server.change(uri, 2, edited(text, change["edits"]))
    assert server.diagnostics(uri, 2) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_quick_fixes(server: Client, newline: str) -> None:
    text = BLOCK.replace("\n", newline)
    uri = server.open(f"fix{len(newline)}.py", text)
    (diagnostic,) = server.diagnostics(uri, 1)
    fixes = quick_fixes(server, uri, diagnostic)
    assert list(fixes) == ["BNL107: pass training=training", "BNL107: disable here (# noqa)"]
    fix, comment = fixes.values()
    assert (fix["isPreferred"], fix["diagnostics"]) == (True, [diagnostic])
    for action, expected in (
        (fix, text.replace("self.bn(x)", FIXED)),
        (comment, text.replace("self.bn(x)", "self.bn(x)  # noqa: BNL107")),
    ):
        (change,) = action["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": uri, "version": 1}
        assert edited(text, change["edits"]) == expected
    server.change(uri, 2, expected)
    assert server.diagnostics(uri, 2) == []


def test_fixes_are_worked_out_when_they_are_asked_for_and_once() -> None:
    document = documents.of_text("<block>", Text("untitled:block", 1, BLOCK))
    checked = looking.look(document, len, Settings())
    assert checked is not None
    (finding,), (fixable,) = checked.findings, checked.with_fixes.findings
    assert finding.fix is None
    assert fixable.fix is not None
    assert replace(fixable, fix=None) == finding
    assert checked.with_fixes is checked.with_fixes


def test_no_comment_is_offered_where_it_would_be_in_a_string(server: Client) -> None:
    uri = server.open("string.py", BLOCK.replace("\N{GRINNING FACE}é", "# noqa: E501"))
    (diagnostic,) = server.diagnostics(uri, 1)
    assert list(quick_fixes(server, uri, diagnostic)) == ["BNL107: pass training=training"]


def test_quick_fixes_wait_for_the_analysis_of_the_text_that_is_there(server: Client) -> None:
    uri = server.open("later.py", BLOCK)
    assert list(quick_fixes(server, uri, at(7))) == ["BNL107: pass training=training", "BNL107: disable here (# noqa)"]
    server.change(uri, 2, "\n" + BLOCK)
    assert quick_fixes(server, uri, at(7)) == {}
    (change,) = quick_fixes(server, uri, at(8))["BNL107: pass training=training"]["edit"]["documentChanges"]
    assert change["textDocument"]["version"] == 2


def test_all_safe_fixes_at_once(server: Client) -> None:
    other = BLOCK.partition("\n")[2].replace("Block", "Other")
    text = f"{BLOCK}{other}M = tf.keras.layers.BatchNormalization(momentum=0.1)\n"
    uri = server.open("all.py", text)
    for kind in ("source", "source.fixAll", "source.fixAll.bnlint"):
        context = {"diagnostics": [], "only": [kind]}
        params = {"textDocument": {"uri": uri}, "range": at(0)["range"], "context": context}
        (action,) = server.request("textDocument/codeAction", params)
        assert action["kind"] == "source.fixAll.bnlint"
        (change,) = action["edit"]["documentChanges"]
        # The momentum is for people to decide.
        assert edited(text, change["edits"]) == text.replace("self.bn(x)", FIXED)


def test_a_fix_that_does_not_help_is_not_offered(server: Client) -> None:
    text = (
        "import keras\ndef block(x, m=0.99):\n    return keras.layers.BatchNormalization(momentum=m)(x)\n"
        "x = block(block(keras.Input((8, 8, 3)), 0.1), **{'m': 0.1})\n"
    )
    uri = server.open("both.py", text)
    (diagnostic,) = server.diagnostics(uri, 1)
    assert list(quick_fixes(server, uri, diagnostic)) == ["BNL303: disable here (# noqa)"]


def test_a_comment_that_is_not_needed_can_be_removed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.bnlint]\nenable = ["BNL002"]\n', encoding="utf-8")
    with running(COMMAND, tmp_path) as client:
        text = f"{BLOCK}# noqa: BNL101\nx = 1  # noqa: BNL101\n"
        uri = client.open("comments.py", text.replace("self.bn(x)", FIXED))
        alone, behind = client.diagnostics(uri, 1)
        for diagnostic in (alone, behind):
            (title,) = quick_fixes(client, uri, diagnostic)
            assert title == "BNL002: remove the comment"
        (edit,) = quick_fixes(client, uri, behind)[title]["edit"]["changes"][uri]
        assert edit["newText"] == ""


def test_what_has_no_fix_can_be_suppressed(server: Client) -> None:
    uri = server.open("seed.py", SEED)
    (diagnostic,) = server.diagnostics(uri, 1)
    assert list(quick_fixes(server, uri, diagnostic)) == ["BNL101: disable here (# noqa)"]


def test_other_kinds_of_actions_are_not_ours(server: Client) -> None:
    uri = server.open("kinds.py", BLOCK)
    (diagnostic,) = server.diagnostics(uri, 1)
    context = {"diagnostics": [], "only": ["source.organizeImports"]}
    params = {"textDocument": {"uri": uri}, "range": diagnostic["range"], "context": context}
    assert server.request("textDocument/codeAction", params) == []


def test_imports_inside_the_workspace_are_followed(server: Client, folder: Path) -> None:
    """From the disk; saving analyses again what is open."""
    (folder / "models.py").write_text("def build():\n    return print\n", encoding="utf-8")
    uri = server.open("main.py", MAIN)
    assert server.diagnostics(uri) == []
    (folder / "models.py").write_text(MODELS, encoding="utf-8")
    server.notify("textDocument/didSave", {"textDocument": {"uri": server.uri("models.py")}})
    assert codes(server.diagnostics(uri)) == ["BNL202"]


def test_imports_outside_of_the_workspace_are_not_followed(server: Client, tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(MODELS, encoding="utf-8")
    uri = (tmp_path / "main.py").as_uri()
    document = {"uri": uri, "languageId": "python", "version": 1, "text": MAIN}
    server.notify("textDocument/didOpen", {"textDocument": document})
    assert server.diagnostics(uri) == []


def test_the_projects_settings_count(server: Client, folder: Path) -> None:
    sub = folder / "sub"
    sub.mkdir()
    settings = sub / "pyproject.toml"
    settings.write_text("[tool.bnlint]\nignore = ['BNL101']\nexclude = ['generated.py']\n", encoding="utf-8")
    assert server.diagnostics(server.open("sub/ignored.py", SEED)) == []
    uri = server.open("sub/wrong.py", SEED)
    assert server.diagnostics(uri) == []
    settings.write_text("[tool.bnlint]\nnonsense = 1\n", encoding="utf-8")
    server.change(uri, 2, SEED + "\n")
    message = server.wait(lambda message: message.get("method") == "window/showMessage")
    assert "unknown key tool.bnlint.nonsense" in message["params"]["message"]
    assert codes(server.diagnostics(uri, 2)) == ["BNL101"]
    server.change(uri, 3, SEED)
    assert codes(server.diagnostics(uri, 3)) == ["BNL101"]
    assert not [kept for kept in server.kept if kept.get("method") == "window/showMessage"], "it was said once"
    settings.write_text("[tool.bnlint]\nexclude = ['wrong.py']\n", encoding="utf-8")
    saved = {"textDocument": {"uri": uri}}
    server.notify("textDocument/didSave", saved)
    assert server.diagnostics(uri) == [], "what is left out now is no longer reported"
    server.notify("textDocument/didClose", saved)
    assert codes(server.diagnostics(server.open("sub/other.py", SEED))) == ["BNL101"]


def test_the_editors_settings_count_more_than_the_projects(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.bnlint]\nignore = ['BNL101']\ngroup = false\n", encoding="utf-8")
    options = {"settings": {"ignore": [], "keras": None, "exclude": ["sub/left.py"]}}
    with running(COMMAND, tmp_path, options=options) as client:
        assert codes(client.diagnostics(client.open("seed.py", SEED))) == ["BNL101"]
        client.open("sub/left.py", SEED)
        momentum = "import tensorflow as tf\nM = 0.1\n" + "tf.keras.layers.BatchNormalization(momentum=M)\n" * 3
        assert len(client.diagnostics(client.open("three.py", momentum))) == 3
        assert not any(kept.get("params", {}).get("diagnostics") for kept in client.kept)


def test_changed_settings_are_used_at_once(server: Client) -> None:
    uri = server.open("configured.py", SEED)
    assert codes(server.diagnostics(uri)) == ["BNL101"]
    server.notify("workspace/didChangeConfiguration", {"settings": {"bnlint": {"select": ["BNL2"]}}})
    assert server.diagnostics(uri) == []
    nothing_of_ours: tuple[Any, ...] = ({"pylsp": {}}, [], None)
    for others in nothing_of_ours:
        server.notify("workspace/didChangeConfiguration", {"settings": others})
    server.change(uri, 2, SEED + "\n")
    assert server.diagnostics(uri, 2) == []
    server.notify("workspace/didChangeConfiguration", {"settings": {"bnlint": {"base-line": "known.json"}}})
    message = server.wait(lambda message: message.get("method") == "window/showMessage")
    assert "settings of the editor: unknown key bnlint.base-line" in message["params"]["message"]
    server.notify("workspace/didChangeConfiguration", {"settings": {"bnlint": {"keras": 4}}})
    message = server.wait(lambda message: message.get("method") == "window/showMessage")
    assert "settings of the editor: bnlint.keras: '4' is not one of" in message["params"]["message"]
    server.notify("workspace/didChangeConfiguration", {"settings": {"bnlint": None}})
    server.change(uri, 3, SEED)
    assert codes(server.diagnostics(uri, 3)) == ["BNL101"]
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def test_what_the_baseline_holds_is_not_shown(tmp_path: Path) -> None:
    """Neither in a file that has changed since; nor is it fixed. Editors may name another baseline, or none."""
    (tmp_path / ".git").mkdir()
    settings = tmp_path / "pyproject.toml"
    settings.write_text("[tool.bnlint]\nbaseline = 'known.json'\n", encoding="utf-8")
    (tmp_path / "block.py").write_text(BLOCK, encoding="utf-8")
    assert bnlint("baseline", cwd=tmp_path).stdout == "Wrote 1 finding to known.json.\n"
    other = "\n" + BLOCK.partition("\n")[2].replace("Block", "Other")
    with running(COMMAND, tmp_path, WATCHING) as client:
        uri = client.open("block.py", BLOCK)
        assert client.diagnostics(uri, 1) == []
        assert quick_fixes(client, uri, at(7)) == {}
        client.change(uri, 2, f"# new\n{BLOCK}{other}")
        (diagnostic,) = client.diagnostics(uri, 2)
        assert span(diagnostic)[0] == 16
        context = {"diagnostics": [], "only": ["source.fixAll"]}
        params = {"textDocument": {"uri": uri}, "range": at(0)["range"], "context": context}
        (action,) = client.request("textDocument/codeAction", params)
        assert [edit["range"]["start"]["line"] for edit in action["edit"]["changes"][uri]] == [16]

        for value, lines in (("", [8, 16]), (None, [16]), ("empty.json", [8, 16])):
            (tmp_path / "empty.json").write_text('{"version": 1, "findings": {}}', encoding="utf-8")
            client.notify("workspace/didChangeConfiguration", {"settings": {"bnlint": {"baseline": value}}})
            assert [span(each)[0] for each in client.diagnostics(uri)] == lines, value

        client.notify("workspace/didChangeConfiguration", {"settings": {"bnlint": {"baseline": "gone.json"}}})
        message = client.wait(lambda message: message.get("method") == "window/showMessage")
        assert "gone.json: cannot read" in message["params"]["message"]
        assert [span(each)[0] for each in client.diagnostics(uri)] == [8, 16], "nothing is hidden then"


def test_patterns_of_the_editor_are_relative_to_the_open_folder(tmp_path: Path) -> None:
    """The server may have been started anywhere."""
    folder, other = tmp_path / "folder", tmp_path / "other"
    for each in (folder, other):
        (each / ".git").mkdir(parents=True)
    settings = {"per-file-ignores": {"old/*.py": ["BNL101"]}}
    with running(COMMAND, folder, options={"settings": settings}) as client:
        assert client.diagnostics(client.open("old/seed.py", SEED)) == []
        assert codes(client.diagnostics(client.open("new/seed.py", SEED))) == ["BNL101"]
        uri = (other / "old.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": SEED}
        client.notify("textDocument/didOpen", {"textDocument": document})
        assert codes(client.diagnostics(uri)) == ["BNL101"]


def test_isolated_leaves_the_projects_configuration_out(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.bnlint]\nignore = ['BNL101']\n", encoding="utf-8")
    with running(COMMAND, tmp_path, options={"isolated": True}) as client:
        assert codes(client.diagnostics(client.open("seed.py", SEED))) == ["BNL101"]
    with running(COMMAND, tmp_path, options={"isolated": True, "settings": {"ignore": ["BNL1"]}}) as client:
        assert client.diagnostics(client.open("seed.py", SEED)) == []


def test_texts_in_other_languages_are_not_read(server: Client) -> None:
    document = {"uri": server.uri("seed.txt"), "languageId": "plaintext", "version": 1, "text": SEED}
    server.notify("textDocument/didOpen", {"textDocument": document})
    assert server.diagnostics(server.open("after.py", SEED))
    assert not [kept for kept in server.kept if kept["params"].get("uri") == document["uri"]]


@pytest.mark.parametrize("text", ["\x00", "x = " + "[" * 5000, "", "\ufeff" + SEED, "a = '\u2028\x0c'\n" + SEED])
def test_odd_texts(server: Client, text: str) -> None:
    """The server answers; its lines are those of the editor."""
    uri = server.open("odd.py", text)
    found = [span(diagnostic)[:2] for diagnostic in server.diagnostics(uri)]
    assert found == ([(SEED.count("\n") - 1 + text.count("\n") - SEED.count("\n"), 4)] if SEED in text else [])
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    server.diagnostics(uri)


def test_a_text_that_is_no_file(server: Client) -> None:
    document = {"uri": "untitled:Untitled-1", "languageId": "python", "version": 1, "text": SEED}
    server.notify("textDocument/didOpen", {"textDocument": document})
    assert codes(server.diagnostics("untitled:Untitled-1")) == ["BNL101"]


def open_notebook(client: Client, name: str, cells: list[str]) -> list[str]:
    """Open a notebook whose first cell is text; return the addresses of the code cells."""
    uris = [f"vscode-notebook-cell:{client.folder.as_posix()}/{name}#c{number}" for number in range(len(cells))]
    notebook = {
        "uri": client.uri(name),
        "notebookType": "jupyter-notebook",
        "version": 1,
        "cells": [{"kind": 1, "document": "text:0"}, *({"kind": 2, "document": uri} for uri in uris)],
    }
    texts = [
        {"uri": uri, "languageId": "python", "version": 1, "text": text} for uri, text in zip(uris, cells, strict=True)
    ]
    client.notify("notebookDocument/didOpen", {"notebookDocument": notebook, "cellTextDocuments": texts})
    return uris


def test_notebooks(server: Client) -> None:
    """Names flow between cells; places and edits are those of each cell."""
    *head, body = BLOCK.splitlines(keepends=True)
    cells = ["%matplotlib inline\n" + head[0], "%%bash\nls", "".join(head[1:]) + body.rstrip("\n"), "x = 1"]
    uris = open_notebook(server, "n.ipynb", cells)
    assert server.diagnostics(uris[0]) == []
    (diagnostic,) = server.diagnostics(uris[2])
    assert span(diagnostic) == (6, START, 6, START + len("self.bn(x)"))
    fix, comment = quick_fixes(server, uris[2], diagnostic).values()
    (change,) = fix["edit"]["documentChanges"]
    assert change["textDocument"]["uri"] == uris[2]
    assert edited(cells[2], change["edits"]) == cells[2].replace("self.bn(x)", FIXED)
    (change,) = comment["edit"]["documentChanges"]
    assert edited(cells[2], change["edits"]) == cells[2] + "  # noqa: BNL107"
    fixed = {"document": {"uri": uris[2], "version": 2}, "changes": [{"text": cells[2].replace("self.bn(x)", FIXED)}]}
    server.notify(
        "notebookDocument/didChange",
        {
            "notebookDocument": {"uri": server.uri("n.ipynb"), "version": 2},
            "change": {"cells": {"textContent": [fixed]}},
        },
    )
    assert server.diagnostics(uris[2], 2) == []
    document = {"uri": server.uri("n.ipynb")}
    server.notify("notebookDocument/didSave", {"notebookDocument": document})
    assert server.diagnostics(uris[2], 2) == []
    texts = [{"uri": uri} for uri in uris]
    server.notify("notebookDocument/didClose", {"notebookDocument": document, "cellTextDocuments": texts})
    assert server.diagnostics(uris[2]) == []


def test_an_error_of_ours_does_not_end_the_server(tmp_path: Path) -> None:
    """An error in the analysis is a diagnostic at the file's beginning, which nothing fixes."""
    broken = (
        "import bnlint.api, bnlint.analysis.checking, sys\n"
        "real = bnlint.analysis.checking.find\n"
        "def find(source, *more):\n"
        "    if 'fail' in source.path: raise RuntimeError\n"
        "    return real(source, *more)\n"
        "bnlint.analysis.checking.find = find\n"
        "check = bnlint.api.check_source\n"
        "def check_source(source, path, *more, **named):\n"
        "    if 'wrong' in path: raise RuntimeError\n"
        "    return check(source, path, *more, **named)\n"
        "bnlint.api.check_source = check_source\n"
        "from bnlint.cli import main\n"
        "sys.exit(main(['lsp']))\n"
    )
    with running(["-c", broken], tmp_path) as client:
        client.open("fail.py", SEED)
        assert codes(client.diagnostics(client.open("works.py", SEED))) == ["BNL101"]
        wrong = client.open("wrong.py", SEED)
        (diagnostic,) = client.diagnostics(wrong)
        assert (diagnostic["code"], span(diagnostic)[:2]) == ("BNL001", (0, 0))
        assert quick_fixes(client, wrong, diagnostic) == {}


def test_edits_for_editors_without_versions(tmp_path: Path) -> None:
    with running(COMMAND, tmp_path) as client:
        uri = client.open("block.py", BLOCK)
        (diagnostic,) = client.diagnostics(uri)
        fix, _ = quick_fixes(client, uri, diagnostic).values()
        assert edited(BLOCK, fix["edit"]["changes"][uri]) == BLOCK.replace("self.bn(x)", FIXED)


def test_without_pygls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bnlint.lsp.cli.find_spec", lambda name: None)
    done = bnlint("lsp")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "bnlint: the language server needs pygls: pip install 'bnlint[lsp]'\n"


def test_python_lsp_server_with_the_plugin(tmp_path: Path) -> None:
    """Unsaved text, too: the server sends it to flake8's standard input."""
    off = {name: {"enabled": False} for name in ("pycodestyle", "pyflakes", "mccabe")}
    flake8 = {"enabled": True, "executable": "no-such-flake8", "select": ["BNL"]}  # then it is this Python's
    settings = {"pylsp": {"plugins": {"flake8": flake8, **off}}}
    with running(["-m", "pylsp"], tmp_path, settings=settings) as client:
        (tmp_path / "seed.py").write_text("", encoding="utf-8")
        uri = client.open("seed.py", SEED)
        (diagnostic,) = client.diagnostics(uri)
        assert (diagnostic["code"], diagnostic["source"], span(diagnostic)[:2]) == ("BNL101", "flake8", (3, 4))
        client.change(uri, 2, SEED.replace("()(x)", "()(x, training=True)"))
        assert codes(client.diagnostics(uri)) == ["BNL201"]
