"""scripts/setup, with a Python, a pip and a graphics card that are stand-ins."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from time import monotonic

import pytest

ROOT = Path(__file__).parents[1]
# It notes what it is asked for, and lays down what pip would.
PYTHON = """#!/bin/bash
echo "$*" >> "$CALLS"
case "$*" in
  "-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "- http"*) exit "${UNREACHED:-0}" ;;
  "-m pip install"*)
    for word in "$@"; do [ "$before" = --log ] && log=$word; before=$word; done
    if [ -n "${FAILS:-}" ]; then echo "$FAILS" >> "$log"; exit 1; fi
    site=.venv/lib/python3.11/site-packages
    case "$*" in
      *+cpu*) rm -rf $site/torch-*; mkdir -p "$site/torch-2.13.0+cpu.dist-info" ;;
      *) ls -d $site/torch-* >/dev/null 2>&1 || mkdir -p $site/{torch-2.13.0.dist-info,nvidia-x} ;;
    esac ;;
  "-m pip freeze") ls .venv/lib/python3.11/site-packages | grep nvidia; true ;;
  "-m pip uninstall -q -y torch") rm -r .venv/lib/python3.11/site-packages/torch-* ;;
esac
"""

# Nothing else of this machine is seen by it.
TOOLS = (
    "awk basename bash cat cksum cp cut df dirname du env grep head ls mkdir rm sed sh tail touch"
    " tr uname xargs"
)


class Clone:
    """A bare clone, the stand-ins that its setup meets, and what they were asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a blank, অ"
        self._programs = folder / "programs"
        self._calls = folder / "calls"
        self._programs.mkdir()
        (self.folder / "scripts").mkdir(parents=True)
        for name in ("scripts/setup", "constraints.txt", "pyproject.toml"):
            shutil.copy(ROOT / name, self.folder / name)
        self.program("python3.13", PYTHON)
        self.program("espeak-ng")
        self.program("tesseract", "#!/bin/sh\nprintf 'ben\\neng\\n'\n")
        for tool in TOOLS.split():
            (self._programs / tool).symlink_to(str(shutil.which(tool)))
        self.user("1000")
        self.card(False)

    def user(self, number: str) -> None:
        self.program("id", f"#!/bin/sh\necho {number}\n")

    def without(self, name: str) -> None:
        (self._programs / name).unlink()

    def program(self, name: str, text: str = "#!/bin/sh\n") -> None:
        (self._programs / name).unlink(missing_ok=True)
        (self._programs / name).write_text(text, encoding="utf-8")
        (self._programs / name).chmod(0o755)

    def card(self, there: bool) -> None:
        self.program("nvidia-smi", f"#!/bin/sh\n{'echo GPU 0: a card' if there else 'exit 9'}\n")

    def setup(self, **variables: str) -> tuple[int, str, list[str]]:
        """Its exit code, what it says, and what pip is asked to install."""
        self._calls.write_text("")
        own = {"PATH": str(self._programs), "CALLS": str(self._calls), "LANG": "C"}
        done = subprocess.run(
            [self.folder / "scripts" / "setup"],
            env=own | {"HOME": os.environ["HOME"]} | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        wanted = ("-m pip", "apt-get")
        calls = [call for call in self._calls.read_text().splitlines() if call.startswith(wanted)]
        return done.returncode, done.stderr, calls


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_without_a_card_no_cuda_is_fetched_and_the_second_run_has_nothing_to_do(
    clone: Clone,
) -> None:
    code, said, calls = clone.setup()
    assert code == 0, said
    assert len(calls) == 2
    assert "--no-deps --index-url https://download.pytorch.org/whl/cpu torch==" in calls[0]
    assert "--constraint constraints.txt --editable ." in calls[1]
    sizes, installing = said.index("MB are fetched"), said.index("Installing the Python packages")
    assert sizes < installing
    began = monotonic()
    assert clone.setup() == (0, "", [])
    assert monotonic() - began < 3


@pytest.mark.parametrize(
    ("card", "gpu", "cuda"),
    [(True, "", True), (True, "0", False), (False, "1", True), (False, "0", False)],
)
def test_a_card_that_works_brings_cuda_and_either_can_be_asked_for(
    clone: Clone, card: bool, gpu: str, cuda: bool
) -> None:
    clone.card(card)
    code, said, calls = clone.setup(GPU=gpu)
    assert code == 0, said
    assert ("with CUDA" in said) is cuda
    assert any("+cpu" in call for call in calls) is not cuda


def test_what_is_installed_stays_until_another_kind_is_asked_for(clone: Clone) -> None:
    clone.setup()
    clone.card(True)
    assert clone.setup() == (0, "", [])
    _, _, calls = clone.setup(GPU="1")
    assert [call.split()[2] for call in calls] == ["uninstall", "install"]
    assert "+cpu" not in calls[-1]
    assert clone.setup() == (0, "", [])
    _, _, calls = clone.setup(GPU="0")
    assert "+cpu" in calls[0]
    assert calls[2] == "-m pip uninstall -q -y nvidia-x"


def test_a_word_that_is_no_choice_is_told(clone: Clone) -> None:
    code, said, calls = clone.setup(GPU="yes")
    assert (code, calls) == (1, [])
    assert said == "GPU is 1 or 0, or not set: GPU=yes means nothing here.\n"


def test_where_its_index_is_out_of_reach_the_usual_one_is_asked(clone: Clone) -> None:
    code, said, calls = clone.setup(UNREACHED="1")
    assert code == 0, said
    assert len(calls) == 1
    assert "can't be reached, and the usual one may bring CUDA" in said
    assert said.index("5700 MB on the disk") < said.index("Installing the Python packages")
    assert clone.setup() == (0, "", [])


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        ("NewConnectionError: Temporary failure\nERROR: No matching distribution", "the network"),
        ("ProxyError('Cannot connect to proxy.'\nNewConnectionError", "The proxy of HTTPS_PROXY"),
        ("ERROR: Missing dependencies for SOCKS support.", "SOCKS"),
        ("SSLError CERTIFICATE_VERIFY_FAILED", "set the clock"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: ResolutionImpossible", "Python 3.11 to 3.13"),
        ("ERROR: something new", "Installing failed: ERROR: something new"),
    ],
)
def test_what_stops_pip_is_one_sentence_and_the_next_run_tries_again(
    clone: Clone, log: str, sentence: str
) -> None:
    code, said, _ = clone.setup(FAILS=log)
    assert code == 1
    *_, told, where = said.splitlines()
    assert sentence in told
    assert where == "All that pip said is in .venv/setup.log."
    code, said, _ = clone.setup()
    assert code == 0, said


def test_a_disk_without_room_is_told_before_anything_is_fetched(clone: Clone) -> None:
    clone.program("df", "#!/bin/sh\nprintf 'a b c d\\n/dev/x 1 1 204800 1 /\\n'\n")
    code, said, calls = clone.setup()
    assert (code, calls) == (1, [])
    assert "This disk has 200 MB left" in said


APT = '#!/bin/bash\n[[ "$*" = *assume-no* ]] || echo "apt-get $*" >> "$CALLS"\n'


def test_who_may_not_install_is_told_the_command_at_once(clone: Clone) -> None:
    clone.program("apt-get", APT)
    clone.program("sudo", "#!/bin/sh\nexit 1\n")
    clone.without("espeak-ng")
    clone.without("python3.13")
    code, said, calls = clone.setup()
    assert (code, calls) == (1, [])
    assert said.splitlines()[1:] == [
        "  sudo apt-get update && sudo apt-get install python3 python3-venv espeak-ng"
    ]


def test_who_may_install_gets_what_the_system_lacks(clone: Clone) -> None:
    clone.program("apt-get", APT)
    clone.user("0")
    clone.without("tesseract")
    code, said, calls = clone.setup()
    assert code == 0, said
    wanted = "tesseract-ocr tesseract-ocr-ben tesseract-ocr-eng"
    assert calls[1] == f"apt-get install -y -qq --no-install-recommends {wanted}"
