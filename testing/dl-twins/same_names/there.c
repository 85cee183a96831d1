int here(void) { return 8; }
