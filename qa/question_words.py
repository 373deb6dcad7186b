"""Words of questions: which say nothing of the subject, and which only what is asked of it.

The lists hold words without marks, as a question may be typed.
"""

from __future__ import annotations

import re

# Words that evidence need not meet: pronouns, prepositions, auxiliaries, ways to ask.
STOP = frozenset(
    """
    a alla allt an ar att av blev bli blir bliva da dag dar dara de dem den denna dess det detta dig
    din dit du dom dags dock da efter egentligen ej eller en enligt er ett for fran fran genom ha
    hade haft han hans har hon hur hurdan i ihop in ingen inget inom inte ja jag just kan ni nagon
    nagot nagra nar nu nya och ocksa om oss pa sa sade sagt sin sig sina sitt ska skall skulle som
    till the under upp ut vad vara var vart varit vem vems vet vi vid vilka vilken vilket vill ville
    vilkas at an an ett exakt finns fanns finnas fick far fa fatt gallde galler gallande angaende
    kring betraffande handlar handlade hander hande hant gar gick gjorde gor gora gjort ge ger gav
    hos innan ifran inga just kom kommer komma kunde lite manga mycket med mellan men mer mot man
    namn namnet na ocksa redan sedan sen stor stort stora hela saker slags sort typ tack tar tog
    vars varifran vart at ut utan over aven stod star sta blivit kontra per under respektive samt
    respektive istallet hej snalla finnsdet vilkendag langt lange ofta tidigare senare behover
    varfor beratta visa lista handlade skedde sker ske nagonsin annan andra sista forsta senaste
    dagar hall delen sammanfatta sammanfattning dagordningen dagordning haller hallit ligga ligger
    lag tycker heter hette kallas bade dvs vore tror
    """.split()
)
# Words of the relation asked about: matched through the thesaurus, light in weight.
GENERIC = frozenset(
    """
    utsags utse utses utsedd utsett utnamnd valdes valts vald valde beslut beslutades beslutade
    besluta beslutet beslutats bestamde bestamdes bestamts bestammt beslots beslot kostade kostar
    kosta kostnad kostnaden kostnader pengar summa summan belopp beloppet anslogs anslag anslaget
    anslas avsattes avsatte avsatts betalar betala betalade pris priset mote motet moten motena
    sammantrade sammantradet protokoll protokollet arende arendet punkt punkten paragraf punkterna
    fraga fragan diskuterades diskuterade pratade pratat prata togs tagit sades sagts hette person
    personer personen ansvarar ansvarig uppdrag uppgift presenterade presenterar redovisade
    redovisar informerade informerar foredrog berattade rapporterade foredragande beviljades
    beviljade bevilja fatta fattades fattats blev tidpunkt datum datumet klockan tid tiden tider
    gruppen foreslogs forslag lades inkom gav slutade borjade aktuell uppe handla deltog deltagare
    narvarande franvarande plats lokal omfattning antal antalet andel andelen
    tidpunkten procent langsta nasta kommande fore
    totalt sammanlagt totala hoga hog lang orsak slut slutgiltiga hitta dyr dyrt dyra satte satta
    satt landade slutade notan slutnota slutnotan nuvarande samtliga helt halva tidigare senaste
    sammanlagda fatt kravs behovs kravdes behovdes forandrats forandrades andrades andrats
    utvecklats utvecklades anledning skal resultat resultatet utfall utfallet svar svaret nytt nu
    laget status omrostning omrostningen votering voteringen rosterna rosten rost roster rostade
    rostsiffror rostsiffrorna sager sagt sags star skrivs skrivit namns namnts namner berattar
    protokollen motesprotokollen
    """.split()
)
# Past tenses and passives: what was done, not what it was done to.
PAST_TENSE = re.compile(
    r"""
    .{2,}(?:ade|ades|ats|ddes|rdes|ldes|ndes|gdes|ktes|ptes|stes|ttes
    |tte|dde|lde|rde|gde|ände|kte|pte|ste|ogs|evs|ötts)$
    """,
    re.VERBOSE,
)
# A firm is asked for by its trade: «vilken byrå», «vilken konsult».
ORGANISATION = re.compile(
    r"""
    (?:firma|foretag|bolag|byra|konsult|entreprenor|leverantor
    |konsulten|byran|foretaget|bolaget|firman)
    (?:en|er|erna)?$
    """,
    re.VERBOSE,
)
# A question that asks for a no: «Blev bastun avslagen?» is answered «Ja» by a rejection.
DENYING = re.compile(r"\b(?:inte|ej|aldrig|avsla\w*|avslog\w*|avvisa\w*|neka\w*|underkan\w*)\b")
