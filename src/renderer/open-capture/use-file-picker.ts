import { useCallback } from 'react';
import { useOpenCapture } from './use-open-capture';

/** Asks for files of the machine that the browser runs on, and uploads them. */
export function useFilePicker(): () => void {
  const { upload } = useOpenCapture();
  return useCallback(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.onchange = () => void upload([...(input.files ?? [])]);
    input.click();
  }, [upload]);
}
