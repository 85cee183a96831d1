int loopy_value(void); int user(void) { return loopy_value(); }
