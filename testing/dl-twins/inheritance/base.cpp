#include "shared.h"
#include "twin.h"
Named::~Named() { put_str("~Named"); }
const char *Named::name() const { return "named"; }
Area::~Area() { put_str("~Area"); }
Body::~Body() { put_str("~Body"); }
Body *Body::clone() const { Body *copy = new Body; copy->weight = weight + 1; return copy; }
