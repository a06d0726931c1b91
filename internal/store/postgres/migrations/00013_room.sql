-- +goose Up
-- An item is written when it is stored, when it is analysed and when it is published. With room in its page for the next version the ten
-- indexes need not learn of it, and the former one's place is used again.
ALTER TABLE items SET (fillfactor = 50);
-- New words wait in a list that every search reads whole, until autovacuum comes by or the list is full: with the server's 4 MB for 10 ms.
ALTER INDEX texts_by_word SET (gin_pending_list_limit = 128);
