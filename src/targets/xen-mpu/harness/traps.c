/*
 * Registers of EL2 are UNDEFINED for a program, so that each access to one is a signal: it is told to
 * Lockstep, which has the registers. Barriers are instructions that are UNDEFINED in their place.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <ucontext.h>
#include "harness.h"

/* Operands of UDF. */
enum { ISB = 0x15b, DSB = 0xd5b, PRINT = 0x57d };

/* An access as an instruction has it. */
struct access {
  int is_read, op1, crn, crm, op2;
};

static void undefined(unsigned int operand)
{
  if (operand == ISB) harness_tell("i");
  else if (operand == DSB) harness_tell("d");
  else if (operand == PRINT) harness_end(ENDED_STOPPED);
  else abort();
}

static void reach(const struct access *of, unsigned long *data)
{
  if (!of->is_read) {
    harness_tell("w %d_%d_%d_%d %lx", of->op1, of->crn, of->crm, of->op2, *data);
    return;
  }
  harness_tell("r %d_%d_%d_%d", of->op1, of->crn, of->crm, of->op2);
  *data = harness_ask();
}

#ifdef __aarch64__

/* MRS and MSR of registers with op0 3, and cache maintenance, which does nothing here. */
static void on_signal(int number, siginfo_t *info, void *context)
{
  mcontext_t *at = &((ucontext_t *)context)->uc_mcontext;
  const uint32_t code = *(const uint32_t *)at->pc;
  if (code >> 16 == 0) undefined(code);
  else if ((code & 0xffd80000) == 0xd5180000) {
    const struct access of = {
      code >> 21 & 1, code >> 16 & 7, code >> 12 & 15, code >> 8 & 15, code >> 5 & 7,
    };
    unsigned long zero = 0;
    const unsigned int rt = code & 31;
    reach(&of, rt == 31 ? &zero : (unsigned long *)&at->regs[rt]);
  } else if ((code & 0xfff80000) != 0xd5080000) abort();
  at->pc += 4;
}

#else

/* MRC and MCR of coprocessor 15; c7 is cache maintenance, which does nothing here. */
static void on_signal(int number, siginfo_t *info, void *context)
{
  mcontext_t *at = &((ucontext_t *)context)->uc_mcontext;
  const uint32_t code = *(const uint32_t *)at->arm_pc;
  if ((code & 0xfff000f0) == 0xe7f000f0) undefined((code >> 4 & 0xfff0) | (code & 15));
  else if ((code & 0x0f000f10) == 0x0e000f10) {
    const struct access of = {
      code >> 20 & 1, code >> 21 & 7, code >> 16 & 15, code & 15, code >> 5 & 7,
    };
    if (of.crn != 7) reach(&of, &at->arm_r0 + (code >> 12 & 15));
  } else abort();
  at->arm_pc += 4;
}

#endif

void harness_trap(void)
{
  struct sigaction action = { .sa_flags = SA_SIGINFO | SA_NODEFER };
  action.sa_sigaction = on_signal;
  sigaction(SIGILL, &action, NULL);
}
