int e(void); int d(void); int plug(void) { return e() * 100 + d(); }
