# many small system calls of few kinds
use strict;
for my $i (1 .. 40) { syscall(110); syscall(39) if $i % 2; syscall(102) if $i % 3 == 0; }
select(undef, undef, undef, 0.002) for 1 .. 5;
for my $fd (50, 51, 900) { syscall(3, $fd) }
