"""Which Keras a file is judged for: everything that a project says and that its code shows, as small real projects.

``test_dialect.py`` has the order; here are the kinds of files. The file that is asked about is ``pkg/train.py``, unless
the test names another one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bnlint.analysis import dialect
from bnlint.api import check_source
from bnlint.project import code_signs, requirements, ttl_cache
from bnlint.project.declarations import kinds
from bnlint.project.declarations.claims import Declared
from bnlint.settings.config import Config, KerasTarget
from bnlint.syntax.notebooks import magics

TF_KERAS = "import tensorflow as tf\nbn = tf.keras.layers.BatchNormalization()\n"
KERAS = "from keras import layers\nbn = layers.BatchNormalization()\n"

Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "_from_installation", lambda: None)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def write(files: dict[str, Any], vcs: bool = True) -> Path:
        """Write a project; without version control files lie in its own folder only."""
        root = tmp_path / "project"
        (root / ("pkg" if vcs else "")).mkdir(parents=True, exist_ok=True)
        if vcs:
            (root / ".git").mkdir(exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write


def asked(file: Path, source: str | None = None, keras: KerasTarget = "auto") -> int | None:
    """Return the dialect of a file, None where it is assumed."""
    ttl_cache.forget()
    text = source if source is not None else file.read_text() if file.exists() else TF_KERAS
    found = dialect.target(text, str(file), Config(keras=keras))
    return None if found.assumed else found.dialect


def said(make: Make, files: dict[str, Any], source: str = TF_KERAS) -> int | None:
    return asked(make(files) / "pkg" / "train.py", source)


# -- what the project declares -----------------------------------------------------------------------------------------

OF_MATRIX = "tensorflow==${{ matrix.tf }}"
DECLARED: dict[str, tuple[dict[str, Any], int | None]] = {
    "requirements near the code without TensorFlow do not hide the root's": (
        {"pkg/requirements.txt": "tensorflow-cloud\n", "requirements.txt": "tensorflow~=2.11.0\n"},
        2,
    ),
    "a list of any of the usual names": ({"req.txt": "absl-py==0.9.0\ntensorflow==2.1.0\n"}, 2),
    "requirements with a slip of the pen": ({"requirments.txt": "tensorflow==2.4\n"}, 2),
    "what pip freeze wrote": ({"pip-freeze.txt": "tensorflow-gpu==2.4.1\n"}, 2),
    "a text that happens to speak of it": ({"keras.txt": "tensorflow==2.4\n"}, None),
    "requirements anywhere": ({"requirements/gpu/extra.txt": "tensorflow<2.16\n"}, 2),
    "requirements of another folder": ({"service/requirements.txt": "tensorflow==2.9\n"}, 2),
    "requirements of other folders that differ": (
        {"a/requirements.txt": "tensorflow==2.9\n", "b/requirements.txt": "tensorflow==2.17\n"},
        None,
    ),
    "of the code's folder before those of others": (
        {"pkg/requirements.txt": "tensorflow==2.9\n", "b/requirements.txt": "tensorflow==2.17\n"},
        2,
    ),
    "what pip freeze writes in PowerShell": ({"requirements.txt": "tensorflow==2.10.1\r\n".encode("utf-16")}, 2),
    "what conda list --export writes": ({"requirements.txt": "tensorflow=2.3.0=gpu_py38\n"}, 2),
    "a list that another one includes": (
        {"requirements.txt": "-r deps/base.lst\n", "deps/base.lst": "keras==2.8\n"},
        2,
    ),
    "a list that the list of the code's folder includes": (
        {
            "pkg/requirements.txt": "-r ../deps/a.txt\n",
            "deps/a.txt": "-c a.txt\ntensorflow==2.8\n",
            "req.txt": "keras>=3\n",
        },
        2,
    ),
    "a list outside the project": ({"requirements.txt": "-r ../base.lst\n", "../base.lst": "tensorflow==2.8\n"}, None),
    "a list that nobody includes": (
        {"requirements.txt": "# -r deps/base.lst\n", "deps/base.lst": "keras==2.8\n"},
        None,
    ),
    "a wheel": ({"requirements.txt": "https://example.org/cpu/tensorflow-1.4.0-cp27-none-linux_x86_64.whl\n"}, 2),
    "a line that goes on": ({"requirements.txt": "tensorflow \\\n  ==2.9.1 \\\n  --hash=sha256:0\n"}, 2),
    "extras": ({"setup.py": "setup(extras_require={'gpu': ['tensorflow-gpu==2.4'], 'dev': ['pytest']})\n"}, 2),
    "a list before setup()": ({"setup.py": "NEEDED = ['numpy']\nNEEDED += ['keras>=3.1']\nsetup()\n"}, 3),
    "setup.py's docstring says nothing": ({"setup.py": '"""\ntensorflow<2.16\n"""\nsetup()\n'}, None),
    "a setup.py in Python 2": ({"setup.py": "print 'tensorflow<2'\nsetup(install_requires=['tensorflow<2'])\n"}, 2),
    "a setup.py that is no Python": ({"setup.py": "print('tensorflow<2'\n'tensorflow<2'\n"}, None),
    "setup.py's keywords require nothing": ({"setup.py": "setup(keywords=['keras>=3', 'tensorflow>=2.16'])\n"}, None),
    "a numpy that no TensorFlow with Keras 3 takes": ({"requirements.txt": "tensorflow>=2.0\nnumpy==1.19.5\n"}, 2),
    "a numpy that both take": ({"requirements.txt": "tensorflow>=2.0\nnumpy==1.26.4\n"}, None),
    "a numpy without an end": ({"requirements.txt": "tensorflow\nnumpy>=1.16\n"}, None),
    "an h5py that no TensorFlow with Keras 3 takes": ({"setup.py": "setup(install_requires=['keras', 'h5py<3'])\n"}, 2),
    "TensorBoard has TensorFlow's number": ({"requirements.txt": "tensorboard==2.4.1\nkeras-tuner\n"}, 2),
    "TensorFlow Addons": ({"setup.py": "setup(install_requires=['tensorflow', 'tensorflow-addons>=0.8'])\n"}, 2),
    "TensorFlow's own version comes before what goes with it": (
        {"requirements.txt": "tensorflow==2.17\nnumpy==1.19.5\n"},
        3,
    ),
    "tox": ({"tox.ini": "[testenv]\ndeps =\n    pytest\n    tf: tensorflow==2.4\n"}, 2),
    "a switch in tox": ({"tox.ini": "[testenv]\nsetenv =\n    TF_USE_LEGACY_KERAS = 1\n"}, 2),
    "a switch of pytest-env": ({"pyproject.toml": '[tool.pytest_env]\nTF_USE_LEGACY_KERAS = "1"\n'}, 2),
    "a switch of nox": ({"noxfile.py": "def test(s):\n    s.run('pytest', env={'TF_USE_LEGACY_KERAS': '1'})\n"}, 2),
    "pixi": ({"pixi.toml": '[dependencies]\ntensorflow = ">=2.10,<2.11"\n'}, 2),
    "conda under any name": ({"conda-cpu.yml": "dependencies:\n  - tensorflow==2.1.0rc1\n"}, 2),
    "conda with pip": ({"envs/ml.yaml": "dependencies:\n  - python\n  - pip:\n    - tensorflow==2.17\n"}, 3),
    "conda's builds": ({"e.yml": "dependencies: [tensorflow-base=2.3.0=mkl_py38]\n"}, 2),
    "conda says Python 3.7": ({"environment.yml": "dependencies:\n  - python=3.7\n  - tensorflow\n"}, 2),
    "settings that happen to be YAML": ({"config.yml": "model:\n  backend: keras\n  tensorflow: 2.4\n"}, None),
    ".python-version": ({".python-version": "3.7.9\n"}, 2),
    ".python-version of Keras 3 only": ({".python-version": "3.12\n"}, 3),
    ".python-version of both": ({".python-version": "3.10\n"}, None),
    "runtime.txt": ({"runtime.txt": "python-3.6.8\n"}, 2),
    "python_requires": ({"setup.py": "setup(python_requires='>=3.6,<3.9')\n"}, 2),
    "python_requires without an end": ({"setup.py": "setup(python_requires='>=3.6')\n"}, None),
    "requires-python": ({"pyproject.toml": '[project]\nrequires-python = ">=3.12"\n'}, 3),
    "python in setup.cfg": ({"setup.cfg": "[options]\npython_requires = <3.8\n"}, 2),
    "python of Poetry": ({"pyproject.toml": '[tool.poetry.dependencies]\npython = "~3.7"\n'}, 2),
    "TensorFlow's version comes before Python's": (
        {".python-version": "3.12\n", "requirements.txt": "tensorflow==2.15\n"},
        2,
    ),
    "an image": ({"Dockerfile": "FROM tensorflow/tensorflow:2.11.0-gpu\n"}, 2),
    "an image of Keras 3": ({"docker/Dockerfile.gpu": "FROM tensorflow/tensorflow:2.17.0-gpu-jupyter AS base\n"}, 3),
    "the latest image": ({"Dockerfile": "FROM tensorflow/tensorflow:latest-gpu\n"}, None),
    "an image with an argument": (
        {"Dockerfile": "ARG TF=2.6.0\nFROM --platform=linux/amd64 tensorflow/tensorflow:${TF}-gpu\n"},
        2,
    ),
    "an argument without a value": ({"Dockerfile": "ARG TF\nFROM tensorflow/tensorflow:${TF}\n"}, None),
    "a default in place": ({"Dockerfile": "FROM tensorflow/tensorflow:${TF:-2.4.1}\n"}, 2),
    "Intel's image": ({"Dockerfile": "FROM intel/intel-optimized-tensorflow:2.9.1\n"}, 2),
    "NVIDIA's image for small machines": ({"Dockerfile": "FROM nvcr.io/nvidia/l4t-tensorflow:r34.1.1-tf2.8-py3\n"}, 2),
    "AMD's image": ({"Dockerfile": "FROM rocm/tensorflow:rocm5.4.1-tf2.10-dev\n"}, 2),
    "AMD's new image": ({"Dockerfile": "FROM rocm/tensorflow:rocm6.4-py3.12-tf2.18-dev\n"}, 3),
    "AMD's latest image": ({"Dockerfile": "FROM rocm/tensorflow:latest\n"}, None),
    "a container for editors": (
        {".devcontainer/devcontainer.json": '{\n// "image": "x:1"\n"image": "tensorflow/tensorflow:2.9.1"}'},
        2,
    ),
    "a container of Singularity": ({"tf.def": "Bootstrap: docker\nFrom: tensorflow/tensorflow:2.10.1\n%post\n"}, 2),
    "a definition of something else": ({"x.def": "EXPORTS\n  pip install tensorflow==2.9\n"}, None),
    "conda's lock file": (
        {"conda-lock.yml": "package:\n- name: tensorflow\n  version: 2.11.1\n- name: x\n  version: 1\n"},
        2,
    ),
    ".tool-versions": ({".tool-versions": "nodejs 18.0\npython 3.7.17\n"}, 2),
    ".tool-versions without Python": ({".tool-versions": "nodejs 3.7\n"}, None),
    "mise": ({".mise.toml": '[tools]\npython = "3.8"\n'}, 2),
    "a switch of tox in TOML": ({"tox.toml": '[env_run_base]\nset_env = { TF_USE_LEGACY_KERAS = "1" }\n'}, 2),
    "a switch of tox in pyproject.toml": (
        {"pyproject.toml": '[tool.tox]\nlegacy_tox_ini = """\nset_env =\n    TF_USE_LEGACY_KERAS = 1\n"""\n'},
        2,
    ),
    "the latest image whose tag names Python 3": ({"Dockerfile": "FROM tensorflow/tensorflow:latest-gpu-py3\n"}, 2),
    "such an image with Jupyter": ({"Dockerfile": "FROM tensorflow/tensorflow:latest-py3-jupyter\n"}, 2),
    "the latest image with Jupyter": ({"Dockerfile": "FROM tensorflow/tensorflow:latest-gpu-jupyter\n"}, None),
    "Jupyter's image of a day": ({"Dockerfile": "FROM jupyter/tensorflow-notebook:2021-11-20\n"}, 2),
    "Jupyter's image of a later day": ({"Dockerfile": "FROM quay.io/jupyter/tensorflow-notebook:2024-10-14\n"}, 3),
    "Jupyter's image of a day between": ({"Dockerfile": "FROM quay.io/jupyter/tensorflow-notebook:2024-03-15\n"}, None),
    "Jupyter's image of a release": ({"Dockerfile": "FROM jupyter/tensorflow-notebook:tensorflow-2.8.0\n"}, 2),
    "Jupyter's latest image": ({"Dockerfile": "FROM jupyter/tensorflow-notebook:latest\n"}, None),
    "Jupyter's image of a Python": ({"Dockerfile": "FROM jupyter/tensorflow-notebook:python-3.9\n"}, None),
    "an image by its name": (
        {".gitlab-ci.yml": "t:\n  image:\n    name: tensorflow/tensorflow:1.15.5-py3\n    entrypoint: ['']\n"},
        2,
    ),
    "a name that is none of an image": (
        {".gitlab-ci.yml": "image: x\nt:\n  name: tensorflow/tensorflow:2.9.1\n"},
        None,
    ),
    "a job's container": ({".github/workflows/t.yml": "jobs:\n  t:\n    container: tensorflow/tensorflow:2.9.1\n"}, 2),
    "a session of nox": (
        {"noxfile.py": "import nox\n\ndef t(session):\n    session.install('-r', 'x.txt', 'tensorflow==2.11.0')\n"},
        2,
    ),
    "a session of nox that runs pip": (
        {"noxfile.py": "def t(session):\n    session.run('pip', 'install', 'tensorflow>=2.6,<2.12')\n"},
        2,
    ),
    "a session of nox that asks": (
        {"noxfile.py": "def t(session):\n    session.run('python', '-c', 'tensorflow==2.11.0')\n"},
        None,
    ),
    "a pipeline of Jenkins": (
        {"Jenkinsfile": "pipeline {\n  agent { docker { image 'tensorflow/tensorflow:2.9.1-gpu' } }\n}\n"},
        2,
    ),
    "a step of Jenkins": (
        {"Jenkinsfile": "node {\n  docker.image('x')\n  sh '''\n    pip install \"tensorflow==2.17\"\n  '''\n}\n"},
        3,
    ),
    "a comment in a pipeline": ({"Jenkinsfile": "node {\n  // sh 'pip install tensorflow==2.9'\n}\n"}, None),
    "RUN as a list": ({"Dockerfile": 'FROM python:3.9\nRUN ["pip", "install", "tensorflow==2.9.3"]\n'}, 2),
    "RUN as a list for a shell": (
        {"Dockerfile": 'FROM x\nRUN ["/bin/bash", "-c", "pip install -q tensorflow==2.9.3 && rm -r /x"]\n'},
        2,
    ),
    "RUN as a list that is none": ({"Dockerfile": 'FROM x\nRUN ["pip", "install", tensorflow==2.9.3]\n'}, None),
    "NVIDIA's image": ({"Dockerfile": "FROM nvcr.io/nvidia/tensorflow:21.09-tf2-py3\n"}, 2),
    "NVIDIA's image of TensorFlow 1": ({"Dockerfile": "FROM nvcr.io/nvidia/tensorflow:22.11-tf1-py3\n"}, 2),
    "NVIDIA's new image": ({"Dockerfile": "FROM nvcr.io/nvidia/tensorflow:25.02-tf2-py3\n"}, None),
    "Google's image": ({"Dockerfile": "FROM gcr.io/deeplearning-platform-release/tf2-gpu.2-6\n"}, 2),
    "Python's image": ({"Dockerfile": "FROM python:3.7-slim\nRUN pip install tensorflow\n"}, 2),
    "RUN pip install": (
        {"Dockerfile": "FROM python\nRUN apt-get update && \\\n    pip install 'tensorflow==2.9' numpy\n"},
        2,
    ),
    "a variable in a script": ({"run.sh": "TF='2.10.0'\npip install --user tensorflow==${TF} numpy\n"}, 2),
    "a variable in a Makefile": ({"Makefile": "TF ?= 2.17.0\nall:\n\tpip install tensorflow==$(TF)\n"}, 3),
    "a variable that changes": ({"run.sh": "TF=2.10.0\nTF=2.17.0\npip install tensorflow==$TF\n"}, None),
    "a job of a cluster": ({"job.pbs": "pip install tensorflow==2.9\n"}, 2),
    "a script without an ending": ({"scripts/up": "#!/usr/bin/env bash\npip install tensorflow==2.9\n"}, 2),
    "a README without an ending": ({"README": "You need TensorFlow 2.3 for this.\n"}, 2),
    "a file without an ending": ({"scripts/up": "#!/usr/bin/env python\n# pip install tensorflow==2.9\n"}, None),
    "a job for each of a few releases": (
        {".github/workflows/t.yml": f"matrix:\n  tf: ['2.8', '2.10']\nsteps:\n- run: pip install {OF_MATRIX}\n"},
        2,
    ),
    "a job for each of many releases": (
        {".github/workflows/t.yml": f"matrix:\n  tf: ['2.8', '2.17']\nsteps:\n- run: pip install {OF_MATRIX}\n"},
        None,
    ),
    "a job for releases from elsewhere": (
        {".github/workflows/t.yml": f"steps:\n- run: pip install {OF_MATRIX}\n"},
        None,
    ),
    "several commands that install": (
        {"Dockerfile": "FROM x\nRUN pip install --upgrade pip && pip install 'tensorflow==2.9' && pip install numpy\n"},
        2,
    ),
    "several in a script": ({"run.sh": "pip install -U pip; pip install tensorflow==2.17 || pip install keras\n"}, 3),
    "several in a job": (
        {".github/workflows/t.yml": "steps:\n  - run: pip install -U pip && pip install keras==2.15\n"},
        2,
    ),
    "commands that install both": (
        {"run.sh": "pip install tensorflow==2.9 && pip install tensorflow==2.17\n"},
        None,
    ),
    "RUN with a comment between": ({"Dockerfile": "FROM x\nRUN a && \\\n# why\n  pip install tensorflow==2.9\n"}, 2),
    "ENV in both forms": ({"Dockerfile": "FROM x\nENV A=1 TF_USE_LEGACY_KERAS=1\n"}, 2),
    "compose": ({"docker-compose.yml": "services:\n  a:\n    image: tensorflow/tensorflow:2.8.0\n"}, 2),
    "compose's environment": (
        {"compose.yaml": "services:\n  a:\n    image: x\n    environment:\n      - TF_USE_LEGACY_KERAS=1\n"},
        2,
    ),
    "CI installs": (
        {".github/workflows/ci.yml": "a:\n  steps:\n    - run: |\n        pip install tensorflow==2.9\n"},
        2,
    ),
    "CI sets the switch": ({".github/workflows/a.yml": 'env:\n  TF_USE_LEGACY_KERAS: "1"\njobs: {}\n'}, 2),
    "CI tries both": (
        {".github/workflows/a.yml": 'a: {env: {TF_USE_LEGACY_KERAS: "1"}}\nb: {env: {TF_USE_LEGACY_KERAS: 0}}\n'},
        None,
    ),
    "CI installs what its matrix says": (
        {".github/workflows/a.yml": "jobs:\n  a:\n    steps:\n      - run: pip install tensorflow==${{ matrix.tf }}\n"},
        None,
    ),
    "CI runs old Pythons": ({".travis.yml": "python:\n  - '3.6'\n  - '3.7'\n"}, 2),
    "CI runs old and new Pythons": ({".travis.yml": "python:\n  - '3.6'\n  - '3.10'\n"}, None),
    "Travis": ({".travis.yml": 'install:\n  - pip install "tensorflow==1.14"\n'}, 2),
    "what is required comes before how it is run": (
        {"requirements.txt": "tensorflow>=2.16\n", "Dockerfile": "FROM tensorflow/tensorflow:2.9.1\n"},
        3,
    ),
    "a shell script": ({"scripts/setup.sh": "set -e\npython -m pip install -q tensorflow==2.9  # old\n"}, 2),
    "a shell script's comment": ({"setup.sh": "# pip install tensorflow==2.9\n"}, None),
    "uv": ({"run.sh": "uv pip install 'keras>=3'\n"}, 3),
    "conda create": ({"install.sh": "conda create -y -n tf python=3.7 tensorflow=2.1 -c conda-forge\n"}, 2),
    "a launcher in a shell": ({"train.sh": "TF_USE_LEGACY_KERAS=1 python pkg/train.py\n"}, 2),
    "export": ({"scripts/env.sh": "export TF_USE_LEGACY_KERAS=True\n"}, 2),
    "export of the contrary": ({"env.sh": "export TF_USE_LEGACY_KERAS=0\n"}, None),
    "a Makefile": ({"Makefile": "export TF_USE_LEGACY_KERAS := 1\n\ntest:\n\tpytest\n"}, 2),
    "a Makefile that installs": ({"Makefile": "deps:\n\tpip3 install tensorflow==2.12.0\n"}, 2),
    "a README's command": ({"README.md": "# Net\n\n```\n$ pip install tensorflow==2.4\n```\n"}, 2),
    "a README's words": ({"README.md": "Requires Python 3, **TensorFlow 2.3** and numpy.\n"}, 2),
    "a README's list": ({"README.md": "## Requirements\n\n- Keras (2.2.4)\n- `tensorflow`: 1.13\n"}, 2),
    "a README's table": ({"README.md": "| tensorflow | 2.3.0 |\n| numpy | 1.19 |\n"}, 2),
    "a README's badge": ({"README.md": "![](https://img.shields.io/badge/TensorFlow-2.3.0-orange)\n"}, 2),
    "a README's major release": ({"README.md": "Requires TensorFlow 1.x.\n"}, 2),
    "a README's next major release": ({"README.md": "Requires tensorflow==2.x.\n"}, None),
    "a README of later ones": ({"README.md": "TensorFlow 2.3 or higher, a badge/TensorFlow-2.4+-blue\n"}, None),
    "a README with a lower bound": ({"README.md": "Needs TensorFlow >= 2.3, or tensorflow 2.0+.\n"}, None),
    "a README counts less than code": (
        {"README.md": "TensorFlow 2.3\n", "pkg/ops.py": "from keras import ops\n", "pkg/__init__.py": ""},
        3,
    ),
    "somebody else's code": ({"third_party/x/requirements.txt": "tensorflow==1.15\n"}, None),
}


@pytest.mark.parametrize("name", DECLARED)
def test_declared(make: Make, name: str) -> None:
    files, expected = DECLARED[name]
    assert said(make, files) == expected


def test_a_dockerfile_beside_the_code_is_enough(make: Make) -> None:
    """No version control, no requirements."""
    root = make({"Dockerfile": "FROM tensorflow/tensorflow:2.6.0\n", "net.py": TF_KERAS}, vcs=False)
    assert asked(root / "net.py") == 2


def test_without_version_control_a_weak_mark_does_not_hide_the_root(make: Make) -> None:
    root = make({"requirements.txt": "tensorflow~=2.11.0\n", "docs/requirements.txt": "sphinx\n"}, vcs=False)
    assert asked(root / "docs" / "tune.py") == 2


# -- the switch --------------------------------------------------------------------------------------------------------

SWITCH = "TF_USE_LEGACY_KERAS"
SET = "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n"
LAUNCH = (
    "import os, subprocess\nsubprocess.run(['python', 'pkg/train.py'], env=dict(os.environ, TF_USE_LEGACY_KERAS='1'))\n"
)
IN_A_FUNCTION = "import os\n\ndef legacy(x):\n    if x:\n        os.environ['TF_USE_LEGACY_KERAS'] = '1'\n\n"


def launch(program: str, value: str = "1") -> dict[str, str]:
    """Return how an editor starts a program, as people write it: with a comment and a last comma."""
    said = f'"program": "{program}", "env": {{"TF_USE_LEGACY_KERAS": "{value}"}}'
    return {".vscode/launch.json": f'{{\n  // of an editor\n  "configurations": [\n    {{{said}}},\n  ],\n}}\n'}


SWITCHED: dict[str, tuple[dict[str, Any], int | None]] = {
    "a launcher": ({"launch.py": LAUNCH}, 2),
    "a test that launches something else": ({"tests/real.py": "run(env={**e, 'TF_USE_LEGACY_KERAS': '1'})\n"}, None),
    "a test that launches the file": (
        {"tests/test_it.py": "run(['train.py'], env={'TF_USE_LEGACY_KERAS': '1'})\n"},
        2,
    ),
    "advice in a text": ({"tools/run.py": "HINT = 'install tf_keras and set TF_USE_LEGACY_KERAS=1'\n"}, None),
    "a launcher with a command": ({"tools/run.py": "run('TF_USE_LEGACY_KERAS=1 python pkg/train.py')\n"}, 2),
    "a launcher with a dictionary": ({"tools/run.py": "run(env={**e, 'TF_USE_LEGACY_KERAS': '1'})\n"}, 2),
    "a module of the package": ({"pkg/__init__.py": "", "pkg/backend.py": SET}, 2),
    "a function of the package that nobody calls": ({"pkg/__init__.py": "", "pkg/env.py": IN_A_FUNCTION}, None),
    "a function of the package that the project calls": (
        {"pkg/__init__.py": "", "pkg/env.py": IN_A_FUNCTION, "main.py": "from pkg.env import legacy as old\nold()\n"},
        2,
    ),
    "of a package above": ({"pkg/__init__.py": "", "pkg/sub/__init__.py": "", "pkg/sub/backend.py": SET}, 2),
    "of another package": ({"other/__init__.py": "", "other/backend.py": SET}, None),
    "a script beside that does not belong to it": ({"pkg/other.py": SET}, None),
    "a script beside that imports it": ({"pkg/main.py": SET + "import train\n"}, 2),
    "in a docstring": ({"pkg/__init__.py": f'"""\n{SET}"""\n'}, None),
    "in a comment": ({"pkg/__init__.py": "# os.environ['TF_USE_LEGACY_KERAS'] = '1'\n"}, None),
    "read, not set": ({"pkg/__init__.py": "old = os.environ.get('TF_USE_LEGACY_KERAS', '1')\n"}, None),
    "conftest.py": ({"conftest.py": SET}, 2),
    "by an editor": (launch("${workspaceFolder}/pkg/train.py"), 2),
    "by an editor for whatever is open": (launch("${file}"), 2),
    "by an editor for another script": ({**launch("${workspaceFolder}/export.py"), "export.py": ""}, None),
    "by an editor, off": (launch("${file}", "0"), None),
    "by no editor": ({"pkg/launch.json": launch("${file}")[".vscode/launch.json"]}, None),
    "in front of the script": ({"run.sh": "A=1 TF_USE_LEGACY_KERAS=1 python -u pkg/train.py\n", "pkg/train.py": ""}, 2),
    "in front of its module": ({"run.sh": "TF_USE_LEGACY_KERAS=1 python -m pkg.train --x\n", "pkg/train.py": ""}, 2),
    "in front of a script that imports it": (
        {"run.sh": "TF_USE_LEGACY_KERAS=1 python main.py\n", "main.py": "import pkg.train\n", "pkg/train.py": ""},
        2,
    ),
    "in front of another script": ({"run.sh": "TF_USE_LEGACY_KERAS=1 python export.py\n", "export.py": ""}, None),
    "in front of nobody's script": ({"run.sh": "TF_USE_LEGACY_KERAS=1 python $1 gone.py\n"}, 2),
    "before another script": ({"run.sh": "export TF_USE_LEGACY_KERAS=1\npython export.py\n", "export.py": ""}, 2),
    "in front of one, and for all": (
        {"run.sh": "TF_USE_LEGACY_KERAS=1 python a.py\nexport TF_USE_LEGACY_KERAS=1; python a.py\n", "a.py": ""},
        2,
    ),
    "a default in a script": ({"run.sh": "export TF_USE_LEGACY_KERAS=${TF_USE_LEGACY_KERAS:-1}\n"}, 2),
    "a default that is off": ({"run.sh": "export TF_USE_LEGACY_KERAS=${TF_USE_LEGACY_KERAS:-0}\n"}, None),
    "a script without an ending": ({"bin/train": "#!/bin/sh\nexport TF_USE_LEGACY_KERAS=1\n"}, 2),
    "a name and its value": (
        {"k8s/job.yaml": "image: x\nenv:\n- name: A\n  value: '0'\n- name: TF_USE_LEGACY_KERAS\n  value: '1'\n"},
        2,
    ),
    "a name and its value, off": (
        {"azure-pipelines.yml": "image: x\nvariables:\n- name: TF_USE_LEGACY_KERAS\n  value: 0\n- value: 1\n"},
        None,
    ),
    "for a script that it starts": ({"all.py": SET + "for s in ['pkg/train.py']:\n    os.system('python ' + s)\n"}, 2),
    "for one beside": ({"pkg/all.py": SET + "import runpy\nrunpy.run_path('train.py')\n"}, 2),
    "for a module": ({"all.py": SET + "subprocess.run([sys.executable, '-m', 'pkg.train', '-v'])\n"}, 2),
    "for a module that it runs": ({"all.py": SET + "from runpy import run_module\nrun_module('pkg.train')\n"}, 2),
    "for another script": ({"all.py": SET + "subprocess.run(['python', 'pkg/export.py'])\n"}, None),
    "for a script of another folder": ({"old/all.py": SET + "subprocess.run(['python', 'train.py'])\n"}, None),
    "when the script has ended": ({"all.py": "import os\nos.system('python pkg/train.py')\n" + SET}, None),
}


@pytest.mark.parametrize("name", SWITCHED)
def test_switched(make: Make, name: str) -> None:
    files, expected = SWITCHED[name]
    assert said(make, files) == expected


def test_a_module_that_the_file_imports_sets_the_switch(make: Make) -> None:
    root = make({"lib/__init__.py": "", "lib/backend.py": SET, "pkg/env.py": SET})
    assert asked(root / "pkg" / "train.py", "from lib import backend\n" + TF_KERAS) == 2
    assert asked(root / "pkg" / "train.py", "import env\n" + TF_KERAS) == 2
    assert asked(root / "pkg" / "train.py", TF_KERAS) is None


def test_a_launcher_without_a_project_names_what_it_starts(make: Make) -> None:
    root = make({"launch.py": LAUNCH, "train.py": TF_KERAS, "other.py": TF_KERAS}, vcs=False)
    assert asked(root / "train.py") == 2
    assert asked(root / "other.py") is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (SET + TF_KERAS, 2),
        (f"NAME = '{SWITCH}'\nimport os\nos.environ[NAME] = '1'\n" + TF_KERAS, 2),
        (f"NAME = '{SWITCH}'\nimport os\nos.environ.setdefault(NAME, '1')\n" + TF_KERAS, 2),
        (f"NAME = '{SWITCH}'\nOTHER = 'A'\nos.environ[OTHER] = '1'\n" + TF_KERAS, None),
        (f"NAME = '{SWITCH}'\nos.environ[NAME] = '0'\n" + TF_KERAS, None),
        (f"NAME = '{SWITCH}'\nprint(os.environ.get(NAME, '1'))\n" + TF_KERAS, None),
        (f"os.environ['{SWITCH}'] = str(1)\n" + TF_KERAS, 2),
        (f"os.environ |= {{'A': '0', '{SWITCH}': '1'}}\n" + TF_KERAS, 2),
        (f"os.environ.update({{'{SWITCH}': '1'}})\n" + TF_KERAS, 2),
        (f"os.environ.update(A='0', {SWITCH}='1')\n" + TF_KERAS, 2),
        (f"os.environ |= {{'{SWITCH}': '0', 'A': '1'}}\n" + TF_KERAS, None),
        (f"old = {{'{SWITCH}': '1'}}\n" + TF_KERAS, None),
        (f"for k, v in {{'{SWITCH}': 1, 'A': 2}}.items():\n    os.environ[k] = str(v)\n" + TF_KERAS, 2),
        (f"for k, v in {{'{SWITCH}': 1}}.items():\n    print(k, v)\n" + TF_KERAS, None),
        (IN_A_FUNCTION + "legacy(1)\n" + TF_KERAS, 2),
        (IN_A_FUNCTION + TF_KERAS, None),
        ("class A:\n    def f(self):\n        os.environ['TF_USE_LEGACY_KERAS'] = '1'\n" + TF_KERAS, 2),
        ("    os.environ['TF_USE_LEGACY_KERAS'] = '1'\n" + TF_KERAS, 2),
        ("import tensorflow as tf\nfrom tensorflow import keras\n" + SET + TF_KERAS, 2),
        ("from tensorflow.keras import layers\n" + SET + TF_KERAS, None),
        (TF_KERAS + SET, None),
    ],
)
def test_what_a_file_sets_for_itself(make: Make, source: str, expected: int | None) -> None:
    assert said(make, {}, source) == expected


# -- what code shows ---------------------------------------------------------------------------------------------------

OF_TF = "from tensorflow import keras\n"
CHECKPOINT = "from tensorflow.keras.callbacks import ModelCheckpoint\n"

SHOWN = {
    "from keras.layers.core import Dense\n": 2,
    "from keras.layers.advanced_activations import LeakyReLU\n": 2,
    "import keras.backend.tensorflow_backend as T\n": 2,
    "from keras import initializations\n": 2,
    "from tensorflow.keras.layers.experimental import preprocessing\n": 2,
    "import tensorflow as tf\nx = tf.keras.layers.experimental.preprocessing.Resizing(8, 8)\n": 2,
    "from tensorflow.keras import layers\nx = layers.experimental.preprocessing.Resizing(8, 8)\n": 2,
    "import tensorflow_addons as tfa\nimport tensorflow as tf\n": 2,
    "from keras_applications import resnet\n": 2,
    "import keras_contrib\nimport keras\n": 2,
    "from keras.utils import np_utils\n": 2,
    "from keras.utils import (\n    plot_model,\n    multi_gpu_model,\n)\n": 2,
    "from keras.engine.topology import Layer\n": 2,
    "import keras.backend as K\nK.set_learning_phase(0)\n": 2,
    "from tensorflow.keras import backend as K\nK.set_learning_phase(0)\n": 2,
    "import tensorflow as tf\nK = tf.keras.backend\nK.learning_phase()\n": 2,
    # Only the package keras lacks these in version 3.
    "import keras.backend as K\nx = K.mean(y)\n": 2,
    "import tensorflow.keras.backend as K\nx = K.mean(y)\n": None,
    "from keras.preprocessing.image import ImageDataGenerator\n": 2,
    "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n": None,
    "import keras.backend as K\nx = K.epsilon()\n": None,
    "import tensorflow as tf\nx = tf.placeholder(tf.float32)\n": 2,
    "import tensorflow as tf\nx = tf.contrib.layers.batch_norm(y)\n": 2,
    "import tensorflow as tf\nwith tf.variable_scope('a'):\n    pass\n": 2,
    "import tensorflow as tf\ndef f():\n    return tf.train.AdamOptimizer(1e-3)\n": 2,
    "import tensorflow as tf\nif __name__ == '__main__':\n    tf.app.run()\n": 2,
    "import tensorflow as tf\nx = tf.estimator.Estimator(f)\n": 2,
    "import tensorflow as tf\nx = tf.random.normal((2,))\n": None,
    "import tensorflow as tf\nx = tf.summary.create_file_writer('a'), tf.train.Checkpoint()\n": None,
    "import tensorflow as tf\nif V2:\n    tf.random.set_seed(1)\nelse:\n    tf.set_random_seed(1)\n": None,
    "import tensorflow as tf\nif V1: tf.set_random_seed(1)\n": None,
    "import tensorflow as tf\ntry:\n    with f():\n\n        tf.flags.FLAGS\nexcept Exception:\n    pass\n": None,
    "import tensorflow as tf\ntf.logging = tf.compat.v1.logging\ntf.logging.info(1)\n": None,
    "import tensorflow as t\ntf = t.compat.v1\ntf.logging.info(1)\n": None,
    "import tensorflow as tf\nprint(tf.__version__)\ntf.set_random_seed(1)\n": None,
    "from keras.models import Sequential\nm = Sequential()\nm.fit_generator(g)\n": 2,
    "from keras.models import Sequential\nclass W:\n    def fit_generator(self): ...\nW().fit_generator()\n": None,
    "class W: ...\nW().fit_generator()\n": None,
    "import keras\nkeras.Model().fit(np.zeros((8, 4)), y, nb_epoch=3)\n": 2,
    "import keras\nkeras.Model().fit(x, workers=4, use_multiprocessing=True)\n": 2,
    "import keras\nc = keras.callbacks.ModelCheckpoint('m.keras', period=2)\n": 2,
    "import keras\nl = keras.layers.Conv2D(4, 3, border_mode='same')\n": 2,
    "import keras\nnb_epoch = 3\nkeras.Model().fit(x, epochs=nb_epoch)\n": None,
    "import keras\nclass D(keras.utils.Sequence):\n    def f(self):\n        super().__init__(workers=2)\n": None,
    "import tensorflow as tf\nassert tf.__version__ == '2.1.0', 'no'\n": 2,
    "import tensorflow as tf\nassert tf.__version__.startswith('1.')\n": 2,
    "import tensorflow as tf\nif not tf.__version__ == '2.0.0':\n    raise RuntimeError('no')\n": 2,
    "import sys\nimport tensorflow as tf\nif tf.__version__ != '2.4.1':\n    sys.exit('no')\n": 2,
    "import keras\nif not keras.__version__.startswith('2.'):\n    raise ImportError(keras.__version__)\n": 2,
    "import keras\nassert keras.__version__.startswith('3.')\n": 3,
    "import tensorflow as tf\nassert tf.__version__ == '2.17.0'\n": 3,
    "import tensorflow as tf\nassert tf.__version__.startswith('2.')\n": None,
    "import keras\nassert int(keras.__version__.split('.')[0]) < 3, 'Keras 2 only'\n": 2,
    "import sys\nimport tensorflow as tf\nif tf.__version__ >= '2.16':\n    sys.exit('no')\n": 2,
    "import keras\nfrom packaging import version\nassert version.parse(keras.__version__) >= version.parse('3.0')\n": 3,
    "import keras\nNEW = keras.__version__.startswith('3')\nif NEW:\n    print('no')\n    exit(1)\n": 2,
    "import tensorflow as tf\nassert tuple(int(n) for n in tf.__version__.split('.')[:2]) < (2, 16)\n": 2,
    "import tensorflow as tf\nif Version(tf.__version__) < Version('2.16'):\n    x = 1\nelse:\n    raise OSError\n": 2,
    "import tensorflow as tf\nassert tf.__version__ >= '2.0'\n": None,
    "import tensorflow as tf\nassert Version(tf.__version__) < Version(wanted)\n": None,
    "import tensorflow as tf\nif tf.__version__ >= '2.16':\n    print('untested')\n": None,
    "import tensorflow as tf\ndef f():\n    assert tf.__version__ < '2'\n": None,
    OF_TF + "def main():\n    import tensorflow_addons as tfa\n    tfa.optimizers.AdamW(1e-4)\n": 2,
    OF_TF + "def main():\n    with f():\n        from keras.layers.core import Dropout\n": 2,
    OF_TF + "def main():\n    from keras import ops\n": 3,
    OF_TF
    + "def main():\n    try:\n        import tensorflow_addons as a\n    except ImportError:\n        a = 0\n": None,
    OF_TF + "def main(new):\n    if not new:\n        from keras.layers.core import Dropout\n": None,
    "import tensorflow as tf\nif not tf.__version__ == '2.0.0':\n    print('untested')\n": None,
    "import tensorflow as tf\nif tf.__version__ == '2.0.0':\n    raise RuntimeError('broken')\n": None,
    "import tensorflow as tf\ny = tf.compat.v1.layers.dense(x, 4)\n": 2,
    "import tensorflow as tf\nv1 = tf.compat.v1\ny = v1.layers.dense(x, 4)\n": 2,
    "import tensorflow as tf\nv1 = tf.compat.v1\ny = tf.keras.layers.Dense(4), net.v1.layers.x\n": None,
    "from tensorflow.compat.v1 import layers\ny = layers.dense(x, 4)\n": 2,
    "import tensorflow as tf\nif tf.__version__ < '2.16':\n    y = tf.compat.v1.layers.dense(x, 4)\n": None,
    "from keras.optimizers import Adam\no = Adam(lr=1e-3)\n": 2,
    "from tensorflow import keras\no = keras.optimizers.SGD(momentum=f(0.9), lr=1e-3)\n": 2,
    "import keras\nfrom torch.optim import Adam\no = Adam(p, lr=1e-3)\n": None,
    "from tensorflow import keras\no = keras.optimizers.SGD(learning_rate=1e-3)\n": None,
    "from keras.optimizers import SGD as Sgd, Adam\no = f(Sgd(momentum=0.9,\n  lr=1e-3))\n": 2,
    "from keras.optimizers import SGD as Sgd\no = Sgd(learning_rate=1e-3)\no = My(lr=1)\n": None,
    "import keras\nfrom torch.optim import SGD as Sgd\no = Sgd(p, lr=1e-3)\n": None,
    "import tensorflow as tf\no = tf.keras.optimizers.legacy.Adam(1e-3)\n": 2,
    "from tensorflow.keras.optimizers.legacy import Adam\no = Adam(1e-3)\n": 2,
    "import tensorflow as tf\nprint(tf.keras.optimizers.legacy, legacy.Adam(1))\n": None,
    "import tensorflow as tf\nif tf.__version__ < '2.16':\n    o = tf.keras.optimizers.legacy.Adam(1e-3)\n": None,
    "import tensorflow as tf\nfrom keras_radam import RAdam\n": 2,
    OF_TF + "import segmentation_models as sm\n": 2,
    OF_TF + "import segmentation_models_pytorch as smp\n": None,
    "import tensorflow as tf\nm = tf.keras.Model()\nm.save('x', save_format='tf')\n": 2,
    "import tensorflow as tf\nm = tf.keras.Model()\nm.save_weights('x.h5')\n": 2,
    "import tensorflow as tf\nm = tf.keras.Model()\nm.save_weights('x.weights.h5')\n": None,
    "import tensorflow as tf\nm = tf.keras.Model()\nm.save_weights(os.path.join(d, 'x%d.h5' % n), True)\n": 2,
    "import tensorflow as tf\nm = tf.keras.Model()\nm.save_weights(os.path.join(d, f'{n}.weights.h5'))\n": None,
    "import tensorflow as tf\nm = tf.keras.Model()\nname = os.path.join('m', 'x%d.h5' % n)\nm.save_weights(name)\n": 2,
    "import tensorflow as tf\nm = tf.keras.Model()\nname = 'x%d.weights.h5' % n\nm.save_weights(name)\n": None,
    "import tensorflow as tf\nm = tf.keras.Model()\nm.save_weights(name, 'x.h5')\n": None,
    "from keras import backend as K\nx = K.random_uniform((4, 1))\n": 2,
    "import tensorflow as tf\nx = tf.keras.backend.random_uniform((4, 1))\n": None,
    "import tensorflow as tf\nx = tf.keras.backend.in_train_phase(a, b)\n": 2,
    OF_TF + "optimizer = keras.optimizers.Adam()\noptimizer.minimize(f, v)\n": 2,
    OF_TF + "optimizer = keras.optimizers.Adam()\nprint(optimizer.lr)\n": 2,
    OF_TF + "K.set_value(self.model.optimizer.lr, 0.1)\n": 2,
    OF_TF + "model.optimizer.lr = 0.1\n": None,
    OF_TF + "self.lr = 0.1\n": None,
    OF_TF + "if V1:\n    opt = tf.train.AdamOptimizer()\nopt.minimize(loss)\n": None,
    OF_TF + "optimizer = torch.optim.Adam(p)\noptimizer.minimize(loss)\n": None,
    OF_TF + "for layer in model.layers:\n    print(layer.output_shape)\n": 2,
    OF_TF + "n = model.layers[-2].output_shape[-1]\n": 2,
    OF_TF + "n = model.output_shape[-1]\n": None,
    OF_TF + "loss = opt.get_scaled_loss(loss)\n": 2,
    OF_TF + "w = self.add_weight('kernel', shape=(3, 4))\n": 2,
    OF_TF + "w = self.add_weight(name='kernel', shape=(3, 4))\n": None,
    OF_TF + "x = keras.layers.LSTM(4, batch_input_shape=(1, 2, 3))\n": 2,
    OF_TF + "c = keras.callbacks.TensorBoard(log_dir=f(batch_size=3), histogram_freq=1)\n": None,
    OF_TF + "c = keras.callbacks.TensorBoard('logs', batch_size=32)\n": 2,
    OF_TF + "m = keras.Model(input=a, output=b)\n": 2,
    OF_TF + "class Model(keras.Model):\n    pass\nm = Model(input=a)\n": None,
    OF_TF + "m.predict(x, workers=4)\n": 2,
    OF_TF + "m = keras.models.load_model('models/net')\n": 2,
    OF_TF + "m = keras.models.load_model('models/net.h5')\n": None,
    OF_TF + "m.load_weights(tf.train.latest_checkpoint(folder))\n": 2,
    OF_TF + "last = tf.train.latest_checkpoint(folder)\nm.load_weights(last)\n": 2,
    OF_TF + "m.load_weights(path)\n": None,
    "import tensorflow as tf\nm = tf.keras.Model()\nmodel.save('saved/my_model')\n": 2,
    "import tensorflow as tf\nm = tf.keras.Model()\nself.model.save('models/net/', include_optimizer=False)\n": 2,
    "import tensorflow as tf\nm = tf.keras.Model()\nmodel.save('my.keras')\n": None,
    "import tensorflow as tf\nm = tf.keras.Model()\nmodel.save(path)\n": None,
    "import tensorflow as tf\nm = tf.keras.Model()\nsaver.save('a', 'b')\n": None,
    "import tensorflow as tf\nm = tf.keras.Model()\nmodel.save_weights('a/ckpt')\n": 2,
    CHECKPOINT + "c = ModelCheckpoint('net.h5', save_weights_only=True)\n": 2,
    CHECKPOINT + "c = ModelCheckpoint('net.weights.h5', save_weights_only=True)\n": None,
    CHECKPOINT + "c = ModelCheckpoint('net.h5', monitor='loss')\n": None,
    CHECKPOINT + "c = ModelCheckpoint(os.path.join(out, 'w.{epoch:02d}.hdf5'), 'loss')\n": 2,
    CHECKPOINT + "c = ModelCheckpoint(filepath=name, save_weights_only=True)\n": None,
    CHECKPOINT + "path = 'training_1/cp.ckpt'\nc = ModelCheckpoint(filepath=path, save_weights_only=True)\n": 2,
    OF_TF + "import efficientnet.tfkeras as efn\n": 2,
    OF_TF + "try:\n    import efficientnet.tfkeras as efn\nexcept ImportError:\n    efn = None\n": None,
    OF_TF + "import efficientnet_lite\n": None,
    "import keras\nx = keras.ops.mean(y)\n": 3,
    "from keras import ops\n": 3,
    "import keras\nlog = keras.config.disable_traceback_filtering()\n": 3,
    "import keras\ny, s = layer.stateless_call(v, n, x)\n": 3,
    "import keras\nv = keras.Variable(1.0)\n": 3,
    "import keras_hub\n": 3,
    "import keras_core as keras\n": 3,
    # Words in strings and comments show nothing.
    '"""Like keras.layers.core, tf.contrib and fit_generator( of old."""\nimport keras\n': None,
    "import keras  # from keras.layers.core import Dense\n": None,
    "import keras\nprint('use keras.ops.mean() or tf.placeholder()')\n": None,
    "import keras\nx = '''\nfrom keras.layers.core import Dense\n'''\n": None,
    # Nor does what stands behind a question.
    "import keras\ntry:\n    from keras.layers.core import Dense\nexcept ImportError:\n    pass\n": None,
    "import keras\nif keras.__version__ < '3':\n    keras.backend.set_learning_phase(0)\n": None,
    "import keras\nm = keras.Model()\nif hasattr(model, 'fit_generator'):\n    model.fit_generator(g)\n": None,
    # Both: written for neither.
    "from keras.layers.core import Dense\nfrom keras import ops\n": None,
    # Not closed, not Python 3, not Python.
    "from keras.layers.core import Dense\nprint 'x'\n": 2,
    "from keras.layers.core import Dense\nx = '''\n": 2,
}


@pytest.mark.parametrize("source", SHOWN)
def test_shown_by_the_file(make: Make, source: str) -> None:
    assert said(make, {}, source) == SHOWN[source]


NEIGHBOURS: dict[str, tuple[dict[str, Any], int | None]] = {
    "TensorFlow 1 in the same package": (
        {"pkg/__init__.py": "", "pkg/g.py": "import tensorflow as tf\ntf.placeholder(1)\n"},
        2,
    ),
    "Keras 3 in the same package": ({"pkg/__init__.py": "", "pkg/o.py": "from keras import ops\n"}, 3),
    "what imports the file": ({"pkg/main.py": "import train\nfrom keras.layers.core import Dense\n"}, 2),
    "what the project is made of": ({"old.py": "from keras.layers.core import Dense\n"}, 2),
    "one of each": ({"old.py": "from keras.layers.core import Dense\n", "new.py": "from keras import ops\n"}, None),
    "nearer ones first": (
        {"old.py": "from keras.layers.core import Dense\n", "pkg/new.py": "from keras import ops\n"},
        3,
    ),
    "proofs before hints": (
        {
            "pkg/a.py": "import keras\nkeras.Model().fit_generator(g)\n",
            "pkg/b.py": "import keras\nkeras.Model().fit_generator(g)\n",
            "pkg/new.py": "from keras import ops\n",
        },
        3,
    ),
    "code for TensorFlow 1 that lasts": ({"pkg/g.py": "import tensorflow.compat.v1 as tf\nimport keras\n"}, 2),
    "and counts less": (
        {"pkg/g.py": "import tensorflow.compat.v1 as tf\n", "pkg/o.py": "from keras import ops\n"},
        3,
    ),
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_shown_by_neighbours(make: Make, name: str) -> None:
    files, expected = NEIGHBOURS[name]
    root = make({**files, "pkg/train.py": TF_KERAS})
    assert asked(root / "pkg" / "train.py") == expected


def test_files_of_a_folder_that_is_no_project_show_nothing_of_each_other(make: Make) -> None:
    root = make({"old.py": "from keras.layers.core import Dense\n", "net.py": KERAS}, vcs=False)
    assert asked(root / "net.py") is None


def test_files_that_no_project_holds_show_something_of_those_that_need_them(make: Make) -> None:
    files = {
        "data.py": "import more\nfrom keras.utils import np_utils\n",
        "more.py": "x = 1\n",
        "net.py": "from data import onehot\n" + KERAS,
        "whole/__init__.py": "",
        "whole/net.py": KERAS,
        "whole/graph.py": "import tensorflow as tf\nx = tf.placeholder(tf.float32)\n",
    }
    root = make(files, vcs=False)
    assert asked(root / "net.py") == 2
    assert asked(root / "more.py", KERAS) is None
    assert asked(root / "new.py", KERAS) is None
    assert asked(root / "whole" / "net.py") == 2
    assert asked(root / "whole" / "new.py", KERAS) == 2


def test_what_the_project_requires_beats_a_hint_and_not_a_proof(make: Make) -> None:
    files = {"requirements.txt": "keras>=3\n"}
    assert said(make, files, "import keras\nkeras.Model().fit_generator(g)\n") == 3
    assert said(make, files, "from keras.layers.core import Dense\n") == 2


def test_a_docstring_does_not_make_a_file_one_of_tf_keras(make: Make) -> None:
    files = {
        "requirements.txt": "tensorflow_gpu==2.5.0\n",
        "pyproject.toml": '[project]\ndependencies = ["keras>=3"]\n',
    }
    assert said(make, files, '"""For tensorflow.keras.applications."""\n' + KERAS) == 3


def test_an_import_of_one_keras_beats_the_option(make: Make) -> None:
    file = make({}) / "train.py"
    assert asked(file, "import tf_keras\n", keras="3") == 2
    assert asked(file, "from keras_hub import models\n", keras="2") == 3
    assert asked(file, "from keras.layers.core import Dense\n", keras="3") == 3


def test_beside_the_package_keras_the_other_one_decides(make: Make) -> None:
    both = "import keras\nimport tf_keras\n"
    assert said(make, {"requirements.txt": "keras>=3\n"}, both) == 3
    assert said(make, {}, "try:\n    import tf_keras as keras\nexcept ImportError:\n    import keras\n") == 2


# -- notebooks ---------------------------------------------------------------------------------------------------------


def notebook(*cells: tuple[str, str], python: str = "") -> str:
    """Return a notebook of cells and what they printed."""
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "source": source.splitlines(keepends=True),
                    "outputs": [{"output_type": "stream", "name": "stdout", "text": output.splitlines(keepends=True)}],
                }
                for source, output in cells
            ],
            "metadata": {"language_info": {"name": "python", "version": python}} if python else {},
            "nbformat": 4,
            "nbformat_minor": 4,
        }
    )


BAR_2 = "10/10 [==============================] - 1s 3ms/step - loss: 0.1\n"
BAR_3 = "\x1b[1m10/10\x1b[0m \x1b[32m━━━━━━━━━━━━━━━━━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m1s\x1b[0m 3ms/step - loss: 0.1\n"
TABLE_2 = (
    'Model: "m"\n'
    + "_" * 65
    + "\n Layer (type)                Output Shape              Param #   \n"
    + "=" * 65
    + "\n"
)
TABLE_3 = "┏━━━━━━━━━━━━┳━━━━━━━━━━┓\n┃ Layer (type) ┃ Output Shape ┃\n"
RAN = {
    "keras's version": (notebook(("import keras\nkeras.__version__", "'2.0.8'")), 2),
    "tf's version": (notebook(("import tensorflow as tf\nprint(tf.__version__)", "2.17.0\n")), 3),
    "two versions in a line": (
        notebook(("import tensorflow as tf\nprint(tf.__version__, np.__version__)", "2.4.0 1.19.5\n")),
        2,
    ),
    "two in lines of their own": (
        notebook(("print('np', np.__version__)\n# tf.__version__\ntf.__version__", "np 2.0.1\n'2.17.0'\n")),
        3,
    ),
    "in a format string": (notebook(("print(f'{tf.__version__} {tf.keras.__version__}')", "TF 2.8.0 2.8.0\n")), 2),
    "an answer that is none": (notebook(("print(tf.__version__, np.__version__)", "1.19.5\n")), None),
    "two of another package": (notebook(("print(sp.__version__, np.__version__)", "1.4.1 1.19.5\n")), None),
    "pip list": (notebook(("!pip list | grep tensor", "tensorflow       2.8.0\ntensorflow-datasets  4.0.1\n")), 2),
    "pip freeze": (notebook(("!pip freeze", "Keras==3.3.1\nnumpy==1.26\n")), 3),
    "pip show": (notebook(("!pip show keras", "Name: keras\nVersion: 2.12.0\nSummary: x\n")), 2),
    "a table that is none": (notebook(("show()", "keras 2.12.0\n")), None),
    "watermark": (notebook(("%watermark -p tensorflow,keras", "tensorflow: 2.10.0\nkeras     : 2.10.0\n")), 2),
    "watermark's Python": (notebook(("%watermark", "Python implementation: CPython\nPython version : 3.7.3\n")), 2),
    "python --version": (notebook(("!python --version", "Python 3.7.13\n")), 2),
    "python --version of both": (notebook(("!python --version", "Python 3.10.12\n")), None),
    "two Pythons": (notebook(("!python -V", "Python 3.7.1\n"), ("!python3 -V", "Python 3.12.1\n")), None),
    "sys.version": (notebook(("import sys\nprint(sys.version)", "3.6.9 (default, Jul 17 2020)\n[GCC 8.4.0]\n")), 2),
    "a Python against what is printed": (
        notebook(("!python --version", "Python 3.7.13\n"), ("import keras", TABLE_3)),
        3,
    ),
    "a path of an old Python": (
        notebook(("import keras", "From /usr/local/lib/python3.6/dist-packages/keras/backend/x.py:66: old\n")),
        2,
    ),
    "a path of a Python of both": (notebook(("f()", "/usr/lib/python3.10/dist-packages/keras/x.py:66\n")), None),
    "two packages asked in two cells": (
        notebook(
            ("import keras\nkeras.__version__", "'3.4.1'"), ("import tensorflow as tf\ntf.__version__", "'2.17.0'")
        ),
        3,
    ),
    "the greeting of Keras 2": (notebook(("import keras", "Using TensorFlow backend.\n")), 2),
    "a progress bar of Keras 2": (notebook(("import keras", BAR_2)), 2),
    "a progress bar of Keras 3": (notebook(("import keras", BAR_3)), 3),
    "pip's progress bar": (notebook(("import keras", "   ━━━━━━━━━━━━━━━━━━━━ 5.0/5.0 MB 3.1 MB/s\n")), None),
    "a summary of Keras 2": (notebook(("import keras", TABLE_2)), 2),
    "a summary of Keras 3": (notebook(("import keras", TABLE_3)), 3),
    "outputs of both": (notebook(("import keras", TABLE_3), ("import keras", BAR_2)), None),
    "an installation": (
        notebook(("!pip install -U tensorflow\nimport keras", "Successfully installed tensorflow-2.18.0\n")),
        3,
    ),
    "what pip found": (
        notebook(
            ("!pip install keras-tuner", "Requirement already satisfied: tensorflow in /usr/lib/x (2.12.0)\n"),
            ("import keras", ""),
        ),
        2,
    ),
    "what pip found for another package": (
        notebook(("!pip install x", "Requirement already satisfied: keras>=3.0 in /x (from tensorflow) (3.5.0)\n")),
        3,
    ),
    "what pip found and replaced": (
        notebook(
            (
                "!pip install -U tensorflow",
                "Requirement already satisfied: tensorflow in /x (2.12.0)\nSuccessfully installed tensorflow-2.18.0\n",
            )
        ),
        3,
    ),
    "what pip found of a namesake": (
        notebook(("!pip install x", "Requirement already satisfied: tensorflow-datasets in /x (2.12.0)\n")),
        None,
    ),
    "where an old pip found it": (
        notebook(("!pip install x", "Requirement already satisfied: x in /usr/lib/python3.7/dist-packages (1.0)\n")),
        2,
    ),
    "a cell for a shell": (notebook(("%%bash\npip uninstall -y tensorflow\npip install tensorflow==2.8", "")), 2),
    "a captured cell for a shell": (notebook(("%%capture\n%%sh\npip install keras==3.5", "")), 3),
    "a cell for a shell that a script names": (notebook(("%%script bash\npip install -q 'keras<3'", "")), 2),
    "a cell that is a file": (notebook(("%%writefile up.sh\npip install tensorflow==2.8", "")), None),
    "an old Python": (notebook(("import keras", ""), python="3.6.9"), 2),
    "a new Python": (notebook(("import keras", ""), python="3.12.1"), 3),
    "a Python of both": (notebook(("import keras", ""), python="3.10.1"), None),
    "no JSON": ("{", None),
    "no notebook": ("[1, 2]", None),
    "odd shapes": (
        json.dumps({"cells": [1, {"outputs": 3, "source": 4}, {"outputs": [{"text": {}}]}], "metadata": []}),
        None,
    ),
}


@pytest.mark.parametrize("name", RAN)
def test_what_a_notebook_ran_on(make: Make, name: str) -> None:
    text, expected = RAN[name]
    root = make({"net.ipynb": text})
    assert asked(root / "net.ipynb", "import keras\nbn = keras.layers.BatchNormalization()\n") == expected


def test_a_notebook_shows_what_runs_the_files_beside_it(make: Make) -> None:
    root = make({"net.ipynb": notebook(("import keras", BAR_2)), "net.py": KERAS})
    assert asked(root / "net.py") == 2


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("!pip install -q tensorflow==2.12", 2),
        ("!pip3 install keras>=3", 3),
        ("!python -m pip install tensorflow==2.12 numpy", 2),
        ("!conda install tensorflow=2.1", 2),
        ("%env TF_USE_LEGACY_KERAS=1", 2),
        ("%tensorflow_version 1.x", 2),
        ("%tensorflow_version 2.x", None),
        ("!pip install tensorflow", None),
    ],
)
def test_what_the_cells_of_a_notebook_install(make: Make, cell: str, expected: int | None) -> None:
    assert said(make, {}, magics.as_python(f"{cell}\n{TF_KERAS}")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("get_ipython().system('pip install tensorflow==2.9.2')", 2),
        ("from IPython import get_ipython\nget_ipython().system('pip install \"keras>=3\"')", 3),
        ("get_ipython().run_line_magic('tensorflow_version', '1.x')", 2),
        ("get_ipython().magic(u'tensorflow_version 1.x')", 2),
        ("get_ipython().run_line_magic('pip', 'install -q tensorflow==2.12')", 2),
        ("get_ipython().run_line_magic('env', 'TF_USE_LEGACY_KERAS=1')", 2),
        ("get_ipython().run_cell_magic('bash', '', 'pip install -U pip\\npip install tensorflow==2.8\\n')", 2),
        ("get_ipython().run_cell_magic('writefile', 'up.sh', 'pip install tensorflow==2.8\\n')", None),
        ("get_ipython().run_line_magic('tensorflow_version', '2.x')", None),
        ("# get_ipython().system('pip install tensorflow==2.9.2')", None),
        ("get_ipython().system(command)", None),
    ],
)
def test_what_an_exported_notebook_installs(make: Make, line: str, expected: int | None) -> None:
    assert said(make, {}, f"{line}\n{TF_KERAS}") == expected


# -- what is meant to hurt ---------------------------------------------------------------------------------------------

ALIASES = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 60))
HOSTILE: dict[str, dict[str, Any]] = {
    "dots in TOML": {"pyproject.toml": f"{'a.' * 20_000}a = 'tensorflow'\n"},
    "dots in a TOML table": {"pyproject.toml": f"[{'a.' * 20_000}a]\nb = 'tensorflow'\n"},
    "aliases in YAML": {"environment.yml": f"{ALIASES}dependencies: [*a59, tensorflow]\n"},
    "depth in YAML": {"environment.yml": f"dependencies: {'[' * 50_000}\n# tensorflow\n"},
    "blocks in YAML": {"environment.yml": "dependencies:\n" + "- " * 50_000 + "tensorflow\n"},
    "much YAML": {"environment.yml": "dependencies:\n" + "- tensorflow\n" * 20_000},
    "tags in YAML": {"environment.yml": "dependencies: !!python/object/apply:os.system ['tensorflow']\n"},
    "a long line": {
        "requirements.txt": f"tensorflow{'=' * 500_000}\n",
        "a.sh": f"pip install {'tensorflow ' * 50_000}\n",
    },
    "quotes": {"a.sh": f"pip install {chr(34) * 100_001} tensorflow;" * 5},
    "options": {"a.sh": f"pip {'-q ' * 100_000} install tensorflow\n"},
    "commands": {"a.sh": "pip install " * 1_500 + "tensorflow\n"},
    "ends": {"a.sh": f"pip install {'a && ' * 4_000}tensorflow\n"},
    "variables": {
        "Dockerfile": "".join(f"ARG A{n}=$A{n - 1}$A{n - 1}\n" for n in range(3_000)) + "FROM $A2999:tensorflow\n"
    },
    "a long image": {"Dockerfile": f"FROM tensorflow/{'a' * 200_000}:{'1.' * 100_000}\n"},
    "a README of versions": {"README.md": "tensorflow " * 100_000 + "\n" + "keras" + "`" * 100_000},
    "a lock file": {"Pipfile.lock": '"keras": {' * 50_000, "poetry.lock": 'name = "keras"\n' * 50_000},
    "code": {"a.py": "import keras\nAdam(" * 20_000 + "lr=1)\n", "b.py": f"import keras\nx = keras{'.a' * 100_000}\n"},
    "imports": {"a.py": "from keras.layers import (" * 20_000, "b.py": f"import keras, {'a, ' * 100_000}\n"},
    "quotes in code": {"a.py": "import keras\n" + "'" * 100_001 + '"""' * 30_000},
    "blanks in code": {
        "a.py": f"from keras import{' ' * 400_000}ops, fit_generator\nTF_USE_LEGACY_KERAS{' ' * 400_000}!\n"
    },
    "bytes": {
        "requirements.txt": b"\xff\xfe\x00",
        "environment.yml": b"\xff\xfetensorflow",
        "setup.py": b"tensorflow\x00",
    },
}


@pytest.mark.parametrize("name", HOSTILE)
def test_texts_that_are_meant_to_take_forever_are_refused_quickly(make: Make, name: str) -> None:
    root = make(HOSTILE[name])
    start = time.process_time()
    asked(root / "pkg" / "train.py", TF_KERAS)
    for file in HOSTILE[name]:
        if file.endswith(".py"):
            code_signs.signs((root / file).read_text(errors="replace"))
    assert time.process_time() - start < 3


def test_folders_that_lead_in_circles_and_out_of_the_project(make: Make, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "requirements.txt").write_text("tensorflow==2.10\n")
    (outside / "old.py").write_text("from keras.layers.core import Dense\n")
    root = make({"pkg/train.py": TF_KERAS})
    (root / "loop").symlink_to(root)
    (root / "pkg" / "out").symlink_to(outside)
    (root / "requirements.txt").symlink_to(outside / "requirements.txt")
    (root / "old.py").symlink_to(outside / "old.py")
    assert asked(root / "pkg" / "train.py") is None


def test_the_tree_is_walked_once_per_project(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from bnlint.project import survey  # the module whose walk is counted

    root = make({f"pkg/m{number}.py": TF_KERAS for number in range(20)})
    walks: list[str] = []
    walk = survey._walk

    def counted(start: str, max_folders: int) -> Any:
        walks.append(start)
        return walk(start, max_folders)

    monkeypatch.setattr(survey, "_walk", counted)
    ttl_cache.forget()
    for number in range(20):
        dialect.target(TF_KERAS, str(root / "pkg" / f"m{number}.py"), Config())
    assert walks == [str(root)]


def test_no_project_has_no_requirements() -> None:
    assert requirements.declared("<string>") is None
    assert requirements.told("<string>") is None


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.names)
def test_each_kind_of_file_has_a_reader(kind: kinds.Kind) -> None:
    assert kinds.reader(kind)("") == Declared()


LOCKED = '{"default": {"tensorflow": {"hashes": [], "index": "pypi", "version": "==2.2.0"}}}'
EXTRA = "setup(install_requires=['numpy'], extras_require={'tf': ['tensorflow>=2.2']})\n"
PRIVATE = "from tensorflow.python.keras.layers import BatchNormalization\n"
MOVED = "from keras.layers.normalization import BatchNormalization\n"
BY_POSITION = "import tensorflow as tf\nprint(tf.keras.layers.BatchNormalization()(tf.zeros((8, 4)), True))\n"


@pytest.mark.parametrize(
    ("source", "files", "codes"),
    [
        (PRIVATE, {"requirements.txt": "tensorflow==2.5.0\n"}, []),
        (PRIVATE, {"requirements.txt": "tensorflow-gpu~=2.7.0\n"}, []),
        (PRIVATE, {"requirements.txt": "tensorflow==2.4.0\n", "setup.py": EXTRA}, []),
        (PRIVATE, {"requirements.txt": "tensorflow==2.4.0\n", "setup.py": EXTRA.replace("extra", "other")}, ["BNL501"]),
        (PRIVATE, {"setup.py": EXTRA}, ["BNL501"]),
        (PRIVATE, {"README.md": "* tensorflow 2.3\n"}, []),
        (PRIVATE, {"requirements.txt": "tensorflow==2.8.*\n"}, ["BNL501"]),
        (PRIVATE, {"Pipfile": '[packages]\ntensorflow = "*"\n', "Pipfile.lock": LOCKED}, []),
        (PRIVATE, {"requirements.txt": "tensorflow>=2\nnumpy==1.16.4\n"}, []),
        (PRIVATE, {"requirements.txt": "tensorflow>=2\nnumpy==1.21\n"}, ["BNL501"]),
        (PRIVATE, {"setup.py": "setup(install_requires=['numpy==1.16.4', 'tensorflow-addons>=0.8'])\n"}, []),
        (PRIVATE, {"requirements.txt": "tensorflow>=2.3,<2.16\n"}, ["BNL501"]),
        (PRIVATE, {"requirements.txt": "tensorflow==2.5\n", "setup.cfg": "[x]\n"}, []),
        (PRIVATE, {}, []),
        (PRIVATE, {"requirements.txt": "tensorflow-gpu\n"}, []),
        (PRIVATE, {"requirements.txt": "tensorflow>=2\n"}, ["BNL501"]),
        (MOVED, {"requirements.txt": "Keras==2.0.8\ntensorflow-gpu==1.3.0\n"}, []),
        (MOVED, {"requirements.txt": "keras==2.10\n"}, ["BNL501"]),
        (MOVED, {"requirements.txt": "keras<2.6\n"}, []),
        (MOVED, {"requirements.txt": "keras>=2.2,<3\n"}, ["BNL501"]),
        (MOVED, {}, []),
        (MOVED, {"setup.py": "setup(install_requires=['keras'])\n"}, []),
        (MOVED, {"requirements.txt": "keras>=2\n"}, ["BNL501"]),
        (MOVED, {"other.py": "from keras.layers.convolutional import Conv2D\n"}, []),
        (
            MOVED,
            {"other.py": "from tensorflow.keras.layers.convolutional import Conv2D\n", "requirements.txt": "keras<3\n"},
            ["BNL501"],
        ),
        (
            MOVED,
            {"other.py": "from keras.layers.core import Dense\n", "requirements.txt": "keras==2.10\n"},
            ["BNL501"],
        ),
        (f"from keras.backend.tensorflow_backend import set_session\n{MOVED}", {}, []),
        (f"{MOVED}from keras.engine import Layer, InputSpec\n", {}, []),
        (f"{MOVED}from keras.engine.base_layer import Layer\n", {"requirements.txt": "keras<3\n"}, ["BNL501"]),
        (f"{MOVED}from keras.engine.topology import get_source_inputs\n", {"requirements.txt": "keras<3\n"}, []),
        (MOVED, {"other.py": "from keras.layers import Merge\n"}, []),
        (BY_POSITION, {}, []),
        (BY_POSITION, {"requirements.txt": "tensorflow>=2.3\n"}, ["BNL501"]),
        (BY_POSITION, {"requirements.txt": "tensorflow==2.15\n"}, []),
        (BY_POSITION, {"requirements.txt": "keras>=3\n"}, ["BNL501"]),
        (PRIVATE, {"other.py": "import keras\nkeras.objectives.mse\n"}, []),
        (PRIVATE, {"other.py": "import tensorflow as tf\ntf.keras.experimental.load_from_saved_model(1)\n"}, []),
        (
            PRIVATE,
            {
                "other.py": "import keras\nkeras.experimental.load_from_saved_model(1)\n",
                "requirements.txt": "tensorflow>=2\n",
            },
            ["BNL501"],
        ),
        (PRIVATE, {"other.py": "from tensorflow import keras\nkeras.Model().predict_classes(1)\n"}, []),
        (PRIVATE, {"other.py": "import tensorflow as tf\ntf.keras.Model()\nstrategy.experimental_run_v2(f)\n"}, []),
        (f"import tensorflow as tf\n{PRIVATE}x = tf.placeholder(tf.float32)\n", {}, []),
        (
            f"import tensorflow.compat.v1 as tf\n{PRIVATE}x = tf.placeholder(tf.float32)\n",
            {"requirements.txt": "tensorflow>=2\n"},
            ["BNL501"],
        ),
        (PRIVATE, {"other.py": "import tensorflow as tf\nx = tf.placeholder(tf.float32)\n"}, []),
        (PRIVATE, {"other.py": "import tensorflow as tf\ntf.keras.mixed_precision.experimental.set_policy(p)\n"}, []),
        (
            PRIVATE,
            {
                "other.py": "import sklearn, numpy\nsklearn.net.predict_classes(1)\n",
                "requirements.txt": "tensorflow>=2\n",
            },
            ["BNL501"],
        ),
        (
            PRIVATE,
            {
                "other.py": "import keras\ntry:\n    m.predict_classes(1)\nexcept AttributeError:\n    keras.x.y\n",
                "requirements.txt": "tensorflow>=2\n",
            },
            ["BNL501"],
        ),
        (
            PRIVATE,
            {"other.py": "from keras.layers import Merge\n", "requirements.txt": "tensorflow==2.9\n"},
            ["BNL501"],
        ),
    ],
)
def test_what_only_later_releases_lack_is_no_mistake_before_them(
    make: Make, source: str, files: dict[str, str], codes: list[str]
) -> None:
    root = make({**files, "net.py": source})
    found = check_source(source, str(root / "net.py"), Config())
    assert [finding.code for finding in found] == codes


MODE = "from keras.layers import BatchNormalization\nprint(BatchNormalization(mode=2))\n"
OLD = f"{MODE}print(Conv(8, 3, 3, border_mode='same'))\nprint(model.fit(x, y, nb_epoch=3))\n"
MODE_0, INIT = MODE.replace("mode=2", "mode=0"), MODE.replace("mode=2", "gamma_init='one'")
OWN_MODE = (
    "import keras\n\n\nclass Norm(keras.layers.BatchNormalization):\n    def __init__(self):\n"
    "        super().__init__(beta_init='zero')\n\n\nprint(Norm())\n"
)


@pytest.mark.parametrize(
    ("source", "files", "codes"),
    [
        (MODE, {}, []),
        (MODE, {"requirements.txt": "keras\n"}, []),
        (MODE, {"README.md": "keras 1.2\n"}, []),
        (MODE, {"requirements.txt": "keras==2.2.4\n"}, ["BNL501"]),
        (f"{MODE}model.fit(x, y, epochs=3)\n", {}, ["BNL501"]),
        (f"{MODE_0}model.fit(x, y, epochs=3)\n", {}, []),
        (f"{INIT}model.fit(x, y, epochs=3)\n", {}, []),
        (f"{OLD}model.fit(x, y, epochs=3)\n", {}, []),
        (MODE, {"requirements.txt": "keras>=2\n"}, ["BNL501"]),
        (MODE, {"requirements.txt": "keras==3.3\n"}, ["BNL501"]),
        (MODE_0, {}, []),
        (MODE_0, {"requirements.txt": "keras>=1.2\n"}, ["BNL501"]),
        (f"from keras.layers import merge\nprint(merge([1, 2]))\n{MODE_0}", {"requirements.txt": "keras>=1.2\n"}, []),
        (OLD, {"requirements.txt": "keras>=1.2\n"}, []),
        (OLD, {"requirements.txt": "keras==2.2.4\n"}, ["BNL501"]),
        (f"{MODE}print(model.fit(x, nb_epoch=3))\n", {"requirements.txt": "keras>=1.2\n"}, ["BNL501"]),
        (OLD.replace("nb_epoch", "border_mode=1, epochs"), {"requirements.txt": "keras>=1.2\n"}, ["BNL501"]),
        (f"{OLD}print(Conv(8, padding='same'))\n", {"requirements.txt": "keras>=1.2\n"}, ["BNL501"]),
        (MODE_0, {"requirements.txt": "keras==2.2.4\n"}, []),
        (MODE_0, {"requirements.txt": "keras==2.4.3\n"}, ["BNL501"]),
        (INIT, {}, []),
        (INIT, {"requirements.txt": "keras==2.3.1\n"}, []),
        (INIT, {"requirements.txt": "keras==2.8.0\n"}, ["BNL501"]),
        (OWN_MODE, {}, []),
        (OWN_MODE, {"requirements.txt": "keras==2.8.0\n"}, ["BNL501"]),
        (MODE.replace("keras.", "tensorflow.keras."), {}, ["BNL501"]),
        (MODE.replace("mode=2", "eps=1e-5"), {}, ["BNL501"]),
        (f"from keras.layers.convolutional import Conv2D\n{MODE}", {}, []),
        (f"import tensorflow as tf\n{MODE}print(tf.keras)\n", {}, ["BNL501"]),
    ],
)
def test_what_old_releases_of_the_package_took_is_no_mistake_there(
    make: Make, source: str, files: dict[str, str], codes: list[str]
) -> None:
    root = make({**files, "net.py": source})
    found = check_source(source, str(root / "net.py"), Config())
    assert [finding.code for finding in found] == codes


@pytest.mark.parametrize("source", [PRIVATE, MOVED, MODE, INIT])
def test_what_later_releases_lack_is_told_of_a_file_without_a_project(make: Make, source: str) -> None:
    root = make({"pkg/net.py": source}, vcs=False)
    found = check_source(source, str(root / "pkg" / "net.py"), Config())
    assert [finding.code for finding in found] == ["BNL501"]


UNDECIDED = """import numpy as np
from tensorflow import Module
from tensorflow.keras import Sequential, layers


class Net(Module):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def __call__(self, x):
        return self.norm(x)


model = Sequential([layers.Dense(4), layers.BatchNormalization(momentum=99, fused=True)])
model.compile("adam", "mse")
model.fit(np.zeros((8, 3)), np.zeros((8, 4)))
Net()(np.zeros((8, 3), "float32"))
old = layers.BatchNormalization(mode=0)
"""


def test_what_is_wrong_in_the_assumed_keras_only_says_so() -> None:
    found = {(f.line, f.code): f.message for f in check_source(UNDECIDED)}
    plain = {(f.line, f.code): f.message for f in check_source(UNDECIDED, config=Config(keras="3"))}
    in_keras_2 = {(f.line, f.code) for f in check_source(UNDECIDED, config=Config(keras="2"))}
    assert found.keys() == plain.keys()
    for key, message in found.items():
        assert message == plain[key] if key in in_keras_2 else "Keras 3" in message
        assert message.count("Keras 3") < 2
    assert {key for key in found if key not in in_keras_2} == {(15, "BNL501")}
    assert found[15, "BNL301"] == plain[15, "BNL301"]


def test_words_are_added_where_a_message_does_not_say_which_keras() -> None:
    source = UNDECIDED + "if __import__('keras').__version__ >= '3':\n    layers.BatchNormalization(momentum=98)\n"
    source = "import keras\n" + source.replace("__import__('keras')", "keras")
    said = {(f.line, f.code): f.message for f in check_source(source)}
    line = source.count("\n")
    assert said[line, "BNL301"].startswith("momentum 98 is outside")
    assert said[line, "BNL301"].endswith(" (in Keras 3)")
    told = {(f.line, f.code): f.message for f in check_source(source, config=Config(keras="3"))}
    assert told[line, "BNL301"] == said[line, "BNL301"].removesuffix(" (in Keras 3)")


PHASE = "keras.backend.set_learning_phase(1)\n"
OLD_BACKEND = "from keras.backend import tensorflow_backend\n"
PHASE_0 = "keras.backend.set_learning_phase(0)\n"
MADE = (
    "from keras.layers import BatchNormalization, Input\n"
    "x = Input((4,))\n"
    "model = keras.models.Model(x, BatchNormalization()(x))\n"
)
ASKED = f"import keras\n{PHASE}{MADE}model.predict(data)\n"
FITTED = f"import keras\n{PHASE}{MADE}model.compile('sgd', 'mse')\nmodel.fit(data, data)\n"
VALIDATED = FITTED.replace("data, data", "data, data, validation_data=other")
LIBRARY = f"import keras\n{PHASE}model = keras.applications.ResNet50()\nmodel.predict(data)\n"
BEFORE = f"import keras\n{MADE}{PHASE}model.predict(data)\n"
INSIDE = f"import tensorflow as tf\nfrom tensorflow import keras\n{ASKED[13:].replace('from k', 'from tensorflow.k')}"


NONE = """import keras


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.last = keras.layers.BatchNormalization(), keras.layers.Dense(1)

    def call(self, x, training=None):
        return self.last(self.norm(x, training=None))


net = Net()
net.compile("sgd", "mse")
net.fit(data, labels)
"""


@pytest.mark.parametrize(
    ("required", "codes"),
    [
        ("keras==3.9.2\n", []),
        ("keras>=3,<3.10\n", []),
        ("keras==3.10.0\n", ["BNL104"]),
        ("keras>=3\n", ["BNL104"]),
        ("keras==2.8\n", []),
    ],
)
def test_early_releases_of_keras_3_ask_the_call_around_when_they_get_none(
    make: Make, required: str, codes: list[str]
) -> None:
    path = make({"requirements.txt": required, "train.py": NONE}) / "train.py"
    found = check_source(NONE, str(path), Config())
    assert [finding.code for finding in found] == codes


@pytest.mark.parametrize(
    ("source", "required", "codes"),
    [
        pytest.param(ASKED, "keras==2.2.4\n", ["BNL113"], id="old package"),
        pytest.param(ASKED, "keras==2.3.1\ntensorflow==2.0\n", ["BNL113"], id="its last release"),
        pytest.param(ASKED, "keras==2.4.3\n", [], id="no graphs any more"),
        pytest.param(ASKED, "keras>=2.2,<3\n", [], id="any release"),
        pytest.param(ASKED, "tensorflow==1.15\n", ["BNL113"], id="old TensorFlow"),
        pytest.param(ASKED, "tensorflow==2.3\n", [], id="TensorFlow 2"),
        pytest.param(INSIDE, "tensorflow==1.15\n", ["BNL113"], id="in TensorFlow"),
        pytest.param(f"{INSIDE}tf.enable_eager_execution()\n", "tensorflow==1.15\n", [], id="eager"),
        pytest.param(FITTED, "keras==2.2.4\n", [], id="only trained"),
        pytest.param(VALIDATED, "keras==2.2.4\n", ["BNL113"], id="validated"),
        pytest.param(LIBRARY, "keras==2.2.4\n", ["BNL113"], id="network of a library"),
        pytest.param(BEFORE, "keras==2.2.4\n", [], id="made before"),
        pytest.param(f"{ASKED}keras.backend.set_learning_phase(0)\n", "keras==2.2.4\n", [], id="both phases"),
        pytest.param(f"{VALIDATED}{PHASE_0}", "keras==2.2.4\n", ["BNL113"], id="validated before phase 0"),
        pytest.param(f"{FITTED}{PHASE_0}", "keras==2.2.4\n", [], id="only trained before phase 0"),
        pytest.param(f"{FITTED}{PHASE_0}{MADE}model.predict(data)\n", "keras==2.2.4\n", [], id="made anew for answers"),
        pytest.param(f"{OLD_BACKEND}{VALIDATED}", "", ["BNL113"], id="module of old releases"),
        pytest.param(f"{OLD_BACKEND}{FITTED}", "", [], id="module of old releases, only trained"),
        pytest.param(f"K = keras.backend\nK.tf.Session()\n{VALIDATED}", "", ["BNL113"], id="tf of the backend"),
        pytest.param(VALIDATED, "", [], id="any release, validated"),
    ],
)
def test_graphs_of_old_releases_keep_the_learning_phase(
    make: Make, source: str, required: str, codes: list[str]
) -> None:
    path = make({"requirements.txt": required, "train.py": source}) / "train.py"
    found = check_source(source, str(path), Config())
    assert [finding.code for finding in found] == codes
