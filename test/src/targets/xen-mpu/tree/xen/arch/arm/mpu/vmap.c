#include <xen/mm.h>

void vunmap(const void *address) { panic("never"); }
