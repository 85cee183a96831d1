int name(void) { return 1; }
int level = 10;
int a_calls(void) { int (*volatile f)(void) = name; return f() + 100; }
int (*in_data)(void) = name;
int a_through(void) { return in_data(); }
int a_level(void) { return level; }
