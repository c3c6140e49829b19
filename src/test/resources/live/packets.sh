#!/bin/sh
# In a network of its own: what arrives at two ports before a program is attached, while it is, and after it was killed.
#   packets.sh READER
ip link set lo up
arrives() {
	perl -MIO::Socket::INET -MIO::Select -e '
		my @in = map { IO::Socket::INET->new(Proto => "udp", LocalAddr => "127.0.0.1", LocalPort => $_) } (53, 54);
		my $out = IO::Socket::INET->new(Proto => "udp");
		send($out, "x", 0, $_->sockname) for @in;
		for my $one (@in) { print " ", $one->sockport if IO::Select->new($one)->can_read(0.3) }
		print "\n"'
}
attached() {
	ip link show lo | grep -q 'prog/xdp'
}
echo "before:$(arrives)"
"$1" -d 20 -i lo &
reader=$!
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do attached && break; sleep 0.1; done
attached && echo "attached"
echo "while:$(arrives)"
kill -9 $reader
wait $reader 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do attached || break; sleep 0.1; done
attached || echo "detached"
echo "after:$(arrives)"
