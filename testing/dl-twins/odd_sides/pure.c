int pure(int a) { return a * 2; } long long pure64(long long a) { return a + 1; } double pure_d(double a) { return a * 0.5; }
