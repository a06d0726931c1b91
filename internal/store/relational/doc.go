// Package relational is the store in SQL: all statements and rules that SQLite and PostgreSQL
// share. The packages sqlite and postgres open a database, bring its schema up to date and
// supply the little that differs (Dialect).
//
// Writers take turns. SQLite has one writing connection; on PostgreSQL every writing
// transaction begins by taking one advisory lock. Both therefore know the same interleavings,
// and numbers drawn inside a transaction commit in the order in which they are drawn.
package relational
