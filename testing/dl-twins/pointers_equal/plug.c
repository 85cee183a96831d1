int shared(int);
int in_main(int);
int (*p_taken(void))(int) { return shared; }
int (*p_main(void))(int) { return in_main; }
