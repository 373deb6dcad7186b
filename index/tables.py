"""The tables of the records, relational so that facts can be asked of them in SQL.

The columns `details` and `adjusters` hold JSON, see details.py. A change of the tables raises
`SCHEMA_VERSION` in manifest.py.
"""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE documents (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    text TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    code_version TEXT NOT NULL
) STRICT;
CREATE TABLE pages (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    read_by TEXT NOT NULL, confidence REAL
) STRICT;
CREATE TABLE meetings (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    body TEXT, body_folded TEXT NOT NULL, number TEXT, date TEXT,
    start_time TEXT, end_time TEXT, place TEXT, chair TEXT, secretary TEXT,
    header_start INTEGER NOT NULL, header_end INTEGER NOT NULL, adjusters TEXT NOT NULL
) STRICT;
CREATE TABLE attendees (
    meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
    name TEXT NOT NULL, status TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    role TEXT, place TEXT, party TEXT, from_time TEXT, to_time TEXT,
    replaces TEXT, items TEXT, folded TEXT NOT NULL
) STRICT;
CREATE TABLE furniture (
    meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, kind TEXT NOT NULL
) STRICT;
CREATE TABLE warnings (
    meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
    message TEXT NOT NULL, start INTEGER NOT NULL
) STRICT;
CREATE TABLE items (
    key INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
    parent INTEGER REFERENCES items ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    number TEXT, title TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, reference TEXT,
    details TEXT NOT NULL
) STRICT;
CREATE TABLE sections (
    item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    kind TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, heading TEXT
) STRICT;
CREATE TABLE decisions (
    item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, kind TEXT NOT NULL,
    decided_by TEXT, details TEXT NOT NULL
) STRICT;
CREATE TABLE presenters (
    item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    name TEXT NOT NULL, folded TEXT NOT NULL
) STRICT;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    top_item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    context TEXT NOT NULL, text TEXT NOT NULL, embedding TEXT NOT NULL
) STRICT;
CREATE TABLE sentences (
    item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, embedding TEXT NOT NULL
) STRICT;
CREATE INDEX pages_by_document ON pages (document);
CREATE INDEX meetings_by_document ON meetings (document);
CREATE INDEX attendees_by_meeting ON attendees (meeting);
CREATE INDEX furniture_by_meeting ON furniture (meeting);
CREATE INDEX warnings_by_meeting ON warnings (meeting);
CREATE INDEX items_by_meeting ON items (meeting);
CREATE INDEX items_by_parent ON items (parent);
CREATE INDEX sections_by_item ON sections (item);
CREATE INDEX decisions_by_item ON decisions (item);
CREATE INDEX presenters_by_item ON presenters (item);
CREATE INDEX sentences_by_item ON sentences (item);
CREATE INDEX passages_by_item ON passages (item);
CREATE INDEX passages_by_top_item ON passages (top_item);
CREATE INDEX passages_by_meeting ON passages (meeting);
"""
# A cache beside the tables: it outlives a change of their version, and what no passage needs any
# longer is dropped with the next finished change.
EMBEDDINGS = "CREATE TABLE IF NOT EXISTS embeddings (key TEXT PRIMARY KEY, vector BLOB NOT NULL)"
# What was blanked in documents, by salted checksums (masking.py); it outlives that too.
MASKS = """CREATE TABLE IF NOT EXISTS masks (
    document TEXT NOT NULL, path TEXT NOT NULL, length INTEGER NOT NULL, salt TEXT NOT NULL,
    digest TEXT NOT NULL, PRIMARY KEY (document, path, digest)
) STRICT"""
