int here(void);
int both(void) { return here(); }
