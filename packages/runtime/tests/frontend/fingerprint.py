"""In the core dialect, so that the compiled parser and the uncompiled one can be compared: for each file
named in the file that is the first argument, a hash of every node its parse made, in order, with fields and
positions; or its error.

    python fingerprint.py LIST          uncompiled
    protopyc run fingerprint.py LIST    compiled
"""

from __future__ import annotations

from protodialect.types import wrap_add, wrap_mul
from protopython.frontend.ast import (
    Attribute,
    BinOp,
    Compare,
    Constant,
    FunctionDef,
    ImportFrom,
    Name,
    Tuple,
)
from protopython.frontend.errors import ParseError
from protopython.frontend.machine import Machine
from protopython.frontend.parser import run
from protopython.frontend.source import UnknownEncoding, decode_source
from protopython.frontend.tokenizer import Tokens, tokenize
from protopython.protocore.os import clock_ns, process_arguments, read_file


def mix(h: int, x: int) -> int:
    return wrap_add(wrap_mul(h, 1000003), x)


def mix_text(h: int, s: str) -> int:
    for i in range(len(s)):
        h = mix(h, ord(s[i]))
    return h


class HashingMachine(Machine):
    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens, 0)
        self.hash: int = 17

    def reduce(self, rule: int) -> int:
        state = super().reduce(rule)
        node = self.builder.values[len(self.builder.values) - 1]
        h = mix(self.hash, rule)
        if node is not None:
            h = mix(h, node.kind)
            h = mix(h, node.lineno)
            h = mix(h, node.col_offset)
            h = mix(h, node.end_lineno)
            h = mix(h, node.end_col_offset)
            if isinstance(node, Name):
                h = mix_text(mix(h, node.ctx), node.id)
            elif isinstance(node, Attribute):
                h = mix_text(h, node.attr)
            elif isinstance(node, Constant):
                h = mix_text(mix(mix(h, node.const_kind), node.int_value), node.text)
                h = mix(h, int(node.float_value * 1000.0) if abs(node.float_value) < 1e12 else 5)
                data = node.bytes_value
                if data is not None:
                    for c in data:
                        h = mix(h, c)
            elif isinstance(node, BinOp):
                h = mix(h, node.op)
            elif isinstance(node, Compare):
                for op in node.ops:
                    h = mix(h, op)
            elif isinstance(node, Tuple):
                h = mix(h, len(node.elts))
            elif isinstance(node, FunctionDef):
                h = mix_text(mix(h, len(node.body)), node.name)
            elif isinstance(node, ImportFrom):
                h = mix(h, node.level)
        self.hash = h
        return state


def fingerprint(path: str) -> str:
    try:
        source = decode_source(read_file(path))
        if "\r" in source:
            source = source.replace("\r\n", "\n").replace("\r", "\n")
        tokens = tokenize(source, False)
        machine = HashingMachine(tokens)
        if machine.run() is None:
            run(tokens, 0, 0)
        return str(machine.hash) + " " + str(len(tokens.kind)) + " " + str(len(tokens.warnings))
    except ParseError as e:
        return (
            e.msg
            + " "
            + str(e.lineno)
            + " "
            + str(e.offset)
            + " "
            + str(e.end_lineno)
            + " "
            + str(e.end_offset)
        )
    except UnknownEncoding as e:
        return "encoding " + e.name


def main() -> int:
    arguments = process_arguments()
    listing = read_file(arguments[len(arguments) - 1]).decode()
    start = clock_ns(1)
    for path in listing.split("\n"):
        if path != "":
            print(path, fingerprint(path))
    print("milliseconds", (clock_ns(1) - start) // 1000000)
    return 0


if __name__ == "__main__":
    main()
