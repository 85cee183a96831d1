int base_next(void); int top_next(void);
int use_base(void) { return base_next(); }
int use_top(void) { return top_next(); }
