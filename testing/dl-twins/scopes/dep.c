int from_dep(void) { return 7; } int dep_data = 8;
