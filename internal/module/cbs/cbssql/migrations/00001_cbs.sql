-- +goose Up
create table cbs_disks (
    id       text   not null primary key,
    account  text   not null,
    region   text   not null,
    of_thing text   not null,
    created  bigint not null,
    details  text   not null
);
create index cbs_disks_of_account on cbs_disks (account, region, created);
create index cbs_disks_of_thing on cbs_disks (of_thing);

create table cbs_snapshots (
    id       text   not null primary key,
    account  text   not null,
    region   text   not null,
    of_thing text   not null,
    created  bigint not null,
    details  text   not null
);
create index cbs_snapshots_of_account on cbs_snapshots (account, region, created);
create index cbs_snapshots_of_thing on cbs_snapshots (of_thing);

create table cbs_policies (
    id       text   not null primary key,
    account  text   not null,
    region   text   not null,
    of_thing text   not null,
    created  bigint not null,
    details  text   not null
);
create index cbs_policies_of_account on cbs_policies (account, region, created);
create index cbs_policies_of_thing on cbs_policies (of_thing);

create table cbs_backups (
    id       text   not null primary key,
    account  text   not null,
    region   text   not null,
    of_thing text   not null,
    created  bigint not null,
    details  text   not null
);
create index cbs_backups_of_account on cbs_backups (account, region, created);
create index cbs_backups_of_thing on cbs_backups (of_thing);

create table cbs_tokens (
    account text not null,
    token   text not null,
    request text not null,
    disks   text not null,
    primary key (account, token)
);

create table cbs_shares (
    snapshot text not null,
    account  text not null,
    region   text not null,
    primary key (snapshot, account)
);
create index cbs_shares_with on cbs_shares (account, region);

create table cbs_stock (
    zone  text   not null,
    type  text   not null,
    stock bigint not null,
    primary key (zone, type)
);

-- +goose Down
drop table cbs_stock;
drop table cbs_shares;
drop table cbs_tokens;
drop table cbs_backups;
drop table cbs_policies;
drop table cbs_snapshots;
drop table cbs_disks;
