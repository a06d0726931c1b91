package load

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Raw measures how many answers a second a server gives to one request over some connections,
// with a client that takes far less time than any server: so the server is what is measured,
// also where both share few cores. headers are lines such as "Accept-Encoding: gzip".
func Raw(ctx context.Context, addr, path string, headers []string, connections int, lasts time.Duration) (perSecond float64, err error) {
	request := "GET " + path + " HTTP/1.1\r\nHost: " + addr + "\r\n"
	for _, h := range headers {
		request += h + "\r\n"
	}
	request += "\r\n"
	var count atomic.Int64
	var working sync.WaitGroup
	failures := make([]error, connections)
	ctx, cancel := context.WithTimeout(ctx, lasts)
	defer cancel()
	began := time.Now()
	for i := range connections {
		working.Go(func() {
			n, err := ask(ctx, addr, []byte(request))
			count.Add(int64(n))
			failures[i] = err
		})
	}
	working.Wait()
	return float64(count.Load()) / time.Since(began).Seconds(), errors.Join(failures...)
}

// ask repeats a request on one connection until ctx ends.
func ask(ctx context.Context, addr string, request []byte) (n int, err error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 16<<10)
	for ctx.Err() == nil {
		if _, err := conn.Write(request); err != nil {
			return n, err
		}
		if err := skipAnswer(in); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// skipAnswer reads one answer with status 200 or 304.
func skipAnswer(in *bufio.Reader) error {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if s := string(line); !strings.HasPrefix(s, "HTTP/1.1 200") && !strings.HasPrefix(s, "HTTP/1.1 304") {
		return fmt.Errorf("answer %q", strings.TrimSpace(s))
	}
	length := 0
	for {
		if line, err = in.ReadSlice('\n'); err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if strings.HasPrefix(strings.ToLower(string(line)), "transfer-encoding:") {
			return errors.New("the answer does not state its length")
		}
		const name = "content-length:"
		if len(line) > len(name) && strings.EqualFold(string(line[:len(name)]), name) {
			if length, err = strconv.Atoi(strings.TrimSpace(string(line[len(name):]))); err != nil {
				return err
			}
		}
	}
	_, err = io.CopyN(io.Discard, in, int64(length))
	return err
}
