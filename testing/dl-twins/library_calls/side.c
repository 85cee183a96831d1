#include <stdlib.h>
#include <string.h>
#include "twin.h"
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
void sort(int *v, int n) { qsort(v, n, sizeof *v, compare); }
int find(int key, int *v, int n) { int *r = bsearch(&key, v, n, sizeof *v, compare); return r ? (int)(r - v) : -1; }
char *join(const char *a, const char *b) { char *r = malloc(strlen(a) + strlen(b) + 1); strcpy(r, a); strcat(r, b); return r; }
