// Package server counts visits: goroutines, channels, interfaces, generics.
package server

import (
	"context"
	"errors"
	"fmt"
	str "strings"
	"sync"
)

const (
	first = iota << 1
	second
	greeting = `raw "text" – ☃`
)

type Number interface {
	~int | ~int64 | float64
}

type Counter[K comparable, V Number] struct {
	mu     sync.RWMutex `json:"-"`
	counts map[K]V
	done   <-chan struct{}
	*str.Builder
}

var ErrFull = errors.New("voll: ä")

func Sum[V Number](values ...V) (total V) {
	for _, v := range values {
		total += v
	}
	return
}

func (c *Counter[K, V]) Visit(ctx context.Context, key K, by V) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-ctx.Done():
		return fmt.Errorf("visit %v: %w", key, ctx.Err())
	case <-c.done:
		return ErrFull
	default:
	}
	if n, ok := c.counts[key]; ok && n > 0 {
		c.counts[key] = n + by
	} else {
		c.counts[key] = by
	}
	return nil
}

func classify(x any) string {
	switch v := x.(type) {
	case int, int64:
		return "whole"
	case func(int) (string, error):
		s, _ := v(0)
		return s[:len(s)-1]
	case nil:
		fallthrough
	default:
		goto end
	}
end:
	return 'x' + "\u00e9\n"
}

func run() {
	ch := make(chan int, 3)
	go func() {
		for i := 0; i < 10; i++ {
			ch <- i &^ 1
		}
		close(ch)
	}()
	for i := range ch {
		_ = [...]complex128{1i, 0x1p-2, complex(float64(i), 0)}
	}
}
