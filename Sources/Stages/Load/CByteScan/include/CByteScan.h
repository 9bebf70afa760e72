#ifndef MERCER_BYTE_SCAN_H
#define MERCER_BYTE_SCAN_H

// The parts of delimited-text parsing that need byte masks: Swift has no portable way from 64 byte comparisons to a
// 64-bit word, and this loop sees every byte of every input. No system header, no allocation, no state of its own.

/// Where the scan of one stream stands between two calls. Positions count from the start of the buffer.
typedef struct {
    /// Whether the last scanned byte lies inside a quoted field.
    int in_quotes;
    /// Position of the first byte of the field being scanned.
    long long field_start;
    /// Position of the latest closing quote; a quote right behind it is an escaped one. Before the buffer: none.
    long long last_close;
} mercer_scan_state;

/// How many entries a scan appended.
typedef struct {
    unsigned field_count;
    unsigned row_count;
} mercer_scan_counts;

/// How many readable bytes must follow the scanned range; their values do not matter.
enum { mercer_scan_padding = 64 };

/// Finds the ends of fields and rows in `bytes[start ..< end]`.
///
/// Appends the position of each delimiter and line feed outside quotes to `field_ends` (from index `field_count`), and
/// for each such line feed the number of entries `field_ends` then holds to `row_ends` (from index 0). A quote opens a
/// field only as its first byte; elsewhere outside quotes it is text. A doubled quote inside quotes closes and reopens.
/// `quote` below zero switches quoting off. `field_ends` must have room for `end - start + 64` more entries, `row_ends`
/// for `end - start`. Returns the total of field ends and the count of row ends.
mercer_scan_counts mercer_scan_fields(const unsigned char *bytes, unsigned start, unsigned end, unsigned char delimiter,
                                      int quote, mercer_scan_state *state, unsigned *field_ends, unsigned field_count,
                                      unsigned *row_ends);

/// Counts how often `value` occurs in `bytes[0 ..< length]`.
unsigned long long mercer_count_byte(const unsigned char *bytes, unsigned long long length, unsigned char value);

/// Asks the processor to fetch the cache line at `address`; never faults.
static inline void mercer_prefetch(const void *address) {
    __builtin_prefetch(address);
}

#endif
