/* link.h of Graft: which libraries a program consists of. */
#ifndef GRAFT_LINK_H
#define GRAFT_LINK_H

#include <dlfcn.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ElfW(type) Elf32_##type

typedef unsigned Elf32_Addr;
typedef unsigned short Elf32_Half;

/* Of a library: the only one says where its data is. */
typedef struct {
  unsigned p_type; /* PT_LOAD */
  unsigned p_offset;
  Elf32_Addr p_vaddr; /* from dlpi_addr */
  Elf32_Addr p_paddr;
  unsigned p_filesz;
  unsigned p_memsz;
  unsigned p_flags;
  unsigned p_align;
} Elf32_Phdr;

#ifndef PT_LOAD
#define PT_LOAD 1
#endif

/* Of dlinfo: all libraries, main first. One that is closed is taken out. */
struct link_map {
  Elf32_Addr l_addr; /* where its data begins */
  char *l_name;      /* its path */
  void *l_ld;        /* always null */
  struct link_map *l_next, *l_prev;
};

#define LA_SER_LIBPATH 2
#define LA_SER_RUNPATH 4
#define LA_SER_DEFAULT 64

struct dl_phdr_info {
  Elf32_Addr dlpi_addr;  /* where its data begins */
  const char *dlpi_name; /* its path */
  const Elf32_Phdr *dlpi_phdr;
  Elf32_Half dlpi_phnum;
  unsigned long long dlpi_adds; /* how many libraries have come so far, */
  unsigned long long dlpi_subs; /* and gone */
  __SIZE_TYPE__ dlpi_tls_modid;
  void *dlpi_tls_data;
};

/* Calls a function for each library until it gives something else than 0; gives what it gave last. */
int dl_iterate_phdr(int (*callback)(struct dl_phdr_info *, __SIZE_TYPE__, void *), void *data)
    GRAFT_FROM_LOADER(dl_iterate_phdr);

#ifdef __cplusplus
}
#endif

#endif
