"""The module _zoneinfo: zones from files made here, what they say at transitions and by their rules, caches, pickles, and every way that can fail."""

import copy
import io
import pathlib
import pickle
import random
import struct
import tempfile
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def attempt(function, *args, **keywords):
    try:
        print(ascii(function(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


def zone_file(rule, transitions=(), types=((0, 0, 0),), names=b"UTC\0"):
    """A TZif file: transitions are pairs of a timestamp and a type, types are (offset, is dst, where the name begins)."""
    head = b"TZif2" + bytes(15)
    first = head + struct.pack(">6l", 0, 0, 0, 0, 1, 1) + struct.pack(">lbb", 0, 0, 0) + b"\0"
    second = head + struct.pack(">6l", 0, 0, 0, len(transitions), len(types), len(names))
    second += b"".join(struct.pack(">q", t) for t, _ in transitions) + bytes(i for _, i in transitions)
    return io.BytesIO(first + second + b"".join(struct.pack(">lbb", *t) for t in types) + names + b"\n" + rule + b"\n")


def zone(*args, **keywords):
    return ZoneInfo.from_file(zone_file(*args, **keywords), "zone")


class Mine(ZoneInfo):
    pass


class Moment(datetime):
    pass


class Duck:
    hour, minute, second, year, fold = 1, 2, 3, 2020, 0

    def toordinal(self):
        return 737000


print(ZoneInfo, ZoneInfo.__base__, ZoneInfo.__text_signature__, sorted(n for n in vars(ZoneInfo) if n not in ("__module__", "__getattribute__")))
CET = b"CET-1CEST,M3.5.0,M10.5.0/3"
cet = zone(CET)
day = datetime(2020, 7, 1)
for source in r"""
ZoneInfo()
ZoneInfo(1, 2)
ZoneInfo(x=1)
ZoneInfo(1)
ZoneInfo(None)
ZoneInfo([])
ZoneInfo("nope")
ZoneInfo("../x")
ZoneInfo("\udc00")
ZoneInfo.no_cache()
ZoneInfo.from_file(3)
ZoneInfo.from_file(io.BytesIO(b""))
ZoneInfo.from_file(zone_file(b""), "a", 3)
ZoneInfo.from_file(zone_file(b""), x=3)
ZoneInfo.from_file(zone_file(b""), key=3)
str(ZoneInfo.from_file(zone_file(b""), key=3))
repr(ZoneInfo.from_file(zone_file(b"")))[:40], str(ZoneInfo.from_file(zone_file(b"")))[:40], repr(Mine.from_file(zone_file(b""), "k")), str(cet)
cet.__reduce__()
pickle.dumps(cet)
copy.copy(cet)
ZoneInfo._unpickle("nope", True)
ZoneInfo._unpickle("nope", "a")
ZoneInfo.clear_cache(3)
ZoneInfo.clear_cache(only_keys=3)
ZoneInfo.clear_cache(only_keys=[1, "UTC"]), Mine.clear_cache(), Mine.clear_cache(only_keys="ab")
ZoneInfo._weak_cache
type(Mine._weak_cache)
ZoneInfo.__init_subclass__()
cet.utcoffset(day), cet.dst(day), cet.tzname(day), cet.utcoffset(None), cet.dst(None), cet.tzname(None), time(1, tzinfo=cet).utcoffset()
zone(b"").utcoffset(None), zone(b"").tzname(None), zone(b"<+05>-5").utcoffset(None), zone(b"UTC0").utcoffset(None), zone(b"UTC0", types=()).dst(None)
cet.utcoffset(3)
cet.utcoffset(date(2020, 1, 1))
cet.utcoffset(Duck()), cet.utcoffset(Moment(2020, 7, 1)), cet.tzname(Moment(2020, 10, 25, 2, 30, fold=1))
cet.fromutc(3)
cet.fromutc(day)
cet.fromutc(Moment(2020, 10, 25, 1, 30, tzinfo=cet)), cet.fromutc(Moment(2020, 10, 25, 0, 30, tzinfo=cet))
datetime(2020, 10, 25, 2, 30, tzinfo=cet, fold=1).astimezone(UTC), datetime(2020, 3, 29, 1, tzinfo=UTC).astimezone(cet)
cet.key
cet.__setattr__("key", 3)
cet.__setattr__("foo", 3)
setattr(ZoneInfo, "x", 3)
zone(b"", types=())
zone(b"", transitions=((5, 3),))
zone(b"", types=((0, 1, 0),)).dst(day), zone(b"", types=((0, 1, 0),), transitions=((5, 0),)).dst(day)
day.replace(tzinfo=zone(b"", types=((100000, 1, 0),), transitions=((5, 0),))).utcoffset()
""".strip().splitlines():
    print(source, end=" -> ")
    attempt(eval, source, globals())

RULES = """
A A5 AA AAA 1 <>5 <5 <abc <a_b>5 <+-09azAZ>5 AAA5x AAA5: AAA5:0 AAA5:00: AAA5:60 AAA5:00:60 AAA24:59:59 AAA25 AAA168 AAA- AAA+ AAA005 AAA0005 AAA+5
AAA5BBB AAA5BBB, AAA5BBB,J1 AAA5BBB,J1, AAA5BBB,J1,J2 AAA5BBB,J1,J2, AAA5BBB,J1,J2x AAA5BBB,J1/,J2 AAA5BBB,J1/2,J2/x AAA5BBB,J0,J2 AAA5BBB,J366,J2
AAA5BBB,366,J2 AAA5BBB,1234,J2 AAA5BBB,M1,J2 AAA5BBB,M1.1,J2 AAA5BBB,M01.1.1,M12.5.6 AAA5BBB,M001.1.1,J2 AAA5BBB,M1.01.1,J2 AAA5BBB,M13.1.1,J1
AAA5BBB,M1.1.7,J1 AAA5BBB,M1.0.1,J1 AAA5BBB,J1/168,J2 AAA5BBB,J1/1:60,J2 AAA5BBB25,J1,J2 AAA5BBBx,J1,J2 AAA5BBB4:5,J1,J2 AAA5,J1,J2 AAA5BBB,J+1,J2
AAA5BBB,M1.1.1/167:59:59,J1/-167:59:59 AAA5BBB+4,0,365/25 AAA5BBB,M1.1.1/-2:30:15,J2/+2 <UTC>0<DST>-1,M1.1.1,M2.1.1
"""
for rule in RULES.split():
    try:
        z = zone(rule.encode())
        print(rule, [(str(z.utcoffset(d)), str(z.dst(d)), z.tzname(d)) for d in (datetime(2020, 1, 5), day, datetime(2021, 12, 28, 3))])
    except ValueError as e:
        print(rule, e)

# zones by chance
chance = random.Random(5)


def year_day():
    n, m = chance.choice([0, 1, 58, 59, 60, 61, 300, 364, 365]), chance.randint(1, 12)
    d = chance.choice([f"J{max(n, 1)}", str(n), f"M{m}.{chance.randint(1, 5)}.{chance.randint(0, 6)}"])
    return d + chance.choice(["", "/0", "/3:30", "/-5", "/100", "/25"])


for _ in range(40):
    h = chance.randint(-12, 14)
    rule = f"AAA{h}BBB{chance.choice(['', h - 1, h + 1, h - 2])},{year_day()},{year_day()}"
    times = sorted(chance.sample(range(-(10**9), 10**9), chance.randint(0, 4)))
    types = tuple((chance.choice([0, 3600, 7200, -18000, 1800]), chance.randint(0, 1), chance.choice([0, 4, 8])) for _ in range(chance.randint(1, 4)))
    transitions = tuple((t, chance.randrange(len(types))) for t in times)
    z = zone(chance.choice([rule.encode(), b"", b"CCC-3"]), transitions, types, b"AAA\0BBB\0CCC\0")
    moments = [chance.randint(-3 * 10**9, 10**10) for _ in range(8)] + [t + d for t in times for d in (-7200, -1, 0, 1, 3599, 3600, 7200)]
    moments += [946684800 + 86400 * chance.randint(0, 731) + 3600 * chance.randint(0, 23) for _ in range(30)]
    for t in moments:
        d = datetime(1970, 1, 1) + timedelta(seconds=t)
        print(rule, d, [(str(z.utcoffset(e)), str(z.dst(e)), z.tzname(e)) for e in (d, d.replace(fold=1))], repr(z.fromutc(d.replace(tzinfo=z))))

# caches


class Held(dict):
    """A weak cache that holds on to what it has."""


made = Mine.from_file(zone_file(CET), "made")
Mine._weak_cache["made"] = made
print(Mine("made") is made, Mine._unpickle("made", 1) is made, repr(made))
attempt(made.__reduce__)
with tempfile.TemporaryDirectory() as folder:
    zoneinfo.reset_tzpath([folder])
    for key in "abcdefghijkl":
        (pathlib.Path(folder) / key).write_bytes(zone_file(CET).getvalue())
    for cls in (ZoneInfo, Mine):
        kept = cls("a")
        print(repr(kept), str(kept), kept.key, cls("a") is kept, cls(key="a") is kept, cls.no_cache("a") is kept, [cls(key).key for key in "bcdefghijkl"])
        print(cls("a") is kept, pickle.loads(pickle.dumps(kept)) is kept, copy.copy(kept) is kept, kept.__reduce__()[1], cls.no_cache("a").__reduce__()[1])
        print(pickle.loads(pickle.dumps(cls.no_cache("a"))) is kept, cls._unpickle("a", True) is kept, cls._unpickle("a", 256) is kept)
        cls.clear_cache(only_keys="bc")
        print(cls("a") is kept)
        cls.clear_cache(only_keys="a")
        print(cls("a") is kept)
        cls.clear_cache()
    print(ZoneInfo("a") is Mine("a"), type(Mine("a")))
Mine.clear_cache()
attempt(Mine, "made")
Mine._weak_cache = Held(x=1337)
attempt(Mine, "x")
del Mine._weak_cache
attempt(Mine, "x")
attempt(Mine.clear_cache)
