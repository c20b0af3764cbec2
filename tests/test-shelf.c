/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a question sets aside: readings of the best articles, word forms that were looked up. */
#include <stdio.h>
#include <string.h>

#include "query/known-forms.h"
#include "query/shelf.h"
#include "tests/check.h"

enum { OFFERED = 100, KEPT = 7 };

/* Offers article number i as if it were read; what comes back is not it, and can be read into. */
static void offer(struct shelf *s, struct reading *r, uint32_t docid, double worth)
{
	arena_clear(&r->arena);
	r->docid = docid;
	r->record.id = str_copy(&r->arena, STR("article"));
	shelf_offer(s, r, worth);
}

static void test_best(void)
{
	struct watch watch = {0};
	struct shelf s = {.most = KEPT};
	struct reading r = {.watch = &watch};

	for (uint32_t i = 1; i <= OFFERED; i++) {
		offer(&s, &r, i, (double)(i * 37 % 101));
		CHECK(r.watch == &watch);
		CHECK(shelf_find(&s, i) != &r);
	}
	for (uint32_t i = 1; i <= OFFERED; i++) {
		const struct reading *found = shelf_find(&s, i);

		CHECK_INT(found != NULL, i * 37 % 101 > 100 - KEPT);
		if (found != NULL)
			CHECK(str_is(found->record.id, "article"));
	}
	reading_release(&r);
	shelf_release(&s);
}

static void test_no_room(void)
{
	struct shelf s = {0};
	struct reading r = {0};

	offer(&s, &r, 1, 1);
	CHECK_INT(r.docid, 1);
	CHECK(shelf_find(&s, 1) == NULL);
	reading_release(&r);
	shelf_release(&s);
}

/* More lists than are remembered: each is right when it is added, and the last one stays. */
static void test_known_forms(void)
{
	struct form_count forms[2] = {{STR("créé"), 3}, {STR("cree"), 1}};
	struct known_forms k = {0};
	const struct known_list *list;
	char fold[32];

	CHECK(known_forms_find(&k, STR("cree"), 0) == NULL);
	for (uint32_t i = 0; i < 5000; i++) {
		snprintf(fold, sizeof fold, "cree%u", (unsigned)i);
		forms[0].articles = i;
		known_forms_add(&k, str_of(fold), 0, forms, 2);
		known_forms_add(&k, str_of(fold), 1, NULL, 0);
		list = known_forms_find(&k, str_of(fold), 0);
		if (CHECK(list != NULL && list->count == 2)) {
			CHECK_INT(list->forms[0].articles, i);
			CHECK(str_is(list->forms[1].exact, "cree"));
		}
		list = known_forms_find(&k, str_of(fold), 1);
		CHECK(list != NULL && list->count == 0);
	}
	CHECK(known_forms_find(&k, STR("cree4999"), 2) == NULL);
	CHECK(known_forms_find(&k, STR("cree0"), 0) == NULL);
	known_forms_release(&k);
}

int main(void)
{
	test_best();
	test_no_room();
	test_known_forms();
	return check_done();
}
