/** The packets view beside another view: does it show the packets of what is selected there, or all? */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useSettledSelection } from '../app/settled-selection';
import { type Evidence, useWorkbench } from '../app/workbench';
import { type Arrangement, isVisible, visibleViews } from '../panes/arrangement';

interface PacketLink {
  readonly wanted: boolean;
  setWanted(wanted: boolean): void;
}

export const usePacketLink = create<PacketLink>()(
  persist((set) => ({ wanted: true, setWanted: (wanted) => set({ wanted }) }), { name: 'tcpulse.packet-link' }),
);

/** Are the packets in sight beside another view? */
export function isBesideOthers(arrangement: Arrangement): boolean {
  return isVisible(arrangement, 'packets') && visibleViews(arrangement).length > 1;
}

/** What the packets view is limited to: nothing where it stands alone. */
export function useLinkedEvidence(): Evidence {
  const wanted = usePacketLink((link) => link.wanted);
  const evidence = useSettledSelection((state) => state.evidence);
  const isBeside = useWorkbench(({ arrangement }) => isBesideOthers(arrangement));
  return wanted && isBeside ? evidence : NOTHING;
}

const NOTHING: Evidence = { kind: 'none' };

/** Does the packets view show what the list of evidence would? */
export function usePacketsShowEvidence(): boolean {
  const wanted = usePacketLink((link) => link.wanted);
  return useWorkbench(({ arrangement }) => isVisible(arrangement, 'packets') && (wanted || !isBesideOthers(arrangement)));
}
