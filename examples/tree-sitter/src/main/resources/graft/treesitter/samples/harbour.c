/*
 * Harbour: a small simulation of ships that wait for berths.
 * Part of Graft's samples for tree-sitter: it is meant to be parsed, but it compiles, too.
 * Names of ships are UTF-8: "Möwe", "Étoile", "Ωμέγα", "北極星".
 */
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BERTHS 8
#define NAME_LENGTH 32
#define MIN(a, b) ((a) < (b) ? (a) : (b))

#ifdef HARBOUR_TRACE
#define TRACE(...) fprintf(stderr, __VA_ARGS__)
#else
#define TRACE(...) ((void)0)
#endif

typedef uint32_t minutes;

enum cargo {
  CARGO_NONE = 0,
  CARGO_TIMBER,
  CARGO_GRAIN,
  CARGO_MAIL = 0x10,
};

struct ship {
  char name[NAME_LENGTH];
  enum cargo cargo;
  minutes arrival, unloading;
  struct ship *next;
};

typedef struct {
  struct ship *head;
  struct ship **tail;
  size_t length;
} queue;

struct berth {
  struct ship *ship;
  minutes free_at;
  unsigned served : 24;
  unsigned reserved : 8;
};

struct harbour {
  queue waiting;
  struct berth berths[MAX_BERTHS];
  int berth_count;
  minutes now;
  minutes (*duration)(const struct ship *);
};

static const char *const cargo_names[] = {
    [CARGO_NONE] = "nothing",
    [CARGO_TIMBER] = "timber",
    [CARGO_GRAIN] = "grain",
    [CARGO_MAIL] = "mail",
};

static void queue_init(queue *q) {
  q->head = NULL;
  q->tail = &q->head;
  q->length = 0;
}

static void queue_push(queue *q, struct ship *s) {
  s->next = NULL;
  *q->tail = s;
  q->tail = &s->next;
  q->length++;
}

static struct ship *queue_pop(queue *q) {
  struct ship *s = q->head;
  if (s == NULL) return NULL;
  q->head = s->next;
  if (--q->length == 0) q->tail = &q->head;
  return s;
}

/* Mail goes first: it is taken out of the middle of the queue. */
static struct ship *queue_take_mail(queue *q) {
  for (struct ship **at = &q->head; *at != NULL; at = &(*at)->next) {
    struct ship *s = *at;
    if (s->cargo != CARGO_MAIL) continue;
    *at = s->next;
    if (q->tail == &s->next) q->tail = at;
    q->length -= 1;
    return s;
  }
  return NULL;
}

static minutes usual_duration(const struct ship *s) {
  switch (s->cargo) {
    case CARGO_NONE:
      return 5;
    case CARGO_TIMBER:
      return s->unloading * 3 / 2;
    case CARGO_MAIL:
      return MIN(s->unloading, 20u);
    case CARGO_GRAIN: /* fall through */
    default:
      return s->unloading;
  }
}

static struct ship *new_ship(const char *name, enum cargo cargo, minutes arrival, minutes unloading) {
  struct ship *s = malloc(sizeof *s);
  if (!s) {
    perror("malloc");
    exit(EXIT_FAILURE);
  }
  *s = (struct ship){.cargo = cargo, .arrival = arrival, .unloading = unloading};
  strncpy(s->name, name, sizeof s->name - 1);
  s->name[sizeof s->name - 1] = '\0';
  return s;
}

static bool harbour_is_busy(const struct harbour *h) {
  if (h->waiting.length > 0) return true;
  for (int i = 0; i < h->berth_count; ++i)
    if (h->berths[i].ship) return true;
  return false;
}

static void harbour_leave(struct harbour *h, int number) {
  struct berth *b = &h->berths[number];
  assert(b->ship != NULL && "an empty berth cannot be left");
  printf("%4u  %-10s leaves berth %d\n", h->now, b->ship->name, number + 1);
  free(b->ship);
  b->ship = NULL;
  b->served++;
}

static void harbour_step(struct harbour *h) {
  for (int i = 0; i < h->berth_count; i++) {
    struct berth *b = h->berths + i;
    if (b->ship && b->free_at <= h->now) harbour_leave(h, i);
    if (b->ship || b->reserved) continue;
    struct ship *s = queue_take_mail(&h->waiting);
    if (s == NULL) s = queue_pop(&h->waiting);
    if (s == NULL) continue;
    b->ship = s;
    b->free_at = h->now + h->duration(s);
    printf("%4u  %-10s (%s) takes berth %d until %u\n", h->now, s->name, cargo_names[s->cargo], i + 1, b->free_at);
  }
  TRACE("step %u: %zu waiting\n", h->now, h->waiting.length);
  h->now++;
}

/* A generator of Lehmer's kind: the same numbers on every machine. */
static uint32_t next_random(uint64_t *state) {
  *state = *state * 48271u % 0x7fffffffULL;
  return (uint32_t)(*state >> 1) ^ 0x5bd1e995;
}

static void fill(struct harbour *h, uint64_t seed, int count) {
  static const char *names[] = {"Möwe", "Étoile", "Ωμέγα", "北極星", "Sea\x20Urchin", "\"Ida\"", "Þór", "Чайка"};
  const size_t name_count = sizeof names / sizeof names[0];
  do {
    uint32_t r = next_random(&seed);
    enum cargo cargo = r % 7 == 0 ? CARGO_MAIL : (r & 1) ? CARGO_TIMBER : CARGO_GRAIN;
    queue_push(&h->waiting, new_ship(names[r % name_count], cargo, h->now, 10 + r % 50));
  } while (--count > 0);
}

static double mean_served(const struct harbour *h) {
  double sum = 0.;
  for (int i = 0; i < h->berth_count; i++) sum += h->berths[i].served;
  return h->berth_count ? sum / h->berth_count : -1e-3;
}

int main(int argc, char **argv) {
  struct harbour h = {.berth_count = 3, .duration = usual_duration};
  queue_init(&h.waiting);
  int ships = 12;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--ships") == 0 && i + 1 < argc) {
      ships = atoi(argv[++i]);
    } else if (argv[i][0] == '-') {
      goto usage;
    } else {
      h.berth_count = MIN(atoi(argv[i]), MAX_BERTHS);
    }
  }
  if (ships < 1 || h.berth_count < 1) goto usage;
  fill(&h, 42, ships);
  while (harbour_is_busy(&h)) harbour_step(&h);
  printf("all done after %u minutes; %.1f ships a berth\n", h.now, mean_served(&h));
  return EXIT_SUCCESS;
usage:
  fprintf(stderr, "usage: %s [--ships N] [BERTHS]\n", argc > 0 ? argv[0] : "harbour");
  return 2;
}
