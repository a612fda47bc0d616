-- +goose Up
create table vouchers (
    id         text   not null primary key,
    account    text   not null,
    region     text   not null,
    created_at bigint not null,
    thing      text   not null
);
create index vouchers_of on vouchers (account);

alter table deals add column voucher bigint not null default 0;

-- +goose Down
alter table deals drop column voucher;
drop table vouchers;
