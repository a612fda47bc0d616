-- +goose Up
create table ledger_entries (
    account  text   not null,
    seq      bigint not null,
    book     text   not null,
    amount   bigint not null,
    balance  bigint not null,
    at       bigint not null,
    movement text   not null,
    what     text   not null,
    primary key (account, seq)
);
create index ledger_entries_at on ledger_entries (account, at);

create table ledger_balances (
    account text   not null,
    book    text   not null,
    amount  bigint not null,
    primary key (account, book)
);

create table deals (
    id        text   not null primary key,
    account   text   not null,
    buyer     text   not null,
    product   text   not null,
    action    text   not null,
    what      text   not null,
    pay_mode  text   not null,
    region    text   not null,
    resources text   not null,
    count     bigint not null,
    price     bigint not null,
    months    bigint not null,
    status    bigint not null,
    at        bigint not null,
    goods     text   not null
);
create index deals_of_account on deals (account, at);

create table meters (
    account  text   not null,
    resource text   not null,
    product  text   not null,
    region   text   not null,
    what     text   not null,
    hourly   bigint not null,
    frozen   bigint not null,
    since    bigint not null,
    stopped  bigint not null,
    primary key (account, resource)
);

create table bill_lines (
    account  text   not null,
    product  text   not null,
    region   text   not null,
    resource text   not null,
    what     text   not null,
    starts   bigint not null,
    ends     bigint not null,
    hourly   bigint not null,
    amount   bigint not null,
    movement text   not null,
    primary key (account, ends, resource, starts)
);

create table arrears (
    account text   not null primary key,
    since   bigint not null
);

-- +goose Down
drop table arrears;
drop table bill_lines;
drop table meters;
drop table deals;
drop table ledger_balances;
drop table ledger_entries;
