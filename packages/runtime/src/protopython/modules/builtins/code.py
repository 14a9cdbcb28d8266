"""compile, exec and eval: from source text, bytes or a tree to code, and from code to what it does."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, try_as, wrap
from protopython.engine import compile as compiling
from protopython.engine.calls import run_code
from protopython.frontend.api import located
from protopython.frontend.compile.futures import FUTURE_MASK
from protopython.frontend.compile.module import FLAG_TOP_LEVEL_AWAIT
from protopython.frontend.errors import ParseError
from protopython.frontend.parser import ALLOW_INCOMPLETE, EXPLICIT_DEDENT, TYPE_COMMENTS
from protopython.modules._ast import convert as _ast_convert
from protopython.modules._ast.optimize import optimize_tree
from protopython.modules._ast.read import is_node, read_module
from protopython.modules._ast.versions import check_version
from protopython.modules.builtins.module import calling_frame, frame_locals
from protopython.modules.support.system_calls import c_int, fs_decode, fspath_of
from protopython.objects.code.code import W_Code
from protopython.objects.codecs import codecs
from protopython.objects.dict.dict import W_Dict, dict_get_str, dict_set_str
from protopython.objects.exceptions import exceptions as x
from protopython.objects.frame import frame_of
from protopython.objects.function.function import W_Cell, W_Function
from protopython.objects.function.methods import builtins_of
from protopython.objects.model import errors, operations
from protopython.objects.model.auditing import audit1, audit2, is_audited
from protopython.objects.model.buffer import buffer_of
from protopython.objects.model.define import function
from protopython.objects.model.types import type_name
from protopython.objects.singletons import plain, w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.error import PyError
from protopython.protocore.thread import context
from protopython.protocore.value import is_empty, same

ONLY_AST: Final[int] = 0x400
OPTIMIZED_AST: Final[int] = 0x8400
DONT_IMPLY_DEDENT: Final[int] = 0x200
INCOMPLETE_INPUT: Final[int] = 0x4000
WITH_TYPE_COMMENTS: Final[int] = 0x1000
KNOWN_FLAGS: Final[int] = FUTURE_MASK | 0x10 | DONT_IMPLY_DEDENT | WITH_TYPE_COMMENTS | FLAG_TOP_LEVEL_AWAIT | INCOMPLETE_INPUT | OPTIMIZED_AST
"""Nested scopes are the number without a name."""


# --- compile ------------------------------------------------------------------------------------------------------------


@function(
    "builtins",
    "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
    doc="Code, or a tree, from source text or a tree.",
)
def compile_(w_source: Value, w_filename: Value, w_mode: Value, w_flags: Value, w_dont: Value, w_optimize: Value, w_feature_version: Value) -> Value:
    filename = file_name(w_filename)
    mode_name = operations.str_arg(w_mode, "compile() argument 'mode'")
    flags = c_int(w_flags)
    optimize = c_int(w_optimize)
    if flags & ~KNOWN_FLAGS != 0:
        raise errors.value_error("compile(): unrecognised flags")
    if optimize < -1 or optimize > 2:
        raise errors.value_error("compile(): invalid optimize value")
    if optimize < 0:
        optimize = context().space.optimize
    if not operations.is_true(w_dont):
        flags |= inherited_flags()
    mode = mode_of(mode_name, flags & ONLY_AST != 0)
    if is_node(w_source):
        return compile_node(w_source, filename, mode, flags, optimize)
    text = source_text(w_source, "compile", "string, bytes or AST object", filename)
    audit_compile(text, filename)
    parse_flags = ALLOW_INCOMPLETE if flags & INCOMPLETE_INPUT != 0 else 0
    if flags & DONT_IMPLY_DEDENT != 0:
        parse_flags |= EXPLICIT_DEDENT
    if flags & WITH_TYPE_COMMENTS != 0:
        parse_flags |= TYPE_COMMENTS
    if flags & ONLY_AST == 0:
        return wrap(compiling.compile_text_flags(text, filename, mode, optimize, flags, parse_flags))
    w_tree = _ast_convert.tree(compiling.parse_text(text, filename, mode, parse_flags))
    version = c_int(w_feature_version)
    if version >= 0:
        check_feature_version(w_tree, version, text, filename)
    return optimized(w_tree, flags, optimize)


def audit_compile(text: str, filename: str) -> None:
    if is_audited():
        audit2("compile", wrap(codecs.encode_known(codecs.UTF_8, text, "surrogatepass")), wrap(filename))


def check_feature_version(w_tree: Value, version: int, text: str, filename: str) -> None:
    try:
        check_version(w_tree, version, text)
    except ParseError as e:
        raise compiling.syntax_error(located(e, text if text.endswith("\n") else text + "\n"), filename)


def compile_node(w_node: Value, filename: str, mode: int, flags: int, optimize: int) -> Value:
    tree = read_module(w_node, mode)
    if flags & ONLY_AST == 0:
        audit2("compile", w_node, w_None)
        return wrap(compiling.compile_tree(tree, filename, optimize, flags))
    if flags & OPTIMIZED_AST != OPTIMIZED_AST:
        return w_node
    return optimized(_ast_convert.tree(tree), flags, optimize)


def optimized(w_tree: Value, flags: int, optimize: int) -> Value:
    return optimize_tree(w_tree, optimize) if flags & OPTIMIZED_AST == OPTIMIZED_AST else w_tree


def mode_of(name: str, only_ast: bool) -> int:
    if name == "exec":
        return compiling.EXEC
    if name == "eval":
        return compiling.EVAL
    if name == "single":
        return compiling.SINGLE
    if name == "func_type" and only_ast:
        return compiling.FUNC_TYPE
    if only_ast:
        raise errors.value_error("compile() mode must be 'exec', 'eval', 'single' or 'func_type'")
    if name == "func_type":
        raise errors.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST")
    raise errors.value_error("compile() mode must be 'exec', 'eval' or 'single'")


def inherited_flags() -> int:
    """The `from __future__` imports of the code that calls."""
    return frame_of(context()).code.flags & FUTURE_MASK


def file_name(w_filename: Value) -> str:
    w_path = fspath_of(w_filename)
    b = try_as(bytes, plain(w_path))
    name = operations.str_arg(w_path, "path") if b is None else fs_decode(b)
    if "\0" in name:
        raise errors.value_error("embedded null character")
    return name


def source_text(w_source: Value, what: str, wanted: str, filename: str) -> str:
    s = operations.as_str(w_source)
    if s is not None:
        if "\0" in s:
            raise errors.error(x.SYNTAX_ERROR, "source code string cannot contain null bytes")
        codecs.encode_known(codecs.UTF_8, s, "strict")  # UnicodeEncodeError: there are lone surrogates
        return s
    buffer = buffer_of(w_source)
    if buffer is None or not buffer.is_contiguous():
        raise errors.type_error(f"{what}() arg 1 must be a {wanted}")
    return compiling.decode_string(buffer.to_bytes(), filename)


# --- exec and eval ------------------------------------------------------------------------------------------------------


def run_in(what: str, w_source: Value, mode: int, w_globals: Value, w_locals: Value, w_closure: Value) -> Value:
    frame = calling_frame()
    if same(w_globals, w_None):
        w_globals = wrap(frame.function.globals)
        if same(w_locals, w_None):
            w_locals = frame_locals(frame)
    elif same(w_locals, w_None):
        w_locals = w_globals
    globals = try_as(W_Dict, w_globals)
    if globals is None:
        if what == "eval":
            raise errors.type_error("globals must be a dict")
        raise errors.type_error(f"{what}() globals must be a dict, not {type_name(w_globals)}")
    if is_empty(dict_get_str(globals, "__builtins__")):
        dict_set_str(globals, "__builtins__", wrap(context().space.builtins))
    code = try_as(W_Code, w_source)
    cells: Array[W_Cell] | None = None
    if code is None:
        if not same(w_closure, w_None):
            raise errors.type_error("closure can only be used when source is a code object")
        text = source_text(w_source, what, "string, bytes or code object", "<string>")
        if mode == compiling.EVAL:
            text = text.lstrip(" \t")
        audit_compile(text, "<string>")
        code = compiling.compile_text_flags(text, "<string>", mode, context().space.optimize, inherited_flags(), 0)
    elif what == "exec":
        cells = closure_of(code, w_closure)
    elif code.n_freevars > 0:
        raise errors.type_error(f"code object passed to {what}() may not contain free variables")
    audit1("exec", wrap(code))
    f = W_Function(code, globals, builtins_of(globals))
    f.closure = cells
    return run_code(f, w_locals)


def closure_of(code: W_Code, w_closure: Value) -> Array[W_Cell] | None:
    """The cells for the free variables of code that is run by exec."""
    n = code.n_freevars
    if n == 0:
        if not same(w_closure, w_None):
            raise errors.type_error("cannot use a closure with this code object")
        return None
    given = try_as(W_Tuple, w_closure)
    if given is None or given.length != n:
        raise wrong_closure(n)
    cells: Array[W_Cell] | None = None
    i = 0
    while i < n:
        cell = try_as(W_Cell, given.items[i])
        if cell is None:
            raise wrong_closure(n)
        if cells is None:
            cells = Array[W_Cell](n, cell)
        cells[i] = cell
        i += 1
    return cells


def wrong_closure(n: int) -> PyError:
    return errors.type_error(f"code object requires a closure of exactly length {n}")


@function("builtins", "exec(source, /, globals=None, locals=None, *, closure=None)", doc="Runs source text or code.")
def exec_(w_source: Value, w_globals: Value, w_locals: Value, w_closure: Value) -> Value:
    run_in("exec", w_source, compiling.EXEC, w_globals, w_locals, w_closure)
    return w_None


@function("builtins", "eval(source, /, globals=None, locals=None)", doc="The value of an expression.")
def eval_(w_source: Value, w_globals: Value, w_locals: Value) -> Value:
    return run_in("eval", w_source, compiling.EVAL, w_globals, w_locals, w_None)
