int only(void); int user(void);
int plug(void) { return only() * 100 + user(); }
