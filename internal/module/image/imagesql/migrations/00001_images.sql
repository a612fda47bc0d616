-- +goose Up
create table images (
    id           text   not null primary key,
    number       bigint not null unique,
    account      text   not null,
    creator      text   not null,
    region       text   not null,
    name         text   not null,
    description  text   not null,
    family       text   not null,
    os_name      text   not null,
    platform     text   not null,
    architecture text   not null,
    size_gb      bigint not null,
    state        text   not null,
    instance     text   not null,
    deprecated   bigint not null,
    tags         text   not null,
    created_at   bigint not null
);
create index images_of on images (account, region);

create table image_shares (
    image text   not null,
    uin   text   not null,
    at    bigint not null,
    primary key (image, uin)
);
create index image_shares_with on image_shares (uin);

-- +goose Down
drop table image_shares;
drop table images;
