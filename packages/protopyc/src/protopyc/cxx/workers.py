"""Units written by several processes, each a fork that has the whole program."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager

from protopyc.cxx.units import CLASSES, UnitWriter
from protopyc.program import Unit

_writer: UnitWriter | None = None
"""Of a worker: the program it writes."""


def _begin(writer: UnitWriter) -> None:
    global _writer
    _writer = writer


def _write(name: str) -> Unit:
    assert _writer is not None
    return _writer.unit(name)


def in_order_of_change(writer: UnitWriter) -> list[str]:
    """The units' names, that of the module whose source was written last first: after an edit its unit is the
    one to compile, and can be compiled while the others are written. The unit of the classes takes longest,
    so it comes second."""
    names = writer.names()
    changed = {m: os.stat(fs[0].file).st_mtime for m, fs in writer.modules.items()}
    names.sort(key=lambda name: -changed.get(name, 0))
    names.remove(CLASSES)
    names.insert(1, CLASSES)
    return names


@contextmanager
def written(writer: UnitWriter, processes: int) -> Iterator[Iterator[Unit]]:
    """The units, written by `processes` forks of this process while it does something else; those of modules
    whose source was written last come first. An exception of a fork is raised here."""
    with multiprocessing.get_context("fork").Pool(processes, _begin, (writer,)) as pool:
        yield pool.imap_unordered(_write, in_order_of_change(writer))
