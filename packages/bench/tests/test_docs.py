"""What the documents tell a reader to type exists; the example runs."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from protobench import measure, paths

REPOSITORY = paths.repository()
DOCUMENTS = ("README.md", "docs/how-to.md")



def commands(document: str) -> list[list[str]]:
    """The indented lines of a document that start a program."""
    text = (REPOSITORY / document).read_text()
    lines = re.findall(r"^    ((?:\./dev|bash|build/)\S* .*)$", text, re.MULTILINE)
    return [line.split() for line in lines]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_session_a_document_names_exists(document: str) -> None:
    sessions = set(re.findall(r"@nox\.session.*\ndef (\w+)", (REPOSITORY / "noxfile.py").read_text()))
    named = {words[1] for words in commands(document) if words[0] == "./dev"}
    assert named and named <= sessions


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_a_document_names_exists(document: str) -> None:
    text = (REPOSITORY / document).read_text()
    named = set(re.findall(r"(?:packages|docs|examples|\.ci)/[\w./-]*\w", text)) | set(
        re.findall(r"\]\(([\w./-]+)\)", text)
    )
    here = (REPOSITORY / document).parent
    missing = [name for name in named if not (REPOSITORY / name).exists() and not (here / name).exists()]
    assert not missing


def test_the_tour_runs_on_cpython(cpython: str) -> None:
    run = measure.run([cpython, "-W", "error", str(REPOSITORY / "examples" / "tour.py")], timeout=30.0)
    assert measure.complaint(run) is None
    assert run.stdout.endswith(b"tick 0; tick 1; tick 2; [100, 101, 102]\n")


def test_the_tour_is_the_same_on_protopy(cpython: str) -> None:
    protopy = paths.protopy()
    if not protopy.is_file():
        pytest.skip("protopy is not built: ./dev build")
    tour = str(REPOSITORY / "examples" / "tour.py")
    expected = measure.run([cpython, tour], timeout=30.0)
    assert measure.complaint(measure.run([str(protopy), tour], timeout=30.0), expected) is None


def test_dev_says_what_it_can_do() -> None:
    done = subprocess.run([sys.executable, str(REPOSITORY / "dev"), "list"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "provision" in done.stdout and "tests" in done.stdout
