"""Reads cases `operation;argument;...` from stdin and prints each one's result: the compiled half of
test_strings.py.

Arguments and results: `s` + code points joined by commas, `i` + int, `n` for None, lists of strings joined by
`|`.
"""

from __future__ import annotations

from protopython.protocore.bytestrings import bytes_find
from protopython.protocore.os import read_some, write_all
from protopython.protocore.strings import hash_str, str_index_of, str_of_codes, str_rindex


def text_of(codes: str) -> str:
    values: list[int] = []
    if len(codes) > 0:
        for part in codes.split(","):
            values.append(int(part))
    return str_of_codes(values)


def codes_of(s: str) -> str:
    parts: list[str] = []
    for i in range(len(s)):
        parts.append(str(ord(s[i])))
    return "s" + ",".join(parts)


def list_of(items: list[str]) -> str:
    return "|".join([codes_of(x) for x in items])


def flag(x: bool) -> str:
    return "i1" if x else "i0"


class Case:
    """One line's arguments; what is missing is "" or 0 or None."""

    texts: list[str]
    numbers: list[int]
    nones: int

    def __init__(self, fields: list[str]) -> None:
        self.texts = []
        self.numbers = []
        self.nones = 0
        for field in fields[1:]:
            if field[0] == "s":
                self.texts.append(text_of(field[1:]))
            elif field[0] == "i":
                self.numbers.append(int(field[1:]))
            else:
                self.nones += 1


def classes(s: str) -> str:
    answers = flag(s.isalpha()) + flag(s.isdigit()) + flag(s.isalnum()) + flag(s.isspace())
    answers = answers + flag(s.isidentifier()) + flag(s.isprintable()) + flag(s.isupper()) + flag(s.islower())
    return answers + flag(s.isdecimal()) + flag(s.isnumeric()) + flag(s.isascii())


def utf8(s: str, sub: str) -> str:
    data = s.encode("utf-8")
    out: list[str] = []
    for x in data:
        out.append(str(x))
    return ",".join(out) + ";" + codes_of(data.decode("utf-8")) + f";{bytes_find(data, sub.encode('utf-8'))}"


def decoded(numbers: list[int]) -> str:
    raw = b""
    for x in numbers:
        raw = raw + BYTES[x]
    return codes_of(raw.decode("utf-8"))


def run(op: str, c: Case) -> str:
    t = c.texts
    n = c.numbers
    s = t[0] if len(t) > 0 else ""
    if op == "find":
        return f"i{s.find(t[1], n[0], n[1])}"
    if op == "rfind":
        return f"i{s.rfind(t[1], n[0], n[1])}"
    if op == "index":
        return f"i{str_index_of(s, t[1])}"
    if op == "rindex":
        return f"i{str_rindex(s, t[1])}"
    if op == "count":
        return f"i{s.count(t[1])}"
    if op == "startswith":
        return flag(s.startswith(t[1], n[0], n[1]))
    if op == "endswith":
        return flag(s.endswith(t[1], n[0], n[1]))
    if op == "contains":
        return flag(t[1] in s)
    if op == "replace":
        return codes_of(s.replace(t[1], t[2], n[0]))
    if op == "split":
        return list_of(s.split(None, n[0]) if c.nones > 0 else s.split(t[1], n[0]))
    if op == "rsplit":
        return list_of(s.rsplit(None, n[0]) if c.nones > 0 else s.rsplit(t[1], n[0]))
    if op == "splitlines":
        return list_of(s.splitlines(n[0] != 0))
    if op == "join":
        return codes_of(s.join(t[1:]))
    if op == "strip":
        return codes_of(s.strip() if c.nones > 0 else s.strip(t[1]))
    if op == "lstrip":
        return codes_of(s.lstrip() if c.nones > 0 else s.lstrip(t[1]))
    if op == "rstrip":
        return codes_of(s.rstrip() if c.nones > 0 else s.rstrip(t[1]))
    if op == "partition":
        a, b, d = s.partition(t[1])
        return list_of([a, b, d])
    if op == "rpartition":
        a, b, d = s.rpartition(t[1])
        return list_of([a, b, d])
    if op == "concat":
        return codes_of(s + t[1])
    if op == "slice":
        return codes_of(s[n[0] : n[1]])
    if op == "item":
        return codes_of(s[n[0]])
    if op == "equal":
        return flag(s == t[1])
    if op == "less":
        return flag(s < t[1])
    if op == "repeat":
        return codes_of(s * n[0])
    if op == "lower":
        return codes_of(s.lower())
    if op == "upper":
        return codes_of(s.upper())
    if op == "classes":
        return classes(s)
    if op == "pad":
        return list_of([s.ljust(n[0], t[1]), s.rjust(n[0], t[1]), s.center(n[0], t[1]), s.zfill(n[0])])
    if op == "affix":
        return list_of([s.removeprefix(t[1]), s.removesuffix(t[1])])
    if op == "int":
        return f"i{int(s, n[0])}"
    if op == "str":
        return codes_of(str(n[0]))
    if op == "hash":
        return f"i{hash_str(s)}"
    if op == "utf8":
        return utf8(s, t[1])
    if op == "decode":
        return decoded(n)
    if op == "build":
        r = ""
        forks: list[str] = []
        for piece in t:
            forks.append(r + piece)
            r = r + piece
        forks.append(r)
        return list_of(forks)
    return "unknown operation"


BYTES: list[bytes] = [bytes([i]) for i in range(256)]


def read_all() -> str:
    parts: list[bytes] = []
    while True:
        part = read_some(0, 65536)
        if len(part) == 0:
            return b"".join(parts).decode("utf-8")
        parts.append(part)


def main() -> int:
    out: list[str] = []
    for line in read_all().split("\n"):
        if len(line) == 0:
            continue
        fields = line.split(";")
        try:
            out.append(run(fields[0], Case(fields)))
        except ValueError:
            out.append("!ValueError")
        except IndexError:
            out.append("!IndexError")
    write_all(1, ("\n".join(out) + "\n").encode("utf-8"))
    return 0
