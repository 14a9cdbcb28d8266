"""@dispatch_loop: threaded dispatch."""

from protodialect.types import COMPILED, Array, dispatch_loop, redispatch, u8

PUSH, ADD, LOOP, HALT, NOP, CALL, AGAIN = 0, 1, 2, 3, 4, 5, 6
CODE = Array.of([u8(c) for c in (PUSH, 0, NOP, PUSH, 3, ADD, CALL, AGAIN, LOOP, 100, 2, HALT)])


class Stop(Exception):
    at: int

    def __init__(self, at: int) -> None:
        self.at = at


def native(x: int) -> int:
    if x > 1000:
        raise Stop(x)
    return x + 1


@dispatch_loop
def run(code: Array[u8], limit: int) -> int:
    pc = 0
    acc = 0
    top = 0
    count = 0
    try:
        while True:
            op = code[pc]
            pc += 1
            count += 1
            match op:
                case 0:
                    top = code[pc]
                    pc += 1
                    continue
                case 1:
                    acc += top
                    if acc % 7 == 0:
                        continue
                    acc += 1
                case 2:
                    if acc < limit:
                        pc = code[pc + 1]
                        continue
                    pc += 2
                    continue
                case 3:
                    break
                case 5:
                    acc = native(acc)
                case 6:
                    op = u8(5)
                    if COMPILED:
                        redispatch()
                    else:
                        acc = native(acc)
                case 4:
                    pass
            if acc < -1:
                return -1
    except Stop as s:
        return s.at
    return acc * 1000 + count


def main() -> int:
    print(run(CODE, 100))
    print(run(CODE, 100000))
    return 0
