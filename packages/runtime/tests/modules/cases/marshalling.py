"""Values there and back, and bytes that CPython wrote."""

import marshal
v=[1,'a','äö€😀',b'b',2.5,-0.0,None,True,False,...,{1:2,'x':[]},(1,),(),{3},frozenset([4]),1<<70,-(1<<70),-5,1<<31,-(1<<31),(1<<31)-1, 1j,StopIteration,slice(1,2,3),tuple(range(300)),12345678901234567890]
d=marshal.dumps(v)
print(marshal.loads(d)==v, repr(marshal.loads(d))==repr(v))
c=b'[\x0f\x00\x00\x00\xe9\x01\x00\x00\x00\xda\x01a\xf3\x01\x00\x00\x00b\xe7\x00\x00\x00\x00\x00\x00\x04@NT.{r\x00\x00\x00\x00\xe9\x02\x00\x00\x000\xa9\x01r\x00\x00\x00\x00<\x01\x00\x00\x00\xe9\x03\x00\x00\x00>\x01\x00\x00\x00\xe9\x04\x00\x00\x00\xec\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\xe9\xfb\xff\xff\xff\xf9\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xf0?S'
print(marshal.loads(c))
def tr(s):
    try: print(s,'->',eval(s))
    except BaseException as e: print(s,'!!',type(e).__name__,e)
for s in '''marshal.loads(b'')
marshal.loads(b'i')
marshal.loads(b'0')
marshal.loads(b'?')
marshal.loads(b'(\\x01\\0\\0\\0000')
marshal.loads(b'r\\x01\\0\\0\\0')
marshal.loads(3)
marshal.dumps(object())
marshal.dumps(bytearray(b'x'))
marshal.loads(b'f\\x033.5')
marshal.version'''.splitlines(): tr(s)
