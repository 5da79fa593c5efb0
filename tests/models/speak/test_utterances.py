import pytest

from benchmarks.speech import RATES, expected, measure, utterances


@pytest.fixture(scope="module")
def sixty():
    said = list(utterances(60, letters=120))
    return said, expected(said)


def test_the_utterances_are_of_both_languages_and_each_rate_and_up_to_400_letters():
    drawn = list(utterances(1000))
    assert {(said.language, said.rate) for said in drawn} == {
        (language, rate) for language in ("bn", "en") for rate in RATES
    }
    lengths = [len(said.text) for said in drawn]
    assert min(lengths) <= 3
    assert 380 <= max(lengths) <= 400


@pytest.mark.parametrize("name", ["pyttsx3", "espeak"])
def test_none_of_sixty_utterances_is_lost_or_cut_short(name, sixty):
    """`python -m benchmarks.speech` does the same with a thousand."""
    tally = measure(name, *sixty)
    assert (tally.lost, tally.short) == (0, 0)
    # Lines of one word get a pause each from us, and none from the program.
    assert tally.most < 1.8
    assert tally.fallbacks <= 0.05 * tally.sentences
