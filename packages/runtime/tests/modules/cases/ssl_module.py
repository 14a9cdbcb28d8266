"""_ssl without a network: settings, certificates, handshakes through memory, and what it says of wrong arguments."""

import _ssl
import os
import re
import socket
import ssl
import sys
import tempfile
import warnings
import zipfile

import test

warnings.simplefilter("ignore")
FOLDER = os.path.join(os.path.dirname(test.__file__), "certdata", "")


def shown(text):
    """Without what depends on OpenSSL's version."""
    return re.sub(r"\(_ssl(\.c:\d+)?\)", "(_ssl)", str(text)).replace("sslv3 alert", "ssl/tls alert")


def tell(what, f, *args):
    try:
        print(what, "->", shown(repr(f(*args)))[:300])
    except Exception as e:
        print(what, "!!", type(e).__name__, shown(e.args), shown(getattr(e, "__dict__", "")))


C = _ssl._SSLContext
c, s, t = (C(p) for p in (_ssl.PROTOCOL_TLS_CLIENT, _ssl.PROTOCOL_TLS_SERVER, _ssl.PROTOCOL_TLS))
b, b2 = _ssl.MemoryBIO(), _ssl.MemoryBIO()
o = c._wrap_bio(b, b2, False, "example.org")
sk = socket.socket()


def put(x, name, value):
    setattr(x, name, value)
    return getattr(x, name)


CASES = r"""
C() | C(99) | C('a') | C(protocol=2) | C(1) | hex(c.options) | hex(s.options) | c.verify_mode, s.verify_mode, t.verify_mode
c.check_hostname, s.check_hostname | c.verify_flags, c.protocol | c.security_level, c.num_tickets, c.post_handshake_auth
c._host_flags, c._msg_callback, c.sni_callback, c.keylog_filename | put(c, 'num_tickets', 1) | put(s, 'num_tickets', -1) | put(s, 'num_tickets', 1)
put(c, 'verify_mode', 0) | put(s, 'verify_mode', 7) | put(s, 'verify_mode', 1) | put(s, 'check_hostname', True) | put(s, 'verify_mode', 0)
put(c, 'minimum_version', 5) | put(c, 'minimum_version', 'a') | put(c, 'minimum_version', 771) | put(c, 'minimum_version', -1)
put(c, 'maximum_version', -2) | put(c, 'maximum_version', 770) | put(C(5), 'minimum_version', 771) | put(c, 'options', -1) | put(c, 'options', 1 << 70)
put(c, 'options', 4) | put(c, 'verify_flags', 'a') | put(c, 'verify_flags', 4) | put(c, '_host_flags', 'a') | put(c, '_host_flags', 4)
put(c, 'sni_callback', len) | put(s, 'sni_callback', 3) | put(s, 'sni_callback', len) | put(s, 'sni_callback', None) | put(c, '_msg_callback', 3)
put(c, 'keylog_filename', 3) | put(c, 'keylog_filename', '/nonexistent/x') | put(c, 'security_level', 3) | c.set_ciphers('nope') | c.set_ciphers(3)
c.set_ecdh_curve('prime256v1') | c.set_ecdh_curve('nope') | c.set_ecdh_curve(3) | c._set_alpn_protocols(b'') | c._set_alpn_protocols('a')
c.load_cert_chain('/nonexistent') | c.load_cert_chain(3) | c.load_cert_chain() | c.load_cert_chain('/etc/hostname') | c.load_cert_chain('a\0b')
c.load_cert_chain('/etc/hostname', 3) | c.load_cert_chain('/etc/hostname', password=3) | c.load_verify_locations() | c.load_verify_locations('/nonexistent')
c.load_verify_locations(3) | c.load_verify_locations(None, 3) | c.load_verify_locations(cadata=3) | c.load_verify_locations(cadata='')
c.load_verify_locations(cadata='é') | c.load_verify_locations(cadata='x') | c.load_verify_locations(cadata=b'x') | c.load_verify_locations('/etc/hostname')
c.load_dh_params('/nonexistent') | c.load_dh_params('/etc/hostname') | c.load_dh_params(3) | c.cert_store_stats() | c.session_stats() | c.get_ca_certs(True)
c.set_psk_client_callback(3) | c.set_psk_client_callback(len) | c.set_psk_client_callback(None) | s.set_psk_client_callback(len)
c.set_psk_server_callback(len) | s.set_psk_server_callback(len, 'hint') | s.set_psk_server_callback(len, 'h' * 600) | s.set_psk_server_callback(len, 3)
c._wrap_socket(3, False) | c._wrap_socket(sk, True) | s._wrap_socket(sk, False) | c._wrap_socket(sk, False, '') | c._wrap_socket(sk, False, 'a\0b')
c._wrap_socket(sk, False, 3) | c._wrap_socket(sk, False, 'é') | c._wrap_socket(sk, False, 'a' * 300) | c._wrap_socket(sk, False, 'a', session=3)
c._wrap_socket(sk, False, 'a', owner=3) | c._wrap_socket(sk, False, '::1').server_hostname | c._wrap_bio(3, b, False) | c._wrap_bio(b, 3, False)
c._wrap_bio(b, b) | c._wrap_bio(b, b2, True) | o.do_handshake() | o.read(5) | o.read() | o.read(-1) | o.read(5, bytearray(3)) | o.read(1, b'abc')
o.read(0) | o.read('a') | o.write('a') | o.write(b'a') | o.write() | o.pending() | o.shutdown() | o.version() | o.cipher() | o.shared_ciphers()
o.compression() | o.selected_alpn_protocol() | o.getpeercert() | o.get_channel_binding() | o.get_channel_binding('foo') | o.get_channel_binding(3)
o.get_verified_chain() | o.get_unverified_chain() | o.session_reused | o.server_side | o.owner | put(o, 'context', 3) | put(o, 'owner', 3)
put(o, 'session', 3) | o.verify_client_post_handshake() | delattr(o, 'context') | delattr(c, 'verify_mode') | delattr(s, 'sni_callback')
b.write('a') | b.write(b'abc') | b.write(memoryview(b'abcd')[::2]) | b.pending | b.eof | b.read(2) | b.read(0) | b.read(-5) | b.read('a') | b.read()
b.write_eof() | b.eof | b.write(b'x') | b.read() | _ssl.MemoryBIO(3) | _ssl.MemoryBIO(a=3) | _ssl.SSLSession() | _ssl.Certificate() | _ssl._SSLSocket()
_ssl.RAND_bytes(-1) | _ssl.RAND_bytes(0) | len(_ssl.RAND_bytes(9)) | _ssl.RAND_bytes(1 << 40) | _ssl.RAND_status() | _ssl.RAND_add('a', 1)
_ssl.RAND_add(b'a', 'x') | _ssl.RAND_add(3, 1) | _ssl.txt2obj('MD5') | _ssl.txt2obj('MD5', True) | _ssl.txt2obj('1.3.6.1.5.5.7.3.1') | _ssl.txt2obj('1.2.3.4.5.6')
_ssl.txt2obj(3) | _ssl.nid2obj(129) | _ssl.nid2obj(-1) | _ssl.nid2obj(0) | _ssl.nid2obj(100000) | _ssl._test_decode_cert('/nonexistent')
_ssl._test_decode_cert('/etc/hostname') | str(_ssl.SSLError(1, 'foo')) | str(_ssl.SSLError('foo')) | str(_ssl.SSLZeroReturnError(1, 'foo'))
s.load_cert_chain(FOLDER + 'keycert.passwd.pem', None, '\ud800') | s.load_cert_chain(FOLDER + 'keycert.passwd.pem', None, lambda: '\ud800')
_ssl.RAND_add('\ud800', 1) | _ssl.txt2obj('a\udc80\ud800') | _ssl.txt2obj('\udc80', True) | _ssl.txt2obj('a\0\udc80') | _ssl.txt2obj('a' + 60 * 'é')
c.set_ciphers('\udc80') | s.set_psk_server_callback(len, '\udc80') | o.get_channel_binding('\udc80') | c._wrap_bio(b, b2, False, 'aé\udc80b')
_ssl.SSLError(1, 'foo').reason | str(_ssl.SSLError(1, 2)) | _ssl.SSLCertVerificationError.__mro__
"""
for case in CASES.replace("\n", "|").replace(" | ", "|").split("|"):
    if case:
        tell(case, eval, case)

for n in sorted(dir(_ssl)):
    if isinstance(getattr(_ssl, n), int) and not n.startswith("OPENSSL"):
        print(n, getattr(_ssl, n))
for n in ("allsans", "idnsans", "nokia", "nullcert", "nullbytecert", "keycert3", "talos-2019-0758", "ssl_key", "badcert"):
    tell(n, _ssl._test_decode_cert, f"{FOLDER}{n}.pem")


def handshake(client, server, name="localhost"):
    a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
    x = client.wrap_bio(a, b, server_hostname=name)
    y = server.wrap_bio(b, a, server_side=True)
    for _ in range(3):
        for who, o in (("client", x), ("server", y)):
            try:
                o.do_handshake()
            except ssl.SSLWantReadError:
                pass
            except Exception as e:
                print(who, type(e).__name__, shown(e.args), e.__dict__, repr(e.__context__))
    return x, y


client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server.load_cert_chain(FOLDER + "keycert3.pem")
handshake(client, server)
client.load_verify_locations(FOLDER + "pycacert.pem")
client.load_verify_locations(FOLDER + "allsans.pem")
print(client.get_ca_certs(), client.cert_store_stats())
handshake(client, server, "example.org")
handshake(client, server, "1.2.3.4")
client.set_alpn_protocols(["x", "http/1.1"])
server.set_alpn_protocols(["http/1.1", "y"])
for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    client.maximum_version = version
    x, y = handshake(client, server)
    print(x.version(), x.selected_alpn_protocol(), y.selected_alpn_protocol(), x.get_channel_binding() == y.get_channel_binding() != b"")
    print(x.write(b"hello" * 10000), y.read(5), y.pending(), len(y.read(100000)), x.getpeercert(), y.getpeercert())
    chain = x._sslobj.get_verified_chain()
    print(chain, chain[0] == chain[0], chain[0] == chain[1], chain[0] == 3, chain[0].get_info() == x.getpeercert(), hash(chain[0]) == hash(chain[0]))
    print(chain[0].public_bytes()[:60], chain[0].public_bytes(2) == x.getpeercert(True), x._sslobj.get_unverified_chain(), y._sslobj.get_verified_chain())
    tell("format", chain[0].public_bytes, 3)
    old = x.session
    print(old.timeout, old == old, old == 3, len(old.id), old.has_ticket)
    tell("hash", hash, old)
    tell("late", setattr, x._sslobj, "session", old)
    tell("server's", setattr, y._sslobj, "session", old)
    tell("unwrap", x.unwrap)
    tell("the end", y.read, 10)
    tell("unwrap", y.unwrap)
    tell("unwrap", x.unwrap)
    tell("read", x.read, 1)

for names in (b"\x02\xff\xfe", b"\x02\xc3\xa9", b"\x02a\0"):
    for context in (client, server):
        context._set_alpn_protocols(names)
    for o in handshake(client, server):
        tell("protocol", o.selected_alpn_protocol)
sys.unraisablehook = lambda u: print("unraisable", u.exc_type.__name__, u.exc_value, re.sub(" at 0x.*", "", u.err_msg), u.object)


def wrong(*args):
    return 1 / 0


for callback in (wrong, lambda *a: "x", lambda *a: 112, lambda o, name, c: print(type(o).__name__, name, c is server)):
    server.sni_callback = callback
    handshake(client, server)
server.sni_callback = None
descriptor = C.__dict__["_msg_callback"]
descriptor.__set__(client, wrong)
handshake(client, server)
descriptor.__set__(client, None)


def reenter(o, name, context):
    """A connection is not driven from within its own handshake."""
    o.version(), o.cipher(), o.pending(), o.session
    o.context = server


server.sni_callback = reenter
handshake(client, server)


def leave(o, name, context):
    """The context goes with its callback, which then fails."""
    o.context = other
    return 1 / 0


other = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server.sni_callback = leave
handshake(client, server)
server.sni_callback = None

# An authority whose key is no secret any more is in the middle of an otherwise good chain.
with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(FOLDER + "distrusted.zip") as z:
    z.extractall(folder, pwd=b"Brave Sir Robin")
    for mode in (ssl.CERT_REQUIRED, ssl.CERT_OPTIONAL, ssl.CERT_NONE):
        distrusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        distrusting.check_hostname = False
        distrusting.verify_mode = mode
        distrusting.load_verify_locations(folder + "/distrusted/distrusted_root.pem")
        other.load_cert_chain(folder + "/distrusted/distrusted_keycert.pem")
        handshake(distrusting, other)
for password, name in ((lambda: b"somepass", "good"), (lambda: 3, "no text"), (lambda: b"x" * 2000, "long"), (wrong, "raises"), ("bad", "bad")):
    tell(name, server.load_cert_chain, FOLDER + "keycert.passwd.pem", None, password)
