package settingssql_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/settings/settingssql"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestSettingsOutliveTheProcess(t *testing.T) {
	storetest.EachEngine(t, settingssql.Schema, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		first := settings.Settings{Region: "ap-guangzhou"}
		k, err := settings.Open(ctx, d, settingssql.Store{}, first)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&first, k.Now()); diff != "" {
			t.Errorf("the first settings (-want +got):\n%s", diff)
		}
		err = k.Change(ctx, d, func(s *settings.Settings) error {
			s.Maintenance = append(s.Maintenance, settings.Maintenance{Module: "cvm", Action: "RunInstances"})
			s.Delays["cvm.run"] = time.Minute
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		again, err := settings.Open(ctx, d, settingssql.Store{}, settings.Settings{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(k.Now(), again.Now()); diff != "" {
			t.Errorf("the settings read again (-before +after):\n%s", diff)
		}
		if !again.Now().UnderMaintenance("cvm", "cvm", "RunInstances") || again.Now().UnderMaintenance("cvm", "cvm", "StopInstances") {
			t.Errorf("maintenance covers something else than cvm RunInstances: %+v", again.Now().Maintenance)
		}
		if got := again.Now().Delay("cvm.run"); got != time.Minute {
			t.Errorf("delay of cvm.run: got %s, want 1m", got)
		}
	})
}

func TestARefusedChangeChangesNothing(t *testing.T) {
	d := storetest.SQLite(t, settingssql.Schema)
	k, err := settings.Open(t.Context(), d, settingssql.Store{}, settings.Settings{Region: "ap-guangzhou"})
	if err != nil {
		t.Fatal(err)
	}
	wrong := errors.New("no")
	err = k.Change(t.Context(), d, func(s *settings.Settings) error {
		s.Region = "ap-beijing"
		return wrong
	})
	if !errors.Is(err, wrong) || k.Now().Region != "ap-guangzhou" {
		t.Errorf("got %v and region %s; want the error and ap-guangzhou", err, k.Now().Region)
	}
}
