"""A small machine for W_Code on host objects: the meaning of each instruction as objects/code/bytecode.py states it, in plain Python.

It lets the compiler be tested against CPython before, and independently of, the real interpreter. Values are host objects; a
register that is EMPTY holds `EMPTY`. Must run on CPython 3.14.
"""

from __future__ import annotations

import builtins
import operator
import types
import typing

from protopython.frontend import api
from protopython.frontend.disassembler import Instruction
from protopython.objects.code import liveness
from protopython.objects.code.bytecode import Op
from protopython.objects.code.code import NAMED_LOCAL, W_Code
from protopython.objects.complex import W_Complex
from protopython.objects.int.bigint import W_Long
from protopython.objects.int.text import int_to_base
from protopython.objects.singletons import w_Ellipsis, w_False, w_None, w_True
from protopython.objects.tuple import W_Tuple
from protopython.protocore.os import c_free


class Empty:
    def __repr__(self):
        return "<EMPTY>"


class Dead:
    """What a temporary holds while it is dead: nothing that the machine could take for a value."""


EMPTY = Empty()
DEAD = Dead()
BINARY = [
    operator.add, operator.sub, operator.mul, operator.matmul, operator.truediv, operator.floordiv, operator.mod, None,
    operator.pow, operator.lshift, operator.rshift, operator.and_, operator.xor, operator.or_,
]  # fmt: skip
INPLACE = [
    operator.iadd, operator.isub, operator.imul, operator.imatmul, operator.itruediv, operator.ifloordiv, operator.imod,
    None, operator.ipow, operator.ilshift, operator.irshift, operator.iand, operator.ixor, operator.ior,
]  # fmt: skip
COMPARE = [operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge]
CONVERSIONS = [None, str, repr, ascii]


def host(v):
    """A constant as a host object."""
    if v is w_None:
        return None
    if v is w_True:
        return True
    if v is w_False:
        return False
    if v is w_Ellipsis:
        return ...
    if isinstance(v, W_Tuple):
        return tuple(host(x) for x in v.items)
    if isinstance(v, W_Long):
        return int(int_to_base(v, 10, False))
    if isinstance(v, W_Complex):
        return complex(v.real, v.imag)
    return v


class AsyncYield:
    def __init__(self, value):
        self.value = value


class Frame:
    def __init__(self, code, globals_, namespace, closure, regs):
        self.code = code
        self.globals = globals_
        self.namespace = namespace
        self.closure = closure
        self.regs = regs
        self.handled = None


class State:
    """What a function is made of; the host function only forwards."""


def make_function(code, globals_):
    s = State()
    s.code = code
    s.globals = globals_
    s.closure = ()
    s.defaults = ()
    s.kwdefaults = {}

    def function(*args, **kwargs):
        return start(s, bind(s, function, args, kwargs))

    function.__name__ = code.name
    function.__qualname__ = code.qualname
    function.__doc__ = host(code.consts[0]) if code.flags & 0x4000000 else None
    function.__module__ = globals_.get("__name__")
    function.state = s
    STATES[function] = s
    del function.state
    return function


STATES: dict = {}
DEAD_BEFORE: dict = {}
"""By code: the temporaries that are dead before each instruction."""


def dead_before(code):
    if code not in DEAD_BEFORE:
        at = liveness.new_map(code)
        size = liveness.row_words(code) << 3
        DEAD_BEFORE[code] = [
            [r for r in range(code.n_named, code.n_regs) if not liveness.is_live(code, at + i * size, r)] for i in range(len(code.instrs))
        ]
        c_free(at)
    return DEAD_BEFORE[code]


def bind(s, function, args, kwargs):
    c = s.code
    names = list(c.named)
    n = c.argcount
    regs = [EMPTY] * (c.n_regs + 8)
    given = list(args[:n])
    rest = args[n:]
    regs[: len(given)] = given
    kw = dict(kwargs)
    extra = {}
    for k, v in kw.items():
        where = [i for i in range(c.posonlyargcount, n + c.kwonlyargcount) if names[i] == k]
        if where:
            if regs[where[0]] is not EMPTY:
                raise TypeError(f"{c.qualname}() got multiple values for argument '{k}'")
            regs[where[0]] = v
        elif c.flags & 8:
            extra[k] = v
        else:
            raise TypeError(f"{c.qualname}() got an unexpected keyword argument '{k}'")
    for i in range(n):
        if regs[i] is EMPTY:
            j = i - (n - len(s.defaults))
            if j < 0:
                raise TypeError(f"{c.qualname}() missing required argument '{names[i]}'")
            regs[i] = s.defaults[j]
    for i in range(n, n + c.kwonlyargcount):
        if regs[i] is EMPTY:
            if names[i] not in s.kwdefaults:
                raise TypeError(f"{c.qualname}() missing keyword-only argument '{names[i]}'")
            regs[i] = s.kwdefaults[names[i]]
    i = n + c.kwonlyargcount
    if c.flags & 4:
        regs[i] = rest
        i += 1
    elif rest:
        raise TypeError(f"{c.qualname}() takes {n} positional arguments but {len(args)} were given")
    if c.flags & 8:
        regs[i] = extra
    return regs


def start(s, regs, namespace=None):
    frame = Frame(s.code, s.globals, namespace, s.closure, regs)
    flags = s.code.flags
    if flags & 0x200:
        return async_generator(frame)
    if flags & 0x80:
        return coroutine(frame)
    if flags & 0x20:
        return run(frame)
    return finish(run(frame))


class Carrier(Exception):
    """A StopIteration that leaves a plain function, which the machine runs in a host generator."""


def finish(g):
    try:
        next(g)
    except StopIteration as e:
        return e.value
    except Carrier as e:
        stop = e.args[0]
    else:
        raise AssertionError("a plain function yielded")
    raise stop


@types.coroutine
def coroutine(frame):
    return (yield from run(frame))


@types.coroutine
def passed_on(x):
    return (yield x)


async def async_generator(frame):
    g = run(frame)
    value = None
    error = None
    while True:
        try:
            x = g.send(value) if error is None else g.throw(error)
        except StopIteration:
            return
        value = error = None
        try:
            if isinstance(x, AsyncYield):
                value = yield x.value
            else:
                value = await passed_on(x)
        except BaseException as e:
            error = e


def run_class_body(function, namespace):
    s = STATES[function]
    return start(s, [EMPTY] * (s.code.n_regs + 8), namespace)


def build_class(function, name, *bases, metaclass=None, **kw):
    resolved = types.resolve_bases(bases)
    meta, namespace, kw = types.prepare_class(
        name, resolved, kw | ({"metaclass": metaclass} if metaclass else {})
    )
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    cell = run_class_body(function, namespace)
    cls = meta(name, resolved, namespace, **kw)
    if isinstance(cell, types.CellType) and isinstance(cls, type):
        assert cell.cell_contents is cls
    return cls


def run_module(
    source, name="__main__", globals_=None, mode=0, is_globals=True, optimize=0, filename="<test>"
):
    code = api.compile_source(source, filename, mode, optimize, is_globals)
    g = {"__name__": name, "__builtins__": builtins} if globals_ is None else globals_
    frame = Frame(code, g, g, (), [EMPTY] * (code.n_regs + 8))
    finish(run(frame))
    return g


def global_name(frame, name):
    if name in frame.globals:
        return frame.globals[name]
    if name == "__build_class__":
        return build_class
    try:
        return getattr(builtins, name)
    except AttributeError:
        raise NameError(f"name '{name}' is not defined", name=name) from None


def handler_for(code, pc):
    t = code.exc_table
    for i in range(0, len(t), 4):
        if t[i] <= pc < t[i + 1]:
            return int(t[i + 2]), int(t[i + 3])
    return None


def run(frame):
    """A host generator; what the code yields, it yields."""
    code = frame.code
    regs = frame.regs
    dead = dead_before(code)
    pc = 0
    while True:
        last = pc
        try:
            while True:
                last = pc
                for r in dead[pc]:
                    regs[r] = DEAD
                x = Instruction(int(code.instrs[pc]))
                pc += 1
                op, a, b, c, d, bx = x.op, x.a, x.b, x.c, x.d, x.bx
                if op == Op.YIELD:
                    regs[a] = yield AsyncYield(regs[a]) if d == 1 else regs[a]
                elif op == Op.SEND:
                    regs[a + 1] = yield from regs[a]
                elif op == Op.RETURN:
                    return regs[a]
                elif op == Op.RETURN_NONE:
                    return None
                else:
                    target = step(frame, code, regs, op, a, b, c, d, bx, pc)
                    if target is not None:
                        pc = target
        except BaseException as e:
            found = handler_for(code, last)
            if found is None:
                if isinstance(e, StopIteration) and code.flags & 0x2A0:
                    raise RuntimeError("generator raised StopIteration") from e
                if isinstance(e, StopIteration):
                    raise Carrier(e) from None
                raise
            pc, reg = found
            regs[reg] = e


def step(frame, code, regs, op, a, b, c, d, bx, pc):
    """One instruction; a jump's target, or None."""
    match op:
        case Op.NOP | Op.GENERATOR:
            pass
        case Op.MOVE:
            regs[a] = regs[b]
        case Op.LOAD_CONST:
            regs[a] = host(code.consts[bx])
        case Op.LOAD_INT:
            regs[a] = bx
        case Op.LOAD_NONE:
            regs[a] = None
        case Op.CLEAR:
            regs[a] = EMPTY
        case Op.CHECK_LOCAL | Op.DELETE_LOCAL:
            if regs[a] is EMPTY:
                raise UnboundLocalError(
                    f"cannot access local variable '{code.named[bx]}' where it is not associated with a value"
                )
            if op == Op.DELETE_LOCAL:
                regs[a] = EMPTY
        case Op.MAKE_CELL:
            regs[a] = types.CellType() if regs[a] is EMPTY else types.CellType(regs[a])
        case Op.LOAD_CELL | Op.LOAD_CELL_OR_NAME | Op.LOAD_DICT_OR_CELL:
            names = list(code.cellvars) + list(code.freevars)
            if op == Op.LOAD_CELL_OR_NAME and names[c] in frame.namespace:
                regs[a] = frame.namespace[names[c]]
                return None
            if op == Op.LOAD_DICT_OR_CELL and names[c] in regs[a]:
                regs[a] = regs[a][names[c]]
                return None
            try:
                regs[a] = regs[b].cell_contents
            except ValueError:
                if c < len(code.cellvars):
                    raise UnboundLocalError(
                        f"cannot access local variable '{names[c]}' where it is not associated with a value"
                    ) from None
                raise NameError(
                    f"cannot access free variable '{names[c]}' where it is not associated with a value in enclosing scope"
                ) from None
        case Op.STORE_CELL:
            regs[a].cell_contents = regs[b]
        case Op.DELETE_CELL:
            try:
                del_contents(regs[a])
            except ValueError:
                names = list(code.cellvars) + list(code.freevars)
                raise NameError(f"cannot access local variable '{names[bx]}'") from None
        case Op.LOAD_CLOSURE:
            regs[a] = frame.closure[bx]
        case Op.LOAD_GLOBAL:
            assert code.cache_names[c] == code.names[b]
            regs[a] = global_name(frame, code.names[b])
        case Op.STORE_GLOBAL:
            frame.globals[code.names[bx]] = regs[a]
        case Op.STORE_GLOBAL_CACHED:
            assert code.cache_names[c] == code.names[b]
            frame.globals[code.names[b]] = regs[a]
        case Op.DELETE_GLOBAL:
            if code.names[bx] not in frame.globals:
                raise NameError(f"name '{code.names[bx]}' is not defined")
            del frame.globals[code.names[bx]]
        case Op.LOAD_NAME:
            if code.names[bx] in frame.namespace:
                regs[a] = frame.namespace[code.names[bx]]
            else:
                regs[a] = global_name(frame, code.names[bx])
        case Op.STORE_NAME:
            frame.namespace[code.names[bx]] = regs[a]
        case Op.DELETE_NAME:
            if code.names[bx] not in frame.namespace:
                raise NameError(f"name '{code.names[bx]}' is not defined")
            del frame.namespace[code.names[bx]]
        case Op.LOAD_LOCALS:
            regs[a] = frame.namespace
        case Op.LOAD_BUILD_CLASS:
            regs[a] = global_name(frame, "__build_class__")
            if regs[a] is builtins.__build_class__:
                regs[a] = build_class
        case Op.LOAD_ASSERTION_ERROR:
            regs[a] = AssertionError
        case Op.LOAD_NOT_IMPLEMENTED_ERROR:
            regs[a] = NotImplementedError
        case Op.LOAD_DICT_OR_GLOBAL:
            name = code.names[bx]
            regs[a] = regs[a][name] if name in regs[a] else global_name(frame, name)
        case Op.LOAD_ATTR:
            regs[a] = getattr(regs[b], code.cache_names[c])
        case Op.STORE_ATTR:
            setattr(regs[a], code.cache_names[c], regs[b])
        case Op.DELETE_ATTR:
            delattr(regs[a], code.names[bx])
        case Op.LOAD_METHOD:
            f = getattr(regs[b], code.cache_names[c])
            if isinstance(f, types.MethodType):
                regs[a], regs[a + 1] = f.__func__, f.__self__
            else:
                regs[a], regs[a + 1] = f, EMPTY
        case Op.LOAD_SUPER_METHOD | Op.LOAD_SUPER_ATTR:
            f = regs[b - 1]
            f = f() if f is not builtins.super and d == 0 else f(regs[b], regs[b + 1])
            f = getattr(f, code.cache_names[c])
            regs[a] = f
            if op == Op.LOAD_SUPER_METHOD:
                regs[a + 1] = EMPTY
        case Op.GETITEM:
            regs[a] = regs[b][regs[c]]
        case Op.GETITEM_INT:
            regs[a] = regs[b][c]
        case Op.SETITEM:
            regs[a][regs[b]] = regs[c]
        case Op.DELITEM:
            del regs[a][regs[b]]
        case Op.GETSLICE:
            regs[a] = regs[b][regs[c] : regs[c + 1]]
        case Op.SETSLICE:
            regs[a][regs[b] : regs[b + 1]] = regs[c]
        case Op.BINARY:
            regs[a] = BINARY[d](regs[b], regs[c])
        case Op.INPLACE:
            regs[a] = INPLACE[d](regs[b], regs[c])
        case Op.ADD | Op.SUB | Op.MUL | Op.TRUEDIV | Op.FLOORDIV | Op.MOD:
            i = {Op.ADD: 0, Op.SUB: 1, Op.MUL: 2, Op.TRUEDIV: 4, Op.FLOORDIV: 5, Op.MOD: 6}[op]
            regs[a] = (INPLACE if d else BINARY)[i](regs[b], regs[c])
        case Op.ADD_INT:
            i = c
            table = INPLACE if d else BINARY
            regs[a] = table[0](regs[b], i) if i >= 0 else table[1](regs[b], -i)
        case Op.COMPARE:
            regs[a] = COMPARE[d](regs[b], regs[c])
        case Op.IS:
            regs[a] = (regs[b] is regs[c]) != (d == 1)
        case Op.CONTAINS:
            regs[a] = (regs[b] in regs[c]) != (d == 1)
        case Op.NEGATIVE:
            regs[a] = -regs[b]
        case Op.POSITIVE:
            regs[a] = +regs[b]
        case Op.INVERT:
            regs[a] = ~regs[b]
        case Op.NOT:
            regs[a] = not regs[b]
        case Op.JUMP:
            return bx
        case Op.JUMP_BACK:
            assert bx < pc
            return bx
        case Op.JUMP_IF_TRUE:
            return bx if regs[a] else None
        case Op.JUMP_IF_FALSE:
            return None if regs[a] else bx
        case Op.JUMP_IF_NONE:
            return bx if regs[a] is None else None
        case Op.JUMP_IF_NOT_NONE:
            return bx if regs[a] is not None else None
        case Op.JUMP_COMPARE_FALSE:
            return None if COMPARE[d](regs[a], regs[b]) else c
        case Op.JUMP_COMPARE_TRUE:
            return c if COMPARE[d](regs[a], regs[b]) else None
        case Op.JUMP_COMPARE_INT_FALSE:
            return None if COMPARE[d](regs[a], b) else c
        case Op.JUMP_COMPARE_INT_TRUE:
            return c if COMPARE[d](regs[a], b) else None
        case Op.GET_ITER:
            regs[a] = iter(regs[b])
        case Op.FOR_ITER | Op.FOR_LOOP:
            try:
                x = next(regs[b])
            except StopIteration:
                if op == Op.FOR_LOOP:
                    return None
                return None if d == 1 else c
            regs[a] = x
            if op == Op.FOR_LOOP:
                assert c < pc
                return c
            if d == 1:
                return pc + 1
        case Op.BUILD_TUPLE:
            regs[a] = tuple(regs[b : b + c])
        case Op.BUILD_LIST:
            regs[a] = list(regs[b : b + c])
        case Op.BUILD_SET:
            regs[a] = set(regs[b : b + c])
        case Op.BUILD_DICT:
            regs[a] = {regs[b + 2 * i]: regs[b + 2 * i + 1] for i in range(c)}
        case Op.BUILD_STRING:
            regs[a] = "".join(regs[b : b + c])
        case Op.BUILD_SLICE:
            regs[a] = slice(regs[b], regs[b + 1], regs[b + 2])
        case Op.LIST_APPEND:
            regs[a].append(regs[b])
        case Op.LIST_EXTEND:
            try:
                it = iter(regs[b])
            except TypeError:
                raise TypeError(f"Value after * must be an iterable, not {type(regs[b]).__name__}") from None
            regs[a].extend(it)
        case Op.LIST_TO_TUPLE:
            regs[a] = tuple(regs[b])
        case Op.STAR_TO_TUPLE:
            if type(regs[b]) is not tuple:
                try:
                    it = iter(regs[b])
                except TypeError:
                    f = regs[c]
                    raise TypeError(
                        f"{f.__name__}() argument after * must be an iterable, not {type(regs[b]).__name__}"
                    ) from None
                regs[b] = tuple(it)
            regs[a] = regs[b]
        case Op.SET_ADD:
            regs[a].add(regs[b])
        case Op.SET_UPDATE:
            regs[a].update(regs[b])
        case Op.DICT_SET:
            regs[a][regs[b]] = regs[c]
        case Op.DICT_UPDATE:
            if not hasattr(regs[b], "keys"):
                raise TypeError(f"'{type(regs[b]).__name__}' object is not a mapping")
            regs[a].update(regs[b])
        case Op.DICT_MERGE:
            m = regs[b]
            if not hasattr(m, "keys"):
                raise TypeError(f"argument after ** must be a mapping, not {type(m).__name__}")
            for k in m.keys():
                if k in regs[a]:
                    raise TypeError(f"got multiple values for keyword argument '{k}'")
                regs[a][k] = m[k]
        case Op.UNPACK:
            regs[a : a + c] = unpacked(regs[b], c)
        case Op.UNPACK_EX:
            values = list(regs[b])
            if len(values) < c + d:
                raise ValueError(
                    f"not enough values to unpack (expected at least {c + d}, got {len(values)})"
                )
            end = len(values) - d
            regs[a : a + c + d + 1] = values[:c] + [values[c:end]] + values[end:]
        case Op.FORMAT:
            v = regs[b]
            if d:
                v = CONVERSIONS[d](v)
            regs[a] = format(v, "" if c == 65535 else regs[c])
        case Op.BUILD_INTERPOLATION:
            from string.templatelib import Interpolation

            regs[a] = Interpolation(regs[b], regs[b + 1], [None, "s", "r", "a"][d], regs[b + 2])
        case Op.BUILD_TEMPLATE:
            from string.templatelib import Template

            parts = [regs[b][0]]
            for s, i in zip(regs[b][1:], regs[b + 1], strict=True):
                parts += [i, s]
            regs[a] = Template(*parts)
        case Op.CALL | Op.CALL_FUNCTION:
            first = b + 2
            if op == Op.CALL and regs[b + 1] is not EMPTY:
                first -= 1
                c += 1
            f = regs[b]
            args = regs[first : first + c]
            if f is builtins.super and not args:
                first = regs[0]
                if isinstance(first, types.CellType):
                    first = first.cell_contents
                if "__class__" not in list(code.named):
                    raise RuntimeError("super(): __class__ cell not found")
                args = [regs[list(code.named).index("__class__")].cell_contents, first]
                regs[a] = f(*args)
                return None
            if f is builtins.locals:
                regs[a] = local_names(frame)
            elif f is builtins.globals:
                regs[a] = frame.globals
            else:
                regs[a] = f(*args)
        case Op.CALL_KW:
            first = b + 2
            names = regs[b + 2 + c]
            n = c
            if regs[b + 1] is not EMPTY:
                first -= 1
                n += 1
            args = regs[first : first + n]
            k = len(names)
            regs[a] = regs[b](*args[: n - k], **dict(zip(names, args[n - k :], strict=True)))
        case Op.CALL_EX:
            assert type(regs[b + 2]) is tuple
            args = regs[b + 2] if regs[b + 1] is EMPTY else (regs[b + 1], *regs[b + 2])
            kw = {} if regs[b + 3] is EMPTY else regs[b + 3]
            regs[a] = regs[b](*args, **kw)
        case Op.MAKE_FUNCTION:
            regs[a] = make_function(code.consts[bx], frame.globals)
        case Op.SET_FUNCTION:
            f = regs[a]
            s = STATES[f]
            if d == 0:
                s.defaults = f.__defaults__ = regs[b]
            elif d == 1:
                s.kwdefaults = f.__kwdefaults__ = regs[b]
            elif d == 2:
                s.closure = regs[b]
                assert len(regs[b]) == s.code.n_freevars and all(type(x) is types.CellType for x in regs[b])
            elif d == 3:
                f.__annotate__ = regs[b]
            else:
                f.__type_params__ = regs[b]
        case Op.GET_YIELD_FROM_ITER:
            regs[a] = iter(regs[b])
        case Op.GET_AWAITABLE:
            v = regs[b]
            if isinstance(v, types.GeneratorType):
                regs[a] = v
            else:
                if not hasattr(v, "__await__"):
                    raise TypeError(f"object {type(v).__name__} can't be used in 'await' expression")
                regs[a] = v.__await__()
        case Op.GET_AITER:
            regs[a] = regs[b].__aiter__()
        case Op.GET_ANEXT:
            v = regs[b].__anext__()
            regs[a] = v if isinstance(v, types.GeneratorType) else v.__await__()
        case Op.END_ASYNC_FOR:
            if not isinstance(regs[a], StopAsyncIteration):
                raise regs[a]
            return bx
        case Op.RAISE:
            if d == 0:
                if frame.handled is None:
                    raise RuntimeError("No active exception to reraise")
                raise frame.handled
            e = regs[a]
            if isinstance(e, type):
                e = e()
            if frame.handled is not None and frame.handled is not e:
                e.__context__ = frame.handled
            if d == 2:
                e.__cause__ = regs[b]() if isinstance(regs[b], type) else regs[b]
                e.__suppress_context__ = True
            raise_clean(e)
        case Op.RERAISE:
            raise_clean(regs[a])
        case Op.PUSH_EXC:
            regs[a] = frame.handled
            frame.handled = regs[b]
            assert isinstance(regs[b], BaseException)
        case Op.POP_EXC:
            frame.handled = regs[a]
            assert frame.handled is None or isinstance(regs[a], BaseException)
        case Op.MATCH_EXC:
            for x in regs[c] if isinstance(regs[c], tuple) else (regs[c],):
                if not (isinstance(x, type) and issubclass(x, BaseException)):
                    raise TypeError("catching classes that do not inherit from BaseException is not allowed")
            regs[a] = isinstance(regs[b], regs[c])
        case Op.MATCH_EXC_STAR:
            v = regs[b]
            if v is None:
                regs[a] = regs[a + 1] = None
            elif isinstance(v, regs[c]):
                regs[a] = v if isinstance(v, BaseExceptionGroup) else BaseExceptionGroup("", [v])
                regs[a + 1] = None
            elif isinstance(v, BaseExceptionGroup):
                regs[a], regs[a + 1] = v.split(regs[c])
            else:
                regs[a], regs[a + 1] = None, v
        case Op.PREP_RERAISE_STAR:
            regs[a] = prepared(regs[b], [x for x in regs[c] if x is not None])
        case Op.WITH_ENTER:
            m = regs[b]
            regs[a] = type(m).__exit__.__get__(m)
            regs[a + 1] = type(m).__enter__(m)
        case Op.ASYNC_WITH_ENTER:
            m = regs[b]
            regs[a] = type(m).__aexit__.__get__(m)
            regs[a + 1] = type(m).__aenter__(m)
        case Op.WITH_EXIT:
            regs[a] = regs[b](None, None, None)
        case Op.WITH_EXCEPT:
            e = regs[c]
            regs[a] = regs[b](type(e), e, e.__traceback__)
        case Op.IMPORT_NAME:
            regs[a] = __import__(code.names[bx], frame.globals, None, regs[a], regs[a + 1])
        case Op.IMPORT_FROM:
            try:
                regs[a] = getattr(regs[b], code.names[c])
            except AttributeError:
                raise ImportError(f"cannot import name '{code.names[c]}'") from None
        case Op.IMPORT_STAR:
            m = regs[a]
            names = getattr(m, "__all__", [n for n in vars(m) if not n.startswith("_")])
            for n in names:
                frame.namespace[n] = getattr(m, n)
        case Op.MATCH_SEQUENCE:
            import collections.abc

            regs[a] = isinstance(regs[b], collections.abc.Sequence) and not isinstance(
                regs[b], (str, bytes, bytearray)
            )
        case Op.MATCH_MAPPING:
            import collections.abc

            regs[a] = isinstance(regs[b], collections.abc.Mapping)
        case Op.MATCH_KEYS:
            marker = object()
            values = [regs[b].get(k, marker) for k in regs[c]]
            if len(set(regs[c])) != len(regs[c]):
                raise ValueError("mapping pattern checks duplicate key")
            regs[a] = None if any(v is marker for v in values) else tuple(values)
        case Op.MATCH_CLASS:
            regs[a] = match_class(regs[b], regs[b + 1], regs[b + 2], d)
        case Op.GET_LENGTH:
            regs[a] = len(regs[b])
        case Op.SETUP_ANNOTATIONS:
            frame.namespace.setdefault("__annotations__", {})
        case Op.TYPE_PARAM:
            regs[a] = type_param(regs[b], regs[b + 1], d)
        case Op.TYPE_PARAM_DEFAULT:
            p, evaluate = regs[a], regs[b]
            extra = {"infer_variance": True} if not isinstance(p, typing.TypeVarTuple) else {}
            regs[a] = type(p)(p.__name__, default=evaluate(), **extra)
        case Op.TYPE_ALIAS:
            regs[a] = typing.TypeAliasType(regs[b], regs[b + 2](), type_params=regs[b + 1] or ())
        case Op.SUBSCRIPT_GENERIC:
            regs[a] = typing.Generic[regs[b]]
        case Op.PRINT_EXPR:
            if regs[a] is not None:
                print(repr(regs[a]))
        case _:
            raise AssertionError(Op(op))
    return None


def del_contents(cell):
    cell.cell_contents
    del cell.cell_contents


def raise_clean(e):
    context = e.__context__
    try:
        raise e
    finally:
        e.__context__ = context


def local_names(frame):
    code = frame.code
    found = {} if not code.uses_namespace else frame.namespace
    if code.uses_namespace and not any(
        frame.regs[i] is not EMPTY and code.named_kinds[i] == NAMED_LOCAL for i in range(code.n_named)
    ):
        return found
    found = dict(found)
    for i in range(code.n_named):
        v = frame.regs[i]
        if v is EMPTY:
            continue
        if code.named_kinds[i] == NAMED_LOCAL:
            found[code.named[i]] = v
        elif isinstance(v, types.CellType):
            try:
                found[code.named[i]] = v.cell_contents
            except ValueError:
                pass
    return found


def unpacked(v, n):
    try:
        it = iter(v)
    except TypeError:
        raise TypeError(f"cannot unpack non-iterable {type(v).__name__} object") from None
    values = []
    for x in it:
        if len(values) == n:
            got = f", got {len(v)}" if isinstance(v, (list, tuple, dict)) else ""
            raise ValueError(f"too many values to unpack (expected {n}{got})")
        values.append(x)
    if len(values) < n:
        raise ValueError(f"not enough values to unpack (expected {n}, got {len(values)})")
    return values


def prepared(original, results):
    if not results:
        return None
    if not isinstance(original, BaseExceptionGroup):
        return results[0]
    raised = [e for e in results if not (isinstance(e, BaseExceptionGroup) and same_origin(e, original))]
    left = [e for e in results if e not in raised]
    rest = None
    if left:
        leaves = {id(x) for e in left for x in leaf_exceptions(e)}
        rest = original.subgroup(lambda x: id(x) in leaves)
    if not raised:
        return rest
    if rest is not None:
        raised.append(rest)
    return (
        BaseExceptionGroup("", raised)
        if len(raised) > 1 or not isinstance(raised[0], BaseExceptionGroup) or True
        else raised[0]
    )


def leaf_exceptions(e):
    if isinstance(e, BaseExceptionGroup):
        for x in e.exceptions:
            yield from leaf_exceptions(x)
    else:
        yield e


def same_origin(e, original):
    return e.__traceback__ is original.__traceback__ or set(map(id, leaf_exceptions(e))) <= set(
        map(id, leaf_exceptions(original))
    )


def match_class(subject, cls, names, positional):
    if not isinstance(cls, type):
        raise TypeError("called match pattern must be a class")
    if not isinstance(subject, cls):
        return None
    values = []
    if positional:
        args = getattr(cls, "__match_args__", None)
        if args is None and cls in (
            bool,
            bytearray,
            bytes,
            dict,
            float,
            frozenset,
            int,
            list,
            set,
            str,
            tuple,
        ):
            if positional > 1:
                raise TypeError(f"{cls.__name__}() accepts 1 positional sub-pattern ({positional} given)")
            values.append(subject)
            positional = 0
        args = args or ()
        if positional > len(args):
            raise TypeError(
                f"{cls.__name__}() accepts {len(args)} positional sub-patterns ({positional} given)"
            )
        names = (*args[:positional], *names)
    for n in names:
        try:
            values.append(getattr(subject, n))
        except AttributeError:
            return None
    return tuple(values)


def type_param(name, evaluate, kind):
    if kind == 0:
        return typing.TypeVar(name, infer_variance=True)
    if kind == 1:
        return typing.TypeVar(name, bound=evaluate(), infer_variance=True)
    if kind == 2:
        return typing.TypeVar(name, *evaluate(), infer_variance=True)
    return typing.ParamSpec(name, infer_variance=True) if kind == 3 else typing.TypeVarTuple(name)


assert isinstance(W_Code, type)
