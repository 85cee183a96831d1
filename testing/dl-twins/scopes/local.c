int from_dep(void); int hidden(void) { return from_dep() * 2; } int who(void) { return 1; }
