int which(void) { return 2; }
int right_only(void) { return 22; }
int shared_name = 2;
int in_right_and_global(void) { return 220; }
