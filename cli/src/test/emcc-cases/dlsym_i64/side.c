long long scale(long long value, int by) { return value * by; }

static long long hidden(long long value) { return value - 1; }

typedef long long (*step)(long long);

step steps[] = {hidden, 0};

long long apply(step what, long long value) { return what(value); }

double mixed(float a, long long b, double c, unsigned long long d) { return a + b + c + d; }

extern long long from_main(long long);

long long round_trip(long long value) { return from_main(value) + apply(from_main, value); }
