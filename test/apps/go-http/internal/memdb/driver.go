// Package memdb is a database driver without a database: enough to be asked.
package memdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
)

// Name is what the driver is registered as.
const Name = "memory"

func init() { sql.Register(Name, memory{}) }

type memory struct{}

func (memory) Open(string) (driver.Conn, error) { return connection{}, nil }

type connection struct{}

func (connection) Prepare(string) (driver.Stmt, error) { return nil, driver.ErrSkip }
func (connection) Close() error                        { return nil }
func (connection) Begin() (driver.Tx, error)           { return transaction{}, nil }

func (connection) BeginTx(context.Context, driver.TxOptions) (driver.Tx, error) {
	return transaction{}, nil
}

func (connection) ExecContext(context.Context, string, []driver.NamedValue) (driver.Result, error) {
	return driver.RowsAffected(1), nil
}

func (connection) QueryContext(_ context.Context, _ string, args []driver.NamedValue) (driver.Rows, error) {
	if len(args) == 1 && args[0].Value == "0" {
		return &rows{left: 0}, nil
	}
	return &rows{left: 2}, nil
}

type transaction struct{}

func (transaction) Commit() error   { return nil }
func (transaction) Rollback() error { return nil }

type rows struct{ left int }

func (*rows) Columns() []string { return []string{"id", "title"} }
func (*rows) Close() error      { return nil }

func (r *rows) Next(values []driver.Value) error {
	if r.left == 0 {
		return io.EOF
	}
	r.left--
	values[0], values[1] = "7", "Walden"
	return nil
}
