"""From a question to a proven answer."""

from qa.nouns import Answer, Assistant, Citation, Searched, Sentence, Status

__all__ = ["Answer", "Assistant", "Citation", "Searched", "Sentence", "Status"]
