"""Expressions: mypy's trees to IR trees. One method x_NODE per kind of node; what has none is outside the
dialect."""

from __future__ import annotations

from collections.abc import Callable

from mypy.nodes import (
    AssignmentExpr,
    BytesExpr,
    CallExpr,
    CastExpr,
    ComparisonExpr,
    ConditionalExpr,
    DictExpr,
    Expression,
    FloatExpr,
    FuncDef,
    IndexExpr,
    IntExpr,
    LambdaExpr,
    ListComprehension,
    ListExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    OpExpr,
    RefExpr,
    SetExpr,
    SliceExpr,
    StrExpr,
    TupleExpr,
    TypeInfo,
    UnaryExpr,
    Var,
)
from mypy.types import Instance, get_proper_type

from protopyc.front.base import INT_MAX, BuilderBase
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    INTEGERS,
    LAYOUT,
    NARROW,
    NATIVE,
    NONE,
    STR,
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

COMPARISONS = {"==", "!=", "<", "<=", ">", ">="}
CONTAINERS = (ListTy, DictTy, SetTy, ArrayTy)


class ExpressionBuilder(BuilderBase):
    # --- entry ------------------------------------------------------------------------------------------
    # --------------

    def expr(self, e: Expression, hint: Ty | None = None) -> ir.Expr:
        """The IR of e; `hint` is the type that the place wants (used by literals)."""
        method = getattr(self, "x_" + type(e).__name__, None)
        if method is None:
            self.refuse(e, f"{self.describe(e)} is outside the dialect")
        x: ir.Expr = method(e, hint)
        return self.narrowed(e, x)

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
                want = self.world.convert(t)
            except Exception:
                return x
            if isinstance(want, ClassTy) and want != x.ty and want.decl.is_subclass(x.ty.decl):
                return ir.Cast(want, x)
        return x

    def number(self, x: ir.Expr) -> ir.Expr:
        """Narrow integers are read as int."""
        return ir.Cast(INT, x) if x.ty in NARROW else x

    # --- literals and names
    # ---------------------------------------------------------------------------------------------

    def x_IntExpr(self, e: IntExpr, hint: Ty | None) -> ir.Expr:
        return self.int_constant(e.value, e)

    def x_FloatExpr(self, e: FloatExpr, hint: Ty | None) -> ir.Expr:
        return ir.Const(FLOAT, e.value)

    def x_StrExpr(self, e: StrExpr, hint: Ty | None) -> ir.Expr:
        return ir.Frozen(STR, self.world.literal(e.value, self.where(e)))

    def x_BytesExpr(self, e: BytesExpr, hint: Ty | None) -> ir.Expr:
        value = e.value.encode("latin-1").decode("unicode_escape").encode("latin-1")
        return ir.Frozen(BYTES, self.world.literal(value, self.where(e)))

    def x_NameExpr(self, e: NameExpr, hint: Ty | None) -> ir.Expr:
        if e.fullname == "builtins.True":
            return ir.TRUE
        if e.fullname == "builtins.False":
            return ir.FALSE
        if e.fullname == "builtins.None":
            return ir.Const(NONE, None)
        if isinstance(e.node, Var) and not self.is_global(e):
            local = self.variable(e.node, e)
            return ir.Get(local.ty, local)
        return self.global_value(e)

    def x_MemberExpr(self, e: MemberExpr, hint: Ty | None) -> ir.Expr:
        base = e.expr
        if isinstance(base, RefExpr) and isinstance(base.node, MypyFile):
            return self.global_value(e)
        if isinstance(base, RefExpr) and isinstance(base.node, TypeInfo):
            return self.class_attribute(e, base.node)
        obj = self.expr(base)
        if isinstance(obj.ty, ClassTy):
            decl = self.world.layout(obj.ty.decl)
            field = decl.find_field(e.name)
            if field is not None:
                return self.number(ir.Field(field.ty, obj, field))
            return self.constant_through(e, obj)
        if obj.ty == INT and e.name == "value":
            return obj
        self.refuse(e, f"{obj.ty} has no attribute {e.name} in the dialect")

    def class_attribute(self, e: MemberExpr, info: TypeInfo) -> ir.Expr:
        if isinstance(e.node, Var) or e.node is None:
            host = self.world.host_object(f"{info.fullname}.{e.name}", info.module_name)
            if e.node is None and isinstance(host, int):
                return self.int_constant(int(host), e)
            symbol = info.get(e.name)
            var = symbol.node if symbol is not None else None
            return self.constant(
                host, var.type if isinstance(var, Var) else self.mypy_type(e), f"{info.name}.{e.name}", e
            )
        if isinstance(e.node, FuncDef) or e.node is not None:
            method = self.world.find_method(info, e.name)
            if method is not None:
                return self.function_ref(self.world.function(method))
        self.refuse(e, f"{info.name}.{e.name} is not a constant of the class")

    def constant_through(self, e: MemberExpr, obj: ir.Expr) -> ir.Expr:
        """obj.NAME, NAME a constant of obj's class that no subclass changes."""
        assert isinstance(obj.ty, ClassTy)
        info = self.world.infos.get(obj.ty.decl)
        symbol = info.get(e.name) if info is not None else None
        if info is None or symbol is None or not isinstance(symbol.node, Var):
            self.refuse(e, f"class {obj.ty} declares no field {e.name}; bound methods are not values")
        if self.world.is_overridden(info, e.name):
            self.refuse(e, f"{e.name} differs between subclasses of {info.name}; make it a field or a method")
        host = self.world.host_object(f"{info.fullname}.{e.name}", info.module_name)
        return self.constant(host, symbol.node.type, f"{info.name}.{e.name}", e)

    # --- operators --------------------------------------------------------------------------------------
    # ------------------

    def x_UnaryExpr(self, e: UnaryExpr, hint: Ty | None) -> ir.Expr:
        if e.op == "not":
            return self.negate(self.truth(e.expr))
        if e.op == "-" and isinstance(e.expr, IntExpr):
            return self.int_constant(-e.expr.value, e)
        x = self.number(self.expr(e.expr))
        if x.ty == BOOL:
            x = ir.Cast(INT, x)
        if e.op == "+" and x.ty in (INT, FLOAT):
            return x
        if (e.op == "-" and x.ty in (INT, FLOAT)) or (e.op == "~" and x.ty == INT):
            if isinstance(x, ir.Const) and e.op == "-":
                return self.int_constant(-x.value, e) if x.ty == INT else ir.Const(FLOAT, -x.value)
            if isinstance(x, ir.Const):
                return self.int_constant(~x.value, e)
            return ir.Unary(x.ty, e.op, x)
        self.refuse(e, f"{e.op} of {x.ty} is outside the dialect")

    def x_OpExpr(self, e: OpExpr, hint: Ty | None) -> ir.Expr:
        if e.op in ("and", "or"):
            return self.and_or(e, hint)
        if e.op == "*" and isinstance(e.left, ListExpr) and len(e.left.items) == 1:
            return self.filled_list(e, hint)
        a = self.number(self.expr(e.left, hint if e.op == "+" else None))
        b = self.number(self.expr(e.right, a.ty if isinstance(a.ty, ListTy) else None))
        return self.binary(e.op, a, b, e)

    def filled_list(self, e: OpExpr, hint: Ty | None) -> ir.Expr:
        assert isinstance(e.left, ListExpr)
        ty = hint if isinstance(hint, ListTy) else self.type_of(e)
        assert isinstance(ty, ListTy)
        item = self.value(e.left.items[0], ty.item)
        body: list[ir.Stmt] = []
        kept = self.keep(item, body, e.line)
        made = self.prim(ty, "list_filled", self.value(e.right, INT), kept, types=[ty])
        return ir.Walrus(ty, body, made) if body else made

    def and_or(self, e: OpExpr, hint: Ty | None) -> ir.Expr:
        op = "&&" if e.op == "and" else "||"
        ty = self.type_of(e)
        left = self.expr(e.left, hint)
        if (
            isinstance(left, ir.Const) and left.ty == BOOL
        ):  # COMPILED and ...: the other side may be meaningless
            return self.expr(e.right, hint) if left.value == (e.op == "and") else left
        if ty == BOOL:
            return self.logic(op, self.truth(e.left), self.truth(e.right))
        ty = self.world.local_type(ty)
        if ty in (VOID, NONE):
            self.refuse(e, f"the value of `{e.op}` has no type; write an if statement")
        body: list[ir.Stmt] = []
        t = self.temp(ty)
        body.append(ir.Eval(e.line, t, self.coerce(left, ty, e)))
        kept = ir.Get(ty, t)
        right = self.value(e.right, ty)
        test = self.truth_of(
            kept, self.is_optional(e.left) or not ty.pointer or isinstance(ty, ClassTy), e.left
        )
        chosen = ir.Choose(ty, test, right, kept) if e.op == "and" else ir.Choose(ty, test, kept, right)
        return ir.Walrus(ty, body, chosen)

    def binary(self, op: str, a: ir.Expr, b: ir.Expr, e: Expression) -> ir.Expr:
        """a op b, for machine numbers, str, bytes and lists."""
        if a.ty in (INT, BOOL) and b.ty in (INT, BOOL):
            return self.int_operation(op, a, b, e)
        if {a.ty, b.ty} <= {INT, BOOL, FLOAT}:
            return self.float_operation(op, self.coerce(a, FLOAT, e), self.coerce(b, FLOAT, e), e)
        if op == "+" and a.ty == b.ty == STR:
            return self.support_call("str_concat", [a, b], e)
        if op == "+" and a.ty == b.ty == BYTES:
            return self.support_call("bytes_concat", [a, b], e)
        if op == "*" and a.ty in (STR, BYTES) and b.ty == INT:
            return self.support_call("str_repeat" if a.ty == STR else "bytes_repeat", [a, b], e)
        if op == "+" and isinstance(a.ty, ListTy) and a.ty == b.ty:
            return self.prim(a.ty, "list_concat", a, b)
        if op == "%" and a.ty == STR:
            self.refuse(e, "str % is outside the dialect; use an f-string")
        self.refuse(e, f"{a.ty} {op} {b.ty} is outside the dialect; write a function or method")

    def int_operation(self, op: str, a: ir.Expr, b: ir.Expr, e: Expression) -> ir.Expr:
        if op in ("&", "|", "^") and a.ty == b.ty == BOOL:
            return ir.Binary(BOOL, op, a, b)
        if op == "/":
            return ir.Binary(FLOAT, "/", self.coerce(a, FLOAT, e), self.coerce(b, FLOAT, e))
        a, b = self.coerce(a, INT, e), self.coerce(b, INT, e)
        if isinstance(a, ir.Const) and isinstance(b, ir.Const):
            if op in ("<<", ">>") and not 0 <= b.value < 64:
                self.refuse(
                    e,
                    f"the shift count {b.value}: the result does not fit a machine integer; counts are 0..63",
                )
            folded = self.fold_ints(op, a.value, b.value)
            if folded is not None:
                return self.int_constant(folded, e)
        if op in ("+", "-", "*", "&", "|", "^", "<<", ">>"):
            return ir.Binary(INT, op, a, b)
        if op == "//" or op == "%":
            if isinstance(b, ir.Const) and b.value > 0 and b.value & (b.value - 1) == 0:
                shift = b.value.bit_length() - 1
                return (
                    ir.Binary(INT, ">>", a, self.int(shift))
                    if op == "//"
                    else ir.Binary(INT, "&", a, self.int(b.value - 1))
                )
            return self.prim(INT, "floordiv" if op == "//" else "mod", a, b)
        if op == "**":
            self.refuse(e, "int ** int is outside the dialect (it overflows); write 1 << n or a loop")
        self.refuse(e, f"int {op} int is outside the dialect")

    def fold_ints(self, op: str, a: int, b: int) -> int | None:
        if op in ("//", "%") and b == 0 or op in ("<<", ">>") and not 0 <= b < 64:
            return None
        table: dict[str, Callable[[], int | None]] = {
            "+": lambda: a + b,
            "-": lambda: a - b,
            "*": lambda: a * b,
            "&": lambda: a & b,
            "|": lambda: a | b,
            "^": lambda: a ^ b,
            "<<": lambda: a << b,
            ">>": lambda: a >> b,
            "//": lambda: a // b,
            "%": lambda: a % b,
            "**": lambda: a**b if 0 <= b < 64 else None,
        }
        return table[op]() if op in table else None

    def float_operation(self, op: str, a: ir.Expr, b: ir.Expr, e: Expression) -> ir.Expr:
        if op in ("+", "-", "*", "/"):
            return ir.Binary(FLOAT, op, a, b)
        names = {"//": "float_floordiv", "%": "float_mod", "**": "pow"}
        if op in names:
            return self.prim(FLOAT, names[op], a, b)
        self.refuse(e, f"float {op} float is outside the dialect")

    # --- comparisons ------------------------------------------------------------------------------------
    # ------------------

    def x_ComparisonExpr(self, e: ComparisonExpr, hint: Ty | None) -> ir.Expr:
        if len(e.operators) == 1:
            return self.comparison(e.operators[0], e.operands[0], e.operands[1], e)
        # a < b < c: each operand once, stop at the first false
        body: list[ir.Stmt] = []
        result = self.temp(BOOL)
        left = self.number(self.expr(e.operands[0]))
        body_here = body
        for index, op in enumerate(e.operators):
            operand = e.operands[index + 1]
            if op in ("in", "not in"):
                self.refuse(e, "`in` in a chain of comparisons; write it with `and`")
            left = self.keep(left, body_here, e.line)
            right = self.number(self.expr(operand))
            if index + 1 < len(e.operators):
                right = self.keep(right, body_here, e.line)
            body_here.append(ir.Eval(e.line, result, self.compare(op, left, right, e, False)))
            if index + 1 < len(e.operators):
                inner: list[ir.Stmt] = []
                body_here.append(ir.If(e.line, ir.Get(BOOL, result), inner, []))
                body_here = inner
            left = right
        return ir.Walrus(BOOL, body, ir.Get(BOOL, result))

    def comparison(self, op: str, left: Expression, right: Expression, e: Expression) -> ir.Expr:
        if op in ("in", "not in"):
            x = self.membership(left, right, e)
            return x if op == "in" else self.negate(x)
        a = self.number(self.expr(left))
        b = self.number(self.expr(right, a.ty))
        return self.compare(op, a, b, e, self.is_optional(left) or self.is_optional(right))

    def compare(self, op: str, a: ir.Expr, b: ir.Expr, e: Expression, optional: bool) -> ir.Expr:
        if op in ("is", "is not"):
            return self.identity("==" if op == "is" else "!=", a, b, e)
        if (
            op in ("==", "!=")
            and (isinstance(a.ty, OptionalTy) or isinstance(b.ty, OptionalTy))
            and NONE not in (a.ty, b.ty)
        ):
            return self.optional_comparison(op, a, b, e)
        if {a.ty, b.ty} <= {INT, BOOL, FLOAT}:
            ty = FLOAT if FLOAT in (a.ty, b.ty) else INT if INT in (a.ty, b.ty) else BOOL
            a, b = self.coerce(a, ty, e), self.coerce(b, ty, e)
            if isinstance(a, ir.Const) and isinstance(b, ir.Const) and ty == INT:
                return ir.Const(
                    BOOL,
                    {
                        "==": a.value == b.value,
                        "!=": a.value != b.value,
                        "<": a.value < b.value,
                        "<=": a.value <= b.value,
                        ">": a.value > b.value,
                        ">=": a.value >= b.value,
                    }[op],
                )
            return ir.Binary(BOOL, op, a, b)
        if isinstance(a, ir.Const) and a.ty == NONE or isinstance(b, ir.Const) and b.ty == NONE:
            if op in ("==", "!="):
                return self.identity(op, a, b, e)
        if a.ty == b.ty and a.ty in (STR, BYTES):
            return self.text_comparison(op, a, b, e, optional)
        if op in ("==", "!=") and isinstance(a.ty, ListTy) and a.ty == b.ty:
            equal = self.prim(BOOL, "list_equal", a, b)
            return equal if op == "==" else self.negate(equal)
        if op in ("==", "!=") and isinstance(a.ty, ClassTy) and isinstance(b.ty, ClassTy):
            return self.identity(op, a, b, e)
        if VALUE in (a.ty, b.ty):
            self.refuse(e, "Values are compared with same(a, b) of protocore/value.py")
        self.refuse(e, f"{a.ty} {op} {b.ty} is outside the dialect")

    def optional_comparison(self, op: str, a: ir.Expr, b: ir.Expr, e: Expression) -> ir.Expr:
        """== where one side may be None (not both)."""
        if isinstance(a.ty, OptionalTy) and isinstance(b.ty, OptionalTy):
            self.refuse(e, f"{a.ty} {op} {b.ty}; test one of them with `is None` first")
        if isinstance(b.ty, OptionalTy):
            a, b = b, a
        assert isinstance(a.ty, OptionalTy)
        body: list[ir.Stmt] = []
        kept, other = self.keep(a, body, e.line), self.keep(b, body, e.line)
        equal = self.logic(
            "&&",
            ir.TupleItem(BOOL, kept, 1),
            self.compare("==", ir.TupleItem(a.ty.item, kept, 0), other, e, False),
        )
        return ir.Walrus(BOOL, body, equal if op == "==" else self.negate(equal))

    def identity(self, op: str, a: ir.Expr, b: ir.Expr, e: Expression) -> ir.Expr:
        if isinstance(a, ir.Const) and a.ty == NONE:
            a, b = b, a
        if isinstance(b, ir.Const) and b.value is None and b.ty in (NONE, VALUE):
            if isinstance(a.ty, OptionalTy):
                some = ir.TupleItem(BOOL, a, 1)
                return some if op == "!=" else self.negate(some)
            if a.ty.pointer or isinstance(a.ty, FuncTy) or a.ty in (NATIVE, LAYOUT):
                return ir.Binary(BOOL, op, a, ir.Const(a.ty, None))
            if a.ty == NONE:
                return ir.TRUE if op == "==" else ir.FALSE
            if a.ty == VALUE and b.ty == VALUE:
                return ir.Binary(BOOL, op, a, b)
            if a.ty == VALUE:
                self.refuse(e, "a Value is never None; compare with `is EMPTY`, or same(v, w_None)")
            self.refuse(e, f"{a.ty} is never None")
        if a.ty == BOOL and b.ty == BOOL:
            return ir.Binary(BOOL, op, a, b)
        if isinstance(a.ty, ClassTy) and isinstance(b.ty, ClassTy) and a.ty != b.ty:
            if not (a.ty.decl.is_subclass(b.ty.decl) or b.ty.decl.is_subclass(a.ty.decl)):
                self.refuse(e, f"{a.ty} and {b.ty} are never the same object")
            return ir.Binary(BOOL, op, self.raw_pointer(a), self.raw_pointer(b))
        if a.ty == b.ty and (a.ty.pointer or a.ty in (LAYOUT, NATIVE) or isinstance(a.ty, FuncTy)):
            return ir.Binary(BOOL, op, a, b)
        if VALUE in (a.ty, b.ty):
            self.refuse(e, "Values are compared with same(a, b) of protocore/value.py")
        if (
            {a.ty, b.ty} <= {NATIVE}
            or (isinstance(a.ty, FuncTy) and isinstance(b.ty, FuncTy))
            or NATIVE in (a.ty, b.ty)
        ):
            return ir.Binary(BOOL, op, self.prim(INT, "raw_word", a), self.prim(INT, "raw_word", b))
        self.refuse(e, f"`is` between {a.ty} and {b.ty}; compare with ==")

    def raw_pointer(self, x: ir.Expr) -> ir.Expr:
        return self.prim(INT, "raw_word", x)

    def text_comparison(self, op: str, a: ir.Expr, b: ir.Expr, e: Expression, optional: bool) -> ir.Expr:
        text = a.ty == STR
        if op in ("==", "!="):
            body: list[ir.Stmt] = []
            if optional:
                a, b = self.keep(a, body, e.line), self.keep(b, body, e.line)
            equal: ir.Expr = self.prim(BOOL, "str_equal" if text else "bytes_equal", a, b)
            if optional:
                both = self.logic("&&", self.not_null(a), self.logic("&&", self.not_null(b), equal))
                equal = self.logic("||", ir.Binary(BOOL, "==", a, b), both)
            if op == "!=":
                equal = self.negate(equal)
            return ir.Walrus(BOOL, body, equal) if body else equal
        if text:
            order: ir.Expr = self.prim(INT, "str_compare", a, b)
        else:
            order = self.support_call("bytes_compare", [a, b], e)
        return ir.Binary(BOOL, op, order, self.int(0))

    def membership(self, left: Expression, right: Expression, e: Expression) -> ir.Expr:
        if isinstance(right, (TupleExpr, ListExpr, SetExpr)):
            body: list[ir.Stmt] = []
            x = self.keep(self.number(self.expr(left)), body, e.line)
            result: ir.Expr = ir.FALSE
            for item in right.items:
                test = self.compare("==", x, self.number(self.expr(item, x.ty)), e, self.is_optional(left))
                result = test if result is ir.FALSE else self.logic("||", result, test)
            return ir.Walrus(BOOL, body, result) if body else result
        a = self.number(self.expr(left))
        b = self.expr(right)
        if b.ty == STR:
            body = []
            a = self.keep(a, body, e.line)
            found = self.support_call("str_contains", [b, a], e)
            return ir.Walrus(BOOL, body, found) if body else found
        if b.ty == BYTES:
            self.refuse(e, "`in` of bytes is outside the dialect; use find")
        if isinstance(b.ty, (ListTy, DictTy, SetTy)):
            key = b.ty.key if isinstance(b.ty, DictTy) else b.ty.item
            body = []
            a = self.keep(self.coerce(a, key, e), body, e.line)
            name = "list_contains" if isinstance(b.ty, ListTy) else "table_contains"
            found = self.prim(BOOL, name, b, a)
            return ir.Walrus(BOOL, body, found) if body else found
        self.refuse(e, f"`in` {b.ty} is outside the dialect; write a loop")

    # --- truth ------------------------------------------------------------------------------------------
    # --------------------

    def truth(self, e: Expression) -> ir.Expr:
        if isinstance(e, UnaryExpr) and e.op == "not":
            return self.negate(self.truth(e.expr))
        if isinstance(e, OpExpr) and e.op in ("and", "or"):
            left = self.truth(e.left)
            if isinstance(left, ir.Const):
                return self.truth(e.right) if bool(left.value) == (e.op == "and") else left
            return self.logic("&&" if e.op == "and" else "||", left, self.truth(e.right))
        x = self.expr(e)
        return self.truth_of(x, self.is_optional(e), e)

    def truth_of(self, x: ir.Expr, optional: bool, e: Expression) -> ir.Expr:
        if x.ty == BOOL:
            return x
        if x.ty in INTEGERS or x.ty == FLOAT:
            return ir.Binary(BOOL, "!=", x, ir.Const(x.ty, 0 if x.ty in INTEGERS else 0.0))
        if isinstance(x.ty, OptionalTy):
            some: list[ir.Stmt] = []
            kept = self.keep(x, some, e.line)
            value = self.truth_of(ir.TupleItem(x.ty.item, kept, 0), False, e)
            return ir.Walrus(BOOL, some, self.logic("&&", ir.TupleItem(BOOL, kept, 1), value))
        if x.ty in (STR, BYTES) or isinstance(x.ty, CONTAINERS):
            body: list[ir.Stmt] = []
            if optional:
                x = self.keep(x, body, e.line)
            test: ir.Expr = ir.Binary(BOOL, "!=", self.prim(INT, "length", x), self.int(0))
            if optional:
                test = self.logic("&&", self.not_null(x), test)
            return ir.Walrus(BOOL, body, test) if body else test
        if isinstance(x.ty, (ClassTy, FuncTy)) or x.ty in (NATIVE, LAYOUT):
            return self.not_null(x)
        if x.ty == VALUE:
            self.refuse(e, "a Value has no truth of its own; compare with EMPTY or call is_true")
        if x.ty == NONE:
            return ir.FALSE
        self.refuse(e, f"the truth of {x.ty} is outside the dialect")

    # --- choices ----------------------------------------------------------------------------------------
    # --------------------

    def x_ConditionalExpr(self, e: ConditionalExpr, hint: Ty | None) -> ir.Expr:
        test = self.truth(e.cond)
        if isinstance(test, ir.Const):
            return self.expr(e.if_expr if test.value else e.else_expr, hint)
        ty = self.world.local_type(self.type_of(e))
        if isinstance(hint, (ListTy, DictTy, SetTy, ArrayTy)):
            ty = hint
        if ty == NONE and hint is not None:
            ty = hint
        return ir.Choose(ty, test, self.value(e.if_expr, ty), self.value(e.else_expr, ty))

    def x_AssignmentExpr(self, e: AssignmentExpr, hint: Ty | None) -> ir.Expr:
        assert isinstance(e.target.node, Var)
        local = self.variable(e.target.node, e)
        return ir.Walrus(
            local.ty, [ir.Eval(e.line, local, self.value(e.value, local.ty))], ir.Get(local.ty, local)
        )

    # --- containers -------------------------------------------------------------------------------------
    # ----------------------

    def x_TupleExpr(self, e: TupleExpr, hint: Ty | None) -> ir.Expr:
        wanted = (
            hint.items
            if isinstance(hint, TupleTy) and len(hint.items) == len(e.items)
            else (None,) * len(e.items)
        )
        items = [
            self.number(self.expr(i, t)) if t is None else self.value(i, t) for i, t in zip(e.items, wanted)
        ]
        if not items:
            self.refuse(e, "the empty tuple is outside the dialect")
        if len(items) > 6:
            self.refuse(e, "a tuple of more than six items; write a class")
        return ir.MakeTuple(TupleTy(tuple(i.ty for i in items)), items)

    def x_ListExpr(self, e: ListExpr, hint: Ty | None) -> ir.Expr:
        ty = hint if isinstance(hint, ListTy) else self.type_of(e)
        assert isinstance(ty, ListTy)
        if not e.items:
            return self.prim(ty, "list_new", types=[ty], extra=["0"])
        t = self.temp(ty)
        body: list[ir.Stmt] = [
            ir.Eval(e.line, t, self.prim(ty, "list_new", types=[ty], extra=[str(len(e.items))]))
        ]
        for item in e.items:
            body.append(
                ir.Eval(e.line, None, self.prim(VOID, "list_push", ir.Get(ty, t), self.value(item, ty.item)))
            )
        return ir.Walrus(ty, body, ir.Get(ty, t))

    def x_DictExpr(self, e: DictExpr, hint: Ty | None) -> ir.Expr:
        ty = hint if isinstance(hint, DictTy) else self.type_of(e)
        assert isinstance(ty, DictTy)
        made = self.prim(ty, "dict_make", types=[ty])
        if not e.items:
            return made
        t = self.temp(ty)
        body: list[ir.Stmt] = [ir.Eval(e.line, t, made)]
        for key, item in e.items:
            if key is None:
                self.refuse(e, "** in a dict display is outside the dialect; use update")
            body.append(
                ir.Eval(
                    e.line,
                    None,
                    self.prim(
                        VOID, "dict_set", ir.Get(ty, t), self.value(key, ty.key), self.value(item, ty.item)
                    ),
                )
            )
        return ir.Walrus(ty, body, ir.Get(ty, t))

    def x_SetExpr(self, e: SetExpr, hint: Ty | None) -> ir.Expr:
        ty = hint if isinstance(hint, SetTy) else self.type_of(e)
        assert isinstance(ty, SetTy)
        t = self.temp(ty)
        body: list[ir.Stmt] = [ir.Eval(e.line, t, self.prim(ty, "dict_make", types=[ty]))]
        for item in e.items:
            body.append(
                ir.Eval(e.line, None, self.prim(VOID, "set_add", ir.Get(ty, t), self.value(item, ty.item)))
            )
        return ir.Walrus(ty, body, ir.Get(ty, t))

    def x_IndexExpr(self, e: IndexExpr, hint: Ty | None) -> ir.Expr:
        base = self.expr(e.base)
        if isinstance(e.index, SliceExpr):
            return self.slice(e, base, e.index)
        if isinstance(base.ty, TupleTy):
            index = self.expr(e.index)
            if not isinstance(index, ir.Const):
                self.refuse(e, "a tuple's index must be a constant")
            k = index.value if index.value >= 0 else index.value + len(base.ty.items)
            return ir.TupleItem(base.ty.items[k], base, k)
        if isinstance(base.ty, DictTy):
            return self.prim(base.ty.item, "dict_get", base, self.value(e.index, base.ty.key))
        index = self.value(e.index, INT)
        if isinstance(base.ty, ListTy):
            return self.prim(base.ty.item, "list_get", base, index)
        if base.ty == STR:
            return self.support_call("str_index", [base, index], e)
        if base.ty == BYTES:
            return self.support_call("bytes_index", [base, index], e)
        return self.number(self.item(base, index, e))

    def item(self, base: ir.Expr, index: ir.Expr, e: Expression) -> ir.Item:
        if isinstance(base.ty, ArrayTy):
            return ir.Item(base.ty.item, base, index)
        if isinstance(base.ty, TrailingTy):
            return ir.Item(base.ty.item, base, index, self.trailing_length(base))
        if base.ty == VALUEPTR:
            return ir.Item(VALUE, base, index)
        self.refuse(e, f"{base.ty} cannot be indexed in the dialect")

    def trailing_length(self, base: ir.Expr) -> ir.Expr | None:
        """The `length` of the object that holds a trailing array, for the debug check."""
        if isinstance(base, ir.Field) and isinstance(base.obj, ir.Get) and isinstance(base.obj.ty, ClassTy):
            field = base.obj.ty.decl.find_field("length")
            if field is not None:
                return ir.Field(field.ty, base.obj, field)
        return None

    def slice(self, e: IndexExpr, base: ir.Expr, s: SliceExpr) -> ir.Expr:
        if s.stride is not None:
            self.refuse(e, "slices with a step are outside the dialect; write a loop")
        start = self.value(s.begin_index, INT) if s.begin_index is not None else self.int(0)
        stop = self.value(s.end_index, INT) if s.end_index is not None else self.int(INT_MAX)
        if base.ty == STR:
            return self.support_call("str_slice", [base, start, stop], e)
        if base.ty == BYTES:
            return self.support_call("bytes_slice", [base, start, stop], e)
        if isinstance(base.ty, ListTy):
            return self.prim(base.ty, "list_slice", base, start, stop)
        self.refuse(e, f"a slice of {base.ty} is outside the dialect; write a loop or use copy_array")

    # --- functions, casts
    # ---------------------------------------------------------------------------------------------------

    def x_LambdaExpr(self, e: LambdaExpr, hint: Ty | None) -> ir.Expr:
        return self.function_ref(self.lambda_function(e))

    def x_CastExpr(self, e: CastExpr, hint: Ty | None) -> ir.Expr:
        ty = self.world.convert(e.type, e.line, e.column)
        x = self.expr(e.expr, ty)
        if isinstance(x.ty, ClassTy) and isinstance(ty, ClassTy) and x.ty != ty:
            return ir.Cast(ty, x)
        if isinstance(x.ty, FuncTy) and ty == NATIVE:
            return self.coerce(x, ty, e)
        if (x.ty == NATIVE and isinstance(ty, FuncTy)) or (
            isinstance(x.ty, FuncTy) and isinstance(ty, FuncTy)
        ):
            return ir.Cast(ty, x)
        if ty in NARROW and x.ty in INTEGERS:
            return ir.Cast(ty, x)
        return self.coerce(x, self.world.local_type(ty), e)

    def x_CallExpr(self, e: CallExpr, hint: Ty | None) -> ir.Expr:
        raise NotImplementedError

    def x_ListComprehension(self, e: ListComprehension, hint: Ty | None) -> ir.Expr:
        raise NotImplementedError

    def receiver_info(self, e: Expression, x: ir.Expr) -> TypeInfo:
        """The class of a receiver, as mypy knows it."""
        if isinstance(x.ty, ClassTy) and x.ty.decl in self.world.infos:
            return self.world.infos[x.ty.decl]
        t = get_proper_type(self.mypy_type(e))
        assert isinstance(t, Instance)
        return t.type
