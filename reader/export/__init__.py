"""A text with what is known of its translation, written for other programs and for other people."""
