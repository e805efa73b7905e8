#include "floor.h"

#include <stddef.h>

static int64_t days_from_civil(int64_t year, int month, int day) {
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t of_era = year - era * 400;
  int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void civil_from_days(int64_t days, int64_t *year, int *month, int *day) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  int64_t of_era = days - era * 146097;
  int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
  int64_t m = (5 * of_year + 2) / 153;
  *day = (int)(of_year - (153 * m + 2) / 5 + 1);
  *month = (int)(m < 10 ? m + 3 : m - 9);
  *year = y + era * 400 + (*month <= 2);
}

static int month_length(int64_t year, int month) {
  if (month == 2) return 28 + ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
  return 30 + ((month + (month >> 3)) & 1);
}

// MARK: Reading

static const char *value(const char *p, int *found) {
  static const char names[] = "SUNMONTUEWEDTHUFRISAT";
  if (*p >= '0' && *p <= '9') {
    int number = *p++ - '0';
    if (*p >= '0' && *p <= '9') number = number * 10 + *p++ - '0';
    *found = number;
    return p;
  }
  for (int day = 0; day < 7; day++) {
    const char *name = names + 3 * day;
    if ((p[0] & 0xDF) == name[0] && (p[1] & 0xDF) == name[1] && (p[2] & 0xDF) == name[2]) {
      *found = day;
      return p + 3;
    }
  }
  return NULL;
}

static const char *field(const char *p, int low, int high, uint64_t *bits, int *free_field,
                         int *marks, uint8_t *last_day) {
  while (*p == ' ') p++;
  for (;;) {
    int first = low, last = high, step = 1, is_open = 0;
    if (*p == '*' || *p == '?') {
      is_open = 1;
      *marks = 1;
      p++;
    } else if (*p == 'L' && last_day) {
      *last_day = 1;
      p++;
      if (*p != ',') return p;
      p++;
      continue;
    } else {
      if (!(p = value(p, &first))) return NULL;
      last = first;
      if (*p == '-') {
        *marks = 1;
        if (!(p = value(p + 1, &last))) return NULL;
      } else if (*p == '/') {
        last = high;
      }
    }
    if (*p == '/') {
      *marks = 1;
      if (!(p = value(p + 1, &step)) || step == 0) return NULL;
    }
    if (first < low || last > high || first > last) return NULL;
    if (is_open && step == 1) *free_field = 1;
    for (int v = first; v <= last; v += step) *bits |= 1ull << v;
    if (*p != ',') return *p == ' ' || *p == 0 ? p : NULL;
    p++;
  }
}

int ferry_floor_parse(struct ferry_floor_cron *cron, const char *text) {
  uint64_t bits[6] = {0};
  int is_free[6] = {0}, marks[6] = {0};
  static const int low[6] = {0, 0, 0, 1, 1, 0}, high[6] = {59, 59, 23, 31, 12, 7};
  cron->last_day = 0;
  const char *p = text;
  for (int index = 0; index < 6; index++) {
    p = field(p, low[index], high[index], &bits[index], &is_free[index], &marks[index],
              index == 3 ? &cron->last_day : NULL);
    if (!p) return 0;
  }
  cron->seconds = bits[0];
  cron->minutes = bits[1];
  cron->hours = (uint32_t)bits[2];
  cron->months = (uint16_t)bits[4];
  cron->days = is_free[3] ? 0 : (uint32_t)bits[3];
  cron->weekdays = is_free[5] ? 0 : (uint8_t)((bits[5] | bits[5] >> 7) & 0x7F);
  cron->every_day = is_free[3] && is_free[5] && cron->months == 0x1FFE;
  if (is_free[3] && is_free[5]) cron->days = 0xFFFFFFFE;
  cron->repeats = (uint8_t)(marks[0] | marks[1] | is_free[2]);
  return 1;
}

// MARK: Searching

static uint32_t month_mask(const struct ferry_floor_cron *cron, int64_t year, int month,
                           int64_t first) {
  int length = month_length(year, month);
  uint32_t mask = cron->days;
  if (cron->weekdays) {
    uint64_t week = cron->weekdays;
    uint64_t weeks = week | week << 7 | week << 14 | week << 21 | week << 28 | week << 35;
    mask |= (uint32_t)((weeks >> (int)((first + 4) % 7)) << 1);
  }
  if (cron->last_day) mask |= 1u << length;
  return mask & (0xFFFFFFFFu >> (31 - length)) & ~1u;
}

static int64_t first_day(const struct ferry_floor_cron *cron, int64_t day) {
  if (cron->every_day) return day;
  int64_t year;
  int month, of_month;
  civil_from_days(day, &year, &month, &of_month);
  int64_t first = day - of_month + 1;
  uint32_t wanted = 0xFFFFFFFFu << of_month;
  while (year < 10000) {
    if (cron->months >> month & 1) {
      uint32_t mask = month_mask(cron, year, month, first) & wanted;
      if (mask) return first + __builtin_ctz(mask) - 1;
    }
    uint32_t rest = (uint32_t)cron->months & ~0u << (month + 1);
    if (!rest) {
      rest = cron->months;
      year++;
    }
    month = __builtin_ctz(rest);
    first = days_from_civil(year, month, 1);
    wanted = 0xFFFFFFFFu;
  }
  return -1;
}

static int64_t first_time(const struct ferry_floor_cron *cron, int64_t second) {
  int s = (int)(second % 60), m = (int)(second / 60 % 60), h = (int)(second / 3600);
  if (cron->hours >> h & 1) {
    if (cron->minutes >> m & 1) {
      uint64_t rest = cron->seconds & ~0ull << s;
      if (rest) return h * 3600 + m * 60 + __builtin_ctzll(rest);
    }
    uint64_t rest = m < 59 ? cron->minutes & ~0ull << (m + 1) : 0;
    if (rest) return h * 3600 + __builtin_ctzll(rest) * 60 + __builtin_ctzll(cron->seconds);
  }
  uint32_t rest = cron->hours & ~0u << (h + 1);
  if (!rest) return -1;
  return __builtin_ctz(rest) * 3600 + __builtin_ctzll(cron->minutes) * 60
         + __builtin_ctzll(cron->seconds);
}

static int64_t first_local(const struct ferry_floor_cron *cron, int64_t second) {
  int64_t day = second / 86400;
  int64_t matching = first_day(cron, day);
  if (matching == day) {
    int64_t time = first_time(cron, second - day * 86400);
    if (time >= 0) return day * 86400 + time;
    matching = first_day(cron, day + 1);
  }
  if (matching < 0) return -1;
  return matching * 86400 + __builtin_ctz(cron->hours) * 3600
         + __builtin_ctzll(cron->minutes) * 60 + __builtin_ctzll(cron->seconds);
}

static int piece_of(struct ferry_floor_zone *zone, int64_t second) {
  int hint = zone->hint;
  if (zone->start[hint] <= second && second < zone->start[hint + 1]) return hint;
  int low = 0, high = zone->count;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    if (zone->start[middle] <= second) low = middle;
    else high = middle;
  }
  return zone->hint = low;
}

int64_t ferry_floor_next(const struct ferry_floor_cron *cron, struct ferry_floor_zone *zone,
                         int64_t after) {
  int piece = piece_of(zone, after);
  int64_t local = first_local(cron, after + zone->offset[piece] + 1);
  while (local >= 0) {
    int64_t end = zone->start[piece + 1];
    if (local - zone->offset[piece] < end) return local - zone->offset[piece];
    if (local - 172800 > end) {
      // The slot is far away: go where it is.
      piece = piece_of(zone, local - 172800);
      continue;
    }
    piece++;
    int64_t start = end + zone->offset[piece];
    if (local < start) local = first_local(cron, start);
  }
  return -1;
}

// MARK: Zones

static void close_zone(struct ferry_floor_zone *zone) {
  zone->start[zone->count] = INT64_MAX;
  zone->hint = 0;
}

void ferry_floor_utc(struct ferry_floor_zone *zone) {
  zone->count = 1;
  zone->start[0] = INT64_MIN;
  zone->offset[0] = 0;
  close_zone(zone);
}

void ferry_floor_new_york(struct ferry_floor_zone *zone) {
  zone->count = 1;
  zone->start[0] = INT64_MIN;
  zone->offset[0] = -18000;
  // The rule in force since 2007: from the second Sunday of March to the first of November.
  for (int64_t year = 2007; year <= 2255; year++) {
    int64_t march = days_from_civil(year, 3, 1), november = days_from_civil(year, 11, 1);
    int64_t begin = march + (7 - (march + 4) % 7) % 7 + 7;
    int64_t end = november + (7 - (november + 4) % 7) % 7;
    zone->start[zone->count] = begin * 86400 + 7200 + 18000;
    zone->offset[zone->count++] = -14400;
    zone->start[zone->count] = end * 86400 + 7200 + 14400;
    zone->offset[zone->count++] = -18000;
  }
  close_zone(zone);
}

// MARK: Loops

int64_t ferry_floor_parse_loop(const char *text, int rounds) {
  int64_t sum = 0;
  for (int round = 0; round < rounds; round++) {
    struct ferry_floor_cron cron;
    // Nothing may be known about the text from the round before.
    __asm__ volatile("" : "+r"(text) : : "memory");
    sum += ferry_floor_parse(&cron, text) + (int64_t)cron.minutes;
  }
  return sum;
}

int64_t ferry_floor_next_loop(const struct ferry_floor_cron *cron, struct ferry_floor_zone *zone,
                              const int64_t *starts, int start_count, int steps) {
  int64_t sum = 0;
  for (int index = 0; index < start_count; index++) {
    int64_t second = starts[index];
    for (int step = 0; step < steps; step++) second = ferry_floor_next(cron, zone, second);
    sum += second;
  }
  return sum;
}
