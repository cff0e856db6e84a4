# Asks a server the same question so many times over UDP, and prints how many milliseconds each answer took: what the
# server and the kernel take, and nothing of ours. Arguments: address, port, name, count.
use strict;
use warnings;
use Socket;
use POSIX ();

# A machine has no Time::HiRes. Source: asm/unistd_64.h, asm-generic/unistd.h.
my %clock_gettime = (x86_64 => 228, aarch64 => 113);
my $number = $clock_gettime{(POSIX::uname())[4]} or die "an unknown processor\n";
my $monotonic = 1;

sub now_ms {
  my $time = pack 'q2', 0, 0;
  syscall($number, $monotonic, $time) == 0 or die "clock_gettime: $!\n";
  my ($seconds, $nanoseconds) = unpack 'q2', $time;
  return $seconds * 1000 + $nanoseconds / 1e6;
}

my ($address, $port, $name, $count) = @ARGV;
my $labels = join '', map { pack 'C/a*', $_ } split /\./, $name;
# One question, with recursion desired and EDNS, as ours.
my $question = pack('n6', 0x5151, 0x0100, 1, 0, 0, 1) . $labels . pack('Cnn', 0, 1, 1) . pack('CnnNn', 0, 41, 1232, 0, 0);
socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die "socket: $!\n";
connect($socket, sockaddr_in($port, inet_aton($address))) or die "connect: $!\n";
for (1 .. $count) {
  my $from = now_ms();
  defined send($socket, $question, 0) or die "send: $!\n";
  defined recv($socket, my $answer, 4096, 0) or die "recv: $!\n";
  my $to = now_ms();
  my ($flags, undef, $answers) = unpack 'x2n3', $answer;
  die "no answer to $name: flags $flags, $answers records\n" if ($flags & 0xf) or not $answers;
  printf "%.4f\n", $to - $from;
}
