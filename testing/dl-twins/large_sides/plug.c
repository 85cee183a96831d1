#include <stdlib.h>
#include <string.h>
static char lot[20 << 20];
static int initial[] = {1, 2, 3};
extern int big_data[];
int *pointers[] = {&initial[2], &big_data[8191]};
int check(void) { lot[sizeof lot - 1] = 5; return *pointers[0] + *pointers[1] + lot[sizeof lot - 1]; }
