"""The interpreter: one loop that runs frames of register bytecode (objects/code/bytecode.py).

    run(frame)                 entered from native code; returns when that frame does
      loop: fetch word, match  calls between Python functions switch `frame` here, without recursion of the C stack
      except                   finds a handler (engine/unwind.py), in this frame or in callers up to the entry frame

What the loop keeps in machine registers: pc (index of the next instruction), instrs, regs, consts, frame. What switches frames sets `frame` and
leaves the innermost loop (`break`): the loop around it loads the others from the frame, in one place. `frame.pc` is stored before anything that can
call, raise or look at the frame.
Common cases are in line here; everything else is a call of a function of engine/caches.py, engine/instructions.py ...
"""

from __future__ import annotations

from protodialect.types import (
    EMPTY,
    Value,
    dispatch_loop,
    inline,
    instance_slots,
    is_pointer,
    likely,
    mul_ovf,
    redispatch,
    try_as,
    unwrap,
    wrap,
)
from protodialect.unsafe import set_register_top
from protopython.engine import calling, generators, imports, instructions, matching, monitoring, unwind
from protopython.engine.binding import enter
from protopython.engine.caches import CLASS_METHOD, INLINE_SLOT, load_attr, load_global, load_method, store_attr, store_global
from protopython.objects.code.bytecode import Op, bx, ra, rb, rc, rd, signed_b, signed_bx, signed_c
from protopython.objects.dict.dict import dict_cached_value
from protopython.objects.frame import GEN_SUSPENDED, RESUMED_BY_FOR, RETURN_NORMAL, W_Frame, W_Generator
from protopython.objects.function.function import W_Cell, W_Function
from protopython.objects.list.list import LIST, W_List, list_append, list_get
from protopython.objects.model import operations
from protopython.objects.model.instance import W_Instance
from protopython.objects.model.operators import compare_ints
from protopython.objects.model.special import BinaryOp
from protopython.objects.model.types import value_shape
from protopython.objects.range import W_RangeIterator
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.tuple import tuple_of_ptr
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import (
    SMALL_INT_MIN,
    both_int,
    fits_small,
    float_value,
    from_int,
    int_value,
    is_empty,
    is_immediate_float,
    is_int,
    new_float,
    same,
)


@inline
def both_float(a: Value, b: Value) -> bool:
    return is_immediate_float(a) and is_immediate_float(b)


@dispatch_loop
def run(entry: W_Frame, w_throw: Value) -> Value:
    """Runs `entry` (the innermost frame) until it returns or yields to native code; raises w_throw in it first unless that is EMPTY."""
    cx = context()
    frame = entry
    if not is_empty(w_throw):
        catching = unwind.throw(cx, frame, w_throw)
        if catching is None:
            raise PyError(unwind.take_unhandled(cx))
        frame = catching
    pc = frame.pc
    while True:
        try:
            while True:
                # The one place where a frame's state is loaded: every switch of frames comes here.
                code = frame.code
                regs = frame.regs
                instrs = code.instrs
                consts = code.consts
                caches = code.caches
                pc = frame.pc
                while True:
                    word = instrs[pc]
                    pc += 1
                    match word & 255:
                        case Op.NOP:
                            continue
                        case Op.MOVE:
                            regs[ra(word)] = regs[rb(word)]
                            continue
                        case Op.LOAD_CONST:
                            regs[ra(word)] = consts[bx(word)]
                            continue
                        case Op.LOAD_INT:
                            regs[ra(word)] = from_int(signed_bx(word))
                            continue
                        case Op.LOAD_NONE:
                            regs[ra(word)] = w_None
                            continue
                        case Op.CLEAR:
                            regs[ra(word)] = EMPTY
                            continue
                        case Op.CHECK_LOCAL:
                            if is_empty(regs[ra(word)]):
                                instructions.raise_unbound(code, bx(word))
                            continue
                        case Op.DELETE_LOCAL:
                            if is_empty(regs[ra(word)]):
                                instructions.raise_unbound(code, bx(word))
                            regs[ra(word)] = EMPTY
                            continue
                        case Op.MAKE_CELL:
                            regs[ra(word)] = wrap(W_Cell(regs[ra(word)]))
                            continue
                        case Op.LOAD_CELL:
                            v = unwrap(W_Cell, regs[rb(word)]).w_value
                            if is_empty(v):
                                instructions.raise_unbound_cell(code, rc(word))
                            regs[ra(word)] = v
                            continue
                        case Op.STORE_CELL:
                            unwrap(W_Cell, regs[ra(word)]).w_value = regs[rb(word)]
                            continue
                        case Op.DELETE_CELL:
                            cell = unwrap(W_Cell, regs[ra(word)])
                            if is_empty(cell.w_value):
                                instructions.raise_unbound_cell(code, bx(word))
                            cell.w_value = EMPTY
                            continue
                        case Op.LOAD_CLOSURE:
                            regs[ra(word)] = instructions.closure_cell(frame, bx(word))
                            continue
                        case Op.LOAD_CELL_OR_NAME:
                            regs[ra(word)] = instructions.load_cell_or_name(frame, rb(word), rc(word))
                            continue
                        case Op.LOAD_GLOBAL:
                            cache = caches[rc(word)]
                            if cache is not None and cache.version2 == 0:
                                v = dict_cached_value(frame.function.globals, cache.version, cache.index)
                                if likely(not is_empty(v)):
                                    regs[ra(word)] = v
                                    continue
                            frame.pc = pc
                            regs[ra(word)] = load_global(code, rc(word), frame.function.globals, frame.function.builtins)
                            continue
                        case Op.STORE_GLOBAL:
                            instructions.store_global(frame, bx(word), regs[ra(word)])
                            continue
                        case Op.STORE_GLOBAL_CACHED:
                            store_global(code, rc(word), frame.function.globals, regs[ra(word)])
                            continue
                        case Op.DELETE_GLOBAL:
                            instructions.delete_global(frame, bx(word))
                            continue
                        case Op.LOAD_NAME:
                            frame.pc = pc
                            regs[ra(word)] = instructions.load_name(frame, code.names[bx(word)])
                            continue
                        case Op.STORE_NAME:
                            frame.pc = pc
                            instructions.store_name(frame, code.names[bx(word)], regs[ra(word)])
                            continue
                        case Op.DELETE_NAME:
                            frame.pc = pc
                            instructions.delete_name(frame, code.names[bx(word)])
                            continue
                        case Op.LOAD_LOCALS:
                            regs[ra(word)] = instructions.namespace_of(frame)
                            continue
                        case Op.LOAD_DICT_OR_GLOBAL:
                            frame.pc = pc
                            regs[ra(word)] = instructions.load_dict_or_global(frame, regs[ra(word)], code.names[bx(word)])
                            continue
                        case Op.LOAD_DICT_OR_CELL:
                            frame.pc = pc
                            regs[ra(word)] = instructions.load_dict_or_cell(frame, regs[ra(word)], rb(word), rc(word))
                            continue
                        case Op.LOAD_BUILD_CLASS:
                            frame.pc = pc
                            regs[ra(word)] = instructions.load_builtin(frame, "__build_class__")
                            continue
                        case Op.LOAD_ASSERTION_ERROR:
                            regs[ra(word)] = instructions.w_AssertionError
                            continue
                        case Op.LOAD_NOT_IMPLEMENTED_ERROR:
                            regs[ra(word)] = instructions.w_NotImplementedError
                            continue
                        case Op.LOAD_ATTR:
                            v = regs[rb(word)]
                            if is_pointer(v):
                                cache = caches[rc(word)]
                                if cache is not None and cache.version == value_shape(v).version and cache.kind == INLINE_SLOT:
                                    w = instance_slots(unwrap(W_Instance, v))[cache.index]
                                    if likely(not is_empty(w)):
                                        regs[ra(word)] = w
                                        continue
                            frame.pc = pc
                            regs[ra(word)] = load_attr(code, rc(word), v)
                            continue
                        case Op.STORE_ATTR:
                            frame.pc = pc
                            store_attr(code, rc(word), regs[ra(word)], regs[rb(word)])
                            continue
                        case Op.DELETE_ATTR:
                            frame.pc = pc
                            operations.delattr_of(regs[ra(word)], code.names[bx(word)])
                            continue
                        case Op.LOAD_METHOD:
                            v = regs[rb(word)]
                            if is_pointer(v):
                                cache = caches[rc(word)]
                                if cache is not None and cache.version == value_shape(v).version and cache.kind == CLASS_METHOD:
                                    regs[ra(word)] = cache.w_value
                                    regs[ra(word) + 1] = v
                                    continue
                            frame.pc = pc
                            w, v = load_method(code, rc(word), v)
                            regs[ra(word)] = w
                            regs[ra(word) + 1] = v
                            continue
                        case Op.LOAD_SUPER_METHOD:
                            frame.pc = pc
                            w, v = instructions.load_super(frame, rb(word), code.cache_names[rc(word)], rd(word), True)
                            regs[ra(word)] = w
                            regs[ra(word) + 1] = v
                            continue
                        case Op.LOAD_SUPER_ATTR:
                            frame.pc = pc
                            w, v = instructions.load_super(frame, rb(word), code.cache_names[rc(word)], rd(word), False)
                            regs[ra(word)] = w
                            continue
                        case Op.GETITEM:
                            v = regs[rb(word)]
                            w = regs[rc(word)]
                            if is_int(w) and is_pointer(v):
                                lst = try_as(W_List, v)
                                if lst is not None and value_shape(v) is LIST.root_shape:
                                    w = list_get(lst, int_value(w))
                                    if likely(not is_empty(w)):
                                        regs[ra(word)] = w
                                        continue
                            frame.pc = pc
                            regs[ra(word)] = instructions.getitem(v, regs[rc(word)])
                            continue
                        case Op.GETITEM_INT:
                            v = regs[rb(word)]
                            frame.pc = pc
                            regs[ra(word)] = instructions.getitem(v, from_int(signed_c(word)))
                            continue
                        case Op.SETITEM:
                            frame.pc = pc
                            instructions.setitem(regs[ra(word)], regs[rb(word)], regs[rc(word)])
                            continue
                        case Op.DELITEM:
                            frame.pc = pc
                            operations.delitem(regs[ra(word)], regs[rb(word)])
                            continue
                        case Op.GETSLICE:
                            frame.pc = pc
                            regs[ra(word)] = instructions.getslice(regs[rb(word)], regs[rc(word)], regs[rc(word) + 1])
                            continue
                        case Op.SETSLICE:
                            frame.pc = pc
                            instructions.setslice(regs[ra(word)], regs[rb(word)], regs[rb(word) + 1], regs[rc(word)])
                            continue
                        case Op.ADD:
                            v = regs[rb(word)]
                            w = regs[rc(word)]
                            if both_int(v, w):
                                i = int_value(v) + int_value(w)
                                if likely(fits_small(i)):
                                    regs[ra(word)] = from_int(i)
                                    continue
                            elif both_float(v, w):
                                regs[ra(word)] = new_float(float_value(v) + float_value(w))
                                continue
                            frame.pc = pc
                            regs[ra(word)] = instructions.add(v, w, rd(word))
                            continue
                        case Op.SUB:
                            v = regs[rb(word)]
                            w = regs[rc(word)]
                            if both_int(v, w):
                                i = int_value(v) - int_value(w)
                                if likely(fits_small(i)):
                                    regs[ra(word)] = from_int(i)
                                    continue
                            elif both_float(v, w):
                                regs[ra(word)] = new_float(float_value(v) - float_value(w))
                                continue
                            frame.pc = pc
                            regs[ra(word)] = instructions.sub(v, w, rd(word))
                            continue
                        case Op.MUL:
                            v = regs[rb(word)]
                            w = regs[rc(word)]
                            if both_int(v, w):
                                i, overflow = mul_ovf(int_value(v), int_value(w))
                                if likely(not overflow and fits_small(i)):
                                    regs[ra(word)] = from_int(i)
                                    continue
                            elif both_float(v, w):
                                regs[ra(word)] = new_float(float_value(v) * float_value(w))
                                continue
                            frame.pc = pc
                            regs[ra(word)] = instructions.mul(v, w, rd(word))
                            continue
                        case Op.TRUEDIV:
                            v = regs[rb(word)]
                            w = regs[rc(word)]
                            if both_float(v, w) and float_value(w) != 0.0:
                                regs[ra(word)] = new_float(float_value(v) / float_value(w))
                                continue
                            frame.pc = pc
                            regs[ra(word)] = instructions.truediv(v, w, rd(word))
                            continue
                        case Op.FLOORDIV:
                            v = regs[rb(word)]
                            w = regs[rc(word)]
                            if both_int(v, w) and int_value(w) > 0:
                                regs[ra(word)] = from_int(int_value(v) // int_value(w))
                                continue
                            frame.pc = pc
                            regs[ra(word)] = instructions.floordiv(v, w, rd(word))
                            continue
                        case Op.MOD:
                            v = regs[rb(word)]
                            w = regs[rc(word)]
                            if both_int(v, w) and int_value(w) > 0:
                                regs[ra(word)] = from_int(int_value(v) % int_value(w))
                                continue
                            frame.pc = pc
                            regs[ra(word)] = instructions.mod(v, w, rd(word))
                            continue
                        case Op.ADD_INT:
                            v = regs[rb(word)]
                            if is_int(v):
                                i = int_value(v) + signed_c(word)
                                if likely(fits_small(i)):
                                    regs[ra(word)] = from_int(i)
                                    continue
                            frame.pc = pc
                            regs[ra(word)] = instructions.add_int(v, signed_c(word), rd(word))
                            continue
                        case Op.BINARY:
                            v = regs[rb(word)]
                            w = regs[rc(word)]
                            if both_int(v, w):
                                match rd(word):
                                    case BinaryOp.AND:
                                        regs[ra(word)] = from_int(int_value(v) & int_value(w))
                                        continue
                                    case BinaryOp.OR:
                                        regs[ra(word)] = from_int(int_value(v) | int_value(w))
                                        continue
                                    case BinaryOp.XOR:
                                        regs[ra(word)] = from_int(int_value(v) ^ int_value(w))
                                        continue
                                    case BinaryOp.RSHIFT:
                                        if 0 <= int_value(w) < 63:
                                            regs[ra(word)] = from_int(int_value(v) >> int_value(w))
                                            continue
                                    case _:
                                        pass
                            frame.pc = pc
                            regs[ra(word)] = instructions.binary(rd(word), v, w)
                            continue
                        case Op.INPLACE:
                            frame.pc = pc
                            regs[ra(word)] = instructions.inplace(rd(word), regs[rb(word)], regs[rc(word)])
                            continue
                        case Op.COMPARE:
                            v = regs[rb(word)]
                            w = regs[rc(word)]
                            if both_int(v, w):
                                regs[ra(word)] = new_bool(compare_ints(rd(word), int_value(v), int_value(w)))
                                continue
                            frame.pc = pc
                            regs[ra(word)] = operations.compare(rd(word), v, w)
                            continue
                        case Op.IS:
                            regs[ra(word)] = new_bool(same(regs[rb(word)], regs[rc(word)]) != (rd(word) == 1))
                            continue
                        case Op.CONTAINS:
                            frame.pc = pc
                            regs[ra(word)] = new_bool(instructions.contains(regs[rc(word)], regs[rb(word)]) != (rd(word) == 1))
                            continue
                        case Op.NEGATIVE:
                            v = regs[rb(word)]
                            if is_int(v) and int_value(v) != SMALL_INT_MIN:
                                regs[ra(word)] = from_int(-int_value(v))
                                continue
                            frame.pc = pc
                            regs[ra(word)] = operations.negative(v)
                            continue
                        case Op.POSITIVE:
                            frame.pc = pc
                            regs[ra(word)] = operations.positive(regs[rb(word)])
                            continue
                        case Op.INVERT:
                            frame.pc = pc
                            regs[ra(word)] = operations.invert(regs[rb(word)])
                            continue
                        case Op.NOT:
                            frame.pc = pc
                            regs[ra(word)] = new_bool(not operations.is_true(regs[rb(word)]))
                            continue
                        case Op.JUMP:
                            pc = bx(word)
                            continue
                        case Op.JUMP_BACK:
                            frame.pc = pc
                            instructions.poll(cx)
                            pc = bx(word)
                            continue
                        case Op.JUMP_IF_TRUE:
                            frame.pc = pc
                            if operations.is_true(regs[ra(word)]):
                                pc = bx(word)
                            continue
                        case Op.JUMP_IF_FALSE:
                            frame.pc = pc
                            if not operations.is_true(regs[ra(word)]):
                                pc = bx(word)
                            continue
                        case Op.JUMP_IF_NONE:
                            if same(regs[ra(word)], w_None):
                                pc = bx(word)
                            continue
                        case Op.JUMP_IF_NOT_NONE:
                            if not same(regs[ra(word)], w_None):
                                pc = bx(word)
                            continue
                        case Op.JUMP_COMPARE_FALSE:
                            v = regs[ra(word)]
                            w = regs[rb(word)]
                            if both_int(v, w):
                                if not compare_ints(rd(word), int_value(v), int_value(w)):
                                    pc = rc(word)
                                continue
                            frame.pc = pc
                            if not instructions.compare_true(rd(word), v, w):
                                pc = rc(word)
                            continue
                        case Op.JUMP_COMPARE_TRUE:
                            v = regs[ra(word)]
                            w = regs[rb(word)]
                            if both_int(v, w):
                                if compare_ints(rd(word), int_value(v), int_value(w)):
                                    pc = rc(word)
                                continue
                            frame.pc = pc
                            if instructions.compare_true(rd(word), v, w):
                                pc = rc(word)
                            continue
                        case Op.JUMP_COMPARE_INT_FALSE:
                            v = regs[ra(word)]
                            if is_int(v):
                                if not compare_ints(rd(word), int_value(v), signed_b(word)):
                                    pc = rc(word)
                                continue
                            frame.pc = pc
                            if not instructions.compare_true(rd(word), v, from_int(signed_b(word))):
                                pc = rc(word)
                            continue
                        case Op.JUMP_COMPARE_INT_TRUE:
                            v = regs[ra(word)]
                            if is_int(v):
                                if compare_ints(rd(word), int_value(v), signed_b(word)):
                                    pc = rc(word)
                                continue
                            frame.pc = pc
                            if instructions.compare_true(rd(word), v, from_int(signed_b(word))):
                                pc = rc(word)
                            continue
                        case Op.JUMP_IF_EMPTY:
                            if is_empty(regs[ra(word)]):
                                pc = bx(word)
                            continue
                        case Op.GET_ITER:
                            frame.pc = pc
                            regs[ra(word)] = operations.iterate(regs[rb(word)])
                            continue
                        case Op.FOR_ITER:
                            v = regs[rb(word)]
                            ranged = try_as(W_RangeIterator, v)
                            if ranged is not None:
                                if ranged.remaining > 0:
                                    i = ranged.current
                                    ranged.current = i + ranged.step
                                    ranged.remaining -= 1
                                    regs[ra(word)] = from_int(i)
                                    if rd(word) == 1:
                                        pc += 1
                                elif rd(word) == 0:
                                    pc = rc(word)
                                continue
                            frame.pc = pc
                            generator = try_as(W_Generator, v)
                            if generator is not None:
                                i = generators.claim_to_switch(generator)
                                if i <= GEN_SUSPENDED:
                                    frame = generators.activate(cx, generator, i, w_None, RESUMED_BY_FOR)
                                    break
                            w = operations.next_of(v)
                            if is_empty(w):
                                if rd(word) == 0:
                                    pc = rc(word)
                                continue
                            regs[ra(word)] = w
                            if rd(word) == 1:
                                pc += 1
                            continue
                        case Op.FOR_LOOP:
                            v = regs[rb(word)]
                            frame.pc = pc
                            instructions.poll(cx)
                            ranged = try_as(W_RangeIterator, v)
                            if ranged is not None:
                                if ranged.remaining > 0:
                                    i = ranged.current
                                    ranged.current = i + ranged.step
                                    ranged.remaining -= 1
                                    regs[ra(word)] = from_int(i)
                                    pc = rc(word)
                                continue
                            generator = try_as(W_Generator, v)
                            if generator is not None:
                                i = generators.claim_to_switch(generator)
                                if i <= GEN_SUSPENDED:
                                    frame = generators.activate(cx, generator, i, w_None, RESUMED_BY_FOR)
                                    break
                            w = operations.next_of(v)
                            if not is_empty(w):
                                regs[ra(word)] = w
                                pc = rc(word)
                            continue
                        case Op.BUILD_TUPLE:
                            frame.pc = pc
                            regs[ra(word)] = wrap(tuple_of_ptr(regs.offset(rb(word)), rc(word)))
                            continue
                        case Op.BUILD_LIST:
                            frame.pc = pc
                            regs[ra(word)] = instructions.build_list(regs.offset(rb(word)), rc(word))
                            continue
                        case Op.BUILD_SET:
                            frame.pc = pc
                            regs[ra(word)] = instructions.build_set(regs.offset(rb(word)), rc(word))
                            continue
                        case Op.BUILD_DICT:
                            frame.pc = pc
                            regs[ra(word)] = instructions.build_dict(regs.offset(rb(word)), rc(word))
                            continue
                        case Op.BUILD_STRING:
                            frame.pc = pc
                            regs[ra(word)] = instructions.build_string(regs.offset(rb(word)), rc(word))
                            continue
                        case Op.BUILD_SLICE:
                            frame.pc = pc
                            regs[ra(word)] = instructions.build_slice(regs.offset(rb(word)))
                            continue
                        case Op.LIST_APPEND:
                            list_append(unwrap(W_List, regs[ra(word)]), regs[rb(word)])
                            continue
                        case Op.LIST_EXTEND:
                            frame.pc = pc
                            instructions.list_extend(regs[ra(word)], regs[rb(word)], rd(word))
                            continue
                        case Op.LIST_TO_TUPLE:
                            frame.pc = pc
                            regs[ra(word)] = instructions.list_to_tuple(regs[rb(word)])
                            continue
                        case Op.STAR_TO_TUPLE:
                            frame.pc = pc
                            regs[ra(word)] = instructions.star_to_tuple(regs[rb(word)], regs[rc(word)])
                            continue
                        case Op.SET_ADD:
                            frame.pc = pc
                            instructions.set_add(regs[ra(word)], regs[rb(word)])
                            continue
                        case Op.SET_UPDATE:
                            frame.pc = pc
                            instructions.set_update(regs[ra(word)], regs[rb(word)])
                            continue
                        case Op.DICT_SET:
                            frame.pc = pc
                            instructions.dict_item(regs[ra(word)], regs[rb(word)], regs[rc(word)])
                            continue
                        case Op.DICT_UPDATE:
                            frame.pc = pc
                            instructions.dict_update(regs[ra(word)], regs[rb(word)])
                            continue
                        case Op.DICT_MERGE:
                            frame.pc = pc
                            instructions.dict_merge(regs[ra(word)], regs[rb(word)], regs[rc(word)])
                            continue
                        case Op.UNPACK:
                            frame.pc = pc
                            instructions.unpack(regs[rb(word)], regs.offset(ra(word)), rc(word))
                            continue
                        case Op.UNPACK_EX:
                            frame.pc = pc
                            instructions.unpack_ex(regs[rb(word)], regs.offset(ra(word)), rc(word), rd(word))
                            continue
                        case Op.FORMAT:
                            frame.pc = pc
                            if rc(word) == 65535:
                                regs[ra(word)] = instructions.format_value(regs[rb(word)], rd(word), EMPTY)
                            else:
                                regs[ra(word)] = instructions.format_value(regs[rb(word)], rd(word), regs[rc(word)])
                            continue
                        case Op.BUILD_INTERPOLATION:
                            frame.pc = pc
                            regs[ra(word)] = instructions.build_interpolation(regs.offset(rb(word)), rd(word))
                            continue
                        case Op.BUILD_TEMPLATE:
                            frame.pc = pc
                            regs[ra(word)] = instructions.build_template(regs.offset(rb(word)))
                            continue
                        case Op.CALL | Op.CALL_FUNCTION:
                            v = regs[rb(word)]
                            n = rc(word)
                            i = rb(word) + 2
                            if word & 255 == Op.CALL and not is_empty(regs[i - 1]):
                                i -= 1
                                n += 1
                            frame.pc = pc
                            instructions.poll(cx)
                            f = try_as(W_Function, v)
                            if f is not None:
                                body = f.code  # read once: another thread may set it
                                if body.simple_parameters and n == body.n_params:
                                    frame = enter(cx, frame, f, body, regs.offset(i), n)
                                    frame.dst = ra(word)
                                    break
                            called = calling.call(cx, frame, v, regs.offset(i), n, ra(word))
                            if called is not None:
                                frame = called
                                break
                            else:
                                instructions.poll(cx)  # A signal that arrived in a native function is handled as it returns.
                            continue
                        case Op.CALL_KW:
                            frame.pc = pc
                            instructions.poll(cx)
                            called = calling.call_kw(cx, frame, rb(word), rc(word), ra(word))
                            if called is not None:
                                frame = called
                                break
                            else:
                                instructions.poll(cx)
                            continue
                        case Op.CALL_EX:
                            frame.pc = pc
                            regs[ra(word)] = calling.call_ex(regs.offset(rb(word)))
                            instructions.poll(cx)
                            continue
                        case Op.RETURN | Op.RETURN_NONE:
                            v = w_None
                            if word & 255 == Op.RETURN:
                                v = regs[ra(word)]
                            if likely(frame.kind == RETURN_NORMAL):
                                i = frame.dst
                                frame = calling.leave(cx, frame)
                                set_register_top(frame.regs.offset(frame.code.n_regs))
                                frame.regs[i] = v
                                break
                            frame.pc = pc
                            back = calling.leave_special(cx, frame, v)
                            if back is None:
                                return v
                            frame = back
                            break
                        case Op.MAKE_FUNCTION:
                            frame.pc = pc
                            regs[ra(word)] = instructions.make_function(frame, consts[bx(word)])
                            continue
                        case Op.SET_FUNCTION:
                            instructions.set_function(regs[ra(word)], regs[rb(word)], rd(word))
                            continue
                        case Op.GENERATOR:
                            frame.pc = pc
                            v = generators.make_generator(cx, frame)
                            back = generators.leave_maker(cx, frame, v)
                            if back is None:
                                return v
                            frame = back
                            break
                        case Op.YIELD:
                            v = regs[ra(word)]
                            if rd(word) == 1:
                                v = generators.wrap_async(v)
                            frame.pc = pc
                            frame.dst = ra(word)
                            back = generators.suspend(cx, frame, v, False)
                            if back is None:
                                return v
                            frame = back
                            break
                        case Op.SEND:
                            frame.pc = pc
                            v = regs[ra(word)]
                            generator = try_as(W_Generator, v)
                            if generator is not None:
                                i = generators.claim_to_switch(generator)
                                if i <= GEN_SUSPENDED:
                                    frame = generators.resume_send(cx, generator, i, regs[ra(word) + 1])
                                    break
                            v = generators.send(regs.offset(ra(word)))
                            if is_empty(v):
                                continue
                            frame.pc = pc - 1
                            frame.dst = ra(word) + 1
                            back = generators.suspend(cx, frame, v, True)
                            if back is None:
                                return v
                            frame = back
                            break
                        case Op.GET_YIELD_FROM_ITER:
                            frame.pc = pc
                            regs[ra(word)] = generators.yield_from_iterator(code, regs[rb(word)])
                            continue
                        case Op.GET_AWAITABLE:
                            frame.pc = pc
                            regs[ra(word)] = generators.awaitable_iterator(regs[rb(word)], rd(word))
                            continue
                        case Op.GET_AITER:
                            frame.pc = pc
                            regs[ra(word)] = generators.async_iterator(regs[rb(word)])
                            continue
                        case Op.GET_ANEXT:
                            frame.pc = pc
                            regs[ra(word)] = generators.async_next(regs[rb(word)])
                            continue
                        case Op.END_ASYNC_FOR:
                            frame.pc = pc
                            unwind.end_async_for(regs[ra(word)])
                            pc = bx(word)
                            continue
                        case Op.RAISE:
                            frame.pc = pc
                            unwind.raise_instruction(cx, rd(word), regs, ra(word), rb(word))
                            continue
                        case Op.RERAISE:
                            frame.pc = pc
                            unwind.reraise(regs[ra(word)])
                            continue
                        case Op.PUSH_EXC:
                            regs[ra(word)] = cx.exc_state.w_handled
                            cx.exc_state.w_handled = regs[rb(word)]
                            continue
                        case Op.POP_EXC:
                            cx.exc_state.w_handled = regs[ra(word)]
                            continue
                        case Op.MATCH_EXC:
                            frame.pc = pc
                            regs[ra(word)] = new_bool(unwind.match_exception(regs[rb(word)], regs[rc(word)]))
                            continue
                        case Op.MATCH_EXC_STAR:
                            frame.pc = pc
                            unwind.match_exception_star(frame, regs.offset(ra(word)), regs[rb(word)], regs[rc(word)])
                            continue
                        case Op.PREP_RERAISE_STAR:
                            frame.pc = pc
                            regs[ra(word)] = unwind.prepare_reraise_star(regs[rb(word)], regs[rc(word)])
                            continue
                        case Op.WITH_ENTER:
                            frame.pc = pc
                            instructions.with_enter(regs.offset(ra(word)), regs[rb(word)])
                            continue
                        case Op.ASYNC_WITH_ENTER:
                            frame.pc = pc
                            instructions.async_with_enter(regs.offset(ra(word)), regs[rb(word)])
                            continue
                        case Op.WITH_EXIT:
                            frame.pc = pc
                            regs[ra(word)] = operations.call3(regs[rb(word)], w_None, w_None, w_None)
                            continue
                        case Op.WITH_EXCEPT:
                            frame.pc = pc
                            regs[ra(word)] = unwind.with_except(regs[rb(word)], regs[rc(word)])
                            continue
                        case Op.IMPORT_NAME:
                            frame.pc = pc
                            regs[ra(word)] = imports.import_name(frame, code.names[bx(word)], regs[ra(word)], regs[ra(word) + 1])
                            continue
                        case Op.IMPORT_FROM:
                            frame.pc = pc
                            regs[ra(word)] = imports.import_from(regs[rb(word)], code.names[rc(word)])
                            continue
                        case Op.IMPORT_STAR:
                            frame.pc = pc
                            imports.import_star(frame, regs[ra(word)])
                            continue
                        case Op.MATCH_SEQUENCE:
                            regs[ra(word)] = new_bool(matching.is_sequence(regs[rb(word)]))
                            continue
                        case Op.MATCH_MAPPING:
                            regs[ra(word)] = new_bool(matching.is_mapping(regs[rb(word)]))
                            continue
                        case Op.MATCH_KEYS:
                            frame.pc = pc
                            regs[ra(word)] = matching.match_keys(regs[rb(word)], regs[rc(word)])
                            continue
                        case Op.MATCH_CLASS:
                            frame.pc = pc
                            regs[ra(word)] = matching.match_class(regs[rb(word)], regs[rb(word) + 1], regs[rb(word) + 2], rd(word))
                            continue
                        case Op.GET_LENGTH:
                            frame.pc = pc
                            regs[ra(word)] = from_int(operations.length_of(regs[rb(word)]))
                            continue
                        case Op.WATCHED:
                            frame.pc = pc
                            word = monitoring.watch(cx, frame)
                            if frame.pc != pc:
                                pc = frame.pc
                                continue
                            redispatch()
                        case _:
                            frame.pc = pc
                            instructions.rare(frame, regs, word)
                            continue
        except Exception as e:
            frame.pc = pc
            handled = unwind.unwind(cx, frame, e)
            if handled is None:
                raise PyError(unwind.take_unhandled(cx))
            frame = handled


