"""The changelog, the version, and what keeps a checkout from being released (``nox -s release``)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bnlint import __version__
from bnlint.rules import ALL_CODES
from lab import release
from tests.static.helpers import ROOT, document, lacks, nothing

PARTS = release.changelog(document("CHANGELOG.md"))

BROUGHT = {
    "0.1.0": {
        *(f"BNL{number}" for number in (*range(101, 114), *range(201, 205), *range(301, 305))),
        *("BNL311", "BNL312", "BNL401", "BNL402", "BNL403", "BNL501"),
    },
    "0.2.0": {"BNL114", "BNL115", "BNL116", "BNL118", "BNL205", "BNL404"},
}
"""The rules that released versions brought."""


def brought(part: release.Part) -> list[str]:
    """Return the codes of the rules that a version brings, by the lines that begin so."""
    added = part.text.partition("### Added\n")[2].partition("\n### ")[0]
    entries = re.split(r"^- ", added, flags=re.MULTILINE)
    return [
        code for entry in entries if re.match("(?:A rule|Rules)[ :]", entry) for code in re.findall(r"BNL\d{3}", entry)
    ]


def test_each_rule_is_in_the_changelog_once_under_the_version_that_brought_it() -> None:
    told = [code for part in PARTS for code in brought(part)]
    for code in ALL_CODES:
        if code not in told:
            lacks(code, "its line below 'Added' in CHANGELOG.md, which begins with 'Rules'")
    nothing(set(told) - set(ALL_CODES), "rules in CHANGELOG.md that are not there")
    assert len(told) == len(set(told)), "a rule in CHANGELOG.md that two versions brought"
    for part in PARTS:
        if part.version in BROUGHT:
            assert set(brought(part)) == BROUGHT[part.version], part.version


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    assert PARTS[0] == release.Part("Unreleased", "", PARTS[0].text)
    dated = PARTS[1:]
    assert dated[0].version == __version__ == release.version(ROOT)
    assert all(part.date for part in dated)
    assert [part.date for part in dated] == sorted((part.date for part in dated), reverse=True)
    headings = {heading for part in PARTS for heading in re.findall(r"^### (.*)$", part.text, re.MULTILINE)}
    assert headings <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


@pytest.mark.parametrize("name", ["docs/ci.md", "docs/precommit.md"])
def test_pages_name_the_tag_of_this_version(name: str) -> None:
    assert set(re.findall(r"(?:@|rev: )(v\d+\.\d+\.\d+)", document(name))) == {f"v{__version__}"}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clean checkout that could be released."""
    (tmp_path / "bnlint").mkdir()
    (tmp_path / "bnlint" / "__init__.py").write_text('"""A package."""\n\n__version__ = "1.2.3"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2030-01-02\n\n- More.\n")
    (tmp_path / "pyproject.toml").write_text('[project.urls]\nIssues = "https://example.org"\n\n[tool.x]\n')
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=All")


def test_a_clean_checkout_may_be_released(checkout: Path) -> None:
    assert release.obstacles(checkout) == []
    assert release.released(checkout) == [release.Part("1.2.3", "2030-01-02", "- More.")]


def test_what_is_not_ready_is_refused(checkout: Path) -> None:
    (checkout / "new.py").write_text("")
    (changes,) = release.obstacles(checkout)
    assert "the checkout has changes" in changes
    assert "new.py" in changes
    (checkout / "new.py").unlink()
    git(checkout, "tag", "v1.2.3")
    assert release.obstacles(checkout) == ["the tag v1.2.3 is there already; a new release needs a new version"]
    git(checkout, "tag", "--delete", "v1.2.3")
    log = checkout / "CHANGELOG.md"
    for old, new, said in (
        ("[Unreleased]\n", "[Unreleased]\n\n- Less.\n", "CHANGELOG.md has changes that belong to no version yet"),
        ("[1.2.3]", "[1.2.2]", "CHANGELOG.md begins with 1.2.2, the package is 1.2.3"),
        (" - 2030-01-02\n\n- More.", "", "CHANGELOG.md begins with no version, the package is 1.2.3"),
    ):
        before = log.read_text()
        log.write_text(before.replace(old, new))
        commit(checkout)
        assert release.obstacles(checkout) == [said]
        log.write_text(before)
        commit(checkout)


def test_how_to_publish(checkout: Path) -> None:
    told = release.how_to_publish(checkout, [checkout / "dist" / "x.whl", checkout / "dist" / "x.tar.gz"])
    assert "names no Source: is" in told
    assert "git push origin v1.2.3" in told
    assert "twine upload dist/x.whl dist/x.tar.gz" in told
