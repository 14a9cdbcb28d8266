"""Statements: mypy's trees to IR statements. One method s_NODE per kind of node."""

from __future__ import annotations

from mypy.nodes import (
    AssertStmt,
    AssignmentStmt,
    Block,
    CallExpr,
    DelStmt,
    Expression,
    ExpressionStmt,
    ForStmt,
    FuncDef,
    IfStmt,
    IndexExpr,
    LambdaExpr,
    Lvalue,
    MatchStmt,
    MemberExpr,
    NameExpr,
    OperatorAssignmentStmt,
    RaiseStmt,
    RefExpr,
    ReturnStmt,
    SliceExpr,
    Statement,
    StrExpr,
    TempNode,
    TryStmt,
    TupleExpr,
    TypeInfo,
    Var,
    WhileStmt,
    WithStmt,
)
from mypy.patterns import AsPattern, OrPattern, Pattern, ValuePattern

from protopyc.cxx.names import safe
from protopyc.errors import Refused
from protopyc.front.iteration import IterationBuilder
from protopyc.ir import nodes as ir
from protopyc.ir.types import INT, VALUEPTR, VOID, ArrayTy, ClassTy, DictTy, ListTy, TrailingTy, TupleTy
from protopyc.program import ClassDecl, FieldDecl


class FunctionBuilder(IterationBuilder):
    # --- the function -----------------------------------------------------------------------------------
    # ------------------

    def build(self) -> None:
        definition = self.world.defs[self.function]
        for argument, param in zip(definition.arguments, self.function.params):
            self.variables[argument.variable] = param
        if isinstance(definition, LambdaExpr):
            try:
                result = definition.expr()
                value = (
                    self.coerce(self.expr(result), self.function.result, result)
                    if self.function.result != VOID
                    else self.expr(result)
                )
                self.function.body = (
                    [ir.Return(definition.line, value)]
                    if self.function.result != VOID
                    else [ir.Eval(definition.line, None, value)]
                )
            except Refused as r:
                self.report(r)
            return
        assert isinstance(definition, FuncDef)
        self.function.body = self.block(definition.body)
        if self.function.dispatch and not self.has_dispatch(self.function.body):
            self.world.error(
                self.function.file,
                self.function.line,
                0,
                "@dispatch_loop needs a `while True:` whose body has a `match` on an int",
            )

    def has_dispatch(self, body: list[ir.Stmt]) -> bool:
        for s in body:
            if isinstance(s, ir.Dispatch):
                return True
            parts: list[list[ir.Stmt]] = []
            if isinstance(s, (ir.Loop, ir.Try)):
                parts = [s.body]
            elif isinstance(s, ir.If):
                parts = [s.then, s.otherwise]
            if any(self.has_dispatch(p) for p in parts):
                return True
        return False

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
            if body and isinstance(body[-1], (ir.Return, ir.Raise, ir.Break, ir.Continue)):
                break
        return body

    def statement(self, s: Statement) -> list[ir.Stmt]:
        method = getattr(self, "s_" + type(s).__name__, None)
        if method is None:
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
        result: list[ir.Stmt] = method(s)
        return result

    def s_PassStmt(self, s: Statement) -> list[ir.Stmt]:
        return []

    s_Import = s_ImportFrom = s_PassStmt

    def s_Block(self, s: Block) -> list[ir.Stmt]:
        return self.block(s)

    def s_ExpressionStmt(self, s: ExpressionStmt) -> list[ir.Stmt]:
        if isinstance(s.expr, StrExpr) or type(s.expr).__name__ == "EllipsisExpr":
            return []
        return [ir.Eval(s.line, None, self.expr(s.expr))]

    # --- assignment -------------------------------------------------------------------------------------
    # ------------------

    def s_AssignmentStmt(self, s: AssignmentStmt) -> list[ir.Stmt]:
        if isinstance(s.rvalue, TempNode) and s.rvalue.no_rhs:
            return []
        if len(s.lvalues) == 1:
            target = s.lvalues[0]
            if isinstance(target, TupleExpr) and isinstance(s.rvalue, TupleExpr):
                return self.assign_in_parallel(target, s.rvalue)
            return self.assign_expression(target, s.rvalue)
        body: list[ir.Stmt] = []
        first = s.lvalues[0]
        hint = (
            self.variable(first.node, first).ty
            if isinstance(first, NameExpr) and isinstance(first.node, Var) and not self.is_global(first)
            else None
        )
        x = self.number(self.expr(s.rvalue, hint))
        if hint is not None:
            x = self.coerce(x, hint, s)
        value = self.keep(x, body, s.line)
        for target in s.lvalues:
            body += self.assign(target, value, s.line)
        return body

    def assign_expression(self, target: Lvalue, e: Expression) -> list[ir.Stmt]:
        if isinstance(target, NameExpr):
            local = self.local_target(target)
            if local is None:
                return [ir.Eval(target.line, None, self.expr(e))]
            return [ir.Eval(target.line, local, self.value(e, local.ty))]
        if isinstance(target, MemberExpr):
            obj, field = self.field_target(target)
            return [ir.SetField(target.line, obj, field, self.value(e, field.ty))]
        if isinstance(target, IndexExpr):
            base = self.expr(target.base)
            if isinstance(base.ty, DictTy):
                return self.assign(target, self.value(e, base.ty.item), target.line)
            if isinstance(base.ty, (ListTy, ArrayTy, TrailingTy)):
                return self.assign(target, self.value(e, base.ty.item), target.line)
        return self.assign(target, self.expr(e), target.line)

    def local_target(self, target: NameExpr) -> ir.Local | None:
        if not isinstance(target.node, Var):
            self.refuse(target, f"{target.name} cannot be assigned")
        if self.is_global(target):
            self.refuse(target, f"assigns the module global {target.name}; keep changing state in an object")
        if target.name == "_":
            return None
        return self.variable(target.node, target)

    def field_target(self, target: MemberExpr) -> tuple[ir.Expr, FieldDecl]:
        base = target.expr
        if isinstance(base, RefExpr) and isinstance(base.node, TypeInfo):
            self.refuse(target, "assigns an attribute of a class; classes are constant at run time")
        obj = self.expr(base)
        if not isinstance(obj.ty, ClassTy):
            self.refuse(target, f"{obj.ty} has no attribute {target.name} to assign")
        field = self.world.layout(obj.ty.decl).find_field(target.name)
        if field is None:
            self.refuse(target, f"class {obj.ty} declares no field {target.name}")
        if isinstance(field.ty, TrailingTy):
            self.refuse(target, "a trailing array cannot be assigned; assign its items")
        return obj, field

    def assign(self, target: Lvalue, x: ir.Expr, line: int) -> list[ir.Stmt]:
        if isinstance(target, NameExpr):
            local = self.local_target(target)
            if local is None:
                return [ir.Eval(line, None, x)]
            return [ir.Eval(line, local, self.coerce(x, local.ty, target))]
        if isinstance(target, MemberExpr):
            obj, field = self.field_target(target)
            return [ir.SetField(line, obj, field, self.coerce(x, field.ty, target))]
        if isinstance(target, IndexExpr):
            return self.assign_item(target, x, line)
        if isinstance(target, TupleExpr):
            if not isinstance(x.ty, TupleTy):
                self.refuse(target, f"unpacking {x.ty} is outside the dialect (tuples are inside)")
            body: list[ir.Stmt] = []
            kept = self.keep(x, body, line)
            for index, item in enumerate(target.items):
                body += self.assign(item, ir.TupleItem(x.ty.items[index], kept, index), line)
            return body
        self.refuse(target, f"{self.describe(target)} as a target is outside the dialect")

    def assign_item(self, target: IndexExpr, x: ir.Expr, line: int) -> list[ir.Stmt]:
        base = self.expr(target.base)
        if isinstance(target.index, SliceExpr):
            self.refuse(target, "assignment to a slice is outside the dialect; write a loop")
        if isinstance(base.ty, DictTy):
            key = self.value(target.index, base.ty.key)
            # Python evaluates the value first, then the dict, then the key.
            body: list[ir.Stmt] = []
            value = x if self.is_simple(x) else self.keep(x, body, line)
            return [
                *body,
                ir.Eval(
                    line,
                    None,
                    self.prim(VOID, "dict_set", base, key, self.coerce(value, base.ty.item, target)),
                ),
            ]
        index = self.value(target.index, INT)
        if isinstance(base.ty, ListTy):
            body = []
            value = x if self.is_simple(x) else self.keep(x, body, line)
            return [
                *body,
                ir.Eval(
                    line,
                    None,
                    self.prim(VOID, "list_set", base, index, self.coerce(value, base.ty.item, target)),
                ),
            ]
        place = self.item(base, index, target)
        return [ir.SetItem(line, place.array, place.index, self.coerce(x, place.ty, target), place.length)]

    def assign_in_parallel(self, targets: TupleExpr, values: TupleExpr) -> list[ir.Stmt]:
        """a, b = x, y: all values first, then the targets from left to right."""
        if len(targets.items) != len(values.items):
            self.refuse(targets, "star-unpacking is outside the dialect")
        body: list[ir.Stmt] = []
        kept = []
        for t, v in zip(targets.items, values.items):
            if (
                isinstance(t, NameExpr)
                and isinstance(t.node, Var)
                and not self.is_global(t)
                and t.name != "_"
            ):
                x = self.value(v, self.variable(t.node, t).ty)
            else:
                x = self.number(self.expr(v))
            kept.append(self.keep(x, body, targets.line))
        for t, x in zip(targets.items, kept):
            body += self.assign(t, x, targets.line)
        return body

    def s_OperatorAssignmentStmt(self, s: OperatorAssignmentStmt) -> list[ir.Stmt]:
        target = s.lvalue
        body: list[ir.Stmt] = []
        if isinstance(target, NameExpr):
            local = self.local_target(target)
            assert local is not None
            current: ir.Expr = self.narrowed(target, ir.Get(local.ty, local))
            if isinstance(local.ty, ListTy) and s.op == "+":
                return [
                    ir.Eval(
                        s.line, None, self.prim(VOID, "list_extend", current, self.value(s.rvalue, local.ty))
                    )
                ]
            if local.ty == VALUEPTR:
                self.refuse(s, "write p = p.offset(n)")
            x = self.binary(s.op, current, self.number(self.expr(s.rvalue)), s.rvalue)
            return [ir.Eval(s.line, local, self.coerce(x, local.ty, s))]
        if isinstance(target, MemberExpr):
            obj, field = self.field_target(target)
            obj = self.keep_object(obj, body, s.line)
            current = self.number(ir.Field(field.ty, obj, field))
            if isinstance(field.ty, ListTy) and s.op == "+":
                return [
                    *body,
                    ir.Eval(
                        s.line, None, self.prim(VOID, "list_extend", current, self.value(s.rvalue, field.ty))
                    ),
                ]
            x = self.binary(s.op, current, self.number(self.expr(s.rvalue)), s.rvalue)
            return [*body, ir.SetField(s.line, obj, field, self.coerce(x, field.ty, s))]
        if isinstance(target, IndexExpr):
            base = self.keep_object(self.expr(target.base), body, s.line)
            if isinstance(base.ty, DictTy):
                key = self.keep(self.value(target.index, base.ty.key), body, s.line)
                current = self.prim(base.ty.item, "dict_get", base, key)
                x = self.coerce(
                    self.binary(s.op, current, self.number(self.expr(s.rvalue)), s.rvalue), base.ty.item, s
                )
                return [*body, ir.Eval(s.line, None, self.prim(VOID, "dict_set", base, key, x))]
            index = self.keep(self.value(target.index, INT), body, s.line)
            if isinstance(base.ty, ListTy):
                current = self.prim(base.ty.item, "list_get", base, index)
                x = self.coerce(
                    self.binary(s.op, current, self.number(self.expr(s.rvalue)), s.rvalue), base.ty.item, s
                )
                return [*body, ir.Eval(s.line, None, self.prim(VOID, "list_set", base, index, x))]
            place = self.item(base, index, target)
            x = self.binary(s.op, self.number(place), self.number(self.expr(s.rvalue)), s.rvalue)
            return [*body, ir.SetItem(s.line, base, index, self.coerce(x, place.ty, s), place.length)]
        self.refuse(s, f"{self.describe(target)} as a target is outside the dialect")

    def keep_object(self, obj: ir.Expr, body: list[ir.Stmt], line: int) -> ir.Expr:
        """obj, which will be used twice; a local that nothing in between assigns stays itself."""
        return obj if self.is_simple(obj) else self.keep(obj, body, line)

    def s_DelStmt(self, s: DelStmt) -> list[ir.Stmt]:
        targets = s.expr.items if isinstance(s.expr, TupleExpr) else [s.expr]
        body: list[ir.Stmt] = []
        for target in targets:
            if isinstance(target, NameExpr):
                continue
            if not isinstance(target, IndexExpr):
                self.refuse(s, "del of an attribute is outside the dialect; assign None")
            base = self.expr(target.base)
            if isinstance(base.ty, DictTy):
                body.append(
                    ir.Eval(
                        s.line, None, self.prim(VOID, "dict_del", base, self.value(target.index, base.ty.key))
                    )
                )
            elif isinstance(base.ty, ListTy) and isinstance(target.index, SliceExpr):
                view = self.slice(target, base, target.index)
                assert isinstance(view, ir.Prim)
                body.append(ir.Eval(s.line, None, self.prim(VOID, "list_del_slice", *view.args)))
            elif isinstance(base.ty, ListTy):
                body.append(
                    ir.Eval(s.line, None, self.prim(VOID, "list_del", base, self.value(target.index, INT)))
                )
            else:
                self.refuse(s, f"del of an item of {base.ty} is outside the dialect")
        return body

    # --- control ----------------------------------------------------------------------------------------
    # --------------------

    def s_IfStmt(self, s: IfStmt) -> list[ir.Stmt]:
        return self.if_chain(s, 0)

    def if_chain(self, s: IfStmt, k: int) -> list[ir.Stmt]:
        if k == len(s.expr):
            return self.block(s.else_body)
        if s.body[k].is_unreachable and not isinstance(self.try_constant(s.expr[k]), ir.Const):
            # mypy proved this branch dead; the test is still evaluated where it has effects, which a test
            # of types has not
            return self.if_chain(s, k + 1)
        test = self.truth(s.expr[k])
        if isinstance(test, ir.Const):
            return self.block(s.body[k]) if test.value else self.if_chain(s, k + 1)
        return [ir.If(s.expr[k].line, test, self.block(s.body[k]), self.if_chain(s, k + 1))]

    def try_constant(self, e: Expression) -> ir.Expr | None:
        """The truth of e if it can be built (COMPILED and the like)."""
        if isinstance(e, RefExpr) and e.fullname in ("protodialect.types.COMPILED", "typing.TYPE_CHECKING"):
            return self.truth(e)
        return None

    def s_WhileStmt(self, s: WhileStmt) -> list[ir.Stmt]:
        test = self.truth(s.expr)
        if isinstance(test, ir.Const):
            if not test.value:
                return self.block(s.else_body)
            dispatch = self.dispatch(s)
            if dispatch is not None:
                return [dispatch]
            return [ir.Loop(s.line, None, self.block(s.body), [])]
        return [ir.Loop(s.line, test, self.block(s.body), self.block(s.else_body))]

    def dispatch(self, s: WhileStmt) -> ir.Dispatch | None:
        """The interpreter loop: `while True:` of a @dispatch_loop function with a `match` directly inside."""
        if not self.function.dispatch:
            return None
        at = next((i for i, x in enumerate(s.body.body) if isinstance(x, MatchStmt)), None)
        if at is None:
            return None
        match = s.body.body[at]
        assert isinstance(match, MatchStmt)
        head = [x for y in s.body.body[:at] for x in self.statement(y)]
        tail = [x for y in s.body.body[at + 1 :] for x in self.statement(y)]
        switch = self.s_MatchStmt(match)[0]
        assert isinstance(switch, ir.Switch)
        return ir.Dispatch(s.line, head, switch.subject, switch.cases, switch.otherwise, tail)

    def s_ForStmt(self, s: ForStmt) -> list[ir.Stmt]:
        it = self.iteration(s.expr)
        body = self.bind(s.index, it.items, s.line) + it.advance + self.block(s.body)
        return [*it.setup, ir.Loop(s.line, it.condition, body, self.block(s.else_body))]

    def s_BreakStmt(self, s: Statement) -> list[ir.Stmt]:
        return [ir.Break(s.line)]

    def s_ContinueStmt(self, s: Statement) -> list[ir.Stmt]:
        return [ir.Continue(s.line)]

    def s_ReturnStmt(self, s: ReturnStmt) -> list[ir.Stmt]:
        if s.expr is None or (
            isinstance(s.expr, NameExpr)
            and s.expr.fullname == "builtins.None"
            and self.function.result == VOID
        ):
            return [ir.Return(s.line, None)]
        if self.function.result == VOID:
            return [ir.Eval(s.line, None, self.expr(s.expr)), ir.Return(s.line, None)]
        return [ir.Return(s.line, self.value(s.expr, self.function.result))]

    def s_AssertStmt(self, s: AssertStmt) -> list[ir.Stmt]:
        """Checked in debug builds only; a failure ends the process."""
        if isinstance(s.expr, RefExpr) and s.expr.fullname == "builtins.False":
            return [
                ir.Eval(
                    s.line, None, self.prim(VOID, "panic", extra=[f'"{self.where(s)}: assert False reached"'])
                )
            ]
        if not self.debug:
            return []
        test = self.negate(self.truth(s.expr))
        panic = ir.Eval(
            s.line, None, self.prim(VOID, "panic", extra=[f'"{self.where(s)}: assertion failed"'])
        )
        return [ir.If(s.line, test, [panic], [])]

    # --- match ------------------------------------------------------------------------------------------
    # ----------------------

    def s_MatchStmt(self, s: MatchStmt) -> list[ir.Stmt]:
        subject = self.number(self.expr(s.subject))
        if subject.ty != INT:
            self.refuse(
                s, f"match on {subject.ty} is outside the dialect (on int it is inside); write if/elif"
            )
        cases: list[tuple[list[int], list[ir.Stmt]]] = []
        otherwise: list[ir.Stmt] | None = None
        seen: set[int] = set()
        for pattern, guard, body in zip(s.patterns, s.guards, s.bodies):
            if guard is not None:
                self.refuse(guard, "a guard in match is outside the dialect; write an if inside the case")
            values = self.pattern_values(pattern)
            block = self.block(body)
            if values is None:
                otherwise = block
                break
            cases.append(([v for v in dict.fromkeys(values) if v not in seen], block))
            seen.update(values)
        return [ir.Switch(s.line, subject, cases, otherwise)]

    def pattern_values(self, p: Pattern) -> list[int] | None:
        """The constants of a pattern; None for `_`."""
        if isinstance(p, AsPattern) and p.pattern is None and p.name is None:
            return None
        if isinstance(p, OrPattern):
            values: list[int] = []
            for part in p.patterns:
                some = self.pattern_values(part)
                if some is None:
                    return None
                values += some
            return values
        if isinstance(p, ValuePattern):
            x = self.expr(p.expr)
            if isinstance(x, ir.Const) and x.ty == INT:
                return [x.value]
        self.refuse(p, "patterns are int constants, | and _ in the dialect")

    # --- exceptions -------------------------------------------------------------------------------------
    # ------------------------

    def s_RaiseStmt(self, s: RaiseStmt) -> list[ir.Stmt]:
        if s.expr is None:
            return [ir.Raise(s.line, None)]
        if isinstance(s.expr, RefExpr) and isinstance(s.expr.node, TypeInfo):
            call = CallExpr(s.expr, [], [], [])
            call.set_line(s.expr)
            x = self.expr(call)
        else:
            x = self.expr(s.expr)
        if not (isinstance(x.ty, ClassTy) and self.is_exception(x.ty.decl)):
            self.refuse(s, f"raise of {x.ty}; raise an object of a class derived from Exception")
        return [ir.Raise(s.line, x)]

    def exception_classes(self, e: Expression | None) -> list[ClassDecl]:
        if e is None:
            return []
        parts = e.items if isinstance(e, TupleExpr) else [e]
        result = []
        for part in parts:
            if not (isinstance(part, RefExpr) and isinstance(part.node, TypeInfo)):
                self.refuse(part, "except needs the name of a class, or a tuple of names")
            if part.node.fullname == "builtins.BaseException":
                result.append(self.world.exception_class("Exception"))
            else:
                result.append(self.world.class_of_info(part.node))
        return result

    def common_class(self, classes: list[ClassDecl]) -> ClassDecl:
        found = classes[0] if classes else self.world.exception_class("Exception")
        for other in classes[1:]:
            while not other.is_subclass(found):
                assert found.base is not None
                found = found.base
        return found

    def s_TryStmt(self, s: TryStmt) -> list[ir.Stmt]:
        if s.is_star:
            self.refuse(s, "except* is outside the dialect")
        handlers = []
        for t, var, body in zip(s.types, s.vars, s.handlers):
            target = None
            classes = self.exception_classes(t)
            if var is not None:
                assert isinstance(var.node, Var)
                # mypy gives the name a type of its own in each handler, and deletes it after
                target = ir.Local(self.fresh_name(safe(var.name)), ClassTy(self.common_class(classes)))
                self.function.locals.append(target)
                self.variables[var.node] = target
            handlers.append(ir.Handler(classes, target, self.block(body), body.line))
        return [
            ir.Try(s.line, self.block(s.body), handlers, self.block(s.else_body), self.block(s.finally_body))
        ]

    def s_WithStmt(self, s: WithStmt) -> list[ir.Stmt]:
        return self.with_items(s, 0)

    def with_items(self, s: WithStmt, k: int) -> list[ir.Stmt]:
        if k == len(s.expr):
            return self.block(s.body)
        e = s.expr[k]
        target = s.target[k]
        body: list[ir.Stmt] = []
        if (
            isinstance(e, CallExpr)
            and isinstance(e.callee, RefExpr)
            and e.callee.fullname == "protodialect.types.locked"
        ):
            obj = self.keep(self.expr(e.args[0]), body, e.line)
            if not obj.ty.pointer:
                self.refuse(e, f"locked() of {obj.ty}; it takes an object")
            body.append(ir.Eval(e.line, None, self.prim(VOID, "lock", obj)))
            unlock = ir.Eval(e.line, None, self.prim(VOID, "unlock", obj))
            return [*body, ir.Try(s.line, self.with_items(s, k + 1), [], [], [unlock])]
        manager = self.keep(self.expr(e), body, e.line)
        if not isinstance(manager.ty, ClassTy):
            self.refuse(e, f"`with` on {manager.ty} is outside the dialect")
        enter, leave = self.manager_call(manager, "__enter__", e), self.manager_call(manager, "__exit__", e)
        if leave.ty != VOID:
            self.refuse(e, "__exit__ must return None in the dialect (it cannot swallow exceptions)")
        if target is not None:
            body += self.assign(target, enter, e.line)
        else:
            body.append(ir.Eval(e.line, None, enter))
        return [*body, ir.Try(s.line, self.with_items(s, k + 1), [], [], [ir.Eval(s.line, None, leave)])]

    def manager_call(self, manager: ir.Expr, name: str, e: Expression) -> ir.Expr:
        assert isinstance(manager.ty, ClassTy)
        info = self.receiver_info(e, manager)
        node = self.world.find_method(info, name)
        if node is None or not self.world.ours(node.info.module_name):
            self.refuse(e, f"class {manager.ty} has no {name}")
        function = self.world.function(node)
        args = [self.coerce(manager, function.params[0].ty, e)]
        if self.world.is_overridden(info, name):
            slot = self.world.virtual_slot(info, name)
            return ir.CallVirtual(slot.result, slot, [self.coerce(manager, slot.params[0], e)])
        return ir.Call(function.result, function, args)
