-- +goose Up
-- An address of a private load balancer is one of its network's now, so it is unique there and not in the region. A
-- constraint can't be dropped in SQLite: the table is made anew.
create table load_balancers_new (
    id            text   not null primary key,
    account       text   not null,
    creator       text   not null,
    region        text   not null,
    name          text   not null,
    forward       bigint not null,
    type          bigint not null,
    domain        text   not null,
    vip           text   not null,
    project       bigint not null,
    vpc           text   not null,
    vpc_number    bigint not null,
    subnet        text   not null,
    subnet_number bigint not null,
    ready         bigint not null,
    isolated      bigint,
    task          bigint not null,
    created_at    bigint not null,
    status_at     bigint not null,
    listeners     text   not null,
    terms         text   not null
);
insert into load_balancers_new select id, account, creator, region, name, forward, type, domain, vip, project, vpc, vpc_number, subnet,
    subnet_number, ready, isolated, task, created_at, status_at, listeners, '{}' from load_balancers;
drop table load_balancers;
alter table load_balancers_new rename to load_balancers;
create index load_balancers_of on load_balancers (account, region);
create unique index load_balancers_public on load_balancers (region, vip) where type <> 3;
create unique index load_balancers_private on load_balancers (region, vpc, vip) where type = 3;

alter table lb_tasks add column request text not null default '';
alter table lb_tasks add column deal text not null default '';
alter table lb_tasks add column token text not null default '';
alter table lb_tasks add column digest text not null default '';
create index lb_tasks_of on lb_tasks (account, request);

create table lb_target_groups (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    body       text   not null
);
create index lb_target_groups_of on lb_target_groups (account, region);

-- +goose Down
drop table lb_target_groups;
drop index lb_tasks_of;
alter table lb_tasks drop column digest;
alter table lb_tasks drop column token;
alter table lb_tasks drop column deal;
alter table lb_tasks drop column request;
drop index load_balancers_private;
drop index load_balancers_public;
alter table load_balancers drop column terms;
create unique index load_balancers_vip on load_balancers (region, vip);
