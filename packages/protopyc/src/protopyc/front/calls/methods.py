"""Calls of methods: of dialect classes, of str and bytes, of list, dict and set."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
    Expression,
    MemberExpr,
    RefExpr,
    StrExpr,
    TupleExpr,
    TypeInfo,
)
from mypy.types import Instance, get_proper_type

from protopyc.front.builder import Builder
from protopyc.front.calls.arguments import call_arguments, function_call, is_class_ref, pointer_call
from protopyc.front.definitions import function_of
from protopyc.front.layout import lay_out
from protopyc.front.methods import find_method, is_overridden, virtual_slot
from protopyc.front.roles import role_function
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    LAYOUT,
    NATIVE,
    STR,
    VALUEPTR,
    VOID,
    ArrayTy,
    ClassTy,
    DictTy,
    FuncTy,
    ListTy,
    OptionalTy,
    SetTy,
    Ty,
)

STR_METHODS = frozenset(
    """
    startswith endswith find rfind index rindex count split rsplit splitlines join strip lstrip
    rstrip replace lower upper isdigit isalpha isalnum isspace isidentifier isprintable isupper
    islower isdecimal isnumeric isascii partition rpartition encode casefold title capitalize
    swapcase expandtabs zfill ljust rjust center removeprefix removesuffix
    """.split()
)
"""s.NAME(...) is a call of the function with the role str_NAME."""

BYTES_METHODS = frozenset("find rfind startswith endswith join decode split count replace strip hex".split())
"""b.NAME(...) is a call of the function with the role bytes_NAME."""



def receiver_info(builder: Builder, e: Expression, x: ir.Expr) -> TypeInfo:
    """The class of a receiver, as mypy knows it."""
    if isinstance(x.ty, ClassTy) and x.ty.decl in builder.world.infos:
        return builder.world.infos[x.ty.decl]
    t = get_proper_type(builder.mypy_type(e))
    assert isinstance(t, Instance)
    return t.type


def method_call(builder: Builder, callee: MemberExpr, e: CallExpr, hint: Ty | None) -> ir.Expr:
    if is_class_ref(builder, callee.expr):
        assert isinstance(callee.expr, RefExpr) and isinstance(callee.expr.node, TypeInfo)
        method = find_method(builder.world, callee.expr.node, callee.name)
        if method is not None and builder.world.ours(method.info.module_name):
            return function_call(builder, method, e)
    x = builder.expr(callee.expr)
    name = callee.name
    if isinstance(x.ty, ClassTy):
        return object_method(builder, x, name, callee, e)
    if x.ty == STR:
        return text_method(builder, x, "str", name, STR_METHODS, e)
    if x.ty == BYTES:
        return text_method(builder, x, "bytes", name, BYTES_METHODS, e)
    if isinstance(x.ty, ListTy):
        return list_method(builder, x, x.ty, name, e)
    if isinstance(x.ty, DictTy):
        return dict_method(builder, x, x.ty, name, e)
    if isinstance(x.ty, SetTy):
        return set_method(builder, x, x.ty, name, e)
    if x.ty == VALUEPTR and name == "offset":
        return builder.prim(VALUEPTR, "offset", x, builder.value(e.args[0], INT))
    if x.ty == LAYOUT and name == "user_variant":
        return builder.prim(LAYOUT, "user_layout", x)
    builder.refuse(e, f"{x.ty}.{name} is outside the dialect")


def object_method(builder: Builder, x: ir.Expr, name: str, callee: MemberExpr, e: CallExpr) -> ir.Expr:
    assert isinstance(x.ty, ClassTy)
    field = lay_out(builder.world, x.ty.decl).find_field(name)
    if field is not None:
        return pointer_call(builder, builder.expr(callee), e)
    info = receiver_info(builder, callee.expr, x)
    node = find_method(builder.world, info, name)
    if node is None or not builder.world.ours(node.info.module_name):
        builder.refuse(e, f"class {x.ty} has no method {name} in the dialect")
    function = function_of(builder.world, node)
    if function.is_static:
        body, args = call_arguments(builder, function, e, None)
        return builder.wrap_body(body, ir.Call(function.result, function, args))
    body, args = call_arguments(builder, function, e, x)
    if name == "__init__" or not is_overridden(builder.world, info, name):
        return builder.wrap_body(body, ir.Call(function.result, function, args))
    slot = virtual_slot(builder.world, info, name)
    args = [builder.coerce(a, t, e) for a, t in zip(args, slot.params)]
    call: ir.Expr = ir.CallVirtual(slot.result, slot, args)
    if slot.result != function.result:
        call = builder.coerce(call, function.result, e)
    return builder.wrap_body(body, call)


def text_method(builder: Builder, x: ir.Expr, prefix: str, name: str, known: frozenset[str], e: CallExpr
) -> ir.Expr:
    if name not in known:
        builder.refuse(e, f"{prefix}.{name} is outside the dialect")
    if name in ("encode", "decode"):
        for argument in e.args:
            if not (isinstance(argument, StrExpr) and argument.value.lower() in ("utf-8", "utf8")):
                builder.refuse(e, f"{prefix}.{name} knows only utf-8; call a codec function for others")
        return builder.support_call(f"{prefix}_{name}", [x], e)
    if name == "index":
        name = "index_of"  # str_index is s[i]
    function = role_function(builder.world, f"{prefix}_{name}")
    builder.positional(e, 0, len(function.params) - 1, f"{prefix}.{name}")
    if name in ("startswith", "endswith") and e.args and isinstance(e.args[0], TupleExpr):
        body: list[ir.Stmt] = []
        kept = builder.keep(x, body, e.line)
        tests = [
            builder.support_call(f"{prefix}_{name}", [kept, builder.expr(i)], e)
            for i in e.args[0].items
        ]
        result = tests[0]
        for test in tests[1:]:
            result = builder.logic("||", result, test)
        return builder.wrap_body(body, result)
    args = [x] + [builder.value(a, p.ty) for a, p in zip(e.args, function.params[1:])]
    return builder.support_call(f"{prefix}_{name}", args, e)


def list_method(builder: Builder, x: ir.Expr, ty: ListTy, name: str, e: CallExpr) -> ir.Expr:
    item = ty.item
    n = len(e.args)
    builder.positional(e, 0, 2, f"list.{name}")
    if name in ("append", "remove") and n == 1:
        return builder.prim(VOID, f"list_{name}", x, builder.value(e.args[0], item))
    if name == "pop" and n == 0:
        return builder.prim(item, "list_pop_last", x)
    if name == "pop" and n == 1:
        return builder.prim(item, "list_pop", x, builder.value(e.args[0], INT))
    if name == "insert" and n == 2:
        return builder.prim(VOID, "list_insert", x, builder.value(e.args[0], INT), builder.value(e.args[1], item))
    if name == "extend" and n == 1:
        other = builder.expr(e.args[0], ty)
        if isinstance(other.ty, ArrayTy) and other.ty.item == item:
            return builder.prim(VOID, "list_extend_array", x, other)
        return builder.prim(VOID, "list_extend", x, builder.coerce(other, ty, e))
    if name in ("clear", "reverse") and n == 0:
        return builder.prim(VOID, f"list_{name}", x)
    if name == "copy" and n == 0:
        return builder.prim(ty, "list_copy", x)
    if name in ("index", "count") and n == 1:
        return builder.prim(INT, f"list_{name}", x, builder.value(e.args[0], item))
    builder.refuse(e, f"list.{name} with {n} arguments is outside the dialect")


def dict_method(builder: Builder, x: ir.Expr, ty: DictTy, name: str, e: CallExpr) -> ir.Expr:
    n = len(e.args)
    builder.positional(e, 0, 2, f"dict.{name}")
    if name == "get" and n == 1:
        if ty.item in (INT, FLOAT, BOOL):
            return builder.prim(OptionalTy(ty.item), "dict_find", x, builder.value(e.args[0], ty.key))
        if not (ty.item.pointer or isinstance(ty.item, FuncTy) or ty.item in (NATIVE, LAYOUT)):
            builder.refuse(e, f"dict.get of a {ty.item} needs a default (there is no None for it)")
        return builder.prim(
            ty.item, "dict_get_or", x, builder.value(e.args[0], ty.key), ir.Const(ty.item, None)
        )
    if name in ("get", "setdefault", "pop") and n == 2:
        row = {"get": "dict_get_or", "setdefault": "dict_setdefault", "pop": "dict_pop_or"}[name]
        return builder.prim(ty.item, row, x, builder.value(e.args[0], ty.key), builder.value(e.args[1], ty.item))
    if name == "pop" and n == 1:
        return builder.prim(ty.item, "dict_pop", x, builder.value(e.args[0], ty.key))
    if name == "update" and n == 1:
        return builder.prim(VOID, "dict_update", x, builder.value(e.args[0], ty))
    if name == "clear" and n == 0:
        return builder.prim(VOID, "dict_clear", x)
    if name == "copy" and n == 0:
        return builder.prim(ty, "dict_copy", x)
    if name == "keys" and n == 0:
        return builder.prim(ListTy(ty.key), "table_keys", x)
    if name == "values" and n == 0:
        return builder.prim(ListTy(ty.item), "dict_values", x)
    builder.refuse(e, f"dict.{name} with {n} arguments is outside the dialect here")


def set_method(builder: Builder, x: ir.Expr, ty: SetTy, name: str, e: CallExpr) -> ir.Expr:
    n = len(e.args)
    builder.positional(e, 0, 1, f"set.{name}")
    if name in ("add", "discard", "remove") and n == 1:
        return builder.prim(VOID, f"set_{name}", x, builder.value(e.args[0], ty.item))
    if name == "update" and n == 1:
        return builder.prim(VOID, "dict_update", x, builder.value(e.args[0], ty))
    if name == "clear" and n == 0:
        return builder.prim(VOID, "dict_clear", x)
    if name == "copy" and n == 0:
        return builder.prim(ty, "dict_copy", x)
    builder.refuse(e, f"set.{name} with {n} arguments is outside the dialect")
