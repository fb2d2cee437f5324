/*
 * The half of the harness that has a C library: takes commands of Lockstep, one a line, and tells what
 * Xen did. Each script runs in a process of its own, so that it begins with Xen as it was built.
 *
 *   new ADDRESSES...    a script begins: see enum in harness.h
 *   COMMAND NUMBERS...  see harness_execute
 *
 * In between come `w REGISTER VALUE`, `r REGISTER` (a line with the value is the answer), `d` and `i`
 * (DSB, ISB); `t INDEX PRBAR PRLAR REFCOUNT` for each region in use; at last `= RESULT STRAY`, or
 * `died SIGNAL`, or `error TEXT` if it is no Xen that it knows. The first line of all is `ready`. All numbers but INDEX, REFCOUNT, RESULT, STRAY and SIGNAL are hexadecimal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "harness.h"

/* A command that takes so many seconds never ends. */
#define PATIENCE 20
#define LINE 512

static sigjmp_buf end;

/* What was told and not sent yet. */
static char told[65536];
static size_t told_length;

static void send(void)
{
  if (write(1, told, told_length) != (ssize_t)told_length) exit(1);
  told_length = 0;
}

void harness_tell(const char *format, ...)
{
  if (told_length > sizeof told - LINE) send();
  va_list list;
  va_start(list, format);
  told_length += vsnprintf(told + told_length, LINE - 1, format, list);
  va_end(list);
  told[told_length++] = '\n';
}

/* Exits where there is nobody to ask. */
static void ask(char line[LINE])
{
  send();
  for (int n = 0; n < LINE; n++) {
    if (read(0, &line[n], 1) != 1) exit(0);
    if (line[n] != '\n') continue;
    line[n] = 0;
    return;
  }
  exit(1);
}

unsigned long long harness_ask(void)
{
  char line[LINE];
  ask(line);
  return strtoull(line, NULL, 16);
}

void harness_end(int how) { siglongjmp(end, how); }

static void tell_entry(unsigned int index, unsigned long long prbar, unsigned long long prlar,
                       unsigned int refcount)
{
  harness_tell("t %u %llx %llx %u", index, prbar, prlar, refcount);
}

/* The numbers of boot.S, and what goes in their place. */
#if UINTPTR_MAX > 0xffffffff
#define CONSTANT(n) (0xa5c396e1d2b40000 + (n) * 0x100)
#else
#define CONSTANT(n) (0xa5c30000 + (n) * 0x100)
#endif
static const int linked[] = {
  TEXT_START, TEXT_END, RODATA_START, RODATA_END, RO_AFTER_INIT_START, INIT_TEXT_START,
  INIT_DATA_START, BSS_END, UART_START, UART_END,
};
extern char __start_lockstep_boot_code[], __stop_lockstep_boot_code[];

/* Puts addresses where the linker would. Literals are aligned. */
static void link_boot(const unsigned long addresses[ADDRESSES])
{
  const unsigned long page = sysconf(_SC_PAGESIZE);
  char *first = (char *)((unsigned long)__start_lockstep_boot_code & ~(page - 1));
  if (mprotect(first, __stop_lockstep_boot_code - first, PROT_READ | PROT_WRITE | PROT_EXEC)) abort();
  unsigned int found = 0;
  unsigned long *word = (unsigned long *)__start_lockstep_boot_code;
  for (; word + 1 <= (unsigned long *)__stop_lockstep_boot_code; word++)
    for (unsigned int n = 0; n < sizeof linked / sizeof *linked; n++)
      if (*word == CONSTANT(n)) {
        *word = addresses[linked[n]];
        found |= 1U << n;
        break;
      }
  if (found + 1 != 1U << sizeof linked / sizeof *linked) {
    harness_tell("error enable_boot_cpu_mm does not map the sections that are known of it");
    send();
    exit(1);
  }
}

static void begin(char *line)
{
  unsigned long addresses[ADDRESSES];
  for (int n = 0; n < ADDRESSES; n++) addresses[n] = strtoul(line, &line, 16);
  link_boot(addresses);
  harness_place(addresses);
  harness_trap();
  harness_tell("= 0 0");
}

static void execute(char *line)
{
  char *rest = line + strcspn(line, " ");
  if (*rest != 0) *rest++ = 0;
  unsigned long numbers[4];
  for (int n = 0; n < 4; n++) numbers[n] = strtoul(rest, &rest, 16);
  const int is_boot = strncmp(line, "boot", 4) == 0;
  long result = sigsetjmp(end, 1);
  if (result == 0) {
    if (is_boot) harness_lay();
    result = harness_execute(line, numbers);
  }
  const unsigned int stray = is_boot ? harness_trodden() : 0;
  harness_table(tell_entry);
  harness_tell("= %ld %u", result, stray);
}

/* One script; another one's first line ends it. */
static void script(char line[LINE], int to_parent)
{
  begin(line + 4);
  for (;;) {
    ask(line);
    if (strncmp(line, "new ", 4) == 0) break;
    alarm(PATIENCE);
    execute(line);
    alarm(0);
  }
  if (write(to_parent, line, LINE) != LINE) exit(1);
  exit(0);
}

int main(void)
{
  char line[LINE] = { 0 };
  const struct rlimit nothing = { 0, 0 };
  setrlimit(RLIMIT_CORE, &nothing);
  harness_tell("ready");
  ask(line);
  for (;;) {
    int pair[2], status;
    if (pipe(pair)) return 1;
    const pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) {
      close(pair[0]);
      script(line, pair[1]);
    }
    close(pair[1]);
    const int is_next = read(pair[0], line, LINE) == LINE;
    close(pair[0]);
    if (waitpid(child, &status, 0) != child) return 1;
    if (is_next) continue;
    if (WIFEXITED(status)) return WEXITSTATUS(status);
    harness_tell("died %d", WTERMSIG(status));
    do ask(line); while (strncmp(line, "new ", 4) != 0);
  }
}
