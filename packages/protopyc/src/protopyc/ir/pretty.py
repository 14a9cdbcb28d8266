"""The IR as text, for --dump and for tests."""

from __future__ import annotations

from collections.abc import Iterable

from protopyc.ir import nodes as ir


def show(x: ir.Expr) -> str:
    """One expression."""
    if isinstance(x, ir.Const):
        return repr(x.value)
    if isinstance(x, ir.Get):
        return x.local.name
    if isinstance(x, ir.Frozen):
        return f"@{x.symbol}"
    if isinstance(x, ir.FunctionRef):
        return f"&{x.function.name}"
    if isinstance(x, ir.Field):
        return f"{show(x.obj)}.{x.field.name}"
    if isinstance(x, ir.Item):
        return f"{show(x.array)}[{show(x.index)}]"
    if isinstance(x, ir.Unary):
        return f"{x.op}{show(x.operand)}"
    if isinstance(x, (ir.Binary, ir.Logic)):
        return f"({show(x.left)} {x.op} {show(x.right)})"
    if isinstance(x, ir.Choose):
        return f"({show(x.condition)} ? {show(x.then)} : {show(x.otherwise)})"
    if isinstance(x, ir.Call):
        return f"{x.function.name}({', '.join(map(show, x.args))}){'!' if x.function.may_raise else ''}"
    if isinstance(x, ir.CallVirtual):
        return f"virtual {x.slot.owner.name}.{x.slot.name}({', '.join(map(show, x.args))})"
    if isinstance(x, ir.CallPointer):
        return f"(*{show(x.pointer)})({', '.join(map(show, x.args))})"
    if isinstance(x, ir.Prim):
        return f"%{x.name}({', '.join([*map(show, x.args), *x.extra])})"
    if isinstance(x, ir.New):
        return f"new {x.decl.name}"
    if isinstance(x, ir.Cast):
        return f"<{x.ty}>{show(x.operand)}"
    if isinstance(x, ir.IsInstance):
        return f"({show(x.operand)} isa {x.decl.name})"
    if isinstance(x, ir.MakeTuple):
        return f"({', '.join(map(show, x.items))},)"
    if isinstance(x, ir.TupleItem):
        return f"{show(x.tuple)}.{x.index}"
    if isinstance(x, ir.Walrus):
        return (
            f"{{{'; '.join(line.strip() for s in x.body for line in show_statement(s, 0))}; {show(x.value)}}}"
        )
    return type(x).__name__


def show_block(body: list[ir.Stmt], depth: int) -> list[str]:
    return [line for s in body for line in show_statement(s, depth)] or ["    " * depth + "pass"]


def show_statement(s: ir.Stmt, depth: int) -> list[str]:
    """The lines of one statement."""
    pad = "    " * depth

    def inner(body: list[ir.Stmt]) -> list[str]:
        return show_block(body, depth + 1)

    if isinstance(s, ir.Eval):
        return [f"{pad}{s.target.name + ' = ' if s.target else ''}{show(s.value)}"]
    if isinstance(s, ir.SetField):
        return [f"{pad}{show(s.obj)}.{s.field.name} = {show(s.value)}"]
    if isinstance(s, ir.SetItem):
        return [f"{pad}{show(s.array)}[{show(s.index)}] = {show(s.value)}"]
    if isinstance(s, ir.If):
        lines = [f"{pad}if {show(s.condition)}:", *inner(s.then)]
        return [*lines, f"{pad}else:", *inner(s.otherwise)] if s.otherwise else lines
    if isinstance(s, ir.Loop):
        lines = [f"{pad}while {show(s.condition) if s.condition else 'True'}:", *inner(s.body)]
        return [*lines, f"{pad}else:", *inner(s.otherwise)] if s.otherwise else lines
    if isinstance(s, ir.Return):
        return [f"{pad}return{' ' + show(s.value) if s.value else ''}"]
    if isinstance(s, ir.Raise):
        return [f"{pad}raise{' ' + show(s.value) if s.value else ''}"]
    if isinstance(s, (ir.Switch, ir.Dispatch)):
        lines = [f"{pad}{type(s).__name__.lower()} {show(s.subject)}:"]
        if isinstance(s, ir.Dispatch):
            lines += [f"{pad}  head:", *inner(s.head)]
        for values, body in s.cases:
            lines += [f"{pad}  case {' | '.join(map(str, values))}:", *inner(body)]
        if s.otherwise is not None:
            lines += [f"{pad}  case _:", *inner(s.otherwise)]
        return lines
    if isinstance(s, ir.Try):
        lines = [f"{pad}try:", *inner(s.body)]
        for h in s.handlers:
            lines += [
                f"{pad}except "
                f"{', '.join(c.name for c in h.classes)}{' as ' + h.target.name if h.target else ''}:",
                *inner(h.body),
            ]
        if s.otherwise:
            lines += [f"{pad}else:", *inner(s.otherwise)]
        return [*lines, f"{pad}finally:", *inner(s.final)] if s.final else lines
    if isinstance(s, ir.Check):
        return [f"{pad}check -> {s.target or 'out'}"]
    if isinstance(s, ir.Goto):
        return [f"{pad}goto {s.target}"]
    if isinstance(s, ir.Label):
        return [f"{pad}{s.name}:"]
    if isinstance(s, ir.Jump):
        return [f"{pad}jump {s.label}[{show(s.subject)}]"]
    return [f"{pad}{type(s).__name__.lower()}"]


def show_function(f: ir.Function) -> str:
    params = ", ".join(f"{p.name}: {p.ty}" for p in f.params)
    flags = " ".join(
        n for n, on in (("raises", f.may_raise), ("allocates", f.may_allocate), ("inline", f.inline)) if on
    )
    head = f"def {f.module}.{f.name}({params}) -> {f.result}:" + (f"  # {flags}" if flags else "")
    return "\n".join([head, *show_block(f.body, 1)])


def dump(functions: Iterable[ir.Function], only: str | None = None) -> str:
    """All functions, or those whose name contains `only`."""
    chosen = [f for f in functions if f.compiled and (only is None or only in f.name)]
    return (
        "\n\n".join(show_function(f) for f in sorted(chosen, key=lambda f: (f.module, f.line, f.name))) + "\n"
    )
