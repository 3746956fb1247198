"""From the segments somebody looks at to their translations: what to ask next, whom, and when."""
