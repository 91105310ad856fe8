"""The intent model: its features, that it learns, and that a stored model is the same model."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.components.class_sums import ClassSums, opinion_signs
from bot.components.intent_classifier import read_text
from bot.components.linear_model import (
    Calibration,
    Coefficients,
    IntentModelError,
    LinearIntentModel,
    Vocabulary,
    logistic,
    probabilities_of,
    stranger_signs,
    sure_signs,
)
from bot.components.linear_training import Settings, train_model
from bot.components.text_features import CHAR_SIZES, char_ngrams, word_ngrams
from bot.danish.vocabulary import checksum

SENTENCES = {
    "cv_deadline": ["hvornår skal mit cv ligge på jobnet", "hvad er fristen for cv", "hvor længe har jeg til mit cv"],
    "talks_how_many": ["hvor mange samtaler skal jeg til", "hvor tit er der samtaler", "antal møder med jobcentret"],
    "greeting": ["hej", "goddag", "hejsa med dig"],
}


def make_model(sentences=SENTENCES, folds=0):
    pairs = [(text, intent) for intent, texts in sentences.items() for text in texts]
    examples = [read_text(text) for text, _ in pairs]
    return train_model(examples, [intent for _, intent in pairs], Settings(min_documents=1, folds=folds))


def best(model, text):
    return model.predict(read_text(text)).ranking[0][0]


def test_pieces_of_a_word_are_those_of_scikit_learn():
    texts = ["hvornaar skal mit cv vaere klar", "a", "a-kasse 00/00", ""]
    analyse = TfidfVectorizer(analyzer="char_wb", ngram_range=(CHAR_SIZES[0], CHAR_SIZES[-1])).build_analyzer()
    assert [sorted(char_ngrams(text)) for text in texts] == [sorted(analyse(text)) for text in texts]


def test_neighbouring_words_make_pairs():
    assert word_ngrams(["min", "cv", "frist"]) == ["min", "cv", "frist", "min cv", "cv frist"]


def test_weights_are_those_of_scikit_learn():
    texts = ["hej hej med dig", "hvad er min frist", "min frist for cv"]
    ours = Vocabulary.learn([char_ngrams(text) for text in texts], 1.0, min_documents=1)
    theirs = TfidfVectorizer(analyzer=char_ngrams, sublinear_tf=True)
    expected = theirs.fit_transform(texts)[0].toarray()[0]
    places, values, _ = ours.vector(char_ngrams(texts[0]))
    found = {int(ours.keys[place]): value for place, value in zip(places, values, strict=True)}
    wanted = {checksum(name): expected[place] for name, place in theirs.vocabulary_.items() if expected[place]}
    assert found == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hvornaar skal cv'et vaere paa jobnet", "cv_deadline"),
        ("HVOR MANGE SAMTALER", "talks_how_many"),
        ("heej", "greeting"),
    ],
)
def test_other_spellings_of_the_same_are_understood(text, intent):
    assert best(make_model(), text) == intent


def test_probabilities_are_ordered_and_add_up_to_one():
    ranking = make_model().predict(read_text("hej cv")).ranking
    values = [probability for _, probability in ranking]
    assert values == sorted(values, reverse=True)
    assert sum(values) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "жжж"])
def test_a_text_with_nothing_known_has_no_coverage(text):
    assert make_model().predict(read_text(text)).coverage == 0.0


def test_ten_thousand_characters_are_no_problem():
    assert make_model().predict(read_text("cv " * 3334)).coverage > 0


def test_a_stored_model_gives_the_same_answers(tmp_path):
    model = make_model()
    model.save(tmp_path)
    again = LinearIntentModel.read(tmp_path)
    for text in ("hvad er fristen", "samtale", "", "noget helt andet"):
        assert again.predict(read_text(text)) == model.predict(read_text(text))


def test_a_slip_in_a_word_changes_nothing():
    model = make_model({intent: [text for text in texts for _ in range(3)] for intent, texts in SENTENCES.items()})
    slipped, right = (model.predict(read_text(f"hvor mange {word}")) for word in ("samtalre", "samtaler"))
    assert slipped == right


def test_eight_bits_are_exact_to_half_a_step():
    exact = np.random.default_rng(1).normal(size=(40, 5))
    exact[3] = 0
    rounded = Coefficients.of(exact, np.zeros(5))
    back = rounded.steps * rounded.scale[:, None]
    assert (np.abs(back - exact).max(axis=1) <= rounded.scale / 2 + 1e-6).all()


def test_sharper_scores_give_surer_probabilities_in_the_same_order():
    blunt, sharp = (probabilities_of(np.array([1.0, 0.5, -1.0]), sharpness) for sharpness in (1, 5))
    assert blunt.argsort().tolist() == sharp.argsort().tolist()
    assert sharp.max() > blunt.max()


def test_signs_of_a_stranger_compare_it_with_the_best_topic():
    assert stranger_signs(np.array([1.0, 3.0, 2.5]), 0, 0.4, 0.5) == [-2.0, 3.0, 0.5, 0.4, 0.5]
    assert stranger_signs(np.array([3.0, 2.5]), None, 1.0, 1.0) == [-3.0, 3.0, 0.5, 1.0, 1.0]


def test_uncalibrated_the_best_intent_is_as_sure_as_it_is_probable():
    signs = sure_signs(np.array([0.2, 1.1, 0.9]), 0, 0.3, 0.4)
    others = opinion_signs(np.array([[0.1, 0.5, 0.2], [0.3, 0.2, 0.1]]), 1)
    assert logistic([*signs, *others], Calibration().sure) == pytest.approx(
        float(probabilities_of(np.array([0.2, 1.1, 0.9]), 1).max())
    )
    assert signs[-2:] == [0.3, 0.4]


def test_other_opinions_tell_the_lead_of_the_choice_and_its_score():
    opinions = np.array([[1.0, 3.0, 2.5], [4.0, 2.0, 1.0]])
    assert opinion_signs(opinions, 1) == [0.5, 3.0, -2.0, 2.0]


def test_sums_in_steps_give_the_opinions_of_the_exact_ones():
    exact = np.random.default_rng(5).random((40, 4)) ** 3
    exact[3] = 0
    places, values = np.array([1, 3, 20]), np.array([0.5, 0.4, 0.7], dtype=np.float32)
    near, probable = ClassSums.of(exact).opinions(places, values)
    assert near == pytest.approx(values @ exact[places] / np.linalg.norm(exact, axis=0), abs=0.01)
    chances = (exact + 0.05) / (exact + 0.05).sum(axis=0)
    assert probable == pytest.approx(values @ np.log(chances[places]), abs=0.05)


def test_an_intent_without_sentences_is_near_to_nothing():
    near, probable = ClassSums.of(np.array([[1.0, 0.0], [2.0, 0.0]])).opinions(np.array([0]), np.ones(1))
    assert near[1] == 0
    assert np.isfinite(probable).all()


@pytest.mark.parametrize(("signs", "expected"), [([0, 0, 0, 0, 0], 0.5), ([100, 0, 0, 0, 0], 1.0)])
def test_the_formulas_are_logistic(signs, expected):
    assert logistic(signs, (1.0, 0, 0, 0, 0, 0.0)) == pytest.approx(expected)


def test_two_intents_are_enough_and_one_is_not():
    two = {intent: SENTENCES[intent] for intent in ("greeting", "cv_deadline")}
    assert best(make_model(two), "goddag") == "greeting"
    assert best(make_model(two), "hvad er fristen for cv") == "cv_deadline"
    with pytest.raises(IntentModelError, match="fewer than two intents"):
        make_model({"greeting": SENTENCES["greeting"]})


@pytest.mark.parametrize("damage", ["missing", "other format", "not json", "pickled"])
def test_a_broken_model_says_to_train_again(tmp_path, damage):
    make_model().save(tmp_path)
    meta = tmp_path / "linear_intents.json"
    if damage == "missing":
        meta.unlink()
    elif damage == "other format":
        meta.write_text(json.dumps({**json.loads(meta.read_text()), "format": 0}))
    elif damage == "not json":
        meta.write_text("{")
    else:
        np.savez(tmp_path / "linear_intents.npz", keys_0=np.array([{"a": 1}], dtype=object))
    with pytest.raises(IntentModelError, match="Train it again"):
        LinearIntentModel.read(tmp_path)
