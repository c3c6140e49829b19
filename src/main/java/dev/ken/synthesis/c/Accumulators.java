package dev.ken.synthesis.c;

/// Text of C by which entries of tables grow: sums, averages, histograms.
final class Accumulators {
    private Accumulators() {}

    static final String LOST = """
            /* What had no room in a table or in the buffer; the reader tells how much that was. */
            __u64 lost;""";
    static final String ADD = """
            /* Adds to an entry of a table; every CPU may do so at the same time. */
            static __always_inline void add(void *map, const void *key, __u64 value)
            {
            	__u64 zero = 0;
            	__u64 *sum = bpf_map_lookup_elem(map, key);

            	if (!sum) {
            		bpf_map_update_elem(map, key, &zero, BPF_NOEXIST);
            		sum = bpf_map_lookup_elem(map, key);
            		if (!sum) {
            			__sync_fetch_and_add(&lost, 1);
            			return;
            		}
            	}
            	__sync_fetch_and_add(sum, value);
            }""";
    static final String HISTOGRAM = """
            /* One for 0 and one for each power of two up to 2^63, which all numbers below 0 have. */
            #define SLOTS 65

            struct histogram {
            	__u64 slots[SLOTS];
            };

            static const struct histogram no_samples;

            /* 0, 1, 2 to 3, 4 to 7, ...: the slot of a value in a histogram of powers of two. */
            static __always_inline __u32 slot_of(__u64 value)
            {
            	__u32 slot = value != 0;

            	if (value >> 32) {
            		slot += 32;
            		value >>= 32;
            	}
            	if (value >> 16) {
            		slot += 16;
            		value >>= 16;
            	}
            	if (value >> 8) {
            		slot += 8;
            		value >>= 8;
            	}
            	if (value >> 4) {
            		slot += 4;
            		value >>= 4;
            	}
            	if (value >> 2) {
            		slot += 2;
            		value >>= 2;
            	}
            	return slot + (value >> 1);
            }

            static __always_inline void sample(void *map, const void *key, __u64 value)
            {
            	struct histogram *histogram = bpf_map_lookup_elem(map, key);
            	__u32 slot = slot_of(value);

            	if (!histogram) {
            		bpf_map_update_elem(map, key, &no_samples, BPF_NOEXIST);
            		histogram = bpf_map_lookup_elem(map, key);
            		if (!histogram) {
            			__sync_fetch_and_add(&lost, 1);
            			return;
            		}
            	}
            	/* The compiler knows that it lies inside, the kernel's verifier does not. */
            	barrier_var(slot);
            	if (slot < SLOTS)
            		__sync_fetch_and_add(&histogram->slots[slot], 1);
            }""";
    static final String AVERAGE = """
            struct average {
            	__u64 count;
            	__u64 total;
            };

            static __always_inline void average(void *map, const void *key, __u64 value)
            {
            	struct average none = {};
            	struct average *of = bpf_map_lookup_elem(map, key);

            	if (!of) {
            		bpf_map_update_elem(map, key, &none, BPF_NOEXIST);
            		of = bpf_map_lookup_elem(map, key);
            		if (!of) {
            			__sync_fetch_and_add(&lost, 1);
            			return;
            		}
            	}
            	__sync_fetch_and_add(&of->count, 1);
            	__sync_fetch_and_add(&of->total, value);
            }""";

    static final String LINEAR = """
            struct NAME {
            	__u64 slots[SLOTS];
            };

            static const struct NAME MAP_none;

            /* Below MINIMUM, then STEP for each slot, then all from MAXIMUM on. */
            static __always_inline __u32 MAP_slot(__s64 value)
            {
            	if (value < MINIMUM)
            		return 0;
            	if (value >= MAXIMUM)
            		return LAST;
            	return (__u64)(value - MINIMUM) / STEP + 1;
            }

            static __always_inline void count_in_MAP(struct NAME *buckets, __s64 value)
            {
            	__u32 slot = MAP_slot(value);

            	/* The compiler knows that it lies inside, the kernel's verifier does not. */
            	barrier_var(slot);
            	if (slot < SLOTS)
            		__sync_fetch_and_add(&buckets->slots[slot], 1);
            }""";
}
