import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../theme/use-texts';
import { useOpenCapture } from './use-open-capture';
import { useShell } from './use-shell';

/** Covers the window while files are dragged over it. In Electron the preload opens what is dropped, since only it may know the path. */
export function DropZone() {
  const { t } = useTexts();
  const shell = useShell();
  const { upload } = useOpenCapture();
  const [dragged, setDragged] = useState(false);
  const depth = useRef(0);
  const takesUpload = shell?.upload ?? false;

  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const end = (): void => {
      depth.current = 0;
      setDragged(false);
    };
    const onEnter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth.current++;
      setDragged(true);
    };
    const onLeave = (): void => {
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) setDragged(false);
    };
    const onOver = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      end();
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (takesUpload) void upload([...(event.dataTransfer?.files ?? [])]);
    };
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop };
    for (const [type, listener] of Object.entries(listeners)) window.addEventListener(type, listener as EventListener);
    return () => {
      for (const [type, listener] of Object.entries(listeners)) window.removeEventListener(type, listener as EventListener);
    };
  }, [takesUpload, upload]);

  return dragged ? <div className="drop-zone">{t('ui.drop.advice')}</div> : null;
}
