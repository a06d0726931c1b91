-- +goose NO TRANSACTION
-- +goose Up
-- The words of a text get the hour, the day and the 32 days in which its item was created, so that a search can be
-- narrowed to a slice of time by the index alone. To build the index anew takes a fraction of the time of changing it.
-- It must not hold the former rows, not even emptied: a list of places that begins with an empty page is taken for the
-- shortest and read whole (65 ms instead of 0.4 at a million items). Every step can be done again after a failure.
DROP INDEX IF EXISTS texts_by_word;
UPDATE texts SET words = words || CAST('''@h' || created / 3600 || ''' ''@d' || created / 86400 || ''' ''@m' || created / 2764800 || '''' AS tsvector)
    FROM items WHERE items.id = texts.item_id AND words IS NOT NULL;
VACUUM ANALYZE texts;
CREATE INDEX texts_by_word ON texts USING gin (words);
