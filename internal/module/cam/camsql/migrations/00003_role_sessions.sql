-- +goose Up
alter table cam_roles add column console_login bigint not null default 0;
alter table cam_roles add column session_seconds bigint not null default 0;

-- +goose Down
alter table cam_roles drop column session_seconds;
alter table cam_roles drop column console_login;
