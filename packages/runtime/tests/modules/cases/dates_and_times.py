"""The module _datetime: every constructor, method and operator, what subclasses get, pickles, and every way that can fail."""

import copy
import operator
import os
import pickle
import random
import time as time_module
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo


def attempt(function, *args, **keywords):
    try:
        print(ascii(function(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


def each(source):
    """One expression a line."""
    for line in source.strip().splitlines():
        print(line, end=" -> ")
        attempt(eval, line, globals())


TYPES = (date, time, datetime, timedelta, tzinfo, timezone)
print(TYPES, MINYEAR, MAXYEAR, UTC)
for t in TYPES:
    print(t.__name__, t.__module__, t.__base__, t.__text_signature__, sorted(n for n in vars(t) if n not in ("__module__",)))
    for name, member in sorted(vars(t).items()):
        if callable(member) or isinstance(member, classmethod):
            print("   ", name, getattr(member, "__text_signature__", None))


class Zone(tzinfo):
    """Says what it was told to say."""

    def __init__(self, offset=timedelta(0), dst=None, name="x"):
        self.said = offset, dst, name

    def utcoffset(self, dt):
        return self.said[0]

    def dst(self, dt):
        return self.said[1]

    def tzname(self, dt):
        return self.said[2]


class Summer(tzinfo):
    """An hour of daylight saving time from 01:00 on 1 April to 02:00 on 1 October, with its gap and its fold."""

    def utcoffset(self, dt):
        return timedelta(hours=1) + self.dst(dt)

    def dst(self, dt):
        local = dt.replace(tzinfo=None, fold=0)
        start, end = datetime(dt.year, 4, 1, 1), datetime(dt.year, 10, 1, 1)
        if start + timedelta(hours=1) <= local < end:
            return timedelta(hours=1)
        if end <= local < end + timedelta(hours=1):
            return timedelta(hours=0 if dt.fold else 1)
        if start <= local < start + timedelta(hours=1):
            return timedelta(hours=1 if dt.fold else 0)
        return timedelta(0)

    def tzname(self, dt):
        return "S" if self.dst(dt) else "W"


summer = Summer()
B = b"\x07\xe4\x01\x02\x03\x04\x05\x00\x00\x06"

each(r"""
date()
date(1)
date(1, 2)
date(1, 2, 3, 4)
date(1, 2, day=3, month=4)
date(1, 2, x=3)
date(1, 2, 3, x=3)
date(1.5, 2, 3)
date("a", 2, 3)
date(b"\x07\xe4\x01\x01"), date("\x07\xe4\x01\x01")
date("\x07\u1234\x01\x01")
date(0, 1, 1)
date(2**31, 1, 1)
date(-2**31 - 1, 1, 1)
date(2**70, 1, 1)
date(2020, 13, 1)
date(2020, 2, 30)
date(2021, 4, 0)
date(year=2020, month=1, day=2)
time(1, 2, 3, 4, 5)
time(1, 2, 3, 4, None, 6)
time(1, 2, 3, 4, None, 0, 0)
time(fold=2)
time(fold="a")
time(24)
time(-1)
time(1, 60)
time(1, 2, 60)
time(1, 2, 3, 1000000)
time(tzinfo=3)
time(x=3)
time(b"abcd")
time(B[4:]), time(B[4:], UTC), time(b"\x83" + B[5:])
time(B[4:], 3)
time(b"\x99" + B[5:])
datetime()
datetime(1, 2, 3, 4, 5, 6, 7, 8)
datetime(1, 2, 3, 4, 5, 6, 7, None, 1)
datetime(1, 2, 3, 4, 5, 6, 7, None, 1, 1)
datetime(1, 2, 3, 4, 5, 6, 7, None, x=1)
datetime(1, 2, 3, day=1)
datetime(month=1, day=1)
datetime(1, 2, 3, fold=3)
datetime(1, 2, 3, 24)
datetime(1, 2, 30, 24)
datetime(B), datetime(B, UTC), datetime(B.decode("latin1")), datetime(B[:2] + b"\x81" + B[3:])
datetime(B, 3)
datetime(B[:4] + b"\xff" * 6)
timedelta(1, 2, 3, 4, 5, 6, 7, 8)
timedelta(x=1)
timedelta("a")
timedelta("a", 0, "b")
timedelta(1, days=2)
timedelta(10**9)
timedelta(10**19)
timedelta(float("nan"))
timedelta(float("inf"))
timedelta(1e300)
timedelta(hours=1e10)
timedelta(microseconds=0.5), timedelta(microseconds=1.5), timedelta(microseconds=-0.5), timedelta(microseconds=1, seconds=5e-7)
timedelta(True)
timezone()
timezone(1)
timezone(timedelta(1))
timezone(timedelta(0), 1)
timezone(timedelta(0), "a", 3)
timezone(timedelta(0), name=None)
timezone(timedelta(0), name="abc"), timezone(timedelta(0)) is UTC, timezone(timedelta(minutes=-150))
timezone(timedelta(seconds=1)).tzname(None), str(timezone(timedelta(seconds=-1, microseconds=3)))
timezone(timedelta(0), "x") == UTC, hash(timezone(timedelta(0), "x")) == hash(UTC), UTC == 3
UTC < UTC
UTC.utcoffset(3)
UTC.dst(3)
UTC.tzname(3)
UTC.tzname()
UTC.fromutc(3)
UTC.fromutc(datetime(1, 1, 1))
tzinfo().utcoffset(None)
tzinfo().dst(None)
tzinfo().tzname(None)
tzinfo().fromutc(None)
tzinfo().fromutc(datetime(1, 1, 1))
type("X", (timezone,), {})
date.fromtimestamp("a")
date.fromtimestamp(1e300)
date.fromtimestamp(10**30)
date.fromtimestamp(10**15)
date.fromtimestamp(float("nan"))
datetime.fromtimestamp("a")
datetime.fromtimestamp(1e300)
datetime.fromtimestamp(1e18)
datetime.fromtimestamp(1e15)
datetime.fromtimestamp(253402300800, UTC)
datetime.fromtimestamp(-62135596801, UTC)
datetime.fromtimestamp(1, 2)
datetime.fromtimestamp()
[datetime.fromtimestamp(x, UTC) for x in (0, 1.5e-6, 5e-7, -5e-7, -1.5e-6, 0.9999999, -1e-9, True)]
datetime.utcfromtimestamp(5), datetime.utcfromtimestamp(1.25)
datetime.utcfromtimestamp()
datetime.now(3)
datetime.now(1, 2)
date.fromordinal(0)
date.fromordinal(10**7)
date.fromordinal()
date.fromordinal(1, 2)
date.fromordinal(737000), datetime.fromordinal(5)
date.fromisocalendar(0, 1, 1)
date.fromisocalendar(2020, 54, 1)
date.fromisocalendar(2021, 53, 1)
date.fromisocalendar(2021, 5, 8)
date.fromisocalendar(2021, 5)
date.fromisocalendar(2**70, 5, 6)
date.fromisocalendar(9999, 52, 6)
date.fromisocalendar("a", 5, 6)
datetime.combine(1, 2)
datetime.combine(date(1, 1, 1), 2)
datetime.combine(date(1, 1, 1), time(1), 3)
datetime.combine(date(1, 1, 1), time(1, fold=1), UTC), datetime.combine(date(1, 1, 1), time(1, tzinfo=UTC), tzinfo=None)
date.strptime("a")
date.strptime(1, "b")
date.strptime("a", "b")
date.strptime("2020-01-02", "%Y-%m-%d"), time.strptime("10:20", "%H:%M"), datetime.strptime("10:20 +0130", "%H:%M %z")
""")

each(r"""
date(2020, 1, 2).replace(1, 2, 3, 4)
date(2020, 1, 2).replace(x=1)
date(2020, 1, 2).replace(month=13)
date(2020, 1, 2).replace(day=2**40)
date(2020, 1, 2).replace(day=3), date(2020, 1, 2).__replace__(month=2), copy.replace(datetime(2020, 1, 2, fold=1), fold=0)
datetime(1, 1, 1).replace(1, 1, 1, 1, 1, 1, 1, None, 1)
datetime(1, 1, 1).replace(tzinfo=1)
datetime(1, 1, 1).replace(fold=2)
time(1).replace(25)
time(1).replace(x=1)
time(1, tzinfo=UTC).replace(2, tzinfo=None, fold=1)
date(2020, 1, 1).isocalendar(), date(1, 1, 1).isocalendar(), date(9999, 12, 31).isocalendar(), date(2021, 1, 3).isocalendar()
date(2020, 1, 1).isocalendar().__reduce__(), date(2020, 1, 1).isocalendar() == (2020, 1, 3), date(2020, 1, 1).isocalendar().week
type(date(2020, 1, 1).isocalendar())()
type(date(2020, 1, 1).isocalendar())(1, 2, "a")
type("X", (type(date(2020, 1, 1).isocalendar()),), {})
date(2020, 1, 1).ctime(), datetime(2020, 10, 11, 12, 13, 14).ctime(), datetime(7, 1, 1).ctime()
datetime(2020, 12, 31, 1, 2, 3).timetuple(), datetime(2020, 1, 1).utctimetuple(), date(2020, 3, 1).timetuple()
datetime(2020, 7, 1, tzinfo=summer).timetuple().tm_isdst, datetime(2020, 7, 1, tzinfo=summer).utctimetuple()
datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3))).utctimetuple()
datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3))).timestamp()
datetime(2020, 1, 1, tzinfo=UTC).timestamp(), datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC).timestamp()
date(1, 1, 1).__setattr__("year", 3)
date(1, 1, 1).__delattr__("year")
date(1, 1, 1).__setattr__("foo", 3)
timedelta(1).__setattr__("days", 3)
datetime(1, 1, 1).isoformat(3)
datetime(1, 1, 1).isoformat("ab")
datetime(1, 1, 1).isoformat("T", 3)
datetime(1, 1, 1).isoformat("T", "x")
datetime(1, 1, 1).isoformat("T", "a\0b")
datetime(1, 1, 1).isoformat("T", "\udc00")
time(1).isoformat(None)
time(1).isoformat("x")
[datetime(1, 2, 3, 4, 5, 6, 7).isoformat("\u1234", t) for t in ("auto", "hours", "minutes", "seconds", "milliseconds", "microseconds")]
time(1, 2, 3, 4, UTC, fold=1), time(1, 2, tzinfo=UTC), time(1, 2, 3), time(0, 0, 0, 1), str(time(1, 2, 3, 4, UTC))
datetime(1, 2, 3, 4, 5, 0, 7, UTC, fold=1), datetime(1, 2, 3, 4, 5, 8), datetime(1, 2, 3), str(datetime(1, 2, 3, tzinfo=UTC))
str(timedelta(-1, 2, 3)), str(timedelta(1)), str(timedelta(5)), repr(timedelta(0)), repr(timedelta(-1, 2, 3))
date(1, 1, 1).strftime()
date(1, 1, 1).strftime(3)
date(1, 1, 1).__format__(3)
date(1, 1, 1).__format__()
f"{date(1, 1, 1)}", f"{datetime(2020, 1, 2, 3, 4):%H:%M on %Y-%m-%d}", f"{time(1, 2):%M%H}"
datetime(17, 3, 4, 5, 6, 7, 8).strftime("%Y %C %F %G %y %f %% %z%:z%Z %j %"), time(5).strftime("%Y %z"), date(999, 1, 1).strftime("%Y%%Y")
datetime(17, 3, 4, tzinfo=Zone(timedelta(hours=-5, seconds=7), None, "a%Yb")).replace(tzinfo=UTC).strftime("%z %:z %Z")
time(5, tzinfo=Zone(timedelta(hours=-5, seconds=7), None, "a%Yb\u1234")).strftime("%z|%:z|%Z|%%Z")
date(1, 1, 1) + 3
3 - date(1, 1, 1)
timedelta(1) - date(1, 1, 1)
date(1, 1, 1) - timedelta(1)
date.max + timedelta(1)
date.max - timedelta.max
datetime.max + timedelta.resolution
datetime(1, 1, 1) - date(1, 1, 1)
datetime(1, 1, 1) - datetime(1, 1, 1, tzinfo=UTC)
date(1, 1, 1) < 3
date(1, 1, 1) < datetime(1, 1, 1)
datetime(1, 1, 1) < date(1, 1, 1)
datetime(1, 1, 1) < datetime(1, 1, 1, tzinfo=UTC)
time(1) < time(1, tzinfo=UTC)
date(1, 1, 1) == datetime(1, 1, 1), datetime(1, 1, 1) == date(1, 1, 1), datetime(1, 1, 1) == datetime(1, 1, 1, tzinfo=UTC)
date.__eq__(datetime(1, 1, 1, 5), date(1, 1, 1)), date.__sub__(datetime(1, 1, 1), date(1, 1, 1)), date.__add__(datetime.max, timedelta(1))
timedelta.__rtruediv__(timedelta(1), timedelta(3)), timedelta.__rdivmod__(timedelta(2), timedelta(3)), timedelta.__rmod__(timedelta(2), 3)
timedelta(1) + 1
timedelta(1) < 3
timedelta(1) // 1.5
timedelta(1) % 3
timedelta(1) / 0
timedelta(1) // 0
timedelta(1) / 0.0
timedelta(1) % timedelta(0)
timedelta(1) * float("nan")
timedelta(1) * float("inf")
timedelta(1) * 10**20
timedelta.max + timedelta.resolution
-timedelta.max
abs(timedelta.min), -timedelta.min, timedelta.max.total_seconds(), timedelta.max / timedelta.resolution, timedelta.max // timedelta.resolution
""")

# zones that say what they should not
for said in (3, timedelta(1), timedelta(-1), -timedelta(0, 86399, 999999), None, "a"):
    day = datetime(2, 1, 1, tzinfo=Zone(said))
    for f in (datetime.utcoffset, datetime.isoformat, datetime.utctimetuple, datetime.timestamp, lambda d: d.astimezone(UTC), lambda d: hash(d) and 1):
        attempt(f, day)
    attempt(time(1, tzinfo=Zone(said)).utcoffset)
    attempt(operator.eq, day, datetime(2, 1, 1))
    attempt(operator.lt, day, datetime(2, 1, 1, tzinfo=UTC))
    attempt(day.strftime, "%z %:z")
    attempt(datetime(2, 1, 1, tzinfo=Zone(dst=said)).timetuple)
    attempt(datetime(2, 1, 1, tzinfo=Zone(name=said)).tzname)
    attempt(lambda z: z.fromutc(datetime(2, 1, 1, tzinfo=z)), Zone(said, timedelta(0)))
    attempt(lambda z: z.fromutc(datetime(2, 1, 1, tzinfo=z)), Zone(timedelta(0), said))

# a fold and a gap
for d in (datetime(2020, 10, 1, 1, 30), datetime(2020, 4, 1, 1, 30), datetime(2020, 7, 1), datetime(2020, 1, 1)):
    for fold in (0, 1):
        local = d.replace(tzinfo=summer, fold=fold)
        back = local.astimezone(UTC).astimezone(summer)
        print(local, local.tzname(), local.astimezone(UTC), back, back.fold, local == local.astimezone(UTC), local == back, hash(local) == hash(back))
        print(local - datetime(2020, 1, 1, tzinfo=UTC), local < local.astimezone(UTC), summer.fromutc(local))

os.environ["TZ"] = "Europe/Berlin"
time_module.tzset()
for t in (1603587600, 1603591200, 1603594800, 1585443600, 0, -10**9, 4 * 10**9):
    d = datetime.fromtimestamp(t)
    print(repr(d), d.timestamp() == t, d.astimezone(), date.fromtimestamp(t), datetime.fromtimestamp(t, UTC))
for fold in (0, 1):
    gap = datetime(2020, 3, 29, 2, 30, fold=fold)
    print(gap.timestamp(), gap.astimezone(UTC), gap.astimezone())
attempt(datetime(1, 1, 1).timestamp)

# subclasses


class Seen:
    def __new__(cls, *args, **keywords):
        print("   ", cls.__name__, args, keywords)
        return super().__new__(cls, *args, **keywords)


class Date(Seen, date):
    pass


class Time(Seen, time):
    pass


class DateTime(Seen, datetime):
    pass


class Delta(Seen, timedelta):
    pass


dd, tt, mm, ll = Date(2020, 1, 2), Time(1, 2, fold=1), DateTime(2020, 1, 2, 3, tzinfo=UTC, fold=1), Delta(1, 2, 3)
each("""
dd + timedelta(1), dd - timedelta(1), dd.replace(day=3), dd - dd, Date.fromordinal(5), Date.fromisoformat("2020-01-01"), Date.fromtimestamp(0)
Date.fromisocalendar(2020, 1, 1), Date.strptime("2020", "%Y"), pickle.loads(pickle.dumps(dd)), copy.copy(dd)
dd.replace(day=50)
tt.replace(hour=5), tt.replace(fold=0), Time.fromisoformat("10:20Z"), Time.strptime("1", "%H"), pickle.loads(pickle.dumps(tt))
mm + timedelta(1), mm - timedelta(1), mm.replace(fold=1), mm.date(), mm.time(), mm.timetz(), mm - mm
mm.astimezone(timezone(timedelta(hours=1))), mm.astimezone(UTC) is mm, hash(mm) == hash(mm.astimezone(timezone(timedelta(hours=1))))
DateTime.fromtimestamp(0), DateTime.fromtimestamp(0, UTC), DateTime.utcfromtimestamp(0), DateTime.combine(dd, tt)
DateTime.fromisoformat("2020-01-01T24:00"), DateTime.strptime("2020", "%Y"), pickle.loads(pickle.dumps(mm)), DateTime.min, copy.deepcopy(mm)
mm.replace(tzinfo=3)
ll + ll, -ll, abs(ll), +ll, ll * 2, ll / 2, ll // 2, ll % ll, divmod(ll, ll), ll - ll, pickle.loads(pickle.dumps(ll)), ll
""")


class Later(datetime):
    pass


print(type(Later.now(UTC)), type(Later.now()), type(Later.today()), type(Later.utcnow()), type(date.today()))
print(0 <= time_module.time() - Later.now(summer).timestamp() + 1 < 10, date.today() - datetime.now().date() < timedelta(2))

# pickles
for x in (date(2020, 1, 2), time(1, 2, 3, 4, UTC, fold=1), datetime(2020, 1, 2, 3, 4, 5, 6, fold=1), timedelta(1, 2, 3), UTC, timezone(timedelta(1, -1), "a")):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        data = pickle.dumps(x, protocol)
        print(protocol, pickle.loads(data) == x, repr(pickle.loads(data)) == repr(x), x.__reduce_ex__(protocol) if protocol > 1 else "")
for data in (
    b"cdatetime\ndatetime\np1\n(S'\\x07\\xe4\\x01\\x02\\x03\\x04\\x05\\x00\\x00\\x06'\np2\ntRp3\n.",
    b"\x80\x02cdatetime\ndate\nq\x01U\x04\x07\xe4\x01\x02q\x02\x85q\x03Rq\x04.",
    b"\x80\x04\x95*\x00\x00\x00\x00\x00\x00\x00\x8c\x08datetime\x94\x8c\x08datetime\x94\x93\x94C\n\x07\xe4\x01\x02\x03\x04\x05\x00\x00\x06\x94\x85\x94R\x94.",
):
    attempt(pickle.loads, data, encoding="latin1")
for x in (Zone(), Zone(timedelta(1), 3)):
    print(x.__reduce__(), pickle.loads(pickle.dumps(x)).said, copy.copy(x).said)

# hashes
noon = datetime(2020, 1, 2, 12, tzinfo=UTC)
print(hash(noon) == hash(datetime(2020, 1, 2, 13, tzinfo=timezone(timedelta(hours=1)))) == hash(noon.replace(fold=1)))
print(hash(time(12, tzinfo=UTC)) == hash(time(13, tzinfo=timezone(timedelta(hours=1)))), hash(time(1)) == hash(time(1, fold=1)))
print(hash(date(2020, 1, 2)) == hash(Date(2020, 1, 2)), hash(timedelta(1)) == hash(Delta(0, 86400)), len({date(2020, 1, d) for d in range(1, 32)}))

# texts and numbers by chance
chance = random.Random(3)


def changed(s, alphabet="0123456789-:TWZ+.,: \0\u0661\u1234\ud800x"):
    chars = list(s)
    for _ in range(chance.randint(0, 2)):
        at = chance.randrange(len(chars) + 1)
        chars[at : at + chance.randint(0, 1)] = chance.choice(["", chance.choice(alphabet)])
    return "".join(chars)


def date_text():
    y, m, d, w = chance.randint(0, 9999), chance.randint(0, 13), chance.randint(0, 31), chance.randint(0, 54)
    forms = (f"{y:04}-{m:02}-{d:02}", f"{y:04}{m:02}{d:02}", f"{y:04}-W{w:02}-{d % 9}", f"{y:04}W{w:02}{d % 9}", f"{y:04}-W{w:02}", f"{y:04}W{w:02}")
    return chance.choice(forms)


def time_text():
    h, m, s = chance.choice([(24, 0, 0), (chance.randint(0, 25), chance.randint(0, 60), chance.randint(0, 60))])
    text = chance.choice([f"{h:02}:{m:02}:{s:02}", f"{h:02}{m:02}{s:02}", f"{h:02}:{m:02}", f"{h:02}{m:02}", f"{h:02}"])
    return text + chance.choice(["", "", "." + str(chance.randrange(10 ** chance.randint(1, 8)))])


for _ in range(1500):
    zone = chance.choice(["", "Z", "+" + time_text(), "-" + time_text(), "-00:00:00.000001"])
    attempt(date.fromisoformat, changed(date_text()))
    attempt(time.fromisoformat, changed(chance.choice(["", "T"]) + time_text() + zone))
    attempt(datetime.fromisoformat, changed(date_text() + chance.choice("TT -W0:\u1234\ud801") + time_text() + zone))


def number():
    limit = chance.choice([10, 10**6, 10**12, 10**25])
    return chance.choice([chance.randint(-limit, limit), chance.uniform(-limit, limit), chance.randint(-limit, limit) / 2, 0.5, 5e-7, -2.5e-6, 0])


deltas = []
for _ in range(800):
    names = [n for n in "days seconds microseconds milliseconds minutes hours weeks".split() if chance.random() < 0.35]
    fields = {n: number() for n in names}
    attempt(timedelta, **fields)
    try:
        deltas.append(timedelta(**fields))
    except OverflowError:
        pass
for _ in range(600):
    a, b, n = chance.choice(deltas), chance.choice(deltas), number()
    for f in (operator.add, operator.sub, operator.truediv, operator.floordiv, operator.mod, divmod, operator.lt, operator.eq):
        attempt(f, a, b)
    for f in (operator.mul, operator.truediv, operator.floordiv):
        attempt(f, a, n)
    for f in (operator.neg, abs, str, repr, bool, timedelta.total_seconds):
        attempt(f, a)
for _ in range(300):
    zone = chance.choice([None, UTC, timezone(timedelta(seconds=chance.randint(-86399, 86399)))])
    day = date.fromordinal(chance.randint(1, date.max.toordinal()))
    d = datetime.combine(day, time(chance.randint(0, 23), chance.randint(0, 59), chance.randint(0, 59), chance.randint(0, 999999), zone))
    e = d.replace(year=chance.randint(1, 9999), day=1, tzinfo=chance.choice([None, UTC]))
    for f in (operator.add, operator.sub):
        attempt(f, d, chance.choice(deltas))
        attempt(f, day, chance.choice(deltas))
    for f in (operator.sub, operator.lt, operator.eq, operator.ge):
        attempt(f, d, e)
        attempt(f, day, e.date())
    for f in (operator.lt, operator.eq):
        attempt(f, d.timetz(), e.timetz())
    for f in (str, repr, datetime.ctime, datetime.isocalendar, datetime.timetuple, datetime.utctimetuple, datetime.timestamp, datetime.astimezone):
        attempt(f, d)
    attempt(d.strftime, "".join(chance.choices(["%Y", "%G", "%C", "%F", "%f", "%z", "%:z", "%Z", "%", "%j", "%U", " "], k=6)))
    attempt(datetime.fromtimestamp, chance.uniform(-1e10, 1e11))
