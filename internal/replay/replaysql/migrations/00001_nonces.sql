-- +goose Up
create table spent_nonces (
    secret_id  text   not null,
    sent_at    bigint not null,
    nonce      bigint not null,
    request_id text   not null,
    primary key (secret_id, sent_at, nonce)
);
create index spent_nonces_by_age on spent_nonces (sent_at);

-- +goose Down
drop table spent_nonces;
