"""The builder of one function's body: what all who write expressions and statements share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from mypy.nodes import (
    GDEF,
    Block,
    CallExpr,
    Context,
    Decorator,
    Expression,
    FuncDef,
    IndexExpr,
    IntExpr,
    LambdaExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    OpExpr,
    RefExpr,
    Statement,
    StrExpr,
    TypeInfo,
    UnaryExpr,
    Var,
)
from mypy.types import Type, get_proper_type

from protopyc.errors import Refused, source_name
from protopyc.front.definitions import function_of
from protopyc.front.roles import role_function
from protopyc.front.types import convert, is_optional, local_type
from protopyc.front.world import World
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    FLOAT,
    INT,
    INTEGERS,
    LAYOUT,
    NARROW,
    NATIVE,
    NONE,
    VALUE,
    VOID,
    ArrayTy,
    ClassDecl,
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
from protopyc.names import safe

INT_MIN, INT_MAX = -(1 << 63), (1 << 63) - 1

Table = dict[str, Callable[["Builder", CallExpr, Ty | None], ir.Expr]]
"""Who writes the calls of which function."""
Expressions = dict[type[Expression], Callable[["Builder", Any, Ty | None], ir.Expr]]
Statements = dict[type[Statement], Callable[["Builder", Any], list[ir.Stmt]]]


class Builder:
    """Builds the body of one function; `expressions` and `statements` write the kinds of nodes."""

    def __init__(
        self, world: World, function: ir.Function, debug: bool, expressions: Expressions, statements: Statements
    ) -> None:
        self.world = world
        self.function = function
        self.debug = debug
        self.expressions = expressions
        self.statements = statements
        self.variables: dict[Var, ir.Local] = {}
        self.names = {p.name for p in function.params}
        self.handling = 0  # except blocks around the statement

    def refuse(self, node: Context, text: str) -> NoReturn:
        raise Refused(node.line, max(node.column, 0), text)

    def where(self, node: Context) -> str:
        return f"{source_name(self.function.file)}:{node.line}"

    def mypy_type(self, e: Expression) -> Type | None:
        return self.world.types.get(e)

    def type_of(self, e: Expression) -> Ty:
        t = self.mypy_type(e)
        if t is None:
            self.refuse(e, "mypy gives no type here (it may hold this code unreachable)")
        return convert(self.world, t, e.line, e.column)

    def is_optional(self, e: Expression) -> bool:
        return is_optional(self.world, self.mypy_type(e))

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
        local = ir.Local(self.fresh_name(f"{base}{n}"), local_type(self.world, ty))
        self.function.locals.append(local)
        return local

    def variable(self, var: Var, node: Context) -> ir.Local:
        local = self.variables.get(var)
        if local is None:
            ty = convert(self.world, var.type, node.line, node.column)
            if ty == NONE:
                self.refuse(node, f"the type of {var.name} is not known here; annotate it")
            if ty == VOID:
                self.refuse(node, f"{var.name} never gets a value")
            local = ir.Local(self.fresh_name(safe(var.name)), local_type(self.world, ty))
            self.function.locals.append(local)
            self.variables[var] = local
        return local

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

    def int_constant(self, value: int, node: Context) -> ir.Const:
        if not INT_MIN <= value <= INT_MAX:
            self.refuse(node, f"{value} does not fit a machine integer")
        return ir.Const(INT, value)

    def function_ref(self, function: ir.Function) -> ir.Expr:
        if function.c_name is not None and any(p.ty not in (INT, FLOAT) for p in function.params):
            raise Refused(0, 0, f"{function.name} is a C function with narrow parameters; only its calls are supported")
        return ir.FunctionRef(FuncTy(tuple(p.ty for p in function.params), function.result), function)

    def is_global(self, e: RefExpr) -> bool:
        return e.kind == GDEF or isinstance(e.node, (TypeInfo, MypyFile, FuncDef, Decorator))

    def support_call(self, role: str, args: list[ir.Expr], node: Context) -> ir.Expr:
        """A call of the function with this role, by which an operation is defined."""
        function = role_function(self.world, role)
        if len(args) > len(function.params):
            self.refuse(node, f"{function.name} takes {len(function.params)} arguments")
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

    def lambda_function(self, e: LambdaExpr) -> ir.Function:
        return function_of(self.world, e, self.function.module)

    def prim(
        self, ty: Ty, name: str, *args: ir.Expr, types: list[Ty] | None = None, extra: list[str] | None = None
    ) -> ir.Prim:
        return ir.Prim(ty, name, list(args), types or [], extra or [])

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

    def integer(self, value: int) -> ir.Const:
        return ir.Const(INT, value)

    def id_range(self, decl: ClassDecl) -> str:
        return f"{decl.info_cxx}_LO, {decl.info_cxx}_HI"

    def expr(self, e: Expression, hint: Ty | None = None) -> ir.Expr:
        """The IR of e; `hint` is the type that the place wants (used by literals)."""
        write = self.expressions.get(type(e))
        if write is None:
            self.refuse(e, f"{self.describe(e)} is outside the dialect")
        return self.narrowed(e, write(self, e, hint))

    def value(self, e: Expression, ty: Ty) -> ir.Expr:
        """e as a value of type ty."""
        return self.coerce(self.expr(e, ty), ty, e)

    def describe(self, e: Expression) -> str:
        names = {
            "GeneratorExpr": "a generator expression",
            "DictionaryComprehension": "a dict comprehension",
            "SetComprehension": "a set comprehension",
            "StarExpr": "star-unpacking",
            "YieldExpr": "yield",
            "AwaitExpr": "await",
            "ComplexExpr": "a complex number",
            "SliceExpr": "a slice here",
            "TemplateStrExpr": "a t-string",
        }
        return names.get(type(e).__name__, type(e).__name__)

    def narrowed(self, e: Expression, x: ir.Expr) -> ir.Expr:
        """Follows mypy's narrowing (isinstance) with a cast."""
        if (
            isinstance(x.ty, OptionalTy)
            and isinstance(e, NameExpr)
            and self.mypy_type(e) is not None
            and not self.is_optional(e)
        ):
            return ir.TupleItem(x.ty.item, x, 0)
        if isinstance(x.ty, ClassTy) and isinstance(e, (NameExpr, MemberExpr, IndexExpr)):
            t = get_proper_type(self.mypy_type(e)) if self.mypy_type(e) is not None else None
            if t is None:
                return x
            try:
                want = convert(self.world, t)
            except Exception:
                return x
            if isinstance(want, ClassTy) and want != x.ty and want.decl.is_subclass(x.ty.decl):
                return ir.Cast(want, x)
        return x

    def number(self, x: ir.Expr) -> ir.Expr:
        """Narrow integers are read as int."""
        return ir.Cast(INT, x) if x.ty in NARROW else x

    def default_value(self, e: Expression, function: ir.Function, node: Context) -> ir.Expr:
        """A default, evaluated anew at each call: so only constants."""
        if isinstance(e, (IntExpr, StrExpr, NameExpr, MemberExpr, UnaryExpr, LambdaExpr, OpExpr)) or type(
            e
        ).__name__ in ("FloatExpr", "BytesExpr"):
            return self.expr(e)
        if (
            isinstance(e, CallExpr)
            and isinstance(e.callee, RefExpr)
            and e.callee.fullname.startswith("typing.")
        ):
            return self.expr(e)
        if type(e).__name__ == "CastExpr":
            return self.expr(e)
        self.refuse(
            node, f"{function.name} has a default that is not a constant; use None and set it in the function"
        )

    def wrap_body(self, body: list[ir.Stmt], x: ir.Expr) -> ir.Expr:
        return ir.Walrus(x.ty, body, x) if body else x

    def positional(self, e: CallExpr, low: int, high: int, what: str) -> None:
        if any(n is not None for n in e.arg_names):
            self.refuse(e, f"{what} takes no keyword arguments here")
        if not low <= len(e.args) <= high:
            self.refuse(e, f"{what} with {len(e.args)} arguments is outside the dialect")

    def is_exception(self, decl: ClassDecl) -> bool:
        return decl.is_subclass(self.world.exception_class("Exception"))

    def report(self, r: Refused) -> None:
        self.world.error(self.function.file, r.line or self.function.line, r.column, r.text)

    def block(self, block: Block | None) -> list[ir.Stmt]:
        if block is None or block.is_unreachable:
            return []
        body: list[ir.Stmt] = []
        for s in block.body:
            try:
                body += self.statement(s)
            except Refused as r:
                if not r.line:
                    r.line, r.column = s.line, s.column
                self.report(r)
                # With --keep-going the program is built nevertheless, and ends here if it comes here.
                body.append(
                    ir.Eval(
                        s.line,
                        None,
                        self.prim(VOID, "panic", extra=[f'"{self.where(s)}: outside the dialect"']),
                    )
                )
            if body and isinstance(body[-1], (ir.Return, ir.Raise, ir.Break, ir.Continue, ir.Redispatch)):
                break
        return body

    def statement(self, s: Statement) -> list[ir.Stmt]:
        write = self.statements.get(type(s))
        if write is None:
            names = {
                "FuncDef": "a nested function",
                "ClassDef": "a nested class",
                "GlobalDecl": "global",
                "NonlocalDecl": "nonlocal",
                "Decorator": "a nested function",
            }
            self.refuse(
                s,
                f"{names.get(type(s).__name__, type(s).__name__)} is outside the dialect"
                + ("; write a module-level function" if "Func" in type(s).__name__ else ""),
            )
        return write(self, s)
