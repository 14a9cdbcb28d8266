"""Names and numbers of the instructions in co_code, as the interpreter has them.

In place of CPython's, which lists CPython's instructions.
"""

import _opcode

opmap = {name: number for number, (name, _) in enumerate(_opcode._instructions())}

# There are no instructions that stand for others.
_specializations = {}
_specialized_opmap = {}
MIN_INSTRUMENTED_OPCODE = len(opmap)

HAVE_ARGUMENT = next(number for number in opmap.values() if _opcode.has_arg(number))
