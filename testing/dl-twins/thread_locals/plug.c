extern __thread int a_tls; __thread int p_tls = 70; int p_next(void) { a_tls += 100; return p_tls++ + a_tls; } int *p_where(void) { return &a_tls; }
