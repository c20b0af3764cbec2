/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/ahead.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum {
	LEAST = 300, /* articles: opening the index once more takes as long as reading some fifty */
	PLACES = 64, /* articles read and not yet taken */
	TOLD = 16,   /* articles from one signal to the next */
};

struct place {
	struct arena arena;
	struct record record;
	int rc;
	struct error err;
};

/*
 * Behind the lock: read, taken, ending. A place is the thread's until its article is read, then that
 * of who takes until he takes another.
 */
struct ahead {
	struct index *index; /* the thread's own */
	const uint32_t *docids;
	size_t count;
	struct place places[PLACES]; /* a ring */
	size_t read, taken;
	size_t next,
		seen; /* of who takes: the next one, and how far he knows they are read */
	bool ending;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more, room;
};

/* How many may be read now; 0: no more ever. */
static size_t wait_for_room(struct ahead *a)
{
	size_t end;

	pthread_mutex_lock(&a->lock);
	while (!a->ending && a->read - a->taken > PLACES - TOLD)
		pthread_cond_wait(&a->room, &a->lock);
	end = a->read + TOLD < a->count ? a->read + TOLD : a->count;
	if (a->ending)
		end = a->read;
	pthread_mutex_unlock(&a->lock);
	return end - a->read;
}

static void *run(void *context)
{
	struct ahead *a = context;
	size_t room;

	while ((room = wait_for_room(a)) > 0) {
		for (size_t i = a->read; i < a->read + room; i++) {
			struct place *p = &a->places[i % PLACES];

			arena_clear(&p->arena);
			p->rc = index_record(a->index, a->docids[i], &p->arena,
					     &p->record, &p->err);
		}
		pthread_mutex_lock(&a->lock);
		a->read += room;
		pthread_cond_signal(&a->more);
		pthread_mutex_unlock(&a->lock);
	}
	return NULL;
}

/* Signals are for the thread that takes. */
static bool start(struct ahead *a)
{
	sigset_t all, before;
	bool started;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = pthread_create(&a->thread, NULL, run, a) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

struct ahead *ahead_new(struct index *x, const uint32_t *docids, size_t count)
{
	struct index *twin = count >= LEAST ? index_twin(x) : NULL;
	struct ahead *a;

	if (twin == NULL)
		return NULL;
	a = xcalloc(1, sizeof *a);
	a->index = twin;
	a->docids = docids;
	a->count = count;
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->more, NULL);
	pthread_cond_init(&a->room, NULL);
	if (start(a))
		return a;
	a->thread = pthread_self();
	ahead_free(a);
	return NULL;
}

void ahead_free(struct ahead *a)
{
	if (a == NULL)
		return;
	pthread_mutex_lock(&a->lock);
	a->ending = true;
	pthread_cond_signal(&a->room);
	pthread_mutex_unlock(&a->lock);
	if (!pthread_equal(a->thread, pthread_self()))
		pthread_join(a->thread, NULL);
	for (size_t i = 0; i < PLACES; i++)
		arena_release(&a->places[i].arena);
	pthread_cond_destroy(&a->room);
	pthread_cond_destroy(&a->more);
	pthread_mutex_destroy(&a->lock);
	index_close(a->index);
	free(a);
}

/* Tells the thread from time to time which places are free again. */
static void tell_taken(struct ahead *a)
{
	if (a->next % TOLD != 0)
		return;
	pthread_mutex_lock(&a->lock);
	a->taken = a->next;
	pthread_cond_signal(&a->room);
	pthread_mutex_unlock(&a->lock);
}

int ahead_take(struct ahead *a, struct record *r, struct error *err)
{
	const struct place *p = &a->places[a->next % PLACES];

	tell_taken(a);
	if (a->seen == a->next) {
		pthread_mutex_lock(&a->lock);
		while (a->read == a->next)
			pthread_cond_wait(&a->more, &a->lock);
		a->seen = a->read;
		pthread_mutex_unlock(&a->lock);
	}
	a->next++;
	*r = p->record;
	if (p->rc < 0)
		*err = p->err;
	return p->rc;
}
