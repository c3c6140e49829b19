// Made into sample-el.* (bpfel) and sample-eb.* (bpfeb) by make-sample.
typedef unsigned int u32;
typedef unsigned long long u64;

struct later;
enum color { RED = -1, GREEN, BLUE = 7 };

struct node {
    int pid;
    union {
        u64 key;
        struct {
            u32 low : 5;
            u32 : 3;
            int high : 24;
        };
    };
    struct node *next;
    struct later *owner;
    char comm[16];
    volatile const int *flags;
    char *const restrict name;
    int (*each)(struct node *, void *);
    enum color color;
    double weight;
    u64 table[2][3];
    const char __attribute__((btf_type_tag("user"))) *path;
} __attribute__((preserve_access_index)) __attribute__((btf_decl_tag("sample")));

u64 hits __attribute__((section("counters")));
extern int elsewhere __attribute__((section(".ksyms")));
char terms[] __attribute__((section("license"))) = "GPL";

static __attribute__((noinline)) int walk(const struct node *from, u32 most) {
    return from->high + (int)most + (from->next ? from->next->pid : 0);
}

__attribute__((section("raw_tp/sys_enter"))) int enter(struct node *node) {
    hits++;
    return walk(node, 3) + node->color + (int)node->weight * 0 + (node->path != 0) + elsewhere;
}
