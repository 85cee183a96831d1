extern int nobody_has_this;
int *const broken = &nobody_has_this;
