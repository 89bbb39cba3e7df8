"""Letters that are written in several ways made one, character for character, so that every offset stays."""

_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
_TRADITIONAL = (
    "國關係雙兩經貿總統長條約協議韓華聯蘇歐學聞時間後週號訪駐對軍團體區東馬亞爾蘭羅維納倫達個紀臺灣烏會談領導衝戰爭鐵員發開陸"
    "際環產業資財務貝賽魯薩遜頓寧緬諾偉積從這現響實簽屆進記將預計劃為"
)
_SIMPLIFIED = (
    "国关系双两经贸总统长条约协议韩华联苏欧学闻时间后周号访驻对军团体区东马亚尔兰罗维纳伦达个纪台湾乌会谈领导冲战争铁员发开陆"
    "际环产业资财务贝赛鲁萨逊顿宁缅诺伟积从这现响实签届进记将预计划为"
)
_SAME = {
    **dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True)),
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
"""Digits of Arabic and of full width, the forms of alif, the cedilla for the comma of Romanian, ё, marks, blanks, and
the traditional characters of Chinese that names and dates are written with."""


def level(text: str) -> str:
    """Return the text with one form for each letter, digit and mark; as long as it was.

    >>> level("١٠ شباط، l’Été")
    "10 شباط, l'Été"
    """
    return text if text.isascii() else text.translate(_SAME)
