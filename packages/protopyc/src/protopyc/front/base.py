"""What all parts of the function builder share: locals, types, coercions, host constants."""

from __future__ import annotations

import enum
import types as host_types
from typing import Any, NoReturn

from mypy.nodes import (
    GDEF,
    Context,
    Decorator,
    Expression,
    FuncDef,
    LambdaExpr,
    MypyFile,
    RefExpr,
    TypeInfo,
    Var,
)
from mypy.types import Type

from protopyc.cxx.names import safe
from protopyc.errors import Refused, source_name
from protopyc.front.world import World
from protopyc.ir import nodes as ir
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
    VOID,
    ArrayTy,
    ClassTy,
    DictTy,
    FuncTy,
    ListTy,
    OptionalTy,
    SetTy,
    TrailingTy,
    TupleTy,
    Ty,
)
from protopyc.program import ClassDecl

INT_MIN, INT_MAX = -(1 << 63), (1 << 63) - 1


class BuilderBase:
    """Builds the body of one function."""

    def __init__(self, world: World, function: ir.Function, debug: bool) -> None:
        self.world = world
        self.function = function
        self.debug = debug
        self.variables: dict[Var, ir.Local] = {}
        self.names = {p.name for p in function.params}

    # --- messages and places
    # ----------------------------------------------------------------------------------------

    def refuse(self, node: Context, text: str) -> NoReturn:
        raise Refused(node.line, max(node.column, 0), text)

    def where(self, node: Context) -> str:
        return f"{source_name(self.function.file)}:{node.line}"

    # --- types ------------------------------------------------------------------------------------------
    # --------------

    def mypy_type(self, e: Expression) -> Type | None:
        return self.world.types.get(e)

    def type_of(self, e: Expression) -> Ty:
        t = self.mypy_type(e)
        if t is None:
            self.refuse(e, "mypy gives no type here (it may hold this code unreachable)")
        return self.world.convert(t, e.line, e.column)

    def is_optional(self, e: Expression) -> bool:
        return self.world.is_optional(self.mypy_type(e))

    # --- locals -----------------------------------------------------------------------------------------
    # --------------

    def fresh_name(self, base: str) -> str:
        name = base
        n = 2
        while name in self.names:
            name = f"{base}_{n}"
            n += 1
        self.names.add(name)
        return name

    def temp(self, ty: Ty, base: str = "t") -> ir.Local:
        n = len(self.function.locals)
        local = ir.Local(self.fresh_name(f"{base}{n}"), self.world.local_type(ty))
        self.function.locals.append(local)
        return local

    def variable(self, var: Var, node: Context) -> ir.Local:
        local = self.variables.get(var)
        if local is None:
            ty = self.world.convert(var.type, node.line, node.column)
            if ty == NONE:
                self.refuse(node, f"the type of {var.name} is not known here; annotate it")
            if ty == VOID:
                self.refuse(node, f"{var.name} never gets a value")
            local = ir.Local(self.fresh_name(safe(var.name)), self.world.local_type(ty))
            self.function.locals.append(local)
            self.variables[var] = local
        return local

    # --- coercion ---------------------------------------------------------------------------------------
    # --------------

    def coerce(self, x: ir.Expr, ty: Ty, node: Context) -> ir.Expr:
        """x as a value of type ty."""
        if x.ty == ty:
            return x
        if isinstance(ty, OptionalTy):
            if isinstance(x, ir.Const) and x.ty == NONE:
                return ir.MakeTuple(ty, [ir.Const(ty.item, None), ir.FALSE])
            return ir.MakeTuple(ty, [self.coerce(x, ty.item, node), ir.TRUE])
        if isinstance(x.ty, OptionalTy):
            return self.coerce(ir.TupleItem(x.ty.item, x, 0), ty, node)
        if isinstance(x, ir.Const) and x.ty == NONE:
            if ty.pointer or isinstance(ty, FuncTy) or ty in (NATIVE, LAYOUT):
                return ir.Const(ty, None)
            if ty == VALUE:
                self.refuse(node, "None is not a Value; write EMPTY, or w_None for Python's None")
            if ty == VOID:
                return x
            self.refuse(node, f"None where {ty} is needed")
        if isinstance(x, ir.Const) and x.ty == INT and ty == FLOAT:
            return ir.Const(FLOAT, float(x.value))
        if ty in INTEGERS and (x.ty in INTEGERS or x.ty == BOOL):
            return ir.Cast(ty, x)
        if ty == FLOAT and (x.ty in INTEGERS or x.ty == BOOL):
            return ir.Cast(ty, x)
        if isinstance(ty, ClassTy) and isinstance(x.ty, ClassTy):
            if x.ty.decl.is_subclass(ty.decl) or ty.decl.is_subclass(x.ty.decl):
                return ir.Cast(ty, x)
            self.refuse(node, f"{x.ty} where {ty} is needed")
        if ty == NATIVE and isinstance(x.ty, FuncTy):
            for p in x.ty.params:
                if not (p.pointer or p == VALUE):
                    self.refuse(
                        node, f"a NativeFn's parameters are one word each (Value, classes, str, ...), not {p}"
                    )
            if not (x.ty.result == VALUE or x.ty.result == VOID):
                self.refuse(node, f"a NativeFn's result is Value, not {x.ty.result}")
            return ir.Cast(ty, x)
        if isinstance(ty, FuncTy) and isinstance(x.ty, FuncTy) and len(ty.params) == len(x.ty.params):
            pairs = [*zip(ty.params, x.ty.params), (ty.result, x.ty.result)]
            if all(a == b or (a.pointer and b.pointer) for a, b in pairs):
                return ir.Cast(ty, x)
            self.refuse(node, f"{x.ty} where {ty} is needed")
        if isinstance(ty, TupleTy) and isinstance(x.ty, TupleTy) and len(ty.items) == len(x.ty.items):
            if isinstance(x, ir.MakeTuple):
                return ir.MakeTuple(ty, [self.coerce(i, t, node) for i, t in zip(x.items, ty.items)])
            t = self.temp(x.ty)
            parts: list[ir.Expr] = [ir.TupleItem(it, ir.Get(x.ty, t), k) for k, it in enumerate(x.ty.items)]
            made = ir.MakeTuple(ty, [self.coerce(p, it, node) for p, it in zip(parts, ty.items)])
            return ir.Walrus(ty, [ir.Eval(node.line, t, x)], made)
        if isinstance(x.ty, TrailingTy) and isinstance(ty, ArrayTy):
            self.refuse(node, "a trailing array is not an object of its own; pass the object that holds it")
        if x.ty == VALUE or ty == VALUE:
            self.refuse(
                node, f"{x.ty} where {ty} is needed; convert with wrap(obj), unwrap(C, v) or try_as(C, v)"
            )
        if isinstance(x, ir.Const) and isinstance(x.ty, (ListTy, DictTy, SetTy)):
            return ir.Const(ty, x.value)
        self.refuse(node, f"{x.ty} where {ty} is needed")

    # --- constants of the host
    # ------------------------------------------------------------------------------------------

    def host_constant(self, e: RefExpr, value: Any, name: str) -> ir.Expr:
        """A module global or class constant as compiled code sees it."""
        t = self.mypy_type(e)
        node = e.node
        declared = node.type if isinstance(node, Var) and node.type is not None else t
        return self.constant(value, declared, name, e)

    def constant(self, value: Any, declared: Type | None, name: str, node: Context) -> ir.Expr:
        if isinstance(value, enum.Enum) and not isinstance(value, int):
            self.refuse(node, f"{name}: only IntEnum members are constants")
        if isinstance(value, (host_types.FunctionType, host_types.BuiltinFunctionType)):
            function = self.world.def_of_host(value)
            return self.function_ref(function)
        ty = self.world.convert(declared, node.line, node.column)
        if ty == VALUE:
            if value is None:
                return ir.Const(VALUE, None)
            return ir.Frozen(VALUE, self.world.root(value, VALUE, name, self.where(node)))
        if isinstance(value, bool) and ty == BOOL:
            return ir.Const(BOOL, value)
        if isinstance(value, int) and (ty in INTEGERS or ty == BOOL):
            return self.int_constant(int(value), node)
        if isinstance(value, (int, float)) and ty == FLOAT:
            return ir.Const(FLOAT, float(value))
        if value is None:
            return ir.Const(ty, None)
        if isinstance(value, str) and ty == STR:
            return ir.Frozen(STR, self.world.literal(value, self.where(node)))
        if isinstance(value, bytes) and ty == BYTES:
            return ir.Frozen(BYTES, self.world.literal(value, self.where(node)))
        if ty == LAYOUT:
            return ir.Prim(LAYOUT, "raw", [], [], [f"(&{self.layout_cxx(value.cls, value.user)})"])
        if ty.pointer:
            if isinstance(ty, ClassTy):
                decl = self.world.class_of(type(value))
                symbol = self.world.root(value, ClassTy(decl), name, self.where(node))
                frozen = ir.Frozen(ClassTy(decl), symbol)
                return self.coerce(frozen, ty, node)
            return ir.Frozen(ty, self.world.root(value, ty, name, self.where(node)))
        self.refuse(node, f"{name} is a {type(value).__name__}, which compiled functions cannot refer to")

    def layout_cxx(self, host: type, user: bool) -> str:
        """The C++ name of a class's ClassInfo."""
        self.world.class_info(host, user)
        if host in (str, bytes):
            return f"pp_info_{host.__name__}" + ("_user" if user else "")
        return self.world.class_of(host).info_cxx + ("_user" if user else "")

    def int_constant(self, value: int, node: Context) -> ir.Const:
        if not INT_MIN <= value <= INT_MAX:
            self.refuse(node, f"{value} does not fit a machine integer")
        return ir.Const(INT, value)

    def function_ref(self, function: ir.Function) -> ir.Expr:
        if function.c_name is not None:
            raise Refused(0, 0, f"{function.name} is a C function; only its calls are supported")
        return ir.FunctionRef(FuncTy(tuple(p.ty for p in function.params), function.result), function)

    # --- what a name refers to
    # --------------------------------------------------------------------------------------------

    def is_global(self, e: RefExpr) -> bool:
        return e.kind == GDEF or isinstance(e.node, (TypeInfo, MypyFile, FuncDef, Decorator))

    def global_value(self, e: RefExpr) -> ir.Expr:
        """A module-level name used as a value."""
        node = e.node
        fullname = e.fullname
        if fullname == "protodialect.types.EMPTY":
            return ir.Const(VALUE, None)
        if fullname == "protodialect.types.COMPILED":
            return ir.TRUE
        if fullname == "typing.TYPE_CHECKING":
            return ir.FALSE
        if isinstance(node, Decorator):
            node = node.func
        if isinstance(node, FuncDef):
            module = fullname.rpartition(".")[0]
            if not self.world.ours(module) and node.info is None:
                self.refuse(e, f"{fullname} is not a dialect function")
            return self.function_ref(self.world.function(node))
        if isinstance(node, TypeInfo):
            self.refuse(e, f"class {node.name} used as a value; classes are not values in compiled functions")
        if isinstance(node, Var):
            module = fullname.rpartition(".")[0]
            holder = node.info
            if holder:
                return self.host_constant(e, self.world.host_object(fullname, holder.module_name), fullname)
            if not self.world.ours(module) and not (
                isinstance(node.final_value, (int, float, str)) or module in ("math", "protodialect.unsafe")
            ):
                self.refuse(e, f"{fullname} is not a name of the dialect")
            try:
                value = self.world.host_object(fullname, module)
            except AttributeError:
                self.refuse(e, f"{fullname} has no value after module level has run")
            return self.host_constant(e, value, fullname)
        self.refuse(e, f"{fullname or e} is outside the dialect")

    def str_function(self, name: str, node: Context, module: str = "strings") -> ir.Function:
        """A function of protocore/strings.py or bytestrings.py by which an operation is defined."""
        full = f"protopython.protocore.{module}.{name}"
        function = self.world.function_named(full)
        if function is None:
            self.refuse(node, f"this needs {full}, which does not exist")
        return function

    def support_call(self, name: str, args: list[ir.Expr], node: Context, module: str = "strings") -> ir.Expr:
        function = self.str_function(name, node, module)
        if len(args) > len(function.params):
            self.refuse(node, f"{name} takes {len(function.params)} arguments")
        values = [self.coerce(a, p.ty, node) for a, p in zip(args, function.params)]
        return ir.Call(function.result, function, self.with_defaults(function, values, node))

    def with_defaults(self, function: ir.Function, values: list[ir.Expr], node: Context) -> list[ir.Expr]:
        """values followed by the defaults of the parameters that have none."""
        definition = self.world.defs[function]
        for argument, param in list(zip(definition.arguments, function.params))[len(values) :]:
            if argument.initializer is None:
                self.refuse(node, f"{function.name} needs an argument for {argument.variable.name}")
            values.append(
                self.coerce(self.default_value(argument.initializer, function, node), param.ty, node)
            )
        return values

    def default_value(self, e: Expression, function: ir.Function, node: Context) -> ir.Expr:
        raise NotImplementedError

    def expr(self, e: Expression, hint: Ty | None = None) -> ir.Expr:
        raise NotImplementedError

    def truth(self, e: Expression) -> ir.Expr:
        raise NotImplementedError

    def lambda_function(self, e: LambdaExpr) -> ir.Function:
        return self.world.function(e, self.function.module)

    # --- small builders ---------------------------------------------------------------------------------
    # --------------------

    def prim(
        self, ty: Ty, name: str, *args: ir.Expr, types: list[Ty] | None = None, extra: list[str] | None = None
    ) -> ir.Prim:
        return ir.Prim(ty, name, list(args), types or [], extra or [])

    def is_null(self, x: ir.Expr) -> ir.Expr:
        return ir.Binary(BOOL, "==", x, ir.Const(x.ty, None))

    def not_null(self, x: ir.Expr) -> ir.Expr:
        return ir.Binary(BOOL, "!=", x, ir.Const(x.ty, None))

    def negate(self, x: ir.Expr) -> ir.Expr:
        if isinstance(x, ir.Const):
            return ir.FALSE if x.value else ir.TRUE
        return ir.Unary(BOOL, "!", x)

    def logic(self, op: str, a: ir.Expr, b: ir.Expr) -> ir.Expr:
        if isinstance(a, ir.Const):
            return b if bool(a.value) == (op == "&&") else a
        return ir.Logic(BOOL, op, a, b)

    def is_simple(self, x: ir.Expr) -> bool:
        return isinstance(x, (ir.Const, ir.Get, ir.Frozen, ir.FunctionRef))

    def keep(self, x: ir.Expr, body: list[ir.Stmt], line: int) -> ir.Expr:
        """x, evaluated once now: a temporary unless it is simple."""
        if self.is_simple(x) and not isinstance(x, ir.Get):
            return x
        t = self.temp(x.ty)
        body.append(ir.Eval(line, t, x))
        return ir.Get(t.ty, t)

    def int(self, value: int) -> ir.Const:
        return ir.Const(INT, value)

    def id_range(self, decl: ClassDecl) -> str:
        return f"{decl.info_cxx}_LO, {decl.info_cxx}_HI"
