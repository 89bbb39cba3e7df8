"""Letters that are written in several ways made one, character for character, so that every offset stays."""

_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
_SAME = {
    **{ord(digit): str(number) for row in _DIGITS for number, digit in enumerate(row)},
    **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
    ord("ى"): "ي",
    ord("ş"): "ș", ord("ţ"): "ț", ord("Ş"): "Ș", ord("Ţ"): "Ț",
    ord("ё"): "е", ord("Ё"): "Е",
    **dict.fromkeys(map(ord, "’‘ʼ`´"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    ord("，"): ",", ord("、"): ",", ord("،"): ",", ord("。"): ".", ord("；"): ";", ord("؛"): ";", ord("："): ":",
    ord("（"): "(", ord("）"): ")", ord("？"): "?", ord("！"): "!", ord("～"): "-",
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u3000"), " "),
}  # fmt: skip
"""Digits of Arabic and of full width, the forms of alif, the cedilla for the comma of Romanian, ё, marks, blanks."""


def level(text: str) -> str:
    """Return the text with one form for each letter, digit and mark; as long as it was.

    >>> level("١٠ شباط، l’Été")
    "10 شباط, l'Été"
    """
    return text if text.isascii() else text.translate(_SAME)
