-- +goose Up
-- The module tag keeps the tags of all resources.
alter table images drop column tags;

-- +goose Down
alter table images add column tags text not null default '[]';
