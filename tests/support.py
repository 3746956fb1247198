"""Where the sample is."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "seeds" / "000_1a521e34ec6b286b.txt"
SAMPLE_PAIRS = ROOT / "seeds" / "000_1a521e34ec6b286b.en.yaml"
