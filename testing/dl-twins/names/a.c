int a_var[4] = {1}; int a_fn(void) { return a_var[0]; }
