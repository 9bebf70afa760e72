#include "CByteScan.h"

typedef unsigned char unaligned_bytes64 __attribute__((vector_size(64), aligned(1)));
typedef _Bool bits64 __attribute__((ext_vector_type(64)));
typedef unsigned long long word;

// One source, compiled for the widest vectors the processor has; chosen when the library loads.
#if defined(__x86_64__)
#define WIDEST_VECTORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDEST_VECTORS
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))

ALWAYS_INLINE word mask_of(const unsigned char *block, unsigned char value) {
    bits64 equal = __builtin_convertvector(*(const unaligned_bytes64 *)block == value, bits64);
    word mask;
    __builtin_memcpy(&mask, &equal, sizeof mask);
    return mask;
}

// Bit i of the result is the exclusive or of bits 0 ... i.
ALWAYS_INLINE word prefix_xor(word bits) {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^= bits << 32;
    return bits;
}

// The separators outside quotes when quotes stand where their parity does not tell their role; one quote at a time.
ALWAYS_INLINE word separators_by_walking(word separators, word quotes, long long base, mercer_scan_state *state) {
    word outside = 0;
    for (word pending = separators | quotes; pending; pending &= pending - 1) {
        long long position = base + __builtin_ctzll(pending);
        word bit = pending & -pending;
        if (bit & quotes) {
            if (state->in_quotes) {
                state->in_quotes = 0;
                state->last_close = position;
            } else if (position == state->field_start || position == state->last_close + 1) {
                state->in_quotes = 1;
            }
        } else if (!state->in_quotes) {
            outside |= bit;
            state->field_start = position + 1;
        }
    }
    return outside;
}

// The separators of one block that lie outside quotes. Where every opening quote stands at a field's start or behind a
// closing one, parity alone tells inside from outside; a quote within unquoted text breaks that and is walked.
ALWAYS_INLINE word separators_outside_quotes(word separators, word quotes, long long base, mercer_scan_state *state) {
    if (!(quotes | (word)state->in_quotes)) {
        if (separators)
            state->field_start = base + 64 - __builtin_clzll(separators);
        return separators;
    }
    word inside = prefix_xor(quotes) ^ (state->in_quotes ? ~0ull : 0);
    word outside = separators & ~inside;
    word closing = quotes & ~inside;
    word may_open = (outside | closing) << 1 | (word)(state->field_start == base || state->last_close == base - 1);
    if (quotes & inside & ~may_open)
        return separators_by_walking(separators, quotes, base, state);
    state->in_quotes = (int)(inside >> 63);
    if (closing)
        state->last_close = base + 63 - __builtin_clzll(closing);
    if (outside)
        state->field_start = base + 64 - __builtin_clzll(outside);
    return outside;
}

WIDEST_VECTORS
mercer_scan_counts mercer_scan_fields(const unsigned char *bytes, unsigned start, unsigned end, unsigned char delimiter,
                                      int quote, mercer_scan_state *state, unsigned *field_ends, unsigned field_count,
                                      unsigned *row_ends) {
    mercer_scan_state current = *state;
    unsigned row_count = 0;
    for (unsigned base = start; base < end; base += 64) {
        const unsigned char *block = bytes + base;
        word valid = end - base < 64 ? (1ull << (end - base)) - 1 : ~0ull;
        word line_feeds = mask_of(block, '\n') & valid;
        word separators = (mask_of(block, delimiter) & valid) | line_feeds;
        word quotes = quote < 0 ? 0 : mask_of(block, (unsigned char)quote) & valid;
        separators = separators_outside_quotes(separators, quotes, base, &current);

        for (word rows = separators & line_feeds; rows; rows &= rows - 1)
            row_ends[row_count++] = field_count + (unsigned)__builtin_popcountll(separators & (rows ^ (rows - 1)));
        unsigned *next = field_ends + field_count;
        field_count += (unsigned)__builtin_popcountll(separators);
        // Eight at a time without asking: entries past the count are overwritten by the next block.
        while (separators) {
            for (int lane = 0; lane < 8; lane++) {
                next[lane] = base + (unsigned)__builtin_ctzll(separators | 1ull << 63);
                separators &= separators - 1;
            }
            next += 8;
        }
    }
    *state = current;
    return (mercer_scan_counts){field_count, row_count};
}

WIDEST_VECTORS
unsigned long long mercer_count_byte(const unsigned char *bytes, unsigned long long length, unsigned char value) {
    unsigned long long count = 0;
    unsigned long long position = 0;
    for (; position + 64 <= length; position += 64)
        count += (word)__builtin_popcountll(mask_of(bytes + position, value));
    for (; position < length; position++)
        count += bytes[position] == value;
    return count;
}
