"""The parser against CPython 3.14: trees with all positions, and errors with message, place and text."""

import hashlib
import importlib.util
import random
import re
from pathlib import Path

import pytest

from protopython.frontend.api import parse_source
from protopython.frontend.ast import Interactive, Module
from protopython.frontend.dump import dump
from protopython.frontend.errors import ERROR_NAMES, ErrorKind, ParseError
from protopython.frontend.parser import ALLOW_INCOMPLETE, UNTIL_EMPTY_LINE, Mode, parse
from protopython.frontend.source import UnknownEncoding, codec_problem, decode_source


def _load(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CASES = _load("syntax_cases").CASES


def described(error):
    """A ParseError as the reference describes a SyntaxError."""
    place = [error.lineno, error.offset, error.end_lineno, error.end_offset]
    if error.lineno == -1:
        place = [None] * 4
    elif error.end_lineno == -1:
        place[2:] = [None, None]
    return [ERROR_NAMES[error.kind], error.msg, *place, error.text]


def parsed(source, mode=Mode.EXEC):
    try:
        return {"dump": dump(parse_source(source, "<test>", mode, 0).tree)}
    except ParseError as error:
        return {"error": described(error)}


@pytest.mark.parametrize("source", CASES)
def test_tree_or_error_is_cpythons(reference, source):
    assert parsed(source) == reference.ask("text", source, "exec")


@pytest.mark.parametrize("source", ["1", "1 + 2\n\n", "a, b", "(yield)", "lambda: x", "f'{x}'"])
def test_expressions(reference, source):
    assert parsed(source, Mode.EVAL) == reference.ask("text", source, "eval")


@pytest.mark.parametrize(
    "source", ["1", "a; b", "if 1:\n pass\n", "class A:\n def f(): pass\n\n", "a\nb", "a;b\nc", ""]
)
def test_interactive_statements(reference, source):
    assert parsed(source, Mode.SINGLE) == reference.ask("text", source, "single")


def corpus_result(path):
    try:
        data = path.read_bytes()
        try:
            source = decode_source(data)
        except UnknownEncoding as e:
            try:
                source = data.decode(e.name)
            except LookupError:
                raise codec_problem("unknown encoding: " + e.name) from None
        text = dump(parse(source, str(path), Mode.EXEC, 0).tree)
        return {"hash": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}
    except ParseError as error:
        return {"error": described(error)}


# Their dumps show characters that the host's older `str.isprintable` knows nothing of.
NEWER_UNICODE = {"stringprep.py", "test_stringprep.py", "test_ucn.py", "test_unicodedata.py"}


@pytest.mark.parametrize("part", range(4))
def test_standard_library_sample(reference, stdlib, part):
    files = sorted(stdlib.rglob("*.py"))[part * 7 :: 60]
    wrong = [
        str(path)
        for path in files
        if path.name not in NEWER_UNICODE and corpus_result(path) != reference.ask("file", str(path))
    ]
    assert not wrong


# ---- wrong sources in bulk ---------------------------------------------------------------------------------

JUNK = (
    "( ) [ ] { } : , ; . = == := -> * ** + - not in is if else for while def class lambda return yield await"
    " async import from as with try except finally raise match case type None 0x1 1.5 'a' f'{x}' f\" ' \"\"\""
    " x print \\ @ ! global del pass and or ... b'x' é $ ? 1a ~ % | < > <> != \0"
).split(" ") + ["\n", "\n  ", "    ", "\t", "#", "\r", "\x0c", "\u2028", "\ud800"]


def mutated(random_, source):
    parts = re.findall(r"\w+|[^\w\s]|\s+", source)
    for _ in range(random_.randrange(1, 4)):
        at = random_.randrange(len(parts) + 1)
        match random_.randrange(5):
            case 0:
                del parts[at : at + random_.randrange(1, 5)]
            case 1:
                parts.insert(at, random_.choice(JUNK))
            case 2:
                parts[at : at + 1] = [random_.choice(JUNK)]
            case 3:
                parts[at:at] = parts[max(at - 3, 0) : at]
            case _:
                other = random_.randrange(len(parts) + 1)
                parts[at:at], parts[other:other] = parts[other : other + 1], parts[at : at + 1]
    return "".join(parts)


def snippets():
    """Pieces of the cases and of this package's own sources."""
    pieces = [case for case in CASES if len(case) > 8]
    for path in sorted(Path(parse.__code__.co_filename).parent.glob("*.py")):
        pieces += [p for p in path.read_text(encoding="utf-8").split("\n\n") if 20 < len(p) < 800]
    return pieces


@pytest.mark.parametrize("seed", range(4))
def test_mutations_give_a_tree_or_a_parse_error(seed):
    random_ = random.Random(seed)
    pieces = snippets()
    for _ in range(1000):
        source = mutated(random_, random_.choice(pieces))
        try:
            tree = parse(source, "<test>", Mode.EXEC, 0).tree
        except ParseError as error:
            assert error.msg
        else:
            assert isinstance(tree, Module)


def test_mutations_are_judged_as_by_cpython(reference):
    random_ = random.Random(314)
    pieces = snippets()
    same = 0
    for _ in range(1000):
        source = mutated(random_, random_.choice(pieces)).replace("\ud800", "")
        ours = parsed(source)
        theirs = reference.ask("text", source, "exec")
        assert ("dump" in ours) == ("dump" in theirs), source
        if "dump" in ours or theirs["error"][0] in ERROR_NAMES:
            same += ours == theirs
    assert same > 950, f"only {same} of 1000 trees and errors are CPython's"


# ---- limits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "1" + "+1" * 5000,
        "a" + ".b" * 5000,
        "f" + "()" * 5000,
        "f" + "[0]" * 5000,
        "-" * 5000 + "1",
        "not " * 5000 + "1",
        "a" + " and a" * 20_000,
        "a" + " < a" * 20_000,
        "a = " * 20_000 + "1",
        '"a" ' * 20_000,
        "[" + "1, " * 20_000 + "]",
        "if a: pass\n" + "elif a: pass\n" * 5000,
        "x\n" * 20_000,
        "(" * 199 + "1" + ")" * 199,
    ],
    ids=lambda source: source[:12],
)
def test_long_chains_parse(source):
    parse(source, "<test>", Mode.EXEC, 0).tree


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("-" * 100_000 + "1", ErrorKind.MEMORY),
        ("not " * 100_000 + "1", ErrorKind.MEMORY),
        ("1" + "**1" * 100_000, ErrorKind.MEMORY),
        ("lambda: " * 100_000 + "1", ErrorKind.MEMORY),
        ("a if b else " * 100_000 + "1", ErrorKind.MEMORY),
        ("if a: pass\n" + "elif a: pass\n" * 100_000, ErrorKind.MEMORY),
        ("1" + "+1" * 100_000, ErrorKind.RECURSION),
        ("f" + "()" * 100_000, ErrorKind.RECURSION),
        ("(" * 201 + ")" * 201, ErrorKind.SYNTAX),
        ("[" * 100_000, ErrorKind.SYNTAX),
        ("f'{" * 200, ErrorKind.SYNTAX),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_deep_nesting_is_an_error(source, kind):
    with pytest.raises(ParseError) as caught:
        parse(source, "<test>", Mode.EXEC, 0).tree
    assert caught.value.kind == kind


def test_too_many_indents(reference):
    source = "".join(" " * i + "if 1:\n" for i in range(101)) + " " * 101 + "pass\n"
    assert parsed(source) == reference.ask("text", source, "exec")


# ---- the REPL ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "complete"),
    [
        ("1\n", True),
        ("if x:\n", False),
        ("if x:\n  y\n", False),
        ("if x:\n  y\n\n", True),
        ("def f(\n", False),
        ("'''abc\n", False),
        ("x = [1,\n", False),
        ("x = \\\n", False),
        ("@d\n", False),
        ("try:\n  x\n", False),
        ("for x in y: pass\n", False),
        ("for x in y: pass\n\n", True),
        ("if x:\n  y\n  \n", False),
        ("# nothing\n", True),
        ("(\n\n", False),
    ],
)
def test_incomplete_input(source, complete):
    if complete:
        assert isinstance(parse(source, "<test>", Mode.SINGLE, ALLOW_INCOMPLETE | UNTIL_EMPTY_LINE).tree, Interactive)
    else:
        with pytest.raises(ParseError) as caught:
            parse(source, "<test>", Mode.SINGLE, ALLOW_INCOMPLETE | UNTIL_EMPTY_LINE)
        assert caught.value.kind == ErrorKind.INCOMPLETE


@pytest.mark.parametrize("source", ["if if\n", "x = )\n", "'abc\n", "1 2\n", "@d\n\n", "if 1:\n  2\nx = 1\n"])
def test_wrong_input_is_not_incomplete(source):
    with pytest.raises(ParseError) as caught:
        parse(source, "<test>", Mode.SINGLE, ALLOW_INCOMPLETE | UNTIL_EMPTY_LINE)
    assert caught.value.kind == ErrorKind.SYNTAX


# ---- source bytes and warnings -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b'x = "\xf6"\n',
        b'a\nb\n"\xf6 \xff"',
        b'# coding: utf-8\n"\xf6"',
        b'# coding: ascii\n"\xc3\xa9"',
        b'\n\n"\xe2\x82"',
        b'# coding: latin-1\n"\xf6"',
        b"\xff\xfex",
        b"a\0b",
        b"\xef\xbb\xbf# coding: latin-1\nx",
        b"\xef\xbb\xbf# coding: utf8\nx=1",
        b"\xef\xbb\xbf# coding: utf_8\nx=1",
        b"x\n#coding: foo\n",
        b"#coding: foo\n",
        b'#coding: cp1252\n"\x93"',
        b"#coding: us-ascii\nx",
        b"\xef\xbb\xbfx \xff",
        b"x\r\ny\rz\r\n'''a\r\nb'''",
    ],
)
def test_source_bytes(reference, tmp_path, data):
    path = tmp_path / "source.py"
    path.write_bytes(data)
    assert corpus_result(path) == reference.ask("file", str(path))


def test_warnings_are_kept():
    result = parse("x = '\\d'\ny = 1if x else 2\n", "<test>", Mode.EXEC, 0)
    assert [(w.msg.split(" ")[0], w.lineno) for w in result.warnings] == [("invalid", 2), ('"\\d"', 1)]
