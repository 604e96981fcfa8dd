/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/out.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

void out_init(struct out *o, out_write_fn *write, void *arg)
{
	o->write = write;
	o->arg = arg;
	o->color = false;
	o->width = 0;
	o->status = MPUC_OK;
	o->used = 0;
}

static void push(struct out *o)
{
	if (o->status == MPUC_OK && o->used > 0)
		o->status = o->write(o->arg, o->buffer, o->used);
	o->used = 0;
}

void out_bytes(struct out *o, const void *data, size_t len)
{
	if (len > sizeof(o->buffer) - o->used)
		push(o);
	if (len > sizeof(o->buffer)) {
		if (o->status == MPUC_OK)
			o->status = o->write(o->arg, data, len);
		return;
	}
	memcpy(o->buffer + o->used, data, len);
	o->used += len;
}

void out_str(struct out *o, const char *s)
{
	out_bytes(o, s, strlen(s));
}

void out_fmt(struct out *o, const char *fmt, ...)
{
	va_list ap;
	int n;

	for (int attempt = 0; attempt < 2; attempt++) {
		size_t room = sizeof(o->buffer) - o->used;

		va_start(ap, fmt);
		n = vsnprintf(o->buffer + o->used, room, fmt, ap);
		va_end(ap);
		if (n >= 0 && (size_t)n < room) {
			o->used += (size_t)n;
			return;
		}
		push(o);
	}
	/* A single piece over 64 KiB: callers use out_str for those. */
	if (o->status == MPUC_OK)
		o->status = MPUC_E_LIMIT;
}

void out_safe(struct out *o, const char *s)
{
	while (*s != '\0') {
		size_t n = utf8_len(s);

		if (n == 0 || (unsigned char)*s < 0x20 || *s == 0x7f) {
			out_fmt(o, "\\x%02x", (unsigned char)*s);
			s++;
		} else {
			out_bytes(o, s, n);
			s += n;
		}
	}
}

enum mpuc_status out_flush(struct out *o)
{
	push(o);
	return o->status;
}
