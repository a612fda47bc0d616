-- +goose Up
create table things (
	id    TEXT   not null primary key,
	n     BIGINT not null,
	at    BIGINT,
	body  BYTEA,
	ready BIGINT not null default 0
);
create table links (
	id    TEXT not null primary key,
	thing TEXT not null references things (id)
);
create table loose_links (
	id    TEXT not null primary key,
	thing TEXT not null references things (id) deferrable initially deferred
);

-- +goose Down
drop table loose_links;
drop table links;
drop table things;
