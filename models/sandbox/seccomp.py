"""A seccomp filter for a process that only computes: no file, no socket, no other process.

An allow-list: what is not named below fails with EPERM, as if the system forbade it. Linux on
x86-64 and AArch64; elsewhere nothing is sealed, and `seal` says so.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

# By name: (x86-64, AArch64), from the kernel's asm/unistd_64.h and asm-generic/unistd.h.
_ALLOWED = {
    **{"read": (0, 63), "write": (1, 64), "close": (3, 57), "lseek": (8, 62)},
    **{"readv": (19, 65), "writev": (20, 66), "fcntl": (72, 25), "ppoll": (271, 73)},
    **{"sendto": (44, 206), "recvfrom": (45, 207), "sendmsg": (46, 211), "recvmsg": (47, 212)},
    **{"mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214)},
    **{"mremap": (25, 216), "madvise": (28, 233), "membarrier": (324, 283)},
    **{"rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139)},
    **{"sigaltstack": (131, 132), "futex": (202, 98), "set_robust_list": (273, 99)},
    **{"rseq": (334, 293), "set_tid_address": (218, 96), "gettid": (186, 178)},
    **{"getpid": (39, 172), "sched_yield": (24, 124), "sched_getaffinity": (204, 123)},
    **{"nanosleep": (35, 101), "clock_nanosleep": (230, 115), "clock_gettime": (228, 113)},
    **{"clock_getres": (229, 114), "gettimeofday": (96, 169), "getrusage": (98, 165)},
    **{"uname": (63, 160), "sysinfo": (99, 179), "getrandom": (318, 278)},
    **{"exit": (60, 93), "exit_group": (231, 94)},
}
_ONLY_X86 = (7, 23)  # poll, select
_CLONE = (56, 220)
_CLONE3 = 435
_CLONE_THREAD = 0x0001_0000
_ARCHITECTURES = {"x86_64": (0, 0xC000_003E), "aarch64": (1, 0xC000_00B7)}

# linux/filter.h, linux/seccomp.h, linux/prctl.h
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_ALLOW, _FAIL, _KILL = 0x7FFF_0000, 0x0005_0000, 0x8000_0000
_SET_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 22, 2, 38


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def seal() -> bool:
    """Close everything to this process for good. Returns whether the system did."""
    if sys.platform != "linux" or platform.machine() not in _ARCHITECTURES:
        return False
    instructions = program(platform.machine())
    held = ctypes.create_string_buffer(instructions, len(instructions))
    told = _Program(len(instructions) // 8, ctypes.cast(held, ctypes.c_char_p))
    prctl = ctypes.CDLL(None).prctl
    if prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return not prctl(_SET_SECCOMP, _FILTER, ctypes.byref(told), 0, 0)


def program(machine: str) -> bytes:
    """The filter as instructions of classic BPF. Pure."""
    column, architecture = _ARCHITECTURES[machine]
    allowed = [numbers[column] for numbers in _ALLOWED.values()]
    if machine == "x86_64":
        allowed += _ONLY_X86
    forbidden = _FAIL | errno.EPERM
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for number in sorted(allowed):
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    lines += [
        # Its flags lie in memory, where no filter looks: the C library falls back to clone.
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _FAIL | errno.ENOSYS),
        (_EQUAL, 1, 0, _CLONE[column]),
        (_RETURN, 0, 0, forbidden),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 0, 1, _CLONE_THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, forbidden),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
