import { Button, ProgressBar } from '@blueprintjs/core';
import { useLiveStore } from '../live/live-store';
import { useUpload } from '../open-capture/uploads';
import { useOpenCapture } from '../open-capture/use-open-capture';
import { formatBytes, formatCount } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { useCurrentCapture } from './workbench';

/** What takes long, how far it is, and a way to stop it. */
export function ToolbarProgress() {
  const { t, language } = useTexts();
  const upload = useUpload((state) => state.upload);
  const capture = useCurrentCapture();
  const { cancel } = useOpenCapture();
  const isLive = useLiveStore(({ views }) => capture !== null && views.has(capture.capture));
  if (upload) {
    const text = t('ui.progress.uploading', {
      name: upload.name,
      sent: formatBytes(upload.sentBytes, language),
      total: formatBytes(upload.totalBytes, language),
    });
    return <Progress share={upload.totalBytes === 0 ? null : upload.sentBytes / upload.totalBytes} text={text} onCancel={upload.cancel} />;
  }
  // The live bar says how a recording goes.
  if (capture?.state !== 'reading' || isLive) return null;
  const share = capture.bytesTotal ? capture.bytesRead / capture.bytesTotal : null;
  const text = t('ui.progress.reading', { packets: formatCount(capture.packets, language) });
  return <Progress share={share} text={text} onCancel={() => void cancel(capture.capture)} />;
}

interface ProgressProps {
  /** 0 ... 1; null while the size is not known. */
  readonly share: number | null;
  readonly text: string;
  readonly onCancel: () => void;
}

function Progress({ share, text, onCancel }: ProgressProps) {
  const { t } = useTexts();
  return (
    <div className="toolbar-progress">
      <ProgressBar intent="primary" aria-label={text} stripes={share === null} {...(share !== null && { value: share })} />
      <span className="number">{text}</span>
      <Button size="small" text={t('ui.dialog.cancel')} onClick={onCancel} />
    </div>
  );
}
