-- +goose Up
alter table cvm_offers add column spot bigint not null default 0;

-- +goose Down
alter table cvm_offers drop column spot;
