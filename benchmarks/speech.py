"""A thousand utterances through each voice: is one lost, cut short, or a crash?

    python -m benchmarks.speech [--count 1000]

Texts of 1 to 400 letters in both languages, at three rates. Each is spoken by the voice
(pyttsx3 with its fallback, and espeak-ng alone) and held against one run of the espeak-ng
program over the whole text.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from benchmarks.figures import Figure, report
from models.errors import ChokhError
from models.settings import ModelsSettings, SpeakSettings
from models.speak import load
from models.speak.normalise.normalise import speakable
from models.speak.voices.espeak import EspeakSpeaker
from models.values import Language

VoiceName = Literal["pyttsx3", "espeak"]

RATES = (80, 150, 300)
SHORT = 0.9
"""Less than this of the program's duration is cut short."""

_WORDS: dict[Language, str] = {
    "bn": """একটি লাল বৃত্তের ওপরে নীল বর্গক্ষেত্র আছে। ছবিতে দুজন মানুষ দাঁড়িয়ে, একজন নারী হাসছেন;
        পেছনে গাছ, পাহাড় ও আকাশ। টেবিলে এক কাপ চা? বাঁ পাশে দরজা খোলা! লেখা: “বাহির”। দাম ৳১২৫
        তারিখ ১২/০৩/২০২৬ সময় ৯:৩০ ওজন ৫-১০ কেজি তাপ ২৫°C ঢাকা ১২,৫০,০০০ জন সাড়ে তিনটায় বৃষ্টি
        রাস্তায় রিকশা, বাস আর গাড়ি। ডা. রহিম ০১৭১২৩৪৫৬৭৮ EXIT milk""",
    "en": """a red circle above the blue square. Two people are standing, one woman smiles; behind
        them trees, hills and the sky. A cup of tea on the table? The door on the left is open!
        It says “EXIT”. Price ৳125 on 12/03/2026 at 9:30, 5-10 kg, 25°C, Dr. Smith 01712345678
        1,250,000 people, buses and rickshaws in the street.""",
}


@dataclass(frozen=True)
class Utterance:
    """A text to say; rate: words per minute."""

    text: str
    language: Language
    rate: int


@dataclass
class Tally:
    """What became of the utterances of one voice. Durations are shares of the program's."""

    lost: int = 0
    short: int = 0
    least: float = 9.0
    most: float = 0.0
    sentences: int = 0
    fallbacks: int = 0
    spoken: float = 0.0
    took: float = 0.0


def utterances(count: int, letters: int = 400, seed: int = 2026) -> Iterator[Utterance]:
    """The same ones for the same seed, of 1 to `letters` letters, each with something to say."""
    draw = random.Random(seed)
    for number in range(count):
        language: Language = "en" if number % 2 else "bn"
        words = _WORDS[language].split()
        # Each order of length as often: a word, a sentence, a paragraph.
        length = round(letters ** draw.random())
        text = "" if length > 20 else draw.choice([word for word in words if word[0].isalpha()])
        while len(text) < length:
            text += ("\n" if draw.random() < 0.02 else " ") + draw.choice(words)
        text = text.strip()[:length].strip()
        if not any(letter.isalnum() for letter in text):
            text = words[0]
        yield Utterance(text, language, RATES[number // 2 % len(RATES)])


def expected(said: Sequence[Utterance]) -> list[float]:
    """Seconds that the espeak-ng program takes for each, whole."""
    program = EspeakSpeaker()
    return [
        program.speak(speakable(one.text, one.language), one.language, one.rate).seconds
        for one in said
    ]


def measure(name: VoiceName, said: Sequence[Utterance], program: Sequence[float]) -> Tally:
    """Say them with the voice of that name, held against the `program`'s durations."""
    tally, voice = Tally(), load(ModelsSettings(speak=SpeakSettings(voice=name)))
    try:
        for one, seconds in zip(said, program, strict=True):
            start = time.perf_counter()
            try:
                speech = voice.speak(one.text, one.language, one.rate)
            except ChokhError as error:
                tally.lost += 1
                print(f"lost: {one} ({error!r})", file=sys.stderr)
                continue
            tally.took += time.perf_counter() - start
            tally.spoken += speech.seconds
            share = speech.seconds / seconds
            tally.least, tally.most = min(tally.least, share), max(tally.most, share)
            if share < SHORT:
                tally.short += 1
                print(f"short, {share:.2f}: {one}", file=sys.stderr)
    finally:
        voice.close()
    tally.sentences, tally.fallbacks = voice.sentences, voice.fallbacks
    return tally


def figures(count: int) -> list[Figure]:
    """Both voices measured, each figure with its target where it has one."""
    said = list(utterances(count))
    program = expected(said)
    rows: list[Figure] = []
    names: tuple[VoiceName, ...] = ("pyttsx3", "espeak")
    for name in names:
        tally = measure(name, said, program)
        rows += [
            Figure(f"{name}: utterances", count, "texts"),
            Figure(f"{name}: lost", tally.lost, "texts", "0", tally.lost == 0),
            Figure(f"{name}: short by over 10%", tally.short, "texts", "0", tally.short == 0),
            Figure(f"{name}: shortest against the program", round(tally.least, 3), "of 1"),
            Figure(f"{name}: longest against the program", round(tally.most, 3), "of 1"),
            Figure(f"{name}: sentences", tally.sentences, "sentences"),
            Figure(f"{name}: said by the fallback", tally.fallbacks, "sentences"),
            Figure(f"{name}: speech", round(tally.spoken), "s"),
            Figure(f"{name}: time for a second of it", round(tally.took / tally.spoken, 4), "s"),
        ]
    return rows


def main() -> None:
    """Measure, print, and write benchmarks/results/DATE-speech.json."""
    parser = argparse.ArgumentParser(description="A thousand utterances through each voice")
    parser.add_argument("--count", type=int, default=1000)
    found = figures(parser.parse_args().count)
    report("speech", found)
    if any(figure.holds is False for figure in found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
