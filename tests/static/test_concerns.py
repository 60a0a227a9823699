"""What of the files that use a module is read for its sake: lines that say ``# concerned`` and what they need."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bnlint.project import concerns

Ask = Callable[[dict[str, str]], dict[str, set[int] | None]]
NET = "def build():\n    return 1\n\n\ndef other():\n    return 2\n"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Return what writes a project beside ``net.py``, and returns the lines of each file that have to do with it."""

    def asking(texts: dict[str, str]) -> dict[str, set[int] | None]:
        for name, text in {"pyproject.toml": "", "net.py": NET, **texts}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        found = concerns.users_of(str(tmp_path / "net.py"))
        return {Path(user.file).name: lines_of(user.concerned) for user in found}

    return asking


def lines_of(ranges: tuple[range, ...] | None) -> set[int] | None:
    return None if ranges is None else {line for each in ranges for line in each}


def marked(text: str) -> set[int]:
    return {number for number, line in enumerate(text.splitlines(), 1) if "# concerned" in line}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("from net import build\ndef load(): pass\nmodel = build()  # concerned\nload()\n", id="call"),
        pytest.param("import net\nx = net.build()  # concerned\ny = 1\n", id="module"),
        pytest.param("from net import build as b\ndef f(): return b()  # concerned\ndef g(): pass\n", id="new name"),
        pytest.param(
            "from net import build\n"
            "def make(): return build()  # concerned\n"
            "def train(): make().fit()  # concerned\n"
            "def plot(): pass\n"
            "train()  # concerned\n",
            id="over functions",
        ),
        pytest.param(
            "def f():  # concerned\n  import net  # concerned\n  net.build()  # concerned\ndef g(): pass\n",
            id="import in a function",
        ),
        pytest.param(
            "from net import build\n"
            "models = []\n"
            "models.append(build())  # concerned\n"
            "def use(): return models[0]  # concerned\n"
            "def not_use(): return 1\n",
            id="put into a list",
        ),
        pytest.param(
            "from net import build\n"
            "made = None\n"
            "def make():  global made; made = build()  # concerned\n"
            "def use(): return made  # concerned\n",
            id="global",
        ),
        pytest.param(
            "from net import build\n"
            "class Base:  # concerned\n"
            "  def go(self): self.model.fit()  # concerned\n"
            "class Mine(Base):  # concerned\n"
            "  def make(self): self.model = build()  # concerned\n",
            id="methods of a base",
        ),
        pytest.param(
            "from net import build\ndef other(): pass\n@build  # concerned\ndef f(): pass  # concerned\n",
            id="decorator",
        ),
    ],
)
def test_statements_that_speak_of_what_is_imported(ask: Ask, text: str) -> None:
    found = ask({"train.py": text})["train.py"]
    unmarked = {number for number, line in enumerate(text.splitlines(), 1) if line.startswith(("models =", "made ="))}
    assert found is not None
    assert found - unmarked == marked(text)


def test_what_has_to_run_before(ask: Ask, tmp_path: Path) -> None:
    text = "from net import build\ndef size(): return 3\ndef log(): pass\nwidth = size()\nlog()\nbuild(width)\n"
    ask({"train.py": text})
    (user,) = concerns.users_of(str(tmp_path / "net.py"))
    assert lines_of(user.runs) == {1, 2, 3, 4, 6}


def test_what_is_put_into_a_list_has_to_run_before_what_is_made_of_it(ask: Ask, tmp_path: Path) -> None:
    text = (
        "from net import build\ndef load(): return 3\nrows = []\nfor _ in range(3):\n    rows.append(load())\n"
        "data = tuple(rows)\nbuild(data)\n"
    )
    ask({"train.py": text})
    (user,) = concerns.users_of(str(tmp_path / "net.py"))
    assert lines_of(user.runs) == set(range(1, 8))


def test_a_file_that_uses_nothing_of_it_is_not_read(ask: Ask) -> None:
    package = {"zoo/__init__.py": "import net\n", "zoo/tools.py": "def f(): pass\n"}
    assert ask({**package, "a.py": "from zoo.tools import f\nf()\n", "b.py": "import net\n"}) == {}


def test_names_that_another_file_hands_on(ask: Ask) -> None:
    handed = {"zoo.py": "from net import build\ndef ours(): return build()\ndef tool(): return 1\n"}
    uses = "from zoo import ours\nours()\n", "from zoo import tool\ntool()\n", "from zoo import build\nbuild()\n"
    found = ask({**handed, "a.py": uses[0], "b.py": uses[1], "c.py": uses[2]})
    assert found == {"zoo.py": {2}, "a.py": {2}, "c.py": {2}}


def test_files_that_import_each_other(ask: Ask) -> None:
    found = ask({"a.py": "import b\nimport net\nnet.build()\n", "b.py": "import a\na.net.build()\n"})
    assert found == {"a.py": {3}, "b.py": {2}}


@pytest.mark.parametrize(
    "text",
    [
        "from net import *\nbuild()\n",
        "import net\nnet.build()\nglobals()['x'] = 1\n",
        "import net\nnet.build()\neval('x')\n",
    ],
)
def test_names_that_are_not_written_out(ask: Ask, text: str) -> None:
    assert ask({"train.py": text}) == {"train.py": None}


def test_a_module_that_is_imported_by_a_name(ask: Ask) -> None:
    assert ask({"train.py": "import importlib\nm = importlib.import_module('net')\n"}) == {"train.py": None}


def test_a_file_that_does_not_parse(ask: Ask) -> None:
    assert ask({"train.py": "from net import build\nprint build(\n"}) == {"train.py": None}


def test_a_registry(ask: Ask) -> None:
    registry = "MODELS = {}\ndef register(f): return f\ndef get(name): return MODELS[name]\n"
    network = "from registry import register\n@register\ndef build(): pass\n"
    user = "from registry import get, register\nimport net\nget('build')\n@register\ndef other(): pass\n"
    found = ask({"registry.py": registry, "net.py": network, "train.py": user})
    assert found == {"train.py": {3}}


@pytest.mark.parametrize(
    ("user", "lines"),
    [
        pytest.param("from zoo import MODELS\nMODELS.get('build')\n", {2}, id="handed on by a package"),
        pytest.param("from zoo import FOUND\nFOUND.get('build')\n", {2}, id="under another name"),
        pytest.param("from far import MODELS\nMODELS.get('build')\n", {2}, id="handed on twice"),
        pytest.param("from zoo import *\nMODELS.get('build')\n", None, id="all names"),
        pytest.param("from zoo import plot\nplot('build')\n", set(), id="something else of the package"),
        pytest.param("from lone import MODELS\nMODELS.get('build')\n", set(), id="of a package without the network"),
        pytest.param("from ring import MODELS\nMODELS.get('build')\n", set(), id="handed on in a circle"),
    ],
)
def test_a_registry_behind_a_package(ask: Ask, user: str, lines: set[int] | None) -> None:
    project = {
        "zoo/__init__.py": "from zoo.registry import MODELS, MODELS as FOUND\nfrom zoo.plots import plot\nimport net\n",
        "zoo/registry.py": "MODELS = {}\ndef register(f): return f\n",
        "zoo/plots.py": "def plot(name): pass\n",
        "net.py": "from zoo.registry import register\n@register\ndef build(): pass\n",
        "far/__init__.py": "from zoo import MODELS\n",
        "lone/__init__.py": "MODELS = {}\n",
        "ring/__init__.py": "from ring.other import MODELS\nimport net\n",
        "ring/other.py": "from ring import MODELS\n",
    }
    found = ask({**project, "train.py": user})
    assert found.get("train.py", set()) == lines


def test_an_outline_is_read_anew_when_the_file_has_changed(ask: Ask) -> None:
    assert ask({"train.py": "from net import build\nbuild()\n"}) == {"train.py": {2}}
    assert ask({"train.py": "from net import build\n\n\nbuild()\n"}) == {"train.py": {4}}
