import { createRef } from 'react';
import type { WorkspaceImperativeHandle } from 'react-resizable-panels';

/** The panes as they are drawn; null while no capture is shown. */
export const paneHandle = createRef<WorkspaceImperativeHandle<null, undefined>>();
