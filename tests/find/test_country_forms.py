"""The names of the world's countries, short and official, old and new, each with its code in a sentence."""

from functools import cache

import pytest

from kg.find import find_mentions
from kg.lexicon import Lexicon, load_lexicon
from kg.records import Document

FORMS = """
AF Afghanistan|the Islamic Republic of Afghanistan|Afghan
AL Albania|Albanian
DZ Algeria|Algerian
AO Angola|Angolan
AG Antigua and Barbuda
AR Argentina|Argentine|Argentinian
AM Armenia|Armenian
AU Australia|Australian
AT Austria|Austrian
AZ Azerbaijan|Azerbaijani
BS the Bahamas|Bahamian
BH Bahrain|Bahraini
BD Bangladesh|Bangladeshi
BY Belarus|Belarusian|Byelorussia
BE Belgium|Belgian
BJ Benin|Beninese
BT Bhutan|Bhutanese
BO Bolivia|Bolivian|the Plurinational State of Bolivia
BA Bosnia|Bosnia and Herzegovina|Bosnia-Herzegovina|Bosnian
BW Botswana
BR Brazil|Brazilian|Brasil
BN Brunei|Brunei Darussalam
BG Bulgaria|Bulgarian
BF Burkina Faso|Burkinabe
BI Burundi
CV Cape Verde|Cabo Verde
KH Cambodia|Cambodian|Kampuchea
CM Cameroon
CA Canada|Canadian
CF the Central African Republic
TD Chad|Chadian
CL Chile|Chilean
CN China|Chinese|the People's Republic of China|PRC|P.R. China
CO Colombia|Colombian
CD the Democratic Republic of the Congo|DR Congo|DRC|Congo-Kinshasa
CG the Republic of the Congo|Congo-Brazzaville
CR Costa Rica|Costa Rican
CI Côte d'Ivoire|Cote d'Ivoire|Ivory Coast|Ivorian
HR Croatia|Croatian
CY Cyprus|Cypriot
CZ Czechia|the Czech Republic|Czech
DK Denmark|Danish
DO the Dominican Republic
EC Ecuador|Ecuadorian
EG Egypt|Egyptian
SV El Salvador|Salvadoran
EE Estonia|Estonian
SZ Eswatini|Swaziland
ET Ethiopia|Ethiopian
FJ Fiji|Fijian
FI Finland|Finnish
FR France|French|the French Republic
GA Gabon|Gabonese
GM the Gambia|The Gambia|Gambia|Gambian
GE Georgia|Georgian
DE Germany|German|the Federal Republic of Germany|FRG
GH Ghana|Ghanaian
GR Greece|Greek|the Hellenic Republic
GN Guinea|Guinean
GW Guinea-Bissau
GQ Equatorial Guinea
PG Papua New Guinea
GY Guyana
HT Haiti|Haitian
HK Hong Kong
HU Hungary|Hungarian
IS Iceland|Icelandic
IN India|Indian|the Republic of India
ID Indonesia|Indonesian
IR Iran|Iranian|the Islamic Republic of Iran
IQ Iraq|Iraqi
IE Ireland|Irish
IL Israel|Israeli
IT Italy|Italian
JP Japan|Japanese
JO Jordan|Jordanian
KZ Kazakhstan|Kazakh
KE Kenya|Kenyan
KR South Korea|the Republic of Korea|ROK|S. Korea|South Korean
KP North Korea|the Democratic People's Republic of Korea|DPRK|N. Korea|North Korean
KG Kyrgyzstan|the Kyrgyz Republic|Kyrgyz
LA Laos|Lao PDR|the Lao People's Democratic Republic
LV Latvia|Latvian
LB Lebanon|Lebanese
LY Libya|Libyan
LT Lithuania|Lithuanian
LU Luxembourg
MO Macau|Macao
MG Madagascar|Malagasy
MY Malaysia|Malaysian
MV the Maldives|Maldivian
ML Mali|Malian
MX Mexico|Mexican
FM Micronesia|the Federated States of Micronesia
MD Moldova|the Republic of Moldova|Moldovan
MN Mongolia|Mongolian
ME Montenegro
MA Morocco|Moroccan
MM Myanmar|Burma|Burmese
NL the Netherlands|Holland|Dutch|The Netherlands
NZ New Zealand
NE Niger|Nigerien
NG Nigeria|Nigerian
MK North Macedonia|Macedonia|FYROM
NO Norway|Norwegian
PS Palestine|the State of Palestine|Palestinian
PH the Philippines|Philippine|Filipino
PL Poland|Polish
PT Portugal|Portuguese
QA Qatar|Qatari
RO Romania|Romanian|Rumania
RU Russia|Russian|the Russian Federation
RW Rwanda|Rwandan
KN Saint Kitts and Nevis|St. Kitts and Nevis|St Kitts and Nevis
LC Saint Lucia|St. Lucia|St Lucia
VC Saint Vincent and the Grenadines|St. Vincent and the Grenadines
ST Sao Tome and Principe|São Tomé and Príncipe
SA Saudi Arabia|Saudi|the Kingdom of Saudi Arabia|KSA
SN Senegal|Senegalese
RS Serbia|Serbian
SG Singapore|Singaporean
SK Slovakia|the Slovak Republic|Slovak
SI Slovenia|Slovenian
ZA South Africa|South African
SS South Sudan
ES Spain|Spanish
LK Sri Lanka|Sri Lankan|Ceylon
SE Sweden|Swedish
CH Switzerland|Swiss
SY Syria|Syrian|the Syrian Arab Republic
TW Taiwan|Taiwanese
TZ Tanzania|Tanzanian|the United Republic of Tanzania
TH Thailand|Thai|Siam
TL Timor-Leste|East Timor|Timor Leste
TT Trinidad and Tobago|Trinidad & Tobago
TN Tunisia|Tunisian
TR Turkey|Türkiye|Turkiye|Turkish|the Republic of Türkiye
TM Turkmenistan
UA Ukraine|Ukrainian
AE the United Arab Emirates|UAE|U.A.E.|Emirati|the Emirates
GB the United Kingdom|UK|U.K.|Britain|Great Britain|British|the United Kingdom of Great Britain and Northern Ireland
US the United States|the United States of America|USA|U.S.A.|U.S.|US|American
UY Uruguay
UZ Uzbekistan|Uzbek
VA the Vatican|the Holy See|Vatican City
VE Venezuela|the Bolivarian Republic of Venezuela|Venezuelan
VN Vietnam|Viet Nam|Vietnamese
EH Western Sahara
YE Yemen|Yemeni
ZM Zambia|Zambian
ZW Zimbabwe
SU the Soviet Union|USSR|U.S.S.R.|Soviet|the Union of Soviet Socialist Republics
YU Yugoslavia|Yugoslav
CS Czechoslovakia|Czechoslovak
DD East Germany|the German Democratic Republic|GDR|East German
CD Zaire|D.R. Congo
ZW Rhodesia
BF Upper Volta
BJ Dahomey
TW the Republic of China
PG PNG
KN St Kitts
VC St. Vincent
ST São Tomé
"""
ROWS = [
    (code, form)
    for code, _, forms in (row.partition(" ") for row in FORMS.split("\n")[1:-1])
    for form in forms.split("|")
]


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


def codes(text: str) -> list[str | None]:
    """Return the code of each name in the text, None for what is no country."""
    return [m.code for m in find_mentions(Document("x.txt", text), lexicon()) if m.kind == "name"]


@pytest.mark.parametrize(("code", "form"), ROWS)
def test_a_form_names_its_country(code: str, form: str) -> None:
    bare = form.removeprefix("the ").removeprefix("The ")
    assert codes(f"Officials of {form} met.") == [code]
    assert codes(f"The {bare} government met.") == [code]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Georgia and Armenia signed a treaty.", ["GE", "AM"]),
        ("Jordan and Egypt signed a treaty.", ["JO", "EG"]),
        ("Chad and Niger closed the border.", ["TD", "NE"]),
        ("Turkey and Greece met.", ["TR", "GR"]),
        ("Guinea and Mali met.", ["GN", "ML"]),
        ("Papua New Guinea and Equatorial Guinea met.", ["PG", "GQ"]),
        ("US and UK sign deal", ["US", "GB"]),
        ("Niger and Nigeria share the Niger Delta.", ["NE", "NG", None]),
        ("S. Korean and N. Korean envoys met.", ["KR", "KP"]),
        ("Georgia closed the pass. Officials in Tbilisi and Moscow met.", ["GE", None, None]),
        ("The Central African Republic (CAR) voted. CAR troops left.", ["CF", "CF", "CF"]),
        ("Ann Jordan flew to Jordan. Jordan said so.", [None, "JO", None]),
    ],
)
def test_an_ambiguous_name_is_the_country(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The governor of Georgia spoke in Atlanta.",
        "Senators from Georgia and Alabama met.",
        "He spoke in Georgia, Vermont and Maine.",
        "Georgia Tech built the probe.",
        "Michael Jordan played for the Bulls.",
        "Jordan Lee joined the team.",
        "Chad Kroeger sang.",
        "Chad Smith, an engineer, spoke.",
        "Israel Gonzalez, a director, spoke.",
        "They ate turkey with gravy on Thanksgiving.",
        "A guinea pig ate.",
        "The Gulf of Guinea is deep.",
        "New Jersey and New Mexico joined.",
        "The Niger Delta is rich.",
        "He lives in Lebanon, Pennsylvania, on a farm.",
        "The Indian Ocean is deep.",
        "Police in Lebanon, Pa., closed the road. A Lebanon man was hurt.",
        "CUBA, N.M. - Crews came.",
        "Peru, Indiana, has a fair.",
        "They live in Holland, Mich., by the lake.",
        "He spoke of the Sea of Japan and the Strait of Georgia.",
        "Two Indian tribes own the mill.",
        "The mayor of Savannah spoke. Voters across Georgia stayed at home.",
        "Dr. Ireland and Mr. France met.",
        "They speak French, German and Polish.",
        "Visitors saw the fine china.",
        "Tell us more.",
    ],
)
def test_an_ambiguous_name_is_something_else(text: str) -> None:
    assert not any(codes(text))
