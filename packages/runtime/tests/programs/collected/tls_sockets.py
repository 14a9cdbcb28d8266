"""TLS over sockets: HTTPS by urllib.request, with and without trust; limits of time; connections that are closed."""

import http.server
import os
import socket
import ssl
import threading
import urllib.error
import urllib.request

import test

FOLDER = os.path.join(os.path.dirname(test.__file__), "certdata", "")
server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_side.load_cert_chain(FOLDER + "keycert3.pem")
trusting = ssl.create_default_context(cafile=FOLDER + "pycacert.pem")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b"x" * 200000
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[::-1])

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    def get_request(self):
        s, address = super().get_request()
        return server_side.wrap_socket(s, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, address):
        pass


with Server(("localhost", 0), Handler) as web:
    threading.Thread(target=web.serve_forever, daemon=True).start()
    url = f"https://localhost:{web.server_port}/"
    with urllib.request.urlopen(url, context=trusting, timeout=30) as answer:
        print(answer.status, len(answer.read()))
    with urllib.request.urlopen(url, data=b"abc" * 50000, context=trusting, timeout=30) as answer:
        print(answer.status, answer.read()[:6])
    for wrong in (url, url.replace("localhost", "127.0.0.1")):
        try:
            urllib.request.urlopen(wrong, context=trusting if wrong != url else ssl.create_default_context(), timeout=30)
        except urllib.error.URLError as e:
            print(type(e.reason).__name__, e.reason.verify_code, e.reason.verify_message)
    web.shutdown()


def pair():
    a, b = socket.socketpair()
    result = []
    t = threading.Thread(target=lambda: result.append(server_side.wrap_socket(b, server_side=True)))
    t.start()
    client = trusting.wrap_socket(a, server_hostname="localhost")
    t.join()
    return client, result[0]


client, server = pair()
client.settimeout(0.05)
try:
    while True:
        client.recv(100)
except TimeoutError as e:
    print("timed out" in str(e))
client.settimeout(0)
try:
    client.recv(100)
except ssl.SSLWantReadError as e:
    print(type(e).__name__, e.errno)
client.settimeout(None)
server.close()
try:
    client.recv(10)
    client.sendall(b"x" * 1000000)
    client.sendall(b"x" * 1000000)
except OSError as e:
    print(isinstance(e, (ssl.SSLError, ConnectionError)))
client.close()
for f in (lambda: client.recv(1), lambda: client.send(b"a"), client.do_handshake, client.version, client.cipher):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__)
raw, other = socket.socketpair()
other.close()
try:
    trusting.wrap_socket(raw, server_hostname="localhost")
except OSError as e:
    print(isinstance(e, (ssl.SSLError, ConnectionError)))
