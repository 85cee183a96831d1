/* dlfcn.h of Graft: dynamic linking from C. The loader supplies these functions, so they are imports of every
   module that calls them, unless a library defines them. */
#ifndef GRAFT_DLFCN_H
#define GRAFT_DLFCN_H

#ifdef __cplusplus
extern "C" {
#endif

#define GRAFT_FROM_LOADER(name) __attribute__((import_module("env"), import_name(#name)))

/* When undefined functions are reported: when they are called, or by dlopen itself. */
#define RTLD_LAZY 1
#define RTLD_NOW 2
/* Only look whether the library is loaded already. */
#define RTLD_NOLOAD 4
/* Never unload the library. */
#define RTLD_NODELETE 0x1000
/* Whether later libraries see the symbols of this one. */
#define RTLD_GLOBAL 0x100
#define RTLD_LOCAL 0

/* For dlsym: the first definition of all; the first one after the caller's library. */
#define RTLD_DEFAULT ((void *)0)
#define RTLD_NEXT ((void *)-1)

/* Opens a library, or counts one more user of it; null opens the program. Null if that fails. */
void *dlopen(const char *path, int mode) GRAFT_FROM_LOADER(dlopen);

/* The address of a symbol, or null. */
void *dlsym(void *__restrict handle, const char *__restrict name) GRAFT_FROM_LOADER(dlsym);

/* One user less; the last one unloads the library. 0 on success. */
int dlclose(void *handle) GRAFT_FROM_LOADER(dlclose);

/* What went wrong since the last call, or null. */
char *dlerror(void) GRAFT_FROM_LOADER(dlerror);

/* What dladdr tells of an address. */
typedef struct {
  const char *dli_fname; /* the library's path */
  void *dli_fbase;       /* where its data begins */
  const char *dli_sname; /* the nearest symbol at or below the address, or null */
  void *dli_saddr;       /* that symbol's address */
} Dl_info;

/* Not 0 if the address lies in a module. */
int dladdr(const void *address, Dl_info *info) GRAFT_FROM_LOADER(dladdr);

/* For dladdr1: a struct link_map *, see link.h. (RTLD_DL_SYMENT fails: there are no ELF symbols.) */
#define RTLD_DL_SYMENT 1
#define RTLD_DL_LINKMAP 2

/* The same, and more of it. */
int dladdr1(const void *address, Dl_info *info, void **extra, int flags) GRAFT_FROM_LOADER(dladdr1);

/* What dlinfo tells of a library, and of which type. */
#define RTLD_DI_LMID 1        /* long: always 0 */
#define RTLD_DI_LINKMAP 2     /* struct link_map *, see link.h */
#define RTLD_DI_SERINFO 4     /* Dl_serinfo: where what it needs is looked for */
#define RTLD_DI_SERINFOSIZE 5 /* Dl_serinfo: how large that is, and how many places */
#define RTLD_DI_ORIGIN 6      /* char[]: its folder */
#define RTLD_DI_TLS_MODID 9   /* size_t: 0 if it has no thread-local variables */
#define RTLD_DI_TLS_DATA 10   /* void *: where those of this thread are */

typedef struct {
  char *dls_name;
  unsigned dls_flags; /* LA_SER_RUNPATH, LA_SER_LIBPATH or LA_SER_DEFAULT of link.h */
} Dl_serpath;

typedef struct {
  __SIZE_TYPE__ dls_size;
  unsigned dls_cnt;
  Dl_serpath dls_serpath[1];
} Dl_serinfo;

/* 0 on success, else -1. */
int dlinfo(void *__restrict handle, int request, void *__restrict result) GRAFT_FROM_LOADER(dlinfo);

#ifdef __cplusplus
}
#endif

#endif
