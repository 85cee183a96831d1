int missing(int); int other(void) { return 12; } int calls(int x) { return missing(x); }
