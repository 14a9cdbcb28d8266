"""Lowered IR functions as C++ text, with `#line` back to the Python source."""

from __future__ import annotations

from protopyc.cxx.expression import ExpressionWriter
from protopyc.errors import source_name
from protopyc.ir import nodes as ir
from protopyc.ir.types import VOID, OptionalTy, TupleTy, Ty
from protopyc.ir.walk import all_expressions, statements


def zero(ty: Ty) -> str:
    return "" if ty == VOID else "{}" if isinstance(ty, (TupleTy, OptionalTy)) else "0"


class FunctionWriter:
    def __init__(self, function: ir.Function, expressions: ExpressionWriter) -> None:
        self.function = function
        self.expressions = expressions
        self.rows: list[str] = []
        self.depth = 1
        self.at = -1  # the line number the C++ compiler gives to the next row

    # --- text -------------------------------------------------------------------------------------------
    # --------------------

    def row(self, text: str) -> None:
        self.rows.append("    " * self.depth + text)
        self.at += 1

    def line(self, n: int) -> None:
        if n > 0 and n != self.at:
            self.rows.append(f"#line {n}")
            self.at = n

    def x(self, e: ir.Expr) -> str:
        return self.expressions.bare(e)

    # --- functions --------------------------------------------------------------------------------------
    # ----------------------

    def write(self, prefix: str = "") -> str:
        f = self.function
        self.rows = [f'#line {f.line} "{source_name(f.file)}"', f"{prefix}{signature(f)} {{"]
        self.at = f.line + 1
        self.declare_locals()
        self.block(f.body)
        if not f.body or not isinstance(f.body[-1], (ir.Return, ir.Goto, ir.Fail)):
            if f.result != VOID:
                self.row(f"return {zero(f.result)};" if f.result != VOID else "return;")
        self.rows.append("}")
        return "\n".join(self.rows) + "\n"

    def declare_locals(self) -> None:
        """At the top, so that gotos cross no initialisation. Only what is used."""
        used = {x.local for x in all_expressions(self.function.body) if isinstance(x, ir.Get)}
        used |= {
            s.target
            for s in statements(self.function.body)
            if isinstance(s, ir.Eval) and s.target is not None
        }
        groups: dict[str, list[str]] = {}
        for local in self.function.locals:
            if local in used and local.ty != VOID:
                groups.setdefault(local.ty.cxx, []).append(local.name)
        for cxx, names in groups.items():
            if cxx.endswith("*"):
                self.row(f"{cxx[:-1]} {', '.join('*' + n for n in names)};")
            else:
                self.row(f"{cxx} {', '.join(names)};")

    def block(self, body: list[ir.Stmt]) -> None:
        for s in body:
            self.line(s.line)
            getattr(self, "s_" + type(s).__name__)(s)

    def nested(self, body: list[ir.Stmt]) -> None:
        self.depth += 1
        self.block(body)
        self.depth -= 1

    # --- statements -------------------------------------------------------------------------------------
    # ------------------------

    def s_Eval(self, s: ir.Eval) -> None:
        if s.target is not None:
            self.row(f"{s.target.name} = {self.x(s.value)};")
        else:
            self.row(f"{self.x(s.value)};")

    def s_SetField(self, s: ir.SetField) -> None:
        self.expressions.needs_struct(s.obj.ty)
        self.row(f"{self.expressions.write(s.obj)}->{s.field.cxx_name} = {self.x(s.value)};")

    def s_SetItem(self, s: ir.SetItem) -> None:
        place = self.expressions.write(ir.Item(s.value.ty, s.array, s.index, s.length))
        self.row(f"{place} = {self.x(s.value)};")

    def s_If(self, s: ir.If) -> None:
        if not s.then and s.otherwise:
            s = ir.If(s.line, ir.Unary(s.condition.ty, "!", s.condition), s.otherwise, [])
        self.row(f"if ({self.x(s.condition)}) {{")
        self.nested(s.then)
        while s.otherwise:
            if len(s.otherwise) == 1 and isinstance(s.otherwise[0], ir.If):
                s = s.otherwise[0]
                self.row(f"}} else if ({self.x(s.condition)}) {{")
                self.nested(s.then)
            else:
                self.row("} else {")
                self.nested(s.otherwise)
                break
        self.row("}")

    def s_Loop(self, s: ir.Loop) -> None:
        self.row(f"while ({self.x(s.condition) if s.condition is not None else 'true'}) {{")
        self.nested(s.body)
        self.row("}")

    def s_Break(self, s: ir.Break) -> None:
        self.row("break;")

    def s_Continue(self, s: ir.Continue) -> None:
        self.row("continue;")

    def s_Return(self, s: ir.Return) -> None:
        self.row("return;" if s.value is None else f"return {self.x(s.value)};")

    def s_Fail(self, s: ir.Fail) -> None:
        self.row(f"return {zero(self.function.result)};" if self.function.result != VOID else "return;")

    def s_Check(self, s: ir.Check) -> None:
        if s.target is not None:
            way = f"goto {s.target};"
        else:
            way = f"return {zero(self.function.result)};" if self.function.result != VOID else "return;"
        self.row(f"if (PP_PENDING(cx)) {way}")

    def s_Goto(self, s: ir.Goto) -> None:
        self.row(f"goto {s.target};")

    def s_Label(self, s: ir.Label) -> None:
        self.row(f"{s.name}:;")

    def s_Block(self, s: ir.Block) -> None:
        self.row("{")
        self.nested(s.body)
        self.row("}")

    def s_Switch(self, s: ir.Switch) -> None:
        self.row(f"switch ({self.x(s.subject)}) {{")
        for values, body in s.cases:
            if not values:
                continue
            self.row(" ".join(f"case {v}:" for v in values) + " {")
            self.case_body(body)
        if s.otherwise is not None:
            self.row("default: {")
            self.case_body(s.otherwise)
        self.row("}")

    def case_body(self, body: list[ir.Stmt]) -> None:
        self.nested(body)
        if not body or not isinstance(body[-1], (ir.Return, ir.Goto, ir.Fail, ir.Break, ir.Continue)):
            self.depth += 1
            self.row("break;")
            self.depth -= 1
        self.row("}")

    # --- the dispatch loop ------------------------------------------------------------------------------
    # --------------------------

    def s_Dispatch(self, s: ir.Dispatch) -> None:
        top = max([v for values, _ in s.cases for v in values], default=0)
        size = 256
        while size <= top:
            size *= 2
        place: dict[int, str] = {}
        for values, _ in s.cases:
            for v in values:
                place[v] = f"{s.label}_{values[0]}"
        other = f"{s.label}_other"
        self.mask = size - 1
        targets = [f"&&{place.get(i, other)}" for i in range(size)]
        self.row(f"static const void* const {s.label}_table[{size}] = {{")
        for i in range(0, size, 8):
            self.row("    " + ", ".join(targets[i : i + 8]) + ",")
        self.row("};")
        self.block(s.head)
        for values, body in s.cases:
            if values:
                self.rows.append(f"  {s.label}_{values[0]}: {{")
                self.at += 1
                self.nested(body)
                self.row("}")
        self.rows.append(f"  {other}: {{")
        self.at += 1
        self.nested(s.otherwise or [])
        self.row("}")
        self.rows.append(f"  {s.label}_end:;")
        self.at += 1

    def s_Jump(self, s: ir.Jump) -> None:
        mask = getattr(self, "mask", 255)
        index = f"(uint8_t)({self.x(s.subject)})" if mask == 255 else f"({self.x(s.subject)}) & {mask}"
        self.row(f"goto *{s.label}_table[{index}];")


def signature(f: ir.Function, name: str | None = None) -> str:
    params = ", ".join(["Ctx* cx", *(f"{p.ty.cxx} {p.name}" for p in f.params)])
    return f"{f.result.cxx} {name or f.cxx_name.removeprefix('::')}({params})"
