"""Explanations as people read them: two people in (`cases.toml`), a sentence out.

After a change that is meant, `python -m tests.matching.golden` writes `explanations.txt` anew; read
the difference before you commit it.
"""
