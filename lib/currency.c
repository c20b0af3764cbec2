/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/currency.h"

#include <string.h>

#include "lib/mem.h"

/*
 * Codes that begin with '?' are nouns of several countries; they and "franc" are settled
 * by the article (see facts-amounts.c) and never leave the reading.
 */
const struct currency_word currency_words[] = {
	{"euro", "EUR", 0, 0},	      {"euros", "EUR", 0, 0},
	{"eur", "EUR", 0, 0},	      {"keur", "EUR", 1e3, 0},
	{"meur", "EUR", 1e6, 0},      {"mdeur", "EUR", 1e9, 0},
	{"mdseur", "EUR", 1e9, 0},    {"dollar", "USD", 0, 0},
	{"dollars", "USD", 0, 0},     {"usd", "USD", 0, 0},
	{"musd", "USD", 1e6, 0},      {"mdusd", "USD", 1e9, 0},
	{"livre", "?lv", 0, 0},	      {"livres", "?lv", 0, 0},
	{"gbp", "GBP", 0, 0},	      {"franc", "FRF", 0, 0},
	{"francs", "FRF", 0, 0},      {"frf", "FRF", 0, 0},
	{"chf", "CHF", 0, 0},	      {"fcfa", "XOF", 0, 0},
	{"xof", "XOF", 0, 0},	      {"xaf", "XAF", 0, 0},
	{"xpf", "XPF", 0, 0},	      {"yen", "JPY", 0, 0},
	{"yens", "JPY", 0, 0},	      {"jpy", "JPY", 0, 0},
	{"yuan", "CNY", 0, 0},	      {"yuans", "CNY", 0, 0},
	{"renminbi", "CNY", 0, 0},    {"renminbis", "CNY", 0, 0},
	{"cny", "CNY", 0, 0},	      {"rmb", "CNY", 0, 0},
	{"couronne", "?co", 0, 0},    {"couronnes", "?co", 0, 0},
	{"sek", "SEK", 0, 0},	      {"nok", "NOK", 0, 0},
	{"dkk", "DKK", 0, 0},	      {"czk", "CZK", 0, 0},
	{"zloty", "PLN", 0, 0},	      {"zlotys", "PLN", 0, 0},
	{"pln", "PLN", 0, 0},	      {"forint", "HUF", 0, 0},
	{"forints", "HUF", 0, 0},     {"huf", "HUF", 0, 0},
	{"leu", "RON", 0, 0},	      {"lei", "RON", 0, 0},
	{"ron", "RON", 0, 0},	      {"roupie", "INR", 0, 0},
	{"roupies", "INR", 0, 0},     {"inr", "INR", 0, 0},
	{"won", "KRW", 0, 0},	      {"wons", "KRW", 0, 0},
	{"krw", "KRW", 0, 0},	      {"real", "BRL", 0, 0},
	{"reals", "BRL", 0, 0},	      {"reais", "BRL", 0, 0},
	{"reaux", "BRL", 0, 0},	      {"brl", "BRL", 0, 0},
	{"rouble", "RUB", 0, 0},      {"roubles", "RUB", 0, 0},
	{"rub", "RUB", 0, 0},	      {"hryvnia", "UAH", 0, 0},
	{"hryvnias", "UAH", 0, 0},    {"rand", "ZAR", 0, 0},
	{"rands", "ZAR", 0, 0},	      {"naira", "NGN", 0, 0},
	{"nairas", "NGN", 0, 0},      {"shekel", "ILS", 0, 0},
	{"shekels", "ILS", 0, 0},     {"riyal", "SAR", 0, 0},
	{"riyals", "SAR", 0, 0},      {"baht", "THB", 0, 0},
	{"bahts", "THB", 0, 0},	      {"ringgit", "MYR", 0, 0},
	{"ringgits", "MYR", 0, 0},    {"lire", "?li", 0, 0},
	{"lires", "?li", 0, 0},	      {"peso", "?pe", 0, 0},
	{"pesos", "?pe", 0, 0},	      {"dinar", "?di", 0, 0},
	{"dinars", "?di", 0, 0},      {"dirham", "?dh", 0, 0},
	{"dirhams", "?dh", 0, 0},     {"mad", "MAD", 0, 0},
	{"aed", "AED", 0, 0},	      {"cad", "CAD", 0, 0},
	{"aud", "AUD", 0, 0},	      {"nzd", "NZD", 0, 0},
	{"sgd", "SGD", 0, 0},	      {"hkd", "HKD", 0, 0},
	{"twd", "TWD", 0, 0},	      {"centime", "EUR", 0, 0.01},
	{"centimes", "EUR", 0, 0.01}, {"cent", "USD", 0, 0.01},
	{"cents", "USD", 0, 0.01},
};
const size_t currency_words_count = COUNT(currency_words);

const struct currency_mark currency_marks_after[] = {
	{"USD", "us", "USD"},
	{"USD", "americain*", "USD"},
	{"USD", "can", "CAD"},
	{"USD", "ca", "CAD"},
	{"USD", "canadien*", "CAD"},
	{"USD", "australien*", "AUD"},
	{"USD", "neo zelandais", "NZD"},
	{"USD", "singapourien*", "SGD"},
	{"USD", "de singapour", "SGD"},
	{"USD", "hongkongais", "HKD"},
	{"USD", "de hong kong", "HKD"},
	{"USD", "de hongkong", "HKD"},
	{"USD", "taiwanais", "TWD"},
	{"?lv", "sterling", "GBP"},
	{"?st", "sterling", "GBP"},
	{"?lv", "britann*", "GBP"},
	{"?lv", "angl*", "GBP"},
	{"?lv", "londr*", "GBP"},
	{"?lv", "royaume uni", "GBP"},
	{"?lv", "ecoss*", "GBP"},
	{"?lv", "gbp", "GBP"},
	{"?lv", "turc*", "TRY"},
	{"?lv", "turq*", "TRY"},
	{"?lv", "egypt*", "EGP"},
	{"?lv", "liban*", "LBP"},
	{"?lv", "syri*", "SYP"},
	{"?lv", "soudan*", "SDG"},
	{"FRF", "suisse*", "CHF"},
	{"FRF", "cfa", "XOF"},
	{"FRF", "francais", "FRF"},
	{"FRF", "belge*", "BEF"},
	{"FRF", "pacifique", "XPF"},
	{"FRF", "congolais", "CDF"},
	{"FRF", "guineen*", "GNF"},
	{"EUR", "euro", "EUR"},
	{"USD", "de dollar", "USD"},
	{"JPY", "japonais", "JPY"},
	{"CNY", "chinois", "CNY"},
	{"KRW", "sud coreen*", "KRW"},
	{"KRW", "coreen*", "KRW"},
	{"BRL", "bresilien*", "BRL"},
	{"RUB", "russe*", "RUB"},
	{"ZAR", "sud africain*", "ZAR"},
	{"PLN", "polonais", "PLN"},
	{"HUF", "hongrois", "HUF"},
	{"ILS", "israelien*", "ILS"},
	{"SAR", "saoudien*", "SAR"},
	{"INR", "indienne*", "INR"},
	{"INR", "pakistanaise*", "PKR"},
	{"INR", "indonesienne*", "IDR"},
	{"INR", "sri lankaise*", "LKR"},
	{"INR", "mauricienne*", "MUR"},
	{"?co", "sued*", "SEK"},
	{"?co", "norveg*", "NOK"},
	{"?co", "danois*", "DKK"},
	{"?co", "danemark", "DKK"},
	{"?co", "tcheq*", "CZK"},
	{"?co", "islandais*", "ISK"},
	{"?co", "islande", "ISK"},
	{"?li", "turc*", "TRY"},
	{"?li", "turq*", "TRY"},
	{"?li", "itali*", "ITL"},
	{"?pe", "mexi*", "MXN"},
	{"?pe", "argentin*", "ARS"},
	{"?pe", "chili*", "CLP"},
	{"?pe", "colombi*", "COP"},
	{"?pe", "philippin*", "PHP"},
	{"?pe", "cuba*", "CUP"},
	{"?di", "algeri*", "DZD"},
	{"?di", "tunisi*", "TND"},
	{"?di", "kowei*", "KWD"},
	{"?di", "irak*", "IQD"},
	{"?di", "serb*", "RSD"},
	{"?di", "jordani*", "JOD"},
	{"?di", "liby*", "LYD"},
	{"?dh", "maroc*", "MAD"},
	{"?dh", "emirat*", "AED"},
	{"?dh", "emirien*", "AED"},
	{"?dh", "des emirats", "AED"},
	{"?dh", "dubai", "AED"},
};
const size_t currency_marks_after_count = COUNT(currency_marks_after);

const struct currency_mark currency_marks_before[] = {
	{"USD", "us", "USD"},  {"USD", "ca", "CAD"}, {"USD", "c", "CAD"},
	{"USD", "can", "CAD"}, {"USD", "a", "AUD"},  {"USD", "au", "AUD"},
	{"USD", "nz", "NZD"},  {"USD", "s", "SGD"},  {"USD", "sg", "SGD"},
	{"USD", "hk", "HKD"},  {"USD", "nt", "TWD"}, {"USD", "r", "BRL"},
};
const size_t currency_marks_before_count = COUNT(currency_marks_before);

#define FIRST_YEAR 2010
#define LAST_YEAR 2025
#define YEARS (LAST_YEAR - FIRST_YEAR + 1)

/*
 * Units of the currency for one euro, average of each year's days, as in the European
 * Central Bank's euro foreign exchange reference rates (series EXR.A.*.EUR.SP00.A); 2025
 * to the nearest percent.
 */
static const struct {
	char code[4];
	double units[YEARS];
} rates[] = {
	{"USD",
	 {1.3257, 1.3920, 1.2848, 1.3281, 1.3285, 1.1095, 1.1069, 1.1297, 1.1810, 1.1195,
	  1.1422, 1.1827, 1.0530, 1.0813, 1.0824, 1.13}},
	{"GBP",
	 {0.85784, 0.86788, 0.81087, 0.84926, 0.80612, 0.72584, 0.81948, 0.87667, 0.88471,
	  0.87777, 0.88970, 0.85960, 0.85276, 0.86979, 0.84662, 0.857}},
	{"CHF",
	 {1.3803, 1.2326, 1.2053, 1.2311, 1.2146, 1.0679, 1.0902, 1.1117, 1.1550, 1.1124,
	  1.0705, 1.0811, 1.0047, 0.9718, 0.9526, 0.937}},
	{"JPY",
	 {116.24, 110.96, 102.49, 129.66, 140.31, 134.31, 120.20, 126.71, 130.40, 122.01,
	  121.85, 129.88, 138.03, 151.99, 163.85, 169}},
	{"CNY",
	 {8.9712, 8.9960, 8.1052, 8.1646, 8.1857, 6.9733, 7.3522, 7.6290, 7.8081, 7.7355,
	  7.8747, 7.6282, 7.0788, 7.6600, 7.7875, 8.12}},
	{"CAD",
	 {1.3651, 1.3761, 1.2842, 1.3684, 1.4661, 1.4186, 1.4659, 1.4647, 1.5294, 1.4855,
	  1.5300, 1.4826, 1.3695, 1.4595, 1.4821, 1.58}},
	{"SEK",
	 {9.5373, 9.0298, 8.7041, 8.6515, 9.0985, 9.3535, 9.4689, 9.6351, 10.2583,
	  10.5891, 10.4848, 10.1465, 10.6296, 11.4788, 11.4325, 11.07}},
	{"PLN",
	 {3.9947, 4.1206, 4.1847, 4.1975, 4.1843, 4.1841, 4.3632, 4.2570, 4.2615, 4.2976,
	  4.4430, 4.5652, 4.6861, 4.5420, 4.3058, 4.24}},
	{"INR",
	 {60.588, 64.886, 68.597, 77.930, 81.041, 71.196, 74.372, 73.532, 80.733, 78.836,
	  84.639, 87.439, 82.686, 89.300, 90.556, 98}},
	{"KRW",
	 {1531.8, 1541.2, 1447.7, 1453.9, 1398.1, 1256.5, 1284.2, 1276.7, 1299.1, 1305.3,
	  1345.6, 1354.1, 1358.1, 1412.9, 1475.4, 1606}},
	{"BRL",
	 {2.3314, 2.3265, 2.5084, 2.8687, 3.1211, 3.7004, 3.8561, 3.6054, 4.3085, 4.4134,
	  5.8943, 6.3779, 5.4399, 5.4010, 5.8283, 6.31}},
	{"AUD",
	 {1.4423, 1.3484, 1.2407, 1.3777, 1.4719, 1.4777, 1.4883, 1.4732, 1.5797, 1.6109,
	  1.6549, 1.5749, 1.5167, 1.6288, 1.6397, 1.75}},
	{"DKK",
	 {7.4473, 7.4506, 7.4437, 7.4579, 7.4548, 7.4587, 7.4452, 7.4386, 7.4532, 7.4661,
	  7.4542, 7.4370, 7.4396, 7.4509, 7.4589, 7.463}},
	{"NOK",
	 {8.0043, 7.7934, 7.4751, 7.8067, 8.3544, 8.9496, 9.2906, 9.3270, 9.5975, 9.8511,
	  10.7228, 10.1633, 10.1026, 11.4248, 11.6290, 11.7}},
};

/* Tied by law to another currency: units for one of it. */
static const struct {
	char code[4], anchor[4];
	double units;
} pegs[] = {
	{"FRF", "EUR", 6.55957}, {"BEF", "EUR", 40.3399}, {"ITL", "EUR", 1936.27},
	{"XOF", "EUR", 655.957}, {"XAF", "EUR", 655.957}, {"XPF", "EUR", 119.332},
	{"AED", "USD", 3.6725},	 {"SAR", "USD", 3.75},	  {"HKD", "USD", 7.8},
};

static size_t year_index(int year)
{
	if (year == 0 || year > LAST_YEAR)
		return YEARS - 1;
	return year < FIRST_YEAR ? 0 : (size_t)(year - FIRST_YEAR);
}

double currency_euros(const char *currency, int year)
{
	if (strcmp(currency, "EUR") == 0)
		return 1;
	for (size_t i = 0; i < COUNT(rates); i++)
		if (strcmp(currency, rates[i].code) == 0)
			return 1 / rates[i].units[year_index(year)];
	for (size_t i = 0; i < COUNT(pegs); i++)
		if (strcmp(currency, pegs[i].code) == 0)
			return currency_euros(pegs[i].anchor, year) / pegs[i].units;
	return 0;
}
