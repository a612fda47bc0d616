-- +goose Up
create table vpc_tasks (
    request_id text not null primary key,
    account    text not null,
    resource   text not null
);

-- +goose Down
drop table vpc_tasks;
