"""Three invented protocols of one council: votes, dissent, grants, assignments and reports."""

from __future__ import annotations

from index.nouns import Meeting
from invented import invented_meeting

_HEAD = """Kaggeviks kommun                     PROTOKOLL                          1 (4)
Kommunstyrelsen                      {day}

Plats och tid:     Salteriet, Magasinet, kl. 13.00–15.40

Beslutande:        Disa Fors (S), ordförande
                   Arvid Lund (M), 1:e vice ordförande
                   Greta Holm (C), 2:e vice ordförande
                   Sixten Berg (V)
                   {last}

Övriga deltagare:  {officials}
                   Ebba Krook, sekreterare

Justerare:         Greta Holm

"""

WINTER = (
    _HEAD.format(
        day="2017-02-14",
        last="Moa Strand (M), tjänstgörande ersättare för Edvin Palm (M)",
        officials="Ivar Ros, hamnchef",
    )
    + """§ 3    Dnr KS 2016/00210
Torkställ för nät

Ärendebeskrivning
Fiskarlaget vill ha tio nya torkställ vid Norra piren.

Kommunstyrelsens beslut
att anslå 80 000 kr till torkställen, samt
att uppdra åt hamnchefen att undersöka om södra piren räcker till, och
att undersökningen ska redovisas senast den 1 juni 2017.

Reservation
Arvid Lund (M) och Moa Strand (M) reserverar sig mot beslutet.

§ 4    Dnr KS 2016/00222
Rökeriets skorsten

Jäv
Sixten Berg (V) anmäler jäv och deltar inte i handläggningen av ärendet.

Kommunstyrelsens beslut
att bevilja Rökeriföreningen ett bidrag på 45 000 kr för ny skorsten.

§ 5    Dnr KS 2016/00230
Motion om sälskrämmor

Kommunstyrelsens beslut
Kommunstyrelsen bordlägger ärendet till nästa sammanträde.

§ 6    Dnr KS 2016/00231
Fyrskeppets landgång

Kommunstyrelsens beslut
Kommunstyrelsen återremitterar ärendet för att få en beräkning av bärigheten.

§ 7    Dnr KS 2016/00240
Tjärning av bryggorna

Kommunstyrelsens beslut
att uppdra åt hamnchefen att ta in anbud på tjärning av bryggorna.
"""
)

SUMMER = (
    _HEAD.format(
        day="2017-06-13",
        last="Edvin Palm (M)",
        officials="Ivar Ros, hamnchef",
    )
    + """§ 21    Dnr KS 2016/00210
Södra piren

Ärendebeskrivning
Hamnchef Ivar Ros redovisar undersökningen av södra piren, som har plats för sex torkställ.

Kommunstyrelsens beslut
att notera informationen till protokollet.

§ 22    Dnr KS 2016/00230
Motion om sälskrämmor

Omröstning
Den som vill avslå motionen röstar ja.
Ja: Disa Fors (S), Greta Holm (C), Sixten Berg (V)
Nej: Arvid Lund (M), Edvin Palm (M)
Resultat: 3 ja och 2 nej.

Kommunstyrelsens beslut
att avslå motionen.

§ 23    Dnr KS 2017/00044
Livbojar

Kommunstyrelsens beslut
att avsätta 30 tkr per år till livbojar.
"""
)

AUTUMN = (
    _HEAD.format(
        day="2018-10-09",
        last="Edvin Palm (M)",
        officials="Lova Ek, hamnchef",
    )
    + """§ 40    Dnr KS 2018/00101
Ny hamnchef

Ärendebeskrivning
Ivar Ros har gått i pension.

Kommunstyrelsens beslut
att anställa Lova Ek till hamnchef från och med den 1 september 2018.
"""
)

MEETINGS: tuple[Meeting, ...] = tuple(
    invented_meeting(text, path)
    for text, path in ((WINTER, "vinter.txt"), (SUMMER, "sommar.txt"), (AUTUMN, "host.txt"))
)
