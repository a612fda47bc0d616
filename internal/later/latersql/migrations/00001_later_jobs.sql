-- +goose Up
create table later_jobs (
	id       TEXT   not null primary key,
	at       BIGINT not null,
	due      BIGINT not null,
	kind     TEXT   not null,
	job_key  TEXT   not null,
	payload  BYTEA,
	failures BIGINT not null,
	error    TEXT   not null
);
create index later_jobs_by_at on later_jobs (at, id);
create index later_jobs_by_key on later_jobs (kind, job_key);

-- +goose Down
drop table later_jobs;
