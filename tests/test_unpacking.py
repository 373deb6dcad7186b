from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.errors import ReadError
from index.indexing import SyncReport, sync
from index.limits import LIMITS, Limits
from index.source_files import FailedFile, SourceFile, parse_file, read_source, scan
from tiny_protocols import LADA, SKOLA, tiny_parse


def packed(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def look(path: Path, limits: Limits = LIMITS) -> tuple[list[SourceFile], list[FailedFile]]:
    failed: list[FailedFile] = []
    return scan([path], failed, [], limits), failed


def test_what_is_in_an_archive_is_read_as_if_it_lay_in_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "allt.zip"
    inner = packed({"skola.txt": SKOLA})
    path.write_bytes(
        packed({
            "2024/lada.txt": LADA, "äldre.zip": inner, "tom.txt": "", "__MACOSX/._lada.txt": "x",
            ".dold.txt": "x", "mapp/": "",
        })
    )  # fmt: skip
    files, failed = look(path)
    assert [one.path for one in files] == [
        "allt.zip/2024/lada.txt",
        "allt.zip/äldre.zip/skola.txt",
        "allt.zip/tom.txt",
    ]
    assert failed == []
    assert [read_source(one, LIMITS).text for one in files[:2]] == [LADA, SKOLA]
    assert read_source(files[0], LIMITS).path == "allt.zip/2024/lada.txt"
    with pytest.raises(ReadError, match=r"^allt\.zip/tom\.txt is empty"):
        read_source(files[2], LIMITS)


def test_an_archive_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "protokoll.dat").write_bytes(packed({"a.txt": LADA}))
    assert [one.path for one in look(tmp_path)[0]] == ["protokoll.dat/a.txt"]


def test_a_renamed_archive_is_told_and_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "möte.docx").write_bytes(packed({"a.txt": LADA}))
    meetings, failed = parse_file(make(tmp_path / "två.zip", {"a.txt": SKOLA, "b.txt": b"\0" * 9}))
    assert len(meetings) == 1
    assert [one.path for one in failed] == ["två.zip/b.txt"]
    with pytest.raises(ReadError, match=r"^möte\.docx is a zip archive"):
        parse_file(tmp_path / "möte.docx")


def make(path: Path, members: dict[str, bytes | str]) -> Path:
    path.write_bytes(packed(members))
    return path


def nested(times: int) -> bytes:
    data = packed({"a.txt": LADA})
    for _ in range(times - 1):
        data = packed({"inre.zip": data})
    return data


ZEROS = b"\0" * 3_000_000


@pytest.mark.parametrize(
    ("data", "limits", "path", "reason"),
    [
        (nested(4), Limits(), "a.zip/inre.zip/inre.zip/inre.zip",
         "3 archives inside each other where at most 3"),
        (nested(2), Limits(nesting=1), "a.zip/inre.zip", "at most 1 are opened"),
        (packed({"0": ZEROS, "1": ZEROS}), Limits(unpacked_megabytes=5), "a.zip",
         "unpacks to 6 MB where at most 5 MB"),
        (packed({"z.zip": packed({"0": ZEROS}), "a.txt": LADA}), Limits(unpacked_megabytes=2),
         "a.zip/z.zip", "unpacks to 3 MB"),
        (packed({"0": ZEROS}), Limits(megabytes=1), "a.zip/0", "3 MB large"),
        (packed({str(n): "x" for n in range(9)}), Limits(files=8), "a.zip", "9 files"),
        (packed({}), Limits(), "a.zip", "without any file"),
        (nested(1)[:-30], Limits(), "a.zip", "damaged"),
        (b"PK\3\4 och sedan inget", Limits(), "a.zip", "damaged"),
    ],
)  # fmt: skip
def test_a_bad_archive_gets_one_sentence(
    tmp_path: Path, data: bytes, limits: Limits, path: str, reason: str
) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "b.txt").write_text(LADA + "annat")
    files, failed = look(tmp_path, limits)
    if not failed:  # found out when it is read
        with pytest.raises(ReadError) as caught:
            read_source(files[0], limits)
        failed = [FailedFile(files[0].path, str(caught.value))]
    assert [one.path for one in failed] == [path]
    assert failed[0].reason.startswith(path)
    assert reason in failed[0].reason
    assert "b.txt" in [one.path for one in files]


def test_a_file_with_a_password_is_a_failure_of_its_own(tmp_path: Path) -> None:
    data = bytearray(packed({"låst.txt": LADA, "öppen.txt": SKOLA}))
    for magic, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):  # the flag of encryption, in both places
        data[data.index(magic) + at] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    files, failed = look(tmp_path)
    assert [one.path for one in files] == ["a.zip/öppen.txt"]
    assert "password" in failed[0].reason


def test_a_synced_archive_is_known_again_and_stays_when_it_breaks(tmp_path: Path) -> None:
    source = tmp_path / "källa"
    source.mkdir()
    make(source / "a.zip", {"lada.txt": LADA, "skola.txt": SKOLA})

    def run(*, rebuild: bool = False) -> SyncReport:
        return sync(
            [source], tmp_path / "arkiv", SharedWordsEmbedder(), parse=tiny_parse, rebuild=rebuild
        )

    def paths() -> list[str]:
        with_archive = Archive.open(tmp_path / "arkiv")
        return sorted(meeting.document.path for meeting in with_archive.meetings())

    both = ["a.zip/lada.txt", "a.zip/skola.txt"]
    assert (run().added, paths()) == (2, both)
    assert (run().unchanged, paths()) == (2, both)
    whole = (source / "a.zip").read_bytes()
    (source / "a.zip").write_bytes(whole[:-30])
    (source / "ny.txt").write_text(LADA + "mer")
    for rebuild in (False, True):
        report = run(rebuild=rebuild)
        assert [one.path for one in report.failed] == ["a.zip"]
        assert (report.removed, paths()) == (0, [*both, "ny.txt"])
    make(source / "a.zip", {"lada.txt": LADA})
    assert (run().removed, paths()) == (1, ["a.zip/lada.txt", "ny.txt"])
