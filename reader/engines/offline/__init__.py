"""The engine that needs no network: an OPUS-MT model, run by CTranslate2, and how it comes to this machine."""
