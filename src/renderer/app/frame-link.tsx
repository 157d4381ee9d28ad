import { useTexts } from '../theme/use-texts';

/** Names a frame; a click shows it. */
export function FrameLink({ frame, onPick }: { readonly frame: number; readonly onPick: (frame: number) => void }) {
  const { t } = useTexts();
  return (
    <button
      type="button"
      className="frame-link"
      onClick={(event) => {
        // Inside a row: the frame named is chosen, not the row's own.
        event.stopPropagation();
        onPick(frame);
      }}
    >
      {t('ui.dock.frame', { frame })}
    </button>
  );
}
