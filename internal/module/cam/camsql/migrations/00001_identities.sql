-- +goose Up
create table cam_users (
    uin           text   not null primary key,
    uid           text   not null unique,
    account       text   not null,
    name          text   not null,
    remark        text   not null,
    console_login bigint not null,
    phone         text   not null,
    country_code  text   not null,
    email         text   not null,
    boundary      bigint not null,
    created_at    bigint not null,
    unique (account, name)
);

create table cam_groups (
    id         bigint not null primary key,
    account    text   not null,
    name       text   not null,
    remark     text   not null,
    created_at bigint not null,
    unique (account, name)
);

create table cam_members (
    group_id bigint not null,
    uin      text   not null,
    primary key (group_id, uin)
);
create index cam_members_by_uin on cam_members (uin, group_id);

create table cam_policies (
    id          bigint not null primary key,
    account     text   not null,
    name        text   not null,
    description text   not null,
    document    text   not null,
    create_mode bigint not null,
    added_at    bigint not null,
    edited      bigint not null,
    unique (account, name)
);

create table cam_attachments (
    account   text   not null,
    kind      text   not null,
    entity    text   not null,
    policy    bigint not null,
    at        bigint not null,
    primary key (account, kind, entity, policy)
);
create index cam_attachments_by_policy on cam_attachments (account, policy);

create table cam_roles (
    id          text   not null primary key,
    account     text   not null,
    name        text   not null,
    description text   not null,
    trust       text   not null,
    boundary    bigint not null,
    added_at    bigint not null,
    edited      bigint not null,
    unique (account, name)
);

create table cam_keys (
    secret_id   text   not null primary key,
    account     text   not null,
    uin         text   not null,
    sealed      text   not null,
    enabled     bigint not null,
    description text   not null,
    created_at  bigint not null
);
create index cam_keys_of on cam_keys (account, uin);

create table cam_sessions (
    secret_id  text   not null primary key,
    account    text   not null,
    uin        text   not null,
    app_id     text   not null,
    kind       bigint not null,
    name       text   not null,
    role_id    text   not null,
    session    text   not null,
    mfa        bigint not null,
    sealed     text   not null,
    token_hash bytea  not null,
    policy     text   not null,
    created_at bigint not null,
    expires    bigint not null,
    revoked    bigint not null
);
create index cam_sessions_of on cam_sessions (account, created_at);

create table cam_devices (
    account   text   not null,
    uin       text   not null,
    sealed    text   not null,
    last_step bigint not null,
    primary key (account, uin)
);

-- +goose Down
drop table cam_devices;
drop table cam_sessions;
drop table cam_keys;
drop table cam_roles;
drop table cam_attachments;
drop table cam_policies;
drop table cam_members;
drop table cam_groups;
drop table cam_users;
