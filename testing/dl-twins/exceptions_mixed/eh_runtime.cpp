// As much of the C++ runtime as the program needs, where there is none: class types without virtual or several bases.
#ifdef FREESTANDING
extern "C" {
struct Type { const void *kind; const char *name; const Type *base; };
struct Exception { const Type *type; int handlers; Exception *below; };
struct Context { int pad; const unsigned char *table; int selector; };

const void *_ZTVN10__cxxabiv117__class_type_infoE[5];
const void *_ZTVN10__cxxabiv120__si_class_type_infoE[5];
const void *_ZTVN10__cxxabiv119__pointer_type_infoE[5];
extern const Type _ZTIi;
const Type _ZTIi = {0, "i", 0};
thread_local Context __wasm_lpad_context;

static char heap[1 << 16] __attribute__((aligned(16)));
static unsigned used;
static Exception *caught;

void *__cxa_allocate_exception(unsigned size) {
  Exception *header = (Exception *)(heap + used);
  used += (sizeof(Exception) + size + 15) & ~15u;
  return header + 1;
}
void __cxa_free_exception(void *) {}
void __cxa_throw(void *object, const Type *type, void (*)(void *)) {
  Exception *header = (Exception *)object - 1;
  header->type = type;
  header->handlers = 0;
  __builtin_wasm_throw(0, object);
}
void *__cxa_begin_catch(void *object) {
  Exception *header = (Exception *)object - 1;
  if (header->handlers++ == 0) { header->below = caught; caught = header; }
  // A pointer is caught by its value.
  return header->type->kind == &_ZTVN10__cxxabiv119__pointer_type_infoE[2] ? *(void **)object : object;
}
void __cxa_end_catch() { if (caught && --caught->handlers <= 0) caught = caught->below; }
void __cxa_rethrow() { void *object = caught + 1; caught->handlers = 0; caught = caught->below; __builtin_wasm_throw(0, object); }
void *__cxa_get_exception_ptr(void *object) { return object; }
void _ZSt9terminatev() { __builtin_trap(); }
void __clang_call_terminate(void *) { __builtin_trap(); }

static unsigned leb(const unsigned char *&p) { unsigned value = 0, shift = 0; do value |= (*p & 127u) << shift, shift += 7; while (*p++ & 128); return value; }
static int sleb(const unsigned char *&p) { int value = 0; unsigned shift = 0; unsigned char byte; do { byte = *p++; value |= (byte & 127) << shift; shift += 7; } while (byte & 128); return (byte & 64) && shift < 32 ? value | -(1 << shift) : value; }
static bool isA(const Type *type, const Type *wanted) {
  while (type) {
    if (type == wanted) return true;
    type = type->kind == &_ZTVN10__cxxabiv120__si_class_type_infoE[2] ? type->base : 0;
  }
  return false;
}
int _Unwind_CallPersonality(void *object) {
  const Type *type = ((Exception *)object - 1)->type;
  const unsigned char *p = __wasm_lpad_context.table;
  p++;  // no base of landing pads
  const Type *const *types = 0;
  if (*p++ != 0xff) { unsigned offset = leb(p); types = (const Type *const *)(p + offset); }
  p++;  // how call sites are written
  unsigned length = leb(p);
  const unsigned char *actions = p + length;
  unsigned action = 0;
  for (int site = 0; site <= __wasm_lpad_context.pad; site++) { leb(p); action = leb(p); }
  __wasm_lpad_context.selector = 0;
  if (action) {
    const unsigned char *next = actions + action - 1;
    for (;;) {
      int filter = sleb(next);
      const unsigned char *here = next;
      int step = sleb(next);
      if (filter > 0 && (types[-filter] == 0 || isA(type, types[-filter]))) { __wasm_lpad_context.selector = filter; break; }
      if (step == 0) break;
      next = here + step;
    }
  }
  return 0;
}
}
#endif
