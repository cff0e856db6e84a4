import { lineReadBytes } from "../../guest/protocol.ts";

/** What the guest's init says on the agent's line at the begin of each boot. */
const bootMark = "\\0drillbook-boot\\n";

/** Bytes that are on their way to the agent at most: twice as many fit into the buffer of a line, 4095. */
const windowBytes = 2 * lineReadBytes;

/** Descriptors of the guest's agent and of its shell's terminal, in the kernel's process. */
export const lineDescriptors = { agent: 100, shell: 101 } as const;

/**
 * A program in Perl that runs a user-mode kernel, with the processes of its guest, in namespaces of their own. It passes
 * on what goes over the guest's two lines: each is a socket for one client at a time, also when the program that started
 * the kernel has ended. The agent's is there while an agent is; a client is hung up on when the guest boots anew.
 *
 * Arguments: the numbers of the system calls unshare and prctl; the root file system that the kernel runs in; a folder of
 * the host and its place there, for the guest; the sockets of the agent and of the shell; the kernel's command line. Its output is the guest's console. A SIGTERM ends all of it,
 * and then itself.
 */
export const holderProgram = String.raw`
use strict;
use Errno qw(EAGAIN EINTR);
use IO::Handle;
use POSIX qw(:sys_wait_h);
use Socket;

my ($unshare, $prctl, $root, $handed, $place, @sockets) = splice(@ARGV, 0, 7);
my ($boot, $window, $most) = ("${bootMark}", ${windowBytes}, 65536);
$0 = "drillbook-uml";
$SIG{PIPE} = "IGNORE";

sub run { system(@_) == 0 or die("@_ failed\n") }

# CLONE_NEWNS; the mounts are this process's and its children's, and end with them.
syscall($unshare, 0x20000) == 0 or die("unshare: $!\n");
run("mount", "--make-rprivate", "/");
run("mount", "--rbind", "/", "$root/host");
run("mount", "--bind", $handed, "$root$place");
run("mount", "-t", "tmpfs", "-o", "mode=700,size=100%", "memory", "$root/memory");

my @lines = map {
  socketpair(my $ours, my $theirs, PF_UNIX, SOCK_STREAM, 0) or die("socketpair: $!\n");
  { path => $_, guest => $ours, theirs => $theirs, up => "", down => "", held => "", unread => 0 };
} @sockets;
my ($agent, $shell) = @lines;

sub open_line {
  my ($line) = @_;
  return if $line->{listen};
  socket(my $socket, PF_UNIX, SOCK_STREAM, 0) or die("socket: $!\n");
  unlink($line->{path});
  bind($socket, sockaddr_un($line->{path})) or die("$line->{path}: $!\n");
  listen($socket, 1) or die("$line->{path}: $!\n");
  $line->{listen} = $socket;
}

sub hang_up {
  my ($line) = @_;
  close($line->{client}) if $line->{client};
  @$line{qw(client up down)} = (undef, "", "");
}

sub close_line {
  my ($line) = @_;
  if ($line->{listen}) {
    # First: a client that is hung up on asks again at once, and would be one of the boot that has ended.
    unlink($line->{path});
    close($line->{listen});
    $line->{listen} = undef;
  }
  hang_up($line);
}

pipe(my $console, my $printed) or die("pipe: $!\n");

# CLONE_NEWPID, for the next child: with it everything of the guest ends.
syscall($unshare, 0x20000000) == 0 or die("unshare: $!\n");
my $kernel = fork();
defined($kernel) or die("fork: $!\n");
if ($kernel == 0) {
  # PR_SET_PDEATHSIG
  syscall($prctl, 1, 9);
  # A write beyond a limit is an error of the guest's disk, not the end of the kernel.
  $SIG{XFSZ} = "IGNORE";
  $SIG{PIPE} = "DEFAULT";
  POSIX::dup2(fileno($printed), 1);
  POSIX::dup2(fileno($lines[$_]{theirs}), ${lineDescriptors.agent} + $_) for 0 .. 1;
  chroot($root) or die("chroot: $!\n");
  chdir("/");
  $ENV{TMPDIR} = "/memory";
  exec { $ARGV[0] } @ARGV or die("$ARGV[0]: $!\n");
}
close($printed);
for my $line (@lines) {
  close($line->{theirs});
  $line->{guest}->blocking(0);
}
my $over;
$SIG{CHLD} = sub { };
$SIG{TERM} = sub { kill("KILL", $kernel) };

# Answers undef at the end of the stream, and "" when there is nothing now.
sub get {
  my ($from) = @_;
  my $count = sysread($from, my $data, $most);
  return $data if $count;
  return undef if defined($count) || ($! != EAGAIN && $! != EINTR);
  return "";
}

# Answers whether the other side is there.
sub put {
  my ($to, $buffer, $most) = @_;
  my $count = syswrite($to, $$buffer, $most);
  return $! == EAGAIN || $! == EINTR unless defined($count);
  substr($$buffer, 0, $count) = "";
  return $count || 1;
}

# What the agent says to its client: whole lines without those that are for this program.
sub of_agent {
  my ($data) = @_;
  $data = $agent->{held} . $data;
  my $whole = rindex($data, "\n") + 1;
  $agent->{held} = substr($data, $whole);
  $data = substr($data, 0, $whole);
  if ((my $at = rindex($data, $boot)) >= 0) {
    $data = substr($data, $at + length($boot));
    close_line($agent);
  }
  $data =~ s/^\{"read":(\d+)\}\n/agent_read($1)/gme;
  return $data;
}

# A new agent has read nothing; what is left of one before it is told as read by it, too.
sub agent_read {
  my ($bytes) = @_;
  $agent->{unread} = $bytes == 0 || $bytes > $agent->{unread} ? 0 : $agent->{unread} - $bytes;
  open_line($agent) if $bytes == 0;
  return "";
}

# How much may be sent to the guest.
sub room {
  my ($line) = @_;
  return $line == $agent ? $window - $line->{unread} : $most;
}

sub send_up {
  my ($line) = @_;
  my $before = length($line->{up});
  put($line->{guest}, \$line->{up}, room($line));
  $line->{unread} += $before - length($line->{up});
}

sub serve {
  my ($line, $reads, $writes) = @_;
  my ($in, $out) = map { my $bits = $_; sub { $_[0] && vec($bits, fileno($_[0]), 1) } } ($reads, $writes);
  my ($guest, $client, $listen) = @$line{qw(guest client listen)};
  if ($in->($guest)) {
    my $data = get($guest);
    $line->{ended} = 1 unless defined($data);
    $data = of_agent($data) if defined($data) && $line == $agent;
    $line->{down} .= $data if defined($data) && $line->{client};
  }
  send_up($line) if $line->{up} ne "" && room($line) > 0 && $out->($guest);
  # Where the guest has booted anew, the next turn knows more.
  return if grep { ($line->{$_->[0]} || 0) != ($_->[1] || 0) } [client => $client], [listen => $listen];
  if (!$client && $in->($listen)) {
    accept(my $accepted, $listen) or return;
    $accepted->blocking(0);
    $line->{client} = $accepted;
    return;
  }
  if ($in->($client)) {
    my $data = get($client);
    return hang_up($line) unless defined($data);
    $line->{up} .= $data;
  }
  if ($line->{down} ne "" && $out->($client)) {
    hang_up($line) unless put($client, \$line->{down}, $most);
  }
}

# A kernel that has panicked prints its state, and then may never end.
my ($printed_last, $panicked) = ("", undef);
sub of_console {
  my ($data) = @_;
  syswrite(STDOUT, $data);
  $printed_last .= $data;
  $panicked ||= time() if $printed_last =~ /Kernel panic - /;
  $printed_last = substr($printed_last, -20);
}

open_line($shell);
until (defined($over)) {
  my ($reads, $writes) = ("", "");
  vec($reads, fileno($console), 1) = 1;
  for my $line (@lines) {
    next if $line->{ended};
    my ($guest, $client, $listen) = @$line{qw(guest client listen)};
    vec($reads, fileno($guest), 1) = 1 if length($line->{down}) < $most;
    vec($reads, fileno($listen), 1) = 1 if $listen && !$client;
    vec($reads, fileno($client), 1) = 1 if $client && length($line->{up}) < $most;
    vec($writes, fileno($guest), 1) = 1 if $line->{up} ne "" && room($line) > 0;
    vec($writes, fileno($client), 1) = 1 if $client && $line->{down} ne "";
  }
  my $count = select($reads, $writes, undef, 1);
  if ($count > 0) {
    if (vec($reads, fileno($console), 1)) {
      my $data = get($console);
      of_console($data) if defined($data);
    }
    for my $line (@lines) { serve($line, $reads, $writes) unless $line->{ended} }
  }
  kill("KILL", $kernel) if $panicked && time() > $panicked + 1;
  $over = $? if waitpid($kernel, WNOHANG) == $kernel;
}
# What it printed last.
$console->blocking(0);
while (my $data = get($console)) { syswrite(STDOUT, $data) }
if (my $signal = $over & 127) {
  $SIG{$_} = "DEFAULT" for qw(TERM CHLD);
  warn("the kernel was ended by signal $signal\n");
  exit(1);
}
exit($over >> 8);
`;
