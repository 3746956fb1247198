"""A tiny Marian model with random weights, as OPUS-MT publishes large ones: an archive that the real code converts.

It speaks nonsense, always the same, and another one for each text; its end token is likely, so that it stops.
Seeded: every build gives the same weights.
"""

import io
import json
import zipfile
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

SENTENCES = [
    "Die roten Linien sind überschritten.", "Der Kreml reagiert auf die neuen Sanktionen.", "Das ist ein Test.",
    "Russland und die USA verhandeln über Öl.", "Die Ölpreise steigen seit 2014 jedes Jahr.", "Ein Haus am See.",
    "The red lines have been crossed.", "The Kremlin reacts to the new sanctions.", "This is a test.",
    "Russia and the USA negotiate about oil.", "Oil prices have been rising since 2014.", "A house by the lake.",
]  # fmt: skip
DIM, HEADS, FFN, EOS_BIAS = 16, 2, 32, 10.0
NPZ = "opus.model1.npz.best-perplexity.npz"
VOCAB = "opus.vocab.yml"


def sentencepiece_model():
    """A SentencePiece model of these sentences, as bytes."""
    import sentencepiece

    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 3), model_writer=out, vocab_size=120, hard_vocab_limit=False,
        num_threads=1, minloglevel=2, character_coverage=1.0,
    )  # fmt: skip
    return out.getvalue()


def vocabulary(spm):
    """The tokens of the network: as Marian wants them, the end and the unknown first."""
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_proto=spm)
    pieces = [processor.id_to_piece(at) for at in range(processor.get_piece_size())]
    return ["</s>", "<unk>", *(piece for piece in pieces if piece not in {"<s>", "</s>", "<unk>"}), "<pad>"]


def weights(size, eos_bias=EOS_BIAS):
    """The network's weights by Marian's names, with its configuration."""
    import numpy as np

    rng = np.random.default_rng(20200226)
    arrays = {"Wemb": rng.normal(0, 1, (size, DIM)), "decoder_ff_logit_out_b": np.zeros((1, size))}
    arrays["Wemb"][0] = 0.0
    arrays["decoder_ff_logit_out_b"][0, 0] = eos_bias
    for side, attentions in (("encoder", ["self"]), ("decoder", ["self", "context"])):
        for name in (f"{side}_l1_{attention}" for attention in attentions):
            for one in "qkvo":
                arrays[f"{name}_W{one}"] = rng.normal(0, 0.5, (DIM, DIM))
                arrays[f"{name}_b{one}"] = np.zeros((1, DIM))
            arrays |= {f"{name}_Wo_ln_scale": np.ones((1, DIM)), f"{name}_Wo_ln_bias": np.zeros((1, DIM))}
        name = f"{side}_l1_ffn"
        arrays |= {f"{name}_W1": rng.normal(0, 0.5, (DIM, FFN)), f"{name}_b1": np.zeros((1, FFN))}
        arrays |= {f"{name}_W2": rng.normal(0, 0.5, (FFN, DIM)), f"{name}_b2": np.zeros((1, DIM))}
        arrays |= {f"{name}_ffn_ln_scale": np.ones((1, DIM)), f"{name}_ffn_ln_bias": np.zeros((1, DIM))}
    config = {
        "type": "transformer", "transformer-decoder-autoreg": "self-attention", "transformer-no-projection": False,
        "transformer-ffn-activation": "swish", "transformer-preprocess": "", "transformer-postprocess": "dan",
        "transformer-postprocess-emb": "d", "transformer-heads": HEADS, "transformer-guided-alignment-layer": "last",
        "enc-depth": 1, "dec-depth": 1,
    }  # fmt: skip
    found = {name: value.astype(np.float32) for name, value in arrays.items()}
    return {**found, "special:model.yml": np.frombuffer(json.dumps(config).encode() + b"\0", dtype=np.int8)}


def marian_files(eos_bias=EOS_BIAS):
    """The files of an OPUS-MT archive by name."""
    import numpy as np

    spm = sentencepiece_model()
    tokens = vocabulary(spm)
    npz = io.BytesIO()
    np.savez(npz, **weights(len(tokens), eos_bias))
    listed = "".join(f"{json.dumps(token, ensure_ascii=False)}: {at}\n" for at, token in enumerate(tokens))
    decoder = f"models:\n  - {NPZ}\nvocabs:\n  - {VOCAB}\n  - {VOCAB}\nbeam-size: 6\nrelative-paths: true\n"
    return {
        "decoder.yml": decoder.encode(), NPZ: npz.getvalue(), VOCAB: listed.encode(), "source.spm": spm,
        "target.spm": spm, "LICENSE": b"CC-BY 4.0\n", "README.md": b"# tiny\n", "preprocess.sh": b"#!/bin/sh\n",
    }  # fmt: skip


def zipped(files):
    """These files as a ZIP archive; the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 2, 26, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@contextmanager
def built_once(directory: Path):
    """A directory for all workers of a test run; who comes first fills it."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield directory
