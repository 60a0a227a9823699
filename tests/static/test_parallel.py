"""``bnlint check --jobs``: the same report from several processes, however they are started."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from bnlint.commands import parallel
from bnlint.settings.loading import Settings
from tests.static.helpers import SEED, bnlint, python


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Files with and without findings, one that does not parse and one in another encoding than it says."""
    for number in range(6):
        (tmp_path / f"seed{number}.py").write_text(SEED, encoding="utf-8")
        (tmp_path / f"clean{number}.py").write_text("x = 1\n")
    (tmp_path / "broken.py").write_text("def f(:\n")
    (tmp_path / "latin.py").write_bytes(b"x = '\xe9'\n")
    return tmp_path


def test_the_report_is_the_same(project: Path) -> None:
    one = bnlint("check", "--jobs=1", ".", "missing.py", cwd=project)
    two = bnlint("check", "--jobs=2", ".", "missing.py", cwd=project)
    assert (two.stdout, two.stderr, two.returncode) == (one.stdout, one.stderr, one.returncode)
    auto = bnlint("check", "--jobs=auto", ".", "missing.py", cwd=project)
    assert (auto.stdout, auto.stderr, auto.returncode) == (one.stdout, one.stderr, one.returncode)
    assert one.stdout.count("BNL101") == 6
    assert one.returncode == 2


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_start_methods(project: Path, method: str) -> None:
    script = project / "main.py"
    script.write_text(
        "import multiprocessing, sys\nfrom bnlint.cli import main\n"
        f"if __name__ == '__main__':\n    multiprocessing.set_start_method({method!r})\n"
        "    sys.exit(main(['check', '--jobs=2', '--output-format=concise', 'seed0.py', 'clean0.py', 'seed1.py']))\n"
    )
    done = python(script, cwd=project)
    assert done.stderr == ""
    assert done.stdout.count("BNL101") == 2


def test_one_process_for_little_code_and_under_pre_commit(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_pool(*_: object, **__: object) -> None:
        raise AssertionError("a pool was started")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", no_pool)
    paths = sorted(map(str, project.glob("*.py")))
    assert parallel.check(paths, Settings()).checked == 12
    monkeypatch.setattr(parallel, "_A_WHILE", 0)
    monkeypatch.setattr(parallel, "_WORTH_IT", 0)
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert parallel.check(paths, Settings()).checked == 12
    monkeypatch.delenv("PRE_COMMIT")
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    with pytest.raises(AssertionError, match="a pool was started"):
        parallel.check(paths, Settings())


def test_without_a_pool_the_files_are_checked_all_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_semaphores(*_: object, **__: object) -> None:
        raise OSError("no /dev/shm")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", no_semaphores)
    assert parallel.check([str(project / "seed0.py"), str(project / "clean0.py")], Settings(), jobs=2).checked == 2


def test_several_processes_need_nobody_who_is_told(project: Path) -> None:
    told: list[int] = []
    paths = sorted(map(str, project.glob("*.py")))
    silent, loud = parallel.check(paths, Settings(), jobs=2), parallel.check(paths, Settings(), 2, told.append)
    assert silent.findings == loud.findings != []
    assert (silent.checked, sum(told)) == (12, 14)  # one does not parse, one cannot be decoded


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5", ""])
def test_wrong_numbers_of_jobs_are_usage_errors(project: Path, value: str) -> None:
    done = bnlint("check", f"--jobs={value}", cwd=project)
    assert done.returncode == 2
    assert "--jobs" in done.stderr
