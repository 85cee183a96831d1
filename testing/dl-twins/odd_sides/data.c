const int constants[4] = {1, 2, 3, 4}; const char *const names[] = {"a", "bc", 0}; const int *const last = &constants[3];
