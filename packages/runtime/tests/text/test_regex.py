"""The matcher against CPython 3.14's: its compiler gives the codes, both engines run them."""

from __future__ import annotations

import json
import random
import subprocess
from typing import Any

from against_cpython import REFERENCE

from protopython.modules._sre.constants import At, Category, Info, Op

REFERENCE_PROGRAM = r"""
import json, sys, _sre, re, warnings
from re import _compiler
warnings.simplefilter("ignore")
kept = []
real = _sre.compile
def keep(*args):
    kept[:] = [args]
    return real(*args)
_compiler._sre = type("S", (), {n: getattr(_sre, n) for n in dir(_sre)} | {"compile": staticmethod(keep)})
out = []
def spans(m):
    return None if m is None else [list(x) for x in m.regs] + [m.lastindex]
for pattern, flags, string in json.load(sys.stdin):
    try:
        p = _compiler.compile(pattern, flags)
    except Exception:
        out.append(None)
        continue
    _, f, code, groups, names, index = kept[0]
    out.append({
        "code": [int(c) for c in code], "flags": int(f), "groups": groups, "names": names, "index": index,
        "finditer": [spans(m) for m in p.finditer(string)], "fullmatch": spans(p.fullmatch(string)),
        "match": spans(p.match(string)), "split": p.split(string), "sub": p.sub("<>", string, 3),
        "findall": p.findall(string),
    })
json.dump(out, sys.stdout)
"""

ATOMS = [
    "a",
    "b",
    "c",
    ".",
    "[ab]",
    "[^a]",
    r"\w",
    r"\d",
    r"\s",
    r"\b",
    "^",
    "$",
    "(a)",
    "(?:ab)",
    "(b|c)",
    "(a|ab)",
    "ab",
    "é",
    "x",
]
SUFFIXES = ["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,1}?", "*+", "++", "?+", "{2,}"]


def random_pattern(rng: random.Random, depth: int = 0) -> str:
    parts = []
    for _ in range(rng.randint(1, 4)):
        kind = rng.random()
        if kind < 0.3 and depth < 3:
            inner = random_pattern(rng, depth + 1)
            parts.append(
                rng.choice(["(%s)", "(?:%s)", "(?=%s)", "(?!%s)", "(?>%s)", "(%s|b)", "(?:%s|)"]) % inner
                + rng.choice(SUFFIXES)
            )
        elif kind < 0.35:
            parts.append(rng.choice([r"\1", r"(?(1)a|b)", "(?<=a)", "(?<!b)", "(?<=ab)"]))
        else:
            parts.append(rng.choice(ATOMS) + rng.choice(SUFFIXES))
    return "".join(parts)


FIXED: list[tuple[str, int, str]] = [
    (r"(a+)(b+)?", 0, "aab ab b a"),
    (r"(?i)straße|Ünï", 0, "STRAßE üNÏ"),
    (r"(\w+) \1", 0, "the the cat cat sat"),
    (r"^\s*(\w+)\s*=\s*(.*?)\s*$", 8, "a = 1\n b=2 \nc"),
    (r"[\u0400-\u04ff\u4e00-\u9fff]+", 0, "abc Привет 漢字 x"),
    (r"(?P<y>\d{4})-(?P<m>\d\d)", 0, "2024-05 1999-12"),
    (r"(?:a|b)*?c", 0, "ababcabd c"),
    (r"((a)|b)*", 0, "abab"),
    (r"(?i)[a-z\u212a]+", 0, "KK\u212ak"),
    (r"\B", 0, ""),
    (r"", 0, "abc"),
    (r"a|b|", 0, "cab"),
    (r"(?s).+", 0, "a\nb"),
    (r"(x?)*y", 0, "xxxxz"),
    (r"(?:(a)|(b))+", 0, "abba"),
    (r"(a{2,3}?)(a*)", 0, "aaaaa"),
    (r"[^\W\d_]+", 0, "ab1_c\xe9"),
    (r"\d+(?=%)", 0, "10 20% 30%"),
    (r"(?<![a-z])cat", 0, "cat bobcat Cat"),
    (r"\Aab\Z", 0, "ab"),
    (r"(?m)^$", 0, "a\n\nb\n"),
    (r"(a*)*b", 0, "aaaaaaaaac"),
    (r"(?>a+)ab", 0, "aaab"),
    (r"(?:ab?)++b", 0, "abab"),
    (r"[\x00-\xff]*", 0, "é€"),
    (r"(?i)\u0130", 0, "i\u0307\u0130"),
    (r"(?i)ß", 0, "\u1e9e ss"),
    (r"(?i)[\U00010400]", 0, "\U00010428"),
    (r"(?:)(a)?(?(1)b|c)", 0, "abc"),
    ("(?:a" * 30 + ")*" * 30, 0, "a" * 40),
]


def cases(seed: int, n: int) -> list[tuple[str, int, str]]:
    rng = random.Random(seed)
    out = list(FIXED)
    for _ in range(n):
        string = "".join(rng.choice("aabbc xé1\n") for _ in range(rng.randint(0, 12)))
        out.append((random_pattern(rng), rng.choice([0, 0, 2, 8, 16, 256]), string))
    return out


def spans(w: Any) -> Any:
    if not hasattr(w, "spans"):
        return None
    s = list(w.spans)
    return [[s[i], s[i + 1]] for i in range(0, len(s), 2)] + [w.last_index if w.last_index >= 0 else None]


def plain_list(w: Any) -> Any:
    if hasattr(w, "items") and hasattr(w, "length"):
        return [plain_list(w.items[i]) for i in range(w.length)]
    return w if isinstance(w, (str, int)) else None


def check(chosen: list[tuple[str, int, str]]) -> list[str]:
    from against_cpython import make_host

    host = make_host()
    from protopython.modules._sre import module as _sre
    from protopython.protocore.error import PyError

    run = subprocess.run(
        [REFERENCE, "-c", REFERENCE_PROGRAM],
        input=json.dumps(chosen),
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert run.returncode == 0, run.stderr
    wrong = []
    end = (1 << 62) - 1
    for (pattern, flags, string), expected in zip(chosen, json.loads(run.stdout)):
        if expected is None:
            continue
        p: Any = _sre.sre_compile(
            host.value(pattern),
            expected["flags"],
            host.value(expected["code"]),
            expected["groups"],
            host.value(expected["names"]),
            host.value(tuple(expected["index"])),
        )
        got: dict[str, Any] = {}
        try:
            it = []
            scanner = _sre.pattern_scanner(p, host.value(string), host.value(0), host.value(end))
            while (m := spans(_sre.scanner_search(scanner))) is not None:  # type: ignore[arg-type]
                it.append(m)
            got["finditer"] = it
            got["fullmatch"] = spans(
                _sre.pattern_fullmatch(p, host.value(string), host.value(0), host.value(end))
            )
            got["match"] = spans(_sre.pattern_match(p, host.value(string), host.value(0), host.value(end)))
            got["split"] = plain_list(_sre.pattern_split(p, host.value(string), host.value(0)))
            got["sub"] = _sre.pattern_sub(p, host.value("<>"), host.value(string), host.value(3))
            got["findall"] = plain_list(
                _sre.pattern_findall(p, host.value(string), host.value(0), host.value(end))
            )
        except PyError as e:
            got["error"] = host.message(e.w_value)
        except Exception as e:
            got["crash"] = repr(e)
        for key in ("finditer", "fullmatch", "match", "split", "sub", "findall"):
            if got.get(key) != expected[key]:
                wrong.append(
                    f"{pattern!r} {flags} {string!r} {key}\n   expected {expected[key]}\n   got "
                    f"{got.get(key)} {got.get('error')} {got.get('crash')}"
                )
                break
    return wrong


def test_matches_as_cpython() -> None:
    assert check(cases(1, 1500)) == []


def test_numbers_are_those_of_the_stock_compiler() -> None:
    program = "import json; from re import _constants as c; print(json.dumps([" + ", ".join(
        f"{{str(k): int(k) for k in c.{codes}}}" for codes in ("OPCODES", "ATCODES", "CHCODES")
    ) + ", {k: v for k, v in vars(c).items() if k.startswith('SRE_INFO_')}]))"
    done = subprocess.run([REFERENCE, "-c", program], capture_output=True, text=True, check=True)
    ours = [
        {prefix + member.name: int(member) for member in enum}
        for enum, prefix in ((Op, ""), (At, "AT_"), (Category, "CATEGORY_"), (Info, "SRE_INFO_"))
    ]
    assert ours == json.loads(done.stdout)
