-- +goose Up
create table cvm_hpc_clusters (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    thing      text   not null
);
create index cvm_hpc_clusters_of on cvm_hpc_clusters (account, region);

-- +goose Down
drop table cvm_hpc_clusters;
