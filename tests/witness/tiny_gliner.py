"""A GLiNER model with random weights, for some words: `python tiny_gliner.py FOLDER` writes it."""

import sys
from pathlib import Path

import torch
from gliner import GLiNER, GLiNERConfig
from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
from transformers import BertConfig, PreTrainedTokenizerFast

WORDS = ["Engineers of Kestrel Forge met Ilse Vantore in Skarholm while Norway signed the Artemis Accords ."]
SPECIAL = {
    "pad_token": "[PAD]",
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "unk_token": "[UNK]",
    "mask_token": "[MASK]",
}
WINDOW = 12


def write(folder: Path) -> None:
    """Write a model that takes twelve words at a time."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106 - no secret
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordPieceTrainer(vocab_size=300, special_tokens=[*SPECIAL.values()])
    tokenizer.train_from_iterator(WORDS, trainer)
    ends = [(mark, tokenizer.token_to_id(mark)) for mark in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **SPECIAL)
    encoder = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    base = folder / "base"
    fast.save_pretrained(base)
    BertConfig(vocab_size=len(fast), **encoder).save_pretrained(base)
    torch.manual_seed(7)
    config = GLiNERConfig(
        model_name=str(base),
        encoder_config={"model_type": "bert", "vocab_size": len(fast), **encoder},
        hidden_size=32,
        max_width=4,
        max_len=WINDOW,
        dropout=0.0,
        span_mode="markerV0",
    )
    model = GLiNER.from_config(config, backbone_from_pretrained=False)
    model.save_pretrained(folder / "tiny", safe_serialization=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
