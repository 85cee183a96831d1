int zeros[1000]; char *null; long long wide_zero;
