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

-- +goose Down
drop table links;
drop table things;
