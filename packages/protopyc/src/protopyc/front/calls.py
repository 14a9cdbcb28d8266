"""Calls: of the program's functions and classes, of the dialect's names, of methods of built-in types."""

from __future__ import annotations

from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    CallExpr,
    Context,
    Decorator,
    Expression,
    FuncDef,
    IndexExpr,
    IntExpr,
    LambdaExpr,
    ListExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    OpExpr,
    RefExpr,
    StrExpr,
    SuperExpr,
    TupleExpr,
    TypeApplication,
    TypeInfo,
    UnaryExpr,
    Var,
)

from protodialect import types as dialect
from protopyc.cxx.primitives import DIRECT
from protopyc.front.expressions import ExpressionBuilder
from protopyc.front.world import BUILTIN_EXCEPTIONS
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    I16,
    I32,
    INT,
    LAYOUT,
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
    SetTy,
    TrailingTy,
    TupleTy,
    Ty,
)
from protopyc.program import ClassDecl

NARROWING = {"u8": U8, "u16": U16, "u32": U32, "i16": I16, "i32": I32}

STR_METHODS = frozenset(
    """
    startswith endswith find rfind index rindex count split rsplit splitlines join strip lstrip
    rstrip replace lower upper isdigit isalpha isalnum isspace isidentifier isprintable isupper
    islower isdecimal isnumeric isascii partition rpartition encode casefold title capitalize
    swapcase expandtabs zfill ljust rjust center removeprefix removesuffix
    """.split()
)
"""s.NAME(...) is protocore/strings.py's str_NAME(s, ...)."""

BYTES_METHODS = frozenset("find rfind startswith endswith join decode split count replace strip hex".split())
"""b.NAME(...) is protocore/bytestrings.py's bytes_NAME(b, ...)."""


class CallBuilder(ExpressionBuilder):
    def x_CallExpr(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        if e.analyzed is not None:  # cast(T, x)
            return self.expr(e.analyzed, hint)
        if any(k not in (ARG_POS, ARG_NAMED) for k in e.arg_kinds):
            self.refuse(e, "* and ** in a call are outside the dialect; pass the arguments one by one")
        callee = e.callee
        if isinstance(callee, TypeApplication):
            callee = callee.expr
        if isinstance(callee, IndexExpr) and isinstance(callee.analyzed, TypeApplication):
            callee = callee.analyzed.expr
        if isinstance(callee, SuperExpr):
            return self.super_call(e, callee)
        if (
            isinstance(callee, MemberExpr)
            and isinstance(callee.expr, StrExpr)
            and callee.name in ("join", "format")
        ):
            string = self.format_string(e, callee)
            if string is not None:
                return string
        if isinstance(callee, RefExpr):
            module, _, name = callee.fullname.rpartition(".")
            if module == "builtins" and not isinstance(callee.node, Var):
                return self.builtin_call(name, e, hint)
            if module == "typing" and name == "cast":
                self.refuse(e, "cast of this form; write cast(T, x)")
            if module == "protodialect.types" or module == "protodialect.unsafe":
                return self.dialect_call(name, e, hint)
            if module == "math":
                return self.math_call(name, e)
            node = callee.node
            if isinstance(node, Decorator):
                node = node.func
            if isinstance(node, TypeInfo):
                return self.construct(node, e)
            if isinstance(node, FuncDef) and (
                not node.info or (isinstance(callee, MemberExpr) and self.is_class_ref(callee.expr))
            ):
                return self.function_call(node, e)
            if isinstance(node, Var) and self.is_global(callee):
                return self.pointer_call(self.expr(callee), e)
        if isinstance(callee, MemberExpr):
            if isinstance(callee.expr, RefExpr) and isinstance(callee.expr.node, MypyFile):
                return self.pointer_call(self.expr(callee), e)
            return self.method_call(callee, e, hint)
        return self.pointer_call(self.expr(callee), e)

    def is_class_ref(self, e: Expression) -> bool:
        return isinstance(e, RefExpr) and isinstance(e.node, TypeInfo)

    # --- arguments --------------------------------------------------------------------------------------
    # --------------------

    def arguments(
        self, function: ir.Function, e: CallExpr, receiver: ir.Expr | None
    ) -> tuple[list[ir.Stmt], list[ir.Expr]]:
        """The arguments in the order of the parameters; the statements, if any, evaluate them in the order
        written."""
        definition = self.world.defs[function]
        names = [a.variable.name for a in definition.arguments]
        places: dict[int, Expression] = {}
        offset = 1 if receiver is not None else 0
        order: list[int] = []
        for index, (argument, name) in enumerate(zip(e.args, e.arg_names)):
            place = names.index(name) if name is not None else index + offset
            places[place] = argument
            order.append(place)
        values: dict[int, ir.Expr] = {}
        for place in order:
            if place >= len(function.params):
                self.refuse(e, f"{function.name} takes {len(function.params) - offset} arguments")
            values[place] = self.value(places[place], function.params[place].ty)
        body: list[ir.Stmt] = []
        if order != sorted(order):
            for place in order:
                values[place] = self.keep(values[place], body, e.line)
        result: list[ir.Expr] = []
        for place, param in enumerate(function.params):
            if place == 0 and receiver is not None:
                result.append(self.coerce(receiver, param.ty, e))
            elif place in values:
                result.append(values[place])
            else:
                initializer = definition.arguments[place].initializer
                if initializer is None:
                    self.refuse(e, f"{function.name} needs an argument for {names[place]}")
                result.append(self.coerce(self.default_value(initializer, function, e), param.ty, e))
        return body, result

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

    # --- functions, pointers, constructors
    # ------------------------------------------------------------------------------------

    def function_call(self, node: FuncDef, e: CallExpr) -> ir.Expr:
        module = node.info.module_name if node.info else node.fullname.rpartition(".")[0]
        if not self.world.ours(module):
            self.refuse(e, f"{node.fullname} is not a dialect function")
        function = self.world.function(node)
        body, args = self.arguments(function, e, None)
        return self.wrap_body(body, ir.Call(function.result, function, args))

    def math_call(self, name: str, e: CallExpr) -> ir.Expr:
        """math.NAME on floats where libm means the same."""
        simple = (
            "sqrt",
            "sin",
            "cos",
            "tan",
            "atan",
            "atan2",
            "exp",
            "log",
            "log2",
            "log10",
            "fabs",
            "fmod",
            "pow",
            "asin",
            "acos",
            "sinh",
            "cosh",
            "tanh",
            "asinh",
            "acosh",
            "atanh",
            "expm1",
            "log1p",
            "erf",
            "erfc",
            "cbrt",
            "exp2",
            "hypot",
            "copysign",
            "nextafter",
            "remainder",
        )
        if name in ("isnan", "isinf", "isfinite"):
            return self.prim(BOOL, "raw_call", self.value(e.args[0], FLOAT), extra=["__builtin_" + name])
        if name in ("floor", "ceil", "trunc"):
            return self.prim(
                INT, "int_of_float", self.prim(FLOAT, "raw_call", self.value(e.args[0], FLOAT), extra=[name])
            )
        if name == "ldexp":
            return self.prim(FLOAT, "ldexp", self.value(e.args[0], FLOAT), self.value(e.args[1], INT))
        if name not in simple:
            self.refuse(e, f"math.{name} is outside the dialect")
        return self.prim(FLOAT, "raw_call", *[self.value(a, FLOAT) for a in e.args], extra=[name])

    def pointer_call(self, pointer: ir.Expr, e: CallExpr) -> ir.Expr:
        if isinstance(pointer, ir.FunctionRef):
            body, args = self.arguments(pointer.function, e, None)
            return self.wrap_body(body, ir.Call(pointer.function.result, pointer.function, args))
        if pointer.ty == NATIVE:
            self.refuse(e, "a NativeFn is called through call_native0 ... call_native8")
        if not isinstance(pointer.ty, FuncTy):
            self.refuse(e, f"{pointer.ty} cannot be called in the dialect")
        self.positional(e, len(pointer.ty.params), len(pointer.ty.params), "a call through a Callable")
        args = [self.value(a, t) for a, t in zip(e.args, pointer.ty.params)]
        return ir.CallPointer(pointer.ty.result, pointer, args, list(pointer.ty.params))

    def construct(self, info: TypeInfo, e: CallExpr) -> ir.Expr:
        if any(b.fullname == "enum.IntEnum" for b in info.mro):
            return self.value(e.args[0], INT)
        decl = self.world.class_of_info(info)
        if decl.is_context:
            self.refuse(e, "contexts are made by protocore/threads.py, not by a call")
        self.world.make_live(decl)
        ty = ClassTy(decl)
        t = self.temp(ty)
        body: list[ir.Stmt] = [ir.Eval(e.line, t, ir.New(ty, decl, self.own_shape(decl, e)))]
        body += self.initialise(info, decl, ir.Get(ty, t), e)
        return ir.Walrus(ty, body, ir.Get(ty, t))

    def own_shape(self, decl: ClassDecl, e: Expression) -> ir.Expr | None:
        """The Shape that set_instance_shape gave this class at module level, if any."""
        shape = dialect.INSTANCE_SHAPES.get(decl.host) if decl.host is not None else None
        if shape is None:
            return None
        ty = self.shape_ty()
        return ir.Frozen(ty, self.world.root(shape, ty, f"shape_of_{decl.module}.{decl.name}", self.where(e)))

    def initialise(
        self, info: TypeInfo, decl: ClassDecl, obj: ir.Expr, e: CallExpr, skip_first: bool = False
    ) -> list[ir.Stmt]:
        """The call of `__init__` on a new object."""
        mro = info.mro[1:] if skip_first else info.mro
        for ancestor in mro:
            symbol = ancestor.names.get("__init__")
            if symbol is None or ancestor.fullname == "builtins.object":
                continue
            if not self.world.ours(ancestor.module_name):
                return self.set_message(obj, e)
            node = symbol.node.func if isinstance(symbol.node, Decorator) else symbol.node
            assert isinstance(node, FuncDef)
            function = self.world.function(node)
            body, args = self.arguments(function, e, obj)
            return [*body, ir.Eval(e.line, None, ir.Call(function.result, function, args))]
        if e.args:
            self.refuse(e, f"{info.name} takes no arguments")
        return []

    def set_message(self, obj: ir.Expr, e: CallExpr) -> list[ir.Stmt]:
        """Exception.__init__: one str, the message."""
        if not e.args:
            return []
        assert isinstance(obj.ty, ClassTy)
        self.positional(e, 0, 1, "an exception")
        message = self.expr(e.args[0])
        if message.ty == INT:
            message = self.support_call("int_to_str", [message], e)
        field = self.world.layout(obj.ty.decl).find_field("message")
        assert field is not None
        return [ir.SetField(e.line, obj, field, self.coerce(message, STR, e))]

    def super_call(self, e: CallExpr, callee: SuperExpr) -> ir.Expr:
        info = callee.info
        assert info is not None and self.function.owner is not None
        receiver = ir.Get(self.function.params[0].ty, self.function.params[0])
        decl = self.function.owner
        if callee.name == "__init__":
            body = self.initialise(info, decl, receiver, e, skip_first=True)
            return ir.Walrus(VOID, body, ir.Const(VOID, None))
        for ancestor in info.mro[1:]:
            symbol = ancestor.names.get(callee.name)
            if symbol is not None:
                node = symbol.node.func if isinstance(symbol.node, Decorator) else symbol.node
                if isinstance(node, FuncDef) and self.world.ours(ancestor.module_name):
                    function = self.world.function(node)
                    body, args = self.arguments(function, e, receiver)
                    return self.wrap_body(body, ir.Call(function.result, function, args))
        self.refuse(e, f"super().{callee.name} is not a method of a dialect class")

    # --- methods ----------------------------------------------------------------------------------------
    # --------------------

    def method_call(self, callee: MemberExpr, e: CallExpr, hint: Ty | None) -> ir.Expr:
        if self.is_class_ref(callee.expr):
            assert isinstance(callee.expr, RefExpr) and isinstance(callee.expr.node, TypeInfo)
            method = self.world.find_method(callee.expr.node, callee.name)
            if method is not None and self.world.ours(method.info.module_name):
                return self.function_call(method, e)
        x = self.expr(callee.expr)
        name = callee.name
        if isinstance(x.ty, ClassTy):
            return self.object_method(x, name, callee, e)
        if x.ty == STR:
            return self.text_method(x, "str", "strings", name, STR_METHODS, e)
        if x.ty == BYTES:
            return self.text_method(x, "bytes", "bytestrings", name, BYTES_METHODS, e)
        if isinstance(x.ty, ListTy):
            return self.list_method(x, x.ty, name, e)
        if isinstance(x.ty, DictTy):
            return self.dict_method(x, x.ty, name, e)
        if isinstance(x.ty, SetTy):
            return self.set_method(x, x.ty, name, e)
        if x.ty == VALUEPTR and name == "offset":
            return self.prim(VALUEPTR, "offset", x, self.value(e.args[0], INT))
        if x.ty == LAYOUT and name == "user_variant":
            return self.prim(LAYOUT, "user_layout", x)
        self.refuse(e, f"{x.ty}.{name} is outside the dialect")

    def object_method(self, x: ir.Expr, name: str, callee: MemberExpr, e: CallExpr) -> ir.Expr:
        assert isinstance(x.ty, ClassTy)
        field = self.world.layout(x.ty.decl).find_field(name)
        if field is not None:
            return self.pointer_call(self.expr(callee), e)
        info = self.receiver_info(callee.expr, x)
        node = self.world.find_method(info, name)
        if node is None or not self.world.ours(node.info.module_name):
            self.refuse(e, f"class {x.ty} has no method {name} in the dialect")
        function = self.world.function(node)
        if function.is_static:
            body, args = self.arguments(function, e, None)
            return self.wrap_body(body, ir.Call(function.result, function, args))
        body, args = self.arguments(function, e, x)
        if name == "__init__" or not self.world.is_overridden(info, name):
            return self.wrap_body(body, ir.Call(function.result, function, args))
        slot = self.world.virtual_slot(info, name)
        args = [self.coerce(a, t, e) for a, t in zip(args, slot.params)]
        call: ir.Expr = ir.CallVirtual(slot.result, slot, args)
        if slot.result != function.result:
            call = self.coerce(call, function.result, e)
        return self.wrap_body(body, call)

    def text_method(
        self, x: ir.Expr, prefix: str, module: str, name: str, known: frozenset[str], e: CallExpr
    ) -> ir.Expr:
        if name not in known:
            self.refuse(e, f"{prefix}.{name} is outside the dialect")
        if name in ("encode", "decode"):
            for argument in e.args:
                if not (isinstance(argument, StrExpr) and argument.value.lower() in ("utf-8", "utf8")):
                    self.refuse(e, f"{prefix}.{name} knows only utf-8; call a codec function for others")
            return self.support_call(f"{prefix}_{name}", [x], e, module)
        if name == "index":
            name = "index_of"  # str_index is s[i]
        function = self.str_function(f"{prefix}_{name}", e, module)
        self.positional(e, 0, len(function.params) - 1, f"{prefix}.{name}")
        if name in ("startswith", "endswith") and e.args and isinstance(e.args[0], TupleExpr):
            body: list[ir.Stmt] = []
            kept = self.keep(x, body, e.line)
            tests = [
                self.support_call(f"{prefix}_{name}", [kept, self.expr(i)], e, module)
                for i in e.args[0].items
            ]
            result = tests[0]
            for test in tests[1:]:
                result = self.logic("||", result, test)
            return self.wrap_body(body, result)
        args = [x] + [self.value(a, p.ty) for a, p in zip(e.args, function.params[1:])]
        return self.support_call(f"{prefix}_{name}", args, e, module)

    def list_method(self, x: ir.Expr, ty: ListTy, name: str, e: CallExpr) -> ir.Expr:
        item = ty.item
        n = len(e.args)
        self.positional(e, 0, 2, f"list.{name}")
        if name in ("append", "remove") and n == 1:
            return self.prim(VOID, f"list_{name}", x, self.value(e.args[0], item))
        if name == "pop" and n == 0:
            return self.prim(item, "list_pop_last", x)
        if name == "pop" and n == 1:
            return self.prim(item, "list_pop", x, self.value(e.args[0], INT))
        if name == "insert" and n == 2:
            return self.prim(VOID, "list_insert", x, self.value(e.args[0], INT), self.value(e.args[1], item))
        if name == "extend" and n == 1:
            other = self.expr(e.args[0], ty)
            if isinstance(other.ty, ArrayTy) and other.ty.item == item:
                return self.prim(VOID, "list_extend_array", x, other)
            return self.prim(VOID, "list_extend", x, self.coerce(other, ty, e))
        if name in ("clear", "reverse") and n == 0:
            return self.prim(VOID, f"list_{name}", x)
        if name == "copy" and n == 0:
            return self.prim(ty, "list_copy", x)
        if name in ("index", "count") and n == 1:
            return self.prim(INT, f"list_{name}", x, self.value(e.args[0], item))
        self.refuse(e, f"list.{name} with {n} arguments is outside the dialect")

    def dict_method(self, x: ir.Expr, ty: DictTy, name: str, e: CallExpr) -> ir.Expr:
        n = len(e.args)
        self.positional(e, 0, 2, f"dict.{name}")
        if name == "get" and n == 1:
            if ty.item in (INT, FLOAT, BOOL):
                return self.prim(OptionalTy(ty.item), "dict_find", x, self.value(e.args[0], ty.key))
            if not (ty.item.pointer or isinstance(ty.item, FuncTy) or ty.item in (NATIVE, LAYOUT)):
                self.refuse(e, f"dict.get of a {ty.item} needs a default (there is no None for it)")
            return self.prim(
                ty.item, "dict_get_or", x, self.value(e.args[0], ty.key), ir.Const(ty.item, None)
            )
        if name in ("get", "setdefault", "pop") and n == 2:
            row = {"get": "dict_get_or", "setdefault": "dict_setdefault", "pop": "dict_pop_or"}[name]
            return self.prim(ty.item, row, x, self.value(e.args[0], ty.key), self.value(e.args[1], ty.item))
        if name == "pop" and n == 1:
            return self.prim(ty.item, "dict_pop", x, self.value(e.args[0], ty.key))
        if name == "update" and n == 1:
            return self.prim(VOID, "dict_update", x, self.value(e.args[0], ty))
        if name == "clear" and n == 0:
            return self.prim(VOID, "dict_clear", x)
        if name == "copy" and n == 0:
            return self.prim(ty, "dict_copy", x)
        if name == "keys" and n == 0:
            return self.prim(ListTy(ty.key), "table_keys", x)
        if name == "values" and n == 0:
            return self.prim(ListTy(ty.item), "dict_values", x)
        self.refuse(e, f"dict.{name} with {n} arguments is outside the dialect here")

    def set_method(self, x: ir.Expr, ty: SetTy, name: str, e: CallExpr) -> ir.Expr:
        n = len(e.args)
        self.positional(e, 0, 1, f"set.{name}")
        if name in ("add", "discard", "remove") and n == 1:
            return self.prim(VOID, f"set_{name}", x, self.value(e.args[0], ty.item))
        if name == "update" and n == 1:
            return self.prim(VOID, "dict_update", x, self.value(e.args[0], ty))
        if name == "clear" and n == 0:
            return self.prim(VOID, "dict_clear", x)
        if name == "copy" and n == 0:
            return self.prim(ty, "dict_copy", x)
        self.refuse(e, f"set.{name} with {n} arguments is outside the dialect")

    # --- f-strings --------------------------------------------------------------------------------------
    # ----------------------

    def format_string(self, e: CallExpr, callee: MemberExpr) -> ir.Expr | None:
        """mypy parses f"a{x}" to "".join(["a", "{:{}}".format(x, "")])."""
        assert isinstance(callee.expr, StrExpr)
        if callee.name == "format" and callee.expr.value in ("{:{}}", "{!s:{}}") and len(e.args) == 2:
            return self.format_part(e)
        if (
            callee.name != "join"
            or callee.expr.value != ""
            or len(e.args) != 1
            or not isinstance(e.args[0], ListExpr)
            or e.args[0].line != e.line
        ):
            return None
        items = e.args[0].items
        if not any(
            isinstance(i, CallExpr) and isinstance(i.callee, MemberExpr) and i.callee.name == "format"
            for i in items
        ):
            return None
        parts = [self.coerce(self.expr(i), STR, i) for i in items]
        if len(parts) <= 3:
            result = parts[0]
            for part in parts[1:]:
                result = self.support_call("str_concat", [result, part], e)
            return result
        ty = ListTy(STR)
        t = self.temp(ty)
        body: list[ir.Stmt] = [
            ir.Eval(e.line, t, self.prim(ty, "list_new", types=[ty], extra=[str(len(parts))]))
        ]
        for part in parts:
            body.append(ir.Eval(e.line, None, self.prim(VOID, "list_push", ir.Get(ty, t), part)))
        empty = ir.Frozen(STR, self.world.literal("", self.where(e)))
        return ir.Walrus(STR, body, self.support_call("str_join", [empty, ir.Get(ty, t)], e))

    def format_part(self, e: CallExpr) -> ir.Expr:
        spec = e.args[1]
        if not (isinstance(spec, StrExpr) and spec.value == ""):
            self.refuse(
                e, "format specs in f-strings are outside the dialect; format the part with a function"
            )
        return self.to_str(e.args[0], "an f-string")

    def to_str(self, e: Expression, what: str) -> ir.Expr:
        x = self.number(self.expr(e))
        if x.ty == STR:
            if not self.is_optional(e):
                return x
            body: list[ir.Stmt] = []
            kept = self.keep(x, body, e.line)
            none = ir.Frozen(STR, self.world.literal("None", self.where(e)))
            return self.wrap_body(body, ir.Choose(STR, self.not_null(kept), kept, none))
        if x.ty == BOOL:
            words: list[ir.Expr] = [
                ir.Frozen(STR, self.world.literal(w, self.where(e))) for w in ("True", "False")
            ]
            return ir.Choose(STR, x, words[0], words[1])
        if x.ty == INT:
            return self.support_call("int_to_str", [x], e)
        if (
            isinstance(x.ty, ClassTy)
            and x.ty.decl.find_field("message") is not None
            and self.is_exception(x.ty.decl)
        ):
            field = x.ty.decl.find_field("message")
            assert field is not None
            body = []
            kept = self.keep(ir.Field(STR, x, field), body, e.line)
            empty = ir.Frozen(STR, self.world.literal("", self.where(e)))
            return self.wrap_body(body, ir.Choose(STR, self.not_null(kept), kept, empty))
        self.refuse(e, f"{what} of {x.ty} is outside the dialect (str and int are inside)")

    def is_exception(self, decl: ClassDecl) -> bool:
        return decl.is_subclass(self.world.exception_class("Exception"))

    # --- builtins ---------------------------------------------------------------------------------------
    # ------------------------

    def builtin_call(self, name: str, e: CallExpr, hint: Ty | None) -> ir.Expr:
        method = getattr(self, "b_" + name, None)
        if method is not None:
            result: ir.Expr = method(e, hint)
            return result
        if name in BUILTIN_EXCEPTIONS:
            decl = self.world.exception_class(name)
            ty = ClassTy(decl)
            t = self.temp(ty)
            body: list[ir.Stmt] = [ir.Eval(e.line, t, ir.New(ty, decl)), *self.set_message(ir.Get(ty, t), e)]
            return ir.Walrus(ty, body, ir.Get(ty, t))
        self.refuse(e, f"{name}() is outside the dialect")

    def b_len(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        x = self.expr(e.args[0])
        if x.ty in (STR, BYTES) or isinstance(x.ty, (ListTy, DictTy, SetTy, ArrayTy)):
            return self.prim(INT, "length", x)
        if isinstance(x.ty, TrailingTy):
            length = self.trailing_length(x)
            if length is not None:
                return length
        self.refuse(e, f"len of {x.ty} is outside the dialect")

    def b_ord(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        argument = e.args[0]
        if isinstance(argument, IndexExpr) and type(argument.index).__name__ != "SliceExpr":
            base = self.expr(argument.base)
            if base.ty == STR:
                return self.support_call("str_ord_at", [base, self.value(argument.index, INT)], e)
        if isinstance(argument, StrExpr) and len(argument.value) == 1:
            return self.int(ord(argument.value))
        return self.support_call("str_ord_at", [self.value(argument, STR), self.int(0)], e)

    def b_chr(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.support_call("str_chr", [self.value(e.args[0], INT)], e)

    def b_abs(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        x = self.number(self.expr(e.args[0]))
        if x.ty not in (INT, FLOAT):
            self.refuse(e, f"abs of {x.ty} is outside the dialect")
        return self.prim(x.ty, "abs", x)

    def b_min(self, e: CallExpr, hint: Ty | None, name: str = "min") -> ir.Expr:
        self.positional(e, 2, 8, name)
        items = [self.number(self.expr(a)) for a in e.args]
        ty = FLOAT if any(i.ty == FLOAT for i in items) else INT
        result = self.coerce(items[0], ty, e)
        for item in items[1:]:
            result = self.prim(ty, name, result, self.coerce(item, ty, e), types=[ty])
        return result

    def b_max(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.b_min(e, hint, "max")

    def b_int(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        self.positional(e, 1, 2, "int")
        x = self.number(self.expr(e.args[0]))
        if x.ty == FLOAT:
            return self.prim(INT, "int_of_float", x)
        if x.ty in (INT, BOOL):
            return self.coerce(x, INT, e)
        if x.ty == STR:
            return self.support_call("str_to_int", [x, *[self.value(a, INT) for a in e.args[1:]]], e)
        self.refuse(e, f"int of {x.ty} is outside the dialect")

    def b_float(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        self.positional(e, 1, 1, "float")
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
        x = self.number(self.expr(argument))
        if x.ty in (INT, BOOL, FLOAT):
            return self.coerce(x, FLOAT, e)
        if x.ty == STR:  # of what is known to be a float literal
            return self.prim(FLOAT, "float_of_literal", x)
        self.refuse(e, f"float of {x.ty} is outside the dialect; the runtime parses floats itself")

    def b_bool(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        self.positional(e, 1, 1, "bool")
        return self.truth(e.args[0])

    def b_str(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        self.positional(e, 1, 1, "str")
        return self.to_str(e.args[0], "str()")

    def b_hash(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        x = self.expr(e.args[0])
        if x.ty in (STR, BYTES):
            return self.prim(INT, "str_hash" if x.ty == STR else "bytes_hash", x)
        self.refuse(e, f"hash of {x.ty} is outside the dialect")

    def b_sorted(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        self.positional(e, 1, 1, "sorted")
        x = self.expr(e.args[0])
        if isinstance(x.ty, DictTy):
            x = self.prim(ListTy(x.ty.key), "table_keys", x)
        if isinstance(x.ty, SetTy):
            x = self.prim(ListTy(x.ty.item), "table_keys", x)
        if not isinstance(x.ty, ListTy) or x.ty.item not in (INT, STR, FLOAT):
            self.refuse(e, f"sorted of {x.ty} is outside the dialect (list of int or str is inside)")
        return self.prim(x.ty, "sorted", x)

    def b_list(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        self.positional(e, 0, 1, "list")
        if not e.args:
            ty = hint if isinstance(hint, ListTy) else self.type_of(e)
            return self.prim(ty, "list_new", types=[ty], extra=["0"])
        x = self.expr(e.args[0])
        if isinstance(x.ty, ListTy):
            is_view = isinstance(x, ir.Prim) and x.name in ("table_keys", "dict_values")
            return x if is_view else self.prim(x.ty, "list_copy", x)
        if isinstance(x.ty, DictTy):
            return self.prim(ListTy(x.ty.key), "table_keys", x)
        if isinstance(x.ty, SetTy):
            return self.prim(ListTy(x.ty.item), "table_keys", x)
        self.refuse(e, f"list of {x.ty} is outside the dialect; write a list comprehension")

    def b_set(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        self.positional(e, 0, 0, "set")
        ty = hint if isinstance(hint, SetTy) else self.type_of(e)
        return self.prim(ty, "dict_make", types=[ty])

    def b_dict(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        self.positional(e, 0, 0, "dict")
        ty = hint if isinstance(hint, DictTy) else self.type_of(e)
        return self.prim(ty, "dict_make", types=[ty])

    def b_isinstance(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        x = self.expr(e.args[0])
        if isinstance(x, ir.Cast) and isinstance(x.ty, ClassTy):  # mypy may have narrowed already
            x = x.operand
        if not isinstance(x.ty, ClassTy):
            self.refuse(
                e,
                f"isinstance of {x.ty} is outside the dialect"
                + ("; use try_as(C, v)" if x.ty == VALUE else ""),
            )
        classes = e.args[1].items if isinstance(e.args[1], TupleExpr) else [e.args[1]]
        body: list[ir.Stmt] = []
        kept = self.keep(x, body, e.line)
        test: ir.Expr = ir.FALSE
        for c in classes:
            if not (isinstance(c, RefExpr) and isinstance(c.node, TypeInfo)):
                self.refuse(e, "isinstance needs the name of a class, or a tuple of names")
            one: ir.Expr = ir.IsInstance(BOOL, kept, self.world.class_of_info(c.node))
            test = one if test is ir.FALSE else self.logic("||", test, one)
        if self.is_optional(e.args[0]):
            test = self.logic("&&", self.not_null(kept), test)
        return self.wrap_body(body, test)

    def b_print(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        """Debug output: the arguments, spaces between, a newline."""
        if any(n is not None for n in e.arg_names):
            self.refuse(e, "print takes no keyword arguments in the dialect (it is for debugging)")
        body: list[ir.Stmt] = []
        values = []
        for a in e.args:
            x = self.number(self.expr(a))
            if x.ty not in (STR, INT, FLOAT, BOOL, BYTES):
                self.refuse(a, f"print of {x.ty} is outside the dialect")
            values.append(self.keep(x, body, e.line))
        for index, x in enumerate(values):
            if index:
                body.append(ir.Eval(e.line, None, self.prim(VOID, "print_char", extra=["' '"])))
            name = {
                STR: "print_str",
                INT: "print_int",
                FLOAT: "print_float",
                BOOL: "print_bool",
                BYTES: "print_bytes",
            }[x.ty]  # type: ignore[index]
            body.append(ir.Eval(e.line, None, self.prim(VOID, name, x)))
        body.append(ir.Eval(e.line, None, self.prim(VOID, "print_char", extra=["'\\n'"])))
        return ir.Walrus(VOID, body, ir.Const(VOID, None))

    def b_range(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        self.refuse(e, "range is for `for` loops only in the dialect")

    # --- protodialect.types and protodialect.unsafe
    # -----------------------------------------------------------------------------------------

    def dialect_call(self, name: str, e: CallExpr, hint: Ty | None) -> ir.Expr:
        if name in NARROWING:
            x = self.number(self.expr(e.args[0])) if e.args else self.int(0)
            return ir.Cast(NARROWING[name], self.coerce(x, INT, e))
        if name in DIRECT:
            kinds: dict[str, Ty] = {
                "int": INT,
                "bool": BOOL,
                "float": FLOAT,
                "void": VOID,
                "ovf": TupleTy((INT, BOOL)),
            }
            args = []
            for index, a in enumerate(e.args):
                wants_float = (name == "float_bits") or (name == "storef64" and index == 1)
                args.append(self.value(a, FLOAT if wants_float else INT))
            return ir.Prim(kinds[DIRECT[name]], "pp_" + name, args)
        method = getattr(self, "d_" + name, None)
        if method is None:
            if name.startswith("call_native"):
                return self.call_native(e)
            self.refuse(e, f"{name}() is not known to protopyc")
        if any(n is not None for n in e.arg_names):
            self.refuse(e, f"{name} takes no keyword arguments")
        result: ir.Expr = method(e, hint)
        return result

    def class_argument(self, e: Expression) -> TypeInfo:
        if isinstance(e, RefExpr) and isinstance(e.node, TypeInfo):
            return e.node
        self.refuse(e, "the name of a class is needed here")

    def class_ty(self, e: Expression) -> Ty:
        info = self.class_argument(e)
        if info.fullname == "builtins.str":
            return STR
        if info.fullname == "builtins.bytes":
            return BYTES
        return ClassTy(self.world.class_of_info(info))

    def call_native(self, e: CallExpr) -> ir.Expr:
        pointer = self.value(e.args[0], NATIVE)
        args = []
        for a in e.args[1:]:
            x = self.expr(a)
            if x.ty != VALUE:
                if not (x.ty.pointer or x.ty == VALUEPTR or (isinstance(x, ir.Const) and x.ty == NONE)):
                    self.refuse(
                        a, f"an argument of call_native is one word (Value, a class, str ...), not {x.ty}"
                    )
                x = ir.Const(VALUE, None) if x.ty == NONE else ir.Cast(VALUE, x)
            args.append(x)
        return ir.CallPointer(VALUE, pointer, args, [VALUE] * len(args))

    def d_Array(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        ty = self.type_of(e)
        if isinstance(hint, ArrayTy):
            ty = hint
        assert isinstance(ty, ArrayTy)
        return self.prim(
            ty, "array_new", self.value(e.args[0], INT), self.value(e.args[1], ty.item), types=[ty.item]
        )

    def d_likely(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(BOOL, "likely", self.truth(e.args[0]))

    def d_unlikely(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(BOOL, "unlikely", self.truth(e.args[0]))

    def d_wrap(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        x = self.expr(e.args[0])
        if not x.ty.pointer:
            self.refuse(e, f"wrap of {x.ty}; it takes an object, a str or bytes")
        return self.prim(VALUE, "wrap", x)

    def d_unwrap(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        ty = self.class_ty(e.args[0])
        x = self.value(e.args[1], VALUE)
        return self.prim(ty, "unwrap", x, types=[ty])

    def d_try_as(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        ty = self.class_ty(e.args[0])
        x = self.value(e.args[1], VALUE)
        body: list[ir.Stmt] = []
        if ty == STR:
            return self.prim(ty, "try_str", x)
        if ty == BYTES:
            return self.prim(ty, "try_bytes", x)
        assert isinstance(ty, ClassTy)
        return self.wrap_body(body, self.prim(ty, "try_as", x, types=[ty], extra=[self.id_range(ty.decl)]))

    def d_is_pointer(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(BOOL, "is_pointer", self.value(e.args[0], VALUE))

    def d_require(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        x = self.expr(e.args[0])
        if self.debug and x.ty.pointer:
            return self.prim(x.ty, "require_checked", x, extra=[f'"{self.where(e)}: require() of None"'])
        return x

    def shape_ty(self) -> ClassTy:
        file = self.world.files.get("protopython.protocore.shape")
        symbol = file.names.get("Shape") if file is not None else None
        if symbol is None or not isinstance(symbol.node, TypeInfo):
            raise AssertionError("no protopython.protocore.shape.Shape")
        return ClassTy(self.world.class_of_info(symbol.node))

    def d_shape_of(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(
            self.shape_ty(), "shape_of", self.object_argument(e.args[0]), types=[self.shape_ty()]
        )

    def object_argument(self, e: Expression) -> ir.Expr:
        x = self.expr(e)
        if not x.ty.pointer:
            self.refuse(e, f"an object is needed here, not {x.ty}")
        return x

    def d_set_shape(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(
            VOID, "set_shape", self.object_argument(e.args[0]), self.value(e.args[1], self.shape_ty())
        )

    def d_instance_shape(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        info = self.class_argument(e.args[0])
        host = {"builtins.str": str, "builtins.bytes": bytes}.get(info.fullname) or self.world.host_class(
            info
        )
        shape = dialect.INSTANCE_SHAPES.get(host) if host is not None else None
        if shape is None:
            self.refuse(e, f"no set_instance_shape({info.name}, ...) has run at module level")
        ty = self.shape_ty()
        return ir.Frozen(ty, self.world.root(shape, ty, f"shape_of_{info.fullname}", self.where(e)))

    def d_new_with_shape(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        ty = self.class_ty(e.args[0])
        assert isinstance(ty, ClassTy)
        self.world.make_live(ty.decl)
        return self.prim(ty, "new_with_shape", self.value(e.args[1], self.shape_ty()), types=[ty])

    def d_new_trailing(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        ty = self.class_ty(e.args[0])
        assert isinstance(ty, ClassTy)
        self.world.make_live(ty.decl)
        if ty.decl.trailing is None:
            self.refuse(e, f"class {ty} has no trailing array (a last field `items: Trailing[T]`)")
        shape = self.expr(e.args[1])
        n = self.value(e.args[2], INT)
        if isinstance(shape, ir.Const):
            return self.prim(ty, "new_trailing", n, types=[ty], extra=[self.plain_shape(ty.decl, e)])
        if self.is_optional(e.args[1]):
            self.refuse(e, "new_trailing takes None literally or a Shape that is not None")
        return self.prim(ty, "new_trailing_shape", self.coerce(shape, self.shape_ty(), e), n, types=[ty])

    def plain_shape(self, decl: ClassDecl, e: Expression) -> str:
        """C++ for the ShapeHead* that plain construction gives."""
        shape = dialect.INSTANCE_SHAPES.get(decl.host) if decl.host is not None else None
        if shape is None:
            return f"&{decl.shape_cxx}"
        symbol = self.world.root(shape, self.shape_ty(), f"shape_of_{decl.module}.{decl.name}", self.where(e))
        return f"FROZEN(ShapeHead, {symbol})"

    def d_new_instance(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        ty = self.type_of(e)
        assert isinstance(ty, ClassTy)
        self.world.make_live(ty.decl)
        return self.prim(
            ty, "new_instance", self.value(e.args[0], self.shape_ty()), self.value(e.args[1], INT), types=[ty]
        )

    def d_instance_slots(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(VALUEPTR, "instance_slots", self.object_argument(e.args[0]))

    def d_extra_slots(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(ArrayTy(VALUE), "extra_slots", self.object_argument(e.args[0]))

    def d_set_extra_slots(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(
            VOID, "set_extra_slots", self.object_argument(e.args[0]), self.value(e.args[1], ArrayTy(VALUE))
        )

    def d_layout_of_class(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        info = self.class_argument(e.args[0])
        host = {"builtins.str": str, "builtins.bytes": bytes}.get(info.fullname) or self.world.host_class(
            info
        )
        assert host is not None
        return self.prim(LAYOUT, "raw", extra=[f"(&{self.layout_cxx(host, False)})"])

    def d_user_layout(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(LAYOUT, "user_layout", self.value(e.args[0], LAYOUT))

    def d_array_ptr(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        x = self.expr(e.args[0])
        start = self.value(e.args[1], INT)
        if isinstance(x.ty, TrailingTy):
            return self.prim(VALUEPTR, "trailing_ptr", x, start)
        return self.prim(VALUEPTR, "array_ptr", self.coerce(x, ArrayTy(VALUE), e), start)

    def d_copy_values(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(
            VOID,
            "copy_values",
            self.value(e.args[0], VALUEPTR),
            self.value(e.args[1], VALUEPTR),
            self.value(e.args[2], INT),
        )

    def d_saved_registers(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(
            ArrayTy(VALUE),
            "saved_registers",
            self.value(e.args[0], VALUEPTR),
            self.value(e.args[1], INT),
            self.value(e.args[2], VALUE),
        )

    def d_fill_values(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(
            VOID,
            "fill_values",
            self.value(e.args[0], VALUEPTR),
            self.value(e.args[1], INT),
            self.value(e.args[2], VALUE),
        )

    def d_copy_array(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        dst, src = self.expr(e.args[0]), self.expr(e.args[2])
        i, j, n = self.value(e.args[1], INT), self.value(e.args[3], INT), self.value(e.args[4], INT)
        if isinstance(dst.ty, ArrayTy) and isinstance(src.ty, ArrayTy) and dst.ty == src.ty:
            return self.prim(VOID, "copy_array", dst, i, src, j, n, types=[dst.ty.item])
        items: list[ir.Expr] = []
        for x in (dst, src):
            if isinstance(x.ty, ArrayTy):
                items.append(self.prim(TrailingTy(x.ty.item), "array_items", x))
            elif isinstance(x.ty, TrailingTy):
                items.append(x)
            else:
                self.refuse(e, f"copy_array of {x.ty}")
        if items[0].ty != items[1].ty:
            self.refuse(e, f"copy_array between {dst.ty} and {src.ty}")
        assert isinstance(items[0].ty, TrailingTy)
        return self.prim(VOID, "copy_items", items[0], i, items[1], j, n, types=[items[0].ty.item])

    def d_context(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        ty = self.type_of(e)
        assert isinstance(ty, ClassTy)
        self.world.make_live(ty.decl)
        return self.prim(ty, "raw", extra=[f"(({ty.cxx})cx)"])

    def d_safepoint(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(VOID, "safepoint")

    def d_release_fence(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(VOID, "release_fence")

    def d_str_char(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "str_char", self.value(e.args[0], STR), self.value(e.args[1], INT))

    def d_str_kind(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "str_kind", self.value(e.args[0], STR))

    def d_str_data(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "str_data", self.value(e.args[0], STR))

    def d_bytes_data(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "bytes_data", self.value(e.args[0], BYTES))

    def d_new_str(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(STR, "new_str", self.value(e.args[0], INT), self.value(e.args[1], INT))

    def d_new_bytes(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(BYTES, "new_bytes", self.value(e.args[0], INT))

    def d_value_bits(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "value_bits", self.value(e.args[0], VALUE))

    def d_bits_value(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(VALUE, "bits_value", self.value(e.args[0], INT))

    def d_address_of(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        x = self.expr(e.args[0])
        return self.prim(INT, "raw_word", x if x.ty == VALUEPTR else self.object_argument(e.args[0]))

    def d_object_at(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        ty = self.class_ty(e.args[0])
        return self.prim(ty, "unwrap", self.value(e.args[1], INT), types=[ty])

    def d_function_address(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "raw_word", self.expr(e.args[0]))

    def d_hash_data(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "hash_data", self.value(e.args[0], INT), self.value(e.args[1], INT))

    def d_symbol(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "symbol", self.value(e.args[0], INT))

    def d_spill(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(VOID, "spill")

    def d_stack_room(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "stack_room")

    def d_errno(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "errno")

    def d_register_base(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(VALUEPTR, "raw", extra=["cx->reg_base"])

    def d_register_top(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(VALUEPTR, "raw", extra=["cx->reg_top"])

    def d_set_register_top(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(VOID, "set_register_top", self.value(e.args[0], VALUEPTR))

    def d_register_room(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        return self.prim(INT, "register_room", self.value(e.args[0], VALUEPTR))
