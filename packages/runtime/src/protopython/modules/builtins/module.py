"""The builtins module: its functions. Types enter it by themselves (finish_builtins)."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, try_as, unwrap, wrap
from protopython.engine import imports
from protopython.engine.build_class import build_class
from protopython.modules.builtins import print_input
from protopython.objects.bytearray import as_bytearray, bytearray_content
from protopython.objects.dict.dict import (
    W_Dict,
    dict_set_str,
    new_dict,
)
from protopython.objects.exceptions import exceptions as x
from protopython.objects.frame import GENERATOR, W_Frame, frame_of
from protopython.objects.int.int import int_clamp, new_int
from protopython.objects.iterators import W_CallableIterator
from protopython.objects.list.sort import sort_list
from protopython.objects.model import attributes, errors, operations
from protopython.objects.model import define as d
from protopython.objects.model.auditing import audit1
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.identity import identity_value
from protopython.objects.model.interning import intern
from protopython.objects.model.special import BinaryOp, CompareOp, Special
from protopython.objects.model.specials import call_special1, call_special2
from protopython.objects.model.types import special, type_name, type_of
from protopython.objects.singletons import new_bool, plain, w_Ellipsis, w_False, w_None, w_NotImplemented, w_True
from protopython.objects.tuple import W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

define_module("builtins", "Built-in functions, types, exceptions and other objects of the language.")
constant("builtins", "None", w_None)
constant("builtins", "True", w_True)
constant("builtins", "False", w_False)
constant("builtins", "NotImplemented", w_NotImplemented)
constant("builtins", "Ellipsis", w_Ellipsis)
constant("builtins", "__debug__", w_True)
PUBLIC_TYPES = (
    "object type int float complex bool str bytes bytearray memoryview tuple list dict set frozenset range slice enumerate zip map filter "
    "reversed property staticmethod classmethod super ExceptionGroup"
).split()


def finish_builtins() -> None:
    """Module level: enters the public types."""
    for t in d.ALL_TYPES:
        if t.name in PUBLIC_TYPES and t.module == "builtins":
            constant("builtins", t.name, t)


@function("builtins", "abs(x, /)", doc="Absolute value.")
def abs_(w_x: Value) -> Value:
    return operations.absolute(w_x)


@function("builtins", "all(iterable, /)", doc="Whether all items are true.")
def all_(w_iterable: Value) -> Value:
    w_iter = operations.iterate(w_iterable)
    while True:
        w = operations.next_of(w_iter)
        if is_empty(w):
            return w_True
        if not operations.is_true(w):
            return w_False


@function("builtins", "any(iterable, /)", doc="Whether any item is true.")
def any_(w_iterable: Value) -> Value:
    w_iter = operations.iterate(w_iterable)
    while True:
        w = operations.next_of(w_iter)
        if is_empty(w):
            return w_False
        if operations.is_true(w):
            return w_True


@function("builtins", "ascii(obj, /)", doc="repr() with everything but ASCII escaped.")
def ascii_(w_obj: Value) -> Value:
    return operations.ascii_value_of(w_obj)


def base_text(w_number: Value, spec: str, prefix: str) -> Value:
    w = operations.index_value(w_number)
    text = operations.format_of(w, spec)
    if text.startswith("-"):
        return wrap("-" + prefix + text[1 : len(text)])
    return wrap(prefix + text)


@function("builtins", "bin(number, /)", doc="Binary text of an integer.")
def bin_(w_number: Value) -> Value:
    return base_text(w_number, "b", "0b")


@function("builtins", "oct(number, /)", doc="Octal text of an integer.")
def oct_(w_number: Value) -> Value:
    return base_text(w_number, "o", "0o")


@function("builtins", "hex(number, /)", doc="Hexadecimal text of an integer.")
def hex_(w_number: Value) -> Value:
    return base_text(w_number, "x", "0x")


@function("builtins", "callable(obj, /)", doc="Whether obj can be called.")
def callable_(w_obj: Value) -> Value:
    return new_bool(not is_empty(special(w_obj, Special.CALL)))


@function("builtins", "chr(i, /)", doc="The character of a code point.")
def chr_(w_i: Value) -> Value:
    i = int_clamp(operations.index_value(w_i))
    if i < 0 or i > 0x10FFFF:
        raise errors.value_error("chr() arg not in range(0x110000)")
    return wrap(chr(i))


@function("builtins", "ord(character, /)", doc="The code point of a character.")
def ord_(w_c: Value) -> Value:
    s = operations.as_str(w_c)
    if s is not None:
        if len(s) == 1:
            return from_int(ord(s[0]))
        raise errors.type_error(f"ord() expected a character, but string of length {len(s)} found")
    b = try_as(bytes, plain(w_c))
    if b is None:
        array = as_bytearray(w_c)
        b = None if array is None else bytearray_content(array)
    if b is not None:
        if len(b) == 1:
            return from_int(b[0])
        raise errors.type_error(f"ord() expected a character, but string of length {len(b)} found")
    raise errors.type_error(f"ord() expected string of length 1, but {type_name(w_c)} found")


@function("builtins", "delattr(obj, name, /)", doc="Deletes an attribute.")
def delattr_(w_obj: Value, w_name: Value) -> Value:
    attributes.delattr_of(w_obj, name_arg(w_name))
    return w_None


@function("builtins", "setattr(obj, name, value, /)", doc="Sets an attribute.")
def setattr_(w_obj: Value, w_name: Value, w_value: Value) -> Value:
    attributes.setattr_of(w_obj, intern(name_arg(w_name)), w_value)
    return w_None


def name_arg(w_name: Value) -> str:
    name = operations.as_str(w_name)
    if name is None:
        raise errors.type_error(f"attribute name must be string, not '{type_name(w_name)}'")
    return name


@function("builtins", "getattr(object, name, default=EMPTY, /)", doc="An attribute, or default where it is missing.")
def getattr_(w_obj: Value, w_name: Value, w_default: Value) -> Value:
    name = name_arg(w_name)
    if is_empty(w_default):
        return attributes.getattr_of(w_obj, name)
    w = attributes.find_attr(w_obj, name)
    return w_default if is_empty(w) else w


@function("builtins", "hasattr(obj, name, /)", doc="Whether obj has the attribute.")
def hasattr_(w_obj: Value, w_name: Value) -> Value:
    return new_bool(not is_empty(attributes.find_attr(w_obj, name_arg(w_name))))


@function("builtins", "divmod(x, y, /)", doc="The pair (x // y, x % y).")
def divmod_(w_x: Value, w_y: Value) -> Value:
    return operations.binary(BinaryOp.DIVMOD, w_x, w_y)


@function("builtins", "pow(base, exp, mod=None)", doc="base ** exp, modulo mod if given.")
def pow_(w_base: Value, w_exp: Value, w_mod: Value) -> Value:
    return operations.power(w_base, w_exp, w_mod)


@function("builtins", "round(number, ndigits=None)", doc="The number rounded to ndigits after the decimal point.")
def round_(w_number: Value, w_ndigits: Value) -> Value:
    w_method = special(w_number, Special.ROUND)
    if is_empty(w_method):
        raise errors.type_error(f"type {type_name(w_number)} doesn't define __round__ method")
    if same(w_ndigits, w_None):
        return call_special1(w_method, w_number)
    return call_special2(w_method, w_number, w_ndigits)


@function("builtins", "format(value, format_spec='', /)", doc="The value as text by a format specification.")
def format_(w_value: Value, w_spec: Value) -> Value:
    return operations.format_value_of(w_value, operations.str_arg(w_spec, "format() argument 2"))


@function("builtins", "hash(obj, /)", doc="The hash value.")
def hash_(w_obj: Value) -> Value:
    return new_int(operations.hash_of(w_obj))


@function("builtins", "id(obj, /)", doc="A number that no other living object has.")
def id_(w_obj: Value) -> Value:
    w = identity_value(w_obj)
    audit1("builtins.id", w)
    return w


@function("builtins", "isinstance(obj, class_or_tuple, /)", doc="Whether obj is an instance.")
def isinstance_(w_obj: Value, w_class: Value) -> Value:
    return new_bool(operations.isinstance_of(w_obj, w_class))


@function("builtins", "issubclass(cls, class_or_tuple, /)", doc="Whether cls is a subclass.")
def issubclass_(w_cls: Value, w_class: Value) -> Value:
    return new_bool(operations.issubclass_of(w_cls, w_class))


@function("builtins", "iter(object, sentinel=EMPTY, /)", doc="An iterator over object, or over calls of it until sentinel.")
def iter_(w_object: Value, w_sentinel: Value) -> Value:
    if is_empty(w_sentinel):
        return operations.iterate(w_object)
    if is_empty(special(w_object, Special.CALL)):
        raise errors.type_error("iter(v, w): v must be callable")
    return wrap(W_CallableIterator(w_object, w_sentinel))


@function("builtins", "next(iterator, default=EMPTY, /)", doc="The next item, or default at the end.")
def next_(w_iterator: Value, w_default: Value) -> Value:
    if is_empty(special(w_iterator, Special.NEXT)):
        raise errors.type_error(f"'{type_name(w_iterator)}' object is not an iterator")
    if is_empty(w_default):
        t = type_of(w_iterator)
        if t.next_fn is None or t is GENERATOR:
            return call_special1(t.special[Special.NEXT], w_iterator)
        w = operations.next_of(w_iterator)
        if is_empty(w):
            raise errors.stop_iteration(EMPTY)
        return w
    try:
        w = operations.next_of(w_iterator)
    except PyError as e:
        if errors.error_matches(e, x.STOP_ITERATION):
            return w_default
        raise
    return w_default if is_empty(w) else w


@function("builtins", "len(obj, /)", doc="The number of items.")
def len_(w_obj: Value) -> Value:
    return from_int(operations.length_of(w_obj))


def extreme(name: str, op: int, w_args: Value, w_key: Value, w_default: Value) -> Value:
    """min and max: the first item for which `item op best` holds against all before."""
    args = unwrap(W_Tuple, w_args)
    if args.length == 0:
        raise errors.type_error(f"{name} expected at least 1 argument, got 0")
    w_items = wrap(args)
    if args.length == 1:
        w_items = args.items[0]
    elif not is_empty(w_default):
        raise errors.type_error(f"Cannot specify a default for {name}() with multiple positional arguments")
    w_iter = operations.iterate(w_items)
    w_best = EMPTY
    w_best_key = EMPTY
    keyed = not same(w_key, w_None)
    while True:
        w = operations.next_of(w_iter)
        if is_empty(w):
            break
        w_this = operations.call1(w_key, w) if keyed else w
        if is_empty(w_best) or operations.is_true(operations.compare(op, w_this, w_best_key)):
            w_best = w
            w_best_key = w_this
    if not is_empty(w_best):
        return w_best
    if is_empty(w_default):
        raise errors.value_error(f"{name}() iterable argument is empty")
    return w_default


@function("builtins", "max(*args, key=None, default=EMPTY)", doc="max(iterable) or max(a, b, ...): the largest item or argument.")
def max_(w_args: Value, w_key: Value, w_default: Value) -> Value:
    return extreme("max", CompareOp.GT, w_args, w_key, w_default)


@function("builtins", "min(*args, key=None, default=EMPTY)", doc="min(iterable) or min(a, b, ...): the smallest item or argument.")
def min_(w_args: Value, w_key: Value, w_default: Value) -> Value:
    return extreme("min", CompareOp.LT, w_args, w_key, w_default)


@function("builtins", "repr(obj, /)", doc="The text that represents obj.")
def repr_(w_obj: Value) -> Value:
    return operations.repr_value_of(w_obj)


@function("builtins", "sorted(iterable, /, *, key=None, reverse=False)", doc="A new sorted list.")
def sorted_(w_iterable: Value, w_key: Value, w_reverse: Value) -> Value:
    result = operations.unpack_to_list(w_iterable)
    sort_list(result, w_key, operations.is_true(w_reverse))
    return wrap(result)


@function("builtins", "print(*args, sep=' ', end='\\n', file=None, flush=False)", doc="Writes the arguments as text to a stream.")
def print_(w_args: Value, w_sep: Value, w_end: Value, w_file: Value, w_flush: Value) -> Value:
    print_input.print_values(unwrap(W_Tuple, w_args), w_sep, w_end, w_file, operations.is_true(w_flush))
    return w_None


@function("builtins", "input(prompt=EMPTY, /)", doc="A line from standard input, without its newline.", shown="($module, prompt='', /)")
def input_(w_prompt: Value) -> Value:
    return print_input.read_line(w_prompt)


# --- namespaces ---------------------------------------------------------------------------------------------------------


def calling_frame() -> W_Frame:
    return frame_of(context())


@function("builtins", "globals()", doc="The global namespace of the caller.")
def globals_() -> Value:
    return wrap(calling_frame().function.globals)


@function("builtins", "locals()", doc="The local namespace of the caller.")
def locals_() -> Value:
    return frame_locals(calling_frame())


def frame_locals(frame: W_Frame) -> Value:
    """What locals() gives: the namespace of module and class code, a fresh snapshot for functions."""
    if frame.code.uses_namespace:
        return wrap(frame.function.globals) if is_empty(frame.w_namespace) else frame.w_namespace
    return wrap(snapshot(frame))


def snapshot(frame: W_Frame) -> W_Dict:
    from_code = frame.code
    result = new_dict()
    i = 0
    while i < from_code.n_named:
        w = frame.regs[i]
        if not is_empty(w):
            cell = operations.cell_contents(w) if from_code.named_kinds[i] != 0 else w
            if not is_empty(cell):
                dict_set_str(result, from_code.named[i], cell)
        i += 1
    return result


@function("builtins", "vars(object=EMPTY, /)", doc="The namespace of an object, or of the caller.")
def vars_(w_object: Value) -> Value:
    if is_empty(w_object):
        return locals_()
    w = attributes.find_attr(w_object, "__dict__")
    if is_empty(w):
        raise errors.type_error("vars() argument must have __dict__ attribute")
    return w


@function("builtins", "dir(object=EMPTY, /)", doc="The names that an object, or the caller's namespace, has.")
def dir_(w_object: Value) -> Value:
    if is_empty(w_object):
        names = operations.unpack_to_list(operations.call_method0(locals_(), "keys"))
    else:
        w_method = special(w_object, Special.DIR)
        if is_empty(w_method):
            raise errors.type_error("object does not provide __dir__")
        names = operations.unpack_to_list(call_special1(w_method, w_object))
    sort_list(names, w_None, False)
    return wrap(names)


@function("builtins", "__import__(name, globals=None, locals=None, fromlist=(), level=0)", doc="Imports a module.")
def import_(w_name: Value, w_globals: Value, w_locals: Value, w_fromlist: Value, w_level: Value) -> Value:
    name = operations.as_str(w_name)
    if name is None:
        raise errors.type_error("module name must be a string")
    return imports.import_module_level(name, try_as(W_Dict, w_globals), w_fromlist, operations.index_of(w_level))


@function("builtins", "__build_class__(func, name, /, *bases, metaclass=EMPTY, **kwds)", doc="Makes a class: what a class statement calls.")
def build_class_(w_func: Value, w_name: Value, w_bases: Value, w_metaclass: Value, w_kwds: Value) -> Value:
    return build_class(w_func, w_name, w_bases, w_metaclass, w_kwds)


