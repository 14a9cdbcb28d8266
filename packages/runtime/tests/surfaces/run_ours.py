"""`run_ours.py PROGRAM`: runs a program on the uncompiled runtime; `report(text)` prints a line."""

from __future__ import annotations

import sys
import threading

from protodialect.types import EMPTY, Value, wrap
from protopython import bootstrap, startup
from protopython.engine import compile as compiling
from protopython.engine.calls import run_code
from protopython.engine.errors import display_exception
from protopython.objects.dict.dict import dict_set_str
from protopython.objects.model import operations
from protopython.objects.model.builtin import BuiltinKind, W_Builtin
from protopython.objects.model.define import parse_signature
from protopython.objects.singletons import w_None
from protopython.protocore.error import PyError


def report(w_text: Value) -> Value:
    print(operations.str_of(w_text))
    return w_None


def run(path: str) -> None:
    assert bootstrap.LOADED
    startup.host_context()
    space = startup.new_space([path], [".cache/stdlib"], "python")
    builtin = W_Builtin("report", parse_signature("(text, /)"), report, BuiltinKind.FUNCTION, None)
    builtin.meta = 0
    dict_set_str(space.builtins, "report", wrap(builtin))
    module = startup.new_main_module()
    try:
        with open(path) as f:
            code = compiling.compile_text(f.read(), path, compiling.EXEC, True)
        run_code(compiling.function_of(code, module.dict), EMPTY)
    except PyError as e:
        display_exception(e.w_value)


sys.setrecursionlimit(20000)
threading.stack_size(512 << 20)
thread = threading.Thread(target=run, args=(sys.argv[1],))
thread.start()
thread.join()
