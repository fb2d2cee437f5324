// The probe with its mailbox, rounded up: what a loader must leave alone.
#define IMAGE_SIZE 0x200000
