"""Lists of the instructions in co_code, for those that work on code objects.

In place of CPython's, which describes the caches and the intrinsic functions of CPython's instructions.
"""

import _opcode
from _opcode import stack_effect

from _opcode_metadata import HAVE_ARGUMENT, MIN_INSTRUMENTED_OPCODE, _specializations, _specialized_opmap, opmap  # noqa: F401

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg", "hasconst", "hasname",
           "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

EXTENDED_ARG = opmap["EXTENDED_ARG"]

opname = list(opmap)

cmp_op = ("<", "<=", "==", "!=", ">", ">=")


def _those(has):
    return [number for number in opmap.values() if has(number)]


hasarg = _those(_opcode.has_arg)
hasconst = _those(_opcode.has_const)
hasname = _those(_opcode.has_name)
hasjump = _those(_opcode.has_jump)
hasjrel = [number for number in hasjump if opname[number].startswith(("JUMP_FORWARD", "JUMP_BACKWARD"))]
hasjabs = [number for number in hasjump if number not in hasjrel]
hasfree = _those(_opcode.has_free)
haslocal = _those(_opcode.has_local)
hasexc = _those(_opcode.has_exc)
hascompare = [opmap["COMPARE_OP"]]

_nb_ops = _opcode.get_nb_ops()
