from models.speak.sentences import LONGEST, sentences


def test_a_text_is_cut_at_the_ends_of_its_sentences():
    assert sentences("লাল বৃত্ত। নীল কি? হ্যাঁ! শেষ.\nনতুন") == [
        *("লাল বৃত্ত।", "নীল কি?", "হ্যাঁ!", "শেষ.", "নতুন")
    ]


def test_a_point_within_a_number_or_a_name_ends_nothing():
    assert sentences("It is 3.5 metres, see example.com now.") == [
        "It is 3.5 metres, see example.com now."
    ]


def test_pieces_with_nothing_to_say_are_left_out():
    assert sentences("এক। । ... দুই।।") == ["এক।", "দুই।"]


def test_a_long_sentence_is_cut_at_its_commas_then_at_spaces_and_no_word_is_lost():
    text = ", ".join(["এক দুই তিন চার"] * 30) + " " + "পাঁচ ছয় " * 60 + "ক" * 450
    pieces = sentences(text)
    assert max(map(len, pieces)) <= LONGEST
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece.endswith(",") for piece in pieces[:2])
