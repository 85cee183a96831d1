#pragma once
struct dl_info { const char *fname; void *fbase; const char *sname; void *saddr; };
struct phdr_info { unsigned long addr; const char *name; };
#ifdef __cplusplus
extern "C" {
#endif
void put_str(const char*); void put_int(int); void put_i64(long long); void put_f64(double);
int dladdr(const void*, struct dl_info*); int dl_iterate_phdr(int (*)(struct phdr_info*, unsigned long, void*), void*);
void *dlopen(const char*, int); void *dlsym(void*, const char*); int dlclose(void*); char *dlerror(void);
int run(void);
#ifdef __cplusplus
}
#endif
#define RTLD_LAZY 1
#define RTLD_NOW 2
#define RTLD_GLOBAL 256
#define RTLD_LOCAL 0
#define RTLD_NOLOAD 4
#define RTLD_NODELETE 4096
#define RTLD_DEFAULT ((void *)0)
#define RTLD_NEXT ((void *)-1)
#define EXPORT __attribute__((visibility("default")))
