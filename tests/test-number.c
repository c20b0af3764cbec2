/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Quantities: the table tests/unit/quantities.txt, numbers, amounts and sizes for people
 * in two languages, and bytes that are no quantities.
 */
#include "lib/number.h"

#include <libintl.h>
#include <math.h>

#include "tests/rig.h"
#include "tests/table.h"

#define NARROW "\u202F"
#define NO_BREAK "\u00A0"

static void print_bound(struct buf *out, double bound)
{
	if (isinf(bound))
		buf_text(out, bound < 0 ? "-inf" : "inf");
	else
		buf_printf(out, "%.16g", bound);
}

static void print_range(struct buf *out, const struct quantity_range *q)
{
	buf_char(out, q->low_open ? ']' : '[');
	print_bound(out, q->low);
	buf_text(out, "..");
	print_bound(out, q->high);
	buf_char(out, q->high_open ? '[' : ']');
	if (q->currency[0] != '\0')
		buf_printf(out, " %s", q->currency);
}

static void test_table(void)
{
	struct buf got = {0};
	struct table t;

	if (!table_open(&t, "quantities.txt"))
		return;
	while (table_next(&t)) {
		struct quantity_range q;
		struct error err;

		buf_clear(&got);
		if (quantity_range_parse(buf_view(&t.cells[0]), &q, &err) == 0) {
			print_range(&got, &q);
		} else {
			buf_char(&got, '!');
			CHECK_INT(err.code, ERROR_USAGE);
		}
		table_check(&t, 1, got.p);
	}
	table_close(&t);
	buf_release(&got);
}

static void check_refusal(const char *text, const char *sentence)
{
	struct quantity_range q;
	struct error err = {0};

	CHECK_INT(quantity_range_parse(str_of(text), &q, &err), -1);
	CHECK_STR(err.text, sentence);
}

static void test_refusals(void)
{
	check_refusal("beaucoup",
		      "not a quantity 'beaucoup'; write it as 3000, 1,2Md€, >500k$ or "
		      "1M..5M");
	check_refusal("5M..3M",
		      "empty range '5M..3M'; the smaller quantity stands first");
	check_refusal("1M€..2M$", "two currencies in '1M€..2M$'; write one");
}

/* Each is printed in English and in French. */
static void check_both(void (*print)(struct buf *, double), double value,
		       const char *english, const char *french)
{
	struct buf out = {0};

	for (rig_french = 0; rig_french < 2; rig_french++) {
		buf_clear(&out);
		print(&out, value);
		CHECK_STR(out.p, rig_french ? french : english);
	}
	rig_french = 0;
	buf_release(&out);
}

static void test_numbers(void)
{
	check_both(number_print, 0, "0", "0");
	check_both(number_print, 999, "999", "999");
	check_both(number_print, 1000, "1,000", "1" NARROW "000");
	check_both(number_print, 1234567, "1,234,567", "1" NARROW "234" NARROW "567");
	check_both(number_print, 100000, "100,000", "100" NARROW "000");
	check_both(number_print, -1234, "-1,234", "-1" NARROW "234");
	check_both(number_print, -0.2, "0", "0");
	check_both(number_print, 2.6, "3", "3");
	check_both(number_print, 9007199254740992, "9,007,199,254,740,992",
		   "9" NARROW "007" NARROW "199" NARROW "254" NARROW "740" NARROW "992");
	check_both(number_print, INFINITY, "∞", "∞");
	check_both(number_print, -INFINITY, "-∞", "-∞");
	check_both(number_print, NAN, "?", "?");
}

static void check_amount(double value, const char *currency, const char *english,
			 const char *french)
{
	struct buf out = {0};

	for (rig_french = 0; rig_french < 2; rig_french++) {
		buf_clear(&out);
		amount_print(&out, value, currency);
		CHECK_STR(out.p, rig_french ? french : english);
	}
	rig_french = 0;
	buf_release(&out);
}

static void test_amounts(void)
{
	check_amount(1.2e9, "EUR", "€1.2bn", "1,2" NO_BREAK "Md€");
	check_amount(600e6, "EUR", "€600m", "600" NO_BREAK "M€");
	check_amount(21.6e9, "USD", "$21.6bn", "21,6" NO_BREAK "Md$");
	check_amount(1.25e9, "EUR", "€1.25bn", "1,25" NO_BREAK "Md€");
	check_amount(1.256e9, "EUR", "€1.26bn", "1,26" NO_BREAK "Md€");
	check_amount(12.56e9, "GBP", "£12.6bn", "12,6" NO_BREAK "Md£");
	check_amount(125.6e9, "GBP", "£126bn", "126" NO_BREAK "Md£");
	check_amount(2e9, "EUR", "€2bn", "2" NO_BREAK "Md€");
	check_amount(9.996e6, "EUR", "€10m", "10" NO_BREAK "M€");
	check_amount(99.96e6, "EUR", "€100m", "100" NO_BREAK "M€");
	check_amount(999.4e6, "EUR", "€999m", "999" NO_BREAK "M€");
	check_amount(999.6e6, "EUR", "€1bn", "1" NO_BREAK "Md€");
	check_amount(999999, "EUR", "€1m", "1" NO_BREAK "M€");
	check_amount(250000, "EUR", "€250,000", "250" NARROW "000" NO_BREAK "€");
	check_amount(500, "EUR", "€500", "500" NO_BREAK "€");
	check_amount(0, "EUR", "€0", "0" NO_BREAK "€");
	check_amount(1.2e12, "EUR", "€1.2tn", "1" NARROW "200" NO_BREAK "Md€");
	check_amount(5e6, "CHF", "CHF 5m", "5" NO_BREAK "M" NO_BREAK "CHF");
	check_amount(500, "CHF", "CHF 500", "500" NO_BREAK "CHF");
	check_amount(7e9, "CNY", "CNY 7bn", "7" NO_BREAK "Md" NO_BREAK "CNY");
	check_amount(7e9, "JPY", "¥7bn", "7" NO_BREAK "Md¥");
	check_amount(3e6, "", "3m", "3" NO_BREAK "M");
	check_amount(3, "", "3", "3");
	check_amount(-3e6, "EUR", "-€3m", "-3" NO_BREAK "M€");
	check_amount(INFINITY, "EUR", "€∞tn", "∞" NO_BREAK "Md€");
}

static void check_size(uint64_t bytes, const char *english, const char *french)
{
	struct buf out = {0};

	for (rig_french = 0; rig_french < 2; rig_french++) {
		buf_clear(&out);
		size_print(&out, bytes);
		CHECK_STR(out.p, rig_french ? french : english);
	}
	rig_french = 0;
	buf_release(&out);
}

/* -1: refused. */
static void check_size_parse(const char *text, int64_t expected)
{
	struct error err = {0};
	uint64_t bytes = 0;

	if (size_parse(str_of(text), &bytes, &err) < 0) {
		CHECK_INT(expected, -1);
		CHECK_INT(err.code, ERROR_USAGE);
	} else if (!CHECK_INT(bytes, expected)) {
		fprintf(stderr, "\tsize     %s\n", text);
	}
}

static void test_sizes(void)
{
	check_size(0, "0 B", "0" NO_BREAK "o");
	check_size(999, "999 B", "999" NO_BREAK "o");
	check_size(1000, "1 kB", "1" NO_BREAK "ko");
	check_size(1049, "1 kB", "1" NO_BREAK "ko");
	check_size(12400000, "12.4 MB", "12,4" NO_BREAK "Mo");
	check_size(124000000, "124 MB", "124" NO_BREAK "Mo");
	check_size(99960, "100 kB", "100" NO_BREAK "ko");
	check_size(999600, "1 MB", "1" NO_BREAK "Mo");
	check_size(UINT64_MAX, "18.4 EB", "18,4" NO_BREAK "Eo");
	check_size_parse("0", 0);
	check_size_parse("64000000", 64000000);
	check_size_parse("512M", 512000000);
	check_size_parse("512 MB", 512000000);
	check_size_parse(" 1,5 Go ", 1500000000);
	check_size_parse("1.5g", 1500000000);
	check_size_parse("20k", 20000);
	check_size_parse("7 B", 7);
	check_size_parse("", -1);
	check_size_parse("M", -1);
	check_size_parse("1.2.3M", -1);
	check_size_parse("12 MiB", -1);
	check_size_parse("-3M", -1);
	check_size_parse("99999999999999999999999", -1);
	check_size_parse("9999999999G", -1);
}

/* Pieces of quantities in any order: no crash, and bounds in order. */
static void test_soup(void)
{
	static const char *const pieces[] = {
		"1",	    "000",	 "3 000",
		"1,2",	    "1.2",	 ".",
		",",	    "..",	 "M",
		"Md",	    "k",	 "€",
		"$",	    "de ",	 "d'",
		"mille",    "milliards", "euros",
		"dollars",  ">",	 "<=",
		"=",	    "entre ",	 " et ",
		"plus de ", "un",	 "\xE2\x80\xAF",
		"\xE2\x80", "é",	 "99999999999999",
	};
	struct buf text = {0};

	for (unsigned i = 0; i < 20000; i++) {
		struct quantity_range q;
		struct error err;

		buf_clear(&text);
		for (unsigned n = rig_random(8); n > 0; n--) {
			buf_text(&text, pieces[rig_random(COUNT(pieces))]);
			if (rig_random(2))
				buf_char(&text, ' ');
		}
		if (quantity_range_parse(buf_view(&text), &q, &err) == 0 &&
		    !(q.low <= q.high))
			CHECK_STR(text.p, "bounds in order");
	}
	buf_release(&text);
}

int main(void)
{
	test_table();
	test_refusals();
	test_numbers();
	test_amounts();
	test_sizes();
	CHECK(!number_french());
	rig_french = 1;
	CHECK(number_french());
	rig_french = 0;
	test_soup();
	return check_done();
}
