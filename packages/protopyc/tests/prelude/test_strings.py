# ruff: noqa: B023
"""The compiled str and bytes operations give what CPython's give, on thousands of random cases of all three
kinds of storage."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from protopython.protocore.strings import hash_str

from ..native import compile_program

HERE = Path(__file__).resolve().parent
ALPHABETS = [
    "ab",
    "ab ",
    "aB\n\r ",
    "aé",
    "aé漢 ",
    "a漢\u2028",
    "a\U0001f600é",
    " \t\x1c\x85\u3000x",
    "ΣσAa'.ǅß",
    "01",
    "a_1é²Ⅷ",
]
Case = tuple[str, list[object], Callable[[], object]]


@pytest.fixture(scope="module")
def program() -> Path:
    return compile_program(HERE / "strings_program.py", "release")


def encode(x: object) -> str:
    if x is None:
        return "n"
    if isinstance(x, str):
        return "s" + ",".join(str(ord(c)) for c in x)
    assert isinstance(x, int)
    return f"i{int(x)}"


def shown(x: object) -> str:
    if isinstance(x, (list, tuple)):
        return "|".join(encode(i) for i in x)
    return encode(x)


def cases(seed: int, n: int) -> list[Case]:
    r = random.Random(seed)
    found: list[Case] = []

    def text(low: int = 0, high: int = 12) -> str:
        letters = r.choice(ALPHABETS)
        return "".join(r.choice(letters) for _ in range(r.randint(low, high)))

    def bound() -> int:
        return r.choice([0, 1, 2, 5, -1, -3, 100, -100])

    for _ in range(n):
        s, t, u = text(), text(0, 3), text(0, 2)
        if s and r.random() < 0.6:
            at = r.randrange(len(s))
            t = s[at : at + r.randint(1, 3)]
        a, b, k = bound(), bound(), r.choice([-1, 0, 1, 2, 5])
        options: list[Case] = [
            ("find", [s, t, a, b], lambda: s.find(t, a, b)),
            ("rfind", [s, t, a, b], lambda: s.rfind(t, a, b)),
            ("index", [s, t], lambda: s.index(t)),
            ("rindex", [s, t], lambda: s.rindex(t)),
            ("count", [s, t], lambda: s.count(t)),
            ("startswith", [s, t, a, b], lambda: s.startswith(t, a, b)),
            ("endswith", [s, t, a, b], lambda: s.endswith(t, a, b)),
            ("contains", [s, t], lambda: t in s),
            ("replace", [s, t, u, k], lambda: s.replace(t, u, k)),
            ("split", [s, t, k], lambda: s.split(t, k)),
            ("split", [s, None, k], lambda: s.split(None, k)),
            ("rsplit", [s, t, k], lambda: s.rsplit(t, k)),
            ("rsplit", [s, None, k], lambda: s.rsplit(None, k)),
            ("splitlines", [s, k > 0], lambda: s.splitlines(k > 0)),
            ("join", [s, t, u, t], lambda: s.join([t, u, t])),
            ("strip", [s, None], lambda: s.strip()),
            ("strip", [s, t], lambda: s.strip(t)),
            ("lstrip", [s, t], lambda: s.lstrip(t)),
            ("rstrip", [s, t], lambda: s.rstrip(t)),
            ("partition", [s, t], lambda: s.partition(t)),
            ("rpartition", [s, t], lambda: s.rpartition(t)),
            ("concat", [s, t], lambda: s + t),
            ("slice", [s, a, b], lambda: s[a:b]),
            ("item", [s, a], lambda: s[a]),
            ("equal", [s, t], lambda: s == t),
            ("less", [s, t], lambda: s < t),
            ("repeat", [s, k], lambda: s * k),
            ("lower", [s], lambda: s.lower()),
            ("upper", [s], lambda: s.upper()),
            (
                "pad",
                [s, k * 4, u[:1] or "-"],
                lambda: [f(k * 4, u[:1] or "-") for f in (s.ljust, s.rjust, s.center)] + [s.zfill(k * 4)],
            ),
            ("affix", [s, t], lambda: [s.removeprefix(t), s.removesuffix(t)]),
            ("hash", [s], lambda: hash_str(s)),
            ("utf8", [s, t], lambda: 0),
            ("build", [s, t, u, s, t, s * 20, u, t], lambda: 0),
        ]
        found.append(r.choice(options))
        op, args, compute = found[-1]
        found[-1] = (op, args, frozen(compute, op, args))
    return found


def frozen(compute: Callable[[], object], op: str, args: list[object]) -> Callable[[], object]:
    """The expected line, computed now: the lambdas' variables change with the next case."""
    text = expected_line(compute, op, args)
    return lambda: text


def expected_line(compute: Callable[[], object], op: str, args: list[object]) -> str:
    if op == "utf8":
        s, t = str(args[0]), str(args[1])
        b = s.encode()
        return ",".join(map(str, b)) + ";" + encode(s) + f";{b.find(t.encode())}"
    if op == "build":
        r, forks = "", []
        for piece in map(str, args):
            forks.append(r + piece)
            r += piece
        return shown([*forks, r])
    try:
        return shown(compute())
    except (ValueError, IndexError) as e:
        return "!" + type(e).__name__


def run(program: Path, wanted: list[Case], stress: int = 0, tolerated: int = 0) -> None:
    source = "".join(f"{op};{';'.join(map(encode, args))}\n" for op, args, _ in wanted)
    environment = dict(os.environ, PROTOPY_GC_STRESS=str(stress))
    done = subprocess.run([str(program)], input=source, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.splitlines()
    assert len(lines) == len(wanted)
    wrong = [
        (op, args, line, expected())
        for (op, args, expected), line in zip(wanted, lines)
        if line != expected()
    ]
    assert len(wrong) <= tolerated, wrong[:5]


def test_random_operations_agree_with_cpython(program: Path) -> None:
    run(program, cases(1, 20000))


def test_the_same_with_a_collection_at_every_allocation(program: Path) -> None:
    run(program, cases(2, 300), stress=1)


def simple(op: str, args: list[object], expected: object) -> Case:
    text = expected if isinstance(expected, str) and expected.startswith("!") else shown(expected)
    return op, args, lambda: text


def test_integers_to_text_and_back(program: Path) -> None:
    numbers = [
        0,
        1,
        9,
        10,
        -1,
        -9,
        -10,
        99,
        100,
        12345678901234,
        -12345678901234,
        2**63 - 1,
        -(2**63),
        -(2**63) + 1,
    ]
    run(program, [simple("str", [i], str(i)) for i in numbers])
    texts = [
        "0",
        "7",
        "-7",
        " 42\n",
        "+5",
        "1_000",
        "9223372036854775807",
        "0x1F",
        "ff",
        "0b101",
        "zz",
        "-zz",
        "007",
    ]
    run(
        program,
        [
            simple("int", [t, b], outcome(t, b))
            for t in texts
            for b in (10, 16, 2, 36, 0)
            if (t, b) != ("007", 0)
        ],
    )
    run(program, [simple("int", ["-9223372036854775808", 10], -(2**63))])
    bad = ["", "-", "1__0", "_1", "1_", "4 2", "é", "9223372036854775808", "-9223372036854775809"]
    run(program, [simple("int", [t, 10], "!ValueError") for t in bad])


def outcome(text: str, base: int) -> object:
    try:
        i = int(text, base)
        return i if i < 1 << 63 else "!ValueError"
    except ValueError:
        return "!ValueError"


def test_decoding_refuses_what_is_not_utf8(program: Path) -> None:
    r = random.Random(3)
    wanted: list[Case] = []
    for _ in range(3000):
        raw = bytes(
            r.choice(
                [0x41, 0x80, 0xBF, 0xC0, 0xC2, 0xE0, 0xA0, 0xED, 0x9F, 0xEF, 0xF0, 0x90, 0xF4, 0x8F, 0xFF]
            )
            for _ in range(r.randint(1, 5))
        )
        try:
            expected: object = raw.decode()
        except UnicodeDecodeError:
            expected = "!ValueError"
        wanted.append(simple("decode", list(raw), expected))
    run(program, wanted)


def test_character_classes_of_every_kind_of_character(program: Path) -> None:
    """Against the host's database, which may be some versions older: the few characters that changed since
    are tolerated."""
    import unicodedata

    wanted: list[Case] = []
    for c in range(0, 0x30000, 7):
        ch = chr(c)
        if unicodedata.category(ch) == "Cn" or 0xD800 <= c < 0xE000:
            continue
        flags = [
            ch.isalpha(),
            ch.isdigit(),
            ch.isalnum(),
            ch.isspace(),
            ch.isidentifier(),
            ch.isprintable(),
            ch.isupper(),
            ch.islower(),
        ]
        flags += [ch.isdecimal(), ch.isnumeric(), ch.isascii()]
        text = "".join(f"i{int(f)}" for f in flags)
        wanted.append(("classes", [ch], lambda text=text: text))  # type: ignore[misc]
    run(program, wanted, tolerated=0 if unicodedata.unidata_version.startswith("16") else len(wanted) // 500)
