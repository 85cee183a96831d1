int d(void); int c(void) { return d() * 10; }
