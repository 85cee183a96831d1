// dlfcn.h and the console for programs without a C library.
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
void put_str(const char *);
void put_int(int);
void put_i64(long long);
void put_f64(double);
int run(void);
#ifdef FREESTANDING
typedef struct {
  const char *dli_fname;
  void *dli_fbase;
  const char *dli_sname;
  void *dli_saddr;
} Dl_info;
void *dlopen(const char *, int);
void *dlsym(void *, const char *);
int dlclose(void *);
char *dlerror(void);
int dladdr(const void *, Dl_info *);
int dlinfo(void *, int, void *);
struct link_map {
  unsigned long l_addr;
  char *l_name;
  void *l_ld;
  struct link_map *l_next, *l_prev;
};
struct dl_phdr_info {
  unsigned long dlpi_addr;
  const char *dlpi_name;
};
int dl_iterate_phdr(int (*)(struct dl_phdr_info *, unsigned long, void *), void *);
#define RTLD_DI_LINKMAP 2
#define RTLD_DI_ORIGIN 6
#define RTLD_LAZY 1
#define RTLD_NOW 2
#define RTLD_NOLOAD 4
#define RTLD_GLOBAL 256
#define RTLD_LOCAL 0
#define RTLD_NODELETE 4096
#define RTLD_DEFAULT ((void *)0)
#define RTLD_NEXT ((void *)-1)
#else
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <link.h>
#ifndef RTLD_DI_ORIGIN
#define RTLD_DI_ORIGIN 6
#endif
#endif
#ifdef __cplusplus
}
#endif
