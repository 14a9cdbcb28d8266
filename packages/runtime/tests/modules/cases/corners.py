"""Corners of numbers, regular expressions and names of codecs."""

import warnings, math, random, re, codecs
warnings.simplefilter('always')
def t(f,*a,**k):
    try:
        with warnings.catch_warnings(record=True) as w:
            warnings.simplefilter('always')
            print(f(*a,**k), [(x.category.__name__, str(x.message)) for x in w])
    except BaseException as e: print(type(e).__name__, e)
t(math.sumprod,(-5,-5,10),(1.5,4611686018427387904,2305843009213693952))
t(math.sumprod,[1.5,2,3],[2,2.5,4]); t(math.sumprod,[0.1]*10,[1]*10); t(math.sumprod,[2**70,0.1,1e100,0.1],[1,1.0,1,1]); t(math.sumprod,[2**1024],[1.0])
t(math.sumprod,[1e308,1e308,-1e308],[10,1,10]); t(math.sumprod,[True,2],[0.1,3]); t(math.sumprod,[2**62,2**62,1],[1,1,1])
for n in (-308,-309,2**100,-2**100,-2**63,2**63,-2**64): t(round,-123.456,n); t(round, math.inf, n)
t(complex,4.25j,0j); t(complex,0j,4.25+0j); t(complex,0j,4.25j); t(complex,1,2j); t(complex,imag=1.5j); t(complex,2j); t(complex,1j,2)
t(complex,'\u2003(\u20021+1j ) '); t(complex,'\u0661+2j'); t(complex,'1_0+2j'); t(complex,'\xa01j\u3000')
c=complex(math.nan,math.nan); print(complex.from_number(c) is c, complex(c) is c)
t(random.Random(1).getrandbits,-1<<1000); t(random.Random(1).getrandbits,1<<1000);t(random.Random(1).getrandbits,-1)
m=re.match('(a)','a')
for g in (1<<1000,-1<<1000,2,-1): t(m.group,g); t(m.start,g); t(m.__getitem__,g)
IL=re.L|re.I
for p,s in ((rb'[^bc]',b'B'),(rb'[^b-c]',b'C'),(rb'[^bc]',b'c'),(rb'[^bc]',b'a'),(rb'[^b]',b'B'),(rb'[^\wq]',b'Q'),(rb'[^acegik]',b'K'),(rb'[^acegik]',b'b'),(rb'[bc]',b'B')): print(p,s,re.fullmatch(p,s,IL))
for p,s in (('\ufb05','\ufb06'),('[\ufb05]','\ufb06'),('[\ufb04-\ufb05]','\ufb06'),('\u1e9e','\xdf'),('[^\ufb05]','\ufb06'),('\u0390','\u1fd3'),('\u03b0','\u1fe3'),('\u212a','k'),('\u0130','i'),('\u0131','I')): print(ascii(p),ascii(s),re.fullmatch(p,s,re.I))
for d in b'\xed\xa0\x80', b'\xed\xb0\x80',b'\xed\x9f\xbf':
    for i in range(1,4): t(codecs.utf_8_decode,d[:i],'surrogatepass',False); t(codecs.utf_8_decode,d[:i],'strict',False);t(codecs.utf_8_decode,d[:i],'surrogatepass',True)
seen=[]
def sf(n): seen.append(n)
codecs.register(sf)
for n in ('aaa_8','AAA-8','AAA---8','AAA   8','aaa\xe9\u20ac-8','AAA.8','AAA...8',' x','x-','\xe4b'):
    t(codecs.lookup,n)
print(seen)
