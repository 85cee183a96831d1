#pragma once
#include <typeinfo>
struct Named { virtual ~Named(); virtual const char *name() const; int id = 1; };
struct Area { virtual ~Area(); virtual double area() const = 0; double scale = 1; };
struct Body : virtual Named { int weight = 2; virtual Body *clone() const; ~Body() override; };
struct Plate : virtual Named, Area { double area() const override; Plate *self() { return this; } ~Plate() override; };
struct Disc : Body, Plate { const char *name() const override; double area() const override; Disc *clone() const override; ~Disc() override; virtual int spin(int by); int turns = 0; };
typedef int (Disc::*Spin)(int);
Named *as_named(Disc *); Area *as_area(Disc *);
extern Spin disc_spin;
