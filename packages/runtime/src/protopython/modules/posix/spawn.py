"""posix: posix_spawn and posix_spawnp, which start a program without a copy of this process."""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, try_as, u32, unwrap
from protodialect.unsafe import Addr, c_function, load32, memset
from protopython.modules._signal import new_signal_set
from protopython.modules.posix.module import StringArray, argument_list, environment_list, is_mapping, name_bytes
from protopython.modules.posix.paths import Path, path_of
from protopython.modules.posix.scheduling import new_parameters
from protopython.modules.support.keyword_arguments import bind_tuple
from protopython.modules.support.system_calls import c_copy, c_int, os_failure, os_failure_at
from protopython.objects.dict.dict import W_Dict
from protopython.objects.list.list import list_get, list_length
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit3
from protopython.objects.model.define import function
from protopython.objects.model.operations import index_of, is_true, unpack_to_list
from protopython.objects.model.special import Special
from protopython.objects.model.types import special
from protopython.objects.singletons import w_None
from protopython.objects.tuple import W_Tuple, new_tuple_n
from protopython.protocore.os import c_free, c_malloc, environment
from protopython.protocore.value import from_int, is_empty, same

ACTIONS_SIZE: Final[int] = 128
"""At least sizeof(posix_spawn_file_actions_t), which is 80."""
ATTRIBUTES_SIZE: Final[int] = 512
"""At least sizeof(posix_spawnattr_t), which is 336."""

OPEN: Final[int] = 0
CLOSE: Final[int] = 1
DUP2: Final[int] = 2
CLOSE_FROM: Final[int] = 3

RESET_IDS: Final[int] = 0x01
SET_GROUP: Final[int] = 0x02
SET_SIGNAL_DEFAULTS: Final[int] = 0x04
SET_SIGNAL_MASK: Final[int] = 0x08
SET_PARAMETERS: Final[int] = 0x10
SET_SCHEDULER: Final[int] = 0x20
SET_SESSION: Final[int] = 0x80


@c_function("posix_spawn", blocking=True)
def c_posix_spawn(pid: Addr, path: Addr, actions: Addr, attributes: Addr, arguments: Addr, environment: Addr) -> i32: ...


@c_function("posix_spawnp", blocking=True)
def c_posix_spawnp(pid: Addr, path: Addr, actions: Addr, attributes: Addr, arguments: Addr, environment: Addr) -> i32: ...


@c_function("posix_spawn_file_actions_init")
def c_actions_init(actions: Addr) -> i32: ...


@c_function("posix_spawn_file_actions_destroy")
def c_actions_destroy(actions: Addr) -> i32: ...


@c_function("posix_spawn_file_actions_addopen")
def c_actions_open(actions: Addr, fd: i32, path: Addr, flags: i32, mode: u32) -> i32: ...


@c_function("posix_spawn_file_actions_addclose")
def c_actions_close(actions: Addr, fd: i32) -> i32: ...


@c_function("posix_spawn_file_actions_adddup2")
def c_actions_dup2(actions: Addr, fd: i32, fd2: i32) -> i32: ...


@c_function("posix_spawn_file_actions_addclosefrom_np")
def c_actions_close_from(actions: Addr, fd: i32) -> i32: ...


@c_function("posix_spawnattr_init")
def c_attributes_init(attributes: Addr) -> i32: ...


@c_function("posix_spawnattr_destroy")
def c_attributes_destroy(attributes: Addr) -> i32: ...


@c_function("posix_spawnattr_setflags")
def c_set_flags(attributes: Addr, flags: i32) -> i32: ...


@c_function("posix_spawnattr_setpgroup")
def c_set_group(attributes: Addr, group: i32) -> i32: ...


@c_function("posix_spawnattr_setsigmask")
def c_set_mask(attributes: Addr, signals: Addr) -> i32: ...


@c_function("posix_spawnattr_setsigdefault")
def c_set_defaults(attributes: Addr, signals: Addr) -> i32: ...


@c_function("posix_spawnattr_setschedpolicy")
def c_set_policy(attributes: Addr, policy: i32) -> i32: ...


@c_function("posix_spawnattr_setschedparam")
def c_set_parameters(attributes: Addr, parameters: Addr) -> i32: ...


def done(number: i32) -> None:
    if number != 0:
        raise os_failure(int(number))


class SpawnRequest:
    """What posix_spawn gets, in C memory."""

    actions: Addr
    attributes: Addr
    flags: int

    def __init__(self) -> None:
        self.actions = c_malloc(ACTIONS_SIZE)
        self.attributes = c_malloc(ATTRIBUTES_SIZE)
        self.flags = 0
        memset(self.actions, 0, ACTIONS_SIZE)
        memset(self.attributes, 0, ATTRIBUTES_SIZE)
        c_actions_init(self.actions)
        c_attributes_init(self.attributes)

    def free(self) -> None:
        c_actions_destroy(self.actions)
        c_attributes_destroy(self.attributes)
        c_free(self.actions)
        c_free(self.attributes)

    def add_actions(self, w_actions: Value) -> None:
        if is_empty(special(w_actions, Special.GETITEM)):
            raise errors.type_error("file_actions must be a sequence or None")
        given = unpack_to_list(w_actions)
        for i in range(list_length(given)):
            t = try_as(W_Tuple, list_get(given, i))
            if t is None or t.length == 0:
                raise errors.type_error("Each file_actions element must be a non-empty tuple")
            self.add_action(t)

    def add_action(self, t: W_Tuple) -> None:
        kind = c_int(t.items[0])
        if kind == OPEN:
            check_length(t, 5, "open")
            fd = i32(c_int(t.items[1]))
            name = name_bytes(t.items[2])
            flags = i32(c_int(t.items[3]))
            mode = u32(index_of(t.items[4]))
            path = c_copy(name)
            number = c_actions_open(self.actions, fd, path, flags, mode)
            c_free(path)
        elif kind == CLOSE:
            check_length(t, 2, "close")
            number = c_actions_close(self.actions, i32(c_int(t.items[1])))
        elif kind == DUP2:
            check_length(t, 3, "dup2")
            number = c_actions_dup2(self.actions, i32(c_int(t.items[1])), i32(c_int(t.items[2])))
        elif kind == CLOSE_FROM:
            check_length(t, 2, "closefrom")
            number = c_actions_close_from(self.actions, i32(c_int(t.items[1])))
        else:
            raise errors.type_error("Unknown file_actions identifier")
        done(number)

    def set_signals(self, w_mask: Value, w_defaults: Value) -> None:
        if not is_empty(w_mask):
            signals = new_signal_set(w_mask)
            c_set_mask(self.attributes, signals)
            c_free(signals)
            self.flags |= SET_SIGNAL_MASK
        if not is_empty(w_defaults):
            signals = new_signal_set(w_defaults)
            c_set_defaults(self.attributes, signals)
            c_free(signals)
            self.flags |= SET_SIGNAL_DEFAULTS

    def set_scheduler(self, w_scheduler: Value, function: str) -> None:
        t = try_as(W_Tuple, w_scheduler)
        if t is None:
            raise errors.type_error(f"{function}: scheduler must be a tuple or None")
        if t.length != 2:
            raise errors.type_error("A scheduler tuple must have two elements")
        if not same(t.items[0], w_None):
            done(c_set_policy(self.attributes, i32(c_int(t.items[0]))))
            self.flags |= SET_SCHEDULER
        parameters = new_parameters(t.items[1])
        c_set_parameters(self.attributes, parameters)
        c_free(parameters)
        self.flags |= SET_PARAMETERS


def check_length(t: W_Tuple, n: int, action: str) -> None:
    if t.length != n:
        raise errors.type_error(f"A {action} file_action tuple must have {n} elements")


OPTIONS: Final[Array[str]] = Array.of("file_actions setpgroup resetids setsid setsigmask setsigdef scheduler".split())


def read_options(request: SpawnRequest, options: Array[Value], function: str) -> None:
    if not is_empty(options[0]) and not same(options[0], w_None):
        request.add_actions(options[0])
    if not is_empty(options[1]) and not same(options[1], w_None):
        c_set_group(request.attributes, i32(c_int(options[1])))
        request.flags |= SET_GROUP
    if not is_empty(options[2]) and is_true(options[2]):
        request.flags |= RESET_IDS
    if not is_empty(options[3]) and is_true(options[3]):
        request.flags |= SET_SESSION
    request.set_signals(options[4], options[5])
    if not is_empty(options[6]) and not same(options[6], w_None):
        request.set_scheduler(options[6], function)
    c_set_flags(request.attributes, i32(request.flags))


def spawn(function: str, w_path: Value, w_arguments: Value, w_environment: Value, w_options: Value) -> Value:
    options = bind_tuple(function, OPTIONS, 0, new_tuple_n(0), unwrap(W_Dict, w_options))
    p = path_of(w_path, function)
    given = argument_list(w_arguments, f"{function}: argv")
    if same(w_environment, w_None):
        variables = environment()
    elif not is_mapping(w_environment):
        raise errors.type_error(f"{function}: environment must be a mapping object or None")
    else:
        variables = environment_list(w_environment)
    request = SpawnRequest()
    try:
        read_options(request, options, function)
        audit3("os.posix_spawn", p.w_path, w_arguments, w_environment)
        return started(function, p, request, given, variables)
    finally:
        request.free()
        p.free()


def started(function: str, p: Path, request: SpawnRequest, given: list[bytes], variables: list[bytes]) -> Value:
    c_arguments = StringArray(given)
    c_variables = StringArray(variables)
    out = c_malloc(8)
    if function == "posix_spawn":
        number = int(c_posix_spawn(out, p.at, request.actions, request.attributes, c_arguments.at, c_variables.at))
    else:
        number = int(c_posix_spawnp(out, p.at, request.actions, request.attributes, c_arguments.at, c_variables.at))
    pid = load32(out)
    c_free(out)
    c_arguments.free()
    c_variables.free()
    if number != 0:
        raise os_failure_at(number, p.w_path)
    return from_int(pid)


SHOWN: Final[str] = (
    "($module, path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=None)"
)


@function("posix", "posix_spawn(path, argv, env, /, **options)", doc="Starts a program in a new process; the process's number.", shown=SHOWN)
def p_posix_spawn(w_path: Value, w_arguments: Value, w_environment: Value, w_options: Value) -> Value:
    return spawn("posix_spawn", w_path, w_arguments, w_environment, w_options)


@function(
    "posix",
    "posix_spawnp(path, argv, env, /, **options)",
    doc="As posix_spawn(), for a program that is looked for in the folders of PATH.",
    shown=SHOWN,
)
def p_posix_spawnp(w_path: Value, w_arguments: Value, w_environment: Value, w_options: Value) -> Value:
    return spawn("posix_spawnp", w_path, w_arguments, w_environment, w_options)
