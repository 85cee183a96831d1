int absent(int);
long long absent_long(long long, int);
double absent_double(double);
__attribute__((weak)) int optional(int);
__attribute__((weak)) int fallback(int n) { return n + 1; }
__attribute__((weak)) extern int optional_data;
int call_absent(int n) { return absent(n); }
long long call_absent_long(long long n) { return absent_long(n, 2); }
double call_absent_double(double n) { return absent_double(n); }
int call_optional(int n) { return optional ? optional(n) : -1; }
int call_fallback(int n) { return fallback(n); }
int has_data(void) { return &optional_data != 0; }
int (*const table[])(int) = {call_absent, fallback, call_optional};
int by_table(int i, int n) { return table[i](n); }
