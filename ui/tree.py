"""A parsed protocol drawn as a tree: what the parser understood, to be checked by eye."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from index.nouns import Attendee, AttendeeStatus, Decision, Item, Meeting, Vote
from ui.printing import meeting_line, parsed_lines

_WIDE = 1000  # characters: in a file or a pipe a line is broken by nobody
_GROUPS = {
    AttendeeStatus.PRESENT: "present",
    AttendeeStatus.GUEST: "guests",
    AttendeeStatus.ABSENT: "absent",
}


def print_tree(meeting: Meeting) -> None:
    """Draw `meeting` on stdout: its header, attendance, items with decisions, warnings."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    tree = Tree(Text(meeting_line(meeting), style="bold"))
    for label, value in parsed_lines(meeting):
        tree.add(Text(f"{label}: {value}"))
    for status, label in _GROUPS.items():
        people = [person for person in meeting.attendees if person.status is status]
        if people:
            branch = tree.add(Text(f"{label} ({len(people)})"))
            for person in people:
                branch.add(Text(_person(person)))
    items = tree.add(Text(f"items ({len(meeting.items)})"))
    for item in meeting.items:
        _add_item(items, meeting, item)
    if meeting.warnings:
        branch = tree.add(Text(f"warnings ({len(meeting.warnings)})", style="yellow"))
        for warning in meeting.warnings:
            page = meeting.document.page_at(warning.start)
            branch.add(Text(f"{warning.message} (page {page}, character {warning.start})"))
    console.print(tree)


def _add_item(tree: Tree, meeting: Meeting, item: Item) -> None:
    branch = tree.add(Text(" ".join(part for part in (item.number, item.title) if part)))
    if item.reference:
        branch.add(Text(item.reference, style="dim"))
    if item.presenters:
        branch.add(Text("presented by " + ", ".join(item.presenters), style="dim"))
    for decision in item.decisions:
        words = meeting.words(decision.start, decision.end)
        point = branch.add(Text.assemble((f"{decision.kind}: ", "green"), words))
        details = _decision_details(decision)
        if details:
            point.add(Text(details, style="dim"))
    for vote in item.votes:
        _add_vote(branch, vote)
    for label, names in (
        ("dissent", item.reservations),
        ("conflict of interest", item.conflicts),
        ("attached", item.attachments),
    ):
        if names:
            branch.add(Text(f"{label}: {', '.join(names)}"))
    for sub_item in item.sub_items:
        _add_item(branch, meeting, sub_item)


def _decision_details(decision: Decision) -> str:
    details = [f"by {decision.decided_by}"] if decision.decided_by else []
    details += [f"{amount.kronor.normalize():,f} {amount.currency}" for amount in decision.amounts]
    details += [
        day.first.isoformat() + (f" to {day.last.isoformat()}" if day.last != day.first else "")
        for day in decision.dates
    ]
    return " · ".join([*details, *decision.persons])


def _add_vote(branch: Tree, vote: Vote) -> None:
    counts = (("for", vote.in_favour), ("against", vote.against), ("abstained", vote.abstained))
    said = ", ".join(f"{number} {side}" for side, number in counts if number is not None)
    tally = branch.add(Text(f"vote: {said or 'no count'}"))
    for ballot in vote.ballots:
        party = f" ({ballot.party})" if ballot.party else ""
        tally.add(Text(f"{ballot.name}{party}: {ballot.choice}"))


def _person(person: Attendee) -> str:
    details = [person.role, person.party, person.place]
    if person.from_time:
        details.append(f"from {person.from_time}")
    if person.to_time:
        details.append(f"to {person.to_time}")
    if person.replaces:
        details.append(f"for {person.replaces}")
    if person.items:
        details.append(person.items)
    return ", ".join([person.name, *(detail for detail in details if detail)])
