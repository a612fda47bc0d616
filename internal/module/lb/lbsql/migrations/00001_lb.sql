-- +goose Up
create table load_balancers (
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
    unique (region, vip)
);
create index load_balancers_of on load_balancers (account, region);

create table lb_backends (
    lb       text   not null,
    place    bigint not null,
    listener text   not null,
    rule     text   not null,
    instance text   not null,
    port     bigint not null,
    weight   bigint not null,
    at       bigint not null,
    primary key (lb, place)
);
create index lb_backends_of on lb_backends (instance);

create table lb_tasks (
    id        bigint not null primary key,
    account   text   not null,
    balancers text   not null,
    done      bigint not null
);

-- +goose Down
drop table lb_tasks;
drop table lb_backends;
drop table load_balancers;
