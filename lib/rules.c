/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/rules.h"

const struct rule_row rules[RULES] = {
	[RULE_NONE] = {"none", 0},
	[RULE_LEXICON] = {"lexicon", 97},
	[RULE_LEXICON_CONTEXT] = {"lexicon-context", 95},
	[RULE_LEXICON_ECHO] = {"lexicon-echo", 90},
	[RULE_TOPIC] = {"topic", 90},
	[RULE_AMOUNT] = {"amount", 99},
	[RULE_AMOUNT_BARE] = {"amount-bare", 90},
	[RULE_AMOUNT_BRACKET] = {"amount-bracket", 97},
	[RULE_JOBS] = {"jobs", 98},
	[RULE_JOBS_BARE] = {"jobs-bare", 90},
	[RULE_DEAL_VERB] = {"deal-verb", 85},
	[RULE_DEAL_NOUN] = {"deal-noun", 80},
	[RULE_DEAL_REFERENCE] = {"deal-reference", 75},
	[RULE_DEAL_STATE] = {"deal-state", 70},
	[RULE_CUE_DEAL] = {"cue-deal", 90},
	[RULE_CUE_ROLE] = {"cue-role", 85},
	[RULE_CUE_TRADE] = {"cue-trade", 93},
	[RULE_CUE_APPOSITION] = {"cue-apposition", 90},
	[RULE_CUE_ACTION] = {"cue-action", 80},
	[RULE_CUE_FORM] = {"cue-form", 90},
	[RULE_CUE_LIST] = {"cue-list", 80},
	[RULE_CUE_SEVERAL] = {"cue-several", 80},
	[RULE_CUE_ECHO] = {"cue-echo", 85},
};
