-- +goose Up
-- What people are to label: what an item says of a tool (a slug), or with tool '' the feeling of its text, as of text_rev. drawn is 1
-- when it was drawn at random; place is a random order.
CREATE TABLE label_tasks (
    id       BIGINT PRIMARY KEY,
    item_id  BIGINT NOT NULL,
    tool     TEXT NOT NULL,
    text_rev BIGINT NOT NULL,
    drawn    BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    UNIQUE (item_id, tool)
);

-- sign is NULL when it cannot be told.
CREATE TABLE labels (
    task_id BIGINT NOT NULL REFERENCES label_tasks (id),
    person  TEXT NOT NULL,
    sign    BIGINT CHECK (sign IN (-1, 0, 1)),
    at      BIGINT NOT NULL,
    PRIMARY KEY (task_id, person)
);
