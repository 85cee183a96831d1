__attribute__((weak)) int hidden(void);
int who(void) { return 2; }
int ask(void) { return hidden ? hidden() : -1; }
int asks_who(void) { int (*volatile f)(void) = who; return f(); }
