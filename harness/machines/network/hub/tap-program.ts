/** The descriptor of the first tap; the others follow. */
export const firstTap = 10;

/** What is in front of each frame of a tap: a head that tells of large segments, which stay whole; or nothing. */
export type TapFrames = "headed" | "bare";

/** A program in Perl that opens taps by their names, up to a `--`, and becomes the command after it; its first argument says how. */
export const tapProgram = String.raw`
use strict;
use POSIX ();
# IFF_TAP, IFF_NO_PI and, for heads, IFF_VNET_HDR.
my $flags = 0x0002 | 0x1000 | (shift(@ARGV) eq "headed" ? 0x4000 : 0);
my $next = ${firstTap};
while (@ARGV && (my $tap = shift(@ARGV)) ne "--") {
  # O_RDWR
  sysopen(my $device, "/dev/net/tun", 2) or die("/dev/net/tun: $!\n");
  ioctl($device, 0x400454ca, pack("a16 S x22", $tap, $flags)) or die("$tap: $!\n");
  POSIX::dup2(fileno($device), $next) or die("$tap: $!\n");
  $next += 1;
}
exec { $ARGV[0] } @ARGV or die("$ARGV[0]: $!\n");
`;
