"""Digests, contexts, connections and MemoryBIO that threads share."""

import hashlib
import hmac
import os
import ssl
import threading

import test
from hammer import despite, hammer

FOLDER = os.path.join(os.path.dirname(test.__file__), "certdata", "")
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server.load_cert_chain(FOLDER + "keycert3.pem")
client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
client.load_verify_locations(FOLDER + "pycacert.pem")
server.sni_callback = lambda o, name, context: o.version()

N = 4
bad = 0
digest, keyed, bio = hashlib.sha256(), hmac.new(b"k", digestmod="sha256"), ssl.MemoryBIO()
taken = []


def absorb():
    for i in range(2000):
        digest.update(b"x" * 7), digest.hexdigest(), digest.copy()
        keyed.update(b"x" * 7)
        bio.write(b"x" * 7)
        if i & 1:
            taken.append(len(bio.read(9)))


threads = [threading.Thread(target=absorb) for _ in range(N)]
for t in threads:
    t.start()
for t in threads:
    t.join()
text = b"x" * (7 * 2000 * N)
bad += digest.digest() != hashlib.sha256(text).digest()
bad += keyed.digest() != hmac.digest(b"k", text, "sha256")
bad += sum(taken) + len(bio.read()) != len(text)


def fresh():
    a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
    return client.wrap_bio(a, b, server_hostname="localhost"), server.wrap_bio(b, a, server_side=True)


shared = [fresh()]


def drive(which):
    o = shared[0][which]
    try:
        o.do_handshake()
    except ssl.SSLWantReadError:
        pass
    o.version(), o.cipher(), o.pending(), o.session, o.selected_alpn_protocol(), o.shared_ciphers()
    o.write(b"hello")
    o.read(3)
    o.getpeercert(), o._sslobj.get_unverified_chain()


@despite(ssl.SSLError, ValueError)
def client_end():
    drive(0)


@despite(ssl.SSLError, ValueError)
def server_end():
    drive(1)


def renew():
    shared[0] = fresh()


@despite(ssl.SSLError, ValueError)
def settings():
    client.set_alpn_protocols(["a", "b"])
    server.set_alpn_protocols(["b"])
    client.options |= ssl.OP_NO_TICKET
    client.options &= ~ssl.OP_NO_TICKET
    client.set_ciphers("DEFAULT")
    client.get_ciphers(), client.get_ca_certs(), client.cert_store_stats(), client.session_stats()
    client.load_verify_locations(FOLDER + "pycacert.pem")
    server.load_cert_chain(FOLDER + "keycert3.pem")


bad += hammer(client_end, server_end, server_end, renew, settings)

# One connection, both ways at once.
x, y = fresh()
for _ in range(3):
    for o in (x, y):
        try:
            o.do_handshake()
        except ssl.SSLWantReadError:
            pass
got = []


def write(o):
    for _ in range(500):
        o.write(b"z" * 1000)


def read(o):
    n = 0
    while n < 2 * 500 * 1000:
        try:
            n += len(o.read(3000))
        except ssl.SSLWantReadError:
            pass
    got.append(n)


threads = [threading.Thread(target=f, args=(o,)) for o in (x, y) for f in (write, write, read)]
for t in threads:
    t.start()
for t in threads:
    t.join()
bad += got != [1000000, 1000000]
print(int(bad))
