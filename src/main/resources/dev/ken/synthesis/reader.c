/*
 * Loads and attaches the programs of @NAME@.bpf.c and shows what they see, until Ctrl-C or a time limit:
 * records as they come, tables at the end (and every period, where there is one).
 *
 *   @NAME@ [-d SECONDS] [-j] [-i INTERFACE]
 *     -j: JSON lines, as bpftrace -f json writes them; -i: where a program for packets stands
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/perf_event.h>
#include <net/if.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

/* The object with the programs, as it was compiled. */
__asm__(".pushsection .rodata\n"
	".balign 8\n"
	"object_begin: .incbin \"@NAME@.bpf.o\"\n"
	"object_end:\n"
	".popsection\n");
extern const char object_begin[], object_end[];

enum kind { UNSIGNED, SIGNED, TEXT, BYTES, IPV4, IPV6, KERNEL_STACK, USER_STACK };

struct field {
	const char *name;
	unsigned int offset, bytes;
	enum kind kind;
};

enum shown { VALUE, HISTOGRAM, LINEAR, AVERAGE, STATISTICS };

struct table {
	const char *title, *map;
	const struct field *keys;
	unsigned int key_fields, key_bytes, value_bytes;
	enum shown shown;
	/* The value; of an average and of statistics the count, and the total behind it. */
	struct field value, total;
	/* Of a histogram: bytes of a slot, and whether 0 and 1 share the first one. */
	unsigned int slot_bytes;
	bool joined;
	/* Of a linear histogram: where the second slot begins, and how wide each is. */
	unsigned long long minimum, step;
	unsigned int top;
	/* What the numbers are divided by when they are shown (0: nothing). */
	long long divisor;
	/* How often it is shown, in nanoseconds (0: at the end), and whether it goes on then. */
	unsigned long long period;
	bool keep;
	/* It is not shown, only emptied. */
	bool hidden;
	bool array, per_cpu, variable;
};

struct record {
	unsigned int bytes, field_count;
	const struct field *fields;
};

@DESCRIPTORS@
#define TABLES (sizeof(tables) / sizeof(tables[0]))

static const unsigned long long nanos_per_second = 1000000000;
static volatile sig_atomic_t ending, asked;
static bool json;
static int cpus;

static void on_signal(int number)
{
	if (number == SIGUSR1)
		asked = 1;
	else
		ending = 1;
}

static unsigned long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * nanos_per_second + time.tv_nsec;
}

/* ---- values ---- */

static unsigned long long number(const unsigned char *at, unsigned int bytes, bool is_signed)
{
	unsigned long long value = 0;

	memcpy(&value, at, bytes < 8 ? bytes : 8);
	if (is_signed && bytes < 8 && (value >> (8 * bytes - 1) & 1))
		value |= ~0ULL << (8 * bytes);
	return value;
}

static void quoted(const char *text, size_t most)
{
	for (size_t i = 0; i < most && text[i]; i++) {
		unsigned char one = text[i];

		if (json && (one == '"' || one == '\\'))
			printf("\\%c", one);
		else if (json && one < ' ')
			printf("\\u%04x", one);
		else
			putchar(one);
	}
}

/* ---- stacks ---- */

struct symbol {
	unsigned long long address;
	char *name;
};

static struct symbol *symbols;
static size_t symbol_count;
static int stacks = -1;
static size_t stack_bytes;

static int by_address(const void *left, const void *right)
{
	unsigned long long a = ((const struct symbol *)left)->address, b = ((const struct symbol *)right)->address;

	return a < b ? -1 : a > b;
}

/* Functions of the kernel, as /proc/kallsyms tells them. */
static void read_symbols(void)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	unsigned long long address;
	char type, name[512];

	while (file && fscanf(file, "%llx %c %511s%*[^\n]", &address, &type, name) == 3) {
		if (type != 't' && type != 'T' && type != 'w' && type != 'W')
			continue;
		if (!(symbol_count & (symbol_count - 1)))
			symbols = realloc(symbols, (symbol_count ? symbol_count * 2 : 1) * sizeof(*symbols));
		symbols[symbol_count++] = (struct symbol){ address, strdup(name) };
	}
	if (file)
		fclose(file);
	qsort(symbols, symbol_count, sizeof(*symbols), by_address);
}

static void print_address(unsigned long long address, bool kernel)
{
	size_t low = 0, high = symbol_count;

	while (kernel && low < high) {
		size_t middle = (low + high) / 2;

		if (symbols[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (kernel && low)
		printf("%s+%llu", symbols[low - 1].name, address - symbols[low - 1].address);
	else
		printf("0x%llx", address);
}

/* One frame a line, the innermost first. */
static void print_stack(unsigned int id, bool kernel)
{
	unsigned long long *addresses = calloc(1, stack_bytes + 8);

	if (kernel && !symbols)
		read_symbols();
	if (!addresses || stacks < 0 || bpf_map_lookup_elem(stacks, &id, addresses))
		/* Another one has its place, or the thread has none. */
		printf(json ? "\\n    [no stack]" : "\n    [no stack]");
	else
		for (size_t i = 0; i < stack_bytes / 8 && addresses[i]; i++) {
			printf(json ? "\\n    " : "\n    ");
			print_address(addresses[i], kernel);
		}
	printf(json ? "\\n" : "\n");
	free(addresses);
}

static void print_field(const struct field *field, const unsigned char *of)
{
	const unsigned char *at = of + field->offset;
	char address[INET6_ADDRSTRLEN];

	switch (field->kind) {
	case UNSIGNED:
		printf("%llu", number(at, field->bytes, false));
		break;
	case SIGNED:
		printf("%lld", (long long)number(at, field->bytes, true));
		break;
	case TEXT:
		quoted((const char *)at, field->bytes);
		break;
	case BYTES:
		for (unsigned int i = 0; i < field->bytes; i++)
			printf("%02x", at[i]);
		break;
	case IPV4:
		printf("%u.%u.%u.%u", at[0], at[1], at[2], at[3]);
		break;
	case IPV6:
		printf("%s", inet_ntop(AF_INET6, at, address, sizeof(address)));
		break;
	case KERNEL_STACK:
	case USER_STACK:
		print_stack(number(at, field->bytes, false), field->kind == KERNEL_STACK);
		break;
	}
}

/* ---- records ---- */

static void print_record(const void *data, size_t bytes)
{
	const struct record *known = NULL;

	/* A perf buffer may add padding. */
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
		if (records[i].field_count && records[i].bytes <= bytes &&
		    (!known || records[i].bytes > known->bytes))
			known = &records[i];
	if (json)
		printf("{\"type\": \"printf\", \"data\": \"");
	for (unsigned int i = 0; known && i < known->field_count; i++) {
		if (i)
			printf(json ? "\\t" : "\t");
		print_field(&known->fields[i], data);
	}
	for (size_t i = 0; !known && i < bytes; i++)
		printf("%02x", ((const unsigned char *)data)[i]);
	printf(json ? "\\n\"}\n" : "\n");
}

static int on_record(void *context, void *data, size_t bytes)
{
	print_record(data, bytes);
	return 0;
}

static void on_sample(void *context, int cpu, void *data, unsigned int bytes)
{
	print_record(data, bytes);
}

static void tell_lost(unsigned long long count)
{
	if (json)
		printf("{\"type\": \"lost_events\", \"data\": {\"events\": %llu}}\n", count);
	else
		fprintf(stderr, "lost %llu events: there was no room for them\n", count);
}

static void on_lost(void *context, int cpu, unsigned long long count)
{
	tell_lost(count);
}

/* Programs count in a variable `lost` what had no room; tells what was added since the last time. */
static void tell_growth(struct bpf_object *object)
{
	static unsigned long long told;
	const struct btf *btf = bpf_object__btf(object);
	int section = btf ? btf__find_by_name_kind(btf, ".bss", BTF_KIND_DATASEC) : -1;
	int variable = btf ? btf__find_by_name_kind(btf, "lost", BTF_KIND_VAR) : -1;
	struct bpf_map *map = bpf_object__find_map_by_name(object, ".bss");

	if (section < 0 || variable < 0 || !map)
		return;
	const struct btf_type *type = btf__type_by_id(btf, section);
	const struct btf_var_secinfo *one = btf_var_secinfos(type);
	unsigned char *values = calloc(1, bpf_map__value_size(map));
	unsigned int key = 0;

	for (unsigned int i = 0; values && i < btf_vlen(type); i++, one++) {
		unsigned long long now = 0;

		if ((int)one->type != variable || one->size != sizeof(now) ||
		    bpf_map_lookup_elem(bpf_map__fd(map), &key, values))
			continue;
		memcpy(&now, values + one->offset, sizeof(now));
		if (now != told)
			tell_lost(now - told);
		told = now;
	}
	free(values);
}

/* What bpf_printk wrote: the line behind its head. */
static void print_trace(int trace)
{
	static char text[1 << 16];
	ssize_t bytes = read(trace, text, sizeof(text) - 1);
	char *line, *rest = text;

	if (bytes <= 0)
		return;
	text[bytes] = 0;
	while ((line = strsep(&rest, "\n"))) {
		char *said = strstr(line, "bpf_trace_printk: ");

		if (!said)
			continue;
		if (json)
			printf("{\"type\": \"printf\", \"data\": \"");
		quoted(said + strlen("bpf_trace_printk: "), sizeof(text));
		printf(json ? "\\n\"}\n" : "\n");
	}
}

/* ---- tables ---- */

struct entry {
	unsigned char *key, *value;
	long long order;
};

static bool is_histogram(const struct table *table)
{
	return table->shown == HISTOGRAM || table->shown == LINEAR;
}

static unsigned int slots(const struct table *table)
{
	return table->value.bytes / table->slot_bytes;
}

/* Whether the slots are entries of an array, one each. */
static bool is_spread(const struct table *table)
{
	return is_histogram(table) && table->value.bytes > table->value_bytes;
}

/* Numbers in one entry. */
static unsigned int numbers(const struct table *table)
{
	return is_histogram(table) && !is_spread(table) ? slots(table) : 1;
}

/* Adds what each CPU has; numbers only, which is all that is kept so. */
static void add_up(const struct table *table, unsigned char *into, const unsigned char *all)
{
	size_t step = (table->value_bytes + 7) / 8 * 8;
	unsigned int bytes = is_histogram(table) ? table->slot_bytes : table->value.bytes;
	unsigned int count = numbers(table);

	memcpy(into, all, table->value_bytes);
	for (int cpu = 1; cpu < cpus; cpu++) {
		const unsigned char *of = all + cpu * step;

		for (unsigned int i = 0; i < count; i++) {
			unsigned int at = table->value.offset + i * bytes;
			unsigned long long sum = number(into + at, bytes, false) + number(of + at, bytes, false);

			memcpy(into + at, &sum, bytes);
		}
		if (table->total.bytes) {
			unsigned int at = table->total.offset;
			unsigned long long sum = number(into + at, 8, false) + number(of + at, 8, false);

			memcpy(into + at, &sum, 8);
		}
	}
}

static unsigned long long average(const struct table *table, const unsigned char *value)
{
	unsigned long long count = number(value + table->value.offset, table->value.bytes, false);

	return count ? number(value + table->total.offset, table->total.bytes, false) / count : 0;
}

static long long order(const struct table *table, const unsigned char *value)
{
	unsigned long long sum = 0;

	if (table->shown == AVERAGE || table->shown == STATISTICS)
		return average(table, value);
	if (table->shown == VALUE)
		return table->value.kind == TEXT ? 0 :
		       number(value + table->value.offset, table->value.bytes, table->value.kind == SIGNED);
	for (unsigned int i = 0; i < numbers(table); i++)
		sum += number(value + table->value.offset + i * table->slot_bytes, table->slot_bytes, false);
	return sum;
}

static bool is_zero(const unsigned char *value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		if (value[i])
			return false;
	return true;
}

static int compare(const void *left, const void *right)
{
	long long a = ((const struct entry *)left)->order, b = ((const struct entry *)right)->order;

	return a < b ? -1 : a > b;
}

/* All entries, the smallest first. Those of arrays that were never changed are left out. */
static struct entry *entries(const struct table *table, const struct bpf_map *of, size_t *count)
{
	int map = bpf_map__fd(of);
	size_t room = 64, bytes = (size_t)(table->value_bytes + 7) / 8 * 8 * (table->per_cpu ? cpus : 1);
	struct entry *all = calloc(room, sizeof(*all));
	unsigned char *last = NULL, *all_cpus = malloc(bytes);
	/* A map that changes may begin again: no more than its entries are read. */
	size_t most = bpf_map__max_entries(of), seen = 0;

	*count = 0;
	while (seen++ < most) {
		unsigned char *key = calloc(1, table->key_bytes);

		if (bpf_map_get_next_key(map, last, key)) {
			free(key);
			break;
		}
		last = key;
		if (bpf_map_lookup_elem(map, key, all_cpus) ||
		    (table->array && is_zero(all_cpus, bytes)))
			continue;
		if (*count == room)
			all = realloc(all, (room *= 2) * sizeof(*all));
		all[*count].key = key;
		all[*count].value = malloc(table->value_bytes);
		if (table->per_cpu)
			add_up(table, all[*count].value, all_cpus);
		else
			memcpy(all[*count].value, all_cpus, table->value_bytes);
		all[*count].order = order(table, all[*count].value);
		++*count;
	}
	free(all_cpus);
	qsort(all, *count, sizeof(*all), compare);
	return all;
}

static unsigned long long low(const struct table *table, unsigned int slot)
{
	unsigned int power = slot + table->joined;

	if (table->shown == LINEAR)
		return slot == 0 ? 0 : table->minimum + (slot - 1) * table->step;
	return slot == 0 ? 0 : power > 64 ? ~0ULL : 1ULL << (power - 1);
}

/* Of powers of two, the 65th slot has all numbers below 0. */
static bool is_negative(const struct table *table, unsigned int slot)
{
	return table->shown == HISTOGRAM && !table->joined && slot == 64;
}

static unsigned long long counted(const struct table *table, const unsigned char *value, unsigned int slot)
{
	return number(value + table->value.offset + slot * table->slot_bytes, table->slot_bytes, false);
}

static void print_slot(const struct table *table, unsigned int i, unsigned long long count, unsigned long long most)
{
	unsigned long long from = low(table, i);
	long long to = i == 0 && table->shown == HISTOGRAM && !table->joined ? 0 : low(table, i + 1) - 1;
	bool below = table->shown == LINEAR && i == 0, above = table->shown == LINEAR && i + 1 == slots(table);

	if (is_negative(table, i)) {
		below = true;
		to = -1;
	}
	if (json) {
		printf("{");
		if (!below)
			printf("\"min\": %llu, ", from);
		if (!above)
			printf("\"max\": %lld, ", to);
		printf("\"count\": %llu}", count);
		return;
	}
	if (below)
		printf("(..., %lld]\t%8llu |", to, count);
	else if (above)
		printf("[%llu, ...)\t%8llu |", from, count);
	else
		printf("[%llu, %lld]\t%8llu |", from, to, count);
	for (unsigned int dots = 0; dots < 52; dots++)
		putchar(dots < count * 52 / most ? '@' : ' ');
	printf("|\n");
}

static void print_histogram(const struct table *table, const unsigned char *value)
{
	unsigned long long count, most = 1, negative = 0;
	int first = -1, last = -1;

	for (unsigned int i = 0; i < slots(table); i++) {
		count = counted(table, value, i);
		if (count > most)
			most = count;
		if (is_negative(table, i)) {
			negative = count;
			continue;
		}
		if (count && first < 0)
			first = i;
		if (count)
			last = i;
	}
	printf(json ? "[" : "\n");
	if (negative)
		print_slot(table, 64, negative, most);
	for (int i = first; i >= 0 && i <= last; i++) {
		if (json && (negative || i > first))
			printf(", ");
		print_slot(table, i, counted(table, value, i), most);
	}
	printf(json ? "]" : "");
}

static void print_value(const struct table *table, const unsigned char *value)
{
	switch (table->shown) {
	case HISTOGRAM:
	case LINEAR:
		print_histogram(table, value);
		return;
	case AVERAGE:
		printf("%llu", average(table, value));
		break;
	case STATISTICS:
		printf(json ? "{\"count\": %llu, \"average\": %llu, \"total\": %llu}" : "count %llu, average %llu, total %llu",
		       number(value + table->value.offset, table->value.bytes, false), average(table, value),
		       number(value + table->total.offset, table->total.bytes, false));
		break;
	case VALUE:
		if (table->divisor) {
			printf("%lld", number(value + table->value.offset, table->value.bytes, table->value.kind == SIGNED) / table->divisor);
			break;
		}
		printf(json && table->value.kind == TEXT ? "\"" : "");
		print_field(&table->value, value);
		printf(json && table->value.kind == TEXT ? "\"" : "");
		break;
	}
	printf(json ? "" : "\n");
}

static void print_key(const struct table *table, const unsigned char *key)
{
	for (unsigned int i = 0; i < table->key_fields; i++) {
		if (i)
			printf(json ? "," : ", ");
		print_field(&table->keys[i], key);
	}
}

static void print_entries(const struct table *table, const struct entry *all, size_t count)
{
	size_t from = table->top && count > table->top ? count - table->top : 0;

	if (json && from < count)
		printf("{\"type\": \"%s\", \"data\": {\"%s\": %s",
		       is_histogram(table) ? "hist" : table->shown == STATISTICS ? "stats" : "map", table->title,
		       table->key_fields ? "{" : "");
	for (size_t i = from; i < count; i++) {
		if (json && table->key_fields) {
			printf(i == from ? "\"" : ", \"");
			print_key(table, all[i].key);
			printf("\": ");
		} else if (!json) {
			printf("%s", table->title);
			if (table->key_fields) {
				putchar('[');
				print_key(table, all[i].key);
				putchar(']');
			}
			printf(": ");
		}
		print_value(table, all[i].value);
	}
	if (json && from < count)
		printf("%s}}\n", table->key_fields ? "}" : "");
}

/* A variable lies in the only entry of the map of its section. */
static void print_variable(const struct table *table, int map)
{
	unsigned char *section = malloc(table->value_bytes);
	unsigned int key = 0;
	struct entry one = { .value = section };

	if (!bpf_map_lookup_elem(map, &key, section) && !is_zero(section + table->value.offset, table->value.bytes))
		print_entries(table, &one, 1);
	free(section);
}

/* Puts the entries of an array together, which are slots. */
static void print_spread(const struct table *table, const struct entry *all, size_t count)
{
	unsigned char *value = calloc(1, table->value.bytes);
	struct entry one = { .value = value };

	for (size_t i = 0; i < count; i++) {
		unsigned int slot = number(all[i].key, table->key_bytes, false);

		memcpy(value + slot * table->slot_bytes, all[i].value, table->slot_bytes);
	}
	if (count)
		print_entries(table, &one, 1);
	free(value);
}

static void forget(const struct table *table, int map, const struct entry *all, size_t count)
{
	size_t bytes = (size_t)(table->value_bytes + 7) / 8 * 8 * (table->per_cpu ? cpus : 1);
	void *zeros = calloc(1, bytes);

	for (size_t i = 0; i < count; i++) {
		if (table->array)
			bpf_map_update_elem(map, all[i].key, zeros, BPF_ANY);
		else
			bpf_map_delete_elem(map, all[i].key);
	}
	free(zeros);
}

/* Those whose period ends now; where there is no `due`, all of them, and they go on. */
static void print_tables(struct bpf_object *object, const bool *due)
{
	for (size_t i = 0; i < TABLES; i++) {
		const struct table *table = &tables[i];
		const struct bpf_map *map = table->map ? bpf_object__find_map_by_name(object, table->map) : NULL;
		struct entry *all;
		size_t count;

		if (!map || (due ? !due[i] : table->hidden))
			continue;
		if (table->variable) {
			print_variable(table, bpf_map__fd(map));
			continue;
		}
		all = entries(table, map, &count);
		if (is_spread(table) && !table->hidden)
			print_spread(table, all, count);
		else if (!table->hidden)
			print_entries(table, all, count);
		if (due && !table->keep &&
		    (i + 1 == TABLES || !tables[i + 1].map || strcmp(tables[i + 1].map, table->map)))
			forget(table, bpf_map__fd(map), all, count);
		for (size_t j = 0; j < count; j++) {
			free(all[j].key);
			free(all[j].value);
		}
		free(all);
	}
	fflush(stdout);
}

/* ---- attaching ---- */

/* Programs in the section "perf_event" run at samples of a software event, on each CPU. */
static int attach_samples(struct bpf_program *program)
{
	struct perf_event_attr attributes = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attributes),
		.config = sample_event,
		.freq = sample_frequency,
		.sample_period = sample_number,
	};

	for (int cpu = 0; cpu < cpus; cpu++) {
		int event = syscall(SYS_perf_event_open, &attributes, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);

		if (event < 0 && errno == ENODEV)
			continue;
		if (event < 0 || !bpf_program__attach_perf_event(program, event))
			return -errno;
	}
	return 0;
}

/* A link goes with the process that holds it, however that ends, and takes the program off the interface. */
static int attach_packets(struct bpf_program *program)
{
	enum { TCX_INGRESS = 46, TCX_EGRESS = 47 };
	bool xdp = bpf_program__type(program) == BPF_PROG_TYPE_XDP;
	unsigned int index = interface ? if_nametoindex(interface) : 0;

	if (!index) {
		fprintf(stderr, "ERROR: %s\n", interface ? "there is no such interface" : "no interface is named: -i NAME");
		return -ENODEV;
	}
	if (xdp)
		return bpf_program__attach_xdp(program, index) ? 0 : -errno;
	return bpf_link_create(bpf_program__fd(program), index, egress ? TCX_EGRESS : TCX_INGRESS, NULL) < 0 ? -errno : 0;
}

static bool is_for_packets(const struct bpf_program *program)
{
	return bpf_program__type(program) == BPF_PROG_TYPE_XDP || bpf_program__type(program) == BPF_PROG_TYPE_SCHED_CLS;
}

static int attach(struct bpf_object *object)
{
	struct bpf_program *program;
	int count = 0;

	bpf_object__for_each_program(program, object)
		count++;
	if (json)
		printf("{\"type\": \"attached_probes\", \"data\": {\"probes\": %d}}\n", count);
	fflush(stdout);
	bpf_object__for_each_program(program, object) {
		int error;

		if (json)
			fprintf(stderr, "Attaching %s\n", bpf_program__name(program));
		if (bpf_program__type(program) == BPF_PROG_TYPE_PERF_EVENT)
			error = attach_samples(program);
		else if (is_for_packets(program))
			error = attach_packets(program);
		else
			error = bpf_program__attach(program) ? 0 : -errno;
		if (error) {
			fprintf(stderr, "ERROR: %s cannot be attached: %s\n", bpf_program__name(program), strerror(-error));
			return error;
		}
	}
	return 0;
}

/* ---- the run ---- */

static int on_message(enum libbpf_print_level level, const char *form, va_list values)
{
	return level == LIBBPF_WARN ? vfprintf(stderr, form, values) : 0;
}

struct buffers {
	struct ring_buffer *ring;
	struct perf_buffer *perf;
	int trace, waiting;
};

static void watch(struct buffers *buffers, int descriptor)
{
	struct epoll_event event = { .events = EPOLLIN };

	if (descriptor >= 0)
		epoll_ctl(buffers->waiting, EPOLL_CTL_ADD, descriptor, &event);
}

static int open_buffers(struct bpf_object *object, struct buffers *buffers)
{
	struct bpf_map *map;

	buffers->waiting = epoll_create1(EPOLL_CLOEXEC);
	bpf_object__for_each_map(map, object) {
		if (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF && buffers->ring)
			ring_buffer__add(buffers->ring, bpf_map__fd(map), on_record, NULL);
		else if (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF)
			buffers->ring = ring_buffer__new(bpf_map__fd(map), on_record, NULL, NULL);
		else if (bpf_map__type(map) == BPF_MAP_TYPE_STACK_TRACE) {
			stacks = bpf_map__fd(map);
			stack_bytes = bpf_map__value_size(map);
		} else if (bpf_map__type(map) == BPF_MAP_TYPE_PERF_EVENT_ARRAY && !buffers->perf)
			buffers->perf = perf_buffer__new(bpf_map__fd(map), 64, on_sample, on_lost, NULL, NULL);
	}
	watch(buffers, buffers->ring ? ring_buffer__epoll_fd(buffers->ring) : -1);
	watch(buffers, buffers->perf ? perf_buffer__epoll_fd(buffers->perf) : -1);
	buffers->trace = prints ? open("/sys/kernel/tracing/trace_pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
	watch(buffers, buffers->trace);
	return buffers->waiting < 0 ? -errno : 0;
}

static void read_buffers(const struct buffers *buffers)
{
	if (buffers->ring)
		ring_buffer__consume(buffers->ring);
	if (buffers->perf)
		perf_buffer__consume(buffers->perf);
	if (buffers->trace >= 0)
		print_trace(buffers->trace);
	fflush(stdout);
}

static void run(struct bpf_object *object, const struct buffers *buffers, unsigned long long limit)
{
	unsigned long long begin = now(), end = limit ? begin + limit : ~0ULL, next[TABLES];

	for (size_t i = 0; i < TABLES; i++)
		next[i] = tables[i].period ? begin + tables[i].period : ~0ULL;
	while (!ending) {
		unsigned long long at = now(), until = end;
		bool due[TABLES], any = false;

		for (size_t i = 0; i < TABLES; i++)
			if (next[i] < until)
				until = next[i];
		long long millis = until == ~0ULL ? 1000 : until <= at ? 0 : (until - at) / 1000000 + 1;
		struct epoll_event event;

		epoll_wait(buffers->waiting, &event, 1, millis < 1000 ? millis : 1000);
		read_buffers(buffers);
		tell_growth(object);
		if (asked) {
			asked = 0;
			print_tables(object, NULL);
		}
		at = now();
		for (size_t i = 0; i < TABLES; i++) {
			due[i] = at >= next[i];
			any |= due[i];
			if (due[i])
				next[i] += tables[i].period;
		}
		if (any)
			print_tables(object, due);
		if (now() >= end)
			break;
	}
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_signal };
	unsigned long long limit = duration;
	struct buffers buffers = {};
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "@NAME@");
	struct bpf_object *object;
	int option, error;

	while ((option = getopt(argc, argv, "d:ji:")) != -1) {
		if (option == 'j') {
			json = true;
		} else if (option == 'i') {
			interface = optarg;
		} else if (option == 'd' && atoll(optarg) > 0) {
			limit = atoll(optarg) * nanos_per_second;
		} else {
			fprintf(stderr, "usage: %s [-d SECONDS] [-j] [-i INTERFACE]\n", argv[0]);
			return 2;
		}
	}
	libbpf_set_print(on_message);
	cpus = libbpf_num_possible_cpus();
	object = bpf_object__open_mem(object_begin, object_end - object_begin, &options);
	if (!object || bpf_object__load(object)) {
		fprintf(stderr, "ERROR: the programs cannot be loaded: %s\n", strerror(errno));
		return 1;
	}
	error = open_buffers(object, &buffers) ?: attach(object);
	if (!error) {
		sigaction(SIGINT, &action, NULL);
		sigaction(SIGTERM, &action, NULL);
		sigaction(SIGUSR1, &action, NULL);
		run(object, &buffers, limit);
		read_buffers(&buffers);
		print_tables(object, NULL);
		tell_growth(object);
	}
	ring_buffer__free(buffers.ring);
	perf_buffer__free(buffers.perf);
	bpf_object__close(object);
	return error ? 1 : 0;
}
