char more[5 << 20] __attribute__((aligned(4096)));
extern char room[];
char *const middle = &more[1 << 20];
int fill(void) { for (int i = 0; i < 5 << 20; i += 4096) more[i] = 1; int sum = 0; for (int i = 0; i < 5 << 20; i++) sum += more[i]; return sum + room[(3 << 20) - 1] + (middle - more == 1 << 20) + (int)((unsigned long)more & 4095); }
