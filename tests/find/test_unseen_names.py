"""Names that no gazetteer has, in sentences of our own: each name in brackets with its class, and nothing else."""

import re
from functools import cache

import pytest

from kg.find import find_mentions
from kg.lexicon import Lexicon, load_lexicon
from kg.records import Document

SENTENCES = """
The [Department for Energy Security, Industry and Trade|Agency] met.
The [Ministries of Finance and Energy|Agency] met.
The [Trust for Public Rivers|Organization] paid for the study.
The [Directorate-General for Mobility and Transport|Agency] opened a consultation.
Oslo-based [Hydrovolt|Company] will build the electrolyser.
[Skyforge Inc.|Company] and [Lunaris GmbH|Company] met [Deltanor SA|Company] and [Baltwind plc|Company].
[Nordvik Pumps, Inc.|Company] sold valves.
Shares of [Solvane|Organization] rose.
[MKH Nordlys|Organization] said that the work was done.
A wind developer [Vindkraft Øst|Company] ordered turbines.
[Petrokhem|Company] acquired two mines.
[Meridian Rail|Company] lost the case.
On [Geothermal Energy|] there is no news.
The [Skua|Project], [Tern|Project] and [Petrel|Project] satellites reached orbit.
The [Halden-3|Project] and [Halden-4|Project] satellites reached orbit.
A mission called [Deep Lantern|Project] will fly.
The lander, dubbed [Moonmoth|Project], weighs 40 kg.
The probe has been named [Valkyr|Project] by children.
The probe named after [Ann Lee|Person] flew.
The crew of [Expedition 65|Project] left.
[Operation Deep Freeze|Project] and [Project Sunroof|Project] began.
The [Al-Nahda Hydropower Plant|Project] opened.
The 120 MW [Askvoll Wind Farm|Project] and the 1.2 GW [Fjell Wind Farm|Project] opened.
It will carry the [Ostrovets|Project] plant's waste.
The [Nordic Energy Summit 2023|Event] was held.
At the [EU-Africa summit|Event] and the [12th BRICS Summit|Event], leaders spoke.
The [Exercise Northern Shield|Event] ended.
The [Fifth Assembly of Rivers|Event] met.
The [Oslo accords|Agreement] and the [Tirana peace deal|Agreement] held.
[Directive 2014/24|Document] and [Executive Order 14067|Document] apply.
[Lin Chih-hao|Person] ([林志豪|Person]) and [Baek Seung-min|Person] spoke.
[Lotte Schering|Person], director of the office, agreed.
Solar Manufacturing, a director of the firm said, is hard.
[Vance D. Brand|Person] and [Deke Slayton|Person] landed.
[Sadyr Akmatov|Person] met [Aslan Dzhaksaliev|Person].
Lunar Gateways met no delay.
Commander [Peter Hall|Person] said so.
They met in [Peter Hall|Place].
The [Chinese|Country] Ambassador to [Kenya|Country] [Zhou Pingjian|Person] said so.
H.E. Eng. [Abdullah Al-Swaha|Person] spoke.
[Peeter Saar|Person], the country's minister of economy, spoke.
Speaker of the House [Mike Johnson|Person] agreed.
The [Institute in Nordvik|University] Director [Ada Berg|Person] agreed.
[Tsai Ing-wen|Person] and [Chao Chi-kuang|Person] ([趙吉光|Person]) met. [Chao|Person] smiled.
[Omar al-Sabir|Person] left. [Sabir|Person] came back.
[Franck Paris|Person] spoke. [Paris|Person] said so.
(Reporting by [Tirza Mbundu|Person])
[Rocket Lab USA, Inc.|Company] (NYSE: RKLB) fell.
The [Yellow Sea|Place] froze.
The dam near [Kirkuna|Place] will open.
Police in [Havelyn|Place], N.Y., said so.
The plan for [Eastern Kenya|Place] is short.
It flew from [Launch Complex 77B|Place].
The bill goes to [Congress|Organization] and the [Senate|Organization].
The [Korean War|] is long over.
Networks including [KARIN|Project], [AARLink|Project] and [Redweb|Project] carry it.
Startups like [Heliox|Company] and [Brontes|Company] grew.
The plant was built by [Kelvatek|Organization] under a contract with [Brightways|Organization].
Engineers from [Stellenza|Organization] spoke to the [Tarnik|Media] news agency.
The second module, [Kvartal|Project], flew. A satellite, the [Nutmeg|Project], followed.
The [Embassy of Kenya|Agency] closed.
The [Permanent Mission of Norway|Agency] hosted the reception.
The [Sunda Assembly, Integration and Test Centre|Organization] opened.
They read the [Convention on Tidal Compensation for Nuclear Damage|Agreement].
The [Ministry of New and Renewable Energy of the North|Agency] answered.
[Department of Trade|Agency], [Department of Shoals|Agency], and [National Aeronautics and Space Administration|Agency].
[Nordvik Space Networks|Company] and [Kestrel Orbital|Company] merged.
The mission will be run by [Nordvik UK|Company].
The agency picked [Nordvik|Organization] to build a lander.
The agency awarded [Nordvik|Organization] a contract.
The agency picked [Ada Berg|Person] to lead it, [Ada Berg|Person] said.
The bank began the "[Light to Villages|Project]" programme.
"The [Treaty of Sunda|Agreement] is what we signed with our partners," they said.
They signed the "[Sunda Declaration on Safe Shipping|Agreement]" there.
The [Norwegian Agency for Tidal Cooperation|Agency] paid.
The [North Shoal Wind Power Hub|Project] opened.
The [Center for Strategic and Budgetary Assessments|Organization] wrote.
They will fly an Earth Observation satellite.
[EU|Alliance] Energy Commissioner [Ada Berg|Person] spoke.
The head of the [Planning, Strategy and Coordination Office|Agency] left.
The [IRENA Assembly|Event] met.
Director-General [Francesco La Camera|Person] spoke.
The [Sunda Observing Satellite 2|Project], which flew, fell.
For the satellite project, [TERNSAT|Project], they paid.
The low-Earth constellation and the Earth-monitoring satellite fly.
The [Latin American and Caribbean Tidal Observatory|Project] opened.
[Rivada Select Services|Company], a subsidiary, won.
For assembly, integration and test (AIT) there is room.
A regulatory probe by the board and five [synthetic aperture radar|] satellites.
"""
ROWS = [row for row in SENTENCES.split("\n") if row]
_MARKED = re.compile(r"\[([^]|]+)\|(\w*)\]")


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.mark.parametrize("row", ROWS)
def test_a_name_never_seen_is_found_whole(row: str) -> None:
    text = _MARKED.sub(r"\1", row)
    named = [m for m in find_mentions(Document("x.txt", text), lexicon()) if m.kind == "name"]
    expected = [(name, type_) for name, type_ in _MARKED.findall(row) if type_]
    marked = [(m.text, m.type) for m in named if not (m.text == "Oslo" and m.type == "Place")]
    assert marked == expected


def test_numbered_members_of_a_named_project() -> None:
    text = "The Ternion project has had two missions. Ternion-1 flew well, and Ternion 2 too."
    assert {m.text for m in find_mentions(Document("x.txt", text), load_lexicon()) if m.type == "Project"} >= {
        "Ternion-1",
        "Ternion 2",
    }


def test_places_where_something_sits() -> None:
    text = "Oslo-based Nordvik and New York-based Sample & Sons met the Kenya-based firm and a broad-based group."
    found = [(m.text, m.type) for m in find_mentions(Document("x.txt", text), load_lexicon())]
    assert [text for text, type_ in found if type_ in {"Place", "Country"}] == ["Oslo", "New York", "Kenya"]


def test_letters_of_a_body_are_no_given_name() -> None:
    found = find_mentions(Document("x.txt", "NASA, ESA Sign Accords on Science"), load_lexicon())
    assert not [m.text for m in found if m.type == "Person"]


def test_own_name_of_a_body_behind_what_it_is() -> None:
    text = "The Italian space agency, Agenzia Spaziale Sunda (ASS), agreed. ASS paid."
    found = find_mentions(Document("x.txt", text), load_lexicon())
    assert {m.name for m in found if m.type == "Agency"} == {"Italian Space Agency"}


def test_acronym_of_two_joined_instruments() -> None:
    text = "It has the Near-Infrared Imager and Slitless Spectrograph (NIRISS). NIRISS works."
    found = [m.text for m in find_mentions(Document("x.txt", text), load_lexicon()) if m.type == "Project"]
    assert found == ["Near-Infrared Imager and Slitless Spectrograph", "NIRISS", "NIRISS"]
