int dep_count = 100; int dep_next(void) { return dep_count++; }
