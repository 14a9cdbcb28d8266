"""_socket and socket: addresses, transfers, time limits, options, messages with descriptors, names; every refusal."""

import _socket as S
import array
import os
import socket
import tempfile


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(f.__name__, args, kwargs, "->", result)


for args in ((99,), ("a",), (2, 77), (2, 1, 0, -5), (2, 1, 0, "x"), (2, 1, 0, 1.5)):
    attempt(S.socket, *args)
s = S.socket(S.AF_INET, S.SOCK_STREAM)
print(s.family, s.type, s.proto, s.timeout, s.gettimeout(), s.getblocking(), repr(s).split(",")[1:])
for address in (
    ("127.0.0.1", 0), ("", 0), ("localhost", 0), 3, ("a",), ("127.0.0.1", "x"), ("127.0.0.1", 70000), ("127.0.0.1", -1), (3, 3),
    (b"127.0.0.1", 0), ("127.0.0.1", 0, 0), ("\udc80", 0),
):  # fmt: skip
    t = S.socket(S.AF_INET, S.SOCK_STREAM)
    attempt(t.bind, address)
    t.close()
s.bind(("127.0.0.1", 0))
for backlog in ((-1,), ("a",), ()):
    attempt(s.listen, *backlog)
c = S.socket(S.AF_INET, S.SOCK_STREAM)
c.connect(s.getsockname())
fd, address = s._accept()
d = S.socket(S.AF_INET, S.SOCK_STREAM, 0, fd)
print(address == c.getsockname(), d.getpeername() == address)

attempt(c.send, b"hello")
attempt(d.recv, 3)
buffer = bytearray(5)
attempt(d.recv_into, buffer)
print(buffer)
attempt(d.recv, -1)
attempt(d.recv, "a")
attempt(c.send, "x")
c.sendall(b"x" * 100000)
print(sum(len(d.recv(100000 - n)) for n in [0]) > 0)
d.settimeout(0.05)
try:
    while d.recv(1 << 20):
        pass
except TimeoutError as e:
    print(e, d.gettimeout(), d.timeout, d.getblocking())
attempt(d.recv_into, b"abc")
attempt(d.recv_into, buffer, -1)
attempt(d.recv_into, buffer, 10)
for limit in ("a", -1, float("nan"), 1e300, 0):
    attempt(d.settimeout, limit)
attempt(d.recv, 1)
d.setblocking(True)
print(d.gettimeout())

print(d.getsockopt(S.SOL_SOCKET, S.SO_KEEPALIVE), d.setsockopt(S.SOL_SOCKET, S.SO_KEEPALIVE, 1), d.getsockopt(S.SOL_SOCKET, S.SO_KEEPALIVE, 4))
d.setsockopt(S.SOL_SOCKET, S.SO_LINGER, b"\0" * 8)
attempt(d.getsockopt, S.SOL_SOCKET, S.SO_LINGER, 2000)
attempt(d.getsockopt, 1, 9999)
attempt(d.setsockopt, 1, "a", "b")
attempt(d.setsockopt, S.SOL_SOCKET, S.SO_KEEPALIVE, None, 5)
attempt(d.setsockopt, S.SOL_SOCKET, S.SO_KEEPALIVE, "a")
c.shutdown(S.SHUT_WR)
print(d.recv(10))
attempt(c.shutdown, "a")
e = S.socket(S.AF_INET, S.SOCK_STREAM)
attempt(e.connect_ex, ("127.0.0.1", 1))
attempt(e.connect, ("127.0.0.1", 1))
attempt(e.getpeername)
e.close()
attempt(e.recv, 1)
print(e.close(), e.fileno(), e.detach(), e)

a, b = S.socketpair()
print(a.family, b.type, a.sendmsg([b"ab", b"cd"]), b.recvmsg(10))
a.sendmsg([b"x"], [(S.SOL_SOCKET, S.SCM_RIGHTS, array.array("i", [0]))])
data, control, flags, address = b.recvmsg(10, S.CMSG_SPACE(4))
print(data, len(control), control[0][:2], flags, address)
os.close(int.from_bytes(control[0][2], "little"))
attempt(b.recvmsg, -1)
attempt(b.recvmsg, 1, -1)
attempt(a.sendmsg, 3)
attempt(a.sendmsg, [1])
attempt(S.CMSG_LEN, 4)
attempt(S.CMSG_SPACE, 5)
attempt(S.CMSG_LEN, -1)
a.sendmsg([b"12345678"])
x, y = bytearray(3), bytearray(9)
print(b.recvmsg_into([x, y]), x, y)

u = S.socket(S.AF_INET, S.SOCK_DGRAM)
u.bind(("127.0.0.1", 0))
v = S.socket(S.AF_INET, S.SOCK_DGRAM)
print(v.sendto(b"datagram", u.getsockname()), u.recvfrom(100)[0], v.sendto(b"zz", 0, u.getsockname()), u.recvfrom_into(bytearray(9))[0])
for args in ((b"a",), (b"a", 0, 0, 0), (b"a", 3), ("a", ("127.0.0.1", 1))):
    attempt(v.sendto, *args)

os.chdir(tempfile.mkdtemp())
w = S.socket(S.AF_UNIX, S.SOCK_STREAM)
print(repr(w.getsockname()), w.bind("name"), w.getsockname())
attempt(w.bind, "x" * 200)
attempt(w.bind, 3)
z = S.socket(S.AF_INET6, S.SOCK_STREAM)
for address in (("::1",), ("::1", 0, 1 << 30), 3):
    attempt(z.bind, address)

for name, args in (
    ("htons", (1,)), ("htons", (-1,)), ("htons", (70000,)), ("htons", ("a",)), ("htonl", (1,)), ("htonl", (1 << 40,)), ("ntohl", (16777216,)),
    ("htonl", (1.5,)), ("inet_aton", ("1.2.3.4",)), ("inet_aton", ("x",)), ("inet_ntoa", (b"\1\2\3\4",)), ("inet_ntoa", (b"\1",)),
    ("inet_pton", (2, "1.2.3.4")), ("inet_pton", (2, "x")), ("inet_pton", (10, "::1")), ("inet_pton", (99, "::1")),
    ("inet_ntop", (10, b"\0" * 15 + b"\1")), ("inet_ntop", (10, b"\0")), ("inet_ntop", (99, b"\0")), ("setdefaulttimeout", (3,)),
    ("getdefaulttimeout", ()), ("setdefaulttimeout", (None,)), ("setdefaulttimeout", (-1,)), ("getservbyname", ("no such",)),
    ("getservbyport", (-1,)), ("getprotobyname", ("no such",)), ("gethostbyname", ("127.0.0.1",)), ("gethostbyname", ("localhost",)),
    ("getaddrinfo", ("127.0.0.1", 80, 0, 1)), ("getaddrinfo", ("::1", 80, 0, 1)), ("getaddrinfo", (None, 80, 2, 1)),
    ("getaddrinfo", ("127.0.0.1", None, 0, 1)), ("getaddrinfo", ("127.0.0.1", 1.5)), ("getaddrinfo", (3, 3)),
    ("getaddrinfo", (b"127.0.0.1", 80, 0, 2)), ("getaddrinfo", ("127.0.0.1", 80, 0, 1, 0, 2)), ("getnameinfo", (("127.0.0.1", 80), 3)),
    ("getnameinfo", (("127.0.0.1", 80, 0, 0), 0)), ("getnameinfo", (3, 0)), ("getnameinfo", (("::1", 80), 3)), ("getnameinfo", ((1, 80), 3)),
    ("getprotobyname", ("tcp\0x",)), ("getservbyname", ("http", "tcp\0")), ("getservbyname", ("a\0b",)), ("getservbyport", (80, "tcp\0")),
    ("inet_aton", ("1.2.3.4\0",)), ("inet_pton", (2, "1.2.3.4\0")), ("if_nametoindex", ("lo\0",)), ("if_nametoindex", ("\ud800",)),
    ("if_nametoindex", (3,)), ("if_nametoindex", (b"lo",)), ("if_nametoindex", ("lo",)), ("if_nametoindex", ("no such",)), ("if_indextoname", (1,)), ("dup", (99,)), ("dup", ("a",)), ("close", ("a",)),
):  # fmt: skip
    attempt(getattr(S, name), *args)
with open("/dev/null") as file:
    attempt(S.socket, S.AF_INET, S.SOCK_STREAM, 0, file.fileno())
print(S.timeout, S.error, S.gaierror.__mro__[:2], S.herror, S.SocketType is S.socket)

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
connection, _ = server.accept()
client.sendall(b"one\ntwo\n")
print(connection.makefile("rb").readline())
