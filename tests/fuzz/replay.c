/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main() for a fuzz target without libFuzzer: runs it over files and folders, each input
 * whole and cut short. Prints an input's name before it runs, so that the last is the culprit.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/mem.h"
#include "lib/str.h"

enum { CUTS = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exactly the right size, so that a byte read too many is seen. */
static void run_one(const char *bytes, size_t n)
{
	uint8_t *copy = xmalloc(n);

	if (n > 0)
		memcpy(copy, bytes, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static void run_cuts(struct str input)
{
	for (size_t i = 1; i < CUTS; i++)
		run_one(input.p, input.n * i / CUTS);
	run_one(input.p, input.n);
}

static int read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	size_t n;

	if (f == NULL)
		return -1;
	do {
		n = fread(buf_reserve(out, 65536), 1, 65536, f);
		out->n += n;
	} while (n > 0);
	n = (size_t)ferror(f);
	fclose(f);
	return n ? -1 : 0;
}

static size_t replay(const char *path);

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static size_t replay_folder(const char *path)
{
	struct dirent **entries;
	struct buf child = {0};
	size_t inputs = 0;
	int n = scandir(path, &entries, not_hidden, alphasort);

	for (int i = 0; i < n; i++) {
		buf_clear(&child);
		buf_printf(&child, "%s/%s", path, entries[i]->d_name);
		inputs += replay(child.p);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	buf_release(&child);
	return inputs;
}

/* Answers how many inputs it ran; ends the program when there is nothing to read. */
static size_t replay(const char *path)
{
	struct buf input = {0};
	struct stat st;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return replay_folder(path);
	if (read_file(path, &input) < 0) {
		fprintf(stderr, "cannot read '%s': %s\n", path, strerror(errno));
		exit(2);
	}
	puts(path);
	fflush(stdout);
	run_cuts(buf_view(&input));
	buf_release(&input);
	return 1;
}

/* Options are libFuzzer's and mean nothing here. */
int main(int argc, char **argv)
{
	size_t inputs = 0;

	for (int i = 1; i < argc; i++)
		if (argv[i][0] != '-')
			inputs += replay(argv[i]);
	printf("%zu inputs\n", inputs);
	return inputs == 0;
}
