"""termios: settings of terminals.

    struct termios   input, output, control, local flags 4 each | line 1 | control characters 32 | pad 3 | speeds 4 each
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, try_as, wrap
from protodialect.unsafe import Addr, c_function, errno, load8, load16, load32, memset, store8, store16, store32
from protopython.modules.support.system_calls import c_int, copy_bytes, error_text, fd_of
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import NO_ITEMS, W_List, list_append, list_set, list_snapshot, new_list
from protopython.objects.model import errors
from protopython.objects.model.attributes import find_attr
from protopython.objects.model.define import constant, define_module, define_type, function
from protopython.objects.model.operations import getitem, has_index, index_of, length_of
from protopython.objects.singletons import w_None
from protopython.objects.tuple import new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int, is_empty

MODULE: Final[str] = "termios"
define_module(MODULE, "Settings of terminals, as POSIX has them.")
NUMBERS: Final[str] = (
    "B0=0 B1000000=4104 B110=3 B115200=4098 B1152000=4105 B1200=9 B134=4 B150=5 B1500000=4106 B1800=10 B19200=14 B200=6 "
    "B2000000=4107 B230400=4099 B2400=11 B2500000=4108 B300=7 B3000000=4109 B3500000=4110 B38400=15 B4000000=4111 "
    "B460800=4100 B4800=12 B50=1 B500000=4101 B57600=4097 B576000=4102 B600=8 B75=2 B921600=4103 B9600=13 BRKINT=2 BS0=0 "
    "BS1=8192 BSDLY=8192 CBAUD=4111 CBAUDEX=4096 CDSUSP=25 CEOF=4 CEOL=0 CEOT=4 CERASE=127 CFLUSH=15 CIBAUD=269418496 "
    "CINTR=3 CKILL=21 CLNEXT=22 CLOCAL=2048 CQUIT=28 CR0=0 CR1=512 CR2=1024 CR3=1536 CRDLY=1536 CREAD=128 CRPRNT=18 "
    "CRTSCTS=2147483648 CS5=0 CS6=16 CS7=32 CS8=48 CSIZE=48 CSTART=17 CSTOP=19 CSTOPB=64 CSUSP=26 CWERASE=23 ECHO=8 "
    "ECHOCTL=512 ECHOE=16 ECHOK=32 ECHOKE=2048 ECHONL=64 ECHOPRT=1024 EXTA=14 EXTB=15 EXTPROC=65536 FF0=0 FF1=32768 "
    "FFDLY=32768 FIOASYNC=21586 FIOCLEX=21585 FIONBIO=21537 FIONCLEX=21584 FIONREAD=21531 FLUSHO=4096 HUPCL=1024 IBSHIFT=16 "
    "ICANON=2 ICRNL=256 IEXTEN=32768 IGNBRK=1 IGNCR=128 IGNPAR=4 IMAXBEL=8192 INLCR=64 INPCK=16 IOCSIZE_MASK=1073676288 "
    "IOCSIZE_SHIFT=16 ISIG=1 ISTRIP=32 IUCLC=512 IUTF8=16384 IXANY=2048 IXOFF=4096 IXON=1024 NCCS=32 NL0=0 NL1=256 "
    "NLDLY=256 NOFLSH=128 N_MOUSE=2 N_PPP=3 N_SLIP=1 N_STRIP=4 N_TTY=0 OCRNL=8 OFDEL=128 OFILL=64 OLCUC=2 ONLCR=4 ONLRET=32 "
    "ONOCR=16 OPOST=1 PARENB=256 PARMRK=8 PARODD=512 PENDIN=16384 TAB0=0 TAB1=2048 TAB2=4096 TAB3=6144 TABDLY=6144 "
    "TCFLSH=21515 TCGETS=21505 TCIFLUSH=0 TCIOFF=2 TCIOFLUSH=2 TCION=3 TCOFLUSH=1 TCOOFF=0 TCOON=1 TCSADRAIN=1 TCSAFLUSH=2 "
    "TCSANOW=0 TCSBRK=21513 TCSBRKP=21541 TCSETS=21506 TCSETSF=21508 TCSETSW=21507 TCXONC=21514 TIOCCONS=21533 "
    "TIOCEXCL=21516 TIOCGETD=21540 TIOCGICOUNT=21597 TIOCGLCKTRMIOS=21590 TIOCGPGRP=21519 TIOCGSERIAL=21534 "
    "TIOCGSOFTCAR=21529 TIOCGWINSZ=21523 TIOCINQ=21531 TIOCLINUX=21532 TIOCMBIC=21527 TIOCMBIS=21526 TIOCMGET=21525 "
    "TIOCMIWAIT=21596 TIOCMSET=21528 TIOCM_CAR=64 TIOCM_CD=64 TIOCM_CTS=32 TIOCM_DSR=256 TIOCM_DTR=2 TIOCM_LE=1 "
    "TIOCM_RI=128 TIOCM_RNG=128 TIOCM_RTS=4 TIOCM_SR=16 TIOCM_ST=8 TIOCNOTTY=21538 TIOCNXCL=21517 TIOCOUTQ=21521 "
    "TIOCPKT=21536 TIOCPKT_DATA=0 TIOCPKT_DOSTOP=32 TIOCPKT_FLUSHREAD=1 TIOCPKT_FLUSHWRITE=2 TIOCPKT_NOSTOP=16 "
    "TIOCPKT_START=8 TIOCPKT_STOP=4 TIOCSCTTY=21518 TIOCSERCONFIG=21587 TIOCSERGETLSR=21593 TIOCSERGETMULTI=21594 "
    "TIOCSERGSTRUCT=21592 TIOCSERGWILD=21588 TIOCSERSETMULTI=21595 TIOCSERSWILD=21589 TIOCSER_TEMT=1 TIOCSETD=21539 "
    "TIOCSLCKTRMIOS=21591 TIOCSPGRP=21520 TIOCSSERIAL=21535 TIOCSSOFTCAR=21530 TIOCSTI=21522 TIOCSWINSZ=21524 TOSTOP=256 "
    "VDISCARD=13 VEOF=4 VEOL=11 VEOL2=16 VERASE=2 VINTR=0 VKILL=3 VLNEXT=15 VMIN=6 VQUIT=1 VREPRINT=12 VSTART=8 VSTOP=9 "
    "VSUSP=10 VSWTC=7 VSWTCH=7 VT0=0 VT1=16384 VTDLY=16384 VTIME=5 VWERASE=14 XCASE=4 XTABS=6144 _POSIX_VDISABLE=0 "
)
"""Speeds are the kernel's numbers, whatever the C library calls them."""
for _item in NUMBERS.split():
    _name, _, _number = _item.partition("=")
    constant(MODULE, _name, int(_number))

ERROR = define_type("error", x.W_BaseException, x.EXCEPTION, module=MODULE, flags=x.EXCEPTION_FLAGS, attributes=True)
constant(MODULE, "error", ERROR)
N_CHARACTERS: Final[int] = 32
CHARACTERS: Final[int] = 17
SIZE: Final[int] = 64
CBAUD: Final[int] = 0o10017
EINVAL: Final[int] = 22
ICANON: Final[int] = 2
VTIME: Final[int] = 5
VMIN: Final[int] = 6
TIOCGWINSZ: Final[int] = 0x5413
TIOCSWINSZ: Final[int] = 0x5414


@c_function("tcgetattr")
def c_tcgetattr(fd: i32, out: Addr) -> i32: ...


@c_function("tcsetattr", blocking=True)
def c_tcsetattr(fd: i32, when: i32, settings: Addr) -> i32: ...


@c_function("tcsendbreak", blocking=True)
def c_tcsendbreak(fd: i32, duration: i32) -> i32: ...


@c_function("tcdrain", blocking=True)
def c_tcdrain(fd: i32) -> i32: ...


@c_function("tcflush", blocking=True)
def c_tcflush(fd: i32, queue: i32) -> i32: ...


@c_function("tcflow", blocking=True)
def c_tcflow(fd: i32, action: i32) -> i32: ...


@c_function("ioctl")
def c_ioctl(fd: i32, request: int, argument: Addr) -> i32: ...


def failure(number: int) -> PyError:
    return PyError(wrap(x.new_exception(ERROR, new_tuple2(from_int(number), wrap(error_text(number))))))


def done(result: i32) -> Value:
    if result < 0:
        raise failure(errno())
    return w_None


@function(MODULE, "tcgetattr(fd, /)", doc="A terminal's settings: [iflag, oflag, cflag, lflag, ispeed, ospeed, characters].")
def t_tcgetattr(w_fd: Value) -> Value:
    fd = fd_of(w_fd)
    at = c_malloc(SIZE)
    failed = c_tcgetattr(i32(fd), at) < 0
    number = errno()
    settings = new_list()
    if not failed:
        for i in range(4):
            list_append(settings, from_int(load32(at + 4 * i)))
        for _i in range(2):
            list_append(settings, from_int(load32(at + 8) & CBAUD))
        list_append(settings, character_values(at))
    c_free(at)
    if failed:
        raise failure(number)
    return wrap(settings)


def character_values(at: Addr) -> Value:
    """Bytes; but of a terminal that does not read lines, two are numbers."""
    characters = new_list()
    for i in range(N_CHARACTERS):
        list_append(characters, wrap(copy_bytes(at + CHARACTERS + i, 1)))
    if load32(at + 12) & ICANON == 0:
        list_set(characters, VMIN, from_int(load8(at + CHARACTERS + VMIN)))
        list_set(characters, VTIME, from_int(load8(at + CHARACTERS + VTIME)))
    return wrap(characters)


@function(MODULE, "tcsetattr(fd, when, attributes, /)", doc="Sets a terminal's settings.")
def t_tcsetattr(w_fd: Value, w_when: Value, w_attributes: Value) -> Value:
    fd = fd_of(w_fd)
    when = c_int(w_when)
    given = try_as(W_List, w_attributes)
    attributes = NO_ITEMS if given is None else list_snapshot(given)
    if len(attributes) != 7:
        raise errors.type_error("tcsetattr, arg 3: must be 7 element list")
    at = c_malloc(SIZE)
    memset(at, 0, SIZE)
    try:
        if c_tcgetattr(i32(fd), at) < 0:
            raise failure(errno())
        for i in range(4):
            store32(at + 4 * i, index_of(attributes[i]) & 0xFFFFFFFF)
        index_of(attributes[4])  # the kernel knows one speed for both directions
        speed = index_of(attributes[5])
        store_characters(at, attributes[6])
        if speed & ~CBAUD != 0:
            raise failure(EINVAL)
        store32(at + 8, load32(at + 8) & ~CBAUD | speed)
        return done(c_tcsetattr(i32(fd), i32(when), at))
    finally:
        c_free(at)


def store_characters(at: Addr, w_characters: Value) -> None:
    given = try_as(W_List, w_characters)
    characters = NO_ITEMS if given is None else list_snapshot(given)
    if len(characters) != N_CHARACTERS:
        raise errors.type_error(f"tcsetattr: attributes[6] must be {N_CHARACTERS} element list")
    for i in range(N_CHARACTERS):
        w = characters[i]
        data = as_bytes(w)
        if data is not None and len(data) == 1:
            store8(at + CHARACTERS + i, data[0])
        elif has_index(w):
            store8(at + CHARACTERS + i, index_of(w) & 0xFF)
        else:
            raise errors.type_error("tcsetattr: elements of attributes must be bytes objects of length 1 or integers")


@function(MODULE, "tcsendbreak(fd, duration, /)", doc="Sends a break.")
def t_tcsendbreak(w_fd: Value, w_duration: Value) -> Value:
    fd = fd_of(w_fd)
    return done(c_tcsendbreak(i32(fd), i32(c_int(w_duration))))


@function(MODULE, "tcdrain(fd, /)", doc="Waits until all output is sent.")
def t_tcdrain(w_fd: Value) -> Value:
    return done(c_tcdrain(i32(fd_of(w_fd))))


@function(MODULE, "tcflush(fd, queue, /)", doc="Throws away what is queued.")
def t_tcflush(w_fd: Value, w_queue: Value) -> Value:
    fd = fd_of(w_fd)
    return done(c_tcflush(i32(fd), i32(c_int(w_queue))))


@function(MODULE, "tcflow(fd, action, /)", doc="Suspends or resumes input or output.")
def t_tcflow(w_fd: Value, w_action: Value) -> Value:
    fd = fd_of(w_fd)
    return done(c_tcflow(i32(fd), i32(c_int(w_action))))


@function(MODULE, "tcgetwinsize(fd, /)", doc="A terminal's (rows, columns).")
def t_tcgetwinsize(w_fd: Value) -> Value:
    fd = fd_of(w_fd)
    at = c_malloc(8)
    failed = c_ioctl(i32(fd), TIOCGWINSZ, at) < 0
    number = errno()
    w = wrap(new_tuple2(from_int(load16(at)), from_int(load16(at + 2))))
    c_free(at)
    if failed:
        raise failure(number)
    return w


@function(MODULE, "tcsetwinsize(fd, winsize, /)", doc="Sets a terminal's (rows, columns).")
def t_tcsetwinsize(w_fd: Value, w_size: Value) -> Value:
    fd = fd_of(w_fd)
    if is_empty(find_attr(w_size, "__getitem__")) or length_of(w_size) != 2:
        raise errors.type_error("tcsetwinsize, arg 2: must be a two-item sequence")
    rows = index_of(getitem(w_size, from_int(0)))
    columns = index_of(getitem(w_size, from_int(1)))
    if rows < 0 or rows > 0xFFFF or columns < 0 or columns > 0xFFFF:
        raise errors.overflow_error("winsize value(s) out of range.")
    at = c_malloc(8)
    try:
        if c_ioctl(i32(fd), TIOCGWINSZ, at) < 0:
            raise failure(errno())
        store16(at, rows)
        store16(at + 2, columns)
        return done(c_ioctl(i32(fd), TIOCSWINSZ, at))
    finally:
        c_free(at)
