int absent(int n) { return n * 2; }
long long absent_long(long long n, int m) { return n * m; }
double absent_double(double n) { return n / 2; }
int optional(int n) { return n * 3; }
__attribute__((weak)) int fallback(int n) { return n * 4; }
int optional_data = 4;
int late_fallback(int n) { return fallback(n); }
