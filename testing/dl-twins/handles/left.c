int which(void) { return 1; }
int left_only(void) { return 11; }
int shared_name = 1;
