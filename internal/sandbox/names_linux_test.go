package sandbox_test

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/sandbox"
)

var domains = []string{"api.qcloud.com", "tencentcloudapi.com"}

// ask resolves with Go's resolver, which speaks DNS by itself, over a socket.
func ask(t *testing.T, name string) ([]string, error) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		query := make([]byte, 512)
		for {
			n, from, err := conn.ReadFrom(query)
			if err != nil {
				return
			}
			_, _ = conn.WriteTo(sandbox.Answer(query[:n], domains), from)
		}
	}()
	defer func() { conn.Close(); <-done }()
	r := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
	return r.LookupHost(t.Context(), name)
}

func TestNamesOfTheServiceAreLoopback(t *testing.T) {
	for _, name := range []string{"cvm.api.qcloud.com.", "Scaling.api.qcloud.com.", "cvm.ap-guangzhou.tencentcloudapi.com.", "tencentcloudapi.com."} {
		got, err := ask(t, name)
		if diff := cmp.Diff([]string{"127.0.0.1"}, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	for _, name := range []string{"example.com.", "eviltencentcloudapi.com.", "com."} {
		got, err := ask(t, name)
		var dns *net.DNSError
		if !errors.As(err, &dns) || !dns.IsNotFound {
			t.Errorf("%s is %v (%v), want not found", name, got, err)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add([]byte("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x03cvm\x03api\x06qcloud\x03com\x00\x00\x01\x00\x01"))
	f.Add([]byte("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\xc0\x0c\x00\x01\x00\x01"))
	f.Add([]byte("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x3fshort"))
	f.Fuzz(func(t *testing.T, query []byte) {
		reply := sandbox.Answer(query, domains)
		if reply == nil {
			return
		}
		if len(reply) > len(query)+16 || reply[0] != query[0] || reply[1] != query[1] || reply[2]&0x80 == 0 {
			t.Errorf("%x is answered by %x", query, reply)
		}
	})
}
