-- +goose Up
create table eip_addresses (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    details    text   not null
);
create index eip_addresses_of on eip_addresses (account, region);

create table eip_packages (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    details    text   not null
);
create index eip_packages_of on eip_packages (account, region);

create table eip_tasks (
    id      bigint not null primary key,
    account text   not null,
    deal    text   not null,
    details text   not null
);
create index eip_tasks_of on eip_tasks (account, deal);

create table eip_counts (
    account text   not null,
    region  text   not null,
    what    text   not null,
    day     text   not null,
    n       bigint not null,
    primary key (account, region, what, day)
);

create table eip_tokens (
    account text not null,
    token   text not null,
    result  text not null,
    primary key (account, token)
);

-- +goose Down
drop table eip_tokens;
drop table eip_counts;
drop table eip_tasks;
drop table eip_packages;
drop table eip_addresses;
