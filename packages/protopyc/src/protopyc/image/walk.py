"""The walk over host objects: each object that compiled code can reach becomes a Block.

What an object is laid out as follows from the *declared* type of the place that refers to it (an int in a
`u8` field is one byte; an int in a `Value` field is an immediate Value), except that instances are laid out
as their own class. The walk asks the program for classes and functions it meets, which makes them live and
may bring new roots; it is incremental, so the driver alternates walking and compiling until nothing is new.

Equal strings and equal bytes become one object. Other objects keep their identity: two references to one host
list are two references to one frozen list.
"""

from __future__ import annotations

import struct
import sys
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Final

from protodialect import types as dialect
from protopyc.errors import Refused
from protopyc.image import tables
from protopyc.image.memory import Block, assemble
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    INTEGERS,
    LAYOUT,
    NATIVE,
    NONE,
    STR,
    VALUE,
    VALUEPTR,
    ArrayTy,
    ClassDecl,
    ClassTy,
    DictTy,
    FieldRefTy,
    FuncTy,
    ListTy,
    SetTy,
    TrailingTy,
    Ty,
)  # fmt: skip
from protopyc.program import Program, Root, Unit

_MISSING: Final = object()
Shape_ = Any
Layout_ = Any


class Place:
    """Where a value was found, for messages: a chain up to its root."""

    __slots__ = ("parent", "step", "root")

    def __init__(self, parent: Place | None, step: str, root: Root) -> None:
        self.parent = parent
        self.step = step
        self.root = root

    def into(self, step: str) -> Place:
        return Place(self, step, self.root)

    def __str__(self) -> str:
        steps: list[str] = []
        place: Place | None = self
        while place is not None:
            steps.append(place.step)
            place = place.parent
        return "".join(reversed(steps))


class Image:
    """All frozen objects of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._blocks: list[Block] = []
        self._labels: dict[tuple[int, Ty | None], str] = {}
        self._strings: dict[str, str] = {}
        self._bytes: dict[bytes, str] = {}
        self._boxed: dict[int, str] = {}
        self._keep: list[Any] = []  # host objects whose id is a key
        self._todo: deque[Callable[[], None]] = deque()
        self._aliases: dict[str, str] = {}
        self._done: set[str] = set()
        self._layout_labels: dict[str, str] = {}

    # --- driving --------------------------------------------------------------------------------------------

    def discover(self, roots: dict[str, Root]) -> None:
        """Walks the roots not seen before and all they reach."""
        while True:
            fresh = [root for symbol, root in roots.items() if symbol not in self._done]
            if not fresh:
                break
            for root in fresh:
                self._done.add(root.symbol)
                try:
                    self._add_root(root, Place(None, _root_name(root), root))
                except Refused as refused:
                    self._refuse(Place(None, _root_name(root), root), refused)
                while self._todo:
                    self._todo.popleft()()

    def assembly(self) -> str:
        extra: list[str] = []
        for name, cls in (("str", str), ("bytes", bytes)):
            shape = dialect.INSTANCE_SHAPES.get(cls)
            symbol = f"pp_shape_{name}"
            if shape is not None:
                # A label must exist for it even if no root reached it: strings themselves refer to it.
                self._aliases[symbol] = self._shape_label(shape, f"set_instance_shape({name})")
            else:
                extra.append(
                    f"\t.globl {symbol}\n\t.hidden {symbol}\n{symbol}:\n\t.quad {symbol}, pp_info_{name}"
                )
        self._aliases["pp_empty_str"] = self._str("")
        self._aliases["pp_empty_bytes"] = self._bytes_label(b"")
        texts = {tables.str_bytes(text)[1]: label for text, label in self._strings.items()} | self._bytes
        return assemble(self._blocks, self._aliases, extra) + tables.text_table(texts)

    def _shape_label(self, shape: Shape_, why: str) -> str:
        root = Root("pp_shape", shape, NONE, why)
        label = self._instance(shape, Place(None, why, root))
        while self._todo:
            self._todo.popleft()()
        return label

    def prepare(self) -> None:
        """Makes what every program needs live before the last round of compilation: the shapes of str and
        bytes."""
        for cls in (str, bytes):
            shape = dialect.INSTANCE_SHAPES.get(cls)
            if shape is not None:
                self._shape_label(shape, f"set_instance_shape({cls.__name__})")

    def _refuse(self, place: Place, refused: Refused) -> None:
        self._program.report(place.root, f"cannot freeze {place}: {refused.text}")

    def _later(self, place: Place, action: Callable[[Place], None]) -> None:
        def run() -> None:
            try:
                action(place)
            except Refused as refused:
                self._refuse(place, refused)

        self._todo.append(run)

    def _add_root(self, root: Root, place: Place) -> None:
        if (
            root.ty is VALUE
            or root.ty in INTEGERS
            or root.ty is FLOAT
            or root.ty is BOOL
            or isinstance(root.ty, FuncTy)
            or root.ty is NATIVE
        ):
            block = self._new_block(8)
            self._store(block, 0, root.value, root.ty, place)
            self._aliases[root.symbol] = block.label
            return
        label = self._pointer(root.value, root.ty, place)
        if label is None:
            raise Refused(0, 0, "it is None; compiled code refers to it as to an object")
        self._aliases[root.symbol] = label

    # --- blocks ---------------------------------------------------------------------------------------------

    def _next_label(self) -> str:
        return f".Lf{len(self._blocks)}"

    def _new_block(self, size: int, leaf: bool = False) -> Block:
        block = Block(self._next_label(), bytearray(size), leaf)
        self._blocks.append(block)
        return block

    def _register(self, obj: Any, ty: Ty | None, block: Block) -> None:
        self._labels[id(obj), ty] = block.label
        self._keep.append(obj)

    def _str(self, text: str) -> str:
        label = self._strings.get(text)
        if label is None:
            label = self._strings[text] = self._next_label()
            self._blocks.append(tables.str_block(label, text))
        return label

    def _bytes_label(self, content: bytes) -> str:
        label = self._bytes.get(content)
        if label is None:
            label = self._bytes[content] = self._next_label()
            self._blocks.append(tables.bytes_block(label, content))
        return label

    # --- storing a value of a declared type -----------------------------------------------------------------

    def _store(self, block: Block, offset: int, value: Any, ty: Ty, place: Place) -> None:
        """Writes value at offset of block, as a field of type ty."""
        if ty is VALUE:
            self._store_value(block, offset, value, place)
        elif ty in INTEGERS:
            if not isinstance(value, int):
                raise Refused(0, 0, f"an int is declared there, found {_described(value)}")
            if ty is INT and not -(1 << 63) <= value < 1 << 63:
                raise Refused(0, 0, f"the int {value} does not fit 64 bits")
            block.put(offset, ty.size, int(value))
        elif ty is FLOAT:
            if not isinstance(value, (float, int)):
                raise Refused(0, 0, f"a float is declared there, found {_described(value)}")
            block.data[offset : offset + 8] = struct.pack("<d", value)
        elif ty is BOOL:
            if not isinstance(value, int):
                raise Refused(0, 0, f"a bool is declared there, found {_described(value)}")
            block.put(offset, 1, int(bool(value)))
        elif ty is NATIVE or isinstance(ty, FuncTy):
            if value is not None:
                block.link(offset, self._function(value))
        elif ty is LAYOUT:
            if value is not None:
                block.link(offset, self._layout(value))
        elif isinstance(ty, FieldRefTy):
            block.put(offset, 8, self._field_offset(value, ty))
        elif ty is VALUEPTR:
            if value is not None:
                raise Refused(0, 0, "a ValuePtr cannot be frozen: set it at run time")
        elif ty.pointer or ty is NONE:
            label = self._pointer(value, ty, place)
            if label is not None:
                block.link(offset, label)
        else:
            raise Refused(0, 0, f"a place of type {ty} cannot be frozen")

    def _store_value(self, block: Block, offset: int, value: Any, place: Place) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            raise Refused(
                0, 0, f"the host's {value} is not a Value: use the runtime's own w_True / w_False object"
            )
        if type(value) is int or (isinstance(value, int) and type(value).__module__ == dialect.__name__):
            if not tables.SMALL_INT_MIN <= value <= tables.SMALL_INT_MAX:
                raise Refused(
                    0,
                    0,
                    f"the int {value} does not fit 63 bits: make it an object of the runtime's long type",
                )
            block.put(offset, 8, tables.int_word(int(value)))
        elif type(value) is float:
            word = tables.float_word(value)
            if word is None:
                block.link(offset, self._boxed_float(value, place))
            else:
                block.put(offset, 8, word)
        elif type(value) is str:
            block.link(offset, self._str(value))
        elif type(value) is bytes:
            block.link(offset, self._bytes_label(value))
        else:
            block.link(offset, self._instance(value, place))

    def _boxed_float(self, value: float, place: Place) -> str:
        bits = int(struct.unpack("<Q", struct.pack("<d", value))[0])
        label = self._boxed.get(bits)
        if label is None:
            boxed = dialect.ROLES.get("boxed_float")
            if boxed is None:
                raise Refused(0, 0, f"the float {value!r} needs the class with the role 'boxed_float'")
            box = boxed(value)
            label = self._boxed[bits] = self._instance(box, place)
        return label

    def _function(self, value: Any) -> str:
        if not callable(value) or isinstance(value, type):
            raise Refused(0, 0, f"a function is declared there, found {_described(value)}")
        bound = getattr(value, "__self__", None)
        if bound is not None and not isinstance(bound, type(sys)):
            raise Refused(0, 0, f"{value!r} is a bound method: only plain functions have an address")
        return self._program.function_symbol(value)

    def _layout(self, layout: Layout_) -> str:
        cls, user = layout.cls, layout.user
        return self._program.class_info(cls, user)

    def _field_offset(self, value: Any, ty: FieldRefTy) -> int:
        if not isinstance(value, dialect.FieldRef):
            raise Refused(0, 0, f"a FieldRef is declared there, found {_described(value)}")
        decl = self._program.class_of(value.cls)
        if not decl.is_subclass(ty.owner.decl):
            raise Refused(0, 0, f"a field of a class below {ty.owner} is declared there, found one of {decl.name}")
        found = decl.find_field(value.name)
        if found is None:
            raise Refused(0, 0, f"class {decl.name} has no field {value.name}")
        if not _reads_as(found.ty, ty.item):
            raise Refused(0, 0, f"a field of type {ty.item} is declared there; {decl.name}.{value.name} is {found.ty}")
        return found.offset

    def _pointer(self, value: Any, ty: Ty, place: Place) -> str | None:
        """The label of the object that a place of pointer type ty refers to; None for None."""
        if value is None:
            return None
        if ty is STR:
            if not isinstance(value, str):
                raise Refused(0, 0, f"a str is declared there, found {_described(value)}")
            return self._str(str(value))
        if ty is BYTES:
            if not isinstance(value, bytes):
                raise Refused(0, 0, f"bytes are declared there, found {_described(value)}")
            return self._bytes_label(value)
        if isinstance(ty, ArrayTy):
            return self._array(value, ty, place)
        if isinstance(ty, ListTy):
            return self._list(value, ty, place)
        if isinstance(ty, DictTy):
            return self._dict(value, ty, place)
        if isinstance(ty, SetTy):
            return self._set(value, ty, place)
        if isinstance(ty, ClassTy) or ty is NONE:
            if isinstance(value, (str, bytes)):
                return self._str(value) if isinstance(value, str) else self._bytes_label(value)
            return self._instance(value, place)
        raise Refused(0, 0, f"a place of type {ty} cannot be frozen")

    # --- instances ------------------------------------------------------------------------------------------

    def _instance(self, obj: Any, place: Place) -> str:
        known = self._labels.get((id(obj), None))
        if known is not None:
            return known
        if (
            isinstance(obj, (dialect.Array, list, dict, set, frozenset, tuple, int, float))
            or callable(obj)
            and isinstance(obj, type)
        ):
            raise Refused(0, 0, f"an object of a dialect class is needed there, found {_described(obj)}")
        decl = self._program.class_of(type(obj))
        state = getattr(obj, "__dict__", {})
        n = 0
        size = decl.size
        slots: list[Any] | None = state.get("_slots")
        trailing: list[Any] = []
        if slots is not None:
            size = tables.INSTANCE_HEADER + 8 * len(slots)
        elif decl.trailing is not None:
            trailing = _trailing_items(obj, decl)
            n = len(trailing)
            size = decl.trailing.offset + n * _item_of(decl).size
        if state.get("_extra") is not None:
            raise Refused(
                0, 0, f"{_described(obj)} has an attribute array; only objects made at run time can have one"
            )
        if _may_have_attributes(obj):
            size = (size + 7 & ~7) + 8  # the attribute array's word is the last, as in a heap cell
        block = self._new_block(size)
        self._register(obj, None, block)
        self._store_shape(block, obj, decl, place)
        self._later(place, lambda place: self._fill(block, obj, decl, slots, trailing, place))
        return block.label

    def _store_shape(self, block: Block, obj: Any, decl: ClassDecl, place: Place) -> None:
        shape = obj.__dict__.get("_shape") if hasattr(obj, "__dict__") else None
        if shape is None:
            shape = dialect.INSTANCE_SHAPES.get(type(obj))
        if shape is not None:
            block.link(0, self._instance(shape, place.into(".<shape>")))
        elif decl.shape_symbol:
            block.link(0, decl.shape_symbol)
        else:
            raise Refused(
                0,
                0,
                f"class {decl.name} has no shape: call set_instance_shape({decl.name}, ...) at module level",
            )

    def _fill(
        self,
        block: Block,
        obj: Any,
        decl: ClassDecl,
        slots: list[Any] | None,
        trailing: list[Any],
        place: Place,
    ) -> None:
        for f in decl.fields:
            if isinstance(f.ty, TrailingTy):
                continue
            value = getattr(obj, f.name, _MISSING)
            if value is _MISSING:
                continue
            here = place.into("." + f.name)
            try:
                self._store(block, f.offset, value, f.ty, here)
            except Refused as refused:
                self._refuse(here, refused)
        if slots is not None:
            self._fill_items(block, tables.INSTANCE_HEADER, slots, VALUE, place.into(".slots"))
        elif decl.trailing is not None:
            self._fill_items(
                block, decl.trailing.offset, trailing, _item_of(decl), place.into("." + decl.trailing.name)
            )

    def _fill_items(self, block: Block, offset: int, items: Iterable[Any], ty: Ty, place: Place) -> None:
        for i, item in enumerate(items):
            if item is None and ty.size == 8 and (ty is VALUE or ty.pointer):
                continue
            here = place.into(f"[{i}]")
            try:
                self._store(block, offset + i * ty.size, item, ty, here)
            except Refused as refused:
                self._refuse(here, refused)

    # --- containers -----------------------------------------------------------------------------------------

    def _array(self, value: Any, ty: ArrayTy, place: Place) -> str:
        if not isinstance(value, dialect.Array):
            raise Refused(0, 0, f"an Array is declared there, found {_described(value)}")
        known = self._labels.get((id(value), ty))
        if known is not None:
            return known
        block = self._array_block(list(value), ty.item, place)
        self._register(value, ty, block)
        return block.label

    def _array_block(self, items: list[Any], item: Ty, place: Place) -> Block:
        block = tables.array_block(self._next_label(), len(items), item.size, _is_words(item))
        self._blocks.append(block)
        if item in INTEGERS and item.size < 8 and all(type(x) is int or isinstance(x, int) for x in items):
            mask = (1 << (8 * item.size)) - 1
            packed = b"".join((int(x) & mask).to_bytes(item.size, "little") for x in items)
            block.data[tables.ARRAY_HEADER : tables.ARRAY_HEADER + len(packed)] = packed
        else:
            self._later(place, lambda place: self._fill_items(block, tables.ARRAY_HEADER, items, item, place))
        return block

    def _list(self, value: Any, ty: ListTy, place: Place) -> str:
        if not isinstance(value, list):
            raise Refused(0, 0, f"a list is declared there, found {_described(value)}")
        known = self._labels.get((id(value), ty))
        if known is not None:
            return known
        block = self._new_block(tables.LIST_SIZE)
        self._register(value, ty, block)
        block.link(0, "pp_head_list")
        block.put(8, 8, len(value))
        if value:
            block.link(16, self._array_block(list(value), ty.item, place).label)
        return block.label

    def _dict(self, value: Any, ty: DictTy, place: Place) -> str:
        if not isinstance(value, dict):
            raise Refused(0, 0, f"a dict is declared there, found {_described(value)}")
        known = self._labels.get((id(value), ty))
        if known is not None:
            return known
        block = self._new_block(tables.DICT_SIZE)
        self._register(value, ty, block)
        block.link(0, "pp_head_dict")
        self._fill_table(block, list(value), ty.key, place)
        if value:
            block.link(48, self._array_block(list(value.values()), ty.item, place.into("[...]")).label)
        return block.label

    def _set(self, value: Any, ty: SetTy, place: Place) -> str:
        if not isinstance(value, (set, frozenset)):
            raise Refused(0, 0, f"a set is declared there, found {_described(value)}")
        known = self._labels.get((id(value), ty))
        if known is not None:
            return known
        block = self._new_block(tables.SET_SIZE)
        self._register(value, ty, block)
        block.link(0, "pp_head_set")
        keys = list(value)
        if ty.item is STR or ty.item in INTEGERS:
            keys.sort()  # a host set's order differs from run to run; the image must not
        self._fill_table(block, keys, ty.item, place)
        return block.label

    def _fill_table(self, block: Block, keys: list[Any], key: Ty, place: Place) -> None:
        block.put(8, 8, len(keys))
        block.put(16, 8, len(keys))
        if not keys:
            return
        hashes: list[int] | None = None
        if key is STR:
            hashes = [tables.str_hash(k) for k in keys]
        elif key is BYTES:
            from protodialect.unsafe import hash_data_of

            hashes = [hash_data_of(k) for k in keys]
        elif key in INTEGERS:
            hashes = [tables.int_key_hash(k) for k in keys]
        if hashes is not None:
            from protopyc.ir.types import I32

            block.link(24, self._array_block(tables.table_index(hashes), I32, place).label)
        block.link(32, self._array_block(hashes or [0] * len(keys), INT, place).label)
        block.link(40, self._array_block(keys, key, place.into("{key}")).label)


def _reads_as(ty: Ty, wanted: Ty) -> bool:
    """Whether what is in a field of type ty may be read as wanted: as the same, or as a base class; so also in lists."""
    if isinstance(ty, ListTy) and isinstance(wanted, ListTy):
        return _reads_as(ty.item, wanted.item)
    if isinstance(ty, ClassTy) and isinstance(wanted, ClassTy):
        return ty.decl.is_subclass(wanted.decl)
    return ty == wanted


def _is_words(item: Ty) -> bool:
    return (
        item is VALUE
        or item is NATIVE
        or item is LAYOUT
        or item is VALUEPTR
        or item.pointer
        or isinstance(item, FuncTy)
    )


def _item_of(decl: ClassDecl) -> Ty:
    assert decl.trailing is not None and isinstance(decl.trailing.ty, TrailingTy)
    return decl.trailing.ty.item


def _trailing_items(obj: Any, decl: ClassDecl) -> list[Any]:
    assert decl.trailing is not None
    items = getattr(obj, decl.trailing.name, None)
    if items is None:
        return []
    if not isinstance(items, dialect.Array):
        raise Refused(
            0,
            0,
            f"field {decl.trailing.name} must hold a Trailing array, found {_described(items)}",
        )
    return list(items)


def _described(value: Any) -> str:
    text = repr(value)
    return f"{type(value).__name__} {text if len(text) <= 60 else text[:57] + '...'}"


def _root_name(root: Root) -> str:
    return root.symbol


def _image_of(program: Program) -> Image:
    image: Image | None = program.__dict__.get("_image")
    if image is None:
        image = program.__dict__["_image"] = Image(program)
    return image


def discover(program: Program, roots: dict[str, Root]) -> None:
    """Walks all that the roots reach; classes and functions met become live."""
    image = _image_of(program)
    image.prepare()
    image.discover(roots)


def freeze(program: Program, roots: dict[str, Root]) -> list[Unit]:
    """The frozen data as one assembler unit. Every symbol of `roots` is defined in it."""
    image = _image_of(program)
    image.discover(roots)
    return [Unit("frozen.S", image.assembly())]


def _may_have_attributes(obj: Any) -> bool:
    """Whether obj's layout has an attribute array behind the fields, which programs may give it."""
    shape = getattr(obj, "__dict__", {}).get("_shape") or dialect.INSTANCE_SHAPES.get(type(obj))
    return shape is not None and bool(shape.layout.user)
