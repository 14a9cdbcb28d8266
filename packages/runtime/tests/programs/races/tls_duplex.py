"""One connection over a socket that waits, read and written by several threads at once: all goes on, nothing is lost or mixed up."""

import os
import socket
import ssl
import threading

import test

FOLDER = os.path.join(os.path.dirname(test.__file__), "certdata", "")
server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_side.load_cert_chain(FOLDER + "keycert3.pem")
trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
trusting.load_verify_locations(FOLDER + "pycacert.pem")
bad = 0


def together(*functions):
    threads = [threading.Thread(target=f) for f in functions]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def pair(limit):
    raw = socket.socketpair()
    ends = {}

    def accept():
        ends[1] = server_side.wrap_socket(raw[1], server_side=True)

    def connect():
        ends[0] = trusting.wrap_socket(raw[0], server_hostname="localhost")

    together(accept, connect)
    for end in ends.values():
        end.settimeout(limit)
    return ends[0], ends[1]


def waits_and_sends(client, server):
    """One thread waits for data that comes last, while another sends more messages than poll(2) calls room for, though the socket has it."""
    received = []

    def answer():
        sent = b""
        while len(sent) < 200:
            sent += server.recv(2)
        server.sendall(sent[-2:])

    reader = threading.Thread(target=lambda: received.append(client.recv(100)))
    reader.start()
    for i in range(100):
        client.sendall(b"%02d" % i)
    answer()
    reader.join()
    return received != [b"99"]


N, PART = 8, 1 << 17


def everyone(client, server):
    """Four write, four read, over both ends. Readers take less than a record, so that what is left is with OpenSSL, where poll(2) does not see it."""
    counts = {client: [], server: []}

    def writer(o, letter):
        def write():
            for _ in range(N):
                o.sendall(letter * PART)

        return write

    def reader(o):
        def read():
            left = N * PART
            while left > 0:
                data = o.recv(min(left, 1000))
                left -= len(data)
                counts[o].append([data.count(letter) for letter in b"abcd"])

        return read

    together(
        writer(client, b"a"),
        writer(client, b"b"),
        writer(server, b"c"),
        writer(server, b"d"),
        reader(client),
        reader(client),
        reader(server),
        reader(server),
    )
    total = N * PART
    sums = [[sum(n) for n in zip(*counts[o])] for o in (client, server)]
    return sums != [[0, 0, total, total], [total, total, 0, 0]]


bad += waits_and_sends(*pair(None))
for limit in (None, 60):
    bad += everyone(*pair(limit))
print(int(bad))
