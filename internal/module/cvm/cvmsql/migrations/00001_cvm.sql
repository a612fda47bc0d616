-- +goose Up
create table cvm_instances (
    id      text   not null primary key,
    uuid    text   not null unique,
    old_id  text   not null unique,
    account text   not null,
    region  text   not null,
    zone    text   not null,
    charge  text   not null,
    created bigint not null,
    details text   not null
);
create index cvm_instances_of_account on cvm_instances (account, region, created);
create index cvm_instances_in_zone on cvm_instances (account, zone, charge);

create table cvm_bought (
    account text   not null,
    zone    text   not null,
    month   text   not null,
    bought  bigint not null,
    primary key (account, zone, month)
);

create table cvm_tokens (
    account   text not null,
    token     text not null,
    request   text not null,
    instances text not null,
    deal      text not null,
    primary key (account, token)
);

create table cvm_zones (
    name   text   not null primary key,
    id     bigint not null unique,
    title  text   not null,
    region text   not null,
    closed bigint not null
);

create table cvm_offers (
    zone    text   not null,
    type    text   not null,
    cpu     bigint not null,
    memory  bigint not null,
    hourly  bigint not null,
    monthly bigint not null,
    source  text   not null,
    assumed bigint not null,
    stock   bigint not null,
    sold    bigint not null,
    primary key (zone, type)
);

create table cvm_key_pairs (
    id          text   not null primary key,
    account     text   not null,
    creator     text   not null,
    name        text   not null,
    description text   not null,
    project     bigint not null,
    public_key  text   not null,
    tags        text   not null,
    created     bigint not null
);
create index cvm_key_pairs_of_account on cvm_key_pairs (account, created);

-- +goose Down
drop table cvm_key_pairs;
drop table cvm_offers;
drop table cvm_zones;
drop table cvm_tokens;
drop table cvm_bought;
drop table cvm_instances;
