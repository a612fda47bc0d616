-- +goose Up
create table cvm_timers (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    thing      text   not null
);
create index cvm_timers_of on cvm_timers (account, region);

-- +goose Down
drop table cvm_timers;
