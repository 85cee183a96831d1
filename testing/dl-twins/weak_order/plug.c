#define WEAK __attribute__((weak))
WEAK int first(void) { return 4; }
WEAK int fresh(void) { return 4; }
int WEAK late(void);
WEAK extern int late_data;
int plug_sees(void) { return first() * 1000 + fresh() * 100 + (late ? late() : 0) * 10 + (&late_data ? late_data : 0); }
