/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs commands in turn, round after round, and tells what each whole process took. In turn, so
 * that whatever else the machine does meets them all alike. The first WARM rounds only warm the
 * caches and are not told.
 *
 * usage: stopwatch WARM ROUNDS <COMMANDS
 *   COMMANDS   name TAB program TAB argument TAB ..., a line each; an empty argument is left out
 * Prints name, wall ms, CPU ms (user and system), largest memory in MB, tabs between.
 * What the commands print is thrown away; one that dies or exits above 1 ends the run.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

enum { COMMANDS_MAX = 1000, ARGUMENTS_MAX = 32 };

struct command {
	char *line; /* owns the text of the others */
	char *name;
	char *arguments[ARGUMENTS_MAX + 1];
};

struct measure {
	double wall, cpu; /* ms */
	double memory;	  /* MB */
};

static void cut(struct command *c)
{
	char *rest = c->line;
	size_t n = 0;

	rest[strcspn(rest, "\n")] = 0;
	c->name = strsep(&rest, "\t");
	while (rest && n < ARGUMENTS_MAX) {
		char *argument = strsep(&rest, "\t");

		if (*argument)
			c->arguments[n++] = argument;
	}
	c->arguments[n] = NULL;
}

static size_t read_commands(struct command *commands)
{
	size_t count = 0;
	size_t capacity = 0;

	while (count < COMMANDS_MAX &&
	       getline(&commands[count].line, &capacity, stdin) >= 0) {
		cut(&commands[count++]);
		capacity = 0;
	}
	return count;
}

static double milliseconds(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

/* 0 when the command ran and exited 0 or 1. */
static int measure(const struct command *c, const posix_spawn_file_actions_t *quiet,
		   struct measure *out)
{
	struct timespec start, end;
	struct rusage used;
	int status;
	pid_t pid;

	clock_gettime(CLOCK_MONOTONIC, &start);
	if (posix_spawnp(&pid, c->arguments[0], quiet, NULL, c->arguments, environ) !=
		    0 ||
	    wait4(pid, &status, 0, &used) < 0)
		return -1;
	clock_gettime(CLOCK_MONOTONIC, &end);
	out->wall = (double)(end.tv_sec - start.tv_sec) * 1e3 +
		    (double)(end.tv_nsec - start.tv_nsec) / 1e6;
	out->cpu = milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
	out->memory = (double)used.ru_maxrss / 1024;
	return WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? 0 : -1;
}

static int run_rounds(const struct command *commands, size_t count, long warm,
		      long rounds, const posix_spawn_file_actions_t *quiet)
{
	struct measure m;

	for (long round = 0; round < warm + rounds; round++) {
		for (size_t i = 0; i < count; i++) {
			if (measure(&commands[i], quiet, &m) < 0) {
				fprintf(stderr, "stopwatch: '%s' failed\n",
					commands[i].name);
				return -1;
			}
			if (round >= warm)
				printf("%s\t%.3f\t%.3f\t%.1f\n", commands[i].name, m.wall,
				       m.cpu, m.memory);
		}
	}
	return fflush(stdout);
}

int main(int argc, char **argv)
{
	static struct command commands[COMMANDS_MAX];
	long warm = argc == 3 ? strtol(argv[1], NULL, 10) : -1;
	long rounds = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
	posix_spawn_file_actions_t quiet;
	size_t count;
	int rc;

	if (warm < 0 || rounds < 1) {
		fputs("usage: stopwatch WARM ROUNDS <COMMANDS\n", stderr);
		return 2;
	}
	count = read_commands(commands);
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
	rc = run_rounds(commands, count, warm, rounds, &quiet);
	posix_spawn_file_actions_destroy(&quiet);
	for (size_t i = 0; i < count; i++)
		free(commands[i].line);
	return rc == 0 && count > 0 ? 0 : 2;
}
