/** What dumpcap and tcpdump are told, on this machine and on others alike. */
import type { LiveOptions } from '../../shared/contract/live';

export type CaptureOptions = Pick<LiveOptions, 'interface' | 'filter' | 'snapLength' | 'promiscuous' | 'bufferMiB' | 'remote' | 'elevate'>;

/** The arguments alone, as a remote host gets them too. `filter`: none when empty. */
export function programArguments(program: 'dumpcap' | 'tcpdump', options: CaptureOptions): string[] {
  const { filter, snapLength, promiscuous, bufferMiB } = options;
  if (program === 'dumpcap') {
    const args = ['-q', '-i', options.interface, '-B', String(bufferMiB), '-w', '-'];
    if (snapLength !== null) args.push('-s', String(snapLength));
    if (!promiscuous) args.push('-p');
    return filter === '' ? args : [...args, '-f', filter];
  }
  // Not in immediate mode: the kernel's buffer would have a place of the largest size for every packet, and few places. Packets come each second or sooner.
  const args = ['-n', '-i', options.interface, '-B', String(bufferMiB * 1024), '-U', '--time-stamp-precision=nano', '-w', '-'];
  if (snapLength !== null) args.push('-s', String(snapLength));
  if (!promiscuous) args.push('-p');
  return filter === '' ? args : [...args, '--', filter];
}
