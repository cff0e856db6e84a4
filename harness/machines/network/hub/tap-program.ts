/** The descriptor of the first tap; the others follow. */
export const firstTap = 10;

/** A program in Perl that opens taps by their names, up to a `--`, and becomes the command after it. */
export const tapProgram = String.raw`
use strict;
use POSIX ();
my $next = ${firstTap};
while (@ARGV && (my $tap = shift(@ARGV)) ne "--") {
  # O_RDWR
  sysopen(my $device, "/dev/net/tun", 2) or die("/dev/net/tun: $!\n");
  # IFF_TAP, IFF_NO_PI and IFF_VNET_HDR: frames with a head, by which large segments stay whole.
  ioctl($device, 0x400454ca, pack("a16 S x22", $tap, 0x0002 | 0x1000 | 0x4000)) or die("$tap: $!\n");
  POSIX::dup2(fileno($device), $next) or die("$tap: $!\n");
  $next += 1;
}
exec { $ARGV[0] } @ARGV or die("$ARGV[0]: $!\n");
`;
