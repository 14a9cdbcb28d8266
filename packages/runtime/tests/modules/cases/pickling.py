"""Module _pickle: what it writes byte for byte, what it reads, errors with their notes, hooks, memos, buffers, files."""

import _pickle
import copyreg
import io
import random


def attempt(what, f, *args, **kwargs):
    try:
        print(what, ascii(f(*args, **kwargs)))
    except Exception as e:
        print(what, type(e).__name__, ascii(str(e)), ascii(getattr(e, "__notes__", None)), ascii(repr(e.__context__)))


class Plain:
    pass


class Slotted:
    __slots__ = ("a", "b")


class WithState:
    def __init__(self, state):
        self.state = state

    def __getstate__(self):
        return self.state

    def __setstate__(self, state):
        self.got = state


class WithArgs(tuple):
    def __new__(cls, *args, last=None):
        self = super().__new__(cls, args)
        self.last = last
        return self

    def __getnewargs_ex__(self):
        return tuple(self), {"last": self.last}


class Reduced:
    def __init__(self, reduction):
        self.reduction = reduction

    def __reduce_ex__(self, protocol):
        return self.reduction


class Many(list):
    pass


class Mapping(dict):
    pass


def made(**attributes):
    p = Plain()
    p.__dict__.update(attributes)
    return p


def slotted():
    s = Slotted()
    s.a = 1
    return s


def local_function():
    def f():
        pass

    return f


VALUES = [
    None, True, False, 0, 255, 256, 65535, 65536, -1, -128, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**62, -(2**62) - 1, 2**63, 2**70, -(2**70),
    -(2**63), -(2**71), 2**2040, -(2**2039), 1.5, -0.0, 1e300, float("inf"), "", "a", "abc", "a\xe9\n\\", "\u20ac", "\U0001f600", "\ud800", "\0\r\x1a",
    "x" * 256, b"", b"abc", b"\xff" * 256, bytearray(), bytearray(b"xy"), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], {}, {1: 2}, {1: 2, 3: 4},
    set(), {1}, frozenset(), frozenset([1]), len, int, type, Plain, Plain(), made(a=1), made(a=1, b=[2]), type(None), type(...), ..., NotImplemented,
    Many([1, 2]), Mapping(a=1), WithState(5), WithArgs(1, 2, last=3), complex(1, 2), range(3), slice(1, 2), list(range(1000)), list(range(1001)),
    dict.fromkeys(range(1000)), dict.fromkeys(range(1001)), set(range(1000)), Reduced((list, (), None, iter(range(1002)))), "x" * 70000, b"y" * 70000,
]  # fmt: skip


def checksum(data):
    n = 0
    for b in data:
        n = (n * 31 + b) % 1000003
    return n


for value in VALUES:
    for protocol in range(6):
        if isinstance(value, Reduced):
            value.reduction = (list, (), None, iter(range(1002)))
        data = _pickle.dumps(value, protocol)
        print(protocol, data if len(data) < 300 else (len(data), checksum(data)))
        back = _pickle.loads(data)
        if isinstance(value, (int, float, str, bytes, bytearray, tuple, list, dict, set, frozenset)):
            print(back == value)
for protocol in range(2, 6):
    back = _pickle.loads(_pickle.dumps(slotted(), protocol))
    print(back.a, hasattr(back, "b"))
    print(_pickle.loads(_pickle.dumps(made(x=made(y=2)), protocol)).x.y)
    print(_pickle.loads(_pickle.dumps(WithState([1]), protocol)).got)

# cycles and sharing
loop = []
loop.append(loop)
pair = ([],)
pair[0].append(pair)
self_made = made()
self_made.me = self_made
shared = "shared text"
for protocol in range(6):
    print(_pickle.dumps(loop, protocol), _pickle.dumps(pair, protocol), _pickle.dumps([shared, shared, self_made], protocol))
    back = _pickle.loads(_pickle.dumps(self_made, protocol))
    print(back.me is back)

# frames and files


class Chunks:
    def write(self, data):
        print(type(data).__name__, len(data), bytes(data[:24]))


_pickle.dump(list(range(50000)), Chunks())
_pickle.dump([1, b"x" * 100000, "y" * 70000, bytearray(b"z" * 70000)], Chunks(), 5)
_pickle.dump([1, b"x" * 100000, "y" * 70000], Chunks(), 3)
_pickle.dump(1, Chunks(), 0)


class Peeking(io.BytesIO):
    def peek(self, n):
        return self.getvalue()[self.tell() : self.tell() + 7]


for protocol in range(6):
    data = b"".join(_pickle.dumps([i, str(i), {"k": b"v"}], protocol) for i in range(5))
    for kind in (io.BytesIO, Peeking):
        f = kind(data)
        u = _pickle.Unpickler(f)
        for _ in range(5):
            print(u.load(), f.tell())
        attempt("end", u.load)

# malformed pickles
BAD = [
    b"", b"N", b".", b"0.", b"1.", b"2", b"(2", b"R", b"(.", b"z.", b"\xff.", b"\x80\x09.", b"\x80", b"K", b"h\0.", b"j\0\0\0\0.", b"g0\n.", b"gx\n.",
    b"Ix\n.", b"I\n.", b"I1", b"I00\n.", b"I01\n.", b"I10\n.", b"Lx\n.", b"L12L\n.", b"Fx\n.", b"F1_0\n.", b"F1.5x\n.", b"F1.5\n.", b"F1e999\n.", b"F-inf\n.",
    b"S'abc\n.", b"Sabc\n.", b"S'a\\x'\n.", b"S'a\\n'\n.", b"N}b.", b"NNa.", b"NNNs.", b"N(NNu.", b"}(Nu.", b"N(Ne.", b"N(N\x90.", b"NN\x81.",
    b"cbuiltins\nlen\n)\x81.", b"cbuiltins\nint\nN\x81.", b"cbuiltins\nint\n)N\x92.", b"cbuiltins\nint\nNR.", b"NN\x93.", b"\x82\0.", b"\x82\x01.",
    b"\x84\xff\xff\xff\xff.", b"P\xff\n.", b"Pa\n.", b"NQ.", b"(Nd.", b"p1\n.", b"Np-1\n.", b"\x97.", b"N\x98.", b"C\x05ab.", b"\x8b\xff\xff\xff\xff",
    b"T\xff\xff\xff\xff", b"\x95" + b"\xff" * 8, b"\x95\x05" + b"\0" * 7 + b"N.", b"\x95\x01" + b"\0" * 7 + b"K\x01.", b"\x95\x03" + b"\0" * 7 + b"NX\0\0\0\0.",
    b"\x80\x04\x95\x0c" + b"\0" * 7 + b"N\x95" + b"\0" * 8 + b"NN.", b"(ibuiltins\nlist\n.", b"o.", b"(o.", b"(No.", b"c\xff\nlog\n.", b"cmath",
    b"cno_such\nlog\n.", b"cmath\nspam\n.", b"c\nlog\n.", b"\x80\x04\x8c\x04math\x8c\x03a.b\x93.", b"X\x01\0\0\0\xff.", b"U\x01\xff.", b"(](e", b")(e.",
    b"c__builtin__\nxrange\nK\x03\x85R.", b"\x80\x03c__builtin__\nxrange\n.", b"c__main__\nPlain\n)\x81K\x01b.", b"c__main__\nPlain\n)\x81NK\x01\x86b.",
    b"ctypes\nGeneratorType\n)\x81.", b"c__main__\nPlain\nK\x01\x85\x81.", b"\x8c\0\x8c\x03log\x93.",
]  # fmt: skip
for data in BAD:
    attempt(data, _pickle.loads, data)
attempt("str", _pickle.loads, "N.")
attempt("strided", _pickle.loads, memoryview(b"NN..")[::2])
print(
    _pickle.loads(memoryview(b"N.")),
    _pickle.loads(bytearray(b"K\x05.")),
    _pickle.loads(b"U\x02\xe9a.", encoding="latin-1"),
    _pickle.loads(b"U\x01\xff.", encoding="bytes"),
)

# errors while pickling, and where they happened
for reduction in [
    3, (3,), (3, 4), (print, 3), (print, (), None, 3), (print, (), None, None, 3), (print, (), None, None, iter([1])), (print, (), 1, None, None, 3),
    (copyreg.__newobj__, ()), (copyreg.__newobj__, (3,)), (copyreg.__newobj__, (int,)), (copyreg.__newobj_ex__, (int,)), (copyreg.__newobj_ex__, (3, (), {})),
    (copyreg.__newobj_ex__, (int, 3, {})), (copyreg.__newobj_ex__, (int, (), 3)),
]:  # fmt: skip
    attempt(reduction, _pickle.dumps, [1, Reduced(reduction)])
for name in ("no_such", "", "Reduced", "Reduced.x"):
    try:
        _pickle.dumps(Reduced(name))
    except _pickle.PicklingError as e:
        print(str(e).split(": ")[1], repr(e.__context__))
for value in [
    {(2, 3): local_function()},
    {local_function(): 1},
    [1, (2, local_function())],
    {local_function()},
    made(f=local_function()),
    (1, made(f=[made(g=iter)]), made(x=local_function())),
]:
    try:
        print(len(_pickle.dumps(value)))
    except _pickle.PicklingError as e:
        print(str(e)[:27], e.__notes__ if hasattr(e, "__notes__") else None)
deep = []
for _ in range(100000):
    deep = [deep]
try:
    _pickle.dumps(deep)
except RecursionError as e:
    print("RecursionError", set(e.__notes__))
while deep:
    deep = deep[0]

# picklers and unpicklers
f = io.BytesIO()
p = _pickle.Pickler(f)
attempt("memo", setattr, p, "memo", None)
attempt("memo", setattr, p, "memo", {1: 2})
attempt("memo", delattr, p, "memo")
for name, value in [("bin", 5), ("bin", "x"), ("bin", 2**1000), ("fast", True), ("fast", -3)]:
    attempt((name, value), setattr, p, name, value)
    print(p.bin, p.fast)
attempt("bin", delattr, p, "bin")
p.bin, p.fast = 1, 0
p.dump(["a", "a"])
print(sorted(p.memo.copy().values(), key=lambda pair: pair[0]))
p.dump("b")
p.clear_memo()
print(p.memo.copy(), f.getvalue())
attempt("file", _pickle.Pickler, 3)
attempt("protocol", _pickle.Pickler, f, 6)
attempt("protocol", _pickle.Pickler, f, "x")
attempt("callback", _pickle.Pickler, f, 4, buffer_callback=print)
attempt("file", _pickle.Unpickler, 3)
attempt("buffers", _pickle.Unpickler, f, buffers=3)
attempt("encoding", _pickle.Unpickler, f, encoding=3)
attempt("missing", getattr, p, "dispatch_table")


class Uninitialised(_pickle.Pickler):
    def __init__(self):
        pass


class UninitialisedToo(_pickle.Unpickler):
    def __init__(self):
        pass


attempt("init", Uninitialised().dump, 1)
attempt("init", UninitialisedToo().load)


class Persistent(_pickle.Pickler):
    def persistent_id(self, value):
        return str(value) if isinstance(value, float) else None

    def reducer_override(self, value):
        return (complex, (value.x, 0)) if isinstance(value, Plain) else NotImplemented


class FromPersistent(_pickle.Unpickler):
    def persistent_load(self, pid):
        return float(pid) * 2

    def find_class(self, module, name):
        print("find_class", module, name)
        return super().find_class(module, name)


f = io.BytesIO()
Persistent(f).dump([1.5, made(x=3)])
f.seek(0)
print(FromPersistent(f).load())
p = _pickle.Pickler(io.BytesIO(), 0)
p.persistent_id = lambda value: "\xe9" if value == 1 else None
attempt("ascii", p.dump, [1])
del p.persistent_id
print(p.persistent_id(1))
f = io.BytesIO()
p = _pickle.Pickler(f)
p.dispatch_table = {Plain: lambda value: (str, ("dispatched",))}
p.dump(made())
print(_pickle.loads(f.getvalue()))
u = _pickle.Unpickler(io.BytesIO(b"\x80\x04\x8c\x01a\x94."))
print(u.load(), u.memo.copy())
attempt("memo", setattr, u, "memo", {-1: 1})
attempt("memo", setattr, u, "memo", {"x": 1})
u.memo.clear()
print(u.memo.copy())


class Again:
    def __reduce__(self):
        try:
            busy.dump(1)
        except RuntimeError:
            print("RuntimeError")
        return list, ()


busy = _pickle.Pickler(io.BytesIO())
busy.dump(Again())
busy.fast = 1
loop = made()
loop.me = loop
try:
    busy.dump(loop)
except ValueError as e:
    print(str(e)[:54])

# buffers
buffer = _pickle.PickleBuffer(bytearray(b"abc"))
taken = []
print(_pickle.dumps(buffer), _pickle.dumps((buffer, buffer)), _pickle.dumps(buffer, 5, buffer_callback=taken.append), len(taken))
print(_pickle.loads(b"\x80\x05\x97.", buffers=taken) is buffer, _pickle.loads(b"\x80\x05\x97\x98.", buffers=taken).readonly)
attempt("none left", _pickle.loads, b"\x80\x05\x97.", buffers=[])
attempt("protocol", _pickle.dumps, buffer, 4)
attempt("strided", _pickle.PickleBuffer(memoryview(b"abcd")[::2]).raw)
print(bytes(buffer.raw()))
buffer.release()
attempt("released", buffer.raw)
attempt("released", _pickle.dumps, buffer)

# damaged pickles give a value or an exception, never a crash
rng = random.Random(12)
whole = [_pickle.dumps([1, "abc", (1.5, b"x"), {"k": [made(a=1)], 2: {3}}, frozenset([4]), 2**70], n) for n in range(6)]
outcomes = 0
for i in range(1200):
    data = bytearray(whole[i % 6])
    for _ in range(rng.randrange(1, 4)):
        data[rng.randrange(len(data))] = rng.choice(b"().012IKNRabcdeghilostu}]\x81\x85\x86\x87\x88\x8f\x90\x91\x93\x94")
    try:
        _pickle.loads(bytes(data[: rng.randrange(len(data))] if rng.random() < 0.2 else data))
    except Exception:
        pass
    outcomes += 1
print(outcomes)


# Generic and Protocol add nothing to an object: what derives from them is copied and pickled as any other.
import copy
from typing import Generic, Protocol, TypeVar


class OfGeneric(Generic[TypeVar("T")]):
    def __init__(self):
        self.x = [1]


class Shape(Protocol):
    def area(self): ...


class SlottedShape(Shape):
    __slots__ = ("x",)

    def __init__(self):
        self.x = [1]


class OfProtocol(Shape):
    def __init__(self):
        self.x = [1]


for cls in (OfGeneric, SlottedShape, OfProtocol):
    one = cls()
    for protocol in range(2, 6):
        print(cls.__name__, _pickle.loads(_pickle.dumps(one, protocol)).x, end=" ")
    other = copy.deepcopy(one)
    print(other.x == one.x, other.x is one.x, copy.copy(one).x is one.x)
