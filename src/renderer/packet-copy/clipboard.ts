import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';

/** Puts text on the clipboard; where the page may not, by way of a selection. False, and the user is told, when it cannot be done. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    if (!copied) useWorkbench.getState().notify(toAppError(new Error('clipboard')));
    return copied;
  }
}
