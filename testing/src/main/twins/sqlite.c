#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* No files: databases in memory want randomness and the time only. */
static int no_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) { return SQLITE_CANTOPEN; }
static int no_delete(sqlite3_vfs *vfs, const char *name, int sync) { return SQLITE_IOERR; }
static int no_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) { return *result = 0; }
static int same_name(sqlite3_vfs *vfs, const char *name, int size, char *out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}
static int zeros(sqlite3_vfs *vfs, int size, char *out) {
  memset(out, 0, (size_t)size);
  return size;
}
static int no_sleep(sqlite3_vfs *vfs, int microseconds) { return microseconds; }
static int noon(sqlite3_vfs *vfs, double *day) {
  *day = 2460000.5;
  return SQLITE_OK;
}

static sqlite3_vfs memory = {1,     sizeof(sqlite3_file), 512,     0,        "memory", 0,    no_file, no_delete, no_access, same_name, 0, 0, 0,
                             0,     zeros,                no_sleep, noon};

int sqlite3_os_init(void) { return sqlite3_vfs_register(&memory, 1); }
int sqlite3_os_end(void) { return SQLITE_OK; }

static int show(void *unused, int columns, char **values, char **names) {
  for (int i = 0; i < columns; i++) {
    printf("%s=%s ", names[i], values[i]);
  }
  putchar('\n');
  return 0;
}

int sqlite_main(void) {
  sqlite3 *database;
  char *problem = 0;
  int status = sqlite3_open(":memory:", &database);
  if (status == SQLITE_OK) {
    status = sqlite3_exec(database,
                          "create table t(a integer primary key, b text);"
                          "with recursive n(i) as (select 1 union all select i+1 from n where i < 500)"
                          " insert into t select i, 'row ' || i from n;"
                          "create index u on t(b);"
                          "select count(*) as rows, sum(a) as total, max(b) as last from t where b like 'row 4%';",
                          show, 0, &problem);
  }
  if (status != SQLITE_OK) {
    printf("%d %s\n", status, problem ? problem : "");
  }
  sqlite3_close(database);
  return status;
}
