package relational

import "context"

// metaOf is a text that is kept under a key; empty when there is none.
func metaOf(ctx context.Context, q querier, key string) (value string, err error) {
	err = eachText(ctx, q, "SELECT value FROM meta WHERE key = ?", []any{key}, func(v string) { value = v })
	return value, err
}

// setMeta keeps a text under a key; an empty one is dropped.
func setMeta(ctx context.Context, tx *Tx, key, value string) error {
	if value == "" {
		_, err := tx.Exec(ctx, "DELETE FROM meta WHERE key = ?", key)
		return err
	}
	_, err := tx.Exec(ctx, "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, clean(value))
	return err
}
