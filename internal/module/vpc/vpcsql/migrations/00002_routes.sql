-- +goose Up
alter table vpcs add column creator text not null default '';
alter table vpcs add column assistant text not null default '';
alter table vpcs add column route_table text not null default '';
alter table vpcs add column dns text not null default '';
alter table vpcs add column domain text not null default '';
alter table vpcs add column is_default bigint not null default 0;
alter table vpcs add column multicast bigint not null default 0;
alter table vpcs add column publish bigint not null default 0;
alter table vpcs add column publish6 bigint not null default 0;
update vpcs set creator = account, route_table = 'rtb-' || substr(id, 5);

alter table subnets add column creator text not null default '';
alter table subnets add column route_table text not null default '';
alter table subnets add column acl text not null default '';
alter table subnets add column is_default bigint not null default 0;
alter table subnets add column broadcast bigint not null default 0;
update subnets set creator = account, route_table = 'rtb-' || substr(vpc, 5);

create table route_tables (
    id         text   not null primary key,
    number     bigint not null unique,
    account    text   not null,
    creator    text   not null,
    region     text   not null,
    vpc        text   not null,
    name       text   not null,
    is_default bigint not null,
    created    bigint
);
create index route_tables_of_account on route_tables (account, region);
insert into route_tables select route_table, number, account, creator, region, id, 'default', 1, created from vpcs;

create table routes (
    number       bigint not null primary key,
    id           text   not null,
    route_table  text   not null,
    destination  text   not null,
    gateway_type text   not null,
    gateway      text   not null,
    description  text   not null,
    enabled      bigint not null,
    created      bigint
);
create index routes_of_table on routes (route_table);

create table acls (
    id      text   not null primary key,
    number  bigint not null unique,
    account text   not null,
    creator text   not null,
    region  text   not null,
    vpc     text   not null,
    name    text   not null,
    created bigint
);
create index acls_of_account on acls (account, region);

create table acl_entries (
    acl         text   not null,
    egress      bigint not null,
    place       bigint not null,
    id          text   not null,
    protocol    text   not null,
    port        text   not null,
    cidr        text   not null,
    cidr6       text   not null,
    action      text   not null,
    description text   not null,
    modified    bigint,
    primary key (acl, egress, place)
);

-- +goose Down
drop table acl_entries;
drop table acls;
drop table routes;
drop table route_tables;
alter table subnets drop column broadcast;
alter table subnets drop column is_default;
alter table subnets drop column acl;
alter table subnets drop column route_table;
alter table subnets drop column creator;
alter table vpcs drop column publish6;
alter table vpcs drop column publish;
alter table vpcs drop column multicast;
alter table vpcs drop column is_default;
alter table vpcs drop column domain;
alter table vpcs drop column dns;
alter table vpcs drop column route_table;
alter table vpcs drop column assistant;
alter table vpcs drop column creator;
