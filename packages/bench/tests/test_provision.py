"""Provisioning reads the system's own apt sources, and says what to do where it cannot go on."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from protobench import library, provision
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
    recorded = library.recorded()
    assert recorded is not None and (recorded.folder, recorded.packages) == (held["stdlib"], None)
    assert {"os.py", "test/test_grammar.py"} <= set(recorded.files)
    assert not any("__pycache__" in name or name.startswith(library.INSTALLED) for name in recorded.files)


def test_the_checksums_are_recorded_once_for_each_cpython(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROTOPY_CACHE", str(tmp_path))
    stdlib = tmp_path / "lib"
    stdlib.mkdir()
    (stdlib / "os.py").write_text("as it came")
    (stdlib / "nowhere").symlink_to("absent")
    found = provision.Provision("x", "3.14.1", str(stdlib), None, "CPYTHON_BIN")
    assert provision.checksums(found).damage() == {}
    (stdlib / "os.py").write_text("damaged")
    held = provision.checksums(found)
    assert held.damage() == {"os.py": "changed"}
    with pytest.raises(library.Damaged, match=r"os\.py changed.*provision --force"):
        held.restore(held.damage())
    assert (stdlib / "os.py").read_text() == "damaged", "a CPython that the user chose is not written to"
    assert provision.checksums(found, force=True).damage() == {}
    (stdlib / "os.py").write_text("of the next release")
    assert provision.checksums(replace(found, cpython_version="3.14.2")).damage() == {}


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="there is no dpkg-deb to make a package with")
def test_the_checksums_are_the_packages_and_so_are_the_files_brought_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROTOPY_CACHE", str(tmp_path))
    home = tmp_path / "cpython-3.14"
    content = home / "content"
    (content / "DEBIAN").mkdir(parents=True)
    (content / "DEBIAN" / "control").write_text("Package: python\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n")
    for name in ("usr/lib/python3.14/os.py", "usr/lib/python3.14/test/test_a.py", "etc/site.py"):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(name)
    (content / "usr/lib/python3.14/site.py").symlink_to("../../../etc/site.py")
    (content / "usr/lib/python3.14/os.py").chmod(0o755)
    (home / "archives").mkdir()
    package = home / "archives" / "python3.14_1_all.deb"
    for command in (["--build", content, package], ["-x", package, home / "root"]):
        subprocess.run(["dpkg-deb", *map(str, command)], check=True, capture_output=True)
    stdlib = home / "root" / "usr" / "lib" / "python3.14"
    (stdlib / "os.py").write_text("damaged before anything was recorded")
    (stdlib / "test" / "test_a.py").unlink()
    (stdlib / "test" / "more").mkdir()
    held = provision.checksums(provision.Provision("x", "3.14.1", str(stdlib), None, "Debian"))
    damage = held.damage()
    assert damage == {"os.py": "changed", "test/more": "new", "test/test_a.py": "removed"}
    held.restore(damage)
    assert held.damage() == {}
    assert (stdlib / "os.py").read_text() == "usr/lib/python3.14/os.py" and (stdlib / "os.py").stat().st_mode & 0o777 == 0o755
    assert library.recorded() == held
    (stdlib / "site.py").unlink()
    with pytest.raises(library.Damaged, match=r"do not bring back site\.py removed"):
        held.restore(held.damage())


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="there is no dpkg-deb to make a package with")
def test_libmpdec_is_brought_where_the_system_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROTOPY_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    content = tmp_path / "content"
    triplet, _ = provision.LOADERS[provision._architecture()]
    folder = content / "usr" / "lib" / triplet
    folder.mkdir(parents=True)
    (folder / "libmpdec.so.4.0.1").write_text("the library")
    (folder / "libmpdec.so.4").symlink_to("libmpdec.so.4.0.1")
    (content / "DEBIAN").mkdir()
    (content / "DEBIAN" / "control").write_text("Package: libmpdec4\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n")
    package = tmp_path / "libmpdec4_1_all.deb"
    subprocess.run(["dpkg-deb", "--build", str(content), str(package)], check=True, capture_output=True)
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    archive = provision.Archive(package.as_uri(), package.name, package.stat().st_size, "sha256", digest)
    others = replace(archive, uri="file:///absent", name="libc6_1_all.deb")
    monkeypatch.setattr(provision, "_resolve", lambda packages: [others, archive])
    found = tmp_path / "cache" / "mpdec" / "libmpdec.so.4"
    monkeypatch.setattr(provision, "_is_library", lambda name: True)
    provision.mpdec()
    assert not found.parent.exists()
    monkeypatch.setattr(provision, "_is_library", lambda name: False)
    provision.mpdec()
    assert found.read_text() == "the library"


def test_libmpdec_that_cannot_be_had_is_asked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROTOPY_CACHE", str(tmp_path))
    monkeypatch.setattr(provision, "_is_library", lambda name: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    provision.mpdec()
    assert "`decimal` will be slow" in capsys.readouterr().out
    provision.mpdec()
    assert capsys.readouterr().out == ""


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
