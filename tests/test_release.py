"""What stands between this checkout and a release, and the files that the project's host reads."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import confnotes
from confnotes.cli.renamed import RENAMED_OPTIONS, RENAMED_VERBS
from release_check import CHECKOUT, CHECKS, PROJECT, check_address, check_version, metadata, pythons

FORGE = CHECKOUT / ".github"
WORKFLOWS = sorted(FORGE.glob("workflows/*.yml"))
FORMS = sorted(path for path in FORGE.glob("ISSUE_TEMPLATE/*.yml") if path.name != "config.yml")
USES = re.compile(r"^ *- uses: (.*)$", re.MULTILINE)
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+")


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(workflow: Path) -> list[dict[str, Any]]:
    return [step for job in load(workflow)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("name", sorted(CHECKS.keys() - {"address", "version"}))
def test_the_checkout_could_be_published(name: str) -> None:
    assert list(CHECKS[name]()) == []


def test_a_release_waits_for_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROJECT, "urls", {"Homepage": "https://example.org/confnotes"})
    assert "example.org" in "".join(check_address())
    monkeypatch.setitem(PROJECT, "urls", {"Homepage": "https://forge.invalid/confnotes"})
    assert list(check_address()) == []


def test_a_tag_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("release_check.last_change", lambda: date.min)
    assert "v0.0.1" in "".join(check_version("v0.0.1"))


def test_a_tag_is_refused_if_something_changed_after_the_day_of_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    tag = f"v{confnotes.__version__}"
    monkeypatch.setattr("release_check.last_change", lambda: date.min)
    assert list(check_version(tag)) == []
    monkeypatch.setattr("release_check.last_change", lambda: date.max)
    assert "day of the release" in "".join(check_version(tag))


def test_the_changelog_names_each_option_that_was_renamed_and_its_new_name() -> None:
    text = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n## [0.1.0]")[0]
    rows = [line for line in text.splitlines() if line.startswith("  | `")]
    pairs = [*RENAMED_VERBS.items(), *(pair for options in RENAMED_OPTIONS.values() for pair in options.items())]
    assert [(old, new) for old, new in pairs if not any(old in row and new in row for row in rows)] == []


def test_the_address_stands_in_one_place() -> None:
    address = PROJECT["urls"]["Homepage"]
    files = [*CHECKOUT.glob("*.*"), *FORGE.rglob("*.*"), *CHECKOUT.glob("docs/**/*.md"), *CHECKOUT.glob("src/**/*.py")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in files if path.is_file()}
    assert [name for name, text in texts.items() if address in text] == ["pyproject.toml"]


def test_a_package_index_shows_the_readme_with_pictures_and_links() -> None:
    shown, address = str(metadata().get_payload()), PROJECT["urls"]["Homepage"]
    assert f"]({address}/blob/HEAD/" in shown
    assert f"{address}/raw/HEAD/" in shown


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_name_the_commit_of_each_action_and_its_version(workflow: Path) -> None:
    used = USES.findall(workflow.read_text(encoding="utf-8"))
    assert len(used) == len([step for step in steps(workflow) if "uses" in step])
    assert [name for name in used if not PINNED.fullmatch(name)] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_ask_for_no_more_than_they_need(workflow: Path) -> None:
    said = load(workflow)
    assert said["permissions"] == {"contents": "read"}
    assert [name for name, job in said["jobs"].items() if "timeout-minutes" not in job] == []


def test_tests_run_on_every_python_that_the_classifiers_name() -> None:
    jobs = load(FORGE / "workflows" / "test.yml")["jobs"]
    assert jobs.keys() == {"lint", "test"}
    matrix = jobs["test"]["strategy"]["matrix"]
    assert matrix["python"] == pythons()
    assert matrix["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]


def test_a_release_is_checked_before_it_is_published_without_a_stored_password() -> None:
    path = FORGE / "workflows" / "release.yml"
    jobs = load(path)["jobs"]
    assert jobs.keys() == {"build", "publish", "announce"}
    assert any("make release-check" in step.get("run", "") for step in jobs["build"]["steps"])
    assert jobs["publish"]["needs"] == "build"
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert "secrets." not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_issue_forms_are_complete(form: Path) -> None:
    said = load(form)
    assert {"name", "description", "body"} <= said.keys()
    fields = [field for field in said["body"] if field["type"] != "markdown"]
    assert [field for field in fields if not {"id"} <= field.keys() or not field["attributes"].get("label")] == []
    assert len({field["id"] for field in fields}) == len(fields)


def test_pre_commit_runs_the_tools_of_the_checkout() -> None:
    repos = load(CHECKOUT / ".pre-commit-config.yaml")["repos"]
    assert [repo["repo"] for repo in repos] == ["local"]
    entries = {hook["id"]: hook["entry"] for hook in repos[0]["hooks"]}
    assert entries.keys() == {"ruff-format", "ruff-check", "mypy"}
    assert all(entry.startswith(".venv/bin/") for entry in entries.values())
