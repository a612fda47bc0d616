-- +goose Up
create table accounts (
    uin         text   not null primary key,
    app_id      text   not null unique,
    name        text   not null,
    mail        text   not null,
    phone       text   not null,
    identity    text   not null,
    blocked     text   not null,
    protected   text   not null,
    rates       text   not null,
    concurrency bigint not null
);

create table account_quotas (
    account text   not null,
    name    text   not null,
    amount  bigint not null,
    primary key (account, name)
);

create table account_projects (
    id         bigint not null primary key,
    account    text   not null,
    name       text   not null,
    info       text   not null,
    creator    text   not null,
    hidden     bigint not null,
    created_at bigint not null
);
create index account_projects_of on account_projects (account, id);

-- +goose Down
drop table account_projects;
drop table account_quotas;
drop table accounts;
