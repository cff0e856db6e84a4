/**
 * Perl, which every Debian has: reads one request at a time, each a length and then fields that end with a zero
 * byte; runs it, and says `p PID` when its process group is there, `e ERRNO WHAT` when it could not be started,
 * and `x STATUS` when it is over. A request whose first field is `clock` sets the machine's clock instead.
 */
export const forkHelperProgram = String.raw`
use strict;

# Not POSIX.pm: it makes this process half as large again, and each fork with it.
my ($setsid, $clock_settime) = @ARGV;

# Closed by exec, as every descriptor above 2 is.
open(my $back, ">&STDOUT") or die;

sub tell_agent { syswrite($back, "$_[0]\n") }

# Before the fork: what the child writes to, it has to copy first.
my $environment = "";
sub take_environment {
  my $text = join("\0", @_);
  return if $text eq $environment;
  %ENV = map { split /=/, $_, 2 } @_;
  $environment = $text;
}

sub run {
  my ($words, $cwd, $uid, $gid, $groups, $in, $out, $err) = @_;
  syscall($setsid);
  tell_agent("p $$");
  chdir($cwd) or return "chdir $cwd";
  # 0: only read, 1: only write. Neither makes what is not there.
  sysopen(STDIN, $in, 0) or return "stdin";
  sysopen(STDOUT, $out, 1) or return "stdout";
  sysopen(STDERR, $err, 1) or return "stderr";
  if ($uid != 0) {
    $) = "$gid $gid $groups";
    $( = $gid;
    ($<, $>) = ($uid, $uid);
    return "setuid $uid" unless $< == $uid && $> == $uid && $( == $gid && $) == $gid;
  }
  exec { $words->[0] } @$words;
  return "exec $words->[0]";
}

while (read(STDIN, my $head, 4) == 4) {
  my $length = unpack("N", $head);
  last unless read(STDIN, my $body, $length) == $length;
  my ($count, @rest) = split(/\0/, $body, -1);
  if ($count eq "clock") {
    # 0: the clock that tells the time of day; two words of 64 bits, seconds and nanoseconds.
    my $time = pack("qq", @rest);
    tell_agent("e " . ($! + 0) . " clock_settime") if syscall($clock_settime, 0, $time) != 0;
    tell_agent("x 0");
    next;
  }
  my @request = splice(@rest, 0, 7);
  take_environment(splice(@rest, 0, $count));
  my $pid = fork();
  if (!defined $pid) {
    tell_agent("e " . ($! + 0) . " fork");
    tell_agent("x 0");
    next;
  }
  if ($pid == 0) {
    my $what = run(\@rest, @request);
    tell_agent("e " . ($! + 0) . " $what");
    kill("KILL", $$);
  }
  waitpid($pid, 0);
  tell_agent("x $?");
}
`;
