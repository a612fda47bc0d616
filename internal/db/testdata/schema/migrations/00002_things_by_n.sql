-- +goose Up
create index things_by_n on things (n);

-- +goose Down
drop index things_by_n;
