-- +goose Up
create table tags (
    account text not null,
    key     text not null,
    value   text not null,
    primary key (account, key, value)
);

create table tag_attachments (
    account text not null,
    service text not null,
    prefix  text not null,
    id      text not null,
    key     text not null,
    value   text not null,
    region  text not null,
    primary key (account, service, prefix, id, key)
);
create index tag_attachments_of_key on tag_attachments (account, key);

-- +goose Down
drop table tag_attachments;
drop table tags;
