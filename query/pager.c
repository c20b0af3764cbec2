/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/pager.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_LINES = 24 };

static const char *pager_command(void)
{
	const char *command = getenv("VEILLE_PAGER");

	if (command == NULL)
		command = getenv("PAGER");
	return command != NULL ? command : "less";
}

static size_t lines_of_terminal(void)
{
	const char *lines = getenv("LINES");
	struct winsize size;
	long n;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0)
		return size.ws_row;
	n = lines ? strtol(lines, NULL, 10) : 0;
	return n > 0 ? (size_t)n : USUAL_LINES;
}

void pager_start(struct pager *p, struct page *page)
{
	const char *command = pager_command();

	if (!isatty(STDOUT_FILENO) || command[0] == '\0' || strcmp(command, "cat") == 0)
		return;
	if (p->memory == NULL)
		p->memory = open_memstream(&p->text, &p->size);
	if (p->memory != NULL)
		page->out = p->memory;
}

static size_t count_lines(const char *text, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < size; i++)
		count += text[i] == '\n';
	return count;
}

/* Whoever leaves the pager early has read enough: that is no fault. */
static bool show_in_pager(const char *text, size_t size)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	FILE *pager;

	setenv("LESS", "FRX", 0);
	fflush(stdout);
	sigaction(SIGPIPE, &ignore, &before);
	pager = popen(pager_command(), "w");
	if (pager != NULL) {
		fwrite(text, 1, size, pager);
		pclose(pager);
	}
	sigaction(SIGPIPE, &before, NULL);
	return pager != NULL;
}

void pager_show(struct pager *p)
{
	if (p->memory == NULL)
		return;
	fclose(p->memory);
	p->memory = NULL;
	if (count_lines(p->text, p->size) < lines_of_terminal() ||
	    !show_in_pager(p->text, p->size))
		fwrite(p->text, 1, p->size, stdout);
	free(p->text);
	p->text = NULL;
}
