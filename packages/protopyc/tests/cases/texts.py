"""str and bytes."""


def spell(s: str) -> str:
    out = ""
    for c in s:
        out += "<" + c + ">"
    return out


def maybe(flag: bool) -> str | None:
    return "text" if flag else None


def main() -> int:
    s = "hello"
    print(s[0], s[-1], s[1:3], s[2:], s[:2], len(s), "ell" in s, "z" in s, s == "hello", s != "x", s < "help", s >= "a")
    print(s.upper(), "A,b,,c".split(",")[2] == "", len("A,b,,c".split(",")), ", ".join(["a", "b"]), "  x ".strip(), "abc".find("c"))
    n = 42
    print(f"n={n} s={s}!", f"{n}", str(-7), int("123"), int("ff", 16), f"{n}{s}", f"a{n}b{s}c{n}d")
    print(spell("héé"), ord(s[1]), ord("A"), chr(65), chr(0x20AC), s * 2)
    print(s.startswith("he"), s.endswith(("x", "lo")), s.replace("l", "L"), s.isalpha(), "12".isdigit())
    before, sep, after = "k=v=w".partition("=")
    print(before, sep, after)
    t = maybe(True)
    print(t == "text", maybe(False) == "text", maybe(False) is None, bool(t))
    if t:
        print("has", t)
    if not maybe(False):
        print("none")
    b = b"abc\x00\xff"
    print(b[0], len(b), b[1:3] == b"bc", b == b"abc", b + b"!", "é".encode()[0], b"hi".decode())
    for x in b:
        print(x)
    words = {"a": 1}
    key = "".join(["", "a"])
    print(words[key], key in words)
    print(s in ("x", "hello"), n in (1, 2), "".join(["x", "y", "z"]))
    return 0
