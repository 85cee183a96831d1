int call2(int); extern int value1, value2, value3;
int plug(int n) { value2 += n; return call2(n) + value1 + value2 + value3; }
