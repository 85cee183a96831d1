int value = 3;
int f(void) { return 4; }
