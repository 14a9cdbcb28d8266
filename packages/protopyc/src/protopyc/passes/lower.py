"""Lowering: what Python does in one expression becomes statements that C++ may evaluate in any order.

    f(g(x), h(y))        t1 = g(x); check; t2 = h(y); check; t3 = f(t1, t2); check        (if they may raise)
    try/except/finally   labels and gotos: a raise stores cx->pending and goes to the handler's label
    return in a finally  the finally block is written out on each way through it
    break out of switch  goto
    dispatch loop        the head is repeated at every `continue`

How the order is kept: operands are lowered one after the other. An operand is saved in a temporary when a
later one
needs statements or has effects, unless nothing that happens in between can change it; an operand with
effects is saved
when another operand reads memory. `level` grades that: 0 cannot change, 1 reads memory, 2 has effects.
"""

from __future__ import annotations

from dataclasses import dataclass

from protopyc.ir import nodes as ir
from protopyc.ir.primitives import PRIMITIVES
from protopyc.ir.types import BOOL, VOID, ClassTy, Ty
from protopyc.ir.walk import expressions, parts, statements
from protopyc.passes.effects import Effects
from protopyc.program import Program


@dataclass
class HandlerFrame:
    label: str


@dataclass
class FinallyFrame:
    label: str
    final: list[ir.Stmt]


@dataclass
class LoopFrame:
    end: str
    dispatch: ir.Dispatch | None = None
    end_used: bool = False
    else_block: bool = False


@dataclass
class SwitchFrame:
    pass


Frame = HandlerFrame | FinallyFrame | LoopFrame | SwitchFrame


class Lower:
    def __init__(self, program: Program, function: ir.Function, effects: Effects) -> None:
        self.program = program
        self.function = function
        self.effects = effects
        self.out: list[ir.Stmt] = []
        self.frames: list[Frame] = []
        self.handling: list[ir.Local] = []
        self.labels = 0
        self.used: set[str] = set()
        self.line = function.line
        self.names = {p.name for p in function.params} | {v.name for v in function.locals}

    # --- helpers ----------------------------------------------------------------------------------------
    # --------------

    def label(self, what: str) -> str:
        self.labels += 1
        return f"{what}_{self.labels}"

    def temp(self, ty: Ty) -> ir.Local:
        n = len(self.function.locals)
        while f"t{n}" in self.names:
            n += 1
        local = ir.Local(f"t{n}", ty)
        self.names.add(local.name)
        self.function.locals.append(local)
        return local

    def emit(self, s: ir.Stmt) -> None:
        self.out.append(s)

    def save(self, x: ir.Expr) -> ir.Expr:
        t = self.temp(x.ty)
        self.emit(ir.Eval(self.line, t, x))
        return ir.Get(x.ty, t)

    def collect(self, body: list[ir.Stmt]) -> list[ir.Stmt]:
        """body, lowered into a list of its own."""
        saved, self.out = self.out, []
        for s in body:
            self.statement(s)
        result, self.out = self.out, saved
        return result

    def target(self) -> str | None:
        """Where a raise goes from here: a label, or None for out of the function."""
        for frame in reversed(self.frames):
            if isinstance(frame, (HandlerFrame, FinallyFrame)):
                self.used.add(frame.label)
                return frame.label
        return None

    def check(self) -> None:
        self.emit(ir.Check(self.line, self.target()))

    def guarded(self) -> bool:
        return any(isinstance(f, (HandlerFrame, FinallyFrame)) for f in self.frames)

    # --- order of evaluation
    # --------------------------------------------------------------------------------------------

    def level(self, x: ir.Expr) -> int:
        own = 0
        if isinstance(x, (ir.Field, ir.Item, ir.IsInstance)):
            own = 1
        elif isinstance(x, (ir.Call, ir.CallVirtual, ir.CallPointer, ir.New)):
            own = 2
        elif isinstance(x, ir.Prim):
            row = PRIMITIVES[x.name]
            own = (
                (
                    0
                    if x.name.startswith("pp_") and not x.name.startswith(("pp_load", "pp_mem")) and row.pure
                    else 1
                )
                if row.pure
                else 2
            )
        return max([own, *[self.level(p) for p in parts(x)]])

    def operands(self, xs: list[ir.Expr]) -> list[ir.Expr]:
        """The operands as expressions that may be evaluated in any order, once, after what has been
        emitted."""
        if len(xs) == 1:
            return [self.value(xs[0])]
        prepared: list[tuple[list[ir.Stmt], ir.Expr]] = []
        for x in xs:
            saved, self.out = self.out, []
            value = self.value(x)
            prepared.append((self.out, value))
            self.out = saved
        levels = [self.level(v) for _, v in prepared]
        result: list[ir.Expr] = []
        for k, (before, value) in enumerate(prepared):
            self.out += before
            later = prepared[k + 1 :]
            disturbed = any(s for s, _ in later) or any(n == 2 for n in levels[k + 1 :])
            unstable = levels[k] > 0 or self.assigned_later(value, later)
            others = any(n > 0 for j, n in enumerate(levels) if j != k)
            if value.ty != VOID and ((disturbed and unstable) or (levels[k] == 2 and others)):
                value = self.save(value)
            result.append(value)
        return result

    def assigned_later(self, value: ir.Expr, later: list[tuple[list[ir.Stmt], ir.Expr]]) -> bool:
        if not any(body for body, _ in later):
            return False
        read = {x.local for x in expressions(value) if isinstance(x, ir.Get)}
        return bool(read) and any(
            isinstance(s, ir.Eval) and s.target in read for body, _ in later for s in statements(body)
        )

    # --- expressions ------------------------------------------------------------------------------------
    # ------------------

    def value(self, x: ir.Expr) -> ir.Expr:
        """x as one expression that cannot raise; statements it needs are emitted."""
        if isinstance(x, (ir.Const, ir.Get, ir.Frozen, ir.FunctionRef)):
            return x
        if isinstance(x, ir.Logic):
            return self.logic(x)
        if isinstance(x, ir.Choose):
            return self.choose(x)
        if isinstance(x, ir.Walrus):
            for s in x.body:
                self.statement(s)
            return self.value(x.value)
        y = self.rebuilt(x, self.operands(parts(x)))
        if self.effects.expression_raises(y):
            if y.ty == VOID:
                self.emit(ir.Eval(self.line, None, y))
                self.check()
                return ir.Const(VOID, None)
            t = self.save(y)
            self.check()
            return t
        return y

    def rebuilt(self, x: ir.Expr, p: list[ir.Expr]) -> ir.Expr:
        if isinstance(x, ir.Field):
            return ir.Field(x.ty, p[0], x.field)
        if isinstance(x, ir.Item):
            return ir.Item(x.ty, p[0], p[1], x.length)
        if isinstance(x, ir.Unary):
            return ir.Unary(x.ty, x.op, p[0])
        if isinstance(x, ir.Cast):
            return ir.Cast(x.ty, p[0])
        if isinstance(x, ir.IsInstance):
            return ir.IsInstance(x.ty, p[0], x.decl)
        if isinstance(x, ir.Binary):
            return ir.Binary(x.ty, x.op, p[0], p[1])
        if isinstance(x, ir.Call):
            return ir.Call(x.ty, x.function, p)
        if isinstance(x, ir.CallVirtual):
            return ir.CallVirtual(x.ty, x.slot, self.simple_first(p))
        if isinstance(x, ir.CallPointer):
            return ir.CallPointer(x.ty, p[0], p[1:], x.params)
        if isinstance(x, ir.Prim):
            return ir.Prim(x.ty, x.name, p, x.types, x.extra)
        if isinstance(x, ir.MakeTuple):
            return ir.MakeTuple(x.ty, p)
        if isinstance(x, ir.TupleItem):
            return ir.TupleItem(x.ty, p[0], x.index)
        return x

    def simple_first(self, p: list[ir.Expr]) -> list[ir.Expr]:
        """The receiver is written twice in the C++ of a virtual call."""
        return p if isinstance(p[0], ir.Get) else [self.save(p[0]), *p[1:]]

    def logic(self, x: ir.Logic) -> ir.Expr:
        left = self.value(x.left)
        saved, self.out = self.out, []
        right = self.value(x.right)
        inner, self.out = self.out, saved
        if not inner:
            return ir.Logic(BOOL, x.op, left, right)
        t = self.temp(BOOL)
        self.emit(ir.Eval(self.line, t, left))
        condition: ir.Expr = ir.Get(BOOL, t)
        if x.op == "||":
            condition = ir.Unary(BOOL, "!", condition)
        self.emit(ir.If(self.line, condition, [*inner, ir.Eval(self.line, t, right)], []))
        return ir.Get(BOOL, t)

    def choose(self, x: ir.Choose) -> ir.Expr:
        condition = self.value(x.condition)
        sides: list[tuple[list[ir.Stmt], ir.Expr]] = []
        for side in (x.then, x.otherwise):
            saved, self.out = self.out, []
            value = self.value(side)
            sides.append((self.out, value))
            self.out = saved
        if not sides[0][0] and not sides[1][0]:
            return ir.Choose(x.ty, condition, sides[0][1], sides[1][1])
        t = self.temp(x.ty)
        then, otherwise = [[*s, ir.Eval(self.line, t, v)] for s, v in sides]
        self.emit(ir.If(self.line, condition, then, otherwise))
        return ir.Get(x.ty, t)

    # --- statements -------------------------------------------------------------------------------------
    # ------------------

    def statement(self, s: ir.Stmt) -> None:
        self.line = s.line or self.line
        getattr(self, "s_" + type(s).__name__)(s)

    def s_Eval(self, s: ir.Eval) -> None:
        x = s.value
        direct = isinstance(x, (ir.Call, ir.CallVirtual, ir.CallPointer, ir.Prim))
        if direct and s.target is not None and not self.guarded():
            y = self.rebuilt(x, self.operands(parts(x)))
            self.emit(ir.Eval(s.line, s.target, y))
            if self.effects.expression_raises(y):
                self.check()
            return
        value = self.value(x)
        if s.target is not None:
            if isinstance(value, ir.Get) and value.local is s.target:
                return
            self.emit(ir.Eval(s.line, s.target, value))
        elif self.level(value) == 2:
            self.emit(ir.Eval(s.line, None, value))

    def s_SetField(self, s: ir.SetField) -> None:
        value, obj = self.operands([s.value, s.obj])
        self.emit(ir.SetField(s.line, obj, s.field, value))

    def s_SetItem(self, s: ir.SetItem) -> None:
        value, array, index = self.operands([s.value, s.array, s.index])
        self.emit(ir.SetItem(s.line, array, index, value, s.length))

    def s_If(self, s: ir.If) -> None:
        condition = self.value(s.condition)
        self.emit(ir.If(s.line, condition, self.collect(s.then), self.collect(s.otherwise)))

    def s_Loop(self, s: ir.Loop) -> None:
        frame = LoopFrame(self.label("break"), else_block=bool(s.otherwise))
        self.frames.append(frame)
        condition = None
        before: list[ir.Stmt] = []
        if s.condition is not None:
            saved, self.out = self.out, []
            condition = self.value(s.condition)
            before, self.out = self.out, saved
        body = self.collect(s.body)
        self.frames.pop()
        if before:
            assert condition is not None
            body = [*before, ir.If(s.line, ir.Unary(BOOL, "!", condition), [ir.Break(s.line)], []), *body]
            condition = None
        self.emit(ir.Loop(s.line, condition, body, []))
        for t in s.otherwise:
            self.statement(t)
        if frame.end_used:
            self.emit(ir.Label(s.line, frame.end))

    def s_Switch(self, s: ir.Switch) -> None:
        subject = self.value(s.subject)
        self.frames.append(SwitchFrame())
        cases = [(values, self.collect(body)) for values, body in s.cases]
        otherwise = self.collect(s.otherwise) if s.otherwise is not None else None
        self.frames.pop()
        self.emit(ir.Switch(s.line, subject, cases, otherwise))

    def s_Dispatch(self, s: ir.Dispatch) -> None:
        s.label = self.label("op")
        frame = LoopFrame(s.label + "_end", dispatch=s)
        self.frames.append(frame)
        enter = self.next(s)
        falls = self.collect(s.tail)
        cases = [(values, self.collect(body) + self.tail(s, body)) for values, body in s.cases]
        otherwise = (
            self.collect(s.otherwise) + self.tail(s, s.otherwise)
            if s.otherwise is not None
            else [*falls, *self.next(s)]
        )
        self.frames.pop()
        # the subject is evaluated by Jump statements; here only the table and the labelled bodies remain
        self.emit(ir.Dispatch(s.line, enter, ir.Const(VOID, None), cases, otherwise, [], s.label))

    def tail(self, s: ir.Dispatch, body: list[ir.Stmt]) -> list[ir.Stmt]:
        if body and isinstance(body[-1], (ir.Continue, ir.Redispatch, ir.Return, ir.Raise, ir.Break)):
            return []
        return [*self.collect(s.tail), *self.next(s)]

    def next(self, s: ir.Dispatch) -> list[ir.Stmt]:
        """Fetch, decode, jump: the head of the loop and the computed goto."""
        saved, self.out = self.out, []
        for t in s.head:
            self.statement(t)
        subject = self.value(s.subject)
        self.emit(ir.Jump(self.line, s.label, subject))
        result, self.out = self.out, saved
        return result

    # --- ways out ---------------------------------------------------------------------------------------
    # ------------------

    def unwind(self, depth: int) -> None:
        """Writes out the finally blocks of the frames above `depth`, innermost first."""
        saved = self.frames
        for k in range(len(saved) - 1, depth - 1, -1):
            frame = saved[k]
            if isinstance(frame, FinallyFrame):
                self.frames = saved[:k]
                for t in frame.final:
                    self.statement(t)
        self.frames = saved

    def s_Break(self, s: ir.Break) -> None:
        depth = max(k for k, f in enumerate(self.frames) if isinstance(f, LoopFrame))
        frame = self.frames[depth]
        assert isinstance(frame, LoopFrame)
        inner = self.frames[depth + 1 :]
        self.unwind(depth + 1)
        if frame.dispatch is not None:
            self.emit(ir.Goto(s.line, frame.end))
        elif frame.else_block or any(isinstance(f, SwitchFrame) for f in inner):
            frame.end_used = True
            self.emit(ir.Goto(s.line, frame.end))
        else:
            self.emit(ir.Break(s.line))

    def s_Continue(self, s: ir.Continue) -> None:
        depth = max(k for k, f in enumerate(self.frames) if isinstance(f, LoopFrame))
        frame = self.frames[depth]
        assert isinstance(frame, LoopFrame)
        self.unwind(depth + 1)
        if frame.dispatch is not None:
            saved = self.frames
            self.frames = saved[: depth + 1]
            self.out += self.next(frame.dispatch)
            self.frames = saved
        else:
            self.emit(ir.Continue(s.line))

    def s_Redispatch(self, s: ir.Redispatch) -> None:
        depth = max(k for k, f in enumerate(self.frames) if isinstance(f, LoopFrame))
        frame = self.frames[depth]
        assert isinstance(frame, LoopFrame) and frame.dispatch is not None
        self.unwind(depth + 1)
        self.emit(ir.Jump(s.line, frame.dispatch.label, self.value(frame.dispatch.subject)))

    def s_Return(self, s: ir.Return) -> None:
        if s.value is None:
            self.unwind(0)
            self.emit(ir.Return(s.line, None))
            return
        value = self.value(s.value)
        if any(isinstance(f, FinallyFrame) for f in self.frames):
            if not isinstance(value, ir.Const):
                value = self.save(value)
            self.unwind(0)
        self.emit(ir.Return(s.line, value))

    # --- exceptions -------------------------------------------------------------------------------------
    # ------------------

    def leave(self) -> None:
        """An exception is pending: go to the handler or out."""
        target = self.target()
        self.emit(ir.Goto(self.line, target) if target is not None else ir.Fail(self.line))

    def s_Raise(self, s: ir.Raise) -> None:
        if s.value is not None:
            value = self.value(s.value)
        else:
            value = ir.Get(self.handling[-1].ty, self.handling[-1])
        self.emit(ir.Eval(s.line, None, ir.Prim(VOID, "raise", [value])))
        self.leave()

    def s_Try(self, s: ir.Try) -> None:
        if s.final:
            self.try_finally(s)
        else:
            self.try_except(s)

    def try_except(self, s: ir.Try) -> None:
        frame = HandlerFrame(self.label("except"))
        end = self.label("tried")
        self.frames.append(frame)
        for t in s.body:
            self.statement(t)
        self.frames.pop()
        for t in s.otherwise:
            self.statement(t)
        if frame.label not in self.used or not s.handlers:
            return
        self.emit(ir.Goto(s.line, end))
        self.emit(ir.Label(s.line, frame.label))
        exception = ClassTy(self.program.exception_class("Exception"))
        caught = self.temp(exception)
        self.emit(ir.Eval(s.line, caught, ir.Prim(exception, "pending", [])))
        self.handlers(s.handlers, caught, s)
        self.emit(ir.Label(s.line, end))

    def handlers(self, handlers: list[ir.Handler], caught: ir.Local, s: ir.Try) -> None:
        if not handlers:
            self.leave()
            return
        first = handlers[0]
        self.line = first.line
        saved, self.out = self.out, []
        self.emit(ir.Eval(first.line, None, ir.Prim(VOID, "clear_pending", [])))
        held = ir.Get(caught.ty, caught)
        if first.target is not None:
            self.emit(
                ir.Eval(
                    first.line,
                    first.target,
                    held if first.target.ty == caught.ty else ir.Cast(first.target.ty, held),
                )
            )
        self.handling.append(caught)
        for t in first.body:
            self.statement(t)
        self.handling.pop()
        then, self.out = self.out, saved
        root = self.program.exception_class("Exception")
        if not first.classes or root in first.classes:
            self.out += then
            return
        condition: ir.Expr = ir.IsInstance(BOOL, held, first.classes[0])
        for decl in first.classes[1:]:
            condition = ir.Logic(BOOL, "||", condition, ir.IsInstance(BOOL, held, decl))
        saved, self.out = self.out, []
        self.handlers(handlers[1:], caught, s)
        otherwise, self.out = self.out, saved
        self.emit(ir.If(first.line, condition, then, otherwise))

    def try_finally(self, s: ir.Try) -> None:
        frame = FinallyFrame(self.label("finally"), s.final)
        end = self.label("finished")
        self.frames.append(frame)
        if s.handlers or s.otherwise:
            self.try_except(ir.Try(s.line, s.body, s.handlers, s.otherwise, []))
        else:
            for t in s.body:
                self.statement(t)
        self.frames.pop()
        for t in s.final:
            self.statement(t)
        if frame.label not in self.used:
            return
        self.emit(ir.Goto(s.line, end))
        self.emit(ir.Label(s.line, frame.label))
        exception = ClassTy(self.program.exception_class("Exception"))
        held = self.temp(exception)
        self.emit(ir.Eval(s.line, held, ir.Prim(exception, "pending", [])))
        self.emit(ir.Eval(s.line, None, ir.Prim(VOID, "clear_pending", [])))
        for t in s.final:
            self.statement(t)
        self.emit(ir.Eval(s.line, None, ir.Prim(VOID, "raise", [ir.Get(exception, held)])))
        self.leave()
        self.emit(ir.Label(s.line, end))

    def run(self) -> None:
        for s in self.function.body:
            self.statement(s)
        self.function.body = self.out
        self.function.lowered = True


def lower(program: Program, function: ir.Function, effects: Effects) -> None:
    """Lowers one function; once."""
    if function.c_name is None and not function.lowered:
        Lower(program, function, effects).run()


def run(program: Program) -> None:
    effects = Effects(program)
    for function in program.functions:
        lower(program, function, effects)
