int p_var = 3; int p_fn(void) { return p_var; }
