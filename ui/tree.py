"""A parsed protocol drawn as a tree: what the parser understood, to be checked by eye."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from index.nouns import Attendee, AttendeeStatus, Item, Meeting
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
        _add_item(items, item)
    if meeting.warnings:
        branch = tree.add(Text(f"warnings ({len(meeting.warnings)})", style="yellow"))
        for warning in meeting.warnings:
            branch.add(Text(f"{warning.message} (character {warning.start})"))
    console.print(tree)


def _add_item(tree: Tree, item: Item) -> None:
    branch = tree.add(Text(" ".join(part for part in (item.number, item.title) if part)))
    if item.presenters:
        branch.add(Text("presented by " + ", ".join(item.presenters), style="dim"))
    for decision in item.decisions:
        words = " ".join(item.document.text[decision.start : decision.end].split())
        branch.add(Text.assemble((f"{decision.kind}: ", "green"), words))
    for sub_item in item.sub_items:
        _add_item(branch, sub_item)


def _person(person: Attendee) -> str:
    details = [person.role, person.party, person.place]
    if person.from_time:
        details.append(f"from {person.from_time}")
    if person.to_time:
        details.append(f"to {person.to_time}")
    return ", ".join([person.name, *(detail for detail in details if detail)])
