"""Errors on the command line: one sentence, exit code 1."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import Complaint
from bot.terminal import say

if TYPE_CHECKING:
    from models.values import Language


def complain(sentence: str) -> None:
    """Print a sentence where errors go."""
    say(sentence, file=sys.stderr)


@contextmanager
def explained(language: Language) -> Iterator[None]:
    """Turn what we foresee into a `Complaint` in the person's language."""
    from handlers.i18n.messages import Words  # after --help
    from memory.errors import MemoryFault
    from models.errors import ChokhError

    try:
        yield
    except ChokhError as error:
        raise Complaint(Words().say(language, error.key, **error.arguments)) from error
    except MemoryFault as error:
        said = Words().say(language, f"{error.key}-terminal", why=str(error).splitlines()[0])
        raise Complaint(said) from error


def guarded(program: Callable[[], object]) -> int:
    """Run the program; whatever rises becomes a sentence. Returns the exit code."""
    try:
        program()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0 if done.code is None else 1
    except Complaint as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone; that is no fault.
        sys.stderr.close()
        return 0
    except OSError as error:
        complain(f"{error.filename or 'A file'}: {error.strerror or error}.")
        return 1
    except Exception:  # the last net: no traceback without a sentence
        logging.getLogger(__name__).exception("unexpected")
        complain("Something unexpected failed; the lines above tell whoever mends it what.")
        return 1
    return 0
