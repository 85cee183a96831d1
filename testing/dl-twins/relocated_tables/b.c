#include "twin.h"
struct pair { int first; struct { short low, high; } second; };
extern int numbers[10], twice(int), thrice(int);
extern struct pair pairs[3];
extern const char text[];
int *const at[] = {&numbers[3], numbers + 10, &numbers[0], &pairs[2].first, 0};
short *high = &pairs[1].second.high;
int (*const functions[])(int) = {twice, thrice, 0, twice};
const char *world = text + 7;
struct { const char *name; int (*f)(int); int *p; } rows[2] = {{"t", thrice, &numbers[9]}, {text, twice, &numbers[1]}};
