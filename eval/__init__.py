"""Question sets, measures, runs and reports: how good the answers are."""

from eval.judging import Verdict, judge
from eval.questions import LabelledQuestion, load_questions, parse_questions

__all__ = ["LabelledQuestion", "Verdict", "judge", "load_questions", "parse_questions"]
