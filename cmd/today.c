/* SPDX-License-Identifier: BSD-2-Clause */
/* SOURCE_DATE_EPOCH as a day: reports depend on what they are given. */
#include "opt.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

bool today_from_environment(char ret_day[DAY_ROOM])
{
	const char *text = getenv("SOURCE_DATE_EPOCH");
	uint64_t seconds;
	struct tm tm;
	time_t t;

	if (text == NULL || !number_parse(text, strlen(text), &seconds) ||
	    seconds > INT64_C(253402300799))	/* the end of 9999 */
		return false;
	t = (time_t)seconds;
	return gmtime_r(&t, &tm) != NULL &&
	       strftime(ret_day, DAY_ROOM, "%Y-%m-%d", &tm) == DAY_ROOM - 1;
}
