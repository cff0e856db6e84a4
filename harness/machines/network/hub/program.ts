/**
 * A program in Perl, which every Debian has; it is run as the first and only process of a network namespace. It makes
 * bridges there and links other namespaces to them, speaking rtnetlink itself, because a process for each change would
 * take a hundred times as long. No interface of its own has an address. It obeys a line on its input with a line on
 * its output (`protocol.ts`); captured frames go to descriptor 3, each after its length, the number of its capture and
 * the kernel's time. It ends with its input, unless it was told to keep, and everything that it made ends with it.
 */
export const hubProgram = String.raw`
use strict;

my ($setns, $clock_gettime, $rig) = @ARGV;
$0 = "drillbook hub $rig";
$| = 1;
$SIG{PIPE} = "IGNORE";

sub set_in_namespace {
  my ($path, $value) = @_;
  # Where the kernel has no IPv6 there is no such setting.
  return unless -e "/proc/sys/net/$path";
  open(my $file, ">", "/proc/sys/net/$path") or die("$path: $!\n");
  print $file $value;
  close($file) or die("$path: $!\n");
}

# rtnetlink(7): a message is a head, a fixed part, and attributes of a length, a type and a value, at multiples of four.
sub padded { $_[0] . "\0" x (-length($_[0]) % 4) }
sub attribute { my ($type, $value) = @_; padded(pack("S S", 4 + length($value), $type) . $value) }
sub nested { my $type = shift; attribute($type | 0x8000, join("", @_)) }
sub text { attribute($_[0], "$_[1]\0") }
sub number { attribute($_[0], pack("L", $_[1])) }
sub octet { attribute($_[0], pack("C", $_[1])) }
# Family, type, index, flags, and which of the flags change.
sub link_head { my ($index, $flags, $changed) = @_; pack("C x S l L L", 0, 0, $index, $flags, $changed) }

my ($new_link, $delete_link, $new_address, $new_route) = (16, 17, 20, 24);
my ($create, $replace) = (0x400 | 0x200, 0x400 | 0x100);
my $up = 1;

sub open_netlink {
  socket(my $socket, 16, 3, 0) or die("AF_NETLINK: $!\n");
  return $socket;
}

my $sequence = 0;
sub ask {
  my ($socket, $what, $type, $flags, $body) = @_;
  $sequence += 1;
  # NLM_F_REQUEST and NLM_F_ACK.
  my $message = pack("L S S L L", 16 + length($body), $type, $flags | 1 | 4, $sequence, 0) . $body;
  defined(send($socket, $message, 0)) or die("$what: $!\n");
  defined(recv($socket, my $answer, 65536, 0)) or die("$what: $!\n");
  my (undef, $kind, undef, undef, undef, $error) = unpack("L S S L L l", $answer);
  die("$what: an answer of kind $kind\n") unless $kind == 2;
  return if $error == 0;
  $! = -$error;
  die("$what: $!\n");
}

my $own = open_netlink();

sub index_of {
  my ($name, $socket) = @_;
  my $request = pack("a16 x24", $name);
  # SIOCGIFINDEX
  ioctl($socket, 0x8933, $request) or die("$name: $!\n");
  return (unpack("a16 i", $request))[1];
}

# In the namespace of $open: a descriptor keeps the one that it was opened in.
sub with_namespace {
  my ($open, $work) = @_;
  open(my $here, "<", "/proc/self/ns/net") or die("/proc/self/ns/net: $!\n");
  syscall($setns + 0, fileno($open), 0x40000000) == 0 or die("setns: $!\n");
  my $result = eval { $work->() };
  my $failure = $@;
  syscall($setns + 0, fileno($here), 0x40000000) == 0 or exit(1);
  die($failure) if $failure;
  return $result;
}

# A socket for names, in the namespace of the caller.
sub open_datagrams {
  socket(my $socket, 2, 2, 0) or die("AF_INET: $!\n");
  return $socket;
}
my $names = open_datagrams();

# A bridge that says nothing by itself: no address, no spanning tree, no questions for members of groups.
sub make_bridge {
  my ($bridge) = @_;
  my $data = nested(2, number(1, 0), octet(23, 0));
  my $body = link_head(0, $up, $up) . text(3, $bridge) . nested(18, text(1, "bridge"), $data);
  ask($own, $bridge, $new_link, $create, $body);
}

my (%is_cut, %wires);
# The bridge of each tap's network.
my %taps;

# The bridge that a port is in: its network's, or the one at its own end of its wire.
sub bridge_of {
  my ($port, $bridge) = @_;
  return exists $wires{$port} ? $wires{$port}{bridge} : $bridge;
}

sub remove_link {
  my ($name) = @_;
  eval { ask($own, $name, $delete_link, 0, link_head(0, 0, 0) . text(3, $name)) };
}

# Opens the namespace, and makes sure that it is the one that was meant, and that it is not where the hub is.
sub open_target {
  my ($path, $inode) = @_;
  open(my $target, "<", $path) or die("$path: $!\n");
  my $found = (stat($target))[1];
  die("$path is another namespace by now\n") unless $found == $inode;
  die("$path is the hub's own namespace\n") if $found == (stat("/proc/self/ns/net"))[1];
  return $target;
}

sub plug {
  my ($path, $inode, $gateway, @ports) = @_;
  my $target = open_target($path, $inode);
  my @places = map { [split(/,/, $_)] } @ports;
  for (@places) {
    my ($port, $bridge, $name, $mac) = @$_;
    # The end that it had before, whose namespace may not have ended yet.
    remove_link($port);
    my $peer = link_head(0, 0, 0) . text(3, $name) . attribute(1, pack("H12", $mac =~ tr/://dr))
      . number(28, fileno($target));
    my $flags = $is_cut{$port} ? 0 : $up;
    my $body = link_head(0, $flags, $up) . text(3, $port) . number(10, index_of(bridge_of($port, $bridge), $names))
      . nested(18, text(1, "veth"), nested(2, nested(1, $peer)));
    ask($own, "$port in $bridge", $new_link, $create, $body);
  }
  my ($there, $names_there) = with_namespace($target, sub {
    set_in_namespace("ipv6/conf/$_->[2]/disable_ipv6", 1) for @places;
    return [open_netlink(), open_datagrams()];
  })->@*;
  my $raise = sub {
    my ($name) = @_;
    ask($there, $name, $new_link, 0, link_head(index_of($name, $names_there), $up, $up));
  };
  $raise->("lo");
  for (@places) {
    my (undef, undef, $name, undef, $address, $prefix) = @$_;
    my $bytes = pack("C4", split(/\./, $address));
    my $mask = 0xffffffff << (32 - $prefix) & 0xffffffff;
    my $broadcast = pack("N", unpack("N", $bytes) | ~$mask & 0xffffffff);
    my $body = pack("C C C C L", 2, $prefix, 0, 0, index_of($name, $names_there))
      . attribute(2, $bytes) . attribute(1, $bytes) . ($prefix < 31 ? attribute(4, $broadcast) : "");
    ask($there, "$address on $name", $new_address, $replace, $body);
    $raise->($name);
  }
  return if $gateway eq "-";
  # The last change: a machine begins when it sees it. Table main, as ip(8) sets it, unicast.
  my $route = pack("C C C C C C C C L", 2, 0, 0, 0, 254, 3, 0, 1, 0)
    . attribute(5, pack("C4", split(/\./, $gateway))) . number(4, index_of($places[0][2], $names_there));
  ask($there, "the route to $gateway", $new_route, $replace, $route);
}

# It outlives the processes that open it one after the other, and ends with the namespace.
sub make_tap {
  my ($port, $bridge) = @_;
  unless (eval { index_of($port, $names) }) {
    # O_RDWR
    sysopen(my $device, "/dev/net/tun", 2) or die("/dev/net/tun: $!\n");
    # IFF_TAP and IFF_NO_PI
    ioctl($device, 0x400454ca, pack("a16 S x22", $port, 0x1002)) or die("$port: $!\n");
    # TUNSETPERSIST
    ioctl($device, 0x400454cb, 1) or die("$port: $!\n");
  }
  $taps{$port} = $bridge;
  set_tap($port);
}

# One that is cut is up and in no bridge: a user-mode kernel that cannot write a frame does not use its card any more.
sub set_tap {
  my ($port) = @_;
  my $bridge = $is_cut{$port} ? 0 : index_of(bridge_of($port, $taps{$port}), $names);
  ask($own, $port, $new_link, 0, link_head(index_of($port, $names), $up, $up) . number(10, $bridge));
}

sub set_state {
  my ($port, $state) = @_;
  $is_cut{$port} = $state eq "down";
  # A machine that is not started yet has no end there.
  my $index = eval { index_of($port, $names) };
  return unless defined $index;
  return set_tap($port) if exists $taps{$port};
  ask($own, $port, $new_link, 0, link_head($index, $is_cut{$port} ? 0 : $up, $up));
}

# Microseconds that never go back.
sub now {
  my $time = "\0" x 16;
  syscall($clock_gettime + 0, 1, $time) == 0 or die("clock_gettime: $!\n");
  my ($seconds, $nanoseconds) = unpack("q q", $time);
  return $seconds * 1000000 + int($nanoseconds / 1000);
}

# A tap of this process. It offers the kernel nothing: frames come whole, with their checksums, and none is too long.
sub open_wire_end {
  my ($name, $bridge) = @_;
  # O_RDWR and O_NONBLOCK
  sysopen(my $device, "/dev/net/tun", 2 | 2048) or die("/dev/net/tun: $!\n");
  # IFF_TAP and IFF_NO_PI
  ioctl($device, 0x400454ca, pack("a16 S x22", $name, 0x1002)) or die("$name: $!\n");
  # With a queue for a burst.
  my $body = link_head(index_of($name, $names), $up, $up) . number(13, 10000) . number(10, index_of($bridge, $names));
  ask($own, "$name in $bridge", $new_link, 0, $body);
  return $device;
}

sub put_into {
  my ($port, $bridge) = @_;
  # A machine that is not started yet has no end there.
  my $index = eval { index_of($port, $names) };
  return unless defined $index;
  return set_tap($port) if exists $taps{$port};
  ask($own, "$port in $bridge", $new_link, 0, link_head($index, 0, 0) . number(10, index_of($bridge, $names)));
}

# A port with a wire is alone in a bridge; the wire is two taps, between that bridge and the one of the network.
sub lay_wire {
  my ($port, $bridge) = @_;
  my $alone = $port =~ s/^p/w/r;
  make_bridge($alone);
  my ($near, $far) = (open_wire_end("$alone-near", $alone), open_wire_end("$alone-far", $bridge));
  $wires{$port} = {
    bridge => $alone,
    ways => [map { { from => $_->[0], to => $_->[1], queue => [], free => 0 } } ([$near, $far], [$far, $near])],
  };
  put_into($port, $alone);
}

sub take_wire_away {
  my ($port, $bridge) = @_;
  my $wire = delete $wires{$port} or return;
  put_into($port, $bridge);
  for my $way ($wire->{ways}->@*) {
    syswrite($way->{to}, $_->[1]) for $way->{queue}->@*;
  }
  my $alone = $wire->{bridge};
  undef $wire;
  remove_link($alone);
}

# Delay in microseconds, loss of a million, bytes a second.
sub set_wire {
  my ($port, $bridge, $delay, $loss, $rate, $seed) = @_;
  return take_wire_away($port, $bridge) if $delay == 0 && $loss == 0 && $rate == 0;
  lay_wire($port, $bridge) unless exists $wires{$port};
  my $wire = $wires{$port};
  @$wire{qw(delay loss rate)} = ($delay, $loss, $rate);
  # Each way has its own, so that what is lost in the one does not change with what passes in the other.
  $wire->{ways}[$_]{random} = $seed + $_ for (0, 1);
}

my $most_queued = 10000;

# Source of the numbers: the C standard's example of rand, of which the higher bits are used.
sub is_lost {
  my ($wire, $way) = @_;
  $way->{random} = ($way->{random} * 1103515245 + 12345) & 0x7fffffff;
  return ($way->{random} >> 7) % 1000000 < $wire->{loss};
}

sub take_from_wire {
  my ($wire, $way, $now) = @_;
  for (1 .. 500) {
    last unless sysread($way->{from}, my $frame, 65550);
    next if is_lost($wire, $way) || $way->{queue}->@* >= $most_queued;
    if ($wire->{rate} > 0) {
      $way->{free} = $now if $way->{free} < $now;
      $way->{free} += int(length($frame) * 1000000 / $wire->{rate});
    } else {
      $way->{free} = $now;
    }
    push($way->{queue}->@*, [$way->{free} + $wire->{delay}, $frame]);
  }
}

# Passes on what is due; answers the microseconds until the next frame is.
sub run_wires {
  my $now = now();
  my $next;
  for my $way (map { $_->{ways}->@* } values %wires) {
    my $queue = $way->{queue};
    # One that cannot be sent is lost, as on a wire.
    syswrite($way->{to}, (shift(@$queue))->[1]) while @$queue && $queue->[0][0] <= $now;
    next unless @$queue;
    my $left = $queue->[0][0] - $now;
    $next = $left if !defined $next || $left < $next;
  }
  return $next;
}

my %captures;

# A bridge hands up what it forwards when it is promiscuous.
sub start_capture {
  my ($bridge, $number) = @_;
  # AF_PACKET, SOCK_RAW and SOCK_NONBLOCK.
  socket(my $socket, 17, 3 | 2048, 0) or die("AF_PACKET: $!\n");
  my $index = index_of($bridge, $names);
  setsockopt($socket, 263, 1, pack("i S S a8", $index, 1, 0, "")) or die("PACKET_ADD_MEMBERSHIP: $!\n");
  # SO_RCVBUFFORCE: a burst is not lost.
  setsockopt($socket, 1, 33, pack("i", 64 * 1024 * 1024));
  # SIOCGSTAMP: refused, because nothing has come yet; from now on the kernel notes when something does.
  ioctl($socket, 0x8906, my $stamp = "\0" x 16);
  bind($socket, pack("S n i S C C a8", 17, 3, $index, 0, 0, 0, "")) or die("bind: $!\n");
  $captures{$number} = $socket;
}

open(my $captured, ">&=", 3) or die("descriptor 3: $!\n");

sub pass_on {
  my ($bytes) = @_;
  while (length($bytes) > 0) {
    my $written = syswrite($captured, $bytes);
    return unless defined $written;
    substr($bytes, 0, $written, "");
  }
}

# All that has come, up to as much as goes out at once; answers whether it was anything.
sub pass_on_what_came {
  my ($number) = @_;
  my $socket = $captures{$number};
  my $bytes = "";
  while (length($bytes) < 262144) {
    last unless sysread($socket, my $frame, 65550);
    # Of the frame that was read last: seconds and microseconds.
    ioctl($socket, 0x8906, my $time = "\0" x 16) or last;
    my $head = pack("N", $number) . pack("NN", unpack("q q", $time));
    $bytes .= pack("N", length($head) + length($frame)) . $head . $frame;
  }
  pass_on($bytes);
  return length($bytes) > 0;
}

sub end_captures {
  for my $number (keys %captures) {
    1 while pass_on_what_came($number);
  }
  %captures = ();
  close($captured);
}

my $is_kept = 0;
my %calls = (
  bridge => \&make_bridge,
  plug => \&plug,
  tap => \&make_tap,
  state => \&set_state,
  wire => \&set_wire,
  capture => \&start_capture,
  keep => sub { end_captures(); $is_kept = 1 },
  end => sub { end_captures() },
);

sub obey {
  my ($line) = @_;
  my ($word, @rest) = split(/ /, $line);
  my $failure = eval { $calls{$word}->(@rest); 1 } ? "" : $@;
  chomp($failure);
  syswrite(STDOUT, $failure eq "" ? "ok\n" : "failed: $failure\n");
  exit(0) if $word eq "end";
}

eval {
  # Nothing of it is routed, whatever the host does.
  set_in_namespace("ipv4/ip_forward", 0);
  set_in_namespace("ipv6/conf/$_/disable_ipv6", 1) for ("all", "default");
  # A frame passes as it is, by no rule: else one with a wrong checksum would be dropped.
  set_in_namespace("bridge/bridge-nf-call-$_", 0) for ("iptables", "ip6tables", "arptables");
};
my $failure = $@;
chomp($failure);
syswrite(STDOUT, $failure eq "" ? "ok\n" : "failed: $failure\n");

my $waiting = "";
while (1) {
  my $wanted = "";
  vec($wanted, fileno(STDIN), 1) = 1 unless $is_kept;
  vec($wanted, fileno($_), 1) = 1 for values %captures;
  vec($wanted, fileno($_->{from}), 1) = 1 for map { $_->{ways}->@* } values %wires;
  my $next = run_wires();
  next if select(my $ready = $wanted, undef, undef, defined $next ? $next / 1000000 : undef) < 1;
  for my $wire (values %wires) {
    for my $way ($wire->{ways}->@*) {
      take_from_wire($wire, $way, now()) if vec($ready, fileno($way->{from}), 1);
    }
  }
  for my $number (keys %captures) {
    pass_on_what_came($number) if vec($ready, fileno($captures{$number}), 1);
  }
  next unless vec($ready, fileno(STDIN), 1);
  exit(0) unless sysread(STDIN, $waiting, 65536, length($waiting));
  obey($1) while $waiting =~ s/^([^\n]*)\n//;
}
`;
