"""Without native datetimes there are no native zones: the package zoneinfo does without _zoneinfo, whose import fails and leaves nothing behind."""

import sys

sys.modules["_datetime"] = None
import datetime
import zoneinfo

print(datetime.date.__module__, hasattr(zoneinfo.ZoneInfo, "_weak_cache"), "_zoneinfo" in sys.modules)
for _ in range(2):
    try:
        import _zoneinfo
    except (ImportError, AttributeError):
        print("no native zones", "_zoneinfo" in sys.modules)
