"""Fit the weights of ranking and answerability to labelled questions.

`python -m eval.fitting` prints what they are worth in cross-validation over the demo questions,
over those on the real protocols where they lie beside the checkout, and over the protocol items
that the reader was not trained on; `--write` puts the fitted weights into `qa/weights.json`. The
ranking is fitted to our own questions only; answerability a little to the items too, and to
questions on the items that the demo and the real protocols know nothing of: without these, «Vad
beslutades om …» was answered of what an archive has no word for. Follow-ups, timelines, and what
the records of the meetings answer are left out.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.item_sets import (
    HELD_ITEMS,
    ITEMS,
    OF_ELSEWHERE,
    questions_of_elsewhere,
    write_protocols,
)
from eval.judging import wants_item
from eval.questions import LabelledQuestion, load_questions
from index.archive import Archive
from index.embedding import load_embedder
from index.indexing import sync
from index.search import Searcher
from index.units import flat
from qa.assistant import answer_from_all_records
from qa.evidence import Evidence, select
from qa.extraction import Candidate
from qa.ranking import (
    ANSWER_FEATURES,
    RANK_FEATURES,
    Weights,
    answer_features,
    confidence,
    rank,
    rank_features,
)
from qa.reader import Reader
from qa.scope import resolve
from qa.understanding import Question, understand

_ROOT = Path(__file__).parent.parent
_SETS = (
    (_ROOT / "eval/demo/protocols", _ROOT / "eval/demo/questions"),
    (_ROOT.parent / "shared/protocols", _ROOT / "tests/real_questions.jsonl"),
)
_OTHER_RULES = ("follow_up", "timeline")
_FOLDS = 5
_HARD = 15  # wrong candidates that each right one is compared with: the best of them
_LOOSE = 0.1  # inverse strength of the regularisation; 0.01 to 0.1 are alike in validation
_OF_ITEMS = 0.1  # of the weight of our own questions; 0.03 refused fewer near misses
_OF_ELSEWHERE = 0.3  # of it, for a question of elsewhere; from 0.03 to 1 all are alike
_ELSEWHERE = (90, 60)  # items that the demo and the real protocols are asked about, and know not
_UNNAMED = 0.3  # of `Candidate.named`: a name that the archive's item does not have
_REFUSALS = 0.885  # share of unanswerable questions that the threshold is set to refuse


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled question, its candidates, and which of them are right."""

    labels: LabelledQuestion
    question: Question
    candidates: list[Candidate]
    right: list[bool]


@dataclass(frozen=True, slots=True)
class Data:
    """What the weights are fitted to."""

    own: list[Labelled]  # of the demo and the real protocols
    items: list[Labelled]  # of protocol items; of these, all that is unanswerable is a near miss
    elsewhere: list[Labelled]  # asked where nothing is known of them


def collect() -> Data:
    """Return the candidates of all questions, with those of the demo first."""
    own: list[Labelled] = []
    elsewhere: list[Labelled] = []
    for (source, questions), count in zip(_SETS, _ELSEWHERE, strict=True):
        if source.exists():
            asked = [*load_questions(questions), *questions_of_elsewhere(count)]
            for one in _labelled(source, asked):
                if not one.labels.id.startswith(OF_ELSEWHERE):
                    own.append(one)
                elif _is_strange(one):
                    elsewhere.append(one)
    items: list[Labelled] = []
    for name in HELD_ITEMS:
        with tempfile.TemporaryDirectory() as folder:
            items += _labelled(Path(folder), write_protocols(ITEMS / name, Path(folder)))
    return Data(own, items, elsewhere)


def _is_strange(one: Labelled) -> bool:
    """Return whether the archive has no word for some of the question, or a name of it not there.

    The others may be answered there by chance.
    """
    best = one.candidates[:1]
    return any(c.unknown > 0 or c.named < _UNNAMED for c in best)


def _labelled(source: Path, questions: Iterable[LabelledQuestion]) -> Iterator[Labelled]:
    """Yield the questions about the protocols in `source`, with their candidates."""
    embedder = load_embedder()
    with tempfile.TemporaryDirectory() as folder:
        sync([source], Path(folder), embedder)
        archive = Archive.open(Path(folder))
        evidence = Evidence(Searcher(archive, embedder), Reader(many=True))
        everything = select(archive)
        for labels in questions:
            if labels.type not in _OTHER_RULES and not labels.history:
                question = understand(labels.question)
                scope = resolve(question, everything.meetings)
                if answer_from_all_records(question, scope, everything.meetings, scope) is not None:
                    continue
                ranked = evidence.ranked(question, scope, everything)
                candidates = [one.candidate for one in ranked]
                right = [_is_right(labels, candidate) for candidate in candidates]
                yield Labelled(labels, question, candidates, right)


def _is_right(labels: LabelledQuestion, candidate: Candidate) -> bool:
    if labels.unanswerable or candidate.hit.meeting.date not in labels.meetings:
        return False
    if not wants_item(labels, candidate.hit.item.number):
        return False
    whole = labels.type == "decision" and candidate.unit.item.decisions
    text = flat(candidate.hit.item.text if whole else candidate.unit.text).lower()
    if labels.answer_any and not any(flat(a).lower() in text for a in labels.answer_any):
        return False
    if not all(flat(a).lower() in text for a in labels.answer_all):
        return False
    return not labels.answer_regex or bool(re.search(labels.answer_regex, text))


def fit(data: Data) -> Weights:
    """Return the weights fitted to `data`; the threshold refuses most of its unanswerables.

    The items only help to tell what is answered: their ranking is another (.70 of the right
    candidates come first, of the own .83), and fitted to both the own one loses.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    start = Weights((1.0,) * len(RANK_FEATURES), (0.0,) * len(ANSWER_FEATURES), 0.0, 0.5)
    numbers = start
    for _ in range(2):  # the second round compares with the hardest of the first
        pairs = np.vstack([p for one in data.own for p in _pairs(one, numbers)])
        # 0.3 to 1 are alike in validation; the rules that compare scores want gaps of 1 to 2.
        model = LogisticRegression(C=1.0, fit_intercept=False)
        model.fit(np.vstack([pairs, -pairs]), np.repeat([1, 0], len(pairs)))
        numbers = Weights(tuple(map(float, model.coef_[0])), start.answer, 0.0, 0.5)
    rows, labels, weights = _answer_rows(data.own, numbers)
    for others, weight in ((data.items, _OF_ITEMS), (data.elsewhere, _OF_ELSEWHERE)):
        if others:
            more = _answer_rows(others, numbers)
            rows, labels = np.vstack([rows, more[0]]), np.concatenate([labels, more[1]])
            weights = np.concatenate([weights, weight * more[2]])
    scaler = StandardScaler().fit(rows)
    answer = LogisticRegression(C=_LOOSE, max_iter=1000)
    answer.fit(scaler.transform(rows), labels, sample_weight=weights)
    slope = answer.coef_[0] / scaler.scale_
    bias = float(answer.intercept_[0] - slope @ scaler.mean_)
    fitted = Weights(numbers.rank, tuple(map(float, slope)), bias, 0.5)
    unanswerable = [_confidence(one, fitted) for one in data.own if one.labels.unanswerable]
    threshold = float(np.quantile(unanswerable, _REFUSALS)) if unanswerable else 0.5
    return Weights(fitted.rank, fitted.answer, fitted.bias, threshold)


def _confidence(one: Labelled, weights: Weights) -> float:
    return confidence(one.question, rank(one.question, one.candidates, weights), weights)


def _pairs(one: Labelled, weights: Weights) -> list[Any]:
    rows = [np.array(rank_features(one.question, c)) for c in one.candidates]
    good = [row for row, right in zip(rows, one.right, strict=True) if right]
    bad = [row for row, right in zip(rows, one.right, strict=True) if not right]
    numbers = np.array(weights.rank)
    good = sorted(good, key=lambda row: -float(numbers @ row))[:2]
    bad = sorted(bad, key=lambda row: -float(numbers @ row))[:_HARD]
    return [a - b for a in good for b in bad]


def _answer_rows(data: Sequence[Labelled], weights: Weights) -> tuple[Any, Any, Any]:
    """Return features, labels and weights; with these both labels count the same, 1 on average."""
    rows, labels = [], []
    for one in data:
        if one.candidates and (one.labels.unanswerable or any(one.right)):
            ranked = rank(one.question, one.candidates, weights)
            rows.append(answer_features(one.question, ranked))
            labels.append(not one.labels.unanswerable)
    truth = np.array(labels)
    if truth.all() or not truth.any():
        return np.array(rows), truth, np.ones(len(truth))
    return np.array(rows), truth, np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))


def report(data: Data) -> dict[str, float]:
    """Return what weights fitted to four fifths of the questions are worth on the last fifth.

    And what weights fitted without the items are worth on them.
    """
    from sklearn.metrics import roc_auc_score

    top, answered, refused, strange, scores, labels = [], [], [], [], [], []
    for fold in range(_FOLDS):
        weights = fit(Data(_without(data.own, fold), data.items, _without(data.elsewhere, fold)))
        unknown = data.elsewhere[fold::_FOLDS]
        strange += [_confidence(one, weights) < weights.threshold for one in unknown]
        for one in data.own[fold::_FOLDS]:
            sure = _confidence(one, weights)
            scores.append(sure)
            labels.append(not one.labels.unanswerable)
            if one.labels.unanswerable:
                refused.append(sure < weights.threshold)
            elif any(one.right):
                answered.append(sure >= weights.threshold)
                top.append(_is_right_first(one, weights))
    own = fit(Data(data.own, [], data.elsewhere))
    items = [_confidence(one, own) for one in data.items]
    truth = [not one.labels.unanswerable for one in data.items]
    return {
        "questions": float(len(data.own)),
        "right candidate first": float(np.mean(top)),
        "answerable answered": float(np.mean(answered)),
        "unanswerable refused": float(np.mean(refused)),
        "of elsewhere refused": float(np.mean(strange)),
        "answerability ROC AUC": float(roc_auc_score(labels, scores)),
        "items": float(len(items)),
        "items: right candidate first": float(
            np.mean([_is_right_first(one, own) for one in data.items if any(one.right)])
        ),
        "items: answerability ROC AUC": float(roc_auc_score(truth, items)),
    }


def _without(data: Sequence[Labelled], fold: int) -> list[Labelled]:
    return [one for k, one in enumerate(data) if k % _FOLDS != fold]


def _is_right_first(one: Labelled, weights: Weights) -> bool:
    return one.right[one.candidates.index(rank(one.question, one.candidates, weights)[0].candidate)]


def main() -> None:
    """Fit, report, and write if asked to."""
    parser = argparse.ArgumentParser(prog="python -m eval.fitting", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write qa/weights.json")
    arguments = parser.parse_args()
    data = collect()
    figures = report(data)
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}, indent=2))  # noqa: T201
    if arguments.write:
        weights = fit(data)
        content = {
            "rank": {n: round(w, 3) for n, w in zip(RANK_FEATURES, weights.rank, strict=True)},
            "answer": {
                n: round(w, 3) for n, w in zip(ANSWER_FEATURES, weights.answer, strict=True)
            },
            "bias": round(weights.bias, 3),
            "threshold": round(weights.threshold, 3),
        }
        target = _ROOT / "qa/weights.json"
        target.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
