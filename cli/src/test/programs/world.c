// Tells what a program sees of the world: arguments, environment, standard input, files in /data.
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static void say(const char *what, const char *value) {
  fputs(what, stdout);
  puts(value);
}

static void list(const char *path) {
  DIR *folder = opendir(path);
  if (folder == NULL) {
    say("no folder ", path);
    return;
  }
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    if (entry->d_name[0] != '.') {
      say("file ", entry->d_name);
    }
  }
  closedir(folder);
  int file = open("/data/new", O_CREAT | O_WRONLY, 0666);
  say("write ", file < 0 ? "refused" : "possible");
  if (file >= 0) {
    close(file);
    unlink("/data/new");
  }
}

int main(int argc, char **argv) {
  for (int i = 0; i < argc; i++) {
    say("argument ", argv[i]);
  }
  for (char **each = environ; *each != NULL; each++) {
    say("environment ", *each);
  }
  char line[80];
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = 0;
    say("input ", line);
  }
  list("/data");
  fputs("world: done\n", stderr);
  return argc;
}
