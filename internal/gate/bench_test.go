package gate_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/tlsca"
	"github.com/paifang/paifang/paifangtest"
)

// fast is a world in which no rate is met.
const fast = `
version: 1
accounts:
  - uin: "100000000001"
    balance: 1000.00
    rates: {"*": 100000000, account: 100000000}
    concurrency: 100000
`

// signed are n signed calls that read something small.
func signed(b *testing.B, c *paifangtest.Cloud, n int) [][]byte {
	b.Helper()
	bodies := make([][]byte, n)
	for i := range bodies {
		body, err := io.ReadAll(c.Request(paifangtest.Signer{}, "account", "DescribeProject").Body)
		if err != nil {
			b.Fatal(err)
		}
		bodies[i] = body
	}
	return bodies
}

func post(b *testing.B, client *http.Client, body []byte) []byte {
	resp, err := client.Post("https://account.api.qcloud.com/v2/index.php", "application/x-www-form-urlencoded", bytes.NewReader(body))
	if err != nil {
		b.Error(err)
		return nil
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.Error(err)
	}
	return text
}

// BenchmarkTLS measures requests through the whole door over TLS, and in the same run a bare net/http TLS server that
// reads the same body and returns the same bytes. It prints the ratio of their times; the clients' share is in both.
func BenchmarkTLS(b *testing.B) {
	c := paifangtest.New(b, paifangtest.World(fast))
	at := c.Listen()
	client := benchClient(b, at)
	answer := post(b, client, signed(b, c, 1)[0])
	ca, err := tlsca.New(clock.Wall{})
	if err != nil {
		b.Fatal(err)
	}
	bare := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}))
	bare.TLS = ca.TLSConfig()
	bare.StartTLS()
	defer bare.Close()
	bareClient := benchClient(b, paifangtest.Addresses{HTTPS: bare.Listener.Addr().String(), CA: ca.Bundle(false)})
	bodies := signed(b, c, b.N)
	b.ResetTimer()
	b.ReportAllocs()
	door := parallel(b, client, bodies)
	b.StopTimer()
	plain := parallel(b, bareClient, bodies)
	b.ReportMetric(float64(b.N)/door.Seconds(), "req/s")
	b.ReportMetric(float64(b.N)/plain.Seconds(), "bare-req/s")
	b.ReportMetric(door.Seconds()/plain.Seconds(), "times-bare")
}

// parallel posts all bodies from eight clients and returns the time that it took.
func parallel(b *testing.B, client *http.Client, bodies [][]byte) time.Duration {
	var next atomic.Int64
	var clients sync.WaitGroup
	started := time.Now()
	for range 8 {
		clients.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(bodies)); i = next.Add(1) - 1 {
				if text := post(b, client, bodies[i]); !bytes.Contains(text, []byte(`"code":0`)) {
					b.Errorf("got %s", text)
				}
			}
		})
	}
	clients.Wait()
	return time.Since(started)
}

// BenchmarkGate measures one call through gate and door without a socket.
func BenchmarkGate(b *testing.B) {
	c := paifangtest.New(b, paifangtest.World(fast))
	bodies := signed(b, c, b.N)
	client := c.HTTPClient()
	b.ResetTimer()
	b.ReportAllocs()
	for i := range b.N {
		post(b, client, bodies[i])
	}
}

func benchClient(b *testing.B, at paifangtest.Addresses) *http.Client {
	b.Helper()
	client := tlsClient(b, at)
	client.Transport.(*http.Transport).ForceAttemptHTTP2 = false
	client.Transport.(*http.Transport).TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	client.Transport.(*http.Transport).MaxIdleConnsPerHost = 64
	return client
}
