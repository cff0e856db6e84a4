/**
 * A program in Perl that tries every way out of a machine: `INTERFACE ADDRESS…`. Each address is asked for, sent a
 * datagram by the machine's own rules, and sent a frame to a card that no station has. The frames have a mark in them.
 */
export const sendEverything = String.raw`
use strict;
use Socket;
my ($interface, @addresses) = @ARGV;
socket(my $raw, 17, 3, 0) or die("AF_PACKET: $!");
my $request = pack("a16 x24", $interface);
ioctl($raw, 0x8933, $request) or die("$interface: $!");
my $index = (unpack("a16 i", $request))[1];
ioctl($raw, 0x8927, $request = pack("a16 x24", $interface)) or die("$interface: $!");
my $mac = substr($request, 18, 6);
my ($everyone, $nobody, $other) = ("\xff" x 6, "\x02\0\0\0\0\x98", "\x02\0\0\0\0\x99");

sub send_frame {
  my ($to, $from, $kind, $rest) = @_;
  my $frame = $to . $from . pack("n", $kind) . $rest . "drillbook-way-out" . "\0" x 40;
  send($raw, $frame, 0, pack("S n i S C C a8", 17, 0, $index, 0, 0, 6, $to)) or die("send: $!");
}

sub ipv4 {
  my ($from, $to) = @_;
  return pack("C C n n n C C n a4 a4", 0x45, 0, 20 + 57, 0, 0, 64, 253, 0, inet_aton($from), inet_aton($to));
}

for my $address (@addresses) {
  # A question for its card, as the machine and as another one.
  for my $sender ($mac, $other) {
    my $question = pack("n n C C n", 1, 0x0800, 6, 4, 1) . $sender . inet_aton("192.0.2.10") . "\0" x 6 . inet_aton($address);
    send_frame($everyone, $sender, 0x0806, $question);
  }
  send_frame($nobody, $mac, 0x0800, ipv4("192.0.2.10", $address));
  send_frame($everyone, $other, 0x0800, ipv4("203.0.113.77", $address));
  socket(my $datagrams, PF_INET, SOCK_DGRAM, 0) or die("AF_INET: $!");
  setsockopt($datagrams, SOL_SOCKET, SO_BROADCAST, 1);
  send($datagrams, "drillbook-way-out", 0, pack_sockaddr_in(9, inet_aton($address)));
}
# To all stations by IPv6, with a tag of a virtual network, and as another protocol.
send_frame("\x33\x33\0\0\0\x01", $mac, 0x86dd, pack("N n C C", 0x60000000, 57, 59, 1) . "\xfe\x80" . "\0" x 14 . "\xff\x02" . "\0" x 13 . "\x01");
send_frame($everyone, $mac, 0x8100, pack("n n", 7, 0x0800) . ipv4("192.0.2.10", "203.0.113.1"));
send_frame($everyone, $mac, 0x88b5, "");
`;
