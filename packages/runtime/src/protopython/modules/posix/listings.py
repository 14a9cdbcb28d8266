"""posix: the content of folders: listdir and scandir."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from protodialect.types import EMPTY, Value, i32, locked, wrap
from protodialect.unsafe import Addr, c_function, errno, load8, load64
from protopython.modules.posix.files import F_DUPFD_CLOEXEC, S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, c_fcntl, status_of
from protopython.modules.posix.paths import Path, name_value, path_of, stat_value
from protopython.modules.support.system_calls import FileStatus, c_bytes, c_close, clear_errno, fs_decode, os_failure, os_failure_at
from protopython.modules.support.unclosed import warn_unclosed
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.int.int import new_int
from protopython.objects.list.list import W_List, list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.define import OBJECT, class_method, constant, define_type, function, getter, iternext, method
from protopython.objects.model.operations import is_true, repr_of
from protopython.objects.singletons import new_bool, w_False, w_None
from protopython.objects.str.str import as_str
from protopython.protocore.collector import forget_finalizer, register_finalizer
from protopython.protocore.error import PyError
from protopython.protocore.object import TypeFlags, W_Object


@c_function("opendir", blocking=True)
def c_opendir(path: Addr) -> Addr: ...


@c_function("fdopendir", blocking=True)
def c_fdopendir(fd: i32) -> Addr: ...


@c_function("readdir", blocking=True)
def c_readdir(folder: Addr) -> Addr: ...


@c_function("closedir", blocking=True)
def c_closedir(folder: Addr) -> i32: ...


@c_function("rewinddir")
def c_rewinddir(folder: Addr) -> None: ...


def open_folder(p: Path) -> Addr:
    if p.at != 0:
        folder = c_opendir(p.at)
        if folder == 0:
            raise p.fail()
        return folder
    fd = int(c_fcntl(i32(p.fd), i32(F_DUPFD_CLOEXEC), 0))
    if fd < 0:
        raise os_failure(errno())
    folder = c_fdopendir(i32(fd))
    if folder == 0:
        number = errno()
        c_close(i32(fd))
        raise os_failure_at(number, p.w_path)
    c_rewinddir(folder)
    return folder


def is_dot(at: Addr) -> bool:
    """. or .."""
    return load8(at) == 46 and (load8(at + 1) == 0 or (load8(at + 1) == 46 and load8(at + 2) == 0))


@function("posix", "listdir(path=None)", doc="The names in a folder, without . and ..")
def p_listdir(w_path: Value) -> Value:
    p = path_of(w_path, "listdir", "path", 2)
    p.audit("os.listdir")
    return wrap(names_in(p))


def names_in(p: Path) -> W_List:
    """What a folder holds, without . and ..; p is freed. Nobody is told: it is asked before there are hooks, too."""
    folder = open_folder(p)
    names = new_list()
    while True:
        clear_errno()
        entry = c_readdir(folder)
        if entry == 0:
            break
        if not is_dot(entry + 19):
            list_append(names, name_value(c_bytes(entry + 19), p.wide))
    number = errno()
    c_closedir(folder)
    p.free()
    if number != 0:
        raise os_failure_at(number, p.w_path)
    return names


class W_DirEntry(W_Object):
    w_name: Value
    w_path: Value
    kind: int
    """d_type: 4 folder, 8 file, 10 link, 0 not known."""
    inode: int
    folder_fd: int
    """Names are relative to it; -1: none."""
    status: FileStatus | None
    own_status: FileStatus | None
    """Of the link itself."""


class W_ScandirIterator(W_Object):
    folder: Addr
    """C's; 0: closed."""
    w_path: Value
    """What the entries' paths begin with."""
    wide: bool
    """Names are given as str."""
    folder_fd: int
    """Names are relative to it; -1: none."""


DIR_ENTRY = define_type("DirEntry", W_DirEntry, OBJECT, module="posix", flags=TypeFlags.MUTABLE, doc="A name in a folder, and what is known of it.")
SCANDIR_ITERATOR = define_type("ScandirIterator", W_ScandirIterator, OBJECT, module="posix", flags=TypeFlags.MUTABLE)
constant("posix", "DirEntry", DIR_ENTRY)


@function("posix", "scandir(path=None)", doc="An iterator of the entries of a folder.")
def p_scandir(w_path: Value) -> Value:
    p = path_of(w_path, "scandir", "path", 2)
    p.audit("os.scandir")
    it = W_ScandirIterator()
    it.folder = open_folder(p)
    it.w_path = p.w_path
    it.wide = p.wide
    it.folder_fd = p.fd if p.at == 0 else -1
    p.free()
    register_finalizer(it)
    return wrap(it)


def new_entry(it: W_ScandirIterator, at: Addr) -> Value:
    """The entry of a struct dirent."""
    e = W_DirEntry()
    name = c_bytes(at + 19)
    e.w_name = name_value(name, it.wide)
    e.kind = load8(at + 18)
    e.inode = load64(at)
    e.folder_fd = it.folder_fd
    text = as_str(it.w_path)
    base = as_bytes(it.w_path)
    if it.folder_fd >= 0:
        e.w_path = e.w_name
    elif text is not None:
        e.w_path = wrap(joined(text, fs_decode(name)))
    elif base is not None:
        e.w_path = wrap(base + name if base.endswith(b"/") or len(base) == 0 else base + b"/" + name)
    return wrap(e)


def joined(folder: str, name: str) -> str:
    return folder + name if folder.endswith("/") or folder == "" else folder + "/" + name


@iternext(SCANDIR_ITERATOR)
def scandir_next(self: W_ScandirIterator) -> Value:
    """What C gives lies in memory of the folder's own until the next one is asked for, so one thread at a time."""
    with locked(self):
        while self.folder != 0:
            clear_errno()
            at = c_readdir(self.folder)
            number = errno()
            if at == 0:
                close_folder(self)
                if number != 0:
                    raise os_failure_at(number, self.w_path)
            elif not is_dot(at + 19):
                return new_entry(self, at)
    return EMPTY


def close_folder(it: W_ScandirIterator) -> None:
    """Its lock is held."""
    folder = it.folder
    it.folder = 0
    forget_finalizer(it)
    c_closedir(folder)


@method(SCANDIR_ITERATOR, "close(self, /)", doc="Ends the iteration and closes the folder.")
def scandir_close(self: W_ScandirIterator) -> Value:
    with locked(self):
        if self.folder != 0:
            close_folder(self)
    return w_None


@method(SCANDIR_ITERATOR, "__enter__(self, /)", doc="The iterator itself.")
def scandir_enter(self: W_ScandirIterator) -> Value:
    return wrap(self)


@method(SCANDIR_ITERATOR, "__exit__(self, /, *args)", doc="Closes the folder.", shown="")
def scandir_exit(self: W_ScandirIterator, w_args: Value) -> Value:
    return scandir_close(self)


@method(SCANDIR_ITERATOR, "__del__(self, /)", doc="Closes the folder, with a warning if the iteration had not come to its end.")
def scandir_del(self: W_ScandirIterator) -> Value:
    with locked(self):
        unfinished = self.folder != 0
    if unfinished:
        try:
            warn_unclosed(f"unclosed scandir iterator {repr_of(wrap(self))}", wrap(self))
        finally:
            scandir_close(self)
    return w_None


@getter(DIR_ENTRY, "name", member=True, doc="The name of the entry in its directory.")
def entry_name(self: W_DirEntry) -> Value:
    return self.w_name


@getter(DIR_ENTRY, "path", member=True, doc="The path of the entry: that which scandir() was given, and the name.")
def entry_path(self: W_DirEntry) -> Value:
    return self.w_path


@method(DIR_ENTRY, "__fspath__(self, /)", doc="The path of the entry.")
def entry_fspath(self: W_DirEntry) -> Value:
    return self.w_path


@method(DIR_ENTRY, "__repr__(self, /)")
def entry_repr(self: W_DirEntry) -> Value:
    return wrap(f"<DirEntry {repr_of(self.w_name)}>")


@class_method(DIR_ENTRY, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def entry_class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)


@method(DIR_ENTRY, "inode(self, /)", doc="The inode number.")
def entry_inode(self: W_DirEntry) -> Value:
    return new_int(self.inode)


def entry_status(e: W_DirEntry, follow: bool) -> FileStatus:
    """The status, asked once."""
    known = e.status if follow else e.own_status
    if known is not None:
        return known
    p = path_of(e.w_path, "stat")
    found = status_of(p, i32(e.folder_fd if e.folder_fd >= 0 else -100), follow)
    if found is None:
        raise p.fail()
    p.free()
    if follow:
        e.status = found
    else:
        e.own_status = found
    return found


def entry_is(e: W_DirEntry, kind: int, mode: int, follow: bool) -> bool:
    if e.kind != 0 and not (follow and e.kind == 10):
        return e.kind == kind
    try:
        return entry_status(e, follow).mode & S_IFMT == mode
    except PyError as error:
        if errors.error_matches(error, errors.x.FILE_NOT_FOUND_ERROR):
            return False
        raise


@method(DIR_ENTRY, "stat(self, /, *, follow_symlinks=True)", doc="The status of the entry.")
def entry_stat(self: W_DirEntry, w_follow: Value) -> Value:
    follow = is_true(w_follow)
    return stat_value(entry_status(self, follow))


@method(DIR_ENTRY, "is_dir(self, /, *, follow_symlinks=True)", doc="Whether it is a folder.")
def entry_is_dir(self: W_DirEntry, w_follow: Value) -> Value:
    return new_bool(entry_is(self, 4, S_IFDIR, is_true(w_follow)))


@method(DIR_ENTRY, "is_file(self, /, *, follow_symlinks=True)", doc="Whether it is a regular file.")
def entry_is_file(self: W_DirEntry, w_follow: Value) -> Value:
    return new_bool(entry_is(self, 8, S_IFREG, is_true(w_follow)))


@method(DIR_ENTRY, "is_symlink(self, /)", doc="Whether it is a symbolic link.")
def entry_is_symlink(self: W_DirEntry) -> Value:
    return new_bool(entry_is(self, 10, S_IFLNK, False))


@method(DIR_ENTRY, "is_junction(self, /)", doc="False: there are none here.")
def entry_is_junction(self: W_DirEntry) -> Value:
    return w_False
