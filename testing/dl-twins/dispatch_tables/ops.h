#include "twin.h"
#ifdef __cplusplus
extern "C" {
#endif
typedef int (*Op)(int, int);
typedef struct { const char *name; Op op; int weight; } Entry;
int add(int, int); int sub(int, int); int mul(int, int); int absent_op(int, int) __attribute__((weak));
extern const Entry base_entries[4]; extern Op slots[8]; extern int slot_count;
void put_slot(Op op); Op pick(const char *name); int is_add(Op op);
#ifdef __cplusplus
}
#endif
