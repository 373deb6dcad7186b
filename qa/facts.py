"""Exact facts of meetings, read from the records: attendance, chair, time, place, which meetings.

A question is one of facts when, apart from who, when and which meeting, it speaks of nothing
else: «vilka deltog på mötet i juni 2019» is, «vilka deltog i mässan» is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz.fuzz import ratio

from index.dates import find_dates, swedish_date
from index.folding import fold_marks, words
from index.nouns import Attendee, AttendeeStatus, Meeting
from index.signatures import find_adjusters
from qa.matching import MODIFIER, best_score, words_of
from qa.drafts import Draft, DraftSentence, Quote
from qa.scope import Scope
from qa.understanding import Kind, Question

_PRESENT, _ABSENT, _GUEST = AttendeeStatus.PRESENT, AttendeeStatus.ABSENT, AttendeeStatus.GUEST
_NAME_RATIO = 84.0  # `Palsson`/`Pålsson` is equal without marks; `Crespín`/`Krespin` scores 86

# Words that a question of facts may hold beside who, when and which meeting.
_FACT_WORDS = re.compile(
    r"^(?:narvar\w*|franvar\w*|sakna\w*|forhind\w*|aterbud\w*|gast\w*|inbjud\w*|delt\w*|med|dar|anland\w*|ankom|kom|dok|upp|anslot\w*|gick|"
    r"lamna\w*|avvek|sen|sent|forsen\w*|represent\w*|ordf\w*|ledde|klubba\w*|holl\w*|i|sekreterare\w*|protokoll\w*|skrev|forde|fort|skriv\w*|justera\w*|"
    r"mote\w*|mot|motte\w*|sammantrad\w*|tjanstgj?or\w*|ersatt\w*|stallet|nan|nagon|traff\w*|samla\w*|lokal\w*|hotell\w*|adress\w*|plats\w*|tid\w*|borja\w*|sluta\w*|starta\w*|pagick\w*|hall\w*|hold\w*|rum|"
    r"person\w*|ledamot\w*|ledamoter\w*|ersattar\w*|tjansteman\w*|kommun\w*|foretag\w*|grupp\w*|kommunchef\w*|kommundirektor\w*|deltagar\w*|borta|hemma|klockan|"
    r"manga|langt|lange|tidigt|fick|haft|anmalt|anmal\w*|gang\w*|organisation\w*|forening\w*|bolag\w*|fran|akte|var|satt|stol\w*|ledning\w*|motesordf\w*|"
    r"motesplats\w*|sal\w*|hus\w*|byggnad\w*|datum\w*|vecko\w*|deltagarlist\w*|lista|narvarolist\w*|uppe|dags|agde|motestid\w*|varade|hela|beslutande|tjanstgor\w*)$"
)


def answer_from_facts(question: Question, scope: Scope) -> Draft | None:
    """Return the answer that the records of the meetings in `scope` give; None if it is no such question.

    A Draft without sentences means: a question of facts that the records do not answer.
    """
    people = {fold_marks(p.name): p.name for m in scope.meetings for p in m.attendees}
    person = _person(question, list(people.values()))
    place = _place_asked(question, scope.meetings)
    listed = words_of(" ".join({x for m in scope.meetings for p in m.attendees for x in (p.place, p.role) if x}))
    used = _words_of(person) | _words_of(place) | {fold_marks(w) for w in scope.bodies}
    if _SUBSTITUTED.search(question.plain):
        used |= {word for name in question.names for word in _words_of(name)}
    rest = [
        fold_marks(t.word)
        for t in question.terms
        if fold_marks(t.word) not in used and not _FACT_WORDS.match(fold_marks(t.word))
        and not any(ratio(fold_marks(t.word), u) >= _NAME_RATIO for u in used)
        and not (t.generic and fold_marks(t.word) not in {"uppdrag", "beslut"})
        and not (_ATTENDS.search(question.plain) and best_score(t.word, listed) >= MODIFIER)
    ]
    if rest or question.numbers or question.item_numbers:
        return None
    plain = question.plain
    for pattern, rule in _RULES:
        if re.search(pattern, plain):
            draft = rule(question, scope, person, place)
            if draft is not None:
                return draft
    return None


def _words_of(text: str | None) -> set[str]:
    return {fold_marks(word) for word in words(text)} | {part for word in words(text) for part in fold_marks(word).split("-")} if text else set()


def _person(question: Question, people: Sequence[str]) -> str | None:
    """Return the attendee that the question names: in full, misspelt, or by an unshared surname."""
    plain = fold_marks(question.text).replace("?", " ")
    asked = [word.removesuffix("s") if len(word) > 4 else word for word in words(plain)] + words(plain)
    best: tuple[float, str] | None = None
    for name in people:
        parts = [p for p in fold_marks(name).replace("-", " ").split() if len(p) > 2]
        tokens = [t for w in asked for t in w.split("-")]
        if not parts:
            continue
        scores = [max((ratio(p, t) for t in tokens), default=0.0) for p in parts]
        total = sum(scores) / len(scores)
        if min(scores) >= _NAME_RATIO and (best is None or total > best[0]):
            best = (total, name)
    if best:
        return best[1]
    surnames = [name for name in people if len(name.split()) > 1]
    for word in words(question.text):
        if not re.search(rf"\b{re.escape(word)}", question.text, re.IGNORECASE):
            continue
        bare = fold_marks(word)
        if len(bare) < 4 or not question.text[question.text.lower().find(word) : ][:1].isupper():
            continue
        same = [n for n in surnames if fold_marks(n.split()[-1]) in {bare, bare.removesuffix("s")}]
        if len({fold_marks(n) for n in same}) == 1:
            return same[0]
    return None


def _place_asked(question: Question, meetings: Sequence[Meeting]) -> str | None:
    """Return the place of some attendee that the question names: `Klippan`."""
    places = sorted({p.place for m in meetings for p in m.attendees if p.place}, key=lambda p: (-len(p), p))
    asked = set(words(fold_marks(question.text)))
    asked |= {word.removesuffix("s") for word in asked}
    for place in places:
        parts = words(fold_marks(place))
        if parts and all(part in asked for part in parts):
            return place
    loose = [w for w in asked if len(w) > 4]
    for place in places:
        parts = words(fold_marks(place))
        if len(parts) == 1 and any(ratio(parts[0], w) >= 90 for w in loose):
            return place
    return None


# -- quotes ------------------------------------------------------------------------------------


def _entry(meeting: Meeting, person: Attendee) -> tuple[int, int]:
    """Return the span of a person's entry in the attendance: the name and what is said of it."""
    text = meeting.document.text
    later = [p.start for p in meeting.attendees if p.start > person.start]
    stop = text.find("\n\n", person.end)
    stop = len(text) if stop < 0 else stop
    line = text.find("\n", person.end)
    if later:
        stop = min(stop, min(later))
    elif line >= 0:
        stop = min(stop, line)
    end = stop
    while end > person.end and (text[end - 1].isspace() or text[end - 1] in ",;~*-"):
        end -= 1
    trimmed = re.sub(r"\s*(?:,|\boch\b|\bsamt\b)\s*$", "", text[person.start : end])
    lines = trimmed.split("\n")
    if len(lines) > 1 and "," not in trimmed and len(trimmed) > 120:
        trimmed = lines[0]
    return person.start, person.start + max(len(trimmed), person.end - person.start)


def _quote(meeting: Meeting, start: int, end: int) -> Quote:
    return Quote(meeting, meeting.frame, start, end)


def _list_quotes(meeting: Meeting, people: Sequence[Attendee]) -> tuple[Quote, ...]:
    """Return quotes that hold all of `people`: one, where their entries stand together."""
    spans = sorted(_entry(meeting, p) for p in people)
    others = sorted(p.start for p in meeting.attendees if p not in people)
    merged: list[tuple[int, int]] = []
    for a, b in spans:
        if merged and a - merged[-1][1] < 60 and not any(merged[-1][1] <= o < a for o in others):
            merged[-1] = (merged[-1][0], b)
        else:
            merged.append((a, b))
    return tuple(_quote(meeting, a, b) for a, b in merged)


def _find_in_frame(meeting: Meeting, *needles: str) -> Quote | None:
    """Return the line of the protocol's header or signatures that holds one of `needles`."""
    text = meeting.document.text
    places = [(meeting.header.start, meeting.header.end)]
    places += [(f.start, f.end) for f in meeting.furniture if f.kind in ("signatures", "notice")]
    for needle in needles:
        for start, end in places:
            at = text.find(needle, start, end)
            if at >= 0:
                return _quote(meeting, *_line(text, at, at + len(needle)))
    at = text.find(needles[0], meeting.start, meeting.end)
    return _quote(meeting, *_line(text, at, at + len(needles[0]))) if at >= 0 else None


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    a = text.rfind("\n", 0, start) + 1
    b = text.find("\n", end)
    b = len(text) if b < 0 else b
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b


def on_day(meeting: Meeting) -> str:
    """Return how a meeting is named in an answer: `mötet 2/2018 den 21 mars 2018`."""
    number = f" {meeting.number}" if meeting.number else ""
    day = f" den {swedish_date(meeting.date)}" if meeting.date else ""
    return f"mötet{number}{day}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " och " + names[-1]


def _with_place(person: Attendee) -> str:
    detail = person.place or person.party or person.role
    return f"{person.name} ({detail})" if detail else person.name


# -- rules -------------------------------------------------------------------------------------


def _each(scope: Scope, say: Callable[[Meeting], DraftSentence | None], *, most: int = 6) -> list[DraftSentence]:
    sentences = []
    for meeting in scope.meetings:
        sentence = say(meeting)
        if sentence:
            sentences.append(sentence)
    return sentences if len(sentences) <= most else sentences[-most:]


def _draft(sentences: Sequence[DraftSentence], highlight: str | None) -> Draft:
    return Draft(tuple(sentences), highlight if len(sentences) == 1 else None)


def _listed(status: AttendeeStatus, nobody: str) -> Callable[[Question, Scope, str | None, str | None], Draft | None]:
    verb = {_PRESENT: "Närvarande vid", _ABSENT: "Frånvarande vid", _GUEST: "Gäster vid"}[status]

    def rule(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
        if person is not None:
            return _was_there(question, scope, person, place)
        if not scope.stated and not question.about_meeting and place is None:
            return None
        meetings = scope.meetings if scope.stated else scope.meetings[-1:]
        highlights: list[str] = []

        def say(meeting: Meeting) -> DraftSentence | None:
            people = [p for p in meeting.attendees if p.status is status]
            if place is not None:
                people = [p for p in people if p.place and fold_marks(p.place) == fold_marks(place)]
            if not people:
                return None
            highlights.append(_joined([p.name for p in people]))
            if re.search(r"\bhur manga\b", question.plain):
                return DraftSentence(f"{len(people)} stycken: {_joined([_with_place(p) for p in people])}.", _list_quotes(meeting, people))
            return DraftSentence(f"{verb} {on_day(meeting)}: {_joined([_with_place(p) for p in people])}.", _list_quotes(meeting, people))

        sentences = _each(Scope(meetings, scope.stated, scope.strict), say)
        return _draft(sentences, highlights[0] if highlights else None)

    return rule


def _was_there(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
    if person is None:
        return None
    key = fold_marks(person)
    entries = [(m, p) for m in scope.meetings for p in m.attendees if fold_marks(p.name) == key]
    if re.search(r"\bhur manga\b", question.plain):
        there = [(m, p) for m, p in entries if p.status is not _ABSENT]
        quotes = tuple(_quote(m, *_entry(m, p)) for m, p in there)
        if not quotes:
            return Draft(())
        days = _joined([swedish_date(m.date) for m, _ in there if m.date])
        return Draft((DraftSentence(f"{len(there)} möten: {days}.", quotes),), str(len(there)))
    if re.search(r"\bnar\b|\bhur dags\b|\btid\b|\btider\b|\bklockan\b|\bsent?\b|\bmellan vilka\b", question.plain):
        return _times_of(question, entries)
    word = {_PRESENT: "var närvarande vid", _ABSENT: "var frånvarande vid", _GUEST: "var gäst vid"}
    sentences = [
        DraftSentence(f"{p.name} {word[p.status]} {on_day(m)}.", (_quote(m, *_entry(m, p)),)) for m, p in entries
    ]
    if not sentences:
        return Draft(())
    absent_asked = bool(re.search(r"franvar|sakna|forhind|aterbud|borta|inte (?:med|dar)", question.plain))
    yes = (entries[0][1].status is _ABSENT) == absent_asked
    highlight = ("Ja" if yes else "Nej") if len(sentences) == 1 and question.kind is Kind.YES_NO else None
    if highlight:
        sentences = [DraftSentence(f"{highlight}. {sentences[0].text}", sentences[0].quotes)]
    return Draft(tuple(sentences[-6:]), highlight)


def _times_of(question: Question, entries: Sequence[tuple[Meeting, Attendee]]) -> Draft | None:
    leaving = bool(re.search(r"\b(?:gick|lamna\w*|avvek|slutade|akte)\b", question.plain))
    sentences, highlights = [], []
    for meeting, p in entries:
        came, left = p.from_time, p.to_time
        if left and (leaving or came is None):
            said, mark = f"{p.name} lämnade {on_day(meeting)} kl. {left.replace(':', '.')}.", left
        elif came and left:
            said = f"{p.name} var med på {on_day(meeting)} från kl. {came.replace(':', '.')} till kl. {left.replace(':', '.')}."
            mark = f"{came}–{left}"
        elif came and not leaving:
            said, mark = f"{p.name} kom till {on_day(meeting)} kl. {came.replace(':', '.')}.", came
        else:
            continue
        sentences.append(DraftSentence(said, (_quote(meeting, *_entry(meeting, p)),)))
        highlights.append(mark.replace(":", "."))
    return _draft(sentences[-6:], highlights[0] if highlights else None)


def _arrivals(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
    if person is not None:
        return _was_there(question, scope, person, place)
    leaving = bool(re.search(r"\b(?:gick|lamnade|avvek)\b", question.plain))
    if not scope.stated and not question.about_meeting:
        return None
    late = [
        (m, p) for m in scope.meetings for p in m.attendees if (p.to_time if leaving else p.from_time)
    ]
    draft = _times_of(question, late)
    if draft and draft.sentences and len(late) == 1:
        return Draft(draft.sentences, late[0][1].name)
    return draft


def _chair(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
    return _office(question, scope, lambda m: m.chair, "ordförande")


def _secretary(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
    return _office(question, scope, lambda m: m.secretary, "sekreterare")


def _office(question: Question, scope: Scope, who: Callable[[Meeting], str | None], office: str) -> Draft | None:
    if not scope.stated and not question.about_meeting and not scope.bodies:
        return None
    meetings = scope.meetings if scope.stated else scope.meetings[-1:]
    sentences, names = [], []
    for meeting in meetings:
        name = who(meeting)
        if name is None:
            continue
        quote = _office_quote(meeting, name, office)
        if quote is None:
            continue
        sentences.append(DraftSentence(f"{name} var {office} vid {on_day(meeting)}.", (quote,)))
        names.append(name)
    highlight = names[0] if len(set(names)) == 1 and names else None
    return Draft(tuple(sentences[-4:]), highlight)


def _office_quote(meeting: Meeting, name: str, office: str) -> Quote | None:
    """Return the words that prove an office: the name with its role beside, above or below it."""
    text = meeting.document.text
    best: tuple[int, int, int] | None = None
    for match in re.finditer(re.escape(name), text[meeting.start : meeting.end]):
        a, b = meeting.start + match.start(), meeting.start + match.end()
        near = text[max(meeting.start, a - 80) : b + 80].lower()
        in_frame = a < meeting.header.end or any(f.start <= a < f.end for f in meeting.furniture)
        role = re.search(r"ordf|sekret|tangent|vid protokoll|pennan|protokollf", near)
        rank = (0 if role else 1) + (0 if in_frame else 2)
        if best is None or rank < best[0]:
            best = (rank, a, b)
    if best is None:
        return None
    _, a, b = best
    after = re.match(r"[ \t.,_()A-Za-zÅÄÖåäö-]{0,40}\n{0,3}[ \t]*(?:mötes)?(?:ordförande|sekreterare|sekretariatschef|protokollförare)\b", text[b:], re.IGNORECASE)
    before = re.search(r"(?:ordförande|sekreterare|protokollförare|vid (?:tangenterna|protokollet|pennan))[^\n]{0,60}\n{0,3}[^\n]{0,60}$", text[max(0, a - 140) : a], re.IGNORECASE)
    if after:
        return _quote(meeting, a, b + after.end())
    if before:
        start = max(0, a - 140) + before.start()
        return _quote(meeting, start, b)
    return _quote(meeting, *_line(text, a, b))


def _adjusters(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
    if not scope.stated and not question.about_meeting:
        return None
    sentences, names = [], []
    for meeting in scope.meetings if scope.stated else scope.meetings[-1:]:
        found = find_adjusters(meeting)
        if not found:
            continue
        text = meeting.document.text
        start, end = min(f.start for f in found), max(f.end for f in found)
        quotes = (_quote(meeting, *_line(text, start, end)),)
        who = _joined([text[f.start : f.end] for f in found])
        sentences.append(DraftSentence(f"{who} justerade protokollet från {on_day(meeting)}.", quotes))
        names.append(who)
    return _draft(sentences[-4:], names[0] if names else None)


def _clock(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
    if person is not None:
        return _was_there(question, scope, person, place)
    if not (scope.stated or question.about_meeting):
        return None
    sentences, marks = [], []
    for meeting in scope.meetings if scope.stated else scope.meetings[-1:]:
        begin, end = meeting.start_time, meeting.end_time
        if begin is None:
            continue
        needles = [f"{begin.replace(':', '.')}", begin, begin.lstrip("0").replace(":", "."), begin.lstrip("0")]
        quote = _find_in_frame(meeting, *needles)
        if quote is None:
            continue
        until = f" till kl. {end.replace(':', '.')}" if end else ""
        sentences.append(DraftSentence(f"{_capital(on_day(meeting))} pågick från kl. {begin.replace(':', '.')}{until}.", (quote,)))
        wants_end = re.search(r"\bsluta", question.plain) and not re.search(r"\bborja", question.plain)
        wants_both = re.search(r"pagick|lange|tider", question.plain) or (re.search("sluta", question.plain) and re.search("borja", question.plain))
        mark = (end or begin) if wants_end else f"{begin}–{end}" if wants_both and end else begin
        marks.append(mark.replace(":", "."))
    return _draft(sentences[-4:], marks[0] if marks else None)


def _venue(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
    if person is not None or not (scope.stated or question.about_meeting):
        return None
    sentences, marks = [], []
    for meeting in scope.meetings if scope.stated else scope.meetings[-1:]:
        if not meeting.place:
            continue
        quote = _find_in_frame(meeting, meeting.place, meeting.place.split(",")[0])
        if quote is None:
            continue
        sentences.append(DraftSentence(f"{_capital(on_day(meeting))} hölls på {meeting.place}.", (quote,)))
        marks.append(meeting.place)
    return _draft(sentences[-4:], marks[0] if marks else None)


def _origin(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
    """Where a person comes from: `vilket företag kom X från`."""
    if person is None:
        return None
    entries = [(m, p) for m in scope.meetings for p in m.attendees if fold_marks(p.name) == fold_marks(person) and (p.place or p.role)]
    sentences = [
        DraftSentence(f"{p.name}: {p.place or p.role} (vid {on_day(m)}).", (_quote(m, *_entry(m, p)),)) for m, p in entries[-1:]
    ]
    return Draft(tuple(sentences), (entries[-1][1].place or entries[-1][1].role) if entries else None)


def _meetings(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
    """Which meetings there were: `vilka möten hölls 2015`, `när träffades gruppen`."""
    if person is not None:
        return _was_there(question, scope, person, place)
    sentences = []
    for meeting in scope.meetings:
        if meeting.date is None:
            continue
        needle = meeting.number or (meeting.body or "")
        quote = _find_in_frame(meeting, needle) if needle else None
        if quote is None:
            continue
        name = " ".join(filter(None, (meeting.body, meeting.number)))
        sentences.append(DraftSentence(f"{name}, {swedish_date(meeting.date)}.", (quote,)))
    if not sentences:
        return Draft(())
    if re.search(r"\bhur manga\b", question.plain):
        count = DraftSentence(f"{len(sentences)} möten.", tuple(s.quotes[0] for s in sentences))
        return Draft((count, *sentences[:12]), str(len(sentences)))
    return Draft(tuple(sentences[:20]), None)


def _substitute(question: Question, scope: Scope, person: str | None, place: str | None) -> Draft | None:
    """Who served in a person's place: the header's line that names both."""
    person = person or (question.names[0] if question.names else None)
    if person is None:
        return None
    for meeting in scope.meetings if scope.stated else scope.meetings[-1:]:
        text = meeting.document.text
        for match in re.finditer(re.escape(person).replace(r"\ ", r"\s+"), text[meeting.header.start : meeting.header.end]):
            at = meeting.header.start + match.start()
            before = text[max(meeting.header.start, at - 120) : at]
            link = re.search(r"(?:tjänstgörande|tjg\.?|ersätter|ersättare|ers\.?|tjänstgör|i stället)[^\n,;]{0,30}$", before)
            if link is None:
                continue
            people = [p for p in meeting.attendees if p.start < at and at - p.start < 160 and p.name != person]
            if people:
                other = people[-1]
                quote = _quote(meeting, other.start, at + len(match.group()))
                said = f"{other.name} tjänstgjorde i stället för {person} vid {on_day(meeting)}."
                return Draft((DraftSentence(said, (quote,)),), other.name)
    return None


_SUBSTITUTED = re.compile(r"\bersatt|\btjanstgj?or|\bi stallet for\b|\bvikarier")
_ATTENDS = re.compile(r"\bnarvar|\bfranvar|\bgast|\binbjud|\bforhind|\baterbud|\bsakna")
_RULES: tuple[tuple[str, Callable[[Question, Scope, str | None, str | None], Draft | None]], ...] = (
    (_SUBSTITUTED.pattern, _substitute),
    (r"\bjustera", _adjusters),
    (r"\bsekreterare\b|\b(?:skrev|forde|skriver)\b.*\bprotokoll|\btangent|\bprotokollforare", _secretary),
    (r"\bordforande\b|\bordf\b|\bklubba|\bledde\b|\bmotesledare", _chair),
    (r"\b(?:kommun|foretag|bolag|organisation|forening)\b.*\bfran\b|\bvarifran\b", _origin),
    (r"\b(?:gast|inbjud)", _listed(_GUEST, "gäster")),
    (r"\bfor sent\b|\bsenare\b|\banland|\bankom\b|\bdok\b|\banslot|\bgick\b|\blamnade\b(?!.*aterbud)|\bavvek\b|\bnar\s+kom\b", _arrivals),
    (r"\bfranvar|\bsakna|\bforhind|\baterbud|\bborta\b|\binte\s+(?:med|dar|narvar|komma|delta)|\bej\s+narvar", _listed(_ABSENT, "frånvarande")),
    (r"\bhur\s+dags\b|\bklockan\b|\bvilken\s+tid\b|\bvilka\s+tider\b|\bnar\s+(?:borja|sluta|starta)|\bpagick\b|\bhur\s+lange\b|\bmotestid", _clock),
    (r"\bvilka\s+(?:moten|sammantraden|motesdatum)\b|\bhur\s+manga\s+(?:moten|sammantraden)\b|\bnar\s+(?:holls|hade|traffades|sammantradde|var\s+(?:motet|sammantradet))\b|\bvilket\s+datum\b|\bvilka\s+datum\b", _meetings),
    (r"\bnarvar|\bdeltog\b|\bdelta|\b(?:var|varit|vara|kom|fanns)\b.*\bmed\b|\bdar\b|\bpa\s+plats\b|\brepresent|\bvilka\s+kom\b|\bbeslutande\b|\bersattare\b|\bledamoter\b", _listed(_PRESENT, "närvarande")),
    (r"\bvar\b.*\b(?:holls|holl|traffades|samlades|motet|mote|sammantrade\w*)\b|\blokal|\bhotell|\bbyggnad|\badress|\bplats\b|\bagde\b.*\brum\b", _venue),
)  # fmt: skip


def date_quote(meeting: Meeting) -> Quote | None:
    """Return the line of the protocol's header that gives the meeting's day."""
    text = meeting.document.text
    for found in find_dates(text[meeting.header.start : meeting.header.end], meeting.date.year if meeting.date else None):
        if found.first == meeting.date:
            at = meeting.header.start + found.start
            return _quote(meeting, *_line(text, at, meeting.header.start + found.end))
    return None
