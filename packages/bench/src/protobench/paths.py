"""Where things are: the repository, its cache outside git, and what a build leaves behind."""

from __future__ import annotations

import os
from pathlib import Path


def repository() -> Path:
    """The checkout this package belongs to: the nearest folder upwards that holds the noxfile."""
    for start in (Path(__file__).resolve().parent, Path.cwd()):
        for folder in (start, *start.parents):
            if (folder / "noxfile.py").is_file() and (folder / "packages").is_dir():
                return folder
    raise SystemExit("protobench: run this from inside a protoPython checkout")


def cache() -> Path:
    """The folder for everything that is fetched: $PROTOPY_CACHE, or .cache in the checkout."""
    chosen = os.environ.get("PROTOPY_CACHE")
    return Path(chosen).expanduser().resolve() if chosen else repository() / ".cache"


def provision_file() -> Path:
    """What `provision` found or brought, for other tools to read (see provision.Provision)."""
    return cache() / "provision.json"


def protopy() -> Path:
    """The executable under test: $PROTOPY_BIN, or the build's."""
    chosen = os.environ.get("PROTOPY_BIN")
    return Path(chosen).expanduser().resolve() if chosen else repository() / "build" / "bin" / "protopy"
