"""IR expressions as C++ text."""

from __future__ import annotations

import math

from protopyc.cxx.primitives import CXX
from protopyc.ir import nodes as ir
from protopyc.ir.types import BOOL, FLOAT, VALUE, VOID, ArrayTy, ClassDecl, ClassTy, TrailingTy, Ty


def const(x: ir.Const, long: bool = False) -> str:
    v = x.value
    if x.ty == VOID:
        return "(void)0"
    if x.ty == BOOL:
        return "true" if v else "false"
    if x.ty == FLOAT:
        if v is None:
            return "0.0"
        if math.isnan(v):
            return '__builtin_nan("")'
        if math.isinf(v):
            return "__builtin_inf()" if v > 0 else "(-__builtin_inf())"
        text = repr(float(v))
        return f"({text})" if v < 0 or text.startswith("-") else text
    if v is None:
        return (
            "Value(0)"
            if x.ty == VALUE
            else "0"
            if not (x.ty.pointer or x.ty.cxx.endswith(("*", ">")) or x.ty.cxx in ("ValuePtr", "NativeFn"))
            else "nullptr"
        )
    if v == -(1 << 63):
        return "INT64_MIN"
    text = f"{v}L" if long else str(v)
    return f"({text})" if v < 0 else text


def pointee(ty: Ty) -> str:
    return ty.cxx.removesuffix("*")


class ExpressionWriter:
    """Writes expressions; notes which functions and frozen symbols they use."""

    def __init__(self) -> None:
        self.functions: dict[ir.Function, None] = {}
        self.symbols: dict[str, None] = {}
        self.structs: dict[ClassDecl, None] = {}
        "Classes whose definition is needed, not only their name."

    def write(self, x: ir.Expr, long: bool = False) -> str:
        if isinstance(x, ir.Const):
            return const(x, long)
        method = getattr(self, "x_" + type(x).__name__)
        text: str = method(x)
        return text

    def bare(self, x: ir.Expr) -> str:
        """Without enclosing parentheses, where they are not needed."""
        text = self.write(x)
        if text.startswith("(") and isinstance(x, (ir.Binary, ir.Logic, ir.Choose)):
            return text[1:-1]
        return text

    def x_Get(self, x: ir.Get) -> str:
        return x.local.name

    def x_Frozen(self, x: ir.Frozen) -> str:
        self.symbols[x.symbol] = None
        if x.ty == VALUE:
            return f"((Value){x.symbol}[0])"
        return f"(({x.ty.cxx}){x.symbol})"

    def x_FunctionRef(self, x: ir.FunctionRef) -> str:
        self.functions[x.function] = None
        return f"&{x.function.cxx_name}"

    def x_Field(self, x: ir.Field) -> str:
        text = f"{self.write(x.obj)}->{x.field.cxx_name}"
        self.needs_struct(x.obj.ty)
        if isinstance(x.obj.ty, ClassTy) and x.obj.ty.decl.is_context and not isinstance(x.ty, TrailingTy):
            return f"(({x.ty.cxx}){text})"
        return text

    def needs_struct(self, ty: Ty) -> None:
        if isinstance(ty, ClassTy):
            self.structs[ty.decl] = None

    def x_Item(self, x: ir.Item) -> str:
        array = self.write(x.array)
        if isinstance(x.array.ty, ArrayTy):
            return f"pp_array_at<{x.array.ty.item.cxx}>({array}, {self.bare(x.index)})"
        return f"{array}[{self.bare(x.index)}]"

    def x_Unary(self, x: ir.Unary) -> str:
        return f"({x.op}{self.write(x.operand)})" if x.op != "!" else f"!{self.write(x.operand)}"

    def x_Binary(self, x: ir.Binary) -> str:
        both_const = isinstance(x.left, ir.Const) and isinstance(x.right, ir.Const)
        left = self.write(x.left, long=both_const or x.op == "<<")
        return f"({left} {x.op} {self.write(x.right)})"

    def x_Logic(self, x: ir.Logic) -> str:
        return f"({self.write(x.left)} {x.op} {self.write(x.right)})"

    def x_Choose(self, x: ir.Choose) -> str:
        then, otherwise = (
            f"({x.ty.cxx}){self.write(y)}" if isinstance(y, (ir.Field, ir.Item)) else self.write(y, True)
            for y in (x.then, x.otherwise)
        )
        return f"({self.write(x.condition)} ? {then} : {otherwise})"

    def x_Call(self, x: ir.Call) -> str:
        self.functions[x.function] = None
        return f"{x.function.cxx_name}({', '.join(['cx', *map(self.bare, x.args)])})"

    def x_CallVirtual(self, x: ir.CallVirtual) -> str:
        types = ", ".join(t.cxx for t in x.slot.params)
        method = f"pp_method<{x.slot.result.cxx} (*)(Ctx*, {types})>({self.write(x.args[0])}, {x.slot.index})"
        return f"{method}({', '.join(['cx', *map(self.bare, x.args)])})"

    def x_CallPointer(self, x: ir.CallPointer) -> str:
        types = "".join(", " + t.cxx for t in x.params)
        return (
            f"(({x.ty.cxx} "
            f"(*)(Ctx*{types})){self.write(x.pointer)})({', '.join(['cx', *map(self.bare, x.args)])})"
        )

    def x_New(self, x: ir.New) -> str:
        self.structs[x.decl] = None
        return f"pp_new<{x.decl.cxx_name}>(cx, {self.shape(x)})"

    def shape(self, x: ir.New) -> str:
        if x.shape is not None:
            return f"(ShapeHead*){self.write(x.shape)}"
        return f"&{x.decl.shape_cxx}"

    def x_Cast(self, x: ir.Cast) -> str:
        return f"(({x.ty.cxx}){self.write(x.operand)})"

    def x_IsInstance(self, x: ir.IsInstance) -> str:
        return f"pp_id_in({self.write(x.operand)}, {x.decl.info_cxx}_LO, {x.decl.info_cxx}_HI)"

    def x_MakeTuple(self, x: ir.MakeTuple) -> str:
        return f"{x.ty.cxx}{{{', '.join(self.write(i, True) for i in x.items)}}}"

    def x_TupleItem(self, x: ir.TupleItem) -> str:
        return f"{self.write(x.tuple)}.f{x.index}"

    def x_Prim(self, x: ir.Prim) -> str:
        row = CXX[x.name]
        args = [self.write(a, True) for a in x.args]
        text = row
        if "{ARGS}" in text:
            text = text.replace("{ARGS}", ", ".join(args))
        for k, e in enumerate(x.extra):
            text = text.replace("{E%d}" % k, e)
        for k, t in enumerate(x.types):
            text = text.replace("{T%d}" % k, t.cxx).replace("{P%d}" % k, pointee(t))
        for k, a in enumerate(args):
            text = text.replace("{%d}" % k, a)
        for symbol in self.symbols_in(x):
            self.symbols[symbol] = None
        return f"({text})" if row.startswith("(") else text

    def symbols_in(self, x: ir.Prim) -> list[str]:
        return [e[len("FROZEN(ShapeHead, ") : -1] for e in x.extra if e.startswith("FROZEN(ShapeHead, ")]
