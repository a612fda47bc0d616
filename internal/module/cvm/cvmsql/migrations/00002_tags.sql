-- +goose Up
-- The module tag keeps the tags of all resources.
alter table cvm_key_pairs drop column tags;

-- +goose Down
alter table cvm_key_pairs add column tags text not null default '[]';
