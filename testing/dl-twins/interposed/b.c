int name(void) { return 2; }
int b_calls(void) { return name(); }
int b_through(void) { return name() + 1; }
