-- +goose Up
create table ssl_certificates (
    id         text   not null primary key,
    account    text   not null,
    created_at bigint not null,
    certificate text  not null
);
create index ssl_certificates_of on ssl_certificates (account);

-- +goose Down
drop table ssl_certificates;
