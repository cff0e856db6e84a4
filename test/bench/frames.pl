# One end of a measurement between two addresses: datagrams that are answered one at a time, and then a stream in one
# direction. Prints how many microseconds each answer took, and in how many the stream was read at its other end.
# Arguments: "answer" or "ask", the address and port of the end that answers, the number of datagrams, the bytes of the stream.
use strict;
use warnings;
use Socket;
use POSIX ();

my ($role, $address, $port, $datagrams, $bytes) = @ARGV;
my $place = sockaddr_in($port, inet_aton($address));
my $limit = 30;
$SIG{ALRM} = sub { die "no end within $limit s\n" };
alarm $limit;

# A machine has no Time::HiRes. Source: asm/unistd_64.h, asm-generic/unistd.h.
my %clock_gettime = (x86_64 => 228, aarch64 => 113);
my $number = $clock_gettime{(POSIX::uname())[4]} or die "an unknown processor\n";
my $monotonic = 1;

sub now_us {
  my $time = pack 'q2', 0, 0;
  syscall($number, $monotonic, $time) == 0 or die "clock_gettime: $!\n";
  my ($seconds, $nanoseconds) = unpack 'q2', $time;
  return $seconds * 1e6 + $nanoseconds / 1000;
}

sub opened {
  socket(my $socket, PF_INET, $_[0], 0) or die "socket: $!\n";
  return $socket;
}

sub answer {
  my $answering = opened(SOCK_DGRAM);
  bind($answering, $place) or die "bind: $!\n";
  my $listening = opened(SOCK_STREAM);
  setsockopt($listening, SOL_SOCKET, SO_REUSEADDR, 1) or die "SO_REUSEADDR: $!\n";
  bind($listening, $place) or die "bind: $!\n";
  listen($listening, 1) or die "listen: $!\n";
  accept(my $stream, $listening) or die "accept: $!\n";
  for (1 .. $datagrams) {
    my $from = recv($answering, my $datagram, 64, 0);
    defined $from or die "recv: $!\n";
    defined send($answering, $datagram, 0, $from) or die "send: $!\n";
  }
  my $all = 0;
  my $piece;
  while (my $read = sysread($stream, $piece, 262144)) { $all += $read }
  syswrite($stream, "$all\n");
}

# The other end may begin later.
sub connected {
  while (1) {
    my $stream = opened(SOCK_STREAM);
    return $stream if connect($stream, $place);
    select(undef, undef, undef, 0.01);
  }
}

sub ask {
  my $stream = connected();
  my $asking = opened(SOCK_DGRAM);
  connect($asking, $place) or die "connect: $!\n";
  my @took;
  for (1 .. $datagrams) {
    my $from = now_us();
    defined send($asking, 'x' x 64, 0) or die "send: $!\n";
    defined recv($asking, my $datagram, 64, 0) or die "recv: $!\n";
    push @took, now_us() - $from;
  }
  my $piece = 'x' x 262144;
  my $left = $bytes;
  my $from = now_us();
  while ($left > 0) {
    my $written = syswrite($stream, $piece, $left < length $piece ? $left : length $piece);
    defined $written or die "write: $!\n";
    $left -= $written;
  }
  shutdown($stream, 1);
  chomp(my $read = <$stream> // 'nothing');
  my $streamed = now_us() - $from;
  die "the other end read $read of $bytes bytes\n" unless $read eq $bytes;
  printf "answers %s\n", join ' ', map { sprintf '%.1f', $_ } @took;
  printf "stream %d %.0f\n", $bytes, $streamed;
}

$role eq 'ask' ? ask() : answer();
