__thread int shared = 40;
__thread long long wide = 1LL << 35;
__thread int table[8] = {1, 2, 3};
__thread char zeros[100];
int *shared_address(void) { return &shared; }
