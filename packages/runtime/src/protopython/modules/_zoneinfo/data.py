"""What a time zone's file says: its transitions, and the rule that goes on behind them.

    utc       t0    t1    t2    ...        timestamps of transitions
    first     ...                          the same in local time, as clocks show them to those with fold 0
    second    ...                          and to those with fold 1
    types     after t0, after t1, ...      what local time is from there on

Transitions of local time into a fold happen twice, into a gap never: `first` has the later and `second` the earlier time.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, require, try_as
from protopython.modules._datetime.timedelta import same_delta
from protopython.modules._zoneinfo.rules import UNKNOWN, LocalType, Rule, RuleText, local_type
from protopython.modules.support.system_calls import c_int
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.model.errors import type_error, value_error
from protopython.objects.model.operations import equal, int_arg, is_true, repr_of
from protopython.objects.model.types import type_name
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple
from protopython.protocore.value import same

FAR: Final[int] = 1 << 60
"""A timestamp beyond all that a datetime can be: later ones count as this one, so that sums stay in range."""


class ZoneData:
    utc: Array[int]
    first: Array[int]
    second: Array[int]
    types: Array[LocalType]
    before: LocalType
    """Before the first transition."""
    after: Rule
    fixed: bool
    """Local time is the same all the time."""

    def __init__(self, n: int) -> None:
        self.utc = Array[int](n, 0)
        self.first = Array[int](n, 0)
        self.second = Array[int](n, 0)
        self.types = Array[LocalType](n, UNKNOWN)
        self.before = UNKNOWN
        self.after = Rule(UNKNOWN)
        self.fixed = False

    def at_local(self, t: int, year: int, fold: int) -> LocalType:
        times = self.first if fold == 0 else self.second
        n = len(times)
        if n > 0 and t < times[0]:
            return self.before
        if n == 0 or t > times[n - 1]:
            return self.after.at_local(t, year, fold)
        return self.types[transitions_until(times, t) - 1]

    def at_utc(self, t: int, year: int) -> tuple[LocalType, bool]:
        """What holds at a timestamp, and whether its local time came once before."""
        n = len(self.utc)
        if n > 0 and t < self.utc[0]:
            return self.before, False
        if n == 0 or t > self.utc[n - 1]:
            is_dst, again = self.after.at_utc(t, year)
            dst = self.after.dst
            here = dst if is_dst and dst is not None else self.after.std
            if n > 0:  # just behind the last transition it is the offset before that which counts
                back = self.type_before(n - 1).seconds - here.seconds
                again = again or back > 0 and t < self.utc[n - 1] + back
            return here, again
        i = transitions_until(self.utc, t) - 1
        here = self.types[i]
        return here, self.type_before(i).seconds - here.seconds > t - self.utc[i]

    def type_before(self, i: int) -> LocalType:
        """What holds before transition i."""
        return self.types[i - 1] if i > 0 else self.before


def transitions_until(times: Array[int], t: int) -> int:
    """How many of the times are not after t."""
    low = 0
    high = len(times)
    while low < high:
        middle = (low + high) // 2
        if t < times[middle]:
            high = middle
        else:
            low = middle + 1
    return low


# --- from what the package zoneinfo reads ------------------------------------------------------------------------------


def sequence(w: Value) -> W_Tuple:
    t = try_as(W_Tuple, w)
    if t is None:
        raise type_error(f"zone data must be in tuples, not {type_name(w)}")
    return t


def zone_data(w_data: Value) -> ZoneData:
    """Of what zoneinfo._common.load_data() gives: which type each transition leads to, the transitions, for each type its offset from UTC, whether
    it is daylight saving time and its name, and the TZ string."""
    parts = try_as(W_Tuple, w_data)
    if parts is None or parts.length != 6:
        raise type_error(f"Invalid data result type: {repr_of(w_data)}")
    indices = sequence(parts.items[0])
    times = sequence(parts.items[1])
    offsets = sequence(parts.items[2])
    flags = sequence(parts.items[3])
    names = sequence(parts.items[4])
    n = times.length
    n_types = offsets.length
    if indices.length != n or flags.length != n_types or names.length != n_types:
        raise value_error("zone data of different lengths")
    data = ZoneData(n)
    index = Array[int](n, 0)
    for i in range(n):
        data.utc[i] = max(-FAR, min(int_arg(times.items[i]), FAR))
        index[i] = int_arg(indices.items[i])
        if index[i] < 0 or index[i] >= n_types:
            raise value_error(f"Invalid transition index found while reading TZif: {index[i]}")
    seconds = Array[int](n_types, 0)
    is_dst = Array[bool](n_types, False)
    for k in range(n_types):
        seconds[k] = c_int(offsets.items[k])
        is_dst[k] = is_true(flags.items[k])
    dst = saved(index, seconds, is_dst)
    types = Array[LocalType](n_types, UNKNOWN)
    for k in range(n_types):
        types[k] = local_type(seconds[k], dst[k], names.items[k])
    for i in range(n):
        data.types[i] = types[index[i]]
    set_local_times(data, index, seconds)
    data.before = first_standard(types, is_dst)
    data.after = rule_behind(parts.items[5], types, index)
    data.fixed = n_types <= 1 and data.after.dst is None and (n_types == 0 or same_type(types[0], data.after.std))
    return data


def same_type(a: LocalType, b: LocalType) -> bool:
    """Types of files and rules all have offsets."""
    if a is b:
        return True
    return same_delta(require(a.offset), require(b.offset)) and same_delta(require(a.dst), require(b.dst)) and equal(a.w_name, b.w_name)


def saved(index: Array[int], seconds: Array[int], is_dst: Array[bool]) -> Array[int]:
    """How much of each type's offset is daylight saving time, which files do not say: what it differs by from the standard time before it, else
    behind it; an hour where that tells nothing."""
    n = len(index)
    n_types = len(seconds)
    dst = Array[int](n_types, 0)
    left = 0
    for k in range(n_types):
        if is_dst[k]:
            left += 1
    for i in range(1, n):
        if left == 0:
            break
        k = index[i]
        if not is_dst[k] or dst[k] != 0:
            continue
        k_before = index[i - 1]
        if not is_dst[k_before]:
            dst[k] = seconds[k] - seconds[k_before]
        if dst[k] == 0 and k < n_types - 1 and i + 1 < n:
            k_behind = index[i + 1]
            if is_dst[k_behind]:
                continue
            dst[k] = seconds[k] - seconds[k_behind]
        if dst[k] != 0:
            left -= 1
    if left > 0:
        for k in range(n_types):
            if is_dst[k] and dst[k] == 0:
                dst[k] = 3600
    return dst


def set_local_times(data: ZoneData, index: Array[int], seconds: Array[int]) -> None:
    for i in range(len(index)):
        before = seconds[index[i - 1]] if i > 0 else seconds[0]
        behind = seconds[index[i]]
        data.first[i] = data.utc[i] + max(before, behind)
        data.second[i] = data.utc[i] + min(before, behind)


def first_standard(types: Array[LocalType], is_dst: Array[bool]) -> LocalType:
    """Else the first of all, if there are any."""
    for k in range(len(types)):
        if not is_dst[k]:
            return types[k]
    return types[0] if len(types) > 0 else UNKNOWN


def rule_behind(w_text: Value, types: Array[LocalType], index: Array[int]) -> Rule:
    if not same(w_text, w_None):
        text = as_bytes(w_text)
        if text is None:
            raise type_error(f"a TZ string must be bytes, not {type_name(w_text)}")
        if len(text) > 0:
            return RuleText(text).rule()
    n_types = len(types)
    if n_types == 0:
        raise value_error("No time zone information found.")
    return Rule(types[index[len(index) - 1] if len(index) > 0 else n_types - 1])
