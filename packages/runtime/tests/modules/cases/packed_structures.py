"""struct: objects that were never initialized, formats that are none, buffers that do not fit."""

import struct
S=struct.Struct.__new__(struct.Struct)
def t(f,*a):
    try: print(f(*a))
    except BaseException as e: print(type(e).__name__, e)
t(S.iter_unpack,b' '); t(S.pack,1);t(S.pack_into,bytearray(1),1);t(S.unpack,b'');t(S.unpack_from,b'');t(getattr,S,'format');t(S.__sizeof__);t(repr,S);print(S.size)
for s in '\0','2\0i',b'\0','i\0','2\0','','é': t(struct.calcsize,s)
m=2**63-1
t(struct.pack_into,'<I',bytearray(10),m,1); t(struct.unpack_from,'<I',bytearray(10),m); t(struct.unpack_from,'<I',bytearray(10),-m-1);t(struct.pack_into,'<I',bytearray(10),-m-1,1)
s=struct.Struct('>h')
for f in '\udc00','$','>hh':
    t(s.__init__,f); print(s.format, s.size)
    t(s.pack,1); t(s.pack,1,2)
a=memoryview(bytearray(20))[::2]
t(struct.pack_into,'2s',a,0,b'xx'); t(struct.unpack_from,'2s',a,0); t(struct.unpack,'10s',a)
t(struct.pack,'10s',a)
import array
t(struct.pack_into, '21s', array.array('b',b' '*40), 2, memoryview(b'abcdefghijklmnopqrstuvwx')[::2])
t(struct.pack_into, '21s', array.array('h',b' '*40), 2, b'x')
t(struct.pack_into, '21s', b' ', 2, b'x')
t(struct.pack_into, '21s', memoryview(b' '), 2, b'x')
t(struct.pack_into, '21s', 2, 2, b'x')
