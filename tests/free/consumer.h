/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TESTS_FREE_CONSUMER_H
#define TESTS_FREE_CONSUMER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Use everything in a layout as a hypervisor would, on a make-believe MPU.
 * A number that depends on all that was read; 0 when the layout is refused,
 * 1 to 9 when it was accepted and then did not hold.
 */
uint32_t consumer_digest(const void *bytes, size_t size);

#endif
