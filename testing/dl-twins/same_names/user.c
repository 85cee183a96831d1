int same(void);
int user(void) { return 20 + same(); }
