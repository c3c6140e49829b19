# children that exit with different codes, and one that runs another program
use strict;
for my $code (0, 1, 3, 3) {
    my $child = fork();
    if ($child == 0) { exit $code }
    waitpid $child, 0;
}
my $child = fork();
if ($child == 0) { exec '/bin/true' }
waitpid $child, 0;
kill 0, $$ for 1 .. 5;
