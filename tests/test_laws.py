"""Laws that hold for any text: what is cut joins back, what is read never raises."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.settings import SettingsError, key_names, load
from bot.telegram.validation import as_kept
from handlers.answers import measure_rules
from handlers.answers.products import asks_price
from handlers.answers.question_lists import as_question, items, named
from handlers.companions.pairing import minutes_in
from handlers.descriptions.claims import phrases
from handlers.i18n.text import asked, bangla_digits, latin_digits, sentence, without_filler
from handlers.intents.ask_person import errand_in
from handlers.intents.banglish import as_bangla
from handlers.intents.intent import Intent
from handlers.intents.labels import labels, labels_asked
from handlers.intents.next_photo import for_next
from handlers.intents.parser import parse
from handlers.intents.photo_reference import picked
from handlers.intents.phrases import phrases as typed
from handlers.intents.recogniser import agreement, looked_for, slash, thing_asked
from handlers.intents.sensitive_topics import needs_a_person
from handlers.preferences.rate import HIGHEST, LOWEST, new_rate
from handlers.privacy.archive import picture_name
from handlers.privacy.zip_volumes import Zips
from handlers.transport.splitting import parts, units
from handlers.transport.voice_chunks import WHOLE, settled, spoken_parts
from models.errors import NothingToSay
from models.speak.normalise.normalise import speakable
from models.text.numbers import numbers
from models.text.script import ascii_digits, is_bangla, normal
from models.translate.mask import mask, unmask
from models.translate.verify import verify
from models.values import Language

_WORDS = (
    "ছবি", "গতকালের", "আগের", "কী", "রং", "আছে", "বৃত্ত", "৩", "ছবিতে", "দিন আগের", "থামুন", "না",
    "photo", "yesterday's", "what", "the", "is", "a", "red", "12,500.50", "৳২৫", "chobite", "ache",
    "/read", "/find", "“লেখা”", '"quoted"', "। ", "?", "\n", ":", ",", "😀", "\u200d", "3/4", "১৯৭১",
)  # fmt: skip
SAID = st.one_of(st.text(), st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join))
"""Any text at all, and texts of words that mean something here."""
LANGUAGES = st.sampled_from(("bn", "en"))
NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)


def _bare(text: str) -> str:
    return "".join(text.split())


@given(SAID, st.integers(2, 40))
@example("😀" * 50, 3)
def test_a_cut_text_joins_back_and_every_part_fits(text: str, longest: int) -> None:
    found = parts(text, longest)
    assert _bare("".join(found)) == _bare(text)
    assert all(part.strip() and units(part) <= longest for part in found)


@given(st.lists(SAID, max_size=12).map("\n".join))
def test_what_is_spoken_in_parts_is_all_of_it_and_begins_as_it_was_begun(text: str) -> None:
    found = spoken_parts(text)
    assert _bare("".join(found)) == _bare(text)
    first, cut, _ = text.partition("\n")
    if cut and len(text) > WHOLE:
        assert found[0].startswith(settled(first)) or not first.strip()


@given(SAID)
def test_digits_turned_and_turned_back_are_the_same(text: str) -> None:
    assert ascii_digits(bangla_digits(text)) == ascii_digits(text)
    assert bangla_digits(bangla_digits(text)) == bangla_digits(text)
    assert ascii_digits(latin_digits(text)) == ascii_digits(text)


@given(SAID)
def test_a_text_in_bangla_letters_is_no_banglish(text: str) -> None:
    assume(is_bangla(text))
    assert as_bangla(text) == text


_READ: tuple[Callable[[str], object], ...] = (
    as_bangla, parse, slash, labels, labels_asked, for_next, errand_in, thing_asked, looked_for,
    agreement, asks_price, needs_a_person, phrases, minutes_in, named, without_filler,
    asked, measure_rules.numbers_in,
    lambda text: [as_question(item) for item in items(text)],
)  # fmt: skip


@given(SAID)
def test_no_text_is_too_odd_to_be_understood_or_not(text: str) -> None:
    for read in _READ:
        read(text)


@given(st.sampled_from(sorted(typed().names)), SAID)
def test_a_command_with_a_slash_keeps_its_argument(name: Any, argument: str) -> None:
    assert slash(f"/{name} {argument}") == Intent(name, argument.strip())


@given(SAID)
def test_an_earlier_photo_is_one_that_there_may_be(text: str) -> None:
    pick = picked(text, NOW)
    if pick is not None:
        assert pick.number >= 1
        assert pick.since is None or pick.until is None or pick.since < pick.until


@given(st.integers(LOWEST, HIGHEST), SAID)
def test_a_rate_is_one_that_somebody_can_speak_at(now: int, text: str) -> None:
    rate = new_rate(now, text)
    assert rate is None or LOWEST <= rate <= HIGHEST


@given(SAID, LANGUAGES)
def test_a_sentence_is_one_already(text: str, language: Language) -> None:
    once = sentence(text, language)
    assert sentence(once, language) == once


@given(SAID, LANGUAGES)
def test_whatever_is_written_can_be_spoken(text: str, language: Language) -> None:
    with suppress(NothingToSay):
        said = speakable(text, language)
        assert any(map(str.isalnum, said))
        assert speakable(said, language) == said


@given(SAID, LANGUAGES)
def test_what_was_masked_comes_back(text: str, language: Language) -> None:
    masked = mask(text, language, language)
    back = unmask(masked.text, masked)
    assert back is not None
    assert [n.keys for n in numbers(back)] == [n.keys for n in numbers(normal(text))]


@given(st.integers(2, 10**9), SAID)
def test_a_number_that_got_lost_is_missed(number: int, around: str) -> None:
    said = f"it costs {number} taka"
    assert verify(said, f"এর দাম {bangla_digits(str(number))} টাকা", "en", "bn") == []
    assert verify(said, f"এর দাম {bangla_digits(str(number + 1))} টাকা", "en", "bn")
    verify(around, said, "bn", "en")


@given(st.sampled_from(sorted(key_names())), st.data())
def test_a_mistyped_setting_is_named_with_the_one_that_was_meant(
    tmp_path_factory: pytest.TempPathFactory, key: str, data: st.DataObject
) -> None:
    *sections, name = key.split(".")
    place = data.draw(st.integers(0, len(name)))
    typed = f"{name[:place]}q{name[place:]}"
    file: Path = tmp_path_factory.getbasetemp() / "mistyped.toml"
    file.write_text(f"{typed} = 1\n" if not sections else f"[{'.'.join(sections)}]\n{typed} = 1\n")
    with pytest.raises(SettingsError) as caught:
        load(file)
    assert typed in str(caught.value)
    assert f"did you mean {key}" in str(caught.value)


@given(st.lists(st.tuples(st.integers(1, 999), st.binary(max_size=900)), max_size=8))
def test_files_come_out_of_the_zips_as_they_went_in(photos: list[tuple[int, bytes]]) -> None:
    wanted = {picture_name(number, data, "photo"): data for number, data in photos}
    with Zips(most=3_000) as zips:
        packed = [zips.add(name, data) for name, data in wanted.items()]
        packed.append(zips.close())
    found: dict[str, bytes] = {}
    for each in filter(None, packed):
        with zipfile.ZipFile(io.BytesIO(each)) as opened:
            found |= {name: opened.read(name) for name in opened.namelist()}
    assert found == wanted


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from(("chat", "id", "text", "message", "from")), inside)
    ),
    max_leaves=8,
)


@given(st.integers(), _JSON)
def test_any_update_is_kept_as_what_a_database_takes_or_refused(number: int, tree: Any) -> None:
    try:
        kept = as_kept({"update_id": number, "message": tree})
    except ValueError:
        assert not -(2**63) <= number < 2**63
    else:
        written = json.dumps(kept, allow_nan=False).encode()
        assert json.loads(written)["update_id"] == number
