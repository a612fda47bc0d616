-- +goose Up
create table nat_gateways (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    thing      text   not null
);
create index nat_gateways_of on nat_gateways (account, region);

-- +goose Down
drop table nat_gateways;
