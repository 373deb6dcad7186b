"""Matters that invented municipalities decide on, for protocols in many towns' styles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Matter:
    """One item as it goes into a protocol; `points` begin with the verb after `att`."""

    title: str
    points: tuple[str, ...]
    body: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()
    order: tuple[str, ...] = ()  # propositionsordning, votering
    dissent: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    send: tuple[str, ...] = ()
    proposal: tuple[str, ...] = ()
    code: str = "000"


MATTERS = (
    Matter("Upprop och val av justerare", ("utse Marianne Ståhl (C) till justerare",),
           ("Protokollet justeras digitalt torsdagen den 23 mars 2023.",)),
    Matter("Fastställande av föredragningslista", ("fastställa föredragningslistan med ändringen "
           "att ärende 14 utgår",),
           ("Ordföranden föreslår att ärendet Detaljplan för Hamnkvarteret utgår.",)),
    Matter(
        "Svar på motion från Lars-Göran Wiklund (KD) om att införa fritt fiske för barn och "
        "ungdomar i kommunens samtliga fiskevårdsområden",
        ("avslå motionen",),
        ("Lars-Göran Wiklund (KD) föreslår i en motion daterad den 14 november 2022 att alla under "
         "18 år ska få fiska utan kostnad i kommunens fiskevårdsområden.",
         "Kultur- och fritidsförvaltningen konstaterar att fiskevårdsområdena är egna juridiska "
         "personer. Kommunen kan därför inte besluta om avgifterna. Av de nio föreningarna har sex "
         "redan i dag fritt fiske för barn under 16 år."),
        ("Lars-Göran Wiklund (KD) yrkar bifall till motionen.",
         "Ulla-Britt Fors (S) och Tomas Ek (M) yrkar bifall till liggande förslag."),
        ("Ordföranden ställer proposition på de båda yrkandena och finner att kommunstyrelsen "
         "beslutar i enlighet med liggande förslag.",),
        ("Lars-Göran Wiklund (KD) reserverar sig mot beslutet till förmån för eget yrkande.",),
        ("Tjänsteskrivelse 2023-02-03", "Motion 2022-11-14", "Kultur- och fritidsnämndens yttrande "
         "2023-01-25, § 8"),
        ("Lars-Göran Wiklund", "Kultur- och fritidsnämnden"),
        ("Motionen avslås.",), "812",
    ),
    Matter(
        "Årsredovisning 2022",
        ("godkänna årsredovisningen för 2022",
         "avsätta 12,4 mnkr till resultatutjämningsreserven",
         "överlämna årsredovisningen till revisionen"),
        ("Årets resultat uppgår till 31,6 mnkr, vilket är 18,2 mnkr bättre än budget. Avvikelsen "
         "beror främst på högre skatteintäkter och på att pensionskostnaderna blev lägre än vad "
         "prognosen visade.",
         "Av kommunens nio finansiella mål och verksamhetsmål är",
         "1. fyra uppfyllda,", "2. tre delvis uppfyllda,", "3. två inte uppfyllda.",
         "Nettoinvesteringarna uppgick till 96,3 mnkr mot budgeterade 140,0 mnkr."),
        basis=("Årsredovisning 2022", "Ekonomichefens tjänsteskrivelse 2023-02-24"),
        send=("Ekonomiavdelningen", "Revisorerna"), code="042",
    ),
    Matter(
        "Begäran om tilläggsanslag för reinvestering i ventilationen på Björkbackaskolan, etapp 2",
        ("bevilja samhällsbyggnadsnämnden ett tilläggsanslag om 3 850 tkr för 2023",
         "finansiera anslaget genom att ianspråkta medel ur kommunstyrelsens investeringsreserv"),
        ("Den obligatoriska ventilationskontrollen visar brister i fyra av skolans fem hus. Enligt "
         "§ 7 i kommunens investeringspolicy ska anslag över 2 000 tkr prövas av "
         "kommunfullmäktige. Tidigare har nämnden fått 1 200 tkr för projektering (KS § "
         "211/2022).",),
        ("Tomas Ek (M) yrkar att ärendet återremitteras för att belysa alternativet med utbyte av "
         "aggregaten under sommarlovet.",),
        ("Ordföranden prövar först om ärendet ska avgöras idag eller återremitteras och finner att "
         "ärendet ska avgöras idag.", "Omröstning begärs och genomförs. Ledamöter som vill att "
         "ärendet avgörs idag röstar ja. Ledamöter som vill återremittera ärendet röstar nej.",
         "Med 9 ja-röster mot 4 nej-röster beslutar kommunstyrelsen att ärendet ska avgöras idag."),
        basis=("Samhällsbyggnadsnämndens protokoll 2023-02-16, § 24", "OVK-protokoll 2022-10-05"),
        send=("Kommunfullmäktige",), code="291",
    ),
    Matter("Information från kommundirektören", ("lägga informationen till handlingarna",),
           ("Kommundirektör Elisabet Norling informerar om följande:", "- läget i etableringen av "
            "batterifabriken i Norra industriområdet,", "- rekryteringen av ny ekonomichef,",
            "- arbetet med den nya kommunikationsplanen.")),
    Matter(
        "Antagande av ny taxa för kommunens verksamhet inom plan- och bygglagens område samt "
        "för kart- och mättjänster",
        ("anta ny plan- och bygglovstaxa att gälla från och med den 1 maj 2023",
         "upphäva taxan antagen av kommunfullmäktige den 28 november 2011, § 134",
         "uppdra åt samhällsbyggnadsnämnden att följa upp taxans effekter senast den 30 "
         "april 2024"),
        ("Nuvarande taxa bygger på Sveriges Kommuners och Regioners underlag från 2011. Den nya "
         "taxan bygger på nedlagd tid. Avgiften för ett nytt enbostadshus sjunker från 28 400 kr "
         "till 24 150 kr medan avgiften för en altan stiger.",),
        basis=("Samhällsbyggnadsnämndens beslut 2023-01-19, § 6", "Förslag till taxa"),
        send=("Samhällsbyggnadsförvaltningen", "Författningssamlingen"), code="206",
    ),
    Matter(
        "Medborgarförslag om belyst gång- och cykelväg mellan Tallåsen och Norrfors",
        ("överlåta medborgarförslaget till samhällsbyggnadsnämnden för beslut",),
        ("I ett medborgarförslag föreslås att en belyst gång- och cykelväg byggs längs väg 363. "
         "Sträckan är 2,8 kilometer och Trafikverket är väghållare.",),
        basis=("Medborgarförslag 2023-01-09",), send=("Förslagsställaren",), code="312",
    ),
    Matter("Ekonomisk uppföljning per februari 2023",
           ("godkänna uppföljningen", "uppmana socialnämnden att återkomma med åtgärder för en "
            "ekonomi i balans till kommunstyrelsens sammanträde i maj"),
           ("Helårsprognosen visar ett resultat på 4,1 mnkr. Socialnämnden prognostiserar ett "
            "underskott på 9,7 mnkr.",), code="042"),
    Matter(
        "Ändring av bolagsordning för Ånäs Energi AB och dess dotterbolag Ånäs Elnät AB med "
        "anledning av ny lagstiftning",
        ("godkänna förslaget till ändrad bolagsordning för Ånäs Energi AB",
         "godkänna förslaget till ändrad bolagsordning för Ånäs Elnät AB",
         "ge kommunens ombud i uppdrag att på bolagsstämman rösta för ändringarna"),
        ("Med anledning av ändringar i ellagen (1997:857) behöver bolagsordningarna ses över.",),
        ("Jäv", ), (), (),
        ("Bolagens skrivelse 2023-02-10",), ("Ånäs Energi AB",), code="107",
    ),
    Matter(
        "Yttrande över granskningsremiss: Länsplan för regional transportinfrastruktur 2024-2035",
        ("anta yttrandet som sitt eget och överlämna det till Region Ådalarna",
         "förklara paragrafen omedelbart justerad"),
        ("Regionen har översänt förslaget till länsplan för yttrande senast den 31 mars 2023. "
         "Kommunen är i huvudsak positiv men saknar medel för väg 363.",),
        basis=("Förslag till yttrande", "Remissmissiv"), send=("Region Ådalarna",), code="511",
    ),
    Matter("Revidering av reglemente för kommunala rådet för personer med funktionsnedsättning "
           "(KRF) och kommunala pensionärsrådet (KPR)",
           ("anta det reviderade reglementet för KRF", "anta det reviderade reglementet för KPR"),
           ("Råden föreslår att antalet sammanträden ökas från fyra till fem per år.",),
           code="003"),
    Matter("Bostadsförsörjningsprogram 2023–2027 – beslut om samråd",
           ("sända ut förslaget till bostadsförsörjningsprogram på samråd under perioden 1 "
            "april–31 maj 2023",),
           ("Kommunen ska enligt lagen (2000:1383) om kommunernas bostadsförsörjningsansvar anta "
            "riktlinjer varje mandatperiod.",), code="218"),
    Matter("Avsägelse från uppdrag som ersättare i valnämnden, Kerstin Åhlund (L)",
           ("entlediga Kerstin Åhlund (L) från uppdraget som ersättare i valnämnden",
            "hos Länsstyrelsen begära ny sammanräkning")),
    Matter("Val av ledamot till Norrån-Ljusans vattenråd efter Per Öst (MP)",
           ("välja Anna-Karin Moberg (MP) till ledamot för tiden till och med den 31 december "
            "2026",),
           ("Per Öst (MP) har beviljats entledigande.",)),
    Matter("Redovisning av obesvarade motioner och medborgarförslag",
           ("godkänna redovisningen",),
           ("Motioner ska enligt § 35 i fullmäktiges arbetsordning besvaras inom ett år.",
            "§ 14/2021 Motion om laddstolpar är fortfarande under beredning.")),
    Matter("Delgivningar", ("lägga delgivningarna till handlingarna",),
           ("Protokoll från Ånäs Energi AB 2023-02-02", "Protokoll från kommunala pensionärsrådet "
            "2023-02-14", "Cirkulär 23:04 från Sveriges Kommuner och Regioner")),
    Matter("Delegationsbeslut", ("godkänna redovisningen av delegationsbeslut",),
           ("Följande delegationsbeslut redovisas:", "Upphandlingschefens beslut 2023-01-11–"
            "2023-02-28",
            "Kommundirektörens beslut nr 3–9/2023"), code="002"),
    Matter("Övriga frågor", (), ("Inga övriga frågor anmäls.",)),
)  # fmt: skip
