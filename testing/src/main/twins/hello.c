#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int main(int count, char **words) {
  char *text = malloc(64);
  snprintf(text, 64, "%d words, %.3f, %s", count, 3.25, getenv("HOME") ? "home" : "no home");
  puts(text);
  for (int i = 1; i < count; i++) {
    printf("%s %zu\n", words[i], strlen(words[i]));
  }
  free(text);
  return 7;
}
