"""Visual question answering in the person's language: into English, answered, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handlers.chat.consent import check_agreed
from handlers.descriptions.describe import DOUBT_BELOW
from handlers.descriptions.uncertainty import hedged, is_unseen
from handlers.i18n.text import asked, has_words, sentence, tidy
from memory.values import Exchange
from models.errors import NotUnderstood, TextEmpty, TextTooLong
from models.text.script import is_bangla
from models.values import Conversation, Turn

if TYPE_CHECKING:
    from handlers.i18n.messages import Words
    from memory.values import Consent
    from models.abilities import Abilities
    from models.values import Language, Picture

LONGEST_QUESTION = 1_000  # letters


async def ask(
    abilities: Abilities,
    pictures: Sequence[Picture],
    history: Sequence[Exchange],
    question: str,
    language: Language,
    words: Words,
    consent: Consent | None = None,
    *,
    sent: int = 1,
) -> Exchange:
    """Answer a question, asked in either language, in `language`.

    pictures: the photo, and more that the question is about; history: what was asked about the
    photo before, oldest first; consent: to where the photo may go outside the house; sent: how many
    pictures there are in all. An answer that is about fewer says so. It is in English where it
    could not be translated, and says so. Raises `TextEmpty`, `TextTooLong`, `NotUnderstood`,
    `NotAgreed`, `Disagreed` and whatever the machine is at fault with.
    """
    first, *others = pictures
    question = " ".join(question.split())
    check(question)
    check_agreed(await abilities.answers_at(), consent)
    question_en = await _into_english(abilities, question)
    turns = tuple(Turn(past.question_en, past.answer_en) for past in history if past.by != "rule")
    answer = await abilities.answer(Conversation(first, question_en, turns, tuple(others)))
    answer_en = tidy(answer.text, "en")
    if not has_words(answer_en):
        raise NotUnderstood("the model answered nothing")
    if is_unseen(answer_en):
        said = words.say(language, "answer-not-shown")
        return Exchange(question_en, answer_en, question, said)
    notes = []
    said, spoken = answer_en, language
    if language != "en":
        (translation,) = await abilities.translate([answer_en], "en", language)
        spoken = language if translation.translated else "en"
        said = words.in_style(tidy(translation.text, spoken), spoken)
        if not translation.translated:
            notes.append(words.say(language, "untranslated"))
    if answer.confidence is not None and answer.confidence < DOUBT_BELOW:
        said = hedged(said, spoken)
    if answer.pictures < sent:
        notes.append(words.say(language, "of-the-first", photos=answer.pictures))
    if notes:
        said = " ".join([sentence(said, language), *notes])
    return Exchange(question_en=question_en, answer_en=answer_en, question=question, answer=said)


def check(question: str) -> None:
    """Raise `TextEmpty` or `TextTooLong` for a text that can't be a question."""
    if not has_words(question):
        raise TextEmpty("a question without words")
    if len(question) > LONGEST_QUESTION:
        raise TextTooLong(
            f"a question of {len(question)} letters",
            letters=len(question),
            limit=LONGEST_QUESTION,
        )


async def _into_english(abilities: Abilities, question: str) -> str:
    if not is_bangla(question):
        return asked(question)
    (translation,) = await abilities.translate([question], "bn", "en")
    if not translation.translated:
        # The models know English: an answer to the Bangla would be a guess.
        raise NotUnderstood("the question could not be translated")
    return translation.text
