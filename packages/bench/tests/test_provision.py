"""Provisioning reads the system's own apt sources, and says what to do where it cannot go on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from protobench import provision
from protobench.provision import Source


def test_one_line_sources(tmp_path: Path) -> None:
    (tmp_path / "sources.list").write_text(
        "# a comment\n"
        "deb http://mirror.test/debian stable main contrib # all of it\n"
        "deb [arch=amd64 signed-by=/keys/debian.gpg] http://other.test/debian stable-updates main\n"
        "deb-src http://mirror.test/debian stable main\n"
    )
    assert provision.read_sources(tmp_path) == [
        Source("http://mirror.test/debian", ("stable",), ("main", "contrib"), None),
        Source("http://other.test/debian", ("stable-updates",), ("main",), "/keys/debian.gpg"),
    ]


def test_deb822_sources(tmp_path: Path) -> None:
    folder = tmp_path / "sources.list.d"
    folder.mkdir()
    (folder / "debian.sources").write_text(
        "Types: deb deb-src\n"
        "# comment\n"
        "URIs: http://one.test/debian http://two.test/debian\n"
        "Suites: stable\n stable-updates\n"
        "Components: main\n"
        "Signed-By: /keys/debian-archive-keyring.gpg\n"
        "\n"
        "Types: deb\nURIs: http://off.test/debian\nSuites: stable\nComponents: main\nEnabled: no\n"
        "\n"
        "Types: deb\nURIs: http://inline.test/x\nSuites: s\nComponents: main\nSigned-By:\n -----BEGIN\n abc\n"
    )
    (folder / "ignored.sources.disabled").write_text("Types: deb\nURIs: http://no.test/x\nSuites: s\n")
    keyring, suites = "/keys/debian-archive-keyring.gpg", ("stable", "stable-updates")
    assert provision.read_sources(tmp_path) == [
        Source("http://one.test/debian", suites, ("main",), keyring),
        Source("http://two.test/debian", suites, ("main",), keyring),
        Source("http://inline.test/x", ("s",), ("main",), None),
    ]


def test_a_listed_file_needs_a_strong_hash() -> None:
    line = "'http://mirror.test/pool/a_1.deb' a_1.deb 1234 SHA256:00ff"
    archive = provision._archive(line)
    assert archive == provision.Archive("http://mirror.test/pool/a_1.deb", "a_1.deb", 1234, "sha256", "00ff")
    assert provision._archive("Reading package lists...") is None
    with pytest.raises(provision.CannotProvision, match="MD5Sum only"):
        provision._archive("'http://mirror.test/pool/a_1.deb' a_1.deb 1234 MD5Sum:00ff")


def test_a_file_with_another_hash_is_not_taken(tmp_path: Path) -> None:
    source = tmp_path / "a_1.deb"
    source.write_bytes(b"something else")
    archive = provision.Archive(source.as_uri(), "a_1.deb", 14, "sha256", "00" * 32)
    folder = tmp_path / "archives"
    with pytest.raises(provision.CannotProvision, match="hash"):
        provision._fetch([archive], folder)
    assert not (folder / "a_1.deb").exists()


def test_an_absolute_link_stays_inside_its_root(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "site.py").write_text("here")
    (tmp_path / "usr").mkdir()
    (tmp_path / "usr" / "site.py").symlink_to("/etc/site.py")
    provision._keep_links_inside(tmp_path)
    assert (tmp_path / "usr" / "site.py").read_text() == "here"


def test_cpython_bin_is_taken_and_described(
    cpython: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROTOPY_CACHE", str(tmp_path))
    monkeypatch.setenv("CPYTHON_BIN", cpython)
    assert provision.main([]) == 0
    held = json.loads((tmp_path / "provision.json").read_text())
    assert held["source"] == "CPYTHON_BIN" and held["cpython_version"].startswith("3.14.")
    assert (tmp_path / "stdlib" / "os.py").is_file()
    assert provision.load() == provision.Provision(**held)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("exit 1", "does not start"),
        ("""echo '["CPython", [3, 12], "3.12.1", "/x", "/y"]'""", "CPython 3.12.1, and CPython 3.14"),
        ("""echo '["PyPy", [3, 14], "3.14.0", "/x", "/y"]'""", "PyPy 3.14.0, and CPython 3.14"),
    ],
)
def test_a_cpython_bin_that_is_none_is_refused(
    lines: str,
    complaint: str,
    fake: Callable[[str], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PROTOPY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CPYTHON_BIN", fake(lines))
    assert provision.main([]) == 1
    assert complaint in capsys.readouterr().err
    assert not (tmp_path / "cache" / "provision.json").exists()


def test_without_apt_the_message_says_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROTOPY_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CPYTHON_BIN", raising=False)
    assert provision.main([]) == 1
    assert "Set CPYTHON_BIN" in capsys.readouterr().err
