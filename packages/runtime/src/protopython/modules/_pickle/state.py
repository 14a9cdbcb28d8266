"""W_Pickler: what a pickler knows while it writes. The surface is in _pickle/pickler.py, the writing in _pickle/save.py."""

from __future__ import annotations

from protodialect.types import EMPTY, Value
from protopython.modules._pickle.memo import Memo
from protopython.modules._pickle.opcodes import DEFAULT_PROTOCOL
from protopython.modules._pickle.output import Output
from protopython.protocore.locks import W_Claimable


class W_Pickler(W_Claimable):
    out: Output
    memo: Memo
    protocol: int
    binary: int
    """Attribute `bin`: 0 for protocol 0."""
    fast: int
    """Attribute `fast`: not 0 for writing without the memo."""
    fix_imports: bool
    """Names of Python 2 are written (protocols below 3)."""
    w_write: Value
    """The file's method; EMPTY before `__init__` was called and for dumps()."""
    w_buffer_callback: Value
    w_dispatch_table: Value
    w_persistent_id: Value
    """What the program set as an attribute of this object; EMPTY: nothing."""

    w_id_hook: Value
    """During dump(): gives persistent ids; EMPTY: none."""
    w_reducer: Value
    """During dump(): reducer_override; EMPTY: none."""
    w_reducers: Value
    """copyreg.dispatch_table, once it was needed."""
    nesting: int
    nested: set[int] | None
    """With `fast`: the containers being written, by identity, once they are nested deeply."""
    plain_version: int
    """The version of the class last found to be written as `save_plain_instance` does; 0: none."""


def set_up_pickler(p: W_Pickler) -> None:
    p.out = Output(EMPTY, False)
    p.memo = Memo()
    p.protocol = DEFAULT_PROTOCOL
    p.binary = 1
    p.fast = 0
    p.fix_imports = False
    p.w_write = EMPTY
    p.w_buffer_callback = EMPTY
    p.w_dispatch_table = EMPTY
    p.w_persistent_id = EMPTY
    p.w_id_hook = EMPTY
    p.w_reducer = EMPTY
    p.w_reducers = EMPTY
    p.nesting = 0
    p.nested = None
    p.plain_version = 0
