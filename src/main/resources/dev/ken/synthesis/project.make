# Builds @NAME@: the programs of @NAME@.bpf.c, and @NAME@.c, which loads them and shows what they see.
# Needs clang, bpftool and libbpf's headers (libbpf-dev); to run it, root.
CLANG ?= clang
BPFTOOL ?= bpftool
ARCH := $(shell uname -m)

@NAME@: @NAME@.c @NAME@.bpf.o
	$(CLANG) -g -O2 -Wall $< -o $@ -lbpf

@NAME@.bpf.o: @NAME@.bpf.c vmlinux.h
	$(CLANG) -g -O2 -Wall -target bpf -D__TARGET_ARCH_$(subst aarch64,arm64,$(subst x86_64,x86,$(ARCH))) -I. -I/usr/include/$(ARCH)-linux-gnu -c $< -o $@

vmlinux.h:
	$(BPFTOOL) btf dump file /sys/kernel/btf/vmlinux format c > $@

clean:
	rm -f @NAME@ @NAME@.bpf.o vmlinux.h

.PHONY: clean
