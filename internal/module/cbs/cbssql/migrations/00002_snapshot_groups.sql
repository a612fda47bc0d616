-- +goose Up
create table cbs_snapshot_groups (
    id       text   not null primary key,
    account  text   not null,
    region   text   not null,
    of_thing text   not null,
    created  bigint not null,
    details  text   not null
);
create index cbs_snapshot_groups_of_account on cbs_snapshot_groups (account, region, created);
create index cbs_snapshot_groups_of_thing on cbs_snapshot_groups (of_thing);

-- +goose Down
drop table cbs_snapshot_groups;
