"""Translation by a chat model: here or behind a URL, always under the guard."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from models.answer.endpoint import host
from models.concurrency.lane import Lane
from models.errors import NotUnderstood, SettingWrong
from models.provisioning.download import needed
from models.provisioning.presets import resolve
from models.serving.engine import Engine
from models.settings import AnswerSettings, ModelsSettings, TranslateSettings
from models.translate.providers.chat import ChatTranslator, entry, only_translation
from tests.models.endpoint import Server, refused, said, serving

SHAPES = Path(__file__).parents[3] / "models/shapes"
# TranslateGemma's, as far as it matters: one entry of its own kind in each turn.
TEMPLATE = """{% for message in messages %}{% set it = message['content'][0] %}\
{{ raise_exception('no codes') if not it['source_lang_code'] }}\
USER: {{ it['source_lang_code'] }} {{ it['target_lang_code'] }} {{ it['text'] }} {% endfor %}\
{% if add_generation_prompt %}ASSISTANT:{% endif %}"""
Make = Callable[..., Engine]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
async def engine() -> AsyncIterator[Make]:
    """Makes engines whose texts a chat model translates, and closes them."""
    async with AsyncExitStack() as stack:

        def made(answer: AnswerSettings, *others: str, **translate: str) -> Engine:
            settings = TranslateSettings.model_validate(
                {"providers": ("chat", *others), **translate}
            )
            engine = Engine(ModelsSettings(device="cpu", answer=answer, translate=settings))
            stack.push_async_callback(engine.close)
            return engine

        yield made


def at(server: Server) -> AnswerSettings:
    return AnswerSettings(url=server.url, model="gemma-3")


async def test_a_server_translates_and_the_guard_keeps_the_numbers(
    engine: Make, server: Server
) -> None:
    server.answers("Here is the translation:\n“২টি লাল বৃত্ত”")
    done, *_ = await engine(at(server)).translate(["2 red circles"], "en", "bn")
    assert (done.text, done.provider) == ("২টি লাল বৃত্ত", "chat")
    (turn,) = server.requests[0]["messages"]
    assert "English (en) to Bengali (bn) translator" in turn["content"]
    server.answers("৩টি লাল বৃত্ত")
    done, *_ = await engine(at(server)).translate(["2 red circles"], "en", "bn")
    assert (done.text, done.translated) == ("2 red circles", False)


async def test_no_text_leaves_the_house_for_a_model_that_is_not_named(
    engine: Make, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "_is_within", lambda _address: False)
    server.answers("একটি লাল বৃত্ত")
    with pytest.raises(SettingWrong) as refusal:
        await engine(at(server)).translate(["a red circle"], "en", "bn")
    assert refusal.value.arguments == {"setting": "models.translate.model"}
    assert server.requests == []
    named = engine(at(server), model="gemma-3")
    assert [each.provider for each in await named.translate(["a red circle"], "en", "bn")] == [
        "chat"
    ]


async def test_where_the_server_fails_the_next_one_translates(engine: Make, server: Server) -> None:
    server.answers(lambda _: refused(401))
    made = engine(at(server), "nllb", model=str(SHAPES / "translate"))
    done, *_ = await made.translate(["a red circle"], "en", "bn")
    assert (done.text, done.provider) == ("একটি লাল বৃত্ত", "nllb")
    server.answers(lambda _: said("একটি লাল বৃত্ত"))
    done, *_ = await made.translate(["a red circle"], "en", "bn")
    assert done.provider == "chat"


async def test_the_model_that_answers_translates_where_no_other_is_named(engine: Make) -> None:
    made = engine(AnswerSettings(model=str(SHAPES / "answer"), quantise="none"))
    # The demonstration's model knows no word of the prompt, and does not guess.
    with pytest.raises(NotUnderstood):
        await made.translate(["a red circle"], "en", "bn")
    assert isinstance(made._lanes.texts, Lane)
    assert made._lanes.texts is made._lanes.models


async def test_a_model_that_only_answers_is_refused(engine: Make) -> None:
    made = engine(AnswerSettings(model=str(SHAPES / "answer-vqa"), quantise="none"))
    with pytest.raises(SettingWrong) as refusal:
        await made.translate(["a red circle"], "en", "bn")
    assert refusal.value.arguments == {"setting": "models.translate.providers"}


async def test_translategemma_is_given_what_its_template_takes(
    engine: Make, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(SHAPES / "answer", tmp_path / "translategemma"))
    (folder / "chat_template.jinja").write_text(TEMPLATE)
    answer = AnswerSettings(model=str(SHAPES / "answer"), quantise="none")
    translator = ChatTranslator(engine(answer, model=str(folder))._lender)
    texts = ["a red circle", "a blue square"]
    together = translator.translate(texts, "en", "bn")
    assert together == [translator.translate([text], "en", "bn")[0] for text in texts]
    assert all(together)


def test_a_template_chooses_the_form_of_the_prompt() -> None:
    special = entry("a red circle", "en", "bn", TEMPLATE)
    assert special == {
        "type": "text",
        "source_lang_code": "en",
        "target_lang_code": "bn",
        "text": "a red circle",
    }
    plain = entry("লাল", "bn", "en", "{{ messages }}")
    assert plain["text"].endswith("Bengali text into English:\n\n\nলাল")


@pytest.mark.parametrize(
    ("said", "text", "translation"),
    [
        ("লাল বৃত্ত\n", "a red circle", "লাল বৃত্ত"),
        ('"লাল বৃত্ত"', "a red circle", "লাল বৃত্ত"),
        ("“লাল”", "“red”", "“লাল”"),
        ("Translation:\n\nলাল\nবৃত্ত", "a red circle", "লাল বৃত্ত"),
        ("সময়: ১০টা", "time: 10", "সময়: ১০টা"),
    ],
)
def test_only_the_translation_is_kept(said: str, text: str, translation: str) -> None:
    assert only_translation(said, text) == translation


def test_a_preset_names_no_checkpoint_of_nllb_for_it() -> None:
    settings = resolve("cpu", ModelsSettings(translate=TranslateSettings(providers=("chat",))))
    assert not [name for name in needed(settings) if "nllb" in name]
    own = TranslateSettings(providers=("chat",), model="google/translategemma-4b-it")
    assert "google/translategemma-4b-it" in needed(resolve("cpu", ModelsSettings(translate=own)))
