int which(void) { return 4; }
int in_right_and_global(void) { return 440; }
int global_only(void) { return 44; }
