/* What CProgramLiveTest runs: TARGET is replaced by the process to watch, which calls getppid and write. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct write_event {
	__u32 pid;
	__s64 size;
	char comm[16];
};

const struct write_event *as_write_event __attribute__((unused));

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096 * 16);
} events SEC(".maps");

struct comm_key {
	char comm[16];
	__u32 tid;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct comm_key);
	__type(value, __u64);
} calls SEC(".maps");

struct average {
	__u64 count;
	__u64 total;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct average);
} sizes SEC(".maps");

struct histogram {
	__u32 slots[27];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct histogram);
} powers SEC(".maps");

struct buckets {
	__u64 slots[12];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct buckets);
} tens SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 27);
	__type(key, __u32);
	__type(value, __u64);
} spread SEC(".maps");

char SHOW[] SEC("ken.show") = "linear tens from 0 to 100 step 10";

__u64 together;

static __always_inline __u32 log2_of(__u64 value)
{
	__u32 power = 0;

	for (int i = 32; i; i /= 2)
		if (value >> i) {
			value >>= i;
			power += i;
		}
	return power;
}

SEC("tp/syscalls/sys_enter_getppid")
int on_getppid(void *ctx)
{
	__u64 id = bpf_get_current_pid_tgid(), one = 1, *count;
	struct comm_key key = {};

	if (id >> 32 != TARGET)
		return 0;
	bpf_get_current_comm(key.comm, sizeof(key.comm));
	key.tid = id;
	count = bpf_map_lookup_elem(&calls, &key);
	if (count)
		*count += 1;
	else
		bpf_map_update_elem(&calls, &key, &one, BPF_ANY);
	__sync_fetch_and_add(&together, 1);
	return 0;
}

SEC("tp/syscalls/sys_enter_write")
int on_write(struct trace_event_raw_sys_enter *ctx)
{
	__u32 zero = 0, slot, bucket, pid = bpf_get_current_pid_tgid() >> 32;
	struct histogram *histogram;
	struct write_event *event;
	struct average *average;
	struct buckets *buckets;
	__u64 *spread_slot;

	if (pid != TARGET)
		return 0;
	average = bpf_map_lookup_elem(&sizes, &zero);
	histogram = bpf_map_lookup_elem(&powers, &zero);
	if (!average || !histogram)
		return 0;
	__sync_fetch_and_add(&average->count, 1);
	__sync_fetch_and_add(&average->total, ctx->args[2]);
	slot = log2_of(ctx->args[2]);
	if (slot > 26)
		slot = 26;
	__sync_fetch_and_add(&histogram->slots[slot], 1);
	spread_slot = bpf_map_lookup_elem(&spread, &slot);
	if (spread_slot)
		*spread_slot += 1;
	buckets = bpf_map_lookup_elem(&tens, &zero);
	if (!buckets)
		return 0;
	bucket = ctx->args[2] < 100 ? ctx->args[2] / 10 + 1 : 11;
	barrier_var(bucket);
	if (bucket < 12)
		__sync_fetch_and_add(&buckets->slots[bucket], 1);
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event)
		return 0;
	event->pid = pid;
	event->size = ctx->args[2];
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	bpf_ringbuf_submit(event, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
