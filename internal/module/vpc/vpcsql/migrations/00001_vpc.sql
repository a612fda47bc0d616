-- +goose Up
create table vpc_numbers (
    id   bigint not null primary key,
    last bigint not null
);

create table vpcs (
    id      text   not null primary key,
    number  bigint not null unique,
    account text   not null,
    region  text   not null,
    name    text   not null,
    cidr    text   not null,
    created bigint
);
create index vpcs_of_account on vpcs (account, region);

create table subnets (
    id      text   not null primary key,
    number  bigint not null unique,
    account text   not null,
    region  text   not null,
    vpc     text   not null,
    name    text   not null,
    zone    text   not null,
    cidr    text   not null,
    created bigint
);
create index subnets_of_account on subnets (account, region);

create table vpc_addresses (
    pool    text not null,
    ip      text not null,
    account text not null,
    holder  text not null,
    primary key (pool, ip)
);
create index vpc_addresses_of_holder on vpc_addresses (account, holder);

-- +goose Down
drop table vpc_addresses;
drop table subnets;
drop table vpcs;
drop table vpc_numbers;
