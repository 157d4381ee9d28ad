import { create } from 'zustand';
import { DEFAULT_HOST_INTERVAL_MS, type HostTarget, hostTargetSchema } from '../../shared/contract/host';

export const INTERVALS_MS = [100, 250, 500, 1000, 2000, 5000, 10_000, 60_000] as const;
/** Parts of time that the chart shows of a host that is watched. */
export const SPANS_MS = [60_000, 300_000, 1_800_000] as const;

/** What the host view was asked to show; kept while another view is shown. */
interface HostChoice {
  readonly where: 'local' | 'ssh';
  readonly ssh: string;
  readonly netns: string;
  readonly intervalMs: number;
  /** Watching, as long as the view is there. */
  readonly watching: boolean;
  /** Recording that is looked at instead of what is watched. */
  readonly recording: number | null;
  readonly spanMs: number;
  /** Listener whose queue the chart shows; null: the fullest. */
  readonly listener: { readonly address: string; readonly port: number } | null;
}

export const useHostChoice = create<HostChoice>()(() => ({
  where: 'local',
  ssh: '',
  netns: '',
  intervalMs: DEFAULT_HOST_INTERVAL_MS,
  watching: true,
  recording: null,
  spanMs: SPANS_MS[1],
  listener: null,
}));

/** Null: what was typed names no host, or no namespace. */
export function targetOf({ where, ssh, netns }: Pick<HostChoice, 'where' | 'ssh' | 'netns'>): HostTarget | null {
  const target = { ssh: where === 'ssh' ? ssh.trim() : null, netns: netns.trim() === '' ? null : netns.trim() };
  return hostTargetSchema.safeParse(target).success ? target : null;
}
