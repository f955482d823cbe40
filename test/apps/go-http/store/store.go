// Package store keeps books in a SQL database.
package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/XSAM/otelsql"
	"go.opentelemetry.io/otel"

	"example.com/library/internal/memdb"
)

var (
	// ErrMissing says that there is no such book.
	ErrMissing = errors.New("no such book")

	tracer = otel.Tracer("example.com/library/store")
)

type Book struct {
	ID    string
	Title string
}

type Store struct{ db *sql.DB }

func Open() (*Store, error) {
	driver, err := otelsql.Register(memdb.Name, otelsql.WithSpanOptions(otelsql.SpanOptions{
		OmitConnResetSession: true,
		OmitConnectorConnect: true,
		OmitRows:             true,
	}))
	if err != nil {
		return nil, err
	}
	db, err := sql.Open(driver, "")
	return &Store{db}, err
}

func (s *Store) All(ctx context.Context) ([]Book, error) {
	ctx, span := tracer.Start(ctx, "store.All")
	defer span.End()
	rows, err := s.db.QueryContext(ctx, `SELECT id, title FROM books ORDER BY title`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var books []Book
	for rows.Next() {
		var book Book
		if err := rows.Scan(&book.ID, &book.Title); err != nil {
			return nil, err
		}
		books = append(books, book)
	}
	return books, rows.Err()
}

func (s *Store) Find(ctx context.Context, id string) (Book, error) {
	book := Book{}
	row := s.db.QueryRowContext(ctx, "SELECT id, title FROM books WHERE id = ?", id)
	err := row.Scan(&book.ID, &book.Title)
	if errors.Is(err, sql.ErrNoRows) {
		return book, ErrMissing
	}
	return book, err
}

func (s *Store) Save(ctx context.Context, book Book) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO books (id, title) VALUES (?, ?)", book.ID, book.Title)
	return err
}

// Lend marks a copy as lent, and writes down when.
func (s *Store) Lend(ctx context.Context, id string) error {
	ctx, span := tracer.Start(ctx, "lend "+id[:1]+"…")
	defer span.End()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `
		UPDATE copies
		SET lent = lent + 1
		WHERE book = ?`, id); err != nil {
		return err
	}
	return tx.Commit()
}
