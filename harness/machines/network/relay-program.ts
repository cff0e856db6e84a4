/**
 * Perl, which every Debian has: stands at the bridge that has an address, and passes frames on, each after its
 * length. `join`: both ways, through a tap device that goes with this process; `watch`: reads all that the bridge
 * passes, and sends nothing. An empty frame says that it has begun; it ends with its input.
 */
export const relayProgram = String.raw`
use strict;

my ($role, $address) = @ARGV;

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
  sysopen(my $tap, "/dev/net/tun", 2) or fail("/dev/net/tun: $!");
  # IFF_TAP, and IFF_NO_PI: frames as they are.
  my $request = pack("a16 S x22", "drillbook%d", 0x1002);
  ioctl($tap, 0x400454ca, $request) or fail("TUNSETIFF: $!");
  my $name = unpack("Z16", $request);
  # In this order: once it is up it would have an address.
  for my $change (["addrgenmode", "none"], ["master", $bridge, "up"]) {
    system("ip", "link", "set", "dev", $name, @$change) == 0 or fail("$name cannot be put into $bridge");
  }
  return $tap;
}

# A bridge hands up what it forwards when it is promiscuous.
sub watch_bridge {
  my ($bridge) = @_;
  socket(my $tap, 17, 3, 0) or fail("AF_PACKET: $!");
  my $request = pack("a16 x24", $bridge);
  ioctl($tap, 0x8933, $request) or fail("SIOCGIFINDEX: $!");
  my (undef, $index) = unpack("a16 i", $request);
  setsockopt($tap, 263, 1, pack("i S S a8", $index, 1, 0, "")) or fail("PACKET_ADD_MEMBERSHIP: $!");
  # SO_RCVBUFFORCE: a burst is not lost.
  setsockopt($tap, 1, 33, pack("i", 16 * 1024 * 1024));
  bind($tap, pack("S n i S C C a8", 17, 3, $index, 0, 0, 0, "")) or fail("bind: $!");
  return $tap;
}

sub pass_on {
  my $bytes = pack("N", length($_[0])) . $_[0];
  while (length($bytes) > 0) {
    my $written = syswrite(STDOUT, $bytes);
    exit(0) unless defined $written;
    substr($bytes, 0, $written, "");
  }
}

my $bridge = find_bridge();
my $tap = $role eq "join" ? join_bridge($bridge) : watch_bridge($bridge);
pass_on("");

my $waiting = "";
my $both = "";
vec($both, fileno(STDIN), 1) = 1;
vec($both, fileno($tap), 1) = 1;
while (1) {
  next if select(my $ready = $both, undef, undef, undef) < 1;
  if (vec($ready, fileno($tap), 1)) {
    sysread($tap, my $frame, 65550) or fail("the bridge is gone: $!");
    pass_on($frame);
  }
  if (vec($ready, fileno(STDIN), 1)) {
    sysread(STDIN, $waiting, 65536, length($waiting)) or exit(0);
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
