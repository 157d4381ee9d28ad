import { Endpoint } from '../names/endpoint';
import './stream.css';
import { Button, DialogBody, DialogFooter, HTMLSelect, SegmentedControl } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import type { End } from '../../shared/contract/report';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { Modal } from '../app/modal';
import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { useQuery } from '../connection/use-query';
import { formatBytes } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { readStream, saveBlob } from './read-stream';
import { type StreamForm, streamLines } from './stream-lines';
import { StreamList } from './stream-list';
import { useStreamDialogs } from './stream-state';

/** Shown at once; saving takes everything. */
const SHOWN_BYTES = 1 << 20;

/** What both ends of a connection sent, in order. */
export function StreamDialog() {
  const { t } = useTexts();
  const connection = useStreamDialogs((state) => state.following);
  const capture = useWorkbench((state) => state.capture);
  const { follow } = useStreamDialogs.getState();
  const isOpen = connection !== null && capture !== null;
  return (
    <Modal isOpen={isOpen} onClose={() => follow(null)} className="stream-dialog" title={t('streams.follow.title', { connection: connection ?? 0 })}>
      {isOpen && <Stream capture={capture} connection={connection} />}
    </Modal>
  );
}

function Stream({ capture, connection }: { readonly capture: number; readonly connection: number }) {
  const { t, language } = useTexts();
  const { engine } = useConnection();
  const [form, setForm] = useState<StreamForm>('text');
  const [from, setFrom] = useState<End | null>(null);
  const { follow } = useStreamDialogs.getState();
  const { notify, selectFrame } = useWorkbench.getState();
  const { value, error, reload } = useQuery(`stream ${capture} ${connection} ${from}`, async ({ engine }, signal) => ({
    segments: await readStream(engine, capture, connection, SHOWN_BYTES, from, signal),
    ends: await engine['connections.ends']({ capture, connection }, signal),
  }));
  const lines = useMemo(() => (value ? streamLines(value.segments, form) : []), [value, form]);
  const bytes = value?.segments.reduce((sum, segment) => sum + segment.bytes.length, 0) ?? 0;
  const save = async (as: StreamForm | 'raw'): Promise<void> => {
    try {
      const segments = await readStream(engine, capture, connection, null, from);
      const name = `stream-${connection}${from === null ? '' : `-${from}`}`;
      if (as === 'raw')
        saveBlob(
          `${name}.bin`,
          segments.map((segment) => Uint8Array.from(segment.bytes)),
          'application/octet-stream',
        );
      else
        saveBlob(
          `${name}.txt`,
          streamLines(segments, as).map(
            (line) => `${line.from === 'client' ? '>' : '<'} ${line.missing > 0 ? t('streams.missing', { count: line.missing }) : line.text}\n`,
          ),
          'text/plain',
        );
    } catch (thrown) {
      notify(toAppError(thrown));
    }
  };
  const showFrame = (frame: number): void => {
    selectFrame(frame);
    follow(null);
  };

  return (
    <>
      <DialogBody className="stream-body">
        <div className="stream-tools">
          <SegmentedControl
            small
            value={form}
            onValueChange={(value) => setForm(value as StreamForm)}
            options={[
              { value: 'text', label: t('streams.follow.text') },
              { value: 'hex', label: t('streams.follow.hex') },
            ]}
          />
          <HTMLSelect
            aria-label={t('streams.follow.both')}
            value={from ?? 'both'}
            onChange={({ currentTarget }) => setFrom(currentTarget.value === 'both' ? null : (currentTarget.value as End))}
            options={(['both', 'client', 'server'] as const).map((value) => ({ value, label: t(`streams.follow.${value}`) }))}
          />
          {value && (
            <span className="stream-ends mono">
              <span className="stream-client">
                → <Endpoint address={value.ends.client} port={value.ends.clientPort} />
              </span>
              <span className="stream-server">
                ← <Endpoint address={value.ends.server} port={value.ends.serverPort} />
              </span>
            </span>
          )}
        </div>
        {error ? (
          <ErrorState error={error} onRetry={reload} />
        ) : !value ? (
          <EmptyState title={t('ui.view.loading')} />
        ) : lines.length === 0 ? (
          <EmptyState title={t('streams.follow.empty')} />
        ) : (
          <StreamList lines={lines} onFrame={showFrame} />
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={t('streams.follow.saveText')} onClick={() => void save(form)} />
            <Button text={t('streams.follow.save')} onClick={() => void save('raw')} />
          </>
        }
      >
        {bytes >= SHOWN_BYTES ? t('streams.follow.truncated', { bytes: formatBytes(SHOWN_BYTES, language) }) : t('streams.bytes', { count: bytes })}
      </DialogFooter>
    </>
  );
}
