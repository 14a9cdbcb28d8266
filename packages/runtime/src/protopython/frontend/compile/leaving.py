"""break, continue and return: they run what is due on the way out (a finally body, `__exit__`, putting back the handled
exception) in line, outside the protection of the blocks they have left, and then jump.
"""

from __future__ import annotations

from protopython.objects.code.bytecode import Op

from .. import ast
from ..ast import Kind
from .assembler import Region
from .builder import Block, BlockKind, Builder
from .dispatch import compiles_statement, statements
from .expressions import constant, operand, temporary
from .generators import send
from .names import forget_name


def needs_unwinding(b: Builder, keep: int) -> bool:
    for i in range(keep, len(b.blocks)):
        kind = b.blocks[i].kind
        if kind == BlockKind.FINALLY or kind == BlockKind.WITH or kind == BlockKind.HANDLER:
            return True
    return False


def unwind(b: Builder, keep: int) -> list[Region]:
    """Code for leaving all but the outer `keep` blocks. The caller adds the jump, then calls `resume`."""
    blocks = b.blocks
    suspended: list[Region] = []
    for k in range(len(blocks) - keep):
        i = len(blocks) - 1 - k
        block = blocks[i]
        suspended.extend(b.suspend_regions(block.regions))
        b.blocks = blocks[:i]
        match block.kind:
            case BlockKind.FINALLY:
                finalbody = block.finalbody
                assert finalbody is not None
                b.session.in_finally_copy += 1
                final_body(b, finalbody)
                b.session.in_finally_copy -= 1
            case BlockKind.HANDLER:
                b.nowhere()
                b.emit_a(Op.POP_EXC, block.saved)
                name = block.name
                if name is not None:
                    forget_name(b, name)
            case BlockKind.WITH:
                leave_with(b, block)
            case _:
                pass
    b.blocks = blocks
    return suspended


def leave_with(b: Builder, block: Block) -> None:
    node = block.node
    assert node is not None
    b.at(node)
    mark = b.top
    t = b.temp()
    b.emit_ab(Op.WITH_EXIT, t, block.saved)
    if block.is_async:
        b.emit(Op.GET_AWAITABLE, t, t, 0, 2)
        send(b, t)
    b.top = mark


def final_body(b: Builder, body: list[ast.stmt]) -> None:
    block = b.new_block(BlockKind.FINALLY_BODY)
    block.in_finally = True
    b.blocks.append(block)
    statements(b, body)
    b.blocks.pop()


def innermost_loop(b: Builder, word: str, node: ast.AST) -> int:
    """The number of the loop's block, for break and continue."""
    n = len(b.blocks)
    in_finally = False
    for k in range(n):
        i = n - 1 - k
        block = b.blocks[i]
        if block.kind == BlockKind.LOOP:
            if in_finally:
                b.warn(f"'{word}' in a 'finally' block", node)
            return i
        if block.kind == BlockKind.STAR_HANDLER:
            refuse_star(b, node)
        if block.in_finally:
            in_finally = True
    if word == "break":
        raise b.error("'break' outside loop", node)
    raise b.error("'continue' not properly in loop", node)


def refuse_star(b: Builder, node: ast.AST) -> None:
    raise b.error("'break', 'continue' and 'return' cannot appear in an except* block", node)


@compiles_statement(Kind.Break)
def break_(b: Builder, node: ast.Break) -> None:
    b.trace_line(node)
    i = innermost_loop(b, "break", node)
    suspended = unwind(b, i + 1)
    # The loop's own protection is the same inside and outside.
    if needs_unwinding(b, i + 1):
        b.nowhere()
    b.jump(Op.JUMP, 0, b.blocks[i].break_label)
    b.resume_regions(suspended)


@compiles_statement(Kind.Continue)
def continue_(b: Builder, node: ast.Continue) -> None:
    b.trace_line(node)
    i = innermost_loop(b, "continue", node)
    suspended = unwind(b, i + 1)
    if needs_unwinding(b, i + 1):
        b.nowhere()
    b.jump_to(b.blocks[i].continue_label)
    b.resume_regions(suspended)


@compiles_statement(Kind.Return)
def return_(b: Builder, node: ast.Return) -> None:
    scope = b.scope
    if not scope.is_function():
        raise b.error("'return' outside function", node)
    value = node.value
    if value is not None and scope.is_async and scope.is_generator:
        raise b.error("'return' with value in async generator", node)
    in_finally = False
    for block in b.blocks:
        if block.kind == BlockKind.STAR_HANDLER:
            refuse_star(b, node if value is None or value.kind != ast.Kind.Constant else value)
        if block.in_finally:
            in_finally = True
    if in_finally:
        b.warn("'return' in a 'finally' block", node)
    mark = b.top
    unwinding = needs_unwinding(b, 0)
    c = None if value is None else constant(b, value)
    none = value is None or (c is not None and c.kind == ast.ConstKind.NONE)
    r = -1
    if value is not None and not none:
        r = temporary(b, value) if unwinding else operand(b, value, False)
    elif unwinding or value is None:
        b.trace_line(node)
    suspended = unwind(b, 0)
    if unwinding:
        b.nowhere()
    else:
        b.at(node if c is None or value is None else value)
    if none:
        b.emit_end(Op.RETURN_NONE, 0, 0, 0)
    else:
        b.emit_end(Op.RETURN, r, 0, 0)
    b.resume_regions(suspended)
    b.top = mark
