/**
 * A program in Perl, which every Debian has. It relays the frames of the bridge with this address, each with its
 * length before it. `join`: in both directions, through a tap device that ends with the process; `watch`: only reads,
 * and puts the kernel's time, in seconds and microseconds, before each frame, because the reader may be late. An empty
 * frame says that it is ready; at the end of its input it sends the remaining frames and ends.
 */
export const relayProgram = String.raw`
use strict;

my ($role, $address) = @ARGV;
$0 = "drillbook $role $address";

sub fail { syswrite(STDERR, "$_[0]\n"); exit(1) }

sub find_bridge {
  open(my $ip, "-|", "ip", "-o", "-4", "address", "show", "to", "$address/32") or fail("ip: $!");
  my ($line) = <$ip>;
  close($ip);
  return $1 if defined $line && $line =~ /^\d+:\s+(\S+)/;
  fail("no bridge here has the address $address");
}

# A tap with no address, silent by itself.
sub join_bridge {
  my ($bridge) = @_;
  # O_RDWR and O_NONBLOCK.
  sysopen(my $tap, "/dev/net/tun", 2 | 2048) or fail("/dev/net/tun: $!");
  # IFF_TAP, and IFF_NO_PI: frames as they are.
  my $request = pack("a16 S x22", "drillbook%d", 0x1002);
  ioctl($tap, 0x400454ca, $request) or fail("TUNSETIFF: $!");
  my $name = unpack("Z16", $request);
  # In this order: once it is up it would have an address. Where the kernel has no IPv6 it has no such mode, either.
  my @silence = -d "/proc/sys/net/ipv6/conf/$name" ? ["addrgenmode", "none"] : ();
  for my $change (@silence, ["master", $bridge, "up"]) {
    system("ip", "link", "set", "dev", $name, @$change) == 0 or fail("$name cannot be put into $bridge");
  }
  return $tap;
}

# A bridge hands up what it forwards when it is promiscuous.
sub watch_bridge {
  my ($bridge) = @_;
  # SOCK_RAW and SOCK_NONBLOCK.
  socket(my $tap, 17, 3 | 2048, 0) or fail("AF_PACKET: $!");
  my $request = pack("a16 x24", $bridge);
  ioctl($tap, 0x8933, $request) or fail("SIOCGIFINDEX: $!");
  my (undef, $index) = unpack("a16 i", $request);
  setsockopt($tap, 263, 1, pack("i S S a8", $index, 1, 0, "")) or fail("PACKET_ADD_MEMBERSHIP: $!");
  # SO_RCVBUFFORCE: a burst is not lost.
  setsockopt($tap, 1, 33, pack("i", 64 * 1024 * 1024));
  # SIOCGSTAMP: refused, because nothing has come yet; from now on the kernel notes when something does.
  ioctl($tap, 0x8906, my $stamp = "\0" x 16);
  bind($tap, pack("S n i S C C a8", 17, 3, $index, 0, 0, 0, "")) or fail("bind: $!");
  return $tap;
}

# SIOCGSTAMP: of the frame that was read last.
sub stamp {
  ioctl($_[0], 0x8906, my $time = "\0" x 16) or fail("SIOCGSTAMP: $!");
  return pack("NN", unpack("q q", $time));
}

sub pass_on {
  my ($bytes) = @_;
  while (length($bytes) > 0) {
    my $written = syswrite(STDOUT, $bytes);
    exit(0) unless defined $written;
    substr($bytes, 0, $written, "");
  }
}

# All that has come, up to as much as goes out at once; answers whether it was anything.
my $frame;
sub pass_on_what_came {
  my ($tap) = @_;
  my $bytes = "";
  while (length($bytes) < 262144) {
    unless (sysread($tap, $frame, 65550)) {
      # EAGAIN
      last if $! == 11;
      fail("the bridge is gone: $!");
    }
    my $stamp = $role eq "watch" ? stamp($tap) : "";
    $bytes .= pack("N", length($stamp) + length($frame)) . $stamp . $frame;
  }
  pass_on($bytes);
  return length($bytes) > 0;
}

my $bridge = find_bridge();
my $tap = $role eq "join" ? join_bridge($bridge) : watch_bridge($bridge);
pass_on(pack("N", 0));

my $waiting = "";
my $both = "";
vec($both, fileno(STDIN), 1) = 1;
vec($both, fileno($tap), 1) = 1;
while (1) {
  next if select(my $ready = $both, undef, undef, undef) < 1;
  pass_on_what_came($tap) if vec($ready, fileno($tap), 1);
  if (vec($ready, fileno(STDIN), 1)) {
    unless (sysread(STDIN, $waiting, 65536, length($waiting))) {
      1 while pass_on_what_came($tap);
      exit(0);
    }
    while (length($waiting) >= 4) {
      my $length = unpack("N", $waiting);
      last if length($waiting) < 4 + $length;
      # One that cannot be sent is lost, as on a wire.
      syswrite($tap, substr($waiting, 4, $length)) if $role eq "join";
      substr($waiting, 0, 4 + $length, "");
    }
  }
}
`;
