"""`run_reference.py PROGRAM`: runs a program on CPython as run_ours.py does on the runtime."""

import builtins
import sys

with open(sys.argv[1]) as f:
    code = compile(f.read(), sys.argv[1], "exec")
builtins.report = print  # type: ignore[attr-defined]
module = type(sys)("__main__")
sys.modules["__main__"] = module
module.__builtins__ = builtins
exec(code, module.__dict__)
