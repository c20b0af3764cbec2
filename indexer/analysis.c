/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/analysis.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"

enum {
	PER_JOB = 32, /* articles under way for each thread */
	/*
	 * Articles that one thread takes at a time: pressed one behind the other, they find the
	 * dictionary in the processor's cache, which the analysis of each would drive it out of.
	 */
	AT_A_TIME = 32,
	BYTES_MAX = 16 << 20, /* of text under way; one article may be more */
};

enum state { FREE, GIVEN, BEGUN, DONE };

struct place {
	struct analysed article;
	enum state state;
};

struct worker {
	struct analysis *analysis;
	struct analyser *analyser;
	struct documents *documents;
	struct packer *packer;
	pthread_t thread;
};

/*
 * Places are a ring: articles are given at `first + count` and taken at `first`. Behind the
 * lock: states and next. The rest of a place belongs to whoever works on it, else to the
 * thread that gives and takes.
 */
struct analysis {
	struct worker *workers; /* [0] is the thread that gives and takes */
	unsigned jobs, running; /* threads that were started: running - 1 */
	struct place *places;
	size_t capacity, first, count;
	size_t next;  /* of those under way, the first that nobody has begun */
	size_t bytes; /* under way */
	bool ending;
	pthread_mutex_t lock;
	pthread_cond_t given, done;
};

/* ---- one article ---- */

static void *copy_array(struct arena *arena, const void *items, size_t count, size_t size)
{
	void *copy = arena_alloc(arena, count * size);

	if (count > 0)
		memcpy(copy, items, count * size);
	return copy;
}

/* What the analyser lends until its next article. */
static void keep_findings(struct analysed *a, const struct analyser *analyser)
{
	struct record *r = &a->record;

	r->names = copy_array(&a->arena, r->names, r->names_count, sizeof *r->names);
	a->entities = arena_alloc(&a->arena, r->names_count * sizeof *a->entities);
	for (size_t i = 0; i < r->names_count; i++) {
		r->names[i].id = str_copy(&a->arena, r->names[i].id);
		r->names[i].name = str_copy(&a->arena, r->names[i].name);
		a->entities[i] = analyser_entity(analyser, i);
	}
	r->amounts =
		copy_array(&a->arena, r->amounts, r->amounts_count, sizeof *r->amounts);
	r->jobs = copy_array(&a->arena, r->jobs, r->jobs_count, sizeof *r->jobs);
	r->deals = copy_array(&a->arena, r->deals, r->deals_count, sizeof *r->deals);
	r->mentions = NULL; /* packed already, and nobody asks for them */
	r->mentions_count = 0;
}

static void analyse(struct worker *w, struct analysed *a)
{
	documents_read(w->documents, &a->record);
	buf_clear(&a->expanded);
	record_write(&a->record, &a->expanded);
	entry_clear(&a->entry);
	documents_make(w->documents, &a->record, &a->entry);
	shingles_make(analyser_text(w->analyser), &a->shingles);
	sketch_make(&a->shingles, &a->sketch);
	keep_findings(a, w->analyser);
}

static void press(struct worker *w, struct analysed *a)
{
	buf_clear(&a->packed);
	packer_press(w->packer, buf_view(&a->expanded), &a->packed);
	a->entry.data = buf_view(&a->packed);
}

static struct place *place_at(const struct analysis *x, size_t i)
{
	return &x->places[(x->first + i) % x->capacity];
}

/* Articles for a thread to work on: a fair part of those that nobody has begun. */
static size_t share(const struct analysis *x)
{
	size_t n = (x->count - x->next + x->jobs - 1) / x->jobs;

	return n < AT_A_TIME ? n : AT_A_TIME;
}

/* Works on the first articles that nobody has begun. Called, and left, with the lock held. */
static void work(struct analysis *x, struct worker *w)
{
	struct place *places[AT_A_TIME];
	size_t n = share(x);

	for (size_t i = 0; i < n; i++) {
		places[i] = place_at(x, x->next++);
		places[i]->state = BEGUN;
	}
	pthread_mutex_unlock(&x->lock);
	for (size_t i = 0; i < n; i++)
		analyse(w, &places[i]->article);
	for (size_t i = 0; i < n; i++)
		press(w, &places[i]->article);
	pthread_mutex_lock(&x->lock);
	for (size_t i = 0; i < n; i++)
		places[i]->state = DONE;
	pthread_cond_signal(&x->done);
}

static void *run_worker(void *context)
{
	struct worker *w = context;
	struct analysis *x = w->analysis;

	pthread_mutex_lock(&x->lock);
	while (!x->ending) {
		if (x->next < x->count)
			work(x, w);
		else
			pthread_cond_wait(&x->given, &x->lock);
	}
	pthread_mutex_unlock(&x->lock);
	return NULL;
}

/* ---- making and freeing ---- */

/* Signals are for the thread that reads. */
static int start_threads(struct analysis *x, struct error *err)
{
	sigset_t all, before;
	int failed = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (x->running = 1; x->running < x->jobs && !failed; x->running += !failed)
		failed = pthread_create(&x->workers[x->running].thread, NULL, run_worker,
					&x->workers[x->running]);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failed)
		return error_set(err, ERROR_FAILED, _("cannot start a thread: %s"),
				 strerror(failed));
	return 0;
}

int analysis_new(struct analysis **out, struct analyser *a, struct str stems,
		 struct str stopwords, unsigned jobs, struct error *err)
{
	struct analysis *x = xcalloc(1, sizeof *x);
	int rc = 0;

	*out = NULL;
	x->jobs = jobs;
	x->capacity = jobs > 1 ? (size_t)jobs * PER_JOB : AT_A_TIME;
	x->places = xcalloc(x->capacity, sizeof *x->places);
	x->workers = xcalloc(jobs, sizeof *x->workers);
	pthread_mutex_init(&x->lock, NULL);
	pthread_cond_init(&x->given, NULL);
	pthread_cond_init(&x->done, NULL);
	for (unsigned i = 0; i < jobs && rc == 0; i++) {
		struct worker *w = &x->workers[i];

		w->analysis = x;
		w->analyser = a;
		if (i > 0)
			rc = analyser_share(&w->analyser, stems, stopwords, a, err);
		if (rc == 0)
			w->documents = documents_new(w->analyser);
	}
	if (rc < 0 || start_threads(x, err) < 0) {
		analysis_free(x);
		return -1;
	}
	*out = x;
	return 0;
}

static void stop_threads(struct analysis *x)
{
	pthread_mutex_lock(&x->lock);
	x->ending = true;
	pthread_cond_broadcast(&x->given);
	pthread_mutex_unlock(&x->lock);
	for (unsigned i = 1; i < x->running; i++)
		pthread_join(x->workers[i].thread, NULL);
}

void analysis_free(struct analysis *x)
{
	if (x == NULL)
		return;
	stop_threads(x);
	for (unsigned i = 0; i < x->jobs; i++) {
		packer_free(x->workers[i].packer);
		documents_free(x->workers[i].documents);
		if (i > 0)
			analyser_free(x->workers[i].analyser);
	}
	for (size_t i = 0; i < x->capacity; i++) {
		entry_release(&x->places[i].article.entry);
		buf_release(&x->places[i].article.packed);
		buf_release(&x->places[i].article.expanded);
		shingles_release(&x->places[i].article.shingles);
		arena_release(&x->places[i].article.arena);
	}
	pthread_cond_destroy(&x->done);
	pthread_cond_destroy(&x->given);
	pthread_mutex_destroy(&x->lock);
	free(x->workers);
	free(x->places);
	free(x);
}

void analysis_dictionary(struct analysis *x, struct str dictionary, uint32_t number)
{
	assert(x->count == 0);
	for (unsigned i = 0; i < x->jobs; i++) {
		packer_free(x->workers[i].packer);
		x->workers[i].packer = packer_new(dictionary, number, PRESS_FAST);
	}
}

/* ---- giving and taking ---- */

bool analysis_is_full(const struct analysis *x)
{
	return x->count == x->capacity || (x->count > 0 && x->bytes >= BYTES_MAX);
}

bool analysis_has(const struct analysis *x, uint64_t id_hash)
{
	for (size_t i = 0; i < x->count; i++) {
		if (place_at(x, i)->article.id_hash == id_hash)
			return true;
	}
	return false;
}

static void copy_record(struct analysed *a, const struct record *r)
{
	struct record *copy = &a->record;
	struct str *const strings[] = {&copy->id,     &copy->url,    &copy->title,
				       &copy->source, &copy->author, &copy->lead,
				       &copy->body};

	arena_clear(&a->arena);
	*copy = *r;
	for (size_t i = 0; i < COUNT(strings); i++)
		*strings[i] = str_copy(&a->arena, *strings[i]);
}

struct analysed *analysis_give(struct analysis *x, const struct record *r)
{
	struct place *p = place_at(x, x->count);

	assert(p->state == FREE);
	copy_record(&p->article, r);
	p->article.text_bytes = record_text_bytes(r);
	x->bytes += p->article.text_bytes;
	pthread_mutex_lock(&x->lock);
	p->state = GIVEN;
	x->count++;
	pthread_cond_signal(&x->given);
	pthread_mutex_unlock(&x->lock);
	return &p->article;
}

struct analysed *analysis_take(struct analysis *x)
{
	struct place *p = place_at(x, 0);

	if (x->count == 0)
		return NULL;
	pthread_mutex_lock(&x->lock);
	while (p->state != DONE) {
		if (x->next < x->count)
			work(x, &x->workers[0]);
		else
			pthread_cond_wait(&x->done, &x->lock);
	}
	p->state = FREE;
	x->first = (x->first + 1) % x->capacity;
	x->count--;
	x->next--;
	pthread_mutex_unlock(&x->lock);
	x->bytes -= p->article.text_bytes;
	return &p->article;
}

struct forms_tally *analysis_tally(struct analysis *x)
{
	struct forms_tally *all = documents_tally(x->workers[0].documents);

	assert(x->count == 0);
	for (unsigned i = 1; i < x->jobs; i++) {
		struct forms_tally *t = documents_tally(x->workers[i].documents);

		forms_tally_join(all, t);
		forms_tally_clear(t);
	}
	return all;
}

struct documents *analysis_documents(struct analysis *x)
{
	assert(x->count == 0);
	return x->workers[0].documents;
}
