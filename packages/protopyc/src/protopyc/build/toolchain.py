"""The C++ compiler: where it is, its version, and the flags of each build mode.

| mode    | for                                                            |
| ------- | -------------------------------------------------------------- |
| release | shipping and measuring                                         |
| debug   | gdb, index and cast checks (PP_DEBUG)                          |
| asan    | debug with AddressSanitizer and UndefinedBehaviorSanitizer     |
| tsan    | debug with ThreadSanitizer                                     |
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import Final

from protopyc.build.errors import BuildError

COMMON: Final = [
    "-std=c++20", "-fwrapv", "-fno-strict-aliasing", "-fno-exceptions", "-fno-rtti", "-fPIC",
    "-fvisibility=hidden", "-fno-plt", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off",
    "-fno-asynchronous-unwind-tables", "-fcf-protection=none", "-Wall", "-Wextra", "-Wno-unused",
    "-Wno-unused-parameter", "-Wno-invalid-offsetof", "-Wno-missing-field-initializers",
    "-Wno-maybe-uninitialized", "-Wno-stringop-overflow", "-Wno-array-bounds",
]  # fmt: skip
"""-fwrapv: the dialect's wrap-around is defined. -fno-strict-aliasing: Values and objects share words.
-ffp-contract=off: a*b+c rounds twice, as Python's does."""

MODES: Final[dict[str, list[str]]] = {
    "release": ["-O2", "-fomit-frame-pointer"],
    "debug": ["-O1", "-g", "-DPP_DEBUG", "-fno-omit-frame-pointer"],
    "asan": [
        "-O1", "-g", "-DPP_DEBUG", "-DPP_ASAN", "-fno-omit-frame-pointer", "-fsanitize=address,undefined",
        "-fno-sanitize=alignment,vptr,null,nonnull-attribute", "-fno-sanitize-recover=undefined",
    ],
    "tsan": ["-O1", "-g", "-DPP_TSAN", "-fno-omit-frame-pointer", "-fsanitize=thread"],
}  # fmt: skip

LINK_MODES: Final[dict[str, list[str]]] = {
    "release": [],
    "debug": [],
    "asan": ["-fsanitize=address,undefined"],
    "tsan": ["-fsanitize=thread"],
}

LINK_EXECUTABLE: Final = [
    "-no-pie",
    "-static-libgcc",
    "-static-libstdc++",
    "-Wl,-O1",
    "-Wl,--hash-style=gnu",
    "-Wl,-z,noseparate-code",
]
LINK_LIBRARY: Final = [
    "-shared",
    "-static-libgcc",
    "-static-libstdc++",
    "-Wl,-O1",
]


@dataclass(frozen=True)
class Toolchain:
    compiler: str
    version: str


@cache
def find_toolchain() -> Toolchain:
    """CXX or g++; BuildError says what to install."""
    asked = os.environ.get("CXX")
    name = asked or "g++"
    path = shutil.which(name)
    if path is None:
        raise BuildError(
            f"the C++ compiler {name!r} {'(from CXX) ' if asked else ''}is not on PATH.\n"
            "  protopyc needs g++ 11 or newer: `apt install g++` (Debian), `dnf install gcc-c++` (Fedora),\n"
            "  or set CXX to a compiler that understands g++'s options."
        )
    done = subprocess.run([path, "--version"], capture_output=True, text=True)
    if done.returncode != 0:
        raise BuildError(f"{path} --version failed with status {done.returncode}:\n{done.stderr}")
    return Toolchain(path, done.stdout.splitlines()[0])
