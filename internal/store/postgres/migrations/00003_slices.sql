-- +goose Up
-- The words of a text get the hour, the day and the 32 days in which its item was created, so that a search can be
-- narrowed to a slice of time by the index alone. To build the index anew takes a fraction of the time of changing it.
DROP INDEX texts_by_word;
UPDATE texts SET words = words || CAST('''@h' || created / 3600 || ''' ''@d' || created / 86400 || ''' ''@m' || created / 2764800 || '''' AS tsvector)
    FROM items WHERE items.id = texts.item_id AND words IS NOT NULL;
CREATE INDEX texts_by_word ON texts USING gin (words);
