"""The whole program while it is compiled: modules, classes, functions, and the host objects behind them.

Types are converted and classes laid out on demand; functions are queued when something reachable names them
and get
their bodies in `compile_pending`. The driver alternates that with `image.discover` until nothing new appears
(see protopyc/program.py, whose Program protocol this class implements).
"""

from __future__ import annotations

import hashlib
import types as host_types
from collections.abc import Callable
from typing import Any

from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    ClassDef,
    Decorator,
    Expression,
    FuncDef,
    LambdaExpr,
    MypyFile,
    NameExpr,
    Node,
    RefExpr,
    StrExpr,
    SymbolTable,
    TempNode,
    TypeInfo,
    Var,
)
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    TupleType,
    Type,
    TypeType,
    UninhabitedType,
    UnionType,
    get_proper_type,
)

from protodialect import types as dialect
from protopyc.cxx.names import namespace, safe
from protopyc.errors import Refused
from protopyc.front.check import CheckedProgram
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    I16,
    I32,
    INT,
    LAYOUT,
    NARROW,
    NATIVE,
    NONE,
    STR,
    U8,
    U16,
    U32,
    VALUE,
    VALUEPTR,
    VOID,
    ArrayTy,
    ClassTy,
    DictTy,
    FuncTy,
    ListTy,
    OptionalTy,
    ScalarTy,
    SetTy,
    TrailingTy,
    TupleTy,
    Ty,
)
from protopyc.program import ClassDecl, FieldDecl, Message, Root

SCALARS: dict[str, Ty] = {
    "builtins.int": INT,
    "builtins.bool": BOOL,
    "builtins.float": FLOAT,
    "builtins.str": STR,
    "builtins.bytes": BYTES,
    "protodialect.types.u8": U8,
    "protodialect.types.u16": U16,
    "protodialect.types.u32": U32,
    "protodialect.types.i16": I16,
    "protodialect.types.i32": I32,
    "protodialect.types.Value": VALUE,
    "protodialect.types.ValuePtr": VALUEPTR,
    "protopython.protocore.shape.Layout": LAYOUT,
}

BUILTIN_EXCEPTIONS = {
    "Exception": None,
    "IndexError": "Exception",
    "KeyError": "Exception",
    "ValueError": "Exception",
    "OverflowError": "Exception",
    "ZeroDivisionError": "Exception",
    "AssertionError": "Exception",
    "RuntimeError": "Exception",
    "MemoryError": "Exception",
}

CTX_SIZE = 1168
"""sizeof(Ctx) of prelude/protopy.hpp."""
CTX_FIELDS = {
    "pending": ("pending", 8),
    "poll": ("poll", 16),
    "stack_limit": ("stack_limit", 24),
    "stack_base": ("stack_base", 32),
    "reg_base": ("reg_base", 48),
    "reg_top": ("reg_top", 56),
    "reg_limit": ("reg_limit", 64),
    "state": ("state", 72),
    "thread_id": ("thread_id", 80),
    "saved_errno": ("saved_errno", 96),
}
"""Fields of the context class that are the prelude's own, by name."""


class World:
    def __init__(
        self, checked: CheckedProgram, ours: set[str], load: Callable[[str], host_types.ModuleType]
    ) -> None:
        self.files: dict[str, MypyFile] = checked.files
        self.types: dict[Expression, Type] = checked.types
        self.our_modules = ours
        self.load = load
        self.errors: list[Message] = []
        self.roots: dict[str, Root] = {}
        self.root_ids: dict[tuple[int, Ty], str] = {}
        self.classes: dict[str, ClassDecl] = {}  # by full name
        self.infos: dict[ClassDecl, TypeInfo] = {}
        self.laid_out: set[ClassDecl] = set()
        self.live: dict[ClassDecl, None] = {}
        self.functions: dict[FuncDef | LambdaExpr, ir.Function] = {}
        self.defs: dict[ir.Function, FuncDef | LambdaExpr] = {}
        self.pending: list[ir.Function] = []
        self.slots: dict[tuple[ClassDecl, str], ir.Slot] = {}
        self.slot_functions: dict[tuple[ClassDecl, str], ir.Function] = {}
        self.overridden: set[tuple[str, str]] = set()  # (full name of class, method) overridden in a subclass
        self.direct_subclasses: dict[str, list[TypeInfo]] = {}
        self.compile_body: Callable[[ir.Function], None] = lambda f: None
        self.context_decl: ClassDecl | None = None
        self.lambdas: dict[str, dict[int, list[LambdaExpr]]] = {}
        for name in BUILTIN_EXCEPTIONS:
            self.exception_class(name)
        self._survey()

    # --- survey
    # ---------------------------------------------------------------------------------------------------

    def ours(self, module: str) -> bool:
        """Is this module part of the program (not the standard library's or protopyc's)?"""
        return module in self.our_modules

    def _survey(self) -> None:
        for module, file in self.files.items():
            if self.ours(module):
                self._survey_table(file.names, module)

    def _survey_table(self, table: SymbolTable, module: str) -> None:
        for symbol in table.values():
            info = symbol.node
            if not isinstance(info, TypeInfo) or info.module_name != module or info.name.startswith("<"):
                continue
            for base in info.bases:
                self.direct_subclasses.setdefault(base.type.fullname, []).append(info)
            for name, member in info.names.items():
                if isinstance(member.node, (FuncDef, Decorator)):
                    for ancestor in info.mro[1:]:
                        if name in ancestor.names:
                            self.overridden.add((ancestor.fullname, name))
            if self._is_context(info.defn):
                self.context_decl = self.class_of_info(info)

    def _is_context(self, defn: ClassDef) -> bool:
        return any(
            isinstance(d, RefExpr) and d.fullname == "protodialect.types.context_class" for d in defn.decorators
        )

    # --- errors
    # ---------------------------------------------------------------------------------------------------

    def error(self, file: str, line: int, column: int, text: str) -> None:
        self.errors.append(Message(file, line, column + 1, text))

    def report(self, root: Root, text: str) -> None:
        file, _, line = root.where.rpartition(":")
        self.errors.append(Message(file or root.where, int(line) if line.isdigit() else 0, 1, text))

    # --- types
    # ----------------------------------------------------------------------------------------------------

    def convert(self, t: Type | None, line: int = 0, column: int = 0) -> Ty:
        """The dialect type of a mypy type."""
        if t is None:
            raise Refused(line, column, "no type is known here; annotate it")
        p = get_proper_type(t)
        if isinstance(p, Instance):
            return self._convert_instance(p, line, column)
        if isinstance(p, NoneType):
            return NONE
        if isinstance(p, LiteralType):
            return self._convert_instance(p.fallback, line, column)
        if isinstance(p, UnionType):
            return self._convert_union(p, line, column)
        if isinstance(p, TupleType):
            if p.partial_fallback.type.fullname != "builtins.tuple":
                raise Refused(line, column, "named tuples are outside the dialect; write a class")
            return TupleTy(tuple(self._storable(self.convert(i, line, column)) for i in p.items))
        if isinstance(p, CallableType):
            if p.is_ellipsis_args:
                return NATIVE
            if any(k.is_star() or k.is_named() for k in p.arg_kinds):
                raise Refused(line, column, "a function with * or keyword-only parameters cannot be a value")
            return FuncTy(
                tuple(self.local_type(self.convert(a, line, column)) for a in p.arg_types),
                self.result_type(self.convert(p.ret_type, line, column)),
            )
        if isinstance(p, UninhabitedType):
            return VOID
        if isinstance(p, AnyType):
            raise Refused(line, column, "the type here is Any; annotate it with a type of the dialect")
        if isinstance(p, TypeType):
            raise Refused(line, column, "classes are not values in compiled functions")
        raise Refused(line, column, f"type {p} is outside the dialect")

    def _storable(self, ty: Ty) -> Ty:
        return INT if ty in NARROW else ty

    def local_type(self, ty: Ty) -> Ty:
        """Narrow integers exist in fields and arrays only."""
        return INT if ty in NARROW else ty

    def result_type(self, ty: Ty) -> Ty:
        return VOID if ty == NONE else self.local_type(ty)

    def _convert_instance(self, p: Instance, line: int, column: int) -> Ty:
        name = p.type.fullname
        scalar = SCALARS.get(name)
        if scalar is not None:
            return scalar
        args = (
            [self.convert(a, line, column) for a in p.args]
            if name not in ("builtins.tuple", "builtins.type")
            else []
        )
        if any(isinstance(a, OptionalTy) for a in args):
            raise Refused(line, column, f"{args[-1]} cannot be stored; use a value that means none, as -1")
        if name == "protodialect.types.Array":
            return ArrayTy(args[0])
        if name == "protodialect.types.Trailing":
            return TrailingTy(args[0])
        if name == "builtins.list":
            return ListTy(args[0])
        if name == "builtins.dict":
            self._check_key(args[0], line, column)
            return DictTy(args[0], args[1])
        if name == "builtins.set":
            self._check_key(args[0], line, column)
            return SetTy(args[0])
        if any(b.fullname == "enum.IntEnum" for b in p.type.mro):
            return INT
        if name == "builtins.object":
            raise Refused(line, column, "`object` is outside the dialect; name a class, or use Value")
        if name == "builtins.tuple":
            raise Refused(line, column, "tuples of unknown length are outside the dialect; use list or Array")
        short = name.removeprefix("builtins.")
        if short in BUILTIN_EXCEPTIONS:
            return ClassTy(self.exception_class(short))
        if self.ours(p.type.module_name):
            return ClassTy(self.class_of_info(p.type))
        raise Refused(line, column, f"{name} is outside the dialect")

    def _check_key(self, key: Ty, line: int, column: int) -> None:
        if not (key in (INT, STR, BYTES, NONE) or isinstance(key, ClassTy)):
            raise Refused(line, column, f"{key} cannot be a key of a dict or set; use str, int or a class")

    def _convert_union(self, p: UnionType, line: int, column: int) -> Ty:
        items = [i for i in p.items if not isinstance(get_proper_type(i), NoneType)]
        optional = len(items) != len(p.items)
        types = [self.convert(i, line, column) for i in items]
        first = types[0]
        for other in types[1:]:
            if other == first:
                continue
            if isinstance(first, ClassTy) and isinstance(other, ClassTy):
                base: ClassDecl | None = first.decl
                while base is not None and not other.decl.is_subclass(base):
                    base = base.base
                if base is not None:
                    first = ClassTy(base)
                    continue
            if {first, other} <= {INT, BOOL, FLOAT, U8, U16, U32, I16, I32}:
                first = FLOAT if FLOAT in (first, other) else INT
                continue
            raise Refused(line, column, f"union {p} is outside the dialect; use a common base class or Value")
        if optional and first in (INT, FLOAT, BOOL):
            return OptionalTy(first)
        if optional and not (first.pointer or isinstance(first, FuncTy) or first in (NATIVE, LAYOUT)):
            raise Refused(line, column, f"{first} cannot be None; use a separate flag (for Value: EMPTY)")
        return first

    def is_optional(self, t: Type | None) -> bool:
        p = get_proper_type(t) if t is not None else None
        if isinstance(p, UnionType):
            return any(isinstance(get_proper_type(i), NoneType) for i in p.items)
        return isinstance(p, NoneType)

    # --- classes
    # --------------------------------------------------------------------------------------------------

    def exception_class(self, name: str) -> ClassDecl:
        full = "builtins." + name
        decl = self.classes.get(full)
        if decl is None:
            base = BUILTIN_EXCEPTIONS[name]
            decl = ClassDecl(
                name, "builtins", "::pp_Exception", None, self.exception_class(base) if base else None
            )
            decl.fields = [FieldDecl("message", "message", STR, 8)]
            decl.size = 16
            decl.info_symbol = decl.info_cxx = f"pp_info_{name}"
            decl.shape_symbol = decl.shape_cxx = f"pp_head_{name}"
            self.classes[full] = decl
            self.laid_out.add(decl)
            self.live[decl] = None
            if decl.base is not None:
                decl.base.subclasses.append(decl)
        return decl

    def class_of_info(self, info: TypeInfo) -> ClassDecl:
        decl = self.classes.get(info.fullname)
        if decl is not None:
            return decl
        if info.fullname.removeprefix("builtins.") in BUILTIN_EXCEPTIONS:
            return self.exception_class(info.name)
        line, column = info.line, info.column
        bases = [b.type for b in info.bases if b.type.fullname != "builtins.object"]
        if len(bases) > 1:
            raise Refused(
                line, column, f"class {info.name} has several bases; the dialect has single inheritance"
            )
        base = None
        if bases:
            if (
                not self.ours(bases[0].module_name)
                and bases[0].fullname.removeprefix("builtins.") not in BUILTIN_EXCEPTIONS
            ):
                raise Refused(
                    line,
                    column,
                    f"class {info.name} derives from {bases[0].fullname}, which is not a dialect class",
                )
            base = self.class_of_info(bases[0])
        space = namespace(info.module_name)
        name = safe(info.name)
        decl = ClassDecl(info.name, info.module_name, f"{space}::{name}", None, base)
        decl.info_symbol = f"info.{info.fullname}"
        decl.info_cxx = f"{space}::info_{name}"
        decl.is_context = self._is_context(info.defn)
        self.classes[info.fullname] = decl
        self.infos[decl] = info
        if base is not None:
            base.subclasses.append(decl)
        return decl

    def host_class(self, info: TypeInfo) -> type | None:
        found = self.host_object(info.fullname, info.module_name)
        return found if isinstance(found, type) else None

    def host_object(self, fullname: str, module: str) -> Any:
        """The host object of a module-level (or class-level) name; raises AttributeError."""
        holder: Any = self.load(module)
        for part in fullname[len(module) + 1 :].split("."):
            holder = getattr(holder, part)
        return holder

    def layout(self, decl: ClassDecl) -> ClassDecl:
        """Gives the class its fields; idempotent."""
        if decl in self.laid_out:
            return decl
        self.laid_out.add(decl)
        if decl.base is not None:
            self.layout(decl.base)
            decl.fields = list(decl.base.fields)
            decl.size = decl.base.size
            if decl.base.trailing is not None:
                decl.trailing = decl.base.trailing
        elif decl.is_context:
            decl.size = CTX_SIZE
        info = self.infos[decl]
        constants = self.class_constants(info)
        file = self.files[info.module_name].path
        for name, symbol in info.names.items():
            var = symbol.node
            if not isinstance(var, Var) or name in constants or name.startswith("__") or var.is_property:
                continue
            if decl.find_field(name) is not None:
                continue
            try:
                ty = self.convert(var.type, var.line, var.column)
            except Refused as e:
                self.error(
                    file,
                    max(e.line, var.line),
                    max(e.column, 0),
                    f"field {name} of class {info.name}: {e.text}",
                )
                continue
            if decl.trailing is not None:
                self.error(
                    file,
                    var.line,
                    var.column,
                    f"field {name} follows the trailing array of class "
                    f"{info.name}; a Trailing field comes last",
                )
                continue
            align = max(ty.item.size, 1) if isinstance(ty, TrailingTy) else ty.size
            if isinstance(ty, TupleTy):
                self.error(
                    file,
                    var.line,
                    var.column,
                    f"field {name}: tuples are not stored in fields; use two fields or a class",
                )
                continue
            if decl.is_context and name in CTX_FIELDS:
                decl.fields.append(FieldDecl(name, CTX_FIELDS[name][0], ty, CTX_FIELDS[name][1]))
                continue
            if isinstance(ty, OptionalTy):
                self.error(
                    file,
                    var.line,
                    var.column,
                    f"field {name}: {ty.item} cannot be None; use a "
                    "separate flag, or a value that means none",
                )
                continue
            offset = (decl.size + align - 1) // align * align
            field = FieldDecl(name, safe(name), ty, offset)
            decl.fields.append(field)
            if isinstance(ty, TrailingTy):
                decl.trailing = field
                if decl.find_field("length") is None:
                    self.error(
                        file,
                        var.line,
                        var.column,
                        f"class {info.name} has a trailing array and no field `length: int`",
                    )
            decl.size = offset + (0 if isinstance(ty, TrailingTy) else ty.size)
        if decl.trailing is None:
            decl.size = (decl.size + 7) // 8 * 8
        else:
            decl.size = (decl.size + 7) // 8 * 8 if decl.trailing.offset % 8 == 0 else decl.size
        return decl

    def class_constants(self, info: TypeInfo) -> set[str]:
        """Names given a value in the class body: constants of the class, not fields."""
        names: set[str] = set()
        for stmt in info.defn.defs.body:
            if isinstance(stmt, AssignmentStmt) and not (
                isinstance(stmt.rvalue, TempNode) and stmt.rvalue.no_rhs
            ):
                names.update(v.name for v in stmt.lvalues if isinstance(v, NameExpr))
        return names

    def make_live(self, decl: ClassDecl) -> None:
        """Objects of this class exist: what virtual calls may reach in it is reachable."""
        if decl in self.live:
            return
        self.layout(decl)
        self.live[decl] = None
        info = self.infos[decl]
        decl.host = self.host_class(info)
        if decl.host not in dialect.INSTANCE_SHAPES:
            decl.shape_symbol = f"shape.{info.fullname}"
            decl.shape_cxx = f"{namespace(info.module_name)}::shape_{safe(info.name)}"
        for (owner, name), _slot in list(self.slots.items()):
            if decl.is_subclass(owner):
                self._bind_slot(decl, name)

    def class_of(self, host: type) -> ClassDecl:
        decl = self.class_named(host)
        self.make_live(decl)
        return decl

    def class_named(self, host: type) -> ClassDecl:
        file = self.files.get(host.__module__)
        if host.__module__ == "builtins" and host.__name__ in BUILTIN_EXCEPTIONS:
            return self.exception_class(host.__name__)
        node = file.names.get(host.__qualname__) if file is not None else None
        if node is None or not isinstance(node.node, TypeInfo) or not self.ours(host.__module__):
            raise Refused(0, 0, f"{host.__module__}.{host.__qualname__} is not a class of the dialect")
        return self.class_of_info(node.node)

    def type_of_annotation(self, host: type, name: str) -> Ty:
        field = self.class_of(host).find_field(name)
        if field is None:
            raise Refused(0, 0, f"class {host.__name__} declares no field {name}")
        return field.ty

    def class_info(self, host: type, user_variant: bool) -> str:
        """The address of a ClassInfo."""
        if host is str or host is bytes:
            return f"pp_info_{host.__name__}" + ("_user" if user_variant else "")
        decl = self.class_of(host)
        if user_variant:
            decl.has_user_variant = True
            return decl.info_symbol + ".user"
        return decl.info_symbol

    # --- functions
    # ------------------------------------------------------------------------------------------------

    def function(self, node: FuncDef | LambdaExpr, module: str = "") -> ir.Function:
        """The IR function of a definition; queued for compilation when first asked for."""
        found = self.functions.get(node)
        if found is not None:
            return found
        if isinstance(node, LambdaExpr):
            function = self._declare_lambda(node, module)
        else:
            function = self._declare(node)
        self.functions[node] = function
        self.defs[function] = node
        self.pending.append(function)
        return function

    def _declare(self, node: FuncDef) -> ir.Function:
        owner = self.class_of_info(node.info) if node.info else None
        module = node.info.module_name if node.info else node.fullname.rpartition(".")[0]
        signature = node.type
        if not isinstance(signature, CallableType):
            raise Refused(node.line, node.column, f"function {node.name} has no annotations")
        if owner is not None:
            name = f"{owner.name}.{node.name}"
            member = node.name.strip("_") if node.name.startswith("__") else node.name
            cxx_name = f"{namespace(module)}::{owner.name}_{member}"
            if self.files[module].names.get(cxx_name.rpartition(":")[2]) is not None:
                cxx_name += "_method"
        else:
            name = node.name
            cxx_name = f"{namespace(module)}::{safe(node.name)}"
        function = ir.Function(
            name, module, cxx_name, owner=owner, file=self.files[module].path, line=node.line
        )
        function.asm_name = f"{module}.{name}"
        function.is_static = node.is_static
        if node.is_class:
            raise Refused(
                node.line, node.column, "class methods are outside the dialect; write a module function"
            )
        if node.is_generator or node.is_coroutine or node.is_async_generator:
            raise Refused(
                node.line, node.column, "generators and coroutines are outside the dialect; fill a list"
            )
        decorators = self.decorators_of(node)
        for decorator in decorators:
            self._mark(function, decorator)
        used: set[str] = set()
        arguments = node.arguments[:1] if node.name == "__exit__" else node.arguments
        for index, argument in enumerate(arguments):
            if argument.kind.is_star():
                raise Refused(
                    argument.line,
                    argument.column,
                    "*args and **kwargs are outside the dialect; name the parameters",
                )
            if owner is not None and index == 0 and not node.is_static:
                ty: Ty = ClassTy(owner)
            else:
                declared = self.convert(signature.arg_types[index], argument.line, argument.column)
                ty = declared if function.c_name is not None else self.local_type(declared)
            local = ir.Local(safe(argument.variable.name), ty)
            used.add(local.name)
            function.params.append(local)
        result = self.convert(signature.ret_type, node.line, node.column)
        function.c_result = result
        function.result = self.result_type(result)
        return function

    def decorators_of(self, node: FuncDef) -> list[Expression]:
        table = node.info.names if node.info else self.files[node.fullname.rpartition(".")[0]].names
        symbol = table.get(node.name)
        if symbol is not None and isinstance(symbol.node, Decorator) and symbol.node.func is node:
            return symbol.node.original_decorators
        return []

    def _mark(self, function: ir.Function, decorator: Expression) -> None:
        if isinstance(decorator, RefExpr):
            if decorator.fullname == "protodialect.types.inline":
                function.inline = True
            elif decorator.fullname == "protodialect.types.noinline":
                function.noinline = True
            elif decorator.fullname == "protodialect.types.dispatch_loop":
                function.dispatch = True
            elif decorator.fullname == "builtins.property":
                raise Refused(
                    decorator.line, decorator.column, "properties are outside the dialect; write a method"
                )
        elif isinstance(decorator, CallExpr) and isinstance(decorator.callee, RefExpr):
            if decorator.callee.fullname == "protodialect.unsafe.export":
                name = decorator.args[0]
                assert isinstance(name, StrExpr)
                function.asm_name = name.value
                function.exported = True
            if decorator.callee.fullname == "protodialect.unsafe.c_function":
                name = decorator.args[0]
                assert isinstance(name, StrExpr)
                function.c_name = name.value
                for argument, keyword in zip(decorator.args, decorator.arg_names):
                    if keyword == "blocking" and isinstance(argument, NameExpr):
                        function.c_blocking = argument.name == "True"

    def _declare_lambda(self, node: LambdaExpr, module: str) -> ir.Function:
        signature = get_proper_type(self.types.get(node))
        if not isinstance(signature, CallableType):
            raise Refused(
                node.line,
                node.column,
                "the type of this lambda is not known; assign it to a Callable[...] variable",
            )
        name = f"lambda_{node.line}_{node.column}"
        function = ir.Function(
            name, module, f"{namespace(module)}::{name}", file=self.files[module].path, line=node.line
        )
        function.asm_name = f"{module}.{name}"
        for argument, t in zip(node.arguments, signature.arg_types):
            function.params.append(
                ir.Local(
                    safe(argument.variable.name), self.local_type(self.convert(t, node.line, node.column))
                )
            )
        function.result = self.result_type(self.convert(signature.ret_type, node.line, node.column))
        return function

    def function_named(self, fullname: str) -> ir.Function | None:
        """A module-level function by its full name, None if there is none."""
        node = self.find_def(fullname)
        return self.function(node) if node is not None else None

    def find_def(self, fullname: str) -> FuncDef | None:
        module, _, name = fullname.rpartition(".")
        file = self.files.get(module)
        symbol = file.names.get(name) if file is not None else None
        node = symbol.node if symbol is not None else None
        if isinstance(node, Decorator):
            node = node.func
        return node if isinstance(node, FuncDef) and self.ours(module) else None

    def def_of_host(self, host: Callable[..., Any]) -> ir.Function:
        """The IR function of a host function object."""
        module = getattr(host, "__module__", "?")
        qualname = getattr(host, "__qualname__", "?")
        if isinstance(host, host_types.FunctionType) and self.ours(module):
            if host.__name__ == "<lambda>":
                found = self._lambdas_of(module).get(host.__code__.co_firstlineno, [])
                if len(found) == 1:
                    return self.function(found[0], module)
                raise Refused(
                    host.__code__.co_firstlineno, 0, "several lambdas on one line; give each its own line"
                )
            if "<locals>" in qualname:
                raise Refused(
                    host.__code__.co_firstlineno,
                    0,
                    f"{module}.{qualname} is a closure; only module-level functions can be compiled",
                )
            head, _, tail = qualname.rpartition(".")
            if head:
                symbol = self.files[module].names.get(head)
                if symbol is not None and isinstance(symbol.node, TypeInfo) and tail in symbol.node.names:
                    node = symbol.node.names[tail].node
                    node = node.func if isinstance(node, Decorator) else node
                    if isinstance(node, FuncDef):
                        return self.function(node)
            else:
                definition = self.find_def(f"{module}.{qualname}")
                if definition is not None:
                    return self.function(definition)
        raise Refused(0, 0, f"{module}.{qualname} is not a function of the program")

    def _lambdas_of(self, module: str) -> dict[int, list[LambdaExpr]]:
        if module not in self.lambdas:
            self.lambdas[module] = {}
            find_lambdas(self.files[module].defs, self.lambdas[module])
        return self.lambdas[module]

    def function_symbol(self, host: Callable[..., Any]) -> str:
        function = self.def_of_host(host)
        function.address_taken = True
        return function.asm_name

    def compile_pending(self) -> None:
        while self.pending:
            function = self.pending.pop()
            if function.c_name is not None or function.compiled:
                continue
            function.compiled = True
            self.compile_body(function)

    # --- virtual methods
    # ------------------------------------------------------------------------------------------

    def find_method(self, info: TypeInfo, name: str) -> FuncDef | None:
        for ancestor in info.mro:
            symbol = ancestor.names.get(name)
            if symbol is not None:
                node = symbol.node
                if isinstance(node, Decorator):
                    node = node.func
                return node if isinstance(node, FuncDef) else None
        return None

    def is_overridden(self, info: TypeInfo, name: str) -> bool:
        """Does a subclass of info define its own `name`?"""
        for sub in self.direct_subclasses.get(info.fullname, []):
            if name in sub.names or self.is_overridden(sub, name):
                return True
        return False

    def virtual_slot(self, info: TypeInfo, name: str) -> ir.Slot:
        """The slot through which a call of `name` on a variable of this class goes."""
        introducer = info
        for ancestor in info.mro:
            if name in ancestor.names and self.ours(ancestor.module_name):
                introducer = ancestor
        owner = self.class_of_info(introducer)
        slot = self.slots.get((owner, name))
        if slot is None:
            node = self.find_method(introducer, name)
            assert node is not None
            model = self._signature(node)
            slot = ir.Slot(owner, name, 0, model[0], model[1])
            self.slots[(owner, name)] = slot
            for decl in list(self.live):
                if decl.is_subclass(owner):
                    self._bind_slot(decl, name)
        return slot

    def _signature(self, node: FuncDef) -> tuple[list[Ty], Ty]:
        signature = node.type
        assert isinstance(signature, CallableType)
        owner = self.class_of_info(node.info)
        params: list[Ty] = [ClassTy(owner)]
        rest = [] if node.name == "__exit__" else signature.arg_types[1:]
        params += [self.local_type(self.convert(t, node.line, node.column)) for t in rest]
        return params, self.result_type(self.convert(signature.ret_type, node.line, node.column))

    def _bind_slot(self, decl: ClassDecl, name: str) -> None:
        node = self.find_method(self.infos[decl], name)
        if node is None:
            return
        function = self.function(node)
        self.slot_functions[(decl, name)] = function
        slot = next(s for (owner, n), s in self.slots.items() if n == name and decl.is_subclass(owner))
        params = [p.ty for p in function.params]
        if len(params) != len(slot.params) or any(
            a.cxx != b.cxx and not (a.pointer and b.pointer) for a, b in zip(params[1:], slot.params[1:])
        ):
            self.error(
                function.file,
                function.line,
                0,
                f"{function.name} overrides {slot.owner.name}.{name} "
                "with other parameters; give both the same",
            )
        if function.result.cxx != slot.result.cxx and not (function.result.pointer and slot.result.pointer):
            self.error(
                function.file,
                function.line,
                0,
                f"{function.name} overrides {slot.owner.name}.{name} with another result; give both the same",
            )

    # --- frozen objects
    # -------------------------------------------------------------------------------------------

    def root(self, value: Any, ty: Ty, name: str, where: str) -> str:
        """The symbol of a host object used by compiled code."""
        key = (id(value), ty)
        symbol = self.root_ids.get(key)
        if symbol is None:
            symbol = "frozen_" + "".join(c if c.isalnum() and c.isascii() else "_" for c in name)
            if symbol in self.roots:
                symbol += "_" + hashlib.sha1(f"{name}|{ty}|{len(self.roots)}".encode()).hexdigest()[:8]
            self.roots[symbol] = Root(symbol, value, ty, where)
            self.root_ids[key] = symbol
        return symbol

    def literal(self, value: str | bytes, where: str) -> str:
        """The symbol of a str or bytes literal: equal literals share one."""
        ty: ScalarTy = STR if isinstance(value, str) else BYTES
        digest = hashlib.sha1(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:10]
        word = "".join(
            c if c.isalnum() and c.isascii() else "_"
            for c in (value if isinstance(value, str) else value.decode("latin-1"))
        )[:24]
        symbol = f"{'str' if ty is STR else 'bytes'}_{word}_{digest}"
        if symbol not in self.roots:
            self.roots[symbol] = Root(symbol, value, ty, where)
        return symbol


LAMBDA_PLACES = (
    "defs",
    "body",
    "expr",
    "rvalue",
    "callee",
    "args",
    "items",
    "left",
    "right",
    "func",
    "original_decorators",
    "else_body",
    "if_expr",
    "else_expr",
    "base",
    "index",
    "arguments",
    "initializer",
)


def find_lambdas(node: Any, found: dict[int, list[LambdaExpr]]) -> None:
    """All lambdas under a node, by line. (mypy's visitors cannot be subclassed from interpreted code.)"""
    if isinstance(node, (list, tuple)):
        for item in node:
            find_lambdas(item, found)
        return
    if not isinstance(node, Node) or isinstance(node, TypeInfo):
        return
    if isinstance(node, LambdaExpr):
        found.setdefault(node.line, []).append(node)
    for name in LAMBDA_PLACES:
        child = getattr(node, name, None)
        if child is not None and not (isinstance(node, RefExpr) and name == "node"):
            find_lambdas(child, found)
