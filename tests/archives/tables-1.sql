PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE attendees (
    meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
    name TEXT NOT NULL, status TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    role TEXT, place TEXT, party TEXT, from_time TEXT, to_time TEXT, folded TEXT NOT NULL
) STRICT;
INSERT INTO "attendees" VALUES(1,'Ada Ek','present',31,34,NULL,NULL,NULL,NULL,NULL,'ada ek');
INSERT INTO "attendees" VALUES(1,'Bo Dal','present',38,41,NULL,NULL,NULL,NULL,NULL,'bo dal');
INSERT INTO "attendees" VALUES(2,'Ada Ek','present',27,30,NULL,NULL,NULL,NULL,NULL,'ada ek');
INSERT INTO "attendees" VALUES(2,'Per Lindberg','present',34,37,NULL,NULL,NULL,NULL,NULL,'per lindberg');
CREATE TABLE decisions (
    item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, kind TEXT NOT NULL
) STRICT;
INSERT INTO "decisions" VALUES(1,97,146,'beviljar');
INSERT INTO "decisions" VALUES(3,196,226,'beviljar');
INSERT INTO "decisions" VALUES(5,65,120,'beviljar');
CREATE TABLE documents (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    text TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    code_version TEXT NOT NULL
) STRICT;
INSERT INTO "documents" VALUES(1,'lada.txt','2343d54f828d5e63e2e243d38348cbcde3555675f176bb2c9b707d33d190c12c','text/plain','Byggnadsnämnden | 2024-03-14 | Ada Ek, Bo Dal
# 1 Rivning av ladan
Ärendet föredras av juristen.
Nämnden beviljar rivning av ladan vid Kvarngatan.
Sida 1
# 2 Övriga frågor
## Parkering vid skolan
Nämnden noterar informationen.
## Nästa möte
Hålls i maj.
','2343d54f828d5e63e2e243d38348cbcde3555675f176bb2c9b707d33d190c12c','f6a4e20668381250');
INSERT INTO "documents" VALUES(2,'skola.txt','dea5ee90c9bd64c139275006bec8fc963fa6cfe286fdb333f95b6522c08b3ec1','text/plain','Skolnämnden | 2023-11-02 | Ada Ek, Per Lindberg
# 1 Skolskjutsar
Nämnden antar reglerna för skolskjutsar på landsbygden.
# 2 Sekretariatschefens rapport
Rapporten läggs till handlingarna.
','dea5ee90c9bd64c139275006bec8fc963fa6cfe286fdb333f95b6522c08b3ec1','f6a4e20668381250');
CREATE TABLE embeddings (key TEXT PRIMARY KEY, vector BLOB NOT NULL);
INSERT INTO "embeddings" VALUES('d212f6c2c1c91a4e9d79950373f827047762ca80487b0c1ce668198bac14058d',X'00000000FA33FA3EFA337A3E00000000FA33FA3E00000000FA337A3EFA337A3E00000000FA337A3E00000000FA33FA3DFA33FA3EFA33FA3D00000000FA33FA3D');
INSERT INTO "embeddings" VALUES('a0755fe66c6d84db7355da70e898f5558acf0c1998d5555a7c9e8e8cf76ad7de',X'00000000F304353EF304B53EF304353E000000000000000000000000F304353EB7C3073FF304353EF304353EF304353EF304B53EB7C3073F0000000000000000');
INSERT INTO "embeddings" VALUES('669ef9d8243fa5452bc87381dc50de0b535bd06eb6a5c244b69d25f6d19233a7',X'000000002EF9E43E2EF9E43E2EF9643E0000000000000000000000002EF9643E2EF9643E2EF9643E2EF9643E2EF9643E000000002EF9643E2EF9643E2EF9E43E');
INSERT INTO "embeddings" VALUES('cfb04c8f6836e55853ce09cfc2e7afd486b9ba7bb05094041538837f2af4f799',X'0000000074EA373E0000000074EA373E0000000074EA373E74EA373E0000000074EAB73E74EAB73E0000000074EA373E74EA373E74EA373F74EA373E00000000');
INSERT INTO "embeddings" VALUES('57145cb2ae923aa601f1e7aef6bec5343428c9fd8ed4b2e562bb4320a3dcfc6b',X'0000000000000000549D2F3E549DAF3E0000000000000000549D2F3E00000000549D2F3F0000000000000000FFB5033F549D2F3E00000000549D2F3E549D2F3E');
CREATE TABLE furniture (
    meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, kind TEXT NOT NULL
) STRICT;
INSERT INTO "furniture" VALUES(1,147,153,'page number');
CREATE TABLE items (
    key INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
    parent INTEGER REFERENCES items ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    number TEXT, title TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, reference TEXT
) STRICT;
INSERT INTO "items" VALUES(1,1,NULL,'byggnadsnamnden-2024-03-14-1','1','Rivning av ladan',46,154,'BN 2024-7');
INSERT INTO "items" VALUES(2,1,NULL,'byggnadsnamnden-2024-03-14-2','2','Övriga frågor',154,254,NULL);
INSERT INTO "items" VALUES(3,1,2,'byggnadsnamnden-2024-03-14-parkering-vid-skolan',NULL,'Parkering vid skolan',172,227,NULL);
INSERT INTO "items" VALUES(4,1,2,'byggnadsnamnden-2024-03-14-nasta-mote',NULL,'Nästa möte',227,254,NULL);
INSERT INTO "items" VALUES(5,2,NULL,'skolnamnden-2023-11-02-1','1','Skolskjutsar',48,121,'BN 2024-7');
INSERT INTO "items" VALUES(6,2,NULL,'skolnamnden-2023-11-02-2','2','Sekretariatschefens rapport',121,188,NULL);
CREATE TABLE meetings (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    body TEXT, body_folded TEXT NOT NULL, number TEXT, date TEXT,
    start_time TEXT, end_time TEXT, place TEXT, chair TEXT, secretary TEXT,
    header_start INTEGER NOT NULL, header_end INTEGER NOT NULL
) STRICT;
INSERT INTO "meetings" VALUES(1,1,'byggnadsnamnden-2024-03-14',0,254,'Byggnadsnämnden','byggnadsnamnden','3/2024','2024-03-14','09:00',NULL,NULL,'Ada Ek',NULL,0,46);
INSERT INTO "meetings" VALUES(2,2,'skolnamnden-2023-11-02',0,188,'Skolnämnden','skolnamnden','3/2024','2023-11-02','09:00',NULL,NULL,'Ada Ek',NULL,0,48);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "meta" VALUES('generation','1');
INSERT INTO "meta" VALUES('manifest','{
  "built_at": "2026-11-23T14:51:41+00:00",
  "checksums": {
    "vectors/00000001.faiss": "31d355f4d172887a8a0703916f63181db1c50069200202197e116b47b011caa4",
    "words/00000001/8cb635ca6248459292a21947056407c2.fast": "905d276d1248448bb53da13ddb32f552e9624fb391709aa797e3220e09cbc60f",
    "words/00000001/8cb635ca6248459292a21947056407c2.fieldnorm": "37c6847320c283235b755d73d8b70b4b42026c86a3e49a47c216abc45fd3906d",
    "words/00000001/8cb635ca6248459292a21947056407c2.idx": "634b1b350c98960c75629e064e00910cd1b1a0736b23a92942a9bbd48e82ef7b",
    "words/00000001/8cb635ca6248459292a21947056407c2.pos": "dd0da89bd42baa9fd9567d6e57474ca4cf1bde7869a67629b1710c4eb02e4e3c",
    "words/00000001/8cb635ca6248459292a21947056407c2.store": "2f65f72cc906f73961626305da3ebf01bc215b3b16b4ae5a37c8c315e0974786",
    "words/00000001/8cb635ca6248459292a21947056407c2.term": "f8773c3fd17b6c3c389fe64db1d09fd197abb24d622be6b47c24be56a0f90d0e",
    "words/00000001/meta.json": "8a791ad2c0835bb78c5e7996f4193e611ed9f0997f1cbbe29f1288065f8c796d"
  },
  "code_version": "f6a4e20668381250",
  "documents": 2,
  "generation": 1,
  "items": 4,
  "meetings": 2,
  "model_dim": 16,
  "model_fingerprint": "00000000000000000000000000000000000000000000000000000000c9f95f5b",
  "model_name": "shared-words",
  "passages": 5,
  "schema_version": 1
}
');
CREATE TABLE pages (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    read_by TEXT NOT NULL, confidence REAL
) STRICT;
INSERT INTO "pages" VALUES(1,1,0,254,'text',NULL);
INSERT INTO "pages" VALUES(2,1,0,188,'text',NULL);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    top_item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    context TEXT NOT NULL, text TEXT NOT NULL, embedding TEXT NOT NULL
) STRICT;
INSERT INTO "passages" VALUES(1,1,1,1,46,153,'Byggnadsnämnden, 14 mars 2024, 1 Rivning av ladan','# 1 Rivning av ladan
Ärendet föredras av juristen.
Nämnden beviljar rivning av ladan vid Kvarngatan.','d212f6c2c1c91a4e9d79950373f827047762ca80487b0c1ce668198bac14058d');
INSERT INTO "passages" VALUES(2,3,2,1,172,226,'Byggnadsnämnden, 14 mars 2024, 2 Övriga frågor – Parkering vid skolan','## Parkering vid skolan
Nämnden noterar informationen.','a0755fe66c6d84db7355da70e898f5558acf0c1998d5555a7c9e8e8cf76ad7de');
INSERT INTO "passages" VALUES(3,4,2,1,227,253,'Byggnadsnämnden, 14 mars 2024, 2 Övriga frågor – Nästa möte','## Nästa möte
Hålls i maj.','669ef9d8243fa5452bc87381dc50de0b535bd06eb6a5c244b69d25f6d19233a7');
INSERT INTO "passages" VALUES(4,5,5,2,48,120,'Skolnämnden, 2 november 2023, 1 Skolskjutsar','# 1 Skolskjutsar
Nämnden antar reglerna för skolskjutsar på landsbygden.','cfb04c8f6836e55853ce09cfc2e7afd486b9ba7bb05094041538837f2af4f799');
INSERT INTO "passages" VALUES(5,6,6,2,121,187,'Skolnämnden, 2 november 2023, 2 Sekretariatschefens rapport','# 2 Sekretariatschefens rapport
Rapporten läggs till handlingarna.','57145cb2ae923aa601f1e7aef6bec5343428c9fd8ed4b2e562bb4320a3dcfc6b');
CREATE TABLE presenters (
    item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    name TEXT NOT NULL, folded TEXT NOT NULL
) STRICT;
INSERT INTO "presenters" VALUES(1,'Cilla Falk, jurist','cilla falk jurist');
CREATE TABLE sections (
    item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    kind TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, heading TEXT
) STRICT;
INSERT INTO "sections" VALUES(1,'body',66,154,'Sammanfattning');
INSERT INTO "sections" VALUES(2,'body',171,172,'Sammanfattning');
INSERT INTO "sections" VALUES(3,'body',195,227,'Sammanfattning');
INSERT INTO "sections" VALUES(4,'body',240,254,'Sammanfattning');
INSERT INTO "sections" VALUES(5,'body',64,121,'Sammanfattning');
INSERT INTO "sections" VALUES(6,'body',152,188,'Sammanfattning');
CREATE TABLE warnings (
    meeting INTEGER NOT NULL REFERENCES meetings ON DELETE CASCADE,
    message TEXT NOT NULL, start INTEGER NOT NULL
) STRICT;
INSERT INTO "warnings" VALUES(1,'ingen sluttid',0);
INSERT INTO "warnings" VALUES(2,'ingen sluttid',0);
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
CREATE INDEX passages_by_item ON passages (item);
CREATE INDEX passages_by_top_item ON passages (top_item);
CREATE INDEX passages_by_meeting ON passages (meeting);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('documents',2);
INSERT INTO "sqlite_sequence" VALUES('passages',5);
COMMIT;
