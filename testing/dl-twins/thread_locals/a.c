__thread int a_tls = 5; static __thread int own[3] = {1, 2, 3}; __thread long long zero; int a_next(void) { zero++; return a_tls++ + own[zero % 3]; } int *a_where(void) { return &a_tls; }
