-- +goose Up
create table cvm_launch_templates (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    thing      text   not null
);
create index cvm_launch_templates_of on cvm_launch_templates (account, region);

-- +goose Down
drop table cvm_launch_templates;
