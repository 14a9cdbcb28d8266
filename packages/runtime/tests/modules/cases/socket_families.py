"""_socket: addresses of all families, as far as a program can be told of a mistake in one, and sendmsg_afalg()."""

import _socket
import socket


def trial(family, proto, *addresses):
    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    s = _socket.socket(family, socket.SOCK_RAW, proto, a.detach())
    for address in addresses:
        for name in ("connect", "sendto"):
            try:
                r = s.connect(address) if name == "connect" else s.sendto(b"x", address)
            except Exception as e:
                r = f"{type(e).__name__}: {e}"
            print(int(family), int(proto), repr(address)[:60], name, r)
    s.close()


c = socket
trial(
    c.AF_PACKET,
    0,
    1,
    (),
    ("lo",),
    ("lo", 0x800),
    ("nope", 0),
    ("lo", 70000),
    ("lo", 1, 2, 3, b"12345678"),
    ("lo", 1, 2, 3, b"123456789"),
    ("lo", "x"),
    ("lo", 1, 2, 3, b"1", 5),
    (1, 2),
    ("lo", 1, 2, 3, "é"),
    ("l\0o", 1),
    ("\ud800", 1),
)
trial(c.AF_ALG, 0, ("\ud800", "sha1"), ("hash", "\ud800"), ("hash", "sha1\0"))
trial(c.AF_NETLINK, 0, 1, (), (0, 0), (1,), ("a", 0), (-1, 1), (1 << 32, 0), (1 << 40, 0), (1, 2, 3))
trial(c.AF_QIPCRTR, 0, 1, (), (1, 2), (1, "a"), (-1, 0), (1, 2, 3))
trial(c.AF_VSOCK, 0, 1, (), (1, 2), (1, "a"), (-1, 0), (1, 2, 3))
trial(
    c.AF_TIPC,
    0,
    1,
    (),
    (c.TIPC_ADDR_NAME, 1, 2, 3),
    (c.TIPC_ADDR_NAMESEQ, 1, 2, 3, 2),
    (c.TIPC_ADDR_ID, 1, 2, 3),
    (99, 1, 2, 3),
    (1, 2),
    ("x", 1, 2, 3),
    (1, 2, 3, 4, 5, 6),
)
trial(c.AF_CAN, c.CAN_RAW, 1, (), ("",), ("lo",), ("nope",), (b"lo",), (1,), ("x" * 20,), ("lo", 1))
trial(c.AF_CAN, c.CAN_BCM, 1, (), ("",), ("lo",))
trial(c.AF_CAN, c.CAN_ISOTP, (), ("lo",), ("lo", 1, 2), ("nope", 1, 2), ("x" * 20, 1, 2), ("lo", -1, 2), ("lo", "a", 2))
trial(
    c.AF_CAN,
    c.CAN_J1939,
    (),
    ("lo",),
    ("lo", 1, 2, 3),
    ("nope", 1, 2, 3),
    ("x" * 20, 1, 2, 3),
    ("lo", "a", 2, 3),
    ("lo", 1, 2, 300),
    ("lo", 1 << 64, 2, 3),
)
trial(c.AF_CAN, 77, ("lo",))
trial(
    c.AF_BLUETOOTH,
    c.BTPROTO_L2CAP,
    1,
    (),
    ("00:11:22:33:44:55", 1),
    ("00:11:22:33:44:55", 1, 2),
    ("00:11:22:33:44:55", 1, 2, 3),
    ("x", 1),
    ("00:11:22:33:44:555", 1),
    ("00:11:22:33:44", 1),
    (1, 2),
    ("00:11:22:33:44:55", 1, 2, 3, 4),
    ("00:11:22:33:44:55", 70000),
)
trial(c.AF_BLUETOOTH, c.BTPROTO_RFCOMM, 1, (), ("00:11:22:33:44:55", 1), ("zz", 1), ("00:11:22:33:44:55",), ("00:11:22:33:44:55", 256))
trial(c.AF_BLUETOOTH, c.BTPROTO_HCI, 1, (), (1,), (1, 2), "a", (1, 2, 3), 70000, (70000,), (-1,))
trial(c.AF_BLUETOOTH, c.BTPROTO_SCO, 1, (), "00:11:22:33:44:55", b"00:11:22:33:44:55", "zz", b"zz", ("00:11:22:33:44:55",))
trial(c.AF_BLUETOOTH, 99, ("00:11:22:33:44:55",))
trial(
    c.AF_ALG,
    0,
    1,
    (),
    ("hash", "sha1"),
    ("hash", "sha1", 1, 2),
    ("x" * 14, "sha1"),
    ("hash", "x" * 64),
    ("x" * 13, "y" * 63),
    ("hash",),
    ("hash", 1),
    ("hash", "s", 1, 2, 3),
    ("hash\0", "a"),
)
trial(c.AF_KEY, 0, 1)
trial(c.AF_UNIX, 0, 1, "x" * 107, "x" * 108, "\0" + "x" * 107, "\0" + "x" * 108, "a\0b", (), None)
trial(c.AF_INET, 0, 1, (), ("127.0.0.1",), ("127.0.0.1", "a"), ("127.0.0.1", -1), ("127.0.0.1", 1 << 70), (None, 1), (1, 1), ("a\0b", 1))
trial(c.AF_INET6, 0, 1, (), ("::1",), ("::1", "a"), ("::1", -1), ("::1", 1, -1), ("::1", 1, 1 << 20), ("::1", 1, 1, 1 << 40), ("::1", 1, 1, 1, 1))
s = _socket.socket(c.AF_UNIX, c.SOCK_DGRAM)
for a in [(), (1,), ([],)]:
    try:
        print(s.sendmsg_afalg(*a))
    except Exception as e:
        print(type(e).__name__, e)
for k in [{}, {"op": -1}, {"op": "x"}, {"op": 0, "iv": 1}, {"op": 0, "assoclen": -1}, {"op": 0, "iv": b"a"}, {"msg": [b"a"], "op": 1}]:
    try:
        print(s.sendmsg_afalg(**k))
    except Exception as e:
        print(type(e).__name__, e)

try:
    s = _socket.socket(c.AF_VSOCK, c.SOCK_STREAM)
    s.setsockopt(c.AF_VSOCK, c.SO_VM_SOCKETS_BUFFER_MIN_SIZE, 256)
    print([s.getsockopt(c.AF_VSOCK, option) for option in (c.SO_VM_SOCKETS_BUFFER_MAX_SIZE, c.SO_VM_SOCKETS_BUFFER_MIN_SIZE, c.SO_VM_SOCKETS_BUFFER_SIZE)])
    s.bind((c.VMADDR_CID_ANY, c.VMADDR_PORT_ANY))
    print(s.getsockname()[0])
except OSError as e:
    print(e)
try:
    s = _socket.socket(c.AF_NETLINK, c.SOCK_RAW)
    s.bind((0, 0))
    print(len(s.getsockname()), s.getsockname()[1])
except OSError as e:
    print(e)
