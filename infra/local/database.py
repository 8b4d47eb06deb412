"""The local world's one SQLite file: people who were added, everybody's calendar entries, mails, and chats."""

import sqlite3
from pathlib import Path

_SCHEMA = """
create table if not exists people (
    oid text primary key,
    name text not null,
    email text not null unique
);
create table if not exists events (
    id text primary key,
    mutable_id text not null unique,
    mailbox text not null,
    transaction_id text,
    deleted integer not null default 0,
    document text not null
);
create table if not exists mails (
    id text primary key,
    mailbox text not null,
    document text not null
);
create table if not exists chat_messages (
    id text primary key,
    conversation text not null,
    thread text not null,
    change integer not null,
    document text not null
);
create table if not exists chat_installs (
    conversation text primary key,
    installed integer not null
);
create table if not exists chat_seen (
    person text not null,
    conversation text not null,
    message text not null,
    primary key (person, conversation)
);
create index if not exists chat_by_conversation on chat_messages (conversation, change);
create index if not exists mails_by_mailbox on mails (mailbox);
create index if not exists events_by_mailbox on events (mailbox, deleted);
create index if not exists events_by_transaction on events (mailbox, transaction_id);
"""


def open_database(file: Path) -> sqlite3.Connection:
    """Every statement commits by itself, so that a killed process loses nothing it answered for."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    # NORMAL outlives a killed process; only a power cut could take the last moments, which a play world may lose.
    connection.execute("pragma synchronous = normal")
    connection.executescript(_SCHEMA)
    return connection
