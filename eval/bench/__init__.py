"""Protokollsvar side by side with other retrieval libraries, on the same files and model."""
