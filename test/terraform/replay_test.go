package terraform

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/recording"
	"github.com/paifang/paifang/paifangtest"
)

// The world has no rates: a replay is faster than the provider.
const world = "version: 1\nchecks: {OverRate: off}\n"

func TestRecordings(t *testing.T) {
	files, err := filepath.Glob("recordings/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings were found: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl"), func(t *testing.T) {
			f, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			calls, err := recording.Read(f)
			if err != nil {
				t.Fatal(err)
			}
			if len(calls) < 10 {
				t.Fatalf("only %d calls were recorded", len(calls))
			}
			if err := recording.Replay(calls, player{paifangtest.New(t, paifangtest.World(world)), keys(calls)}); err != nil {
				t.Error(err)
			}
		})
	}
}

// A player makes recorded calls inside the process.
type player struct {
	cloud *paifangtest.Cloud
	// keys are those of certificates: recordings keep no secret of a request, but a later answer may show it.
	keys map[string]string
}

// keys finds the keys of certificates in what was answered.
func keys(calls []recording.Call) map[string]string {
	found := map[string]string{}
	for _, c := range calls {
		var a struct {
			Response struct{ CertificatePublicKey, CertificatePrivateKey string }
		}
		if json.Unmarshal(c.Answer, &a) == nil && a.Response.CertificatePrivateKey != "" {
			found[a.Response.CertificatePublicKey] = a.Response.CertificatePrivateKey
		}
	}
	return found
}

func (p player) Wait(d time.Duration) { p.cloud.Advance(d) }

func (p player) Make(c recording.Call) ([]byte, error) {
	in, err := c.Tree()
	if err != nil {
		return nil, err
	}
	if text, ok := in["CertificatePublicKey"].(string); ok && in["CertificatePrivateKey"] != nil {
		in["CertificatePrivateKey"] = p.keys[text]
	}
	return p.cloud.Call3As(paifangtest.Signer{Region: c.Region}, c.Module, c.Version, c.Action, in).Body, nil
}
