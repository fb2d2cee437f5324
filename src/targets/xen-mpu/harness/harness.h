/* What the two halves of the harness know of each other: main.c has a C library, xen.c has Xen. */
#ifndef HARNESS_H
#define HARNESS_H

/* How a command ended, where it is not what a function of Xen returned. */
enum { ENDED_OK, ENDED_PANIC, ENDED_STOPPED, ENDED_UNKNOWN };

/* Sections as the script's layout has them, in the order in which they are given. */
enum {
  TEXT_START, TEXT_END, RODATA_START, RODATA_END, RO_AFTER_INIT_START, RO_AFTER_INIT_END,
  INIT_TEXT_START, INIT_DATA_START, INIT_DATA_END, BSS_START, BSS_END, UART_START, UART_END,
  ADDRESSES
};

/* xen.c: executes a command. Numbers are byte addresses, sizes, or PAGE_HYPERVISOR flags. */
long harness_execute(const char *command, const unsigned long numbers[4]);
/* xen.c: tells each region in use, ascending. */
void harness_table(void (*tell)(unsigned int index, unsigned long long prbar,
                                unsigned long long prlar, unsigned int refcount));
/* xen.c: puts a pattern behind the number of regions; then how many bytes of it are gone. */
void harness_lay(void);
unsigned int harness_trodden(void);
/* xen.c: where the linker puts Xen. */
void harness_place(const unsigned long addresses[ADDRESSES]);

/* main.c: ends the command. */
void harness_end(int how) __attribute__((noreturn));

/* traps.c: from now on accesses to registers of the MPU are told, and what is read is asked for. */
void harness_trap(void);
/* main.c: a line to Lockstep. */
void harness_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* main.c: what Lockstep answers to it. */
unsigned long long harness_ask(void);

#endif
