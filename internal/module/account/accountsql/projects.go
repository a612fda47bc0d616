package accountsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/account"
	"github.com/paifang/paifang/internal/store"
)

const projectColumns = `id, account, name, info, creator, hidden, created_at`

// AddProject keeps a new project.
func (Store) AddProject(ctx context.Context, tx store.Tx, p account.Project) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, `insert into account_projects (`+projectColumns+`) values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
		p.ID, p.Account, p.Name, p.Info, p.Creator, p.Hidden, p.CreatedAt)
	return n == 1, err
}

// SetProject changes a project.
func (Store) SetProject(ctx context.Context, tx store.Tx, p account.Project) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, `update account_projects set name = ?, info = ?, hidden = ? where account = ? and id = ?`,
		p.Name, p.Info, p.Hidden, p.Account, p.ID)
	return n == 1, err
}

// Project is one project.
func (Store) Project(ctx context.Context, tx store.Tx, uin string, id int64) (*account.Project, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+projectColumns+` from account_projects where account = ? and id = ?`, uin, id)
	return first(db.Collect(rows, err, scanProject))
}

// Projects lists projects.
func (Store) Projects(ctx context.Context, tx store.Tx, uin string) ([]account.Project, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+projectColumns+` from account_projects where account = ? order by id`, uin)
	return db.Collect(rows, err, scanProject)
}

func scanProject(scan func(...any) error) (p account.Project, err error) {
	return p, scan(&p.ID, &p.Account, &p.Name, &p.Info, &p.Creator, &p.Hidden, db.ScanTime(&p.CreatedAt))
}
