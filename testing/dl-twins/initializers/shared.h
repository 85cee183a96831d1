struct Inner { char tag; int values[4]; const char *name; };
struct Outer { struct Inner inner[3]; struct Outer *self; int (*call)(int); int **indirect; };
typedef int (*Binary)(int, int);
extern struct Outer b_outer;
extern int b_array[10];
extern int *b_pointer;
int b_add(int, int);
int b_sub(int, int);
int b_call(int);
