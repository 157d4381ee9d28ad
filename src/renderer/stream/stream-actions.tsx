import './stream.css';
import { Button } from '@blueprintjs/core';
import { useMemo } from 'react';
import { useShownDissection } from '../dissection/use-dissection';
import { useTexts } from '../theme/use-texts';
import { DecodeAsDialog } from './decode-as-dialog';
import { packetEnds } from './packet-ends';
import { useStreamDialogs } from './stream-state';

/** What can be done with the connection of the packet that is shown. */
export function StreamActions() {
  const { t } = useTexts();
  const shown = useShownDissection();
  const ends = useMemo(() => packetEnds(shown?.lines ?? []), [shown]);
  const { follow, openDecodeAs } = useStreamDialogs.getState();
  if (ends.tcpPorts.length === 0 && ends.udpPorts.length === 0) return null;
  return (
    <div className="stream-actions">
      {ends.connection !== null && <Button minimal small text={t('streams.follow.open')} onClick={() => follow(ends.connection)} />}
      <Button minimal small text={t('streams.decodeAs.open')} onClick={() => openDecodeAs(true)} />
      <DecodeAsDialog ends={ends} />
    </div>
  );
}
