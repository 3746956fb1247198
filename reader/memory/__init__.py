"""The translation memory: what has been translated once is never asked for again."""
