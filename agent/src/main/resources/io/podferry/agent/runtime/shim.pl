#!/usr/bin/perl
# usage: shim.pl CONTAINER ATTEMPT COMMAND...
# Parent of one container, whichever agent process lives: runs COMMAND (runc run or restore, detached) with the container's
# output on a pipe, writes what comes out of it to CONTAINER/log/log (the older half in log.1), and says how init ended.
#   ATTEMPT/launcher, CONTAINER/shim   "pid starttime" of this process
#   ATTEMPT/exit     status of COMMAND, 128 + signal when it was killed
#   CONTAINER/pid    written by runc
#   CONTAINER/exit   "status N MILLIS" or "signal N MILLIS"
use strict;
use warnings;
use IO::Handle;

my ($container, $attempt, @command) = @ARGV;
my $most = 8 << 20;
umask 0077;
$SIG{$_} = 'IGNORE' for qw(HUP INT TERM PIPE);

sub say_to {
    my ($file, $text) = @_;
    open(my $out, '>', "$file.tmp") or return;
    print $out "$text\n";
    close $out;
    rename "$file.tmp", $file;
}

sub millis {
    my @now = split ' ', `date +%s%3N`;
    return $now[0];
}

open(my $stat, '<', '/proc/self/stat') or die;
my @fields = split ' ', (<$stat> =~ s/.*\) //r);
say_to("$attempt/launcher", "$$ $fields[19]");
say_to("$container/shim", "$$ $fields[19]");

# Orphans of runc, init above all, become children of this process (PR_SET_CHILD_SUBREAPER).
my ($machine) = `uname -m` =~ /(\S+)/;
syscall($machine eq 'aarch64' ? 167 : 157, 36, 1, 0, 0, 0);

pipe(my $read, my $write) or die;
my $child = fork();
die unless defined $child;
if ($child == 0) {
    $SIG{$_} = 'DEFAULT' for qw(HUP INT TERM PIPE);
    open(STDIN, '<', '/dev/null');
    open(STDOUT, '>&', $write);
    open(STDERR, '>&', $write);
    exec { $command[0] } @command or exit 127;
}
close $write;
waitpid($child, 0);
my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
say_to("$attempt/exit", $status);

# What comes from a COMMAND that failed is its own complaint, not the program's output.
if ($status > 0 && $status < 128) {
    open(my $said, '>>', "$attempt/said");
    $read->blocking(0);
    while (sysread($read, my $data, 65536)) { syswrite($said, $data); }
    $read->blocking(1);
}

my $log = "$container/log/log";
open(my $out, '>>', $log);
while (sysread($read, my $data, 65536)) {
    if (-s $out > $most) {
        close $out;
        rename $log, "$log.1";
        open($out, '>>', $log);
    }
    syswrite($out, $data) if $out;
}
while ((my $pid = waitpid(-1, 0)) > 0) {
    my $ended = $?;
    open(my $file, '<', "$container/pid") or next;
    my $init = <$file> // '';
    next unless $init eq $pid;
    my $how = $ended & 127 ? 'signal ' . ($ended & 127) : 'status ' . ($ended >> 8);
    say_to("$container/exit", "$how " . millis());
}
