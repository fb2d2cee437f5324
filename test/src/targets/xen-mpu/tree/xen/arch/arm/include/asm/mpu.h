/* A tree with the interface of Xen's MPU code, and next to nothing in it: for tests of the harness. */
#ifndef TINY_MPU_H
#define TINY_MPU_H

#define MAX_MPU_REGION_NR 255

#ifndef __ASSEMBLER__
typedef struct { unsigned long bits; } prbar_t;
typedef struct { unsigned long bits; } prlar_t;
typedef struct {
  prbar_t prbar;
  prlar_t prlar;
  uint8_t refcount;
  uint8_t padding[15];
} pr_t;
#endif

#endif
