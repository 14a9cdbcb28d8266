"""The module _json: what it reads and writes, and every way that can fail."""

import _json
import collections
import json


def attempt(function, *args, **keywords):
    try:
        print(ascii(function(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)), getattr(e, "__notes__", None))


print(_json.make_scanner, _json.make_encoder, _json.scanstring.__module__)

# strings
ESCAPES = r'''"\ "\u "\u1 "\u123 "\u1234 "\u1234" "\u123g" "\ud834\ "\ud834\u "\ud834\u1 "\ud834\u123g" "\ud834\udd1e" "\ud834\u0041"
"\ud834\u0041 "\ud834\udd1e "\ud834a" "\x" "a\x" "\ud834\x" "\ud834\udd1 "\u12"34 "\ud834\" "\ud834\u12"3 "\u+123" "\ud834\ud834\udd1e" "a "\"
"\n\u5678" "\udd1e\ud834" "\"\\\/\b\f\n\r\t"'''.split()
for text in [*ESCAPES, '"\x00"', '"a\n', '"a\nb"', '"\u1234\\n\U00012345"', '"\\u\u0663\u0663\u0663\u0663"', '"0123456789abcdef\x01"', '"é" ']:
    print(ascii(text))
    attempt(_json.scanstring, text, 1)
    attempt(_json.scanstring, text, 1, False)
for end in (-1, 0, 1, 4, 5, 1.0, "b", 10**30, True):
    attempt(_json.scanstring, 'abc"', end)
attempt(_json.scanstring, b'abc"', 1)
attempt(_json.encode_basestring, 1)
for text in ["", "plain", '\x7f\x1f"\\\u1234\U00012345/\ud800', "a" * 20 + "\n", "0123456\x7f", "0123456é", "0123456\x1f89", "é" * 9 + '"', "\u1234plain"]:
    attempt(_json.encode_basestring, text)
    attempt(_json.encode_basestring_ascii, text)


# the scanner
class Context:
    strict = 1
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = None


scan = _json.make_scanner(Context)
for args, keywords in [
    ((), {}), (("1",), {}), (("1", 0), {}), ((), {"string": "1", "idx": 0}), (("1", 1), {}), (("1", -1), {}), ((1, 0), {}), (("1", 0, 0), {}),
    (("1", 1.0), {}), (("1", 10**30), {}), (("1",), {"foo": 1}), (("NaN", 0), {}), (("1", 0), {"idx": 0}),
]:
    attempt(scan, *args, **keywords)
attempt(_json.make_scanner)
attempt(_json.make_scanner, 1, 2)
attempt(_json.make_scanner, context=1)
print(scan.strict, scan.object_hook, scan.parse_float)
attempt(setattr, scan, "foo", 1)
NUMBERS = """0 -0 1 -1 12345678901234567 123456789012345678 1234567890123456789 -12345678901234567890 0.5 -0.5 -0.0 1e5 1E+5 1e-5 1.5e300 1e400 -1e400
1e-400 1e99999999999999999999 0.1e1 2.5e-324 1.7976931348623157e308 123456789012345678.5 1234567890123456789.5 0.00000000000000000000123 0e10 - -a .5 1.
1.e5 1e 1e+ 01 +1 0x1 1.5.5 9007199254740993 0.30000000000000004 100000000000000000000000 3.14159265358979323846264338327950288"""
for text in NUMBERS.split():
    attempt(json.loads, text)
    attempt(json.loads, "[" + text + ", 1]")
for text in """nul null true false tru fals NaN Infinity -Infinity -Infinit Na [ ] { } [] {} [1 [1, [1,] [1,,2] [1:2] {"a" {"a": {"a":} {"a":1 {"a":1, {"a":1,}
{a:1} {1:2} {"a"1} {"a":1;"b":2} {"a":1,"b":2} [[[]]] [[[[1],2],3],4] {"a":{"b":{"c":[1,{"d":null}]}}} {"":0} """.split():
    attempt(json.loads, text)
attempt(json.loads, ' \t\n\r[ 1 , 2 , { "a" : [ ] , "a" : { } } ] \n')
attempt(json.loads, "\ufeff1")
attempt(json.loads, '{"k\u1234": "v\u0416", "é": ["é", "\U00012345"]}')
attempt(json.loads, "[1,\u00a02]")
attempt(json.loads, "1" * 5000)
many = json.loads(json.dumps([{f"key{i}": i, "same": [i], "\u1234": i} for i in range(300)]))
print(len(many), many[7], many[0]["same"] is not many[1]["same"], all(list(a)[1] is list(many[0])[1] for a in many))
print(json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items())))
print(json.loads('{"a": {"b": 1, "b": 2}, "c": {}}', object_pairs_hook=lambda p: p))
print(json.loads("[1, 1.5, -2e3, NaN, -Infinity]", parse_int=repr, parse_float=repr, parse_constant=repr))
attempt(json.loads, '[{"a": 1}]', object_hook=lambda d: 1 / 0)

# the encoder
make = _json.make_encoder
for args, keywords in [
    ((), {}), ((1,), {}), ((None, 2, 3, 4, 5, 6, 7, 8, 9), {}), ((None, 2, 3, 4, "5", 6, 7, 8, 9), {}), (tuple(range(10)), {}),
    ((None, 2, 3, 4, "5", "6", 7, 8), {}), ((None, 2, 3, 4, "5", "6", 7, 8), {"foo": 1}), ((), {"default": 1}), ((1, 2, 3, 4, "5", "6", 7, 8, 9), {}),
]:
    attempt(make, *args, **keywords)


class List(list):
    pass


class Dict(dict):
    def items(self):
        return given


class Str(str):
    pass


class Float(float):
    def __repr__(self):
        return "Float!"


class Int(int):
    def __repr__(self):
        return "Int!"


class Thing:
    def __repr__(self):
        return "Thing"


def encoder(default=str, escape=_json.encode_basestring, indent=None, sort=False, skip=False, nan=True, markers=None):
    return make(markers, default, escape, indent, ": ", ", ", sort, skip, nan)


plain = encoder()
print({name: getattr(plain, name) for name in ("markers", "default", "indent", "key_separator", "item_separator", "sort_keys", "skipkeys")})
for args, keywords in [((), {}), ((1,), {}), (([1], 0), {}), ((), {"obj": [1], "_current_indent_level": 0}), (([1], 1.0), {}), (([1], 0, 0), {})]:
    attempt(plain, *args, **keywords)
for value in ("a", {"a": 2}, {1: 2}):
    attempt(encoder(escape=lambda s: 5), value, 0)
for level in (-3, 0, 1, 3):
    attempt(encoder(indent="  "), ["a", {"b": (1, 2), "c": []}, {}, ()], level)
attempt(encoder(indent=4), [1], 0)
attempt(encoder(indent=4), [1], 2)
attempt(encoder(default=lambda o: {(1,): 2}, markers={}), [1, (2, List([{Str("a"): Thing()}]))], 0)
for given in ([1], [(1, 2, 3)], [[1, 2]], 5, None, [(1, 2)], iter([("a", 1)])):
    attempt(plain, Dict(a=1), 0)
attempt(encoder(default=lambda o: {(1,): 2}), collections.UserList([1]), 0)
attempt(plain, {1.5: 1, True: 2, None: 3, 7: 1, float("inf"): 5, 10**30: 1, False: 0, Str("s"): Str("t")}, 0)
attempt(plain, [0, -1, 2**62, -(2**62) - 1, 10**40, 0.1, -0.0, 1e16, 1e22, 5e-324, 1.5e300, 123456789.125, 1e-5, 0.0001, float("nan"), -float("inf")], 0)
attempt(encoder(default=lambda o: o, markers={}), Thing(), 0)
attempt(encoder(default=lambda o: [o], markers={}), Thing(), 0)
for value in (float("nan"), {float("inf"): 1}, [Float("nan")]):
    attempt(encoder(nan=False), value, 0)
attempt(plain, [Float(1.5), Int(5), {Float(2): Int(3)}], 0)
for value in ({"b": 1, "a": 2, 1: 3}, {"b": 1, "a": 2, "ab": {"z": 1, "y": 2}}, {3: 1, 2: 2}, {"b": 1, (1,): 2}, {}):
    attempt(encoder(sort=True), value, 0)
    attempt(encoder(skip=True, indent=" "), value, 0)
attempt(encoder(skip=True, indent=" "), {(1,): 2}, 0)
attempt(json.dumps, [1, {"a": Thing()}])
attempt(json.dumps, 10**5000)
circle = []
circle.append({"a": circle})
attempt(json.dumps, circle)
attempt(encoder(default=lambda o: o.boom), Thing(), 0)
growing = [1]


def grow(o):
    if len(growing) < 5:
        growing.append(Thing())
    return len(growing)


growing.append(Thing())
print(encoder(default=grow)(growing, 0))

# depth
deep = []
for _ in range(100_000):
    deep = [deep]
for work in (lambda: json.loads("[" * 100_000), lambda: json.loads('{"a":' * 100_000), lambda: json.dumps(deep)):
    try:
        work()
    except RecursionError as e:
        print(type(e).__name__)
