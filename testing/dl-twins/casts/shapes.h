#pragma once
#include <string>
struct Shape { virtual ~Shape(); virtual std::string name() const; };
struct Tagged { virtual ~Tagged() {} int tag = 5; };
struct Circle : Shape, Tagged { std::string name() const override; double r = 1.5; };
Shape *make(int);
