import type { Message } from "./message.ts";

// Where the texts are from: SQLite (sqlite3ErrStr, sqlite3_errmsg), as mattn/go-sqlite3, modernc, better-sqlite3,
// Python's sqlite3, rusqlite, Microsoft.Data.Sqlite and Diesel hand them on.

/** What SQLite says of a database, whatever hands it on. */
export const sqliteMessages: readonly Message[] = [
  {
    id: "database-readonly",
    weight: { asks: ["container-uid", "file-permissions", "fchmod-denial", "foreign-file-system"] },
    pattern: /attempt to write a readonly database(?:: (?<path>\/\S+))?|SQLITE_READONLY\w*/i,
    anchors: ["readonly database", "sqlite_readonly"],
    against: ["fchmod-seccomp"],
    examples: [
      "Error: database init error: attempt to write a readonly database (8)",
      "sqlite3.OperationalError: attempt to write a readonly database",
      "SQLSTATE[HY000]: General error: 8 attempt to write a readonly database",
      "SQLite Error 8: 'attempt to write a readonly database'.",
    ],
  },
  {
    id: "database-not-opened",
    weight: { asks: ["container-uid", "file-permissions", "fchmod-denial"] },
    pattern: /unable to open (?:the )?database file(?:: (?<path>\/[^\s"'()]+))?|SQLITE_CANTOPEN\w*/i,
    anchors: ["database file", "sqlite_cantopen"],
    examples: [
      "SqliteError: unable to open database file",
      "thread 'main' panicked at 'Can't connect to DB: BadConnection(\"Unable to open the database file\")'",
      "unable to open database file: out of memory (14)",
    ],
  },
  {
    id: "not-a-database",
    weight: { asks: ["service-databases-lost", "encrypted-database"] },
    pattern:
      /file is (?:encrypted or is )?not a database(?:: (?<path>\/\S+))?|SQLITE_NOTADB\b|file is encrypted or is not a database/i,
    anchors: ["not a database", "sqlite_notadb"],
    examples: [
      "open database: file is not a database",
      "sqlite3.DatabaseError: file is not a database",
      "Error: SQLITE_NOTADB: file is not a database",
      "Error: file is encrypted or is not a database",
    ],
  },
  {
    id: "database-malformed",
    weight: { next: ["service-databases-lost", "foreign-file-system"] },
    pattern: /database disk image is malformed|SQLITE_CORRUPT\w*/i,
    anchors: ["image is malformed", "sqlite_corrupt"],
    examples: ["database disk image is malformed (11)"],
  },
  {
    id: "database-locked",
    weight: { decides: "sqlite-locked" },
    pattern: /database (?:table )?is locked|SQLITE_BUSY\w*|SQLITE_LOCKED\w*/i,
    anchors: ["is locked", "sqlite_busy", "sqlite_locked"],
    examples: [
      "database is locked (5) (SQLITE_BUSY)",
      "System.Data.SQLite.SQLiteException (0x80004005): database is locked",
      "django.db.utils.OperationalError: database is locked",
    ],
  },
  {
    id: "database-io-error",
    weight: { next: ["foreign-file-system", "file-permissions"] },
    pattern: /\bdisk I\/O error\b|SQLITE_IOERR/,
    anchors: ["disk i/o error", "sqlite_ioerr"],
    examples: ['FTL Error initializing error="enabling foreign keys: disk I/O error (4874)"'],
  },
  {
    id: "row-is-there",
    weight: { asks: ["duplicate-row", "seed-migration"] },
    pattern: /UNIQUE constraint failed: (?<table>\w+)\.(?<column>\w+)/,
    anchors: ["unique constraint failed"],
    examples: [
      "run migration 002-catalogue.sql: UNIQUE constraint failed: records.name, records.type",
      "django.db.utils.IntegrityError: UNIQUE constraint failed: auth_user.username",
      "constraint failed: UNIQUE constraint failed: nodes.id (1555)",
    ],
  },
  {
    id: "migration-again",
    weight: { asks: ["seed-migration", "interrupted-migration"] },
    pattern:
      /there is already another table or index with this name|migrat\S*.*\b(?:table|index|column) [`"']?(?<table>\w+)[`"']? already exists/i,
    anchors: ["already another table", "already exists"],
    examples: [
      "renaming table users to users_old: SQL logic error: there is already another table or index with this name: users_old (1)",
    ],
  },
  {
    id: "migration",
    weight: { fact: true, favours: ["seed-migration"] },
    pattern:
      /\b(?:run(?:ning)?|appl\w+|failed|error|during) \S*\s?migrat|\bmigrations? .*\bfailed|migration error/i,
    anchors: ["migrat"],
    examples: ["Migration failed: copying data", "run migration /srv/app/002-catalogue.sql: it failed"],
  },
];
