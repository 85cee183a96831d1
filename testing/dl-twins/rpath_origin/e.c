int e(void) { return 5; }
