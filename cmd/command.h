/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "opt.h"

int cmd_check(const struct args *args);
int cmd_plan(const struct args *args);
int cmd_pack(const struct args *args);
int cmd_inspect(const struct args *args);
int cmd_verify(const struct args *args);
int cmd_budget(const struct args *args);
int cmd_query(const struct args *args);
int cmd_fix(const struct args *args);
int cmd_place(const struct args *args);
int cmd_encode(const struct args *args);
int cmd_decode(const struct args *args);
int cmd_explain(const struct args *args);
int cmd_profiles(const struct args *args);
int cmd_config(const struct args *args);
int cmd_diff(const struct args *args);

/* "mpuc __nodes INPUT...": for completions, without options. */
int cmd_nodes(int argc, char **argv);

#endif
