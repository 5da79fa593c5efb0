"""A Bot API server of one's own (`--local`) names files of this machine; no other file is read."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handlers.transport.attachments import PhotoGone, SentPicture, fetch
from models.errors import PictureTooHeavy, SettingWrong
from models.media.image import MAX_BYTES

TOKEN = "1:x"  # noqa: S105 -- made up


def served(place: str, api: str = "http://localhost:8081") -> Any:
    """A bot whose server names that place."""

    async def get_file(_: str) -> Any:
        return SimpleNamespace(file_path=place, file_size=None)

    return SimpleNamespace(base_file_url=f"{api}/file/bot{TOKEN}", token=TOKEN, get_file=get_file)


@pytest.mark.parametrize("folder", [TOKEN, TOKEN.replace(":", "~")])
@pytest.mark.parametrize("base", ["", "http://localhost:8081/file/bot1:x/"])
async def test_a_file_in_the_bots_folder_is_read(tmp_path: Path, folder: str, base: str) -> None:
    file = tmp_path / folder / "photos" / "file_1.jpg"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a photo")
    assert await fetch(served(f"{base}{file}"), SentPicture("f", None)) == b"a photo"
    with file.open("wb") as large:
        large.truncate(MAX_BYTES + 1)
    with pytest.raises(PictureTooHeavy):
        await fetch(served(str(file)), SentPicture("f", None))


async def test_no_other_file_is_read(tmp_path: Path) -> None:
    (tmp_path / TOKEN).mkdir()
    secret = tmp_path / "config.toml"
    secret.write_bytes(b"secret")
    (tmp_path / TOKEN / "link.jpg").symlink_to(secret)
    for place in (secret, tmp_path / TOKEN / ".." / "config.toml", tmp_path / TOKEN / "link.jpg"):
        with pytest.raises((PhotoGone, SettingWrong)):
            await fetch(served(str(place)), SentPicture("f", None))
    own = tmp_path / TOKEN / "file_1.jpg"
    own.write_bytes(b"a photo")
    with pytest.raises((PhotoGone, SettingWrong)):
        await fetch(served(str(own), "https://api.telegram.org"), SentPicture("f", None))
    with pytest.raises(PhotoGone):
        await fetch(served("../../etc/passwd"), SentPicture("f", None))


async def test_a_folder_that_is_not_shared_is_the_owners_to_mend(tmp_path: Path) -> None:
    with pytest.raises(SettingWrong):
        await fetch(served(str(tmp_path / TOKEN / "photos" / "1.jpg")), SentPicture("f", None))
