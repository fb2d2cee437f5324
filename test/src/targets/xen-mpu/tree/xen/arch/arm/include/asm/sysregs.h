#ifndef TINY_SYSREGS_H
#define TINY_SYSREGS_H

#define MPUIR_EL2 S3_4_C0_C0_4
#define PRSELR_EL2 S3_4_C6_C2_1
#define PRBAR_EL2 S3_4_C6_C8_0
#define PRLAR_EL2 S3_4_C6_C8_1
#define PRBAR3_EL2 S3_4_C6_C9_4

#define TEXT_OF(name) #name
#define AS_TEXT(name) TEXT_OF(name)
#define READ_SYSREG(name) ({ \
  unsigned long _value; \
  asm volatile("mrs %0, " AS_TEXT(name) : "=r"(_value)); \
  _value; \
})
#define WRITE_SYSREG(value, name) \
  asm volatile("msr " AS_TEXT(name) ", %0" : : "r"((unsigned long)(value)))

#endif
