#include "shared.h"
#include "twin.h"
extern "C" void look(Base *object) {
  put_int(object->kind());
  put_int(dynamic_cast<Shape *>(object) != nullptr);
  Round *round = dynamic_cast<Round *>(object);
  put_int(round ? round->radius : -1);
  Box<int> *box = dynamic_cast<Box<int> *>(object);
  put_int(box ? box->value : -1);
  put_int(typeid(*object) == typeid(Round));
}
extern "C" void attempt(void (*f)(int), int kind) {
  try { f(kind); } catch (Worse &e) { put_str("worse"); put_int(e.code); } catch (Problem &e) { put_str("problem"); put_int(e.code); } catch (Base &e) { put_str("base"); put_int(dynamic_cast<Box<int> *>(&e) != nullptr); } catch (...) { put_str("else"); }
}
extern "C" int same(const std::type_info *other) { return *other == typeid(Round); }
