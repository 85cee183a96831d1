int same(void);
int only(void) { return 10 + same(); }
