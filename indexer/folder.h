/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folders of files, one deep, as databases are: measured, synced, removed. */
#ifndef INDEXER_FOLDER_H
#define INDEXER_FOLDER_H

#include <stdint.h>

#include "lib/error.h"
#include "lib/str.h"

/* Bytes of the files; 0 when there is no such folder. */
uint64_t folder_bytes(const char *path);
/* Waits until the files and the folder are on the disk. */
int folder_sync(const char *path, struct error *err);
/* A file that stays is told by nobody and does no harm. */
void folder_remove(const char *path);
/* Puts a file in place as a whole: PATH.new is written, synced and renamed. */
int folder_put_file(const char *folder, const char *name, struct str bytes,
		    struct error *err);

#endif
