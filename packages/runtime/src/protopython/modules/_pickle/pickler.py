"""The type Pickler, its memo's proxy, and dump() and dumps()."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, new_with_shape, try_as, wrap
from protopython.modules._pickle.errors import pickling_error
from protopython.modules._pickle.memo import Memo, memo_copy, memo_dict, memo_put
from protopython.modules._pickle.opcodes import DEFAULT_PROTOCOL, HIGHEST_PROTOCOL, Op
from protopython.modules._pickle.output import Output, begin_frame, content, end_frame, flush, put, put2
from protopython.modules._pickle.save import save
from protopython.modules._pickle.state import W_Pickler, set_up_pickler
from protopython.objects.dict.dict import DICT, W_Dict, dict_next, dict_value_at
from protopython.objects.int.int import int_to_i64
from protopython.objects.model.attributes import find_attr, generic_find_attr, generic_setattr, missing_attribute
from protopython.objects.model.builtin import W_Builtin
from protopython.objects.model.define import OBJECT, add_member, constant, define_type, function, getter, method, new, setter
from protopython.objects.model.errors import attribute_error, overflow_error, runtime_error, type_error, value_error
from protopython.objects.model.operations import index_value, int_arg, is_true
from protopython.objects.model.types import type_name, type_of
from protopython.objects.object_methods import attribute_name
from protopython.objects.singletons import w_None
from protopython.objects.str.str import last_part
from protopython.objects.tuple import W_Tuple, new_tuple1, new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.locks import claim, unclaim
from protopython.protocore.object import TypeFlags, W_Object, W_Type
from protopython.protocore.value import from_int, is_empty, same

PICKLER = define_type("Pickler", W_Pickler, OBJECT, flags=TypeFlags.SUBCLASSABLE, module="_pickle", doc="Writes pickles to a file.")
constant("_pickle", "Pickler", PICKLER)


class W_PicklerMemoProxy(W_Object):
    pickler: W_Pickler


MEMO_PROXY = define_type("PicklerMemoProxy", W_PicklerMemoProxy, OBJECT, module="_pickle")
add_member(MEMO_PROXY, "__hash__", w_None)


# --- dumping ----------------------------------------------------------------------------------------------------------------


def begin(p: W_Pickler) -> None:
    """Takes the pickler for this thread; RuntimeError if it is in use."""
    if not claim(p):
        raise in_use()


def in_use() -> PyError:
    return runtime_error("Pickler object is already used by another thread or recursively")


def dump_value(p: W_Pickler, w: Value) -> None:
    """Writes one whole pickle of w to p.out."""
    p.nesting = 0
    p.nested = None
    o = p.out
    if p.protocol >= 2:
        put2(o, Op.PROTO, p.protocol)
    begin_frame(o)
    save(p, w)
    put(o, Op.STOP)
    end_frame(o)
    flush(o)


def own_method(self: W_Object, name: str, w_field: Value, t: W_Type) -> Value:
    """A hook that an object of t, or a class derived from it, has; EMPTY if it is t's own method."""
    if not is_empty(w_field):
        return w_field
    w_type = type_of(wrap(self))
    if w_type is t:
        return EMPTY
    w = find_attr(wrap(self), name)
    b = None if is_empty(w) else try_as(W_Builtin, w)
    if b is not None and b.owner is t:
        return EMPTY
    return w


def parse_protocol(w_protocol: Value, w_callback: Value) -> int:
    protocol = DEFAULT_PROTOCOL
    if not same(w_protocol, w_None):
        protocol = int_arg(w_protocol)
        if protocol < 0:
            protocol = HIGHEST_PROTOCOL
        elif protocol > HIGHEST_PROTOCOL:
            raise value_error(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
    if not same(w_callback, w_None) and protocol < 5:
        raise value_error("buffer_callback needs protocol >= 5")
    return protocol


def configure(p: W_Pickler, w_protocol: Value, w_fix_imports: Value, w_callback: Value) -> None:
    protocol = parse_protocol(w_protocol, w_callback)
    p.protocol = protocol
    p.binary = 1 if protocol > 0 else 0
    p.fix_imports = protocol < 3 and is_true(w_fix_imports)
    p.w_buffer_callback = EMPTY if same(w_callback, w_None) else w_callback


def write_method(w_file: Value) -> Value:
    w_write = find_attr(w_file, "write")
    if is_empty(w_write):
        raise type_error("file must have a 'write' attribute")
    return w_write


def single_pickler(w_protocol: Value, w_fix_imports: Value, w_callback: Value) -> W_Pickler:
    """What a call of dump() or dumps() writes with."""
    p = W_Pickler()
    set_up_pickler(p)
    configure(p, w_protocol, w_fix_imports, w_callback)
    p.out.framing = p.protocol >= 4
    return p


@function(
    "_pickle",
    "dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)",
    doc="Writes a pickle of obj to an open file.",
)
def dump(w_obj: Value, w_file: Value, w_protocol: Value, w_fix_imports: Value, w_callback: Value) -> Value:
    p = single_pickler(w_protocol, w_fix_imports, w_callback)
    p.out.w_write = write_method(w_file)
    dump_value(p, w_obj)
    return w_None


@function("_pickle", "dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)", doc="A pickle of obj as bytes.")
def dumps(w_obj: Value, w_protocol: Value, w_fix_imports: Value, w_callback: Value) -> Value:
    p = single_pickler(w_protocol, w_fix_imports, w_callback)
    dump_value(p, w_obj)
    return wrap(content(p.out))


# --- Pickler ----------------------------------------------------------------------------------------------------------------


@new(PICKLER, "(cls, *args, **kwargs)")
def pickler_new(cls: W_Type, w_args: Value, w_kwargs: Value) -> Value:
    p = new_with_shape(W_Pickler, cls.root_shape)
    set_up_pickler(p)
    return wrap(p)


@method(PICKLER, "__init__(self, /, file, protocol=None, fix_imports=True, buffer_callback=None)")
def pickler_init(self: W_Pickler, w_file: Value, w_protocol: Value, w_fix_imports: Value, w_callback: Value) -> Value:
    begin(self)
    try:
        configure(self, w_protocol, w_fix_imports, w_callback)
        self.w_write = write_method(w_file)
        self.fast = 0
        self.memo = Memo()
        w_table = find_attr(wrap(self), "dispatch_table")
        self.w_dispatch_table = w_table
    finally:
        unclaim(self)
    return w_None


@method(PICKLER, "dump(self, obj, /)", doc="Writes a pickle of obj to the file.")
def pickler_dump(self: W_Pickler, w_obj: Value) -> Value:
    if is_empty(self.w_write):
        name = last_part(type_name(wrap(self)))
        raise pickling_error(f"Pickler.__init__() was not called by {name}.__init__()")
    begin(self)
    try:
        self.out = Output(self.w_write, self.protocol >= 4)
        self.w_id_hook = own_method(self, "persistent_id", self.w_persistent_id, PICKLER)
        w_reducer = EMPTY if type_of(wrap(self)) is PICKLER else find_attr(wrap(self), "reducer_override")
        self.w_reducer = w_reducer
        dump_value(self, w_obj)
    finally:
        self.w_id_hook = EMPTY
        self.w_reducer = EMPTY
        self.w_reducers = EMPTY
        self.out = Output(EMPTY, False)
        unclaim(self)
    return w_None


@method(PICKLER, "clear_memo(self, /)", doc="Forgets what was written, so that it is written again rather than referred to.")
def pickler_clear_memo(self: W_Pickler) -> Value:
    self.memo = Memo()
    return w_None


@method(PICKLER, "persistent_id(self, obj, /)", doc="None: obj is pickled as usual. Subclasses may give an id instead.")
def pickler_persistent_id(self: W_Pickler, w_obj: Value) -> Value:
    return w_None


@method(PICKLER, "__sizeof__(self, /)", doc="Size of the pickler with its memo and what it has to write, in bytes.")
def pickler_sizeof(self: W_Pickler) -> Value:
    return from_int(160 + 16 * (self.memo.table.mask + 1) + len(self.out.memory))


@method(PICKLER, "__getattribute__(self, name, /)", doc="Return getattr(self, name).")
def pickler_getattribute(self: W_Pickler, w_name: Value) -> Value:
    name = attribute_name(w_name)
    if name == "persistent_id" and not is_empty(self.w_persistent_id):
        return self.w_persistent_id
    w = generic_find_attr(wrap(self), name)
    if is_empty(w):
        raise missing_attribute(wrap(self), name)
    return w


@method(PICKLER, "__setattr__(self, name, value, /)", doc="Implement setattr(self, name, value).")
def pickler_setattr(self: W_Pickler, w_name: Value, w_value: Value) -> Value:
    name = attribute_name(w_name)
    if name == "persistent_id":
        self.w_persistent_id = w_value
    else:
        generic_setattr(wrap(self), name, w_value)
    return w_None


@method(PICKLER, "__delattr__(self, name, /)", doc="Implement delattr(self, name).")
def pickler_delattr(self: W_Pickler, w_name: Value) -> Value:
    name = attribute_name(w_name)
    if name == "persistent_id" and not is_empty(self.w_persistent_id):
        self.w_persistent_id = EMPTY
    else:
        generic_setattr(wrap(self), name, EMPTY)
    return w_None


@getter(PICKLER, "bin", doc="Whether opcodes beyond protocol 0 are written.", member=True)
def pickler_bin(self: W_Pickler) -> Value:
    return from_int(self.binary)


@setter(PICKLER, "bin")
def pickler_set_bin(self: W_Pickler, w_value: Value) -> Value:
    self.binary = flag_value(w_value)
    return w_None


@getter(
    PICKLER, "fast", doc="Whether the memo is left out: shared objects are written again, and cycles are an error.", member=True
)
def pickler_fast(self: W_Pickler) -> Value:
    return from_int(self.fast)


@setter(PICKLER, "fast")
def pickler_set_fast(self: W_Pickler, w_value: Value) -> Value:
    self.fast = flag_value(w_value)
    return w_None


def flag_value(w_value: Value) -> int:
    """What a C int attribute makes of a value: the low 32 bits."""
    if is_empty(w_value):
        raise type_error("can't delete numeric/char attribute")
    i, too_big = int_to_i64(index_value(w_value))
    if too_big:
        raise overflow_error("Python int too large to convert to C long")
    low = i & 0xFFFFFFFF
    return low - 0x100000000 if low > 0x7FFFFFFF else low


@getter(PICKLER, "dispatch_table", doc="Reduction functions by class, instead of copyreg's.", member=True)
def pickler_dispatch_table(self: W_Pickler) -> Value:
    if is_empty(self.w_dispatch_table):
        raise missing_attribute(wrap(self), "dispatch_table")
    return self.w_dispatch_table


@setter(PICKLER, "dispatch_table")
def pickler_set_dispatch_table(self: W_Pickler, w_value: Value) -> Value:
    if is_empty(w_value) and is_empty(self.w_dispatch_table):
        raise attribute_error("dispatch_table", wrap(self), "dispatch_table")
    self.w_dispatch_table = w_value
    return w_None


# --- the memo ---------------------------------------------------------------------------------------------------------------


@getter(PICKLER, "memo")
def pickler_memo(self: W_Pickler) -> Value:
    proxy = W_PicklerMemoProxy()
    proxy.pickler = self
    return wrap(proxy)


@setter(PICKLER, "memo")
def pickler_set_memo(self: W_Pickler, w_value: Value) -> Value:
    if is_empty(w_value):
        raise type_error("attribute deletion is not supported")
    proxy = try_as(W_PicklerMemoProxy, w_value)
    if proxy is not None:
        self.memo = memo_copy(proxy.pickler.memo)
        return w_None
    d = try_as(W_Dict, w_value)
    if d is None:
        raise type_error(f"'memo' attribute must be a PicklerMemoProxy object or dict, not {type_name(w_value)}")
    memo = Memo()
    i = dict_next(d, 0)
    while i >= 0:
        w_pair = dict_value_at(d, i)
        pair = None if is_empty(w_pair) else try_as(W_Tuple, w_pair)
        if pair is None or pair.length != 2:
            raise type_error("'memo' values must be 2-item tuples")
        memo_put(memo, pair.items[1], int_arg(pair.items[0]))
        i = dict_next(d, i + 1)
    memo.next = memo.table.used
    self.memo = memo
    return w_None


@method(MEMO_PROXY, "clear(self, /)", doc="Empties the memo.")
def memo_proxy_clear(self: W_PicklerMemoProxy) -> Value:
    self.pickler.memo = Memo()
    return w_None


@method(MEMO_PROXY, "copy(self, /)", doc="The memo as a dict: number and object by id.")
def memo_proxy_copy(self: W_PicklerMemoProxy) -> Value:
    return wrap(memo_dict(self.pickler.memo))


@method(MEMO_PROXY, "__reduce__(self, /)", doc="Helper for pickle.")
def memo_proxy_reduce(self: W_PicklerMemoProxy) -> Value:
    return wrap(new_tuple2(wrap(DICT), wrap(new_tuple1(wrap(memo_dict(self.pickler.memo))))))
