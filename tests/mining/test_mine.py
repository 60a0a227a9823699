"""``bnlint mine``: the findings of the pure function, whatever holds the sources and whatever happens meanwhile."""

from __future__ import annotations

import gzip
import json
import pickle
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bnlint import Config, check_source
from bnlint.mining import corpus, run
from bnlint.mining.examine import Examined, examine
from bnlint.mining.journal import SCHEMA, Journal, JournalError
from tests.mining import hostile
from tests.static.helpers import FIXTURES, ROOT, bnlint, python

BROKEN = "import tensorflow as tf\nprint('BatchNormalization'\n"
UNRELATED = "import os\n\nprint(os.name)\n"
Row = dict[str, Any]


def programs(count: int = 12) -> list[Row]:
    """Return records of a corpus: fixtures of several rules, each followed by files without BN."""
    files = sorted(FIXTURES.glob("BNL[13]*/bad_*.py"))[:count]
    records = []
    for file in files:
        repository, path = f"someone/{file.parent.name}", f"src/{file.name}"
        records.append({"repo_name": repository, "path": path, "content": file.read_text()})
        records += [{"repo_name": repository, "path": f"src/plain_{i}.py", "content": UNRELATED} for i in range(3)]
    return records


def expected(records: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Return what the pure function says of each record."""
    return sorted(
        (row, record["repo_name"], record["path"], finding.code, finding.line, finding.column, finding.message)
        for row, record in enumerate(records)
        for finding in check_source(record["content"], "<corpus>", Config())
    )


def table(path: Path) -> list[tuple[Any, ...]]:
    names = ("row", "repository", "path", "code", "line", "column", "message")
    return sorted(tuple(row[name] for name in names) for row in pq.read_table(path).to_pylist())


def as_parquet(records: list[Row], folder: Path) -> Path:
    path = folder / "corpus.parquet"
    pq.write_table(pa.Table.from_pylist(records), path, row_group_size=8)
    return path


def as_jsonl(records: list[Row], folder: Path) -> Path:
    path = folder / "corpus.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def as_gzipped_jsonl(records: list[Row], folder: Path) -> Path:
    path = folder / "corpus.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(record) + "\n" for record in records).encode()))
    return path


@pytest.mark.parametrize("store", [as_parquet, as_jsonl, as_gzipped_jsonl])
def test_a_corpus_has_the_findings_of_the_pure_function(
    store: Callable[[list[Row], Path], Path], tmp_path: Path
) -> None:
    records = programs()
    out = tmp_path / "findings.parquet"
    done = bnlint("mine", store(records, tmp_path), "-o", out, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert table(out) == expected(records) != []
    assert not list(tmp_path.glob("findings.parquet.*")), "a finished run leaves only its output"


def test_a_folder_of_repositories_is_read_with_its_imports(tmp_path: Path) -> None:
    project = tmp_path / "owner" / "project"
    project.mkdir(parents=True)
    (project / "README.md").write_text("")
    (project / "model.py").write_text(
        "from tensorflow import keras\n\n\ndef build():\n"
        "    return keras.Sequential([keras.Input((4,)), keras.layers.BatchNormalization(), keras.layers.Dense(1)])\n"
    )
    (project / "train.py").write_text("from model import build\n\nbuild().fit(x, y, batch_size=1)\n")
    out = tmp_path / "findings.parquet"
    assert bnlint("mine", tmp_path, "-o", out, "--jobs", "1").returncode == 0
    assert [row[1:4] for row in table(out)] == [("owner/project", "train.py", "BNL202")]


def test_rows_say_where_they_come_from_and_for_which_keras(tmp_path: Path) -> None:
    source = as_parquet(programs(1), tmp_path)
    out = tmp_path / "findings.parquet"
    bnlint("mine", source, "-o", out, "--jobs", "1", "--keras", "2")
    assert {(row["input"], row["keras"]) for row in pq.read_table(out).to_pylist()} == {(str(source), 2)}


def test_columns_of_other_names_and_nulls(tmp_path: Path) -> None:
    source = tmp_path / "odd.parquet"
    pq.write_table(pa.table({"body": [None, programs(1)[0]["content"]], "where": ["a.py", None]}), source)
    out = tmp_path / "findings.parquet"
    assert bnlint("mine", source, "-o", out, "--jobs", "1").returncode == 2  # no column of source text
    bnlint("mine", source, "-o", out, "--jobs", "1", "--source-column", "body", "--path-column", "where")
    assert {row[:3] for row in table(out)} == {(1, "", "")}


def test_what_is_broken_is_counted_and_costs_nothing_else(tmp_path: Path) -> None:
    records = programs(2)
    lines = [json.dumps(record) for record in records]
    lines.insert(1, '{"content": "BatchNorm')
    lines.append(json.dumps({"repo_name": "old", "path": "torn.py", "content": BROKEN}))
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines))
    (tmp_path / "damaged.parquet").write_bytes(b"PAR1 nothing else")
    out = tmp_path / "findings.parquet"
    done = bnlint("mine", tmp_path, "-o", out, "--jobs", "1")
    assert done.returncode == 2
    assert "1 file not Python" in done.stdout
    assert "line 2 is not a record" in done.stdout
    assert "damaged.parquet" in done.stdout
    assert len([row for row in table(out) if row[3] != "BNL001"]) == len(expected(records))


@pytest.mark.parametrize("mark", [hostile.STALLS, hostile.KILLS, hostile.RAISES])
def test_a_file_that_is_too_much_for_the_analysis_costs_itself_only(
    mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "examine", hostile.examine)
    records = programs(2)
    records.insert(2, {"repo_name": "h", "path": "h.py", "content": f"import keras\nBatchNormalization {mark}\n"})
    inputs = corpus.find([str(as_parquet(records, tmp_path))], corpus.Columns())
    journal = Journal(tmp_path / "out.parquet", {})
    run.mine(inputs, Config(), run.Limits(jobs=1, seconds=8), journal, lambda weight, done: None)
    summary = run.summarize(journal)
    journal.publish()
    assert [name for name, _ in summary.failed] == ["h.py"]
    found = table(tmp_path / "out.parquet")
    assert [row[:4] for row in found if row[3] == "BNL001"] == [(2, "h", "h.py", "BNL001")]
    assert [row for row in found if row[3] != "BNL001"] == expected(records)


def test_a_file_that_runs_out_of_time_fails_the_run(tmp_path: Path) -> None:
    source, out = as_parquet(programs(1), tmp_path), tmp_path / "out.parquet"
    done = bnlint("mine", source, "-o", out, "--jobs", "1", "--timeout", "0.001")
    assert done.returncode == 2
    assert "1 file not examined (BNL001 in the table):" in done.stdout
    assert "ran out of time" in done.stdout


def test_what_one_file_comes_to() -> None:
    """As a worker hands it back: whether it is Python 3, the pure function's findings, their dialect and backend."""
    source = programs(1)[0]["content"]
    findings = [finding.to_dict() for finding in check_source(source, "<corpus>", Config(keras="2"))]
    assert examine(source, "", Config(keras="2")) == Examined(True, findings, 2)
    assert examine(BROKEN, "", Config(keras="3", backend="jax")) == Examined(False, [], 3, "jax")


def test_sources_that_are_data_are_counted_and_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In each kind of corpus; so are files of which nothing but a word is about BN."""
    monkeypatch.setattr(corpus, "MAX_CHARS", 5_000)
    records = programs(1)
    records.append({"repo_name": "big", "path": "big.py", "content": records[0]["content"] + "#" * 5_000})
    records.append({"repo_name": "no", "path": "no.py", "content": "print('BatchNorm')\n"})
    inputs = [as_parquet(records, tmp_path), as_jsonl(records, tmp_path), tmp_path / "folder"]
    (tmp_path / "folder" / ".hidden").mkdir(parents=True)
    for record in records:
        target = tmp_path / "folder" / record["repo_name"] / Path(record["path"]).name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(record["content"])
    for number, source in enumerate(inputs):
        done = bnlint("mine", source, "-o", tmp_path / f"{number}.parquet", "--jobs", "1")
        assert done.returncode == 0, done.stderr
        assert "1 file too large to look at." in done.stdout
        assert f"{len(records)} files in" in done.stdout
        assert "1 of them examined" in done.stdout
        found = table(tmp_path / f"{number}.parquet")
        assert {row[1:4] for row in found} == {
            ("someone/BNL101", f"src/{Path(records[0]['path']).name}", "BNL101")
        } or (source.is_dir() and {row[3] for row in found} == {"BNL101"})


def test_lines_that_are_no_records(tmp_path: Path) -> None:
    """Empty lines are nothing; the others are named."""
    (tmp_path / "corpus.jsonl").write_text('\n["BatchNorm"]\n\n{"name": "BatchNorm"}\n')
    done = bnlint("mine", tmp_path / "corpus.jsonl", "-o", tmp_path / "out.parquet", "--jobs", "1")
    assert done.returncode == 2
    assert "2 files in" in done.stdout
    assert "line 2 is not a record of a corpus: not a JSON object" in done.stdout
    assert "line 4 is not a record of a corpus: no text under any of content, source, code, text" in done.stdout


def test_inputs_that_cannot_be_read(tmp_path: Path) -> None:
    """What is no corpus at all is an error at once; what is damaged is one when it is its turn."""
    (tmp_path / "a.py").write_text(BROKEN)
    out = tmp_path / "out.parquet"
    for name, words in {
        str(tmp_path / "a.py"): "neither a Parquet nor a JSONL file nor a folder",
        "nosuch://host/corpus": "nosuch://host/corpus: ",
        "mock:///": "mock:///: no Parquet or JSONL files in it",
    }.items():
        done = bnlint("mine", name, "-o", out)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
    (tmp_path / "a.py").unlink()
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"content": "BatchNorm"}\n' * 1000)[:40])
    assert "cut.jsonl.gz" in bnlint("mine", tmp_path, "-o", out, "--jobs", "1").stdout
    (tmp_path / "cut.jsonl.gz").unlink()
    (tmp_path / ".git").mkdir()
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    done = bnlint("mine", tmp_path, "-o", out, "--jobs", "1")
    assert done.returncode == 2
    assert "loop.py: cannot read: Too many levels of symbolic links" in done.stdout


def test_a_uri_names_the_same_corpus(tmp_path: Path) -> None:
    records, out = programs(1), tmp_path / "out.parquet"
    assert bnlint("mine", as_parquet(records, tmp_path).as_uri(), "-o", out, "--jobs", "1").returncode == 0
    assert table(out) == expected(records)


def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = programs(4)
    source, out = as_parquet(records, tmp_path), tmp_path / "out.parquet"
    real = run.mine

    def mine(*arguments: Any) -> None:
        real(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "mine", mine)
        done = bnlint("mine", source, "-o", out, "--jobs", "1")
    assert done.returncode == 130
    assert done.stderr.endswith(f"stopped; the same command goes on from here ({out}.journal)\n")
    assert not out.exists()
    done = bnlint("mine", source, "-o", out, "--jobs", "1")
    assert done.returncode == 0
    assert "going on with a run" in done.stderr
    assert table(out) == expected(records)


def test_an_output_that_cannot_be_written_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = programs(2)
    source, out = as_parquet(records, tmp_path), tmp_path / "out.parquet"
    done = bnlint("mine", source, "-o", tmp_path / "nowhere" / "out.parquet")
    assert done.returncode == 2
    assert "out.parquet.journal: No such file or directory" in done.stderr
    out.mkdir()
    done = bnlint("mine", source, "-o", out, "--jobs", "1")
    assert done.returncode == 2
    assert done.stderr.endswith(f"cannot write {out}: Is a directory; what was found is in {out}.journal\n")
    assert sorted(path.name for path in tmp_path.glob("out.*")) == ["out.parquet", "out.parquet.journal"]
    out.rmdir()
    monkeypatch.setattr("bnlint.mining.journal._ROWS_AT_A_TIME", 1)
    assert bnlint("mine", source, "-o", out, "--jobs", "1").returncode == 0
    assert table(out) == expected(records)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_a_run_that_is_asked_to_end_does_not_wait_for_its_processes(tmp_path: Path) -> None:
    source, out = as_parquet(programs(12) * 40, tmp_path), tmp_path / "findings.parquet"
    command = [sys.executable, "-m", "bnlint", "mine", str(source), "-o", str(out), "--jobs", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    journal = tmp_path / "findings.parquet.journal"
    while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < 2):
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=120)[1] == f"stopped; the same command goes on from here ({journal})\n"
    assert process.returncode == 143


def test_a_killed_run_goes_on_without_losing_or_repeating_a_row(tmp_path: Path) -> None:
    records = programs(12) * 8
    source, out = as_parquet(records, tmp_path), tmp_path / "findings.parquet"
    command = [sys.executable, "-m", "bnlint", "mine", str(source), "-o", str(out), "--jobs", "1"]
    journal = tmp_path / "findings.parquet.journal"
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while first.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < 4):
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert journal.exists(), "the run was over before it could be killed"
    assert not out.exists()
    with open(journal, "ab") as stream:
        stream.write(b'{"unit": "torn')
    done = bnlint("mine", source, "-o", out, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert "going on" in done.stderr
    assert table(out) == expected(records)


@pytest.mark.parametrize("data", [b"no line of ours", b"\xff\n", b"{}\n"])
def test_a_file_that_is_no_journal_is_not_overwritten(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "out.parquet.journal").write_bytes(data)
    with pytest.raises(JournalError, match="another bnlint"):
        Journal(tmp_path / "out.parquet", {"version": 1})
    assert (tmp_path / "out.parquet.journal").read_bytes() == data


def test_a_journal_of_another_run_is_not_mixed_in(tmp_path: Path) -> None:
    source, out = as_parquet(programs(1), tmp_path), tmp_path / "findings.parquet"
    Journal(out, {"another": "run"}).close()
    done = bnlint("mine", source, "-o", out)
    assert done.returncode == 2
    assert "belongs to a run with other inputs" in done.stderr


def test_an_input_that_is_not_there(tmp_path: Path) -> None:
    done = bnlint("mine", tmp_path / "nowhere", "-o", tmp_path / "out.parquet")
    assert done.returncode == 2
    assert "no such file or folder" in done.stderr


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    program = "import sys; sys.modules['pyarrow'] = None; from bnlint.cli import main; sys.exit(main())"
    done = python("-c", program, "mine", FIXTURES, "-o", tmp_path / "out.parquet")
    assert done.returncode == 2
    assert "pip install 'bnlint[mine]'" in done.stderr


def test_a_partitioned_data_set_and_a_repository_with_data_in_it(tmp_path: Path) -> None:
    part = tmp_path / "data" / "lang=python"
    part.mkdir(parents=True)
    as_parquet(programs(1), part)
    repository = tmp_path / "repository"
    shutil.copytree(FIXTURES / "BNL101", repository)
    (repository / "data.jsonl").write_text("{}\n")
    kinds = [one.name for one in corpus.find([str(tmp_path / "data"), str(repository)], corpus.Columns())]
    assert kinds == [str(part / "corpus.parquet"), str(repository)]


def test_a_finding_is_a_flat_row_that_arrow_takes_as_it_is() -> None:
    findings = [finding for record in programs() for finding in check_source(record["content"])]
    assert pickle.loads(pickle.dumps(findings)) == findings
    types = {field.name: str(field.type) for field in pa.Table.from_pylist([f.to_dict() for f in findings]).schema}
    numbers = dict.fromkeys(("line", "column", "end_line", "end_column"), "int64")
    texts = dict.fromkeys(("path", "code", "message", "headline", "remedy", "reason"), "string")
    assert types == {**texts, **numbers}


def test_the_page_has_the_columns_of_the_table() -> None:
    page = (ROOT / "docs" / "mining.md").read_text(encoding="utf-8").partition("## The table")[2].partition("## ")[0]
    told = re.findall(r"^\| `(\w+)` \| (\w+) \|", page, re.MULTILINE)
    assert told == [(field.name, str(field.type)) for field in SCHEMA]
