import { LISTENERS_FOLLOW, NO_SS, SOCKETS_FOLLOW } from '../../engine/host/host-text';
import { HOST_SYSCTLS } from '../../shared/contract/host-counters';

/** Last line of every look. */
export const LOOK_END = '@tcpulse end';

/** Sockets that one look lists at most; a busy server has hundreds of thousands. */
const MOST_SOCKETS = 20_000;

/**
 * A POSIX shell program that prints one look for each line it reads, and ends with its input. It only reads: /proc, `ss` and `date`. A line that holds `s` asks
 * for the sockets with timers, one that holds `c` for the sysctls. Without single quotes and exclamation marks: it is handed over inside single
 * quotes, perhaps to a csh.
 */
export const SHELL_LOOP = [
  'LC_ALL=C',
  'export LC_ALL',
  'while read -r parts',
  // Where date knows no nanoseconds (busybox), whole seconds have to do.
  'do t=$(date +%s.%N)',
  'case $t in *.[0-9]*) ;; *) t=$(date +%s) ;; esac',
  'echo "$t"',
  'cat /proc/net/netstat /proc/net/snmp 2>/dev/null',
  `echo "${LISTENERS_FOLLOW}"`,
  `ss -lnt 2>/dev/null || echo "${NO_SS}"`,
  `case $parts in *s*) echo "${SOCKETS_FOLLOW}"; ss -nto state connected exclude time-wait 2>/dev/null | head -n ${MOST_SOCKETS} ;; esac`,
  `case $parts in *c*) cd /proc/sys && grep -s . ${HOST_SYSCTLS.map((name) => name.replaceAll('.', '/')).join(' ')} | sed "s/:/ = /" ;; esac`,
  `echo "${LOOK_END}"`,
  'done',
].join('; ');
