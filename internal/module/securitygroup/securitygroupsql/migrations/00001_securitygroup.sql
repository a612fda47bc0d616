-- +goose Up
create table security_groups (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    details    text   not null
);
create index security_groups_of on security_groups (account, region);

create table security_templates (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    kind       text   not null,
    created_at bigint not null,
    details    text   not null
);
create index security_templates_of on security_templates (account, region, kind);

create table security_guards (
    account  text   not null,
    holder   text   not null,
    kind     text   not null,
    place    bigint not null,
    grp      text   not null,
    primary key (account, holder, place)
);
create index security_guards_by on security_guards (account, grp);

-- +goose Down
drop table security_guards;
drop table security_templates;
drop table security_groups;
