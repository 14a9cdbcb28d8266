"""Calls of built-in functions."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
    IndexExpr,
    RefExpr,
    StrExpr,
    TupleExpr,
    TypeInfo,
)

from protopyc.front.builder import Builder, Table
from protopyc.front.calls.construction import set_message
from protopyc.front.calls.formatting import to_str
from protopyc.front.classes import class_of_info
from protopyc.front.expressions.subscripts import trailing_length
from protopyc.front.expressions.truth import truth
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    STR,
    VALUE,
    VOID,
    ArrayTy,
    ClassTy,
    DictTy,
    ListTy,
    SetTy,
    TrailingTy,
    Ty,
)
from protopyc.program import BUILTIN_EXCEPTIONS


def builtin_call(builder: Builder, name: str, e: CallExpr, hint: Ty | None) -> ir.Expr:
    write = TABLE.get(name)
    if write is not None:
        return write(builder, e, hint)
    if name in BUILTIN_EXCEPTIONS:
        decl = builder.world.exception_class(name)
        ty = ClassTy(decl)
        t = builder.temp(ty)
        body: list[ir.Stmt] = [ir.Eval(e.line, t, ir.New(ty, decl)), *set_message(builder, ir.Get(ty, t), e)]
        return ir.Walrus(ty, body, ir.Get(ty, t))
    builder.refuse(e, f"{name}() is outside the dialect")


def builtin_len(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    x = builder.expr(e.args[0])
    if x.ty in (STR, BYTES) or isinstance(x.ty, (ListTy, DictTy, SetTy, ArrayTy)):
        return builder.prim(INT, "length", x)
    if isinstance(x.ty, TrailingTy):
        length = trailing_length(builder, x)
        if length is not None:
            return length
    builder.refuse(e, f"len of {x.ty} is outside the dialect")


def builtin_ord(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    argument = e.args[0]
    if isinstance(argument, IndexExpr) and type(argument.index).__name__ != "SliceExpr":
        base = builder.expr(argument.base)
        if base.ty == STR:
            return builder.support_call("str_ord_at", [base, builder.value(argument.index, INT)], e)
    if isinstance(argument, StrExpr) and len(argument.value) == 1:
        return builder.integer(ord(argument.value))
    return builder.support_call("str_ord_at", [builder.value(argument, STR), builder.integer(0)], e)


def builtin_chr(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builder.support_call("str_chr", [builder.value(e.args[0], INT)], e)


def builtin_abs(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    x = builder.number(builder.expr(e.args[0]))
    if x.ty not in (INT, FLOAT):
        builder.refuse(e, f"abs of {x.ty} is outside the dialect")
    return builder.prim(x.ty, "abs", x)


def builtin_min(builder: Builder, e: CallExpr, hint: Ty | None, name: str = "min") -> ir.Expr:
    builder.positional(e, 2, 8, name)
    items = [builder.number(builder.expr(a)) for a in e.args]
    ty = FLOAT if any(i.ty == FLOAT for i in items) else INT
    result = builder.coerce(items[0], ty, e)
    for item in items[1:]:
        result = builder.prim(ty, name, result, builder.coerce(item, ty, e), types=[ty])
    return result


def builtin_max(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    return builtin_min(builder, e, hint, "max")


def builtin_int(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    builder.positional(e, 1, 2, "int")
    x = builder.number(builder.expr(e.args[0]))
    if x.ty == FLOAT:
        return builder.prim(INT, "int_of_float", x)
    if x.ty in (INT, BOOL):
        return builder.coerce(x, INT, e)
    if x.ty == STR:
        return builder.support_call("str_to_int", [x, *[builder.value(a, INT) for a in e.args[1:]]], e)
    builder.refuse(e, f"int of {x.ty} is outside the dialect")


def builtin_float(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    builder.positional(e, 1, 1, "float")
    argument = e.args[0]
    if isinstance(argument, StrExpr) and argument.value.lower() in (
        "inf",
        "-inf",
        "nan",
        "+inf",
        "infinity",
        "-infinity",
    ):
        return ir.Const(FLOAT, float(argument.value))
    x = builder.number(builder.expr(argument))
    if x.ty in (INT, BOOL, FLOAT):
        return builder.coerce(x, FLOAT, e)
    if x.ty == STR:  # of what is known to be a float literal
        return builder.prim(FLOAT, "float_of_literal", x)
    builder.refuse(e, f"float of {x.ty} is outside the dialect; the runtime parses floats itself")


def builtin_bool(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    builder.positional(e, 1, 1, "bool")
    return truth(builder, e.args[0])


def builtin_str(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    builder.positional(e, 1, 1, "str")
    return to_str(builder, e.args[0], "str()")


def builtin_hash(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    x = builder.expr(e.args[0])
    if x.ty in (STR, BYTES):
        return builder.prim(INT, "str_hash" if x.ty == STR else "bytes_hash", x)
    builder.refuse(e, f"hash of {x.ty} is outside the dialect")


def builtin_sorted(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    builder.positional(e, 1, 1, "sorted")
    x = builder.expr(e.args[0])
    if isinstance(x.ty, DictTy):
        x = builder.prim(ListTy(x.ty.key), "table_keys", x)
    if isinstance(x.ty, SetTy):
        x = builder.prim(ListTy(x.ty.item), "table_keys", x)
    if not isinstance(x.ty, ListTy) or x.ty.item not in (INT, STR, FLOAT):
        builder.refuse(e, f"sorted of {x.ty} is outside the dialect (list of int or str is inside)")
    return builder.prim(x.ty, "sorted", x)


def builtin_list(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    builder.positional(e, 0, 1, "list")
    if not e.args:
        ty = hint if isinstance(hint, ListTy) else builder.type_of(e)
        return builder.prim(ty, "list_new", types=[ty], extra=["0"])
    x = builder.expr(e.args[0])
    if isinstance(x.ty, ListTy):
        is_view = isinstance(x, ir.Prim) and x.name in ("table_keys", "dict_values")
        return x if is_view else builder.prim(x.ty, "list_copy", x)
    if isinstance(x.ty, DictTy):
        return builder.prim(ListTy(x.ty.key), "table_keys", x)
    if isinstance(x.ty, SetTy):
        return builder.prim(ListTy(x.ty.item), "table_keys", x)
    builder.refuse(e, f"list of {x.ty} is outside the dialect; write a list comprehension")


def builtin_set(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    builder.positional(e, 0, 0, "set")
    ty = hint if isinstance(hint, SetTy) else builder.type_of(e)
    return builder.prim(ty, "dict_make", types=[ty])


def builtin_dict(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    builder.positional(e, 0, 0, "dict")
    ty = hint if isinstance(hint, DictTy) else builder.type_of(e)
    return builder.prim(ty, "dict_make", types=[ty])


def builtin_isinstance(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    x = builder.expr(e.args[0])
    if isinstance(x, ir.Cast) and isinstance(x.ty, ClassTy):  # mypy may have narrowed already
        x = x.operand
    if not isinstance(x.ty, ClassTy):
        builder.refuse(
            e,
            f"isinstance of {x.ty} is outside the dialect"
            + ("; use try_as(C, v)" if x.ty == VALUE else ""),
        )
    classes = e.args[1].items if isinstance(e.args[1], TupleExpr) else [e.args[1]]
    body: list[ir.Stmt] = []
    kept = builder.keep(x, body, e.line)
    test: ir.Expr = ir.FALSE
    for c in classes:
        if not (isinstance(c, RefExpr) and isinstance(c.node, TypeInfo)):
            builder.refuse(e, "isinstance needs the name of a class, or a tuple of names")
        one: ir.Expr = ir.IsInstance(BOOL, kept, class_of_info(builder.world, c.node))
        test = one if test is ir.FALSE else builder.logic("||", test, one)
    if builder.is_optional(e.args[0]):
        test = builder.logic("&&", builder.not_null(kept), test)
    return builder.wrap_body(body, test)


def builtin_print(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    """Debug output: the arguments, spaces between, a newline."""
    if any(n is not None for n in e.arg_names):
        builder.refuse(e, "print takes no keyword arguments in the dialect (it is for debugging)")
    body: list[ir.Stmt] = []
    values = []
    for a in e.args:
        x = builder.number(builder.expr(a))
        if x.ty not in (STR, INT, FLOAT, BOOL, BYTES):
            builder.refuse(a, f"print of {x.ty} is outside the dialect")
        values.append(builder.keep(x, body, e.line))
    for index, x in enumerate(values):
        if index:
            body.append(ir.Eval(e.line, None, builder.prim(VOID, "print_char", extra=["' '"])))
        name = {
            STR: "print_str",
            INT: "print_int",
            FLOAT: "print_float",
            BOOL: "print_bool",
            BYTES: "print_bytes",
        }[x.ty]  # type: ignore[index]
        body.append(ir.Eval(e.line, None, builder.prim(VOID, name, x)))
    body.append(ir.Eval(e.line, None, builder.prim(VOID, "print_char", extra=["'\\n'"])))
    return ir.Walrus(VOID, body, ir.Const(VOID, None))


def builtin_range(builder: Builder, e: CallExpr, hint: Ty | None) -> ir.Expr:
    builder.refuse(e, "range is for `for` loops only in the dialect")


TABLE: Table = {
    "len": builtin_len,
    "ord": builtin_ord,
    "chr": builtin_chr,
    "abs": builtin_abs,
    "min": builtin_min,
    "max": builtin_max,
    "int": builtin_int,
    "float": builtin_float,
    "bool": builtin_bool,
    "str": builtin_str,
    "hash": builtin_hash,
    "sorted": builtin_sorted,
    "list": builtin_list,
    "set": builtin_set,
    "dict": builtin_dict,
    "isinstance": builtin_isinstance,
    "print": builtin_print,
    "range": builtin_range,
}
