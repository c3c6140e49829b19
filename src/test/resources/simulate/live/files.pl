# opens, reads, writes, failures and removals of files of its own
use strict;
my $dir = "/tmp/ken-live-$$";
mkdir $dir or die;
for my $i (1 .. 6) {
    open(my $out, '>', "$dir/f$i") or die;
    syswrite($out, "x" x (100 * $i));
    close $out;
}
for my $i (1 .. 9) {
    open(my $in, '<', "$dir/f$i") or next;
    my $text;
    1 while sysread($in, $text, 150);
    close $in;
}
rename "$dir/f1", "$dir/g1";
unlink "$dir/$_" for qw(g1 f2 f3 f4 f5 f6 none);
rmdir $dir;
