-- +goose Up
create table cam_identity_providers (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    thing      text   not null
);
create index cam_identity_providers_of on cam_identity_providers (account, region);

-- +goose Down
drop table cam_identity_providers;
