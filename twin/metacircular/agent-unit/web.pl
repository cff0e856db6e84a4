# The smallest service that shows what a container can do: writes a file below /srv, then answers on port 8080.
# It needs no module, so that its image is perl and nothing else.
$SIG{TERM} = sub { exit 0 };
my $path = "/srv/matrix/written-by-$ARGV[0]";
if (open(my $file, ">", $path)) { print $file "written\n"; close $file }
else { print STDERR "$path: $!\n" }
socket(my $server, 2, 1, 6) or die "socket: $!\n";
setsockopt($server, 1, 2, pack("i", 1));
bind($server, pack("S n a4 x8", 2, 8080, "\0\0\0\0")) or die "bind: $!\n";
listen($server, 8);
while (1) {
  accept(my $client, $server) or next;
  sysread($client, my $request, 4096);
  syswrite($client, "HTTP/1.0 200 OK\r\n\r\nok\n");
  close $client;
}
