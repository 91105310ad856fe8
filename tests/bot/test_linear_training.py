"""Training the intent model: the counted features, near-copies kept together, and the calibration."""

from __future__ import annotations

import numpy as np
import pytest

from bot.components.class_sums import opinion_signs
from bot.components.intent_classifier import read_text
from bot.components.linear_calibration import Seen, best_sharpness, calibrate, deal_out, near_copies
from bot.components.linear_model import LinearIntentModel, Reading, logistic, probabilities_of, sure_signs
from bot.components.linear_training import Settings, _Block, train_model
from bot.components.text_features import char_ngrams

OURS = ["hvornår er fristen for cv", "cv frist tak", "hvad er fristen for mit cv", "mit cv skal være klar hvornår"]
STRANGE = ["hvordan bliver vejret i morgen", "opskrift på kage", "hvem vandt kampen i går", "vejret på mandag"]
OTHERS = ["hvor mange samtaler skal jeg til", "antal samtaler", "hvor tit er der samtaler", "flere samtaler endnu"]


def test_counted_features_are_those_of_a_single_text():
    documents = [char_ngrams(text) for text in (*OURS, "", "cv")]
    vocabulary, rows = _Block(documents, 1.0, 2).learn(np.arange(len(documents)))
    for row, pieces in zip(rows.toarray(), documents, strict=True):
        places, values, _ = vocabulary.vector(pieces)
        again = np.zeros(len(vocabulary.keys))
        again[places] = values
        assert row == pytest.approx(again, abs=1e-6)


def test_near_copies_are_one_group_and_others_are_not():
    groups = near_copies(["hvornaar skal mit cv vaere klar", "hvornaar skal mit cv vaere klart", "hej", "farvel"])
    assert groups[0] == groups[1]
    assert len(set(groups)) == 3


def test_near_copies_are_never_dealt_apart():
    texts = [f"hvornaar skal mit cv vaere klar {word}" for word in ("nu", "da", "ja")]
    assert len(set(deal_out([*texts, "hej", "farvel", "tak for det"], 3)[:3])) == 1


def test_the_sharpness_of_scores_that_are_probabilities_already_is_found_again():
    rng = np.random.default_rng(2)
    scores = rng.normal(size=(4000, 4))
    chances = probabilities_of(scores, 3.0)
    labels = np.array([rng.choice(4, p=row) for row in chances])
    assert best_sharpness(scores, labels) == pytest.approx(3.0, rel=0.1)


def make_seen(scores, labels, opinions=None):
    opinions = np.zeros((len(scores), 2, scores.shape[1])) if opinions is None else opinions
    return [
        Seen(Reading(row, other, 1.0), 1.0, int(label))
        for row, other, label in zip(scores, opinions, labels, strict=True)
    ]


def mean_sure(calibration, seen, place):
    """How sure it is in the mean of these sentences."""
    found = []
    for each in seen:
        signs = sure_signs(each.reading.scores * calibration.sharpness, place, 1.0, 1.0)
        others = each.reading.opinions * np.array(calibration.opinions)[:, None]
        signs += opinion_signs(others, int(each.reading.scores.argmax()))
        found.append(logistic(signs, calibration.sure))
    return np.mean(found)


def test_without_an_out_of_scope_intent_nothing_is_a_stranger():
    scores = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.2]])
    assert calibrate(make_seen(scores, [0, 1, 0]), ["a", "b"]).stranger[-1] == -1000.0


def test_how_sure_it_is_says_how_often_it_is_right():
    rng = np.random.default_rng(3)
    scores = rng.normal(size=(6000, 5))
    labels = np.array([rng.choice(5, p=row) for row in probabilities_of(scores, 2.0)])
    seen = make_seen(scores, labels)
    calibration = calibrate(seen, ["a", "b", "c", "d", "out_of_scope"])
    assert mean_sure(calibration, seen, 4) == pytest.approx(float((scores.argmax(axis=1) == labels).mean()), abs=0.02)


def test_it_is_surer_where_the_other_opinions_agree_than_where_they_do_not():
    rng = np.random.default_rng(4)
    scores = rng.normal(size=(3000, 5))
    labels = np.array([rng.choice(5, p=row) for row in probabilities_of(scores, 2.0)])
    truths = np.eye(5)[labels][:, None, :] + rng.normal(size=(3000, 2, 5)) / 2
    seen = make_seen(scores, labels, truths)
    calibration = calibrate(seen, ["a", "b", "c", "d", "out_of_scope"])
    right = [each for each in seen if each.reading.scores.argmax() == each.label]
    wrong = [each for each in seen if each.reading.scores.argmax() != each.label]
    assert mean_sure(calibration, right, 4) > mean_sure(calibration, wrong, 4) + 0.4


def make_scoped() -> LinearIntentModel:
    texts = [*OURS, *STRANGE, *OTHERS]
    intents = ["cv_deadline"] * 4 + ["out_of_scope"] * 4 + ["talks_how_many"] * 4
    return train_model([read_text(text) for text in texts], intents, Settings(min_documents=1, folds=4))


def test_a_strange_text_scores_higher_as_out_of_scope_than_one_of_ours():
    model = make_scoped()
    strange, ours = (
        model.predict(read_text(text)).out_of_scope for text in ("vejret i morgen", "hvad er fristen for cv")
    )
    assert 0 <= ours < strange <= 1


def test_the_same_data_gives_the_same_model():
    first, second = make_scoped(), make_scoped()
    assert first.calibration == second.calibration
    assert (first.coefficients.steps == second.coefficients.steps).all()
