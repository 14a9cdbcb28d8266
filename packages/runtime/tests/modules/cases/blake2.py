"""BLAKE2 with all its parameters."""

import _blake2
for f in (_blake2.blake2b,_blake2.blake2s):
    for s in (b"", b"abc", b"x"*64, b"y"*128, b"z"*129, b"w"*300, b"q"*256):
        h=f(s); g=h.copy(); g.update(b"yy"*77); print(h.hexdigest(), g.hexdigest(), h.name, h.block_size)
    print(f(b"d", key=b"secret", salt=b"s", person=b"p", digest_size=20, fanout=2, depth=3, leaf_size=5, node_offset=9, node_depth=1, inner_size=8, last_node=True).hexdigest(), f(b"", key=b"k").hexdigest(), f.SALT_SIZE)
def tr(s):
    try: print(s,'->',eval(s))
    except BaseException as e: print(s,'!!',type(e).__name__,e)
LINES = ['_blake2.blake2b(digest_size=65)', "_blake2.blake2b(key=b'x'*65)", "_blake2.blake2b(salt=b'x'*65)", "_blake2.blake2s(person=b'x'*65)", '_blake2.blake2b(fanout=256)', '_blake2.blake2b(depth=256)', '_blake2.blake2b(leaf_size=-1)', '_blake2.blake2b(leaf_size=1<<32)', '_blake2.blake2b(node_offset=1<<64)', '_blake2.blake2s(node_offset=1<<48)', '_blake2.blake2b(node_depth=256)', '_blake2.blake2b(inner_size=65)', '_blake2.blake2b(digest_size=0)', '_blake2.blake2b().name,_blake2.blake2s().digest_size']
for l in LINES:
    tr(l)
