"""Texts as agencies send and news sites repost them, written for these tests."""

RELEASE = """\
Northern Space Agency and Andes Space Institute agree on Kestrel-2

LULEA, 12 March 2024. The Northern Space Agency and the Andes Space Institute signed an agreement on the Kestrel-2 \
mission in Lulea on Tuesday. Kestrel-2 will measure the thickness of sea ice with a radar altimeter and carry an \
infrared sounder of the institute. The satellite is to be launched from Kiruna in 2027 and to work for at least five \
years.

"Sea ice tells us how fast the polar oceans are warming, and no single country can watch both poles alone," said \
Maja Lindqvist, director general of the agency. "With our partners in the Andes we gain a second ground station and \
a team that knows glaciers better than anybody."

The institute will build the sounder in its workshop in Arequipa and receive the data over a new antenna near Punta \
Arenas. The agency provides the platform, the altimeter and the launch. Both will publish all measurements within \
ninety days.

The first Kestrel satellite was launched in 2016 and still sends data. It found that the ice north of Greenland \
loses eleven centimetres a year. Scientists of nineteen universities use its maps, among them those of Tromso, \
Concepcion and Uppsala.

A joint office of twelve engineers opens in Lulea in September. It is headed by Rodrigo Salas, who managed the \
ground segment of the first mission. The two sides meet twice a year to review costs, which they put at 240 million \
euros in all."""

_FRAME = """\
Home News Science Opinion
By our space correspondent

{body}

About us: The Daily Orbit is an independent site on space and technology. Subscribe to our newsletter for more."""

REPOST = _FRAME.format(
    body=RELEASE.replace(
        "Northern Space Agency and Andes Space Institute agree on Kestrel-2", "New satellite will watch the sea ice"
    ).replace("A joint office of twelve engineers opens in Lulea in September. ", "")
)
"""The release with another headline, a frame and without a sentence."""

SHORTENED = "Ice satellite announced\n\n" + RELEASE.partition("\n\n")[2].rpartition("\n\n")[0].replace("said", "stated")
"""The release without its last paragraph, and with a word changed."""

REPORT = """\
Two agencies, one satellite: the ice watchers join forces

When the signatures had dried in Lulea this Tuesday, Maja Lindqvist did not hide her relief. For two years the \
Northern Space Agency had looked for somebody to share the bill of Kestrel-2, its next radar satellite. Now the \
Andes Space Institute has come on board, with an instrument and with a dish at the far end of South America.

"No single country can watch both poles alone," the director general told reporters after the ceremony. Critics in \
parliament are less enthusiastic. They point out that the price has risen by a third since the mission was first \
proposed, and that the launch has slipped twice. The spacecraft is now expected to leave Kiruna in 2027.

For the institute, founded only nine years ago, the deal is a coming of age. Its engineers in Arequipa have built \
small cameras for balloons so far. An infrared sounder that must survive five years in orbit is another matter, says \
the physicist Ines Quispe, who was not involved. Still, she adds, they have hired well.

Whether the two can keep to the calendar depends on the budget talks this autumn. The agency wants to order the \
platform before Christmas. If that fails, says one official, the old Kestrel had better live a few years longer."""
"""An agency's own report of the same event, which quotes the release once."""

_NOTICE = """\
Agency invites media to {country} accords signing

{country} will sign the Polar Data Accords during a ceremony at {hour} on {day} at the headquarters of the Northern \
Space Agency.

Director General Maja Lindqvist will host {guest}, along with officials of the ministry of foreign affairs. This \
event is in person only. Media interested in attending must write to the press office by noon of the day before.

The Polar Data Accords were set up in 2021 by seven countries. {more} They say how measurements of ice, oceans and \
the atmosphere above both poles are shared. {country} is the {number} country to sign."""

NOTICES = (
    _NOTICE.format(
        country="Chile",
        hour="three in the afternoon",
        day="Friday 25 October",
        guest="Aisen Etchegaray, minister of science, and Juan Valdes, ambassador to Sweden",
        more="Chile runs four stations in Antarctica and measures the ozone layer from Punta Arenas since the 1990s.",
        number="twentieth",
    ),
    _NOTICE.format(
        country="South Korea",
        hour="ten in the morning",
        day="Monday 9 December",
        guest="Park Min-seo, vice minister for oceans, and the heads of the polar research institute in Incheon",
        more="The icebreaker Araon supplies both of the country's Antarctic bases, and a larger ship is being built.",
        number="twenty-first",
    ),
)
"""Two notices from one form, about two events."""
