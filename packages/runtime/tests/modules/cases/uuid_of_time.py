"""_uuid: what it defines, and that its UUIDs are of the time and differ."""

import _uuid
import uuid

print(_uuid.has_uuid_generate_time_safe, _uuid.has_stable_extractable_node, _uuid.generate_time_safe.__text_signature__)
made = [_uuid.generate_time_safe() for _ in range(100)]
print({type(u) for u, _ in made}, {len(u) for u, _ in made}, {type(s) for _, s in made}, len({u for u, _ in made}))
print({uuid.UUID(bytes=u).version for u, _ in made}, uuid.uuid1().version, uuid.uuid1().is_safe in uuid.SafeUUID)
try:
    _uuid.generate_time_safe(1)
except TypeError as e:
    print(e)
