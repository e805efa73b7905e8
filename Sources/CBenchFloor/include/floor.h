// The least that a cron search can cost: what the benchmark of schedules measures ferry against.
//
// It reads plain values, lists, ranges, steps, weekday names and a bare L, checks hardly anything,
// joins both day fields by OR only in the simplest way, and knows the zones UTC and New York by a
// table of its own. It makes nothing up in a gap.
#ifndef FERRY_FLOOR_H
#define FERRY_FLOOR_H

#include <stdint.h>

struct ferry_floor_cron {
  uint64_t seconds, minutes;
  uint32_t hours, days;
  uint16_t months;
  uint8_t weekdays, last_day, every_day, repeats;
};

struct ferry_floor_zone {
  int count, hint;
  int64_t start[512];
  int32_t offset[512];
};

// 1 if the text was read.
int ferry_floor_parse(struct ferry_floor_cron *cron, const char *text);

void ferry_floor_utc(struct ferry_floor_zone *zone);
void ferry_floor_new_york(struct ferry_floor_zone *zone);

// The first second after another one, UTC; -1 if there is none.
int64_t ferry_floor_next(const struct ferry_floor_cron *cron, struct ferry_floor_zone *zone,
                         int64_t after);

// Calls made in a loop on the C side, so that what is measured is the search and not the border
// between two languages. Both give back something that depends on every call.
int64_t ferry_floor_parse_loop(const char *text, int rounds);
int64_t ferry_floor_next_loop(const struct ferry_floor_cron *cron, struct ferry_floor_zone *zone,
                              const int64_t *starts, int start_count, int steps);

#endif
