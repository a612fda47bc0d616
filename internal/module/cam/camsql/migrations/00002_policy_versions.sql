-- +goose Up
alter table cam_policies add column versions text not null default '{}';

-- +goose Down
alter table cam_policies drop column versions;
