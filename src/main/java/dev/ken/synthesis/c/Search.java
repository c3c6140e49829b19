package dev.ken.synthesis.c;

/// Text of C that looks for a text within another.
final class Search {
    private Search() {}

    static final String SAME = """
            /* Whether two texts of `bytes`, with zeros behind them, are the same. */
            static __always_inline bool same(const char *one, const char *other, __u32 bytes)
            {
            	__u8 differences = 0;

            	for (__u32 i = 0; i < bytes; i++)
            		differences |= one[i] ^ other[i];
            	return !differences;
            }""";
    static final String CONTAINS = """
            /* Whether `bytes` of `part` stand somewhere in `text`; a NUL in them means its end. */
            static __always_inline bool contains(const char *text, __u32 room, const char *part, __u32 bytes)
            {
            	for (__u32 i = 0; i + bytes <= room; i++)
            		if (!bpf_strncmp(text + i, bytes, part))
            			return true;
            	return false;
            }""";
}
