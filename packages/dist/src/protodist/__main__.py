"""python -m protodist: makes build/dist (`./dev dist`)."""

from __future__ import annotations

import argparse
import platform
import sys
import tomllib
from pathlib import Path

from protobench import paths, provision
from protodist import archives, stock, tree


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0, or 1 where something is missing."""
    parser = argparse.ArgumentParser(prog="python -m protodist", description="Makes the tree of protopy, its archive and its wheel.")
    parser.add_argument("--executable", type=Path, default=paths.protopy(), help="(default: build/bin/protopy)")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="(default: build/dist in this checkout)")
    chosen = parser.parse_args(arguments)
    output = chosen.output or paths.repository() / "build" / "dist"
    with open(paths.repository() / "packages" / "cli" / "pyproject.toml", "rb") as file:
        version = tomllib.load(file)["project"]["version"]
    provisioned = provision.require()
    name = f"protopy-{version}"
    try:
        prefix = tree.make(
            output / name, chosen.executable, Path(provisioned.stdlib), provisioned.cpython_version, paths.repository() / "LICENSE"
        )
        made = archives.write_tar(prefix, output / f"{name}-linux-{platform.machine()}.tar.xz")
        wheel = archives.write_wheel(prefix, version, output)
    except (tree.Incomplete, stock.Unknown, OSError) as why:
        print(f"dist: {why}", file=sys.stderr)
        return 1
    print(f"dist: {prefix}")
    for path in (made, wheel):
        print(f"dist: {path} ({path.stat().st_size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
