/**
 * Perl, which every Debian has: a process that is forked ahead reads a request, a length and then fields that end
 * with a zero byte; `run …` makes it what is asked for, and `clock …` sets the machine's clock. It says `p PID` when
 * it has taken a command and can be killed with its process group, and `e ERRNO WHAT` when something could not be
 * done; `x STATUS`, which ends a request, comes from the process that forked it, or from itself.
 */
export const forkHelperProgram = String.raw`
use strict;

# Not POSIX.pm: it makes this process half as large again, and each fork with it.
my ($setsid, $clock_settime, $prctl, $agent) = @ARGV;
my $helper = $$;

# While it waits for a command it does not see that the agent has gone. PR_SET_PDEATHSIG, as for the command below.
syscall($prctl, 1, 9);
kill("KILL", $$) unless getppid() == $agent;

# Closed by exec, as every descriptor above 2 is.
open(my $back, ">&STDOUT") or die;

sub tell_agent { syswrite($back, "$_[0]\n") }
sub tell_error { tell_agent("e " . ($! + 0) . " $_[0]") }

# Never ahead: what follows may be for the next process.
sub take {
  my ($length) = @_;
  my $taken = "";
  while (length($taken) < $length) {
    return undef unless sysread(STDIN, $taken, $length - length($taken), length($taken));
  }
  return $taken;
}

sub take_request {
  my $head = take(4);
  my $body = defined $head ? take(unpack("N", $head)) : undef;
  return defined $body ? split(/\0/, $body, -1) : ();
}

sub become_command {
  my ($count, $cwd, $uid, $gid, $groups, $in, $out, $err, @rest) = @_;
  %ENV = map { split /=/, $_, 2 } splice(@rest, 0, $count);
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
  # PR_SET_PDEATHSIG, after a change of the user, which takes it away. The agent may be too busy to end it.
  syscall($prctl, 1, 9);
  kill("KILL", $$) unless getppid() == $helper;
  exec { $rest[0] } @rest;
  return "exec $rest[0]";
}

sub set_clock {
  # 0: the clock that tells the time of day; two words of 64 bits, seconds and nanoseconds.
  tell_error("clock_settime") if syscall($clock_settime, 0, pack("qq", @_)) != 0;
  tell_agent("x 0");
}

# In the process that was forked ahead.
sub serve {
  syscall($setsid);
  while (my ($kind, @fields) = take_request()) {
    if ($kind eq "clock") {
      set_clock(@fields);
    } else {
      # Not before the request is taken: whoever is killed without it leaves it to the next process.
      tell_agent("p $$");
      my $what = become_command(@fields);
      tell_error($what);
      kill("KILL", $$);
    }
  }
  # The agent is gone, or needs us no more.
  kill("TERM", $helper) if getppid() == $helper;
  kill("KILL", $$);
}

while (1) {
  # Ahead of the request: whoever sends one does not wait for the fork.
  my $pid = fork();
  if (!defined $pid) {
    my $errno = $! + 0;
    # Tried again at the next request.
    last unless take_request();
    tell_agent("e $errno fork");
    tell_agent("x 0");
    next;
  }
  serve() if $pid == 0;
  waitpid($pid, 0);
  tell_agent("x $?");
}
`;
