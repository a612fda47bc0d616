-- +goose Up
create table cvm_placement_groups (
    id      text   not null primary key,
    account text   not null,
    region  text   not null,
    created bigint not null,
    details text   not null
);
create index cvm_placement_groups_of_account on cvm_placement_groups (account, region);

-- +goose Down
drop table cvm_placement_groups;
