/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/batch.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"

enum { PER_JOB = 16 }; /* questions under way for each thread */

enum state { FREE, GIVEN, BEGUN, DONE };

struct place {
	struct batch_item item;
	enum state state;
};

struct worker {
	struct batch *batch;
	struct index *index;
	struct place *place; /* that it works on */
	pthread_t thread;
};

/*
 * Places are a ring: questions are given at `first + count` and taken at `first`. Behind the
 * lock: states, count and next. The rest of a place belongs to whoever works on it, else to
 * the thread that gives and takes.
 */
struct batch {
	const struct asking *asking;
	const struct search_options *search;
	struct worker *workers; /* [0] is the thread that gives and takes */
	unsigned jobs, running; /* threads that were started: running - 1 */
	struct place *places;
	size_t capacity, first, count;
	size_t next; /* of those under way, the first that nobody has begun */
	bool ending;
	pthread_mutex_t lock;
	pthread_cond_t given, done;
};

/* ---- one question ---- */

static int search(void *context, const struct plan *plan, struct error *err)
{
	struct worker *w = context;

	return search_run(w->index, plan, w->batch->search, &w->place->item.results, err);
}

static void answer(struct worker *w, struct place *p)
{
	struct batch_item *item = &p->item;

	w->place = p;
	item->rc = asking_run(w->batch->asking, w->index, buf_view(&item->typed),
			      &item->asked, search, w, &item->err);
}

static struct place *place_at(const struct batch *b, size_t i)
{
	return &b->places[(b->first + i) % b->capacity];
}

/* Works on the first question that nobody has begun. Called, and left, with the lock held. */
static void work(struct batch *b, struct worker *w)
{
	struct place *p = place_at(b, b->next++);

	p->state = BEGUN;
	pthread_mutex_unlock(&b->lock);
	answer(w, p);
	pthread_mutex_lock(&b->lock);
	p->state = DONE;
	pthread_cond_signal(&b->done);
}

static void *run_worker(void *context)
{
	struct worker *w = context;
	struct batch *b = w->batch;

	pthread_mutex_lock(&b->lock);
	while (!b->ending) {
		if (b->next < b->count)
			work(b, w);
		else
			pthread_cond_wait(&b->given, &b->lock);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

/* ---- making and freeing ---- */

/* Signals are for the thread that gives and takes. */
static int start_threads(struct batch *b, struct error *err)
{
	sigset_t all, before;
	int failed = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (b->running = 1; b->running < b->jobs && !failed; b->running += !failed)
		failed = pthread_create(&b->workers[b->running].thread, NULL, run_worker,
					&b->workers[b->running]);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failed)
		return error_set(err, ERROR_FAILED, _("cannot start a thread: %s"),
				 strerror(failed));
	return 0;
}

int batch_new(struct batch **out, const struct asking *asking,
	      const struct search_options *options, struct index *const *indexes,
	      unsigned jobs, struct error *err)
{
	struct batch *b = xcalloc(1, sizeof *b);

	*out = NULL;
	b->asking = asking;
	b->search = options;
	b->jobs = jobs;
	b->capacity = jobs > 1 ? (size_t)jobs * PER_JOB : 1;
	b->places = xcalloc(b->capacity, sizeof *b->places);
	b->workers = xcalloc(jobs, sizeof *b->workers);
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->given, NULL);
	pthread_cond_init(&b->done, NULL);
	for (unsigned i = 0; i < jobs; i++)
		b->workers[i] = (struct worker){.batch = b, .index = indexes[i]};
	if (start_threads(b, err) < 0) {
		batch_free(b);
		return -1;
	}
	*out = b;
	return 0;
}

static void stop_threads(struct batch *b)
{
	pthread_mutex_lock(&b->lock);
	b->ending = true;
	pthread_cond_broadcast(&b->given);
	pthread_mutex_unlock(&b->lock);
	for (unsigned i = 1; i < b->running; i++)
		pthread_join(b->workers[i].thread, NULL);
}

static void clear_item(struct batch_item *item)
{
	asked_release(&item->asked);
	results_release(&item->results);
}

void batch_free(struct batch *b)
{
	if (b == NULL)
		return;
	stop_threads(b);
	for (size_t i = 0; i < b->capacity; i++) {
		clear_item(&b->places[i].item);
		buf_release(&b->places[i].item.number);
		buf_release(&b->places[i].item.typed);
	}
	pthread_cond_destroy(&b->done);
	pthread_cond_destroy(&b->given);
	pthread_mutex_destroy(&b->lock);
	free(b->workers);
	free(b->places);
	free(b);
}

/* ---- giving and taking ---- */

bool batch_is_full(const struct batch *b)
{
	return b->count == b->capacity;
}

void batch_give(struct batch *b, struct str number, struct str typed)
{
	struct place *p = place_at(b, b->count);

	assert(p->state == FREE);
	clear_item(&p->item);
	buf_clear(&p->item.number);
	buf_str(&p->item.number, number);
	buf_clear(&p->item.typed);
	buf_str(&p->item.typed, typed);
	pthread_mutex_lock(&b->lock);
	p->state = GIVEN;
	b->count++;
	pthread_cond_signal(&b->given);
	pthread_mutex_unlock(&b->lock);
}

struct batch_item *batch_take(struct batch *b)
{
	struct place *p = place_at(b, 0);

	if (b->count == 0)
		return NULL;
	pthread_mutex_lock(&b->lock);
	while (p->state != DONE) {
		if (b->next < b->count)
			work(b, &b->workers[0]);
		else
			pthread_cond_wait(&b->done, &b->lock);
	}
	p->state = FREE;
	b->first = (b->first + 1) % b->capacity;
	b->count--;
	b->next--;
	pthread_mutex_unlock(&b->lock);
	return &p->item;
}
