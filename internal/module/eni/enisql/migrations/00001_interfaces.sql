-- +goose Up
create table eni_interfaces (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    thing      text   not null
);
create index eni_interfaces_of on eni_interfaces (account, region);

create table eni_havips (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    thing      text   not null
);
create index eni_havips_of on eni_havips (account, region);

-- +goose Down
drop table eni_havips;
drop table eni_interfaces;
